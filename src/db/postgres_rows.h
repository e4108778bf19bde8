/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to db/: rows that one INSERT after another would bring, gathered for one of many rows: the server takes a row in a
 * third of the time. */
#ifndef WAYMARK_DB_POSTGRES_ROWS_H
#define WAYMARK_DB_POSTGRES_ROWS_H

#include "base/arena.h"
#include "base/str.h"

typedef struct {
	int columns, most; /* of a row; rows of the statement of many. most 0: it is no INSERT of one row */
	int n;             /* gathered */
	size_t bytes;
	arena a;           /* holds what values point to */
	const char **values; /* in libpq's binary form, row by row; NULL for null */
	int *lengths;
} gathered_rows;

enum { GATHERED_BYTES_MOST = 256 * 1024 };

/* one: the statement's text. Room in arena a, which lives as long. */
gathered_rows gathered_of(arena *a, const char *one, int columns);
/* The text of the statement for r->most rows. */
const char *rows_text(arena *a, const char *one, const gathered_rows *r);
/* Copies a row's values. There is room for it. */
void rows_add(gathered_rows *r, const char *const *values, const int *lengths);
bool rows_full(const gathered_rows *r);
void rows_empty(gathered_rows *r);

#endif
