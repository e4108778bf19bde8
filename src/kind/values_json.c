/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Values as JSON: what an entry is committed as. Numbers are texts, so that 2.50 stays 2.50; links are whole numbers. */
#include "kind/names.h"
#include "kind/value_read.h"
#include "wire/json.h"

/* ---- out */

static void key_write(buf *b, size_t start, str name)
{
	if (b->n > start) buf_char(b, ',');
	buf_json(b, name);
	buf_char(b, ':');
}

static void files_write(buf *b, const value *v)
{
	buf_char(b, '[');
	for (size_t i = 0; i < v->files.n; i++) {
		const file_value *file = &v->files.at[i];
		buf_str(b, i ? S(",{\"name\":") : S("{\"name\":"));
		buf_json(b, file->name);
		buf_lit(b, ",\"media\":");
		buf_json(b, file->media);
		buf_lit(b, ",\"digest\":\"");
		buf_hex(b, file->digest.at, sizeof file->digest.at);
		buf_printf(b, "\",\"size\":%lld}", (long long)file->size_bytes);
	}
	buf_char(b, ']');
}

static void records_write(buf *b, const field *f, const record_list *records)
{
	bool many = f->type == FIELD_PEOPLE;
	if (many) buf_char(b, '[');
	for (size_t i = 0; i < records->n; i++) {
		if (i) buf_char(b, ',');
		buf_int(b, records->at[i].n);
	}
	if (many) buf_char(b, ']');
}

static void when_write_json(buf *b, when w)
{
	buf_char(b, '"');
	when_write(b, w);
	buf_char(b, '"');
}

static void known_write(buf *b, const field *f, const value *v)
{
	switch (f->type) {
	case FIELD_TEXT: case FIELD_LINE: case FIELD_CHOICE: case FIELD_NUMBER: case FIELD_IDENTIFIER:
		buf_json(b, v->text);
		break;
	case FIELD_CHOICES:
		for (size_t i = 0; i < v->codes.n; i++) {
			buf_char(b, i ? ',' : '[');
			buf_json(b, v->codes.at[i]);
		}
		buf_char(b, ']');
		break;
	case FIELD_DAY: case FIELD_INSTANT: when_write_json(b, v->on); break;
	case FIELD_YES_NO: buf_str(b, v->yes ? S("true") : S("false")); break;
	case FIELD_PERSON: case FIELD_PEOPLE: case FIELD_RECORD: records_write(b, f, &v->records); break;
	case FIELD_FILE: files_write(b, v); break;
	}
}

void values_write_json(buf *b, const values *v)
{
	buf_char(b, '{');
	size_t start = b->n;
	for (size_t i = 0; i < v->k->field_n; i++) {
		const field *f = &v->k->fields[i];
		const value *one = &v->at[i];
		if (one->is == VALUE_ABSENT) continue;
		key_write(b, start, f->name);
		switch (one->is) {
		case VALUE_ABSENT: break;
		case VALUE_KNOWN: known_write(b, f, one); break;
		case VALUE_NOT_KNOWN: buf_lit(b, "{\"not_known\":true}"); break;
		case VALUE_UNREAD:
			buf_lit(b, "{\"unread\":");
			buf_json(b, one->text);
			buf_char(b, '}');
			break;
		}
	}
	buf_char(b, '}');
}

/* ---- in */

/* A value that does not read, as it was received. */
static void as_received(buf *b, const json *j)
{
	switch (j->is) {
	case JSON_NOTHING: buf_lit(b, "null"); break;
	case JSON_NO: buf_lit(b, "false"); break;
	case JSON_YES: buf_lit(b, "true"); break;
	case JSON_WHOLE: case JSON_DECIMAL: buf_str(b, j->text); break;
	case JSON_TEXT: buf_json(b, j->text); break;
	case JSON_LIST: case JSON_MAP:
		buf_char(b, j->is == JSON_MAP ? '{' : '[');
		for (size_t i = 0; i < j->n; i++) {
			if (i) buf_char(b, ',');
			if (j->is == JSON_MAP) {
				buf_json(b, j->items[i].key);
				buf_char(b, ':');
			}
			as_received(b, &j->items[i]);
		}
		buf_char(b, j->is == JSON_MAP ? '}' : ']');
		break;
	}
}

static bool codes_read(arena *a, const field *f, const json *j, value *ret, str *ret_why)
{
	value v = { .is = VALUE_KNOWN };
	for (size_t i = 0; i < j->n; i++)
		if (i == CODES_MOST || j->items[i].is != JSON_TEXT || !codes_add(a, f, j->items[i].text, &v.codes)) {
			*ret_why = S("choose from the answers offered");
			return false;
		}
	codes_in_order(a, f, &v.codes);
	*ret = j->n ? v : (value){ 0 };
	return true;
}

