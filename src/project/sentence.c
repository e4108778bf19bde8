/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A sentence is a row of parts, each one byte that says what it is, the field's name, a unit separator, and the text or
 * the numbers of records parted by spaces. Those bytes are control characters, which no part may hold. */
#include "project/project.h"
#include "project/sentence.h"

#include <string.h>

enum { WORDS = 1, PERSON = 2, VALUE = 3, OWN_WORDS = 4, UNIT = 0x1F };

static bool is_separator(char c)
{
	return (unsigned char)c <= UNIT && ((c >= WORDS && c <= OWN_WORDS) || c == UNIT); /* nearly every byte is above */
}

static void begin_part(buf *b, char is, str field_name)
{
	buf_char(b, is);
	buf_str(b, field_name);
	buf_char(b, UNIT);
}

/* What stands from byte `start` on came from people; the door refuses control characters, and should it have let one
 * through, the sentence still reads. */
static void blank_separators(buf *b, size_t start)
{
	for (size_t i = start; i < b->n; i++)
		if (is_separator(b->at[i])) b->at[i] = ' ';
}

static void write_words(buf *b, str words)
{
	begin_part(b, WORDS, STR_NONE);
	size_t start = b->n;
	buf_str(b, words);
	blank_separators(b, start);
}

static void write_about(buf *b, str role_name, const entry_links *about)
{
	bool any = false;
	for (size_t i = 0; i < about->n; i++) {
		if (!str_eq(about->at[i].role, role_name)) continue;
		if (any) buf_char(b, ' ');
		else begin_part(b, PERSON, STR_NONE);
		buf_int(b, about->at[i].record.n);
		any = true;
	}
	if (!any) write_words(b, S("not known"));
}

static bool is_link(field_type t)
{
	return t == FIELD_PERSON || t == FIELD_PEOPLE || t == FIELD_RECORD;
}

static void write_field(buf *b, const zone *z, const field *f, const value *v)
{
	bool known = v->is == VALUE_KNOWN;
	if (known && is_link(f->type) && v->records.n) {
		begin_part(b, PERSON, f->name);
		for (size_t i = 0; i < v->records.n; i++) {
			if (i) buf_char(b, ' ');
			buf_int(b, v->records.at[i].n);
		}
		return;
	}
	begin_part(b, known && f->type == FIELD_TEXT ? OWN_WORDS : VALUE, f->name);
	size_t start = b->n;
	if (known && f->type == FIELD_TEXT) buf_str(b, v->text);
	else if (known || v->is == VALUE_UNREAD) value_write_words(b, z, f, v);
	if (b->n == start) buf_lit(b, "not known");
	blank_separators(b, start);
}

static bool linked(const entry_links *about, str role_name)
{
	for (size_t i = 0; i < about->n; i++)
		if (str_eq(about->at[i].role, role_name)) return true;
	return false;
}

/* What stands in [ ] is told where something in it is answered, be it «not known». */
static bool is_told(const sentence_part *parts, size_t n, size_t group, const values *v, const entry_links *about)
{
	bool told = group == 0;
	for (size_t i = 0; i < n && !told; i++) {
		if (parts[i].group != group) continue;
		if (parts[i].is == PART_FIELD) told = v->at[parts[i].at].is != VALUE_ABSENT;
		if (parts[i].is == PART_ABOUT) told = linked(about, v->k->about[parts[i].at].role);
	}
	return told;
}

void sentence_write(buf *b, const zone *z, const sentence_part *parts, size_t n, const values *v, const entry_links *about)
{
	const kind *k = v->k;
	for (size_t i = 0; i < n; i++) {
		const sentence_part *p = &parts[i];
		if (!is_told(parts, n, p->group, v, about)) continue;
		switch (p->is) {
		case PART_WORDS: write_words(b, p->words); break;
		case PART_ABOUT: write_about(b, k->about[p->at].role, about); break;
		case PART_FIELD: write_field(b, z, &k->fields[p->at], &v->at[p->at]); break;
		}
	}
}

static record_list read_records(arena *a, str numbers)
{
	record_list list = { 0 };
	while (numbers.n) {
		record_id r;
		if (str_to_int(str_cut(numbers, ' ', &numbers), &r.n)) PUSH(a, &list, r);
	}
	return list;
}

/* Eight bytes of which none is a control character: most of what is told. */
static bool eight_of_text(const char *at)
{
	const uint64_t spaces = UINT64_C(0x2020202020202020), tops = UINT64_C(0x8080808080808080);
	uint64_t eight;
	memcpy(&eight, at, sizeof eight);
	return !((eight - spaces) & ~eight & tops);
}

static size_t until_separator(str s)
{
	size_t n = 0;
	while (n < s.n) {
		bool text = s.n - n >= sizeof(uint64_t) && eight_of_text(s.at + n);
		if (!text && is_separator(s.at[n])) break;
		n += text ? sizeof(uint64_t) : 1;
	}
	return n;
}

bool part_next(arena *a, str *rest, story_part *ret)
{
	if (rest->n == 0) return false;
	char is = rest->at[0];
	str after;
	str field_name = str_cut(str_from(*rest, 1), UNIT, &after);
	size_t end = until_separator(after);
	str text = str_first(after, end);
	*rest = str_from(after, end);
	*ret = (story_part){ .is = is == WORDS ? STORY_WORDS : is == PERSON ? STORY_PERSON : STORY_VALUE, .field = field_name };
	ret->own_words = is == OWN_WORDS;
	if (is == PERSON) ret->records = read_records(a, text);
	else ret->text = text;
	return true;
}
