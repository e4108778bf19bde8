/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A table of people, whatever stands in it: the same records in whatever pieces it arrives (the first byte says which);
 * no pair of one record, none twice, none unlikely. */
#include "fuzz/fuzz.h"
#include "match/link.h"
#include "match/link_file.h"

enum { RECORDS_LINKED_MOST = 200 };

static err read_in_pieces(arena *a, str s, size_t piece, link_records **ret)
{
	link_file *f = link_file_start(a);
	err e = OK;
	for (; e == OK && s.n; s = str_from(s, piece)) e = link_file_feed(f, str_first(s, piece));
	if (e == OK) e = link_file_finish(f, ret);
	int64_t line = 0;
	if (e != OK) CHECK(link_file_wrong(f, &line).n > 0 && line >= 1);
	return e;
}

static void link_them(arena *a, const link_records *r)
{
	const link_result *of = link_solve(r, .5);
	for (size_t i = 0; i < of->found.n; i++) {
		const link_found *f = &of->found.at[i];
		buf because = BUF(a);
		link_because(&because, of, f);
		CHECK(f->pair.a < f->pair.b && f->pair.b < r->n && f->probability >= .5 && f->probability <= 1 && because.n);
		for (size_t k = 0; k < i; k++) CHECK(of->found.at[k].pair.a != f->pair.a || of->found.at[k].pair.b != f->pair.b);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	ARENA(a);
	if (n == 0) return 0;
	str s = { (const char *)at + 1, n - 1 };
	link_records *whole = NULL, *pieces = NULL;
	err e = read_in_pieces(&a, s, n, &whole);
	CHECK(read_in_pieces(&a, s, 1 + at[0] % 16, &pieces) == e);
	if (e != OK) return 0;
	CHECK(whole->n == pieces->n && whole->column_n == pieces->column_n);
	for (size_t i = 0; i < whole->n * whole->column_n; i++) CHECK(whole->cells.at[i] == pieces->cells.at[i]);
	if (whole->n <= RECORDS_LINKED_MOST) link_them(&a, whole);
	return 0;
}
