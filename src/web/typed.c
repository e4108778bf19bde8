/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/typed.h"

static bool named(const form_part *p, str name, str suffix)
{
	return p->name.n == name.n + suffix.n && str_starts(p->name, name) && str_ends(p->name, suffix);
}

str typed_text(const form_parts *p, str name, str suffix)
{
	for (size_t i = 0; p && i < p->n; i++)
		if (named(&p->at[i], name, suffix)) return p->at[i].text;
	return STR_NONE;
}

bool typed_has(const form_parts *p, str name, str suffix, str text)
{
	for (size_t i = 0; p && i < p->n; i++)
		if (named(&p->at[i], name, suffix) && str_eq(p->at[i].text, text)) return true;
	return false;
}

void typed_put(arena *a, form_parts *p, str name, str suffix, str text)
{
	buf whole = BUF(a);
	buf_str(&whole, name);
	buf_str(&whole, suffix);
	PUSH(a, p, ((form_part){ .name = buf_view(&whole), .text = text }));
}

static str digits(arena *a, int64_t n)
{
	buf b = BUF(a);
	buf_int(&b, n);
	return buf_view(&b);
}

void typed_put_when(arena *a, const zone *z, form_parts *p, str name, when w)
{
	if (w.is == WHEN_NONE) return;
	ymd on = day_parts(w.on);
	typed_put(a, p, name, S("-year"), digits(a, on.year));
	if (w.is >= WHEN_MONTH) typed_put(a, p, name, S("-month"), digits(a, on.month));
	if (w.is >= WHEN_DAY) typed_put(a, p, name, S("-day"), digits(a, on.dom));
	if (w.is == WHEN_INSTANT) {
		int minutes = zone_minutes(z, w.at);
		buf minute = BUF(a);
		buf_int_padded(&minute, minutes % 60, 2);
		typed_put(a, p, name, S("-hour"), digits(a, minutes / 60));
		typed_put(a, p, name, S("-minute"), buf_view(&minute));
	}
	if (w.about) typed_put(a, p, name, S("-about"), S("yes"));
}

static void put_known(arena *a, const zone *z, form_parts *p, const field *f, const value *v)
{
	switch (f->type) {
	case FIELD_TEXT:
	case FIELD_LINE:
	case FIELD_CHOICE:
	case FIELD_NUMBER:
	case FIELD_IDENTIFIER: typed_put(a, p, f->name, STR_NONE, v->text); break;
	case FIELD_CHOICES:
		for (size_t i = 0; i < v->codes.n; i++) typed_put(a, p, f->name, STR_NONE, v->codes.at[i]);
		break;
	case FIELD_DAY:
	case FIELD_INSTANT: typed_put_when(a, z, p, f->name, v->on); break;
	case FIELD_YES_NO: typed_put(a, p, f->name, STR_NONE, v->yes ? S("yes") : S("no")); break;
	case FIELD_PERSON:
	case FIELD_PEOPLE:
	case FIELD_RECORD:
		for (size_t i = 0; i < v->records.n; i++) typed_put(a, p, f->name, STR_NONE, digits(a, v->records.at[i].n));
		break;
	case FIELD_FILE: break;
	}
}

form_parts typed_of_values(arena *a, const zone *z, const values *v)
{
	form_parts ret = { 0 };
	for (size_t i = 0; i < v->k->field_n; i++) {
		const field *f = &v->k->fields[i];
		switch (v->at[i].is) {
		case VALUE_ABSENT: break;
		case VALUE_KNOWN: put_known(a, z, &ret, f, &v->at[i]); break;
		case VALUE_NOT_KNOWN: typed_put(a, &ret, f->name, S("-not-known"), S("yes")); break;
		case VALUE_UNREAD: typed_put(a, &ret, f->name, STR_NONE, v->at[i].text); break;
		}
	}
	return ret;
}

const kind *happened_kind(arena *a)
{
	field *asked = TAKE(a, field);
	kind *k = TAKE(a, kind);
	*asked = (field){ .name = S("happened"), .label = S("When was this?"), .type = FIELD_DAY, .required = true,
		          .guide = S("As exactly as anybody knows. A month or a year is enough.") };
	*k = (kind){ .name = S("happened"), .label = S("When"), .fields = asked, .field_n = 1 };
	return k;
}

err happened_from_form(arena *a, const zone *z, const form_parts *p, when *ret, problems *ret_problems)
{
	values v;
	problems found = { 0 };
	err e = values_from_form(a, z, happened_kind(a), p, &v, &found);
	if (e == OK) e = values_check(a, &v, &found);
	for (size_t i = 0; i < found.n; i++)
		PUSH(a, ret_problems, ((problem){ .about = S("happened"), .message = found.at[i].message }));
	if (e == OK) *ret = v.at[0].is == VALUE_KNOWN ? v.at[0].on : (when){ 0 };
	return e;
}
