/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Inside journey/: how each shape of question counts. Each thread has a part of its own; the parts are joined at the end. */
#ifndef WAYMARK_JOURNEY_SHAPE_H
#define WAYMARK_JOURNEY_SHAPE_H

#include "journey/question.h"

/* How an event finds its cell: cell = sum of value * step. */
typedef struct {
	uint32_t year, locality, team; /* the step of each split; 0 where the question is not split by it */
} cell_steps;

typedef struct {
	const question *q;
	const journeys *j;
	cell_steps steps;
	uint32_t cells;
	arena *a;        /* the thread's */
	tally *tallies;
	int32_t *change; /* STOCK: [cell * days + day] */
	uint64_t *waits;
	size_t wait_n;
	struct flow_count *flow;
} part;

typedef struct {
	void (*begin)(part *p, size_t children_most); /* takes what the thread counts in, from p->a */
	void (*walk)(part *p, uint32_t from, uint32_t to); /* children from .. to - 1 */
	/* Joins the parts of all threads into the answer, in arena a. May spoil the parts. */
	void (*join)(arena *a, part *parts, size_t n, answer *ret);
} shape_work;

extern const shape_work work_interval, work_repeat, work_stock, work_flow, work_silence;

static inline uint32_t cell_of(const part *p, uint32_t i)
{
	const journeys *j = p->j;
	return j->year[journey_day(j->second[i])] * p->steps.year + j->locality[i] * p->steps.locality + j->team[i] * p->steps.team;
}

/* For the two shapes that tally: one of each a cell, and their sum. */
void tallies_begin(part *p, size_t children_most);
void tallies_join(arena *a, part *parts, size_t n, answer *ret);

#endif
