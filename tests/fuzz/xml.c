/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* In whatever pieces a file arrives (the first byte says which), the same is seen and the same is answered. */
#include "fuzz/fuzz.h"
#include "wire/xml.h"

static err opens(void *context, const xml_element *e)
{
	buf *seen = context;
	CHECK(e->depth >= 1 && e->depth <= XML_MAX_DEPTH && str_is_utf8(e->name));
	buf_printf(seen, "(%d %d %.*s %.*s", e->line > 0, e->depth, STR_ARG(e->name), STR_ARG(e->space));
	for (size_t i = 0; i < e->attribute_n; i++) {
		CHECK(str_is_utf8(e->attributes[i].value));
		buf_json(seen, e->attributes[i].value);
	}
	return OK;
}

static err closes(void *context, const xml_element *e)
{
	CHECK(str_is_utf8(e->text) && (e->text.n == 0 || str_find_char(e->text, 0) < 0));
	buf_json(context, e->text);
	buf_char(context, ')');
	return OK;
}

static err read_in_pieces(arena *a, str s, size_t piece, buf *seen)
{
	xml_reader *r CLEANUP(xml_end) =
		xml_start(a, &(xml_visitor){ .context = seen, .open = opens, .close = closes });
	err e = OK;
	for (; e == OK && s.n; s = str_from(s, piece)) e = xml_feed(r, str_first(s, piece));
	if (e == OK) e = xml_finish(r);
	if (e != OK) CHECK(xml_wrong_of(r).message.n > 0);
	return e;
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	ARENA(a);
	if (n == 0) return 0;
	str s = { (const char *)at + 1, n - 1 };
	buf whole = BUF(&a), pieces = BUF(&a);
	err once = read_in_pieces(&a, s, n, &whole), again = read_in_pieces(&a, s, 1 + at[0] % 64, &pieces);
	CHECK((once == OK) == (again == OK));
	if (once == OK) CHECK(str_eq(buf_view(&whole), buf_view(&pieces)));
	return 0;
}
