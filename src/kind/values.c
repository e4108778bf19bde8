/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The values of an entry, and what must hold of them wherever they come from. */
#include "kind/values.h"

#include "kind/names.h"
#include "kind/value_read.h"

enum { FILE_NAME_MAX_CHARS = 200, FILES_MOST = 20 };

values values_make(arena *a, const kind *k)
{
	return (values){ .k = k, .at = TAKE_N(a, value, k->field_n ? k->field_n : 1) };
}

value *values_of(values *v, str field_name)
{
	const field *f = kind_field(v->k, field_name);
	CHECK(f);
	return &v->at[f->at];
}

const value *values_get(const values *v, str field_name)
{
	const field *f = kind_field(v->k, field_name);
	return f ? &v->at[f->at] : NULL;
}

void problem_add(arena *a, problems *list, const field *f, str why)
{
	buf b = BUF(a);
	bool asks = str_ends(f->label, S("?")); /* then a sentence of its own follows */
	buf_str(&b, f->label);
	buf_str(&b, asks ? S(" ") : S(": "));
	size_t start = b.n;
	buf_str(&b, why);
	if (asks && b.at[start] >= 'a' && b.at[start] <= 'z') b.at[start] = (char)(b.at[start] - 32);
	buf_char(&b, '.');
	PUSH(a, list, (problem){ .where = f, .message = buf_view(&b) });
}

/* ---- answered */

static str how_to_answer_or_not(const field *f)
{
	switch (f->type) {
	case FIELD_TEXT: case FIELD_LINE: return S("write it, or say that it is not known");
	case FIELD_CHOICE: return S("choose one answer, or say that it is not known");
	case FIELD_CHOICES: return S("choose at least one, or say that it is not known");
	case FIELD_DAY: return S("write the day, or as much of it as is known, or say that it is not known");
	case FIELD_INSTANT: return S("write the day and the time, or say that it is not known");
	case FIELD_NUMBER: return S("write a number, or say that it is not known");
	case FIELD_YES_NO: return S("choose yes or no, or say that it is not known");
	case FIELD_PERSON: return S("choose the person, or say that it is not known");
	case FIELD_PEOPLE: return S("choose who it is, or say that it is not known");
	case FIELD_RECORD: return S("choose one, or say that it is not known");
	case FIELD_FILE: return S("add the file, or say that it is not known");
	case FIELD_IDENTIFIER: return S("write the number, or say that it is not known");
	}
	return S("");
}

static str how_to_answer(const field *f)
{
	static const char or_not[] = ", or say that it is not known";
	str how = how_to_answer_or_not(f);
	return f->known ? str_first(how, how.n - (sizeof or_not - 1)) : how;
}

/* ---- limits: over one is a refusal, nothing is cut */

static str too_long(arena *a, size_t chars, int64_t most)
{
	buf b = BUF(a);
	buf_printf(&b, "this has %zu characters; the most is %lld", chars, (long long)most);
	return buf_view(&b);
}

static str text_wrong(arena *a, const field *f, str text)
{
	bool lines = f->type == FIELD_TEXT;
	int64_t most = f->has_most ? f->most : lines ? TEXT_MAX_BYTES : LINE_MAX_CHARS;
	str fit, why;
	if (!text_fit(a, text, lines, &fit, &why)) return why;
	size_t chars = str_chars(text);
	if ((int64_t)chars > most) return too_long(a, chars, most);
	return text.n > TEXT_MAX_BYTES ? S("this is longer than a text can be; put it into two records") : S("");
}

static int decimals_of(str number)
{
	str fraction;
	str_cut(number, '.', &fraction);
	return (int)fraction.n;
}

static str number_wrong(arena *a, const field *f, const value *v)
{
	buf b = BUF(a);
	if (f->has_least && v->number < (double)f->least) buf_printf(&b, "the least is %lld", (long long)f->least);
	else if (f->has_most && v->number > (double)f->most) buf_printf(&b, "the most is %lld", (long long)f->most);
	else if (decimals_of(v->text) > f->decimals) {
		if (f->decimals == 0) buf_lit(&b, "write a whole number");
		else buf_printf(&b, "write at most %d digits after the point", f->decimals);
	}
	return buf_view(&b);
}

static str codes_wrong(const field *f, const str_list *codes)
{
	for (size_t i = 0; i < codes->n; i++)
		if (!field_choice(f, codes->at[i])) return S("choose from the answers offered");
	return codes->n ? S("") : S("choose at least one");
}

static str records_wrong(const field *f, const record_list *records)
{
	if (records->n == 0 || (f->type != FIELD_PEOPLE && records->n > 1)) return S("choose one");
	if (records->n > RECORDS_MOST) return S("at most 1000 can be named here");
	for (size_t i = 0; i < records->n; i++)
		if (records->at[i].n <= 0) return S("choose from the list");
	return S("");
}

static str files_wrong(const value *v)
{
	if (v->files.n == 0) return S("add a file");
	if (v->files.n > FILES_MOST) return S("at most 20 files can be added here");
	for (size_t i = 0; i < v->files.n; i++) {
		str name = v->files.at[i].name;
		bool bad = name.n == 0 || !str_is_utf8(name) || str_has_control(name, false);
		bad |= str_find_char(name, '/') >= 0 || str_find_char(name, '\\') >= 0;
		if (bad) return S("a file needs a name without / or \\; rename it and add it again");
		if (v->files.at[i].size_bytes > ATTACHED_MOST_BYTES) return S("a file may be 50 MB at most; choose a smaller one, or send it in parts");
		if (str_chars(name) > FILE_NAME_MAX_CHARS) return S("a file's name is too long; rename it and add it again");
	}
	return S("");
}

