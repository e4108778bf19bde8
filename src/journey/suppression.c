/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is left out of a table of counts before it is published. */
#include "journey/statistics.h"

/* A row or a column, its total at its end. */
typedef struct {
	const published_table *t;
	bool *out;
	size_t from, step, n;
} line;

static size_t cell_at(const line *l, size_t i)
{
	return l->from + i * l->step;
}

/* Where a line gives away what it leaves out: one alone, or several that are small together. */
static bool gives_away(const line *l)
{
	size_t left_out = 0;
	uint64_t together = 0;
	for (size_t i = 0; i < l->n; i++)
		if (l->out[cell_at(l, i)]) {
			left_out++;
			together += l->t->counts[cell_at(l, i)];
		}
	bool total_too = l->out[cell_at(l, l->n - 1)];
	return left_out == 1 || (left_out > 1 && !total_too && together < SMALL_NUMBER);
}

/* Of those that are shown, the smallest that is not 0; then a 0; the total where nothing else is left. false: all are out. */
static bool leave_out_another(const line *l)
{
	size_t chosen = l->n;
	uint64_t least = UINT64_MAX;
	for (size_t i = 0; i + 1 < l->n; i++) {
		uint64_t n = l->t->counts[cell_at(l, i)];
		if (l->out[cell_at(l, i)] || n == 0 || n >= least) continue;
		least = n;
		chosen = i;
	}
	if (chosen == l->n && !l->out[cell_at(l, l->n - 1)]) chosen = l->n - 1;
	for (size_t i = 0; i + 1 < l->n && chosen == l->n; i++)
		if (!l->out[cell_at(l, i)]) chosen = i;
	if (chosen == l->n) return false;
	return l->out[cell_at(l, chosen)] = true;
}

static bool mend(line l)
{
	return l.n > 1 && gives_away(&l) && leave_out_another(&l);
}

bool *suppressed(arena *a, const published_table *t)
{
	bool *out = TAKE_N(a, bool, t->rows * t->columns + 1), again = true;
	for (size_t i = 0; i < t->rows * t->columns; i++) out[i] = t->counts[i] > 0 && t->counts[i] < SMALL_NUMBER;
	while (again) { /* each turn leaves out one more, so it ends */
		again = false;
		for (size_t r = 0; r < t->rows; r++)
			again |= mend((line){ t, out, r * t->columns, 1, t->columns });
		for (size_t c = 0; t->rows > 1 && c < t->columns; c++)
			again |= mend((line){ t, out, c, t->columns, t->rows });
	}
	return out;
}
