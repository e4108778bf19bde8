/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journey/declared.h"

#include <math.h>

static void number(buf *b, int64_t n)
{
	buf_char(b, ',');
	buf_int(b, n);
}

/* The values of a cell's splits, then the rest of the line. */
static void cell_begin(buf *b, const answer *is, uint32_t cell)
{
	for (size_t i = 0; i < is->of->by_n; i++) {
		if (i) buf_char(b, ',');
		buf_int(b, answer_value(is, cell, i));
	}
}

/* A line without splits would begin with a comma. */
static void line_end(buf *b, size_t began)
{
	if (b->at[began] == ',') memmove(b->at + began, b->at + began + 1, --b->n - began);
	buf_char(b, '\n');
}

static void quartiles_csv(buf *b, const answer *is)
{
	waits_of_cell w;
	for (size_t at = 0; waits_next(is, &at, &w);) {
		size_t began = b->n;
		cell_begin(b, is, w.cell);
		number(b, (int64_t)w.n);
		number(b, (int64_t)w.ended);
		for (unsigned q = 25; q < 100; q += 25) number(b, waits_quantile(&w, q));
		line_end(b, began);
	}
}

static void curve_csv(buf *b, const answer *is)
{
	waits_of_cell w;
	for (size_t at = 0; waits_next(is, &at, &w);) {
		curve_step s = { 0 };
		for (size_t i = 0; curve_next(&w, &i, &s);) {
			size_t began = b->n;
			cell_begin(b, is, w.cell);
			number(b, s.day);
			number(b, (int64_t)s.ended);
			number(b, (int64_t)s.at_risk);
			buf_printf(b, ",%.6f", s.waiting);
			line_end(b, began);
		}
	}
}

static void open_csv(buf *b, const answer *is)
{
	for (uint32_t cell = 0; cell < is->cells; cell++)
		for (uint32_t d = 0; d < is->days; d++) {
			buf_int(b, d);
			if (is->of->by_n) buf_char(b, ',');
			cell_begin(b, is, cell);
			number(b, is->open[(size_t)cell * is->days + d]);
			buf_char(b, '\n');
		}
}

static void flow_csv(buf *b, const answer *is)
{
	for (size_t i = 0; i < is->step_n; i++) {
		const step *s = &is->steps[i];
		buf_int(b, s->from);
		number(b, s->to);
		number(b, (int64_t)s->n);
		number(b, s->median_days);
		buf_char(b, '\n');
	}
}

/* The whole of which a cell's share is compared: the cells of the same first split, or all. */
static tally whole_of(const answer *is, uint32_t cell)
{
	uint32_t wide = is->of->by_n > 1 ? is->cells / is->width[0] : is->cells, from = cell / wide * wide;
	tally sum = { 0 };
	for (uint32_t c = from; c < from + wide; c++) {
		sum.n += is->tallies[c].n;
		sum.hit += is->tallies[c].hit;
	}
	return sum;
}

static void funnel_csv(buf *b, const tally *t, tally whole)
{
	double n = (double)t->n, p = (double)whole.hit / (double)whole.n, error = sqrt(p * (1 - p) / n);
	buf_printf(b, ",%.15g,%.15g", (double)t->hit / n, p);
	buf_printf(b, ",%.15g,%.15g", p - 1.96 * error, p + 1.96 * error);
	buf_printf(b, ",%.15g,%.15g", p - 3.09 * error, p + 3.09 * error);
}

static void tallies_csv(buf *b, const answer *is, bool funnel)
{
	for (uint32_t cell = 0; cell < is->cells; cell++) {
		const tally *t = &is->tallies[cell];
		size_t began = b->n;
		if (t->n == 0) continue;
		cell_begin(b, is, cell);
		number(b, (int64_t)t->n);
		switch (is->of->shape) {
		case SHAPE_REPEAT: case SHAPE_CHANGE: number(b, (int64_t)t->hit); break;
		case SHAPE_SILENCE: number(b, (int64_t)t->over); break;
		case SHAPE_COUNT: number(b, (int64_t)t->children); break;
		case SHAPE_SHARE:
			number(b, (int64_t)t->hit);
			number(b, (int64_t)(t->n - t->hit - t->not_yet - t->not_known));
			number(b, (int64_t)t->not_yet);
			break;
		case SHAPE_INTERVAL: case SHAPE_STOCK: case SHAPE_FLOW: break;
		}
		if (funnel) funnel_csv(b, t, whole_of(is, cell));
		line_end(b, began);
	}
}

void answer_csv(buf *b, const measure *m, const answer *is)
{
	switch (is->of->shape) {
	case SHAPE_INTERVAL: str_eq(m->tells, S("curve")) ? curve_csv(b, is) : quartiles_csv(b, is); return;
	case SHAPE_STOCK: open_csv(b, is); return;
	case SHAPE_FLOW: flow_csv(b, is); return;
	case SHAPE_REPEAT: case SHAPE_SHARE: case SHAPE_COUNT: case SHAPE_SILENCE: case SHAPE_CHANGE: break;
	}
	tallies_csv(b, is, str_eq(m->tells, S("funnel")));
}
