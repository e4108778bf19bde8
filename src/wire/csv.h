/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* CSV (RFC 4180) in, piece by piece as it arrives, and out. Lines end with CR LF or LF; a byte order mark is passed
 * over; a cell in quotation marks may hold line ends, and a mark twice. A mark inside a bare cell, text after a closing
 * mark, a lone CR, a NUL and what is not UTF-8 are refused: a torn file is not guessed at. */
#ifndef WAYMARK_WIRE_CSV_H
#define WAYMARK_WIRE_CSV_H

#include "base/buf.h"

enum { CSV_MAX_CELL_BYTES = 1024 * 1024, CSV_MAX_CELLS = 2000, CSV_MAX_ROW_BYTES = 8 * 1024 * 1024 };

typedef struct {
	void *context;
	/* One row; cells are borrowed for the call. line is where the row begins, from 1. Empty lines are passed over.
	 * Anything but OK ends the reading. The number of cells is as found: whether rows are equally long is for the
	 * caller to say. */
	err (*row)(void *context, int64_t line, const str *cells, size_t n);
	char separator; /* ',' where 0; else one ASCII character */
} csv_visitor;

typedef struct {
	int64_t line; /* from 1 */
	str message;  /* one sentence that quotes nothing of the input; static */
} csv_wrong;

typedef struct csv_reader csv_reader;

/* Reader and row in arena a. */
csv_reader *csv_start(arena *a, const csv_visitor *v);
/* After a failure every further call returns it again. E_INVALID, E_LIMIT, and what the visitor returned. */
err csv_feed(csv_reader *r, str chunk) MUST_USE;
err csv_finish(csv_reader *r) MUST_USE; /* the last row needs no line end */
csv_wrong csv_wrong_of(const csv_reader *r);

/* What a spreadsheet would take for a formula (= + - @ tab CR at the start of a cell): written as it is for programs,
 * or after an apostrophe for people who will open the file in a spreadsheet. */
typedef enum { CSV_EXACT, CSV_FOR_SPREADSHEET } csv_dress;
/* One row with its CR LF. */
void csv_write_row(buf *b, csv_dress dress, const str *cells, size_t n);

#endif
