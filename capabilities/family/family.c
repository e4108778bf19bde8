/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where the child is tonight and with whom, who may be dangerous to whom, and the family beside the story. */
#include "capabilities/family/page.h"
#include "capabilities/family/pages/kin.h"
#include "read.h"
#include "web/dated.h"

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
		dated_add(v, &facts, row->entry, &row->until, buf_view(&whom), buf_view(&more));
		facts.at[facts.n - 1].danger = true;
	}
	*ret = dated_show(r->a, &facts);
	return OK;
}

static bool is_kept(const record_list *kept, const record *said)
{
	for (size_t i = 0; i < kept->n; i++)
		if (kept->at[i].n == said->record.n) return true;
	return false;
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
		if (is_kept(&kept, row->entry)) continue;
		PUSH(r->a, &m.people, ((kin_page_relative){ row->entry->record.n, dated_names(v, &row->person),
		                                            dated_choice(row->entry, "is", &row->is), row->child_calls.text,
		                                            row->matters.text, before }));
	}
	*ret = kin_as_html(r->a, &m);
	return OK;
}

/* ---- who must be careful, and of what */

/* "To be looked at again on 3 May 2026. The person was told." */
static str standing_of(const view *v, const typed_when *review, const typed_text *told)
{
	buf b = BUF(v->r->a);
	if (review->is == VALUE_KNOWN) {
		buf_str(&b, review->on.on.n < v->r->today.n ? S("It was to be looked at again on ") : S("To be looked at again on "));
		when_write_long(&b, area_zone(v->r->area), review->on);
		buf_lit(&b, ". ");
	} else {
		buf_lit(&b, "Nobody has said when it is looked at again. ");
	}
	if (told->is != VALUE_KNOWN) buf_lit(&b, "Whether the person was told is not known.");
	else if (str_eq(told->text, S("yes"))) buf_lit(&b, "The person was told that it is written here.");
	else if (str_eq(told->text, S("danger"))) buf_lit(&b, "The person was not told: it would put somebody in danger.");
	else buf_lit(&b, "The person was not told yet.");
	return buf_view(&b);
}

static err warning_panel(request *r, const view *v, html *ret)
{
	warning_list list = { 0 };
	dated_facts facts = { 0 };
	TRY(read_warning(v, r->a, &list));
	for (size_t i = 0; i < list.n; i++) {
		const warning_row *row = &list.at[i];
		buf more = BUF(r->a), text = BUF(r->a);
		if (!dated_holds(v, row->entry, &row->until)) continue;
		if (row->person.n) {
			buf_str(&text, dated_names(v, &row->person));
			buf_lit(&text, ": ");
		}
		buf_str(&text, row->warning.text);
		if (row->what_to_do.is == VALUE_KNOWN) {
			buf_str(&more, row->what_to_do.text);
			buf_char(&more, ' ');
		}
		buf_str(&more, standing_of(v, &row->review, &row->told));
		dated_add(v, &facts, row->entry, &row->until, buf_view(&text), buf_view(&more));
		facts.at[facts.n - 1].danger = true;
	}
	*ret = dated_show(r->a, &facts);
	return OK;
}

/* ---- who is reached tonight, besides those who work with the child */

static void write_part(buf *b, const char *before, const typed_text *part)
{
	if (part->is != VALUE_KNOWN || !part->text.n) return;
	if (b->n) buf_char(b, ' ');
	buf_str(b, str_of(before));
	buf_str(b, part->text);
	if (!str_ends(part->text, S("."))) buf_char(b, '.');
}

static void put_carers_tonight(const view *v, const carer_list *list, const record_list *kept, dated_facts *facts)
{
	for (size_t i = 0; i < list->n; i++) {
		const carer_row *row = &list->at[i];
		buf whom = BUF(v->r->a), more = BUF(v->r->a);
		if (is_kept(kept, row->entry) || !dated_holds(v, row->entry, &row->until)) continue;
		buf_str(&whom, dated_names(v, &row->person));
		buf_lit(&whom, ", ");
		buf_str(&whom, dated_choice(row->entry, "part", &row->part));
		write_part(&more, "By night: ", &row->at_night);
		write_part(&more, "Telephone ", &row->telephone);
		write_part(&more, "May decide: ", &row->may_decide);
		dated_add(v, facts, row->entry, &row->until, buf_view(&whom), more.n ? buf_view(&more) : S("Telephone not known."));
	}
}

static void put_involved_tonight(const view *v, const involved_list *list, dated_facts *facts)
{
	for (size_t i = 0; i < list->n; i++) {
		const involved_row *row = &list->at[i];
		buf whom = BUF(v->r->a), more = BUF(v->r->a);
		if (!dated_holds(v, row->entry, &row->until)) continue;
		buf_str(&whom, row->name.text);
		if (row->does.is == VALUE_KNOWN) buf_lit(&whom, ", ");
		buf_str(&whom, row->does.text);
		if (row->from_where.is == VALUE_KNOWN) buf_lit(&whom, ", ");
		buf_str(&whom, row->from_where.text);
		write_part(&more, "Tonight: ", &row->at_night);
		write_part(&more, "Telephone ", &row->telephone);
		dated_add(v, facts, row->entry, &row->until, buf_view(&whom), more.n ? buf_view(&more) : S("Telephone not known."));
	}
}

static err reach_panel(request *r, const view *v, html *ret)
{
	carer_list carers = { 0 };
	involved_list involved = { 0 };
	record_list kept = { 0 };
	dated_facts facts = { 0 };
	TRY(read_carer(v, r->a, &carers));
	TRY(read_involved(v, r->a, &involved));
	TRY(access_kept(v, &kept));
	put_carers_tonight(v, &carers, &kept, &facts);
	put_involved_tonight(v, &involved, &facts);
	*ret = dated_show(r->a, &facts);
	return OK;
}

static const route routes[] = {
	{ GET, "/child/:child/family", .may = MAY_READ_CHILD, .page = family_show, .paper = true, .purpose = "the child’s family and network" },
};
static const panel_code panels[] = { { "tonight", tonight_panel }, { "danger", danger_panel }, { "kin", kin_panel },
	                              { "warning", warning_panel }, { "reach", reach_panel } };
const capability_code capability_family = { .capability = "family", .routes = routes, .route_n = 1, .panels = panels, .panel_n = sizeof panels / sizeof *panels };
