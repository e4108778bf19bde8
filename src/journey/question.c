/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journey/parallel.h"
#include "journey/shape.h"

enum { CHILDREN_AT_ONCE = 256 }; /* their events stay near the processor while every question looks at them */

static const shape_work *work_of(question_shape s)
{
	switch (s) {
	case SHAPE_INTERVAL: return &work_interval;
	case SHAPE_REPEAT: return &work_repeat;
	case SHAPE_STOCK: return &work_stock;
	case SHAPE_FLOW: return &work_flow;
	case SHAPE_SILENCE: return &work_silence;
	}
	CHECK(false);
	return NULL;
}

typedef struct {
	const journeys *j;
	const question *questions;
	size_t n;
	unsigned threads;
	arena *arenas; /* one a thread */
	part *parts;   /* [question * threads + thread] */
} asking;

static void ask_part(void *context, unsigned at)
{
	const asking *all = context;
	const journeys *j = all->j;
	uint32_t from = (uint32_t)(j->children * at / all->threads), to = (uint32_t)(j->children * (at + 1) / all->threads);
	for (size_t q = 0; q < all->n; q++) {
		part *p = &all->parts[q * all->threads + at];
		p->a = &all->arenas[at];
		work_of(p->q->shape)->begin(p, to - from);
	}
	for (uint32_t c = from; c < to; c += CHILDREN_AT_ONCE) {
		uint32_t end = to - c > CHILDREN_AT_ONCE ? c + CHILDREN_AT_ONCE : to;
		for (size_t q = 0; q < all->n; q++) {
			part *p = &all->parts[q * all->threads + at];
			work_of(p->q->shape)->walk(p, c, end);
		}
	}
}

static uint32_t width_of(const journeys *j, split s)
{
	switch (s) {
	case SPLIT_YEAR: return j->years;
	case SPLIT_LOCALITY: return j->localities;
	case SPLIT_TEAM: return j->teams;
	}
	CHECK(false);
	return 0;
}

/* The widths and steps of a question's splits: the last runs fastest. */
static err lay_out(trail *t, const journeys *j, const question *q, answer *ret, cell_steps *ret_steps)
{
	uint64_t cells = 1;
	*ret = (answer){ .of = q, .days = j->days };
	*ret_steps = (cell_steps){ 0 };
	CHECK(q->by_n <= QUESTION_MAX_SPLITS);
	for (size_t i = q->by_n; i-- > 0;) {
		uint32_t stride = (uint32_t)cells;
		ret->width[i] = width_of(j, q->by[i]);
		cells *= ret->width[i];
		if (cells > QUESTION_MAX_CELLS) return FAIL(t, E_LIMIT);
		switch (q->by[i]) {
		case SPLIT_YEAR: ret_steps->year = stride; break;
		case SPLIT_LOCALITY: ret_steps->locality = stride; break;
		case SPLIT_TEAM: ret_steps->team = stride; break;
		}
	}
	if (q->shape == SHAPE_STOCK && cells * j->days > QUESTION_MAX_CELLS * 16ull) return FAIL(t, E_LIMIT);
	ret->cells = (uint32_t)cells;
	return OK;
}

uint32_t answer_value(const answer *of, uint32_t cell, size_t i)
{
	for (size_t k = of->of->by_n; k-- > i + 1;) cell /= of->width[k];
	return cell % of->width[i];
}

static void join_all(arena *a, const asking *all, answer *ret)
{
	for (size_t q = 0; q < all->n; q++)
		work_of(all->questions[q].shape)->join(a, &all->parts[q * all->threads], all->threads, &ret[q]);
}

err questions_ask(arena *a, const journeys *j, const question *questions, size_t n, unsigned threads, answer *ret)
{
	ARENA(plan);
	if (n > QUESTIONS_AT_ONCE) return FAIL(&a->trail, E_LIMIT);
	if (threads < 1) threads = 1;
	if (threads > PARALLEL_MOST) threads = PARALLEL_MOST;
	arena arenas[PARALLEL_MOST];
	asking all = { .j = j, .questions = questions, .n = n, .threads = threads, .arenas = arenas,
		       .parts = TAKE_N(&plan, part, n * threads + 1) };
	for (size_t q = 0; q < n; q++) {
		cell_steps steps;
		TRY(lay_out(&a->trail, j, &questions[q], &ret[q], &steps));
		for (unsigned i = 0; i < threads; i++)
			all.parts[q * threads + i] = (part){ .q = &questions[q], .j = j, .steps = steps, .cells = ret[q].cells };
	}
	for (unsigned i = 0; i < threads; i++) {
		arenas[i] = arena_make();
		arenas[i].max_bytes = a->max_bytes;
	}
	parallel(threads, ask_part, &all);
	join_all(a, &all, ret);
	for (unsigned i = 0; i < threads; i++) arena_end(&arenas[i]);
	return OK;
}
