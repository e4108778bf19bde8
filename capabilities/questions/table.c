/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/questions/table.h"

#include <stdlib.h>

enum { NAME_MOST = 40, PARTS_MOST = 8 };

typedef enum { COLUMN_WORDS, COLUMN_PART, COLUMN_TOTAL, COLUMN_COUNT, COLUMN_DERIVED, COLUMN_SHARE } column_is;

/* How the engine's columns are called for people; what stands in them. */
static const struct {
	const char *name, *words;
	column_is is;
} known[] = {
	{ "began", "Began", COLUMN_TOTAL }, { "ended", "It came", COLUMN_PART }, { "not_yet", "Not yet", COLUMN_PART },
	{ "not_known", "Not known", COLUMN_PART }, { "quarter_by", "A quarter by day", COLUMN_DERIVED }, { "half_by", "Half by day", COLUMN_DERIVED },
	{ "three_quarters_by", "Three quarters by day", COLUMN_DERIVED }, { "in_time", "In time", COLUMN_PART },
	{ "not_in_time", "Not in time", COLUMN_PART }, { "share", "In 100", COLUMN_SHARE }, { "low", "at least", COLUMN_SHARE },
	{ "high", "at most", COLUMN_SHARE }, { "times", "Times", COLUMN_COUNT }, { "children", "Children", COLUMN_COUNT },
	{ "not_known_when", "Day not known", COLUMN_COUNT }, { "again", "Again", COLUMN_COUNT }, { "open", "Open", COLUMN_COUNT },
	{ "silences", "Silences", COLUMN_COUNT }, { "days_beyond", "Days beyond, in all", COLUMN_DERIVED }, { "median_days", "Half within days", COLUMN_DERIVED },
	{ "before", "With a number before", COLUMN_TOTAL }, { "before_and_after", "Before and after", COLUMN_PART },
	{ "quarter", "A quarter changed by", COLUMN_DERIVED }, { "half", "Half by", COLUMN_DERIVED }, { "three_quarters", "Three quarters by", COLUMN_DERIVED },
	{ "per_10000", "For each 10,000", COLUMN_DERIVED }, { "per_10000_low", "at least", COLUMN_DERIVED }, { "per_10000_high", "at most", COLUMN_DERIVED },
	{ "day", "Day", COLUMN_WORDS }, { "from", "From", COLUMN_WORDS }, { "to", "To", COLUMN_WORDS },
};

static column_is column_of(str name, bool is_number)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_eq(name, str_of(known[i].name))) return known[i].is;
	return is_number ? COLUMN_COUNT : COLUMN_WORDS;
}

/* "ended_up_to_28", "going_on_over_365": how many took so long, or wait so long and still do. */
static str band_words(arena *a, str name)
{
	buf b = BUF(a);
	str rest;
	bool ended = str_starts(name, S("ended_")), goes_on = str_starts(name, S("going_on_"));
	if (!ended && !goes_on) return STR_NONE;
	rest = str_from(name, ended ? S("ended_").n : S("going_on_").n);
	bool over = str_starts(rest, S("over_"));
	buf_str(&b, ended ? S("Took ") : S("Goes on, ") );
	buf_str(&b, over ? S("over ") : S("up to "));
	buf_str(&b, str_from(rest, over ? S("over_").n : S("up_to_").n));
	return buf_view(&b);
}

static str column_words(const asked *x, str name)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_eq(name, str_of(known[i].name))) return str_of(known[i].words);
	return name.n && band_words(x->r->a, name).n ? band_words(x->r->a, name) : way_words(x->r->a, x, name);
}

/* "0.225100" as "22.5". */
static str in_hundred(arena *a, str share)
{
	char text[NAME_MOST] = { 0 };
	buf b = BUF(a);
	if (!share.n || share.n >= sizeof text) return share;
	memcpy(text, share.at, share.n);
	buf_printf(&b, "%.1f", strtod(text, NULL) * 100);
	return buf_view(&b);
}

static uint64_t count_in(str cell)
{
	int64_t n = 0;
	return str_to_int(cell, &n) && n > 0 ? (uint64_t)n : 0;
}

/* ---- what stays out */

typedef struct {
	const answer_table *t;
	size_t columns, rows;
	column_is is[PARTS_MOST * 4];
	bool *out; /* of each cell */
} leaving_out;

/* Parts that add up to a total, in rows that add up to the last. */
static void leave_out_parts(arena *a, leaving_out *l, bool has_all)
{
	size_t at[PARTS_MOST], n = 0, total = l->columns;
	for (size_t c = 0; c < l->columns; c++) {
		if (l->is[c] == COLUMN_PART && n < PARTS_MOST - 1) at[n++] = c;
		if (l->is[c] == COLUMN_TOTAL) total = c;
	}
	if (total == l->columns || !n) return;
	at[n++] = total;
	uint64_t *counts = TAKE_N(a, uint64_t, l->rows * n + 1);
	for (size_t r = 0; r < l->rows; r++)
		for (size_t i = 0; i < n; i++) counts[r * n + i] = count_in(l->t->cells.at[r * l->columns + at[i]]);
	for (size_t first = 0, many = has_all ? l->rows : 1; first < l->rows; first += many) {
		const bool *out = suppressed(a, &(published_table){ many, n, counts + first * n });
		for (size_t r = 0; r < many; r++)
			for (size_t i = 0; i < n; i++) l->out[(first + r) * l->columns + at[i]] |= out[r * n + i];
	}
}

