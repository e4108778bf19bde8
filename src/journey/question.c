/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journey/parallel.h"
#include "journey/shape.h"

enum { CHILDREN_AT_ONCE = 256 }; /* their events stay near the processor while every question looks at them */

static bool has_role(const question *q, uint8_t role)
{
	for (size_t k = 0; k < 256; k++)
		if (q->role[k] & role) return true;
	return false;
}

/* The first of these and the first of those, of journeys that say all that they are asked: the quickest way. */
static bool is_plain(const journeys *j, const question *q)
{
	return q->begin == PICK_FIRST && q->end == PICK_FIRST && !q->until_day && !q->working_days && !q->in_cohort && !q->marked && j->sources < 2 &&
	       !has_role(q, EVENT_UNDATED | EVENT_STOPS);
}

static const shape_work *work_of(const journeys *j, const question *q)
{
	switch (q->shape) {
	case SHAPE_INTERVAL: return is_plain(j, q) ? &work_interval : &work_cases;
	case SHAPE_SHARE: return &work_share;
	case SHAPE_COUNT: return &work_count;
	case SHAPE_REPEAT: return &work_repeat;
	case SHAPE_STOCK: return q->of_children || q->end == PICK_OWN || q->in_cohort ? &work_spells : &work_stock;
	case SHAPE_FLOW: return &work_flow;
	case SHAPE_SILENCE: return &work_silence;
	case SHAPE_CHANGE: return &work_change;
	}
	CHECK(false);
	return NULL;
}

/* One that was asked already, perhaps to be told in another way: it is answered once. (Where what
 * stands between the members differs, it is answered twice, and alike.) */
static size_t first_of_same(const question *questions, size_t q)
{
	size_t i = 0;
	while (i < q && memcmp(&questions[i], &questions[q], sizeof *questions) != 0) i++;
	return i;
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
		if (p->answered_by != q) continue;
		p->a = &all->arenas[at];
		p->work->begin(p, to - from);
	}
	for (uint32_t c = from; c < to; c += CHILDREN_AT_ONCE) {
		uint32_t end = to - c > CHILDREN_AT_ONCE ? c + CHILDREN_AT_ONCE : to;
		for (size_t q = 0; q < all->n; q++) {
			part *p = &all->parts[q * all->threads + at];
			if (p->answered_by == q) p->work->walk(p, c, end);
		}
	}
}

/* How many values a split has; 0 where these journeys do not say it. */
static uint32_t width_of(const journeys *j, split s)
{
	switch (s) {
	case SPLIT_YEAR: return j->on.periods[PERIOD_YEAR];
	case SPLIT_QUARTER: return j->on.periods[PERIOD_QUARTER];
	case SPLIT_MONTH: return j->on.periods[PERIOD_MONTH];
	case SPLIT_LOCALITY: return j->localities;
	case SPLIT_TEAM: return j->teams;
	case SPLIT_AGENCY: return j->agencies;
	case SPLIT_AGE: return j->age ? AGE_BANDS : 0;
	case SPLIT_SEX: return j->sexes;
	case SPLIT_SAID: break;
	}
	CHECK(s - SPLIT_SAID < JOURNEY_SAID);
	return j->said_values[s - SPLIT_SAID];
}

/* Where a split finds its value, and what that is worth. */
static void add_split(cell_steps *to, const journeys *j, split s, uint32_t stride)
{
	const uint8_t *narrow = NULL;
	const uint16_t *wide = NULL;
	switch (s) {
	case SPLIT_YEAR: case SPLIT_QUARTER: case SPLIT_MONTH:
		to->period = j->on.period[s - SPLIT_YEAR];
		to->year = stride;
		return;
	case SPLIT_LOCALITY: to->locality = stride; return;
	case SPLIT_TEAM: to->team = stride; return;
	case SPLIT_AGENCY: wide = j->agency; break;
	case SPLIT_AGE: narrow = j->age; break;
	case SPLIT_SEX: narrow = j->sex; break;
	case SPLIT_SAID: narrow = j->said[0]; break;
	}
	if (s > SPLIT_SAID) narrow = j->said[s - SPLIT_SAID];
	to->more[to->more_n].narrow = narrow;
	to->more[to->more_n].wide = wide;
	to->more[to->more_n++].step = stride;
}

/* The widths and steps of a question's splits: the last runs fastest. Without events a width may be 0: nothing is counted. */
static err lay_out_cells(trail *t, const journeys *j, const question *q, answer *ret, cell_steps *steps)
{
	uint64_t cells = 1;
	CHECK(q->by_n <= QUESTION_MAX_SPLITS);
	for (size_t i = q->by_n; i-- > 0;) {
		ret->width[i] = width_of(j, q->by[i]);
		if (ret->width[i] == 0 && j->events) return FAIL(t, E_INVALID);
		if (q->by[i] <= SPLIT_MONTH && steps->year) return FAIL(t, E_INVALID); /* years hold quarters already */
		add_split(steps, j, q->by[i], (uint32_t)cells);
		cells *= ret->width[i];
		if (cells > QUESTION_MAX_CELLS) return FAIL(t, E_LIMIT);
	}
	if (q->shape == SHAPE_STOCK && cells * j->on.days > QUESTION_MAX_CELLS * 16ull) return FAIL(t, E_LIMIT);
	ret->cells = (uint32_t)cells;
	return OK;
}

void part_sources_say(const part *p, bool ret[256])
{
	const journeys *j = p->j;
	memset(ret, 0, 256 * sizeof *ret);
	ret[0] = true; /* recorded here, everything can be said */
	for (size_t source = 1; source < j->sources; source++)
		for (size_t code = 0; code < 256; code++)
			ret[source] |= (p->q->role[code] & EVENT_ENDS) && j->of_source[source * 256 + code] > 0;
}

err part_lay_out(arena *a, const journeys *j, const question *q, answer *ret, part *ret_part)
{
	part p = { .q = q, .j = j, .work = work_of(j, q), .steps.period = j->on.period[PERIOD_YEAR] };
	answer is = { .of = q, .days = j->on.days };
	if (q->working_days && !j->on.working) return FAIL(&a->trail, E_INVALID);
	TRY(lay_out_cells(&a->trail, j, q, &is, &p.steps));
	p.cells = is.cells;
	if (j->sources > 1) {
		bool *can_say = TAKE_N(a, bool, 256);
		part_sources_say(&p, can_say);
		p.can_say = can_say;
	}
	*ret = is;
	*ret_part = p;
	return OK;
}

void part_find_columns(part *p)
{
	answer unused;
	p->steps = (cell_steps){ .period = p->j->on.period[PERIOD_YEAR] };
	CHECK(lay_out_cells(NULL, p->j, p->q, &unused, &p->steps) == OK); /* as when it was laid out */
}

uint32_t answer_value(const answer *of, uint32_t cell, size_t i)
{
	for (size_t k = of->of->by_n; k-- > i + 1;) cell /= of->width[k];
	return cell % of->width[i];
}

static void join_all(arena *a, const asking *all, answer *ret)
{
	for (size_t q = 0; q < all->n; q++) {
		part *p = &all->parts[q * all->threads];
		const question *of = ret[q].of;
		if (p->answered_by == q) p->work->join(a, p, all->threads, &ret[q]);
		else ret[q] = ret[p->answered_by];
		ret[q].of = of;
	}
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
		part p;
		TRY(part_lay_out(a, j, &questions[q], &ret[q], &p));
		p.answered_by = first_of_same(questions, q);
		for (unsigned i = 0; i < threads; i++) all.parts[q * threads + i] = p;
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
