/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Inside journey/: how each shape of question counts. Each thread has a part of its own; the parts are joined at the end. */
#ifndef WAYMARK_JOURNEY_SHAPE_H
#define WAYMARK_JOURNEY_SHAPE_H

#include "journey/question.h"

/* How an event finds its cell: cell = sum of value * step. */
typedef struct {
	const uint16_t *period;           /* of each day */
	uint32_t year, locality, team;    /* the step of each split; 0 where the question is not split by it */
	struct { const uint8_t *narrow; const uint16_t *wide; uint32_t step; } more[QUESTION_MAX_SPLITS];
	size_t more_n;
} cell_steps;

typedef struct {
	const question *q;
	const journeys *j;
	const struct shape_work *work;
	size_t answered_by; /* the question that is the same, asked before; or itself */
	cell_steps steps;
	uint32_t cells;
	const bool *can_say; /* of each source: whether any of its events is an end of this question; NULL: all may */
	arena *a;        /* the thread's */
	tally *tallies;
	int32_t *change; /* STOCK: [cell * days + day] */
	uint64_t *waits;
	size_t wait_n, wait_cap;
	struct flow_count *flow;
	uint32_t *changed;
} part;

typedef struct shape_work {
	void (*begin)(part *p, size_t children_most); /* takes what the thread counts in, from p->a */
	void (*walk)(part *p, uint32_t from, uint32_t to); /* children from .. to - 1 */
	/* Joins the parts of all threads into the answer, in arena a. May spoil the parts. */
	void (*join)(arena *a, part *parts, size_t n, answer *ret);
} shape_work;

extern const shape_work work_interval, work_cases, work_share, work_count, work_repeat, work_stock, work_spells, work_flow,
	work_silence, work_change;

static inline uint32_t cell_of(const part *p, uint32_t i)
{
	const journeys *j = p->j;
	const cell_steps *s = &p->steps;
	uint32_t cell = s->period[journey_day(j->second[i])] * s->year + j->locality[i] * s->locality + j->team[i] * s->team;
	for (size_t k = 0; k < s->more_n; k++) cell += (s->more[k].wide ? s->more[k].wide[i] : s->more[k].narrow[i]) * s->more[k].step;
	return cell;
}

/* What the event is to the question, its answers looked at. */
static inline uint8_t role_at(const part *p, uint32_t i)
{
	uint8_t r = p->q->role[p->j->kind[i]];
	if (!r || !p->q->marked) return r;
	for (unsigned k = 0; r >> k; k++)
		if (p->q->needs[k] && !(p->j->marks[i] & p->q->needs[k])) r &= (uint8_t)~(1u << k);
	return r;
}

/* Whether what begins with the event is asked for. */
static inline bool in_window(const question *q, uint32_t second)
{
	uint32_t on = journey_day(second);
	return q->until_day == 0 || q->shape == SHAPE_STOCK || (on >= q->from_day && on < q->until_day);
}

static inline bool in_cohort(const part *p, uint32_t child)
{
	if (!p->q->in_cohort) return true;
	for (uint32_t i = p->j->first[child]; i < p->j->end[child]; i++)
		if (role_at(p, i) & EVENT_COHORT) return true;
	return false;
}

/* A beginning, and what came of it. */
typedef struct {
	uint32_t begin, end; /* events; end only where it happened */
	uint32_t days;
	outcome is;
	bool stopped; /* nothing more was awaited: days are until then */
} found_case;
typedef void take_case(void *context, const found_case *is);
void cases_of_child(const part *p, uint32_t child, take_case *take, void *context);
/* What q asks, with what it is answered from: a part that walks, and what walks. E_LIMIT, E_INVALID. */
err part_lay_out(arena *a, const journeys *j, const question *q, answer *ret, part *ret_part) MUST_USE;
/* Of each source, whether any of its events is an end of the question. */
void part_sources_say(const part *p, bool ret[256]);
/* Where the columns stand now, which stood elsewhere when it was laid out. */
void part_find_columns(part *p);
/* Joins the waits of all parts, in order. */
void waits_join(arena *a, part *parts, size_t n, answer *ret);

/* Two counts of a flow: takes the second away from the first, which holds all of it, and empties it. */
void flow_take_away(part *from, part *what);

/* For the two shapes that tally: one of each a cell, and their sum. */
void tallies_begin(part *p, size_t children_most);
void tallies_join(arena *a, part *parts, size_t n, answer *ret);

#endif
