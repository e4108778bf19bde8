/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One value from one text: a form's box, a cell of a table, a JSON string. */
#include "kind/names.h"
#include "kind/value_read.h"

#include <stdlib.h>

enum { NUMBER_MAX_DIGITS = 15 /* what a double holds exactly */, NUMBER_MAX_BYTES = 40 };

static str lower_trimmed(arena *a, str s)
{
	return str_ascii_lower(a, str_trim(s));
}

/* ---- text */

static str lines_ended_alike(arena *a, str s)
{
	if (str_find_char(s, '\r') < 0) return s;
	buf b = BUF(a);
	for (size_t i = 0; i < s.n; i++) {
		if (s.at[i] != '\r') buf_char(&b, s.at[i]);
		else if (i + 1 == s.n || s.at[i + 1] != '\n') buf_char(&b, '\n');
	}
	return buf_view(&b);
}

bool text_fit(arena *a, str text, bool lines, str *ret, str *ret_why)
{
	if (!str_is_utf8(text)) *ret_why = S("this holds bytes that are not text; type it again");
	else if (str_has_control(text, true))
		*ret_why = S("this holds a control character that cannot be kept; take it out");
	else if (!lines && str_has_control(str_trim(text), false)) *ret_why = S("write it on one line");
	else {
		*ret = lines ? lines_ended_alike(a, text) : str_trim(text);
		return true;
	}
	return false;
}

/* ---- numbers */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Groups of three after a comma: 1,200 and 1,200,000 but not 1,5. */
static bool commas_ok(str whole)
{
	ptrdiff_t first = str_find_char(whole, ',');
	if (first < 0) return true;
	if (first == 0 || first > 3) return false;
	str rest = str_from(whole, (size_t)first);
	for (size_t i = 0; i < rest.n; i++)
		if ((rest.at[i] == ',') != (i % 4 == 0)) return false;
	return rest.n % 4 == 0;
}

/* The digits before and after the point, without sign, grouping and needless zeros; false when it is no number. */
static bool decimal_read(arena *a, str s, str *ret)
{
	bool minus = s.n && s.at[0] == '-';
	if (s.n && (s.at[0] == '-' || s.at[0] == '+')) s = str_from(s, 1);
	str fraction, whole = str_cut(s, '.', &fraction);
	bool pointed = whole.n < s.n;
	buf b = BUF(a);
	if (!commas_ok(whole) || (pointed && fraction.n == 0) || s.n == 0) return false;
	if (minus) buf_char(&b, '-');
	size_t start = b.n, digits = 0;
	for (size_t i = 0; i < whole.n; i++) {
		if (whole.at[i] == ',' || (whole.at[i] == '0' && b.n == start)) continue;
		if (!is_digit(whole.at[i])) return false;
		buf_char(&b, whole.at[i]);
		digits++;
	}
	if (digits == 0) buf_char(&b, '0');
	if (pointed) buf_char(&b, '.');
	for (size_t i = 0; i < fraction.n; i++) {
		if (!is_digit(fraction.at[i])) return false;
		buf_char(&b, fraction.at[i]);
		digits++;
	}
	*ret = buf_view(&b);
	return digits <= NUMBER_MAX_DIGITS;
}

static bool number_read(arena *a, const field *f, str text, value *v, str *ret_why)
{
	str s = str_trim(text);
	if (f->unit.n && str_starts(s, f->unit)) s = str_trim(str_from(s, f->unit.n));
	else if (f->unit.n && str_ends(s, f->unit)) s = str_trim(str_first(s, s.n - f->unit.n));
	if (s.n > NUMBER_MAX_BYTES || !decimal_read(a, s, &v->text)) {
		*ret_why = S("write a number, such as 12 or 2.5");
		return false;
	}
	v->number = strtod(str_c(a, v->text), NULL);
	if (v->number == 0 && v->text.at[0] == '-') {
		v->text = str_from(v->text, 1); /* there is one nought */
		v->number = 0;
	}
	return true;
}

/* ---- choices */

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool same_letters(str s, str t)
{
	if (s.n != t.n) return false;
	for (size_t i = 0; i < s.n; i++)
		if (lower(s.at[i]) != lower(t.at[i])) return false;
	return true;
}

static const choice *choice_written(const field *f, str written)
{
	str s = str_trim(written);
	const choice *c = field_choice(f, s);
	if (c) return c;
	for (size_t i = 0; i < f->choice_n; i++)
		if (same_letters(f->choices[i].label, s)) return &f->choices[i];
	return NULL;
}

bool codes_add(arena *a, const field *f, str written, str_list *codes)
{
	const choice *c = choice_written(f, written);
	if (c) PUSH(a, codes, c->code);
	return c != NULL;
}

void codes_in_order(arena *a, const field *f, str_list *codes)
{
	str_list ordered = { 0 };
	for (size_t i = 0; i < f->choice_n; i++)
		for (size_t j = 0; j < codes->n; j++)
			if (str_eq(f->choices[i].code, codes->at[j])) {
				PUSH(a, &ordered, f->choices[i].code);
				break;
			}
	*codes = ordered;
}

static bool choice_read(const field *f, str text, value *v, str *ret_why)
{
	const choice *c = choice_written(f, text);
	if (c) v->text = c->code;
	else *ret_why = S("choose one of the answers offered");
	return c != NULL;
}

