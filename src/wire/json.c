/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "wire/json.h"
#include "base/buf.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static void release(json_t **j)
{
	json_decref(*j);
}

static str sentence_of(enum json_error_code code)
{
	switch (code) {
	case json_error_stack_overflow: return S("maps and lists stand too deep in each other");
	case json_error_invalid_utf8: return S("this is not UTF-8");
	case json_error_premature_end_of_input: return S("the text ends too early");
	case json_error_end_of_input_expected: return S("something follows after the end");
	case json_error_null_character:
	case json_error_null_byte_in_key: return S("the character U+0000 is not taken");
	case json_error_duplicate_key: return S("the name stands twice in one map");
	case json_error_numeric_overflow: return S("the number is too large");
	case json_error_out_of_memory: return S("there is not enough memory for it");
	case json_error_unknown:
	case json_error_cannot_open_file:
	case json_error_invalid_argument:
	case json_error_invalid_syntax:
	case json_error_invalid_format:
	case json_error_wrong_type:
	case json_error_null_value:
	case json_error_item_not_found:
	case json_error_index_out_of_range: break;
	}
	return S("this is not JSON");
}

static err refuse(arena *a, err code, const json_error_t *where, str sentence, str *ret_why)
{
	buf b = BUF(a);
	if (where) buf_printf(&b, "Line %d, column %d: ", where->line, where->column);
	buf_str(&b, sentence);
	buf_char(&b, '.');
	if (ret_why) *ret_why = buf_view(&b);
	return FAIL(&a->trail, code);
}

/* Enough for the smallest double laid out without an exponent: -0. and 323 zeros before 17 digits. */
enum { DECIMAL_MAX_BYTES = 400 };

/* A decimal that reads back as the same number, in 15 digits where they do (then as it was written, but for zeros at
 * its end), laid out without an exponent. */
static str decimal_text(arena *a, double number)
{
	char written[40], text[DECIMAL_MAX_BYTES];
	int precision = 14; /* digits after the first one */
	do snprintf(written, sizeof written, "%.*e", precision, number);
	while (strtod(written, NULL) != number && ++precision < 17);
	str exponent, digits = str_cut(str_of(written), 'e', &exponent);
	while (digits.n > 1 && digits.at[digits.n - 1] == '0') digits.n--;
	int64_t point = 0;
	CHECK(str_to_int(str_from(exponent, str_starts(exponent, S("+"))), &point));
	point++; /* so many digits stand before the point */
	size_t n = 0;
	if (number < 0) text[n++] = '-';
	if (point <= 0) text[n++] = '0', text[n++] = '.';
	for (int64_t i = point; i < 0; i++) text[n++] = '0';
	for (size_t i = 0; i < digits.n; i++) {
		if (digits.at[i] < '0' || digits.at[i] > '9') continue;
		if (point-- == 0 && text[n - 1] != '.') text[n++] = '.';
		text[n++] = digits.at[i];
	}
	for (; point > 0; point--) text[n++] = '0';
	CHECK(n <= sizeof text);
	return str_copy(a, (str){ text, n });
}

static str whole_text(arena *a, int64_t whole)
{
	char text[24];
	int n = snprintf(text, sizeof text, "%lld", (long long)whole);
	return str_copy(a, (str){ text, (size_t)n });
}

static bool convert(arena *a, json_t *from, int depth, json *to);

static bool convert_list(arena *a, json_t *from, int depth, json *to)
{
	to->is = JSON_LIST;
	to->n = json_array_size(from);
	to->items = TAKE_N(a, json, to->n);
	for (size_t i = 0; i < to->n; i++)
		if (!convert(a, json_array_get(from, i), depth + 1, &to->items[i])) return false;
	return true;
}

static bool convert_map(arena *a, json_t *from, int depth, json *to)
{
	const char *key;
	json_t *value;
	to->is = JSON_MAP;
	to->items = TAKE_N(a, json, json_object_size(from));
	json_object_foreach(from, key, value) {
		to->items[to->n].key = str_copy(a, str_of(key));
		if (!convert(a, value, depth + 1, &to->items[to->n++])) return false;
	}
	return true;
}

/* false: too deep. The key of *to is kept. */
static bool convert(arena *a, json_t *from, int depth, json *to)
{
	switch (json_typeof(from)) {
	case JSON_OBJECT: return depth < JSON_MAX_DEPTH && convert_map(a, from, depth, to);
	case JSON_ARRAY: return depth < JSON_MAX_DEPTH && convert_list(a, from, depth, to);
	case JSON_STRING:
		to->is = JSON_TEXT;
		to->text = str_copy(a, (str){ json_string_value(from), json_string_length(from) });
		break;
	case JSON_INTEGER:
		to->is = JSON_WHOLE;
		to->whole = json_integer_value(from);
		to->number = (double)to->whole;
		to->text = whole_text(a, to->whole);
		break;
	case JSON_REAL:
		to->is = JSON_DECIMAL;
		to->number = json_real_value(from);
		to->text = decimal_text(a, to->number);
		break;
	case JSON_TRUE: to->is = JSON_YES; break;
	case JSON_FALSE: to->is = JSON_NO; break;
	case JSON_NULL: to->is = JSON_NOTHING; break;
	}
	return true;
}

