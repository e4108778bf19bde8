/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/questions/thread.h"
#include "read.h"
#include "web/wording.h"

static const kind *kind_of(const reading *r)
{
	return practice_kind(r->practice, S("explanation"));
}

static bool may_read(const reading *r, const kind *k)
{
	return k && (r->who->measuring || (k->read.roles & r->who->roles));
}

bool thread_may_write(const request *r)
{
	const kind *k = kind_of(&r->read);
	return k && (k->write.roles & r->read.who->roles) != 0;
}

static str what_words(const kind *k, str code)
{
	const field *f = kind_field(k, S("is"));
	const choice *c = f ? field_choice(f, code) : NULL;
	return c ? c->label : code;
}

static str said_by(const view *v, const record *rec)
{
	buf b = BUF(v->r->a);
	buf_str(&b, author_words(v, rec->author, rec->agency, rec->batch));
	buf_lit(&b, ", ");
	buf_str(&b, instant_day_words(v->r->a, area_zone(v->r->area), rec->recorded));
	return buf_view(&b);
}

err thread_read(reading *r, str asked_of, thread *ret)
{
	view v;
	explanation_list list = { 0 };
	const kind *k = kind_of(r);
	if (!may_read(r, k)) return OK;
	TRY(access_open_list(r, k, &v));
	TRY(read_explanation(&v, r->a, &list));
	for (size_t i = list.n; i-- > 0;) {
		const explanation_row *row = &list.at[i];
		if (!str_eq(row->measure.text, asked_of)) continue;
		PUSH(r->a, ret, ((thread_line){ what_words(row->entry->kind, row->is.text), row->words.text, said_by(&v, row->entry),
		                                row->about.text, row->entry->record }));
	}
	return OK;
}

err threads_read(reading *r, str_list *ret)
{
	view v;
	explanation_list list = { 0 };
	const kind *k = kind_of(r);
	if (!may_read(r, k)) return OK;
	TRY(access_open_list(r, k, &v));
	TRY(read_explanation(&v, r->a, &list));
	EACH (row, list) PUSH(r->a, ret, row->measure.text);
	return OK;
}

html thread_fields(request *r, str wrong_what, str wrong_words)
{
	const kind *k = kind_of(&r->read);
	const field *f = kind_field(k, S("is"));
	buf b = BUF(r->a);
	str said = request_form(r, S("is"));
	control_item *items = TAKE_N(r->a, control_item, f->choice_n);
	for (size_t i = 0; i < f->choice_n; i++)
		items[i] = (control_item){ .value = f->choices[i].code, .text = f->choices[i].label, .chosen = str_eq(said, f->choices[i].code) };
	write_radios(&b, &(control){ .name = S("is"), .label = { .text = S("What do you want to add?"), .classes = S("govuk-fieldset__legend--s") }, .classes = S("govuk-radios--small"),
	                             .error = wrong_what, .items = items, .item_n = f->choice_n });
	write_textarea(&b, &(control){ .name = S("words"), .label = { .text = S("In your words") }, .hint = kind_field(k, S("words"))->guide,
	                               .error = wrong_words, .rows = 4, .value = request_form(r, S("words")) });
	return controls_html(&b);
}

err thread_take(request *r, str asked_of, str about, str *ret_wrong_what, str *ret_wrong_words)
{
	writer w;
	seq made;
	bool forked;
	problems wrong = { 0 };
	const kind *k = kind_of(&r->read);
	if (!thread_may_write(r)) return FAIL(&r->a->trail, E_DENIED);
	str what = request_form(r, S("is")), words = str_trim(request_form(r, S("words")));
	*ret_wrong_what = field_choice(kind_field(k, S("is")), what) ? STR_NONE : S("Choose what you want to add.");
	*ret_wrong_words = words.n ? STR_NONE : S("Write it in your words.");
	if (ret_wrong_what->n || ret_wrong_words->n) return E_INVALID;
	values v = values_make(r->a, k);
	entry_head head = { .id = request_entry(r) };
	*values_of(&v, S("measure")) = (value){ .is = VALUE_KNOWN, .text = asked_of };
	*values_of(&v, S("is")) = (value){ .is = VALUE_KNOWN, .text = what };
	*values_of(&v, S("words")) = (value){ .is = VALUE_KNOWN, .text = words };
	if (about.n) *values_of(&v, S("about")) = (value){ .is = VALUE_KNOWN, .text = about };
	TRY(access_writer(&r->read, k, &head, &w));
	err e = journal_append(&w, k, &v, &head, r->a, &made, &forked, &wrong);
	if (e == E_INVALID) *ret_wrong_words = wrong.n ? wrong.at[0].message : S("It could not be recorded.");
	return e;
}
