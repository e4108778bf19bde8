/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/find/openings.h"

#include "access/emergency.h"
#include "capabilities/find/pages/opening.h"
#include "capabilities/find/pages/openings.h"
#include "web/controls.h"
#include "web/parts.h"
#include "web/wording.h"

static const kind *review_kind(const request *r)
{
	return practice_kind(r->read.practice, S("emergency_review"));
}

static str found_words(const request *r, str code)
{
	const kind *k = review_kind(r);
	const choice *c = k && code.n ? field_choice(kind_field(k, S("was")), code) : NULL;
	return c ? c->label : code;
}

err openings_show(request *r, const view *none, model *to)
{
	emergency_list list;
	openings_page *m = TAKE(r->a, openings_page);
	buf banner = BUF(r->a);
	(void)none;
	TRY(access_emergencies(&r->read, &list));
	if (request_query(r, S("recorded")).n) write_notification_banner(&banner, S("It is recorded, and stands in the child’s story."), true);
	m->banner = controls_html(&banner);
	for (size_t i = 0; i < list.n; i++) {
		const emergency *e = &list.at[i];
		PUSH(r->a, &m->openings, ((openings_page_opened_record){
			.opening = e->record.n, .name = e->name, .who = e->who, .at = instant_words(r->a, area_zone(r->read.area), e->at),
			.why = e->why, .found = found_words(r, e->was), .own = e->own }));
		m->open += !e->was.n;
	}
	m->count_words = count_words(r->a, (size_t)m->open, "opening that nobody has looked at", "openings that nobody has looked at");
	to->title = S("Opened in an emergency");
	openings_model(to, m);
	return OK;
}

/* One that somebody else made. */
static err opening_of(request *r, emergency *ret)
{
	emergency_list list;
	record_id id;
	TRY(access_emergencies(&r->read, &list));
	if (!param_record(r->params[0], &id)) return FAIL(&r->a->trail, E_NOT_FOUND);
	for (size_t i = 0; i < list.n; i++) {
		if (list.at[i].record.n != id.n) continue;
		if (list.at[i].own) return FAIL(&r->a->trail, E_DENIED);
		*ret = list.at[i];
		return OK;
	}
	return FAIL(&r->a->trail, E_NOT_FOUND);
}

static html fields_of(request *r, const kind *k, str wrong)
{
	buf b = BUF(r->a);
	const field *was = kind_field(k, S("was"));
	control_item *items = TAKE_N(r->a, control_item, was->choice_n + 1);
	str chosen = request_form(r, S("was"));
	for (size_t i = 0; i < was->choice_n; i++)
		items[i] = (control_item){ .value = was->choices[i].code, .text = was->choices[i].label, .chosen = str_eq(chosen, was->choices[i].code) };
	write_radios(&b, &(control){ .name = S("was"), .label = { .text = was->label, .classes = S("govuk-fieldset__legend--m") }, .error = wrong,
	                             .items = items, .item_n = was->choice_n });
	write_textarea(&b, &(control){ .name = S("note"), .label = { .text = kind_field(k, S("note"))->label }, .rows = 3, .value = request_form(r, S("note")) });
	return controls_html(&b);
}

static err show(request *r, const emergency *e, str wrong, model *to)
{
	opening_page *m = TAKE(r->a, opening_page);
	buf entry_id = BUF(r->a), summary = BUF(r->a);
	const kind *k = review_kind(r);
	if (!k) return FAIL(&r->a->trail, E_NOT_FOUND);
	uuid_write(&entry_id, request_entry(r));
	if (wrong.n) write_error_summary(&summary, STR_NONE, STR_NONE, &(error_link){ wrong, S("#was") }, 1);
	*m = (opening_page){ .opening = e->record.n, .csrf = r->session.csrf, .entry = buf_view(&entry_id), .summary = controls_html(&summary),
		             .name = e->name, .who = e->who, .at = instant_words(r->a, area_zone(r->read.area), e->at), .why = e->why,
		             .fields = fields_of(r, k, wrong) };
	to->title = wrong.n ? S("Error: an opening in an emergency") : S("An opening in an emergency");
	to->status = wrong.n ? 422 : 0;
	opening_model(to, m);
	return OK;
}

err opening_show(request *r, const view *none, model *to)
{
	emergency e;
	(void)none;
	TRY(opening_of(r, &e));
	return show(r, &e, STR_NONE, to);
}

static err record_review(request *r, const emergency *e, const kind *k, str was, str note)
{
	writer w;
	seq kept;
	bool forked;
	problems wrong = { 0 };
	entry_head head = { .id = request_entry(r) };
	PUSH(r->a, &head.about, ((entry_link){ S("child"), e->child }));
	PUSH(r->a, &head.about, ((entry_link){ S("to"), e->record }));
	values v = values_make(r->a, k);
	*values_of(&v, S("was")) = (value){ .is = VALUE_KNOWN, .text = was };
	if (note.n) *values_of(&v, S("note")) = (value){ .is = VALUE_KNOWN, .text = note };
	TRY(access_writer(&r->read, k, &head, &w));
	return journal_append(&w, k, &v, &head, r->a, &kept, &forked, &wrong);
}

err opening_take(request *r, const view *none, model *to)
{
	emergency e;
	const kind *k = review_kind(r);
	str was = request_form(r, S("was"));
	(void)none;
	TRY(opening_of(r, &e));
	if (!k) return FAIL(&r->a->trail, E_NOT_FOUND);
	if (!field_choice(kind_field(k, S("was")), was)) return show(r, &e, S("Choose what you found."), to);
	TRY(record_review(r, &e, k, was, str_trim(request_form(r, S("note")))));
	to->redirect = S("/c/find?recorded=yes");
	return OK;
}
