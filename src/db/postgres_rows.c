/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "db/postgres_rows.h"

#include "base/buf.h"

#include <string.h>

enum { VALUES_MOST = 1024, ROWS_MOST = 64, ROWS_LEAST = 4 };

static const char values_mark[] = ") VALUES (";

/* «$1, $2, ...)» with numbers that begin after `before`. */
static void put_numbers(buf *b, int columns, int before)
{
	for (int i = 1; i <= columns; i++) {
		buf_str(b, i > 1 ? S(", $") : S("$"));
		buf_int(b, before + i);
	}
	buf_char(b, ')');
}

/* Up to the first row's bracket. Empty for anything but INSERT INTO ... VALUES ($1, ..., $n) and nothing more. */
static str before_values(arena *a, str one, int columns)
{
	buf expected = BUF(a);
	ptrdiff_t at = str_find(one, str_of(values_mark));
	if (at < 0 || !str_starts(one, S("INSERT INTO "))) return STR_NONE;
	size_t head = (size_t)at + sizeof values_mark - 1;
	put_numbers(&expected, columns, 0);
	return str_eq(str_from(one, head), buf_view(&expected)) ? str_first(one, head) : STR_NONE;
}

gathered_rows gathered_of(arena *a, const char *one, int columns)
{
	gathered_rows r = { .columns = columns };
	if (columns == 0 || columns > VALUES_MOST / ROWS_LEAST || !before_values(a, str_of(one), columns).n) return r;
	r.most = VALUES_MOST / columns < ROWS_MOST ? VALUES_MOST / columns : ROWS_MOST;
	r.a = arena_make();
	r.values = TAKE_N(a, const char *, (size_t)(columns * r.most));
	r.lengths = TAKE_N(a, int, (size_t)(columns * r.most));
	return r;
}

const char *rows_text(arena *a, const char *one, const gathered_rows *r)
{
	buf b = BUF(a);
	buf_str(&b, before_values(a, str_of(one), r->columns));
	for (int i = 0; i < r->most; i++) {
		if (i) buf_lit(&b, ", (");
		put_numbers(&b, r->columns, i * r->columns);
	}
	return str_c(a, buf_view(&b));
}

void rows_add(gathered_rows *r, const char *const *values, const int *lengths)
{
	size_t first = (size_t)(r->n++ * r->columns);
	for (size_t i = 0; i < (size_t)r->columns; i++) {
		r->lengths[first + i] = lengths[i];
		r->values[first + i] = values[i] ? str_copy(&r->a, (str){ values[i], (size_t)lengths[i] }).at : NULL;
		r->bytes += (size_t)lengths[i];
	}
}

bool rows_full(const gathered_rows *r)
{
	return r->n == r->most || r->bytes >= GATHERED_BYTES_MOST;
}

void rows_empty(gathered_rows *r)
{
	arena_reset(&r->a);
	r->n = 0;
	r->bytes = 0;
}
