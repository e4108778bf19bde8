/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/looked_first.h"

#include "match/find.h"
#include "web/pages/like_that.h"
#include "web/wording.h"

/* Less likely than this it is somebody else. */
#define LIKE_THAT 0.2

str whom_to_ring(arena *a, const pointer *p)
{
	buf b = BUF(a);
	for (size_t i = 0; i < p->ring.n; i++) {
		str number = p->ring.at[i].telephone;
		if (i) buf_lit(&b, "; ");
		buf_str(&b, p->ring.at[i].name);
		buf_str(&b, number.n ? S(", ") : S(" (no number is recorded)"));
		buf_str(&b, number);
	}
	return buf_view(&b);
}

/* ---- what was typed */

static void add(buf *b, str text)
{
	if (!text.n) return;
	if (b->n) buf_char(b, ' ');
	buf_str(b, text);
}

static void add_day(request *r, buf *b)
{
	str dom = str_trim(request_form(r, S("born-day"))), month = str_trim(request_form(r, S("born-month"))),
	    year = str_trim(request_form(r, S("born-year")));
	add(b, dom);
	if (dom.n) buf_char(b, '/');
	else if (month.n) buf_char(b, ' ');
	buf_str(b, month);
	if (month.n) buf_char(b, dom.n ? '/' : ' ');
	else if (year.n) buf_char(b, ' ');
	buf_str(b, year);
}

static str typed_of(request *r)
{
	static const char *const names[] = { "given", "surname", "known_as" };
	static const char *const numbers[] = { "postcode", "telephone", "local_id", "nhs_number", "upn" };
	buf b = BUF(r->a);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) add(&b, str_trim(request_form(r, str_of(names[i]))));
	add_day(r, &b);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) add(&b, str_trim(request_form(r, str_of(numbers[i]))));
	return str_trim(buf_view(&b));
}

/* ---- who is like that */

static err put_found(request *r, const looked_first *l, like_that_page *m)
{
	found_list list = { 0 };
	pointer_list pointers = { 0 };
	TRY(match_find(&r->read, l->typed, FIND_SHOWN_MOST, &list));
	TRY(match_pointers(&r->read, l->typed, &pointers));
	for (size_t i = 0; i < list.n; i++) {
		const found *f = &list.at[i];
		str born = f->born.is == VALUE_KNOWN ? when_words(r->a, area_zone(r->read.area), f->born.on) : STR_NONE;
		if (f->sure >= LIKE_THAT) PUSH(r->a, &m->found, ((like_that_page_found_person){ f->person.n, f->name, born, f->why }));
	}
	for (size_t i = 0; i < pointers.n; i++) PUSH(r->a, &m->known, ((like_that_page_known_here){ whom_to_ring(r->a, &pointers.at[i]) }));
	return OK;
}

err looked_first_ask(request *r, looked_first *ret)
{
	like_that_page m = { 0 };
	*ret = (looked_first){ .typed = typed_of(r), .pressed = request_form(r, LOOKED_FIRST_BUTTON).n > 0 };
	err e = ret->typed.n ? put_found(r, ret, &m) : OK;
	if (e == E_INVALID || e == E_LIMIT) {
		r->a->trail = (trail){ 0 };
		return OK;
	}
	TRY(e);
	ret->shown = m.found.n + m.known.n;
	if (ret->shown) ret->beside = like_that_as_html(r->a, &m);
	return OK;
}

/* ---- the press */

/* Of the form's entry: the same form makes the same entry. */
static uuid id_beside(request *r)
{
	buf b = BUF(r->a);
	buf_lit(&b, "looked first ");
	uuid_write(&b, request_entry(r));
	return uuid_of_name(buf_view(&b));
}

const entry_beside *looked_first_beside(request *r, const looked_first *l)
{
	const kind *k = practice_kind(r->read.practice, S("looked_first"));
	buf shown = BUF(r->a);
	if (!k || !l->typed.n) return NULL;
	buf_int(&shown, (int64_t)l->shown);
	entry_beside *e = TAKE(r->a, entry_beside);
	*e = (entry_beside){ .kind = k, .values = values_make(r->a, k), .head = { .id = id_beside(r) }, .as = "person" };
	*values_of(&e->values, S("typed")) = (value){ .is = VALUE_KNOWN, .text = l->typed };
	value_from_text(r->a, area_zone(r->read.area), kind_field(k, S("shown")), buf_view(&shown), values_of(&e->values, S("shown")));
	return e;
}