/* ---- as the journal keeps it: maps, lists, whole numbers and texts without escapes, not deep and without white space. Every
 * page reads many of those, and here each byte is looked at once. Whatever is not so, and whatever is wrong, is left to the
 * library, which also says what it is. */

enum { PLAIN_DEPTH = 4, PLAIN_NAMES = 64, PLAIN_DIGITS = 15 };

static bool skip(str *s, str expected)
{
	if (!str_starts(*s, expected)) return false;
	*s = str_from(*s, expected.n);
	return true;
}

static bool plain_text(str *s, str *ret)
{
	size_t n = 0;
	if (!skip(s, S("\""))) return false;
	while (n < s->n && (unsigned char)s->at[n] >= ' ' && s->at[n] != '"' && s->at[n] != '\\') n++;
	*ret = str_first(*s, n);
	*s = str_from(*s, n);
	return skip(s, S("\""));
}

static bool plain_whole(str *s, json *to)
{
	size_t n = 0;
	while (n < s->n && s->at[n] >= '0' && s->at[n] <= '9') n++;
	if (n == 0 || n > PLAIN_DIGITS || (n > 1 && s->at[0] == '0')) return false;
	*to = (json){ .is = JSON_WHOLE, .key = to->key, .text = str_first(*s, n) };
	*s = str_from(*s, n);
	CHECK(str_to_int(to->text, &to->whole));
	to->number = (double)to->whole;
	return true;
}

static bool plain_value(arena *a, str *s, int depth, json *to);

static bool plain_items(arena *a, str *s, int depth, json *to)
{
	LIST(json) items = { 0 };
	str end = to->is == JSON_MAP ? S("}") : S("]");
	bool more = !skip(s, end);
	while (more) {
		json one = { 0 };
		bool named = to->is != JSON_MAP || (plain_text(s, &one.key) && skip(s, S(":")) && items.n < PLAIN_NAMES);
		for (size_t i = 0; named && to->is == JSON_MAP && i < items.n; i++) named = !str_eq(items.at[i].key, one.key);
		if (!named || !plain_value(a, s, depth + 1, &one)) return false;
		PUSH(a, &items, one);
		more = skip(s, S(","));
		if (!more && !skip(s, end)) return false;
	}
	to->items = items.at;
	to->n = items.n;
	return true;
}

/* Whether it was plain. The key of *to is kept. */
static bool plain_value(arena *a, str *s, int depth, json *to)
{
	if (s->n == 0 || depth > PLAIN_DEPTH) return false;
	switch (s->at[0]) {
	case '"': to->is = JSON_TEXT; return plain_text(s, &to->text);
	case '{': case '[':
		to->is = s->at[0] == '{' ? JSON_MAP : JSON_LIST;
		*s = str_from(*s, 1);
		return plain_items(a, s, depth, to);
	case 't': to->is = JSON_YES; return skip(s, S("true"));
	case 'f': to->is = JSON_NO; return skip(s, S("false"));
	case 'n': to->is = JSON_NOTHING; return skip(s, S("null"));
	default: return plain_whole(s, to);
	}
}

static bool read_plain(arena *a, str bytes, json *top)
{
	bool holds = bytes.n && (bytes.at[0] == '{' || bytes.at[0] == '[');
	if (!holds || !str_is_utf8(bytes)) return false;
	str rest = str_copy(a, bytes);
	return plain_value(a, &rest, 0, top) && rest.n == 0;
}

err json_read(arena *a, str bytes, const json **ret, str *ret_why)
{
	json_error_t where;
	json *top = TAKE(a, json);
	if (bytes.n > JSON_MAX_BYTES) return refuse(a, E_LIMIT, NULL, S("This is longer than 4 MiB"), ret_why);
	if (read_plain(a, bytes, top)) {
		*ret = top;
		return OK;
	}
	*top = (json){ 0 };
	json_t *read CLEANUP(release) = json_loadb(bytes.n ? bytes.at : "", bytes.n, JSON_REJECT_DUPLICATES, &where);
	if (!read) {
		enum json_error_code code = json_error_code(&where);
		return refuse(a, code == json_error_stack_overflow ? E_LIMIT : E_INVALID, &where, sentence_of(code),
		              ret_why);
	}
	if (!convert(a, read, 0, top))
		return refuse(a, E_LIMIT, NULL, S("Maps and lists stand more than 64 deep in each other"), ret_why);
	*ret = top;
	return OK;
}

const json *json_get(const json *j, str name)
{
	if (!j || j->is != JSON_MAP) return NULL;
	for (size_t i = 0; i < j->n; i++)
		if (str_eq(j->items[i].key, name)) return &j->items[i];
	return NULL;
}

str json_get_text(const json *j, str name)
{
	const json *found = json_get(j, name);
	return found && found->is == JSON_TEXT ? found->text : STR_NONE;
}
