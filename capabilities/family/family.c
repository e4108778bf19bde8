/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where the child is tonight and with whom, who may be dangerous to whom, and the family beside the story. */
#include "capabilities/family/page.h"
#include "capabilities/family/tonight.h"
#include "capabilities/family/pages/kin.h"
#include "read.h"
#include "web/dated.h"
#include "web/wording.h"

static str where_words(arena *a, const lives_with_row *row)
{
	buf b = BUF(a);
	buf_str(&b, dated_choice(row->entry, "kind_of", &row->kind_of));
	if (row->place.is == VALUE_KNOWN) {
		if (b.n) buf_lit(&b, ": ");
		buf_str(&b, row->place.text);
	}
	return b.n ? buf_view(&b) : S("Not known where");
}

static err tonight_panel(request *r, const view *v, html *ret)
{
	lives_with_list list = { 0 };
	dated_facts facts = { 0 };
	TRY(read_lives_with(v, r->a, &list));
	for (size_t i = 0; i < list.n; i++) {
		const lives_with_row *row = &list.at[i];
		buf with = BUF(r->a);
		if (!dated_holds(v, row->entry, &row->until)) continue;
		buf_lit(&with, "With ");
		buf_str(&with, dated_names(v, &row->person));
		buf_char(&with, '.');
		dated_add(v, &facts, row->entry, &row->until, where_words(r->a, row), buf_view(&with));
	}
	*ret = dated_show(r->a, &facts);
	return OK;
}

/* What was not found, or taken back, stands in the story. */
static bool may_harm(const danger_row *row)
{
	return !str_eq(row->status.text, S("not_found")) && !str_eq(row->status.text, S("withdrawn"));
}

static err danger_panel(request *r, const view *v, html *ret)
{
	danger_list list = { 0 };
	dated_facts facts = { 0 };
	TRY(read_danger(v, r->a, &list));
	for (size_t i = 0; i < list.n; i++) {
		const danger_row *row = &list.at[i];
		buf whom = BUF(r->a), more = BUF(r->a);
		if (!may_harm(row) || !dated_holds(v, row->entry, &row->until)) continue;
		buf_str(&whom, dated_names(v, &row->person));
		buf_lit(&whom, " may be dangerous to ");
		buf_str(&whom, access_name(v, v->child));
		if (row->also_to.is == VALUE_KNOWN) {
			buf_lit(&whom, ", and to ");
			buf_str(&whom, dated_names(v, &row->also_to.records));
		}
		buf_str(&more, dated_choice(row->entry, "status", &row->status));
		buf_lit(&more, ": ");
		buf_str(&more, row->why.text);
		if (row->review.is == VALUE_KNOWN || row->told.is == VALUE_KNOWN) {
			buf_char(&more, ' ');
			buf_str(&more, family_standing(v, &row->review, &row->told));
		}
		dated_add(v, &facts, row->entry, &row->until, buf_view(&whom), buf_view(&more));
		facts.at[facts.n - 1].danger = true;
	}
	*ret = dated_show(r->a, &facts);
	return OK;
}

/* A first page is seen over a shoulder: what is kept from anybody is not on it. */
static err kin_panel(request *r, const view *v, html *ret)
{
	relationship_list list = { 0 };
	record_list kept = { 0 };
	kin_page m = { .child = v->child.n };
	TRY(read_relationship(v, r->a, &list));
	TRY(access_kept(v, &kept));
	for (size_t i = 0; i < list.n; i++) {
		const relationship_row *row = &list.at[i];
		bool before = !dated_holds(v, row->entry, &row->until);
		if (records_hold(&kept, row->entry->record)) continue;
		PUSH(r->a, &m.people, ((kin_page_relative){ row->entry->record.n, dated_names(v, &row->person),
		                                            dated_choice(row->entry, "is", &row->is), row->child_calls.text,
		                                            row->matters.text, before, joined_words(v, row->entry, STR_NONE) }));
	}
	*ret = kin_as_html(r->a, &m);
	return OK;
}

static const route routes[] = {
	{ GET, "/child/:child/family", .may = MAY_READ_CHILD, .page = family_show, .paper = true, .then = true, .purpose = "the child’s family and network" },
};
static const panel_code panels[] = { { "tonight", tonight_panel }, { "danger", danger_panel }, { "kin", kin_panel },
	                              { "warning", warning_panel }, { "reach", reach_panel } };
static const copy_part_code parts[] = { { "genogram", family_part } };
const capability_code capability_family = { .capability = "family", .parts = parts, .part_n = 1, .routes = routes, .route_n = 1, .panels = panels, .panel_n = sizeof panels / sizeof *panels };