/* One, or several parted by semicolons or commas. */
static bool choices_read(arena *a, const field *f, str text, value *v, str *ret_why)
{
	char between = str_find_char(text, ';') >= 0 ? ';' : ',';
	if (codes_add(a, f, text, &v->codes)) return true;
	while (text.n)
		if (v->codes.n == CODES_MOST || !codes_add(a, f, str_cut(text, between, &text), &v->codes)) {
			*ret_why = S("choose from the answers offered");
			return false;
		}
	codes_in_order(a, f, &v->codes);
	return true;
}

static bool yes_no_read(arena *a, str text, value *v, str *ret_why)
{
	str s = lower_trimmed(a, text);
	v->yes = str_eq(s, S("yes")) || str_eq(s, S("true")) || str_eq(s, S("y")) || str_eq(s, S("1"));
	bool no = str_eq(s, S("no")) || str_eq(s, S("false")) || str_eq(s, S("n")) || str_eq(s, S("0"));
	if (!v->yes && !no) *ret_why = S("choose yes or no");
	return v->yes || no;
}

/* ---- links */

bool record_from_text(str text, record_id *ret)
{
	return str_to_int(str_trim(text), &ret->n) && ret->n > 0;
}

void record_add(arena *a, record_list *records, record_id r)
{
	for (size_t i = 0; i < records->n; i++)
		if (records->at[i].n == r.n) return;
	PUSH(a, records, r);
}

static bool records_read(arena *a, const field *f, str text, value *v, str *ret_why)
{
	bool many = f->type == FIELD_PEOPLE;
	for (size_t n = 0; text.n; n++) {
		record_id r;
		str piece = many ? str_cut(text, ',', &text) : text;
		if (!many) text = STR_NONE;
		if (n == RECORDS_MOST || !record_from_text(piece, &r)) {
			bool person = f->type != FIELD_RECORD;
			*ret_why = person ? S("choose from the people found") : S("choose one from the list");
			return false;
		}
		record_add(a, &v->records, r);
	}
	return true;
}

/* ---- by type */

static bool identifier_read(arena *a, const field *f, str text, value *v, str *ret_why)
{
	if (identifier_check(f->identifier, text, a, &v->text)) return true;
	str name = identifier_name(f->identifier);
	if (f->identifier == IDENTIFIER_LOCAL) *ret_why = S("use letters, digits, - and /, at most 20");
	else *ret_why = JOINED(a, S("this is not a valid "), name, S("; check each letter and digit"));
	return false;
}

bool value_read(arena *a, const zone *z, const field *f, str text, value *ret, str *ret_why)
{
	value v = { .is = VALUE_KNOWN };
	str fit;
	bool ok = text_fit(a, text, f->type == FIELD_TEXT, &fit, ret_why);
	if (ok) switch (f->type) {
	case FIELD_TEXT: case FIELD_LINE: v.text = fit; break;
	case FIELD_CHOICE: ok = choice_read(f, fit, &v, ret_why); break;
	case FIELD_CHOICES: ok = choices_read(a, f, fit, &v, ret_why); break;
	case FIELD_DAY: ok = day_from_text(a, fit, &v.on, ret_why); break;
	case FIELD_INSTANT: ok = instant_from_text(a, z, fit, &v.on, ret_why); break;
	case FIELD_NUMBER: ok = number_read(a, f, fit, &v, ret_why); break;
	case FIELD_YES_NO: ok = yes_no_read(a, fit, &v, ret_why); break;
	case FIELD_PERSON: case FIELD_PEOPLE: case FIELD_RECORD: ok = records_read(a, f, fit, &v, ret_why); break;
	case FIELD_FILE: ok = false; *ret_why = S("send it as a file"); break;
	case FIELD_IDENTIFIER: ok = identifier_read(a, f, fit, &v, ret_why); break;
	}
	if (ok) *ret = v;
	return ok;
}

value value_unread(arena *a, str text)
{
	if (str_is_utf8(text) && !str_has_control(text, true)) return (value){ .is = VALUE_UNREAD, .text = text };
	bool utf8 = str_is_utf8(text);
	buf b = BUF(a);
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.at[i];
		bool kept = c == '\n' || c == '\r' || c == '\t' || (c >= 0x20 && c < 0x7F) || (c >= 0x80 && utf8);
		if (kept) buf_char(&b, text.at[i]);
		else buf_printf(&b, "\\x%02x", c);
	}
	return (value){ .is = VALUE_UNREAD, .text = buf_view(&b) };
}

void value_from_text(arena *a, const zone *z, const field *f, str text, value *ret)
{
	problems limits = { 0 };
	str why;
	bool words = f->type == FIELD_TEXT || f->type == FIELD_LINE;
	if (str_trim(text).n == 0) *ret = (value){ 0 };
	else if (!words && str_eq(lower_trimmed(a, text), S("not known"))) *ret = (value){ .is = VALUE_NOT_KNOWN };
	else if (!value_read(a, z, f, text, ret, &why)) *ret = value_unread(a, text);
	else {
		value_check(a, f, ret, &limits);
		if (limits.n) *ret = value_unread(a, text);
	}
}
