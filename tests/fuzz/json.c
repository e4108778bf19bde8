/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is read can be written, and what is written reads as the same; with white space before it, which another part of the
 * program reads, it is the same too. */
#include "fuzz/fuzz.h"
#include "wire/json.h"

static void write_json(buf *b, const json *j);

static void write_items(buf *b, const json *j)
{
	for (size_t i = 0; i < j->n; i++) {
		if (i) buf_char(b, ',');
		if (j->is == JSON_MAP) {
			CHECK(json_get(j, j->items[i].key) == &j->items[i]); /* no name twice */
			buf_json(b, j->items[i].key);
			buf_char(b, ':');
		}
		write_json(b, &j->items[i]);
	}
}

static void write_json(buf *b, const json *j)
{
	switch (j->is) {
	case JSON_NOTHING: buf_lit(b, "null"); break;
	case JSON_YES: buf_lit(b, "true"); break;
	case JSON_NO: buf_lit(b, "false"); break;
	case JSON_TEXT:
		CHECK(str_is_utf8(j->text) && str_find_char(j->text, 0) < 0);
		buf_json(b, j->text);
		break;
	case JSON_WHOLE: buf_str(b, j->text); break;
	case JSON_DECIMAL:
		buf_str(b, j->text);
		if (str_find_char(j->text, '.') < 0) buf_lit(b, ".0");
		break;
	case JSON_LIST:
	case JSON_MAP:
		buf_char(b, j->is == JSON_LIST ? '[' : '{');
		write_items(b, j);
		buf_char(b, j->is == JSON_LIST ? ']' : '}');
		break;
	}
}

/* Of a text as it is and with a space before it: both are read, or both refused. */
static bool read_twice(arena *a, str text, buf *ret, str *ret_why)
{
	const json *as_it_is, *spaced;
	buf with_space = BUF(a), again = BUF(a);
	buf_char(&with_space, ' ');
	buf_str(&with_space, text);
	err e = json_read(a, text, &as_it_is, ret_why);
	CHECK((json_read(a, buf_view(&with_space), &spaced, NULL) == OK) == (e == OK) || with_space.n > JSON_MAX_BYTES);
	if (e != OK) return false;
	write_json(ret, as_it_is);
	if (with_space.n > JSON_MAX_BYTES) return true;
	write_json(&again, spaced);
	CHECK(str_eq(buf_view(ret), buf_view(&again)));
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	ARENA(a);
	str why = STR_NONE;
	buf once = BUF(&a), again = BUF(&a);
	if (!read_twice(&a, (str){ (const char *)at, n }, &once, &why)) {
		CHECK(why.n > 0 && str_is_utf8(why));
		return 0;
	}
	CHECK(read_twice(&a, buf_view(&once), &again, NULL));
	CHECK(str_eq(buf_view(&once), buf_view(&again)));
	return 0;
}