static bool records_read(arena *a, const json *items, size_t n, value *ret, str *ret_why)
{
	value v = { .is = VALUE_KNOWN };
	for (size_t i = 0; i < n; i++) {
		if (i == RECORDS_MOST || items[i].is != JSON_WHOLE || items[i].whole <= 0) {
			*ret_why = S("give the numbers of records, at most 1000");
			return false;
		}
		record_add(a, &v.records, (record_id){ items[i].whole });
	}
	*ret = n ? v : (value){ 0 };
	return true;
}

static bool files_read(arena *a, const json *j, value *ret, str *ret_why)
{
	value v = { .is = VALUE_KNOWN };
	for (size_t i = 0; i < j->n; i++) {
		const json *one = &j->items[i], *size = json_get(one, S("size"));
		file_value file = { .name = json_get_text(one, S("name")), .media = json_get_text(one, S("media")) };
		bool ok = hex_read(json_get_text(one, S("digest")), file.digest.at, sizeof file.digest.at);
		if (!ok || !size || size->is != JSON_WHOLE || size->whole < 0 || file.name.n == 0) {
			*ret_why = S("send it as a file");
			return false;
		}
		file.size_bytes = size->whole;
		PUSH(a, &v.files, file);
	}
	*ret = j->n ? v : (value){ 0 };
	return true;
}

static bool text_read(arena *a, const zone *z, const field *f, str text, value *ret, str *ret_why)
{
	if (str_trim(text).n) return value_read(a, z, f, text, ret, ret_why);
	*ret = (value){ 0 };
	return true;
}

/* A JSON value of the shape that the field's type has; *ret_why stays as it is for another shape. */
static bool known_read(arena *a, const zone *z, const field *f, const json *j, value *ret, str *ret_why)
{
	bool link = f->type == FIELD_PERSON || f->type == FIELD_RECORD, number = f->type == FIELD_NUMBER;
	switch (j->is) {
	case JSON_NOTHING: *ret = (value){ 0 }; return true;
	case JSON_NO: case JSON_YES:
		*ret = (value){ .is = VALUE_KNOWN, .yes = j->is == JSON_YES };
		return f->type == FIELD_YES_NO;
	case JSON_WHOLE:
		if (link) return records_read(a, j, 1, ret, ret_why);
		return number && text_read(a, z, f, j->text, ret, ret_why);
	case JSON_DECIMAL: return number && text_read(a, z, f, j->text, ret, ret_why);
	case JSON_TEXT: return text_read(a, z, f, j->text, ret, ret_why);
	case JSON_LIST:
		if (f->type == FIELD_CHOICES) return codes_read(a, f, j, ret, ret_why);
		if (f->type == FIELD_PEOPLE) return records_read(a, j->items, j->n, ret, ret_why);
		return f->type == FIELD_FILE && files_read(a, j, ret, ret_why);
	case JSON_MAP: return false;
	}
	return false;
}

static bool only_key(const json *j, str name, const json **ret)
{
	*ret = json_get(j, name);
	return j->is == JSON_MAP && j->n == 1 && *ret;
}

static value field_read(arena *a, const zone *z, const field *f, const json *j, bool strict, problems *list)
{
	value v = { 0 };
	str why = S("this is not the kind of answer that the field takes");
	const json *said;
	if (only_key(j, S("not_known"), &said) && said->is == JSON_YES) return (value){ .is = VALUE_NOT_KNOWN };
	if (!strict && only_key(j, S("unread"), &said) && said->is == JSON_TEXT) return value_unread(a, said->text);
	if (known_read(a, z, f, j, &v, &why)) return v;
	if (strict) {
		problem_add(a, list, f, why);
		return (value){ 0 };
	}
	buf b = BUF(a);
	if (j->is == JSON_TEXT) buf_str(&b, j->text);
	else as_received(&b, j);
	return value_unread(a, buf_view(&b));
}

static void entry_problem(arena *a, problems *list, str message)
{
	PUSH(a, list, (problem){ .message = message });
}

err values_from_json(arena *a, const zone *z, const kind *k, str text, bool strict, values *ret, problems *ret_problems)
{
	values v = values_make(a, k);
	size_t before = ret_problems->n;
	const json *j;
	str why = STR_NONE;
	if (json_read(a, text, &j, &why) != OK || j->is != JSON_MAP) {
		entry_problem(a, ret_problems, JOINED(a, S("This is not a JSON map of fields. "), why));
		return E_INVALID;
	}
	for (size_t i = 0; i < j->n; i++) {
		str name = j->items[i].key;
		const field *f = kind_field(k, name);
		size_t problems_before = ret_problems->n;
		if (f) v.at[f->at] = field_read(a, z, f, &j->items[i], strict, ret_problems);
		else entry_problem(a, ret_problems, JOINED(a, k->label, S(": there is no field «"), name, S("».")));
		if (strict && f && ret_problems->n == problems_before) value_check(a, f, &v.at[f->at], ret_problems);
	}
	for (size_t i = 0; strict && i < k->field_n; i++)
		if (!json_get(j, k->fields[i].name)) value_check(a, &k->fields[i], &v.at[i], ret_problems);
	*ret = v;
	return strict && ret_problems->n > before ? E_INVALID : OK;
}
