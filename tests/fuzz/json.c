/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is read can be written, and what is written reads as the same. */
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

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	ARENA(a);
	const json *first, *second;
	str why = STR_NONE;
	if (json_read(&a, (str){ (const char *)at, n }, &first, &why) != OK) {
		CHECK(why.n > 0 && str_is_utf8(why));
		return 0;
	}
	buf once = BUF(&a), again = BUF(&a);
	write_json(&once, first);
	CHECK(json_read(&a, buf_view(&once), &second, NULL) == OK);
	write_json(&again, second);
	CHECK(str_eq(buf_view(&once), buf_view(&again)));
	return 0;
}
