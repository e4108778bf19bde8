/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* In whatever pieces a file arrives (the first byte says which), the same rows; and rows written again are the same
 * rows. */
#include "fuzz/fuzz.h"
#include "wire/csv.h"

static err take_row(void *context, int64_t line, const str *cells, size_t n)
{
	CHECK(line >= 1 && n >= 1 && n <= CSV_MAX_CELLS);
	for (size_t i = 0; i < n; i++)
		CHECK(str_is_utf8(cells[i]) && (cells[i].n == 0 || str_find_char(cells[i], 0) < 0));
	csv_write_row(context, CSV_EXACT, cells, n);
	return OK;
}

static err read_in_pieces(arena *a, str s, size_t piece, buf *rows)
{
	csv_reader *r = csv_start(a, &(csv_visitor){ .context = rows, .row = take_row });
	err e = OK;
	for (; e == OK && s.n; s = str_from(s, piece)) e = csv_feed(r, str_first(s, piece));
	if (e == OK) e = csv_finish(r);
	if (e != OK) CHECK(csv_wrong_of(r).line >= 1 && csv_wrong_of(r).message.n > 0);
	return e;
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	ARENA(a);
	if (n == 0) return 0;
	str s = { (const char *)at + 1, n - 1 };
	buf whole = BUF(&a), pieces = BUF(&a), again = BUF(&a);
	err e = read_in_pieces(&a, s, n, &whole);
	CHECK(read_in_pieces(&a, s, 1 + at[0] % 16, &pieces) == e);
	CHECK(str_eq(buf_view(&whole), buf_view(&pieces)));
	/* A first cell that begins like a byte order mark would be taken for one. */
	if (e != OK || str_starts(buf_view(&whole), S("\xEF\xBB\xBF"))) return 0;
	CHECK(read_in_pieces(&a, buf_view(&whole), 7, &again) == OK);
	CHECK(str_eq(buf_view(&whole), buf_view(&again)));
	return 0;
}