/* Other counts: each small one; of a column under a sum one more, so that it cannot be had by taking away. */
static void leave_out_counts(arena *a, leaving_out *l, bool has_all)
{
	for (size_t c = 0; c < l->columns; c++) {
		if (l->is[c] != COLUMN_COUNT) continue;
		uint64_t *counts = TAKE_N(a, uint64_t, l->rows + 1);
		for (size_t r = 0; r < l->rows; r++) counts[r] = count_in(l->t->cells.at[r * l->columns + c]);
		const bool *out = has_all ? suppressed(a, &(published_table){ 1, l->rows, counts }) : NULL;
		for (size_t r = 0; r < l->rows; r++)
			l->out[r * l->columns + c] |= out ? out[r] : counts[r] > 0 && counts[r] < SMALL_NUMBER;
	}
}

/* What follows from a count that is left out goes with it. */
static void leave_out_derived(leaving_out *l)
{
	for (size_t r = 0; r < l->rows; r++) {
		bool any = false;
		for (size_t c = 0; c < l->columns; c++) any |= l->out[r * l->columns + c];
		for (size_t c = 0; any && c < l->columns; c++)
			if (l->is[c] == COLUMN_DERIVED || l->is[c] == COLUMN_SHARE) l->out[r * l->columns + c] = true;
	}
}

/* ---- the table */

/* How many fall into each band of days is told of all together alone, and not outside: parts of it are small. */
static answer_table with_all(const asked *x, bool to_publish, bool *ret_has_all)
{
	arena *a = x->r->a;
	answer_table t, all;
	measure way = x->way;
	str_list none = { 0 };
	way.tells = STR_NONE; /* a curve is drawn; its table tells of quartiles */
	if (x->q.by_n || to_publish) way.band_n = 0;
	answer_tabled(a, &way, &x->is, &x->held->journeys->on, &x->held->names, &t);
	*ret_has_all = x->q.by_n > 0 && x->q.shape != SHAPE_STOCK && x->q.shape != SHAPE_FLOW && t.columns.n;
	if (!*ret_has_all) return t;
	way.by = none;
	answer_tabled(a, &way, &x->whole, &x->held->journeys->on, &x->held->names, &all);
	if (!all.cells.n) {
		*ret_has_all = false;
		return t;
	}
	PUSH(a, &t.cells, S("All"));
	for (size_t i = 0; i < all.columns.n; i++) PUSH(a, &t.cells, all.cells.at[i]);
	return t;
}

/* The words tell what stands in this row, or what it could be had from by taking the others away. */
static bool tells_all(const asked *x, const leaving_out *l, size_t row)
{
	if (x->q.shape == SHAPE_FLOW) return false; /* its rows have no sum */
	return row == l->rows - 1 || (x->q.shape == SHAPE_STOCK && x->q.by_n);
}

told_table asked_table(const asked *x, bool to_publish)
{
	bool has_all;
	arena *a = x->r->a;
	told_table to = { 0 };
	answer_table t = with_all(x, to_publish, &has_all);
	(void)rate_columns(x, &t);
	leaving_out l = { .t = &t, .columns = t.columns.n };
	CHECK(l.columns <= sizeof l.is / sizeof *l.is);
	l.rows = l.columns ? t.cells.n / l.columns : 0;
	l.out = TAKE_N(a, bool, t.cells.n + 1);
	for (size_t c = 0; c < l.columns; c++) {
		l.is[c] = column_of(t.columns.at[c].name, t.columns.at[c].number);
		PUSH(a, &to.columns, ((answer_column){ column_words(x, t.columns.at[c].name), t.columns.at[c].number }));
	}
	if (to_publish) {
		leave_out_parts(a, &l, has_all);
		leave_out_counts(a, &l, has_all);
		leave_out_derived(&l);
	}
	for (size_t i = 0; i < t.cells.n; i++) {
		str cell = l.is[i % l.columns] == COLUMN_SHARE ? in_hundred(a, t.cells.at[i]) : t.cells.at[i];
		to.small |= l.out[i] && tells_all(x, &l, i / l.columns);
		PUSH(a, &to.cells, l.out[i] ? S("c") : cell);
	}
	return to;
}

/* The words of a rate are of one year, whose row may be left out though the sum of all is not. */
static bool year_left_out(const asked *x, const told_table *t)
{
	uint32_t year;
	size_t n = t->columns.n;
	if (!x->per.asked || x->q.shape != SHAPE_COUNT || n < 2 || !rate_year(x, &year)) return false;
	for (size_t i = 0; i + n <= t->cells.n; i += n)
		if (str_eq(t->cells.at[i], rate_year_words(x, year))) return str_eq(t->cells.at[i + 1], S("c"));
	return false;
}

str words_outside(const asked *x, const told_table *t)
{
	return t->small || year_left_out(x, t) ? S("Too few to be told outside.") : answer_words(x, &x->whole_q, &x->whole, 0);
}