static str identifier_wrong(arena *a, const field *f, str text)
{
	str canonical;
	bool ok = identifier_check(f->identifier, text, a, &canonical) && str_eq(text, canonical);
	return ok ? S("") : JOINED(a, S("this is not a valid "), identifier_name(f->identifier));
}

static str when_wrong(const field *f, when on)
{
	if (f->type == FIELD_INSTANT) return on.is == WHEN_NONE ? S("write a day and a time") : S("");
	return on.is == WHEN_NONE || on.is == WHEN_INSTANT ? S("write a day, a month or a year") : S("");
}

static str known_wrong(arena *a, const field *f, const value *v)
{
	switch (f->type) {
	case FIELD_TEXT: case FIELD_LINE: return text_wrong(a, f, v->text);
	case FIELD_CHOICE: return codes_wrong(f, &(str_list){ .at = (str[]){ v->text }, .n = 1 });
	case FIELD_CHOICES: return codes_wrong(f, &v->codes);
	case FIELD_DAY: case FIELD_INSTANT: return when_wrong(f, v->on);
	case FIELD_NUMBER: return number_wrong(a, f, v);
	case FIELD_YES_NO: return S("");
	case FIELD_PERSON: case FIELD_PEOPLE: case FIELD_RECORD: return records_wrong(f, &v->records);
	case FIELD_FILE: return files_wrong(v);
	case FIELD_IDENTIFIER: return identifier_wrong(a, f, v->text);
	}
	return S("");
}

void value_check(arena *a, const field *f, const value *v, problems *ret_problems)
{
	str why = S("");
	switch (v->is) {
	case VALUE_ABSENT:
		if (f->required && !f->hidden) why = how_to_answer(f);
		break;
	case VALUE_KNOWN: why = known_wrong(a, f, v); break;
	case VALUE_NOT_KNOWN:
		if (f->known) why = how_to_answer(f);
		break;
	case VALUE_UNREAD:
		if (v->text.n > TEXT_MAX_BYTES) why = S("this is longer than a text can be");
		break;
	}
	if (why.n) problem_add(a, ret_problems, f, why);
}

err values_check(arena *a, const values *v, problems *ret_problems)
{
	size_t before = ret_problems->n, roughly = 0;
	for (size_t i = 0; i < v->k->field_n; i++) {
		value_check(a, &v->k->fields[i], &v->at[i], ret_problems);
		roughly += v->at[i].text.n;
	}
	if (roughly > KIND_MAX_BYTES / 8) {
		buf b = BUF(a);
		values_write_json(&b, v);
		if (b.n > KIND_MAX_BYTES)
			PUSH(a, ret_problems, (problem){ .message = S("All together this is more than one record can hold (1 MiB): "
			                                              "put part of it into a second record.") });
	}
	return ret_problems->n > before ? E_INVALID : OK;
}

/* ---- in words */

static void words_known(buf *b, const zone *z, const field *f, const value *v)
{
	const choice *c;
	bool before = f->unit.n && (unsigned char)f->unit.at[0] >= 0x80; /* a sign such as £ */
	switch (f->type) {
	case FIELD_TEXT: case FIELD_LINE: case FIELD_IDENTIFIER: buf_str(b, v->text); break;
	case FIELD_CHOICE:
		c = field_choice(f, v->text);
		buf_str(b, c ? c->label : v->text);
		break;
	case FIELD_CHOICES:
		for (size_t i = 0; i < v->codes.n; i++) {
			c = field_choice(f, v->codes.at[i]);
			if (i) buf_lit(b, ", ");
			buf_str(b, c ? c->label : v->codes.at[i]);
		}
		break;
	case FIELD_DAY: case FIELD_INSTANT: when_write_long(b, z, v->on); break;
	case FIELD_NUMBER:
		if (before) buf_str(b, f->unit);
		buf_str(b, v->text);
		if (f->unit.n && !before) buf_str(b, JOINED(b->a, S(" "), f->unit));
		break;
	case FIELD_YES_NO: buf_str(b, v->yes ? S("Yes") : S("No")); break;
	case FIELD_PERSON: case FIELD_PEOPLE: case FIELD_RECORD:
		for (size_t i = 0; i < v->records.n; i++) {
			if (i) buf_lit(b, ", ");
			buf_int(b, v->records.at[i].n);
		}
		break;
	case FIELD_FILE:
		for (size_t i = 0; i < v->files.n; i++) {
			if (i) buf_lit(b, ", ");
			buf_str(b, v->files.at[i].name);
		}
		break;
	}
}

void value_write_words(buf *b, const zone *z, const field *f, const value *v)
{
	switch (v->is) {
	case VALUE_ABSENT: break;
	case VALUE_KNOWN: words_known(b, z, f, v); break;
	case VALUE_NOT_KNOWN: buf_lit(b, "not known"); break;
	case VALUE_UNREAD:
		buf_char(b, '"');
		buf_str(b, v->text);
		buf_lit(b, "\" (as received)");
		break;
	}
}
