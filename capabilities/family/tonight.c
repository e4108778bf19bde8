/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/family/tonight.h"

#include "read.h"
#include "web/dated.h"

/* ---- who must be careful, and of what */

str family_standing(const view *v, const typed_when *review, const typed_text *told)
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

err warning_panel(request *r, const view *v, html *ret)
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
		buf_str(&more, family_standing(v, &row->review, &row->told));
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
		if (records_hold(kept, row->entry->record) || !dated_holds(v, row->entry, &row->until)) continue;
		buf_str(&whom, dated_names(v, &row->person));
		buf_lit(&whom, ", ");
		buf_str(&whom, dated_choice(row->entry, "part", &row->part));
		write_part(&more, "By night: ", &row->at_night);
		write_part(&more, "May decide: ", &row->may_decide);
		dated_add(v, facts, row->entry, &row->until, buf_view(&whom), buf_view(&more));
		dated_ring(facts, &row->telephone);
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
		dated_add(v, facts, row->entry, &row->until, buf_view(&whom), buf_view(&more));
		dated_ring(facts, &row->telephone);
	}
}

err reach_panel(request *r, const view *v, html *ret)
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
