/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Beginnings and what came of each: with every pick, with what stops the waiting, and with what nobody can know. */
#include "journey/shape.h"

#define NONE UINT32_MAX

static bool ends(const part *p, uint32_t k)
{
	return role_at(p, k) & EVENT_ENDS;
}

/* What any of the child's events may be to the question: most questions look for what most journeys do not have. */
static uint8_t roles_of_child(const part *p, uint32_t c)
{
	uint8_t any = 0;
	for (uint32_t i = p->j->first[c]; i < p->j->end[c]; i++) any |= p->q->role[p->j->kind[i]];
	return any;
}

static uint32_t end_of(const part *p, uint32_t c, uint32_t i)
{
	const journeys *j = p->j;
	uint32_t first = j->first[c], end = j->end[c];
	switch (p->q->end) {
	case PICK_OWN:
		for (uint32_t k = first; j->thread && k < end; k++)
			if (j->thread[k] == j->thread[i] && ends(p, k)) return k;
		return NONE;
	case PICK_LAST:
		for (uint32_t k = end; k-- > i + 1;)
			if (ends(p, k)) return k;
		return NONE;
	case PICK_FIRST: case PICK_NEXT: case PICK_EVERY: break;
	}
	for (uint32_t k = p->q->end == PICK_FIRST ? first : i + 1; k < end; k++)
		if (ends(p, k)) return k;
	return NONE;
}

static uint32_t stop_of(const part *p, uint32_t c, uint32_t i)
{
	for (uint32_t k = i + 1; k < p->j->end[c]; k++)
		if (role_at(p, k) & EVENT_STOPS) return k;
	return NONE;
}

/* Whether what the child's events come from, since that event, could have said the end. */
static bool could_say(const part *p, uint32_t c, uint32_t i)
{
	if (!p->can_say) return true;
	for (uint32_t k = i; k < p->j->end[c]; k++)
		if (p->can_say[p->j->source[k]]) return true;
	return false;
}

static uint32_t days_between(const part *p, uint32_t from, uint32_t until)
{
	if (until < from) return 0; /* it was there before anybody asked: no wait */
	if (!p->q->working_days) return (until - from) / JOURNEY_SECONDS_A_DAY;
	/* after the day of the beginning, up to and with that of the end */
	uint32_t last = journey_day(until) + 1, days = p->j->on.days;
	uint32_t first = journey_day(from) + 1;
	const uint32_t *working = p->j->on.working;
	return working[last > days ? days : last] - working[first > days ? days : first];
}

/* any: roles_of_child. */
static found_case case_of(const part *p, uint32_t c, uint32_t i, uint8_t any)
{
	const journeys *j = p->j;
	const uint8_t *role = p->q->role;
	uint32_t k = any & EVENT_ENDS ? end_of(p, c, i) : NONE, stop = any & EVENT_STOPS ? stop_of(p, c, i) : NONE, from = j->second[i];
	found_case is = { .begin = i, .end = NONE, .is = CASE_NOT_KNOWN };
	if (role[j->kind[i]] & EVENT_UNDATED) return is;
	if (k != NONE && (stop == NONE || journey_day(j->second[k]) <= journey_day(j->second[stop]))) {
		bool before_own = p->q->end == PICK_OWN && j->second[k] < from; /* an end before its own beginning is a mistake */
		if ((role[j->kind[k]] & EVENT_UNDATED) || before_own) return is;
		return (found_case){ .begin = i, .end = k, .days = days_between(p, from, j->second[k]), .is = CASE_HAPPENED };
	}
	is.days = days_between(p, from, stop == NONE ? j->on.days * (uint32_t)JOURNEY_SECONDS_A_DAY : j->second[stop]);
	is.stopped = stop != NONE;
	if (could_say(p, c, i)) is.is = CASE_NOT_YET;
	return is;
}

/* In time, not in time, or still to be seen. */
static outcome in_time(const part *p, const found_case *is)
{
	const journeys *j = p->j;
	uint32_t span = p->q->span, from = j->second[is->begin], last = j->on.days * (uint32_t)JOURNEY_SECONDS_A_DAY;
	if (is->is == CASE_HAPPENED) return j->second[is->end] <= from || j->second[is->end] - from <= span ? CASE_HAPPENED : CASE_MISSED;
	if (is->is == CASE_NOT_YET && (p->q->at_once || (is->stopped && span == SPAN_EVER))) return CASE_MISSED;
	if (is->is == CASE_NOT_YET && span != SPAN_EVER && is->days >= span / JOURNEY_SECONDS_A_DAY && last - from > span) return CASE_MISSED;
	return is->is;
}

void cases_of_child(const part *p, uint32_t child, take_case *take, void *context)
{
	const journeys *j = p->j;
	const question *q = p->q;
	uint32_t last = NONE;
	uint8_t any = roles_of_child(p, child);
	if (!(any & EVENT_BEGINS) || !in_cohort(p, child)) return;
	for (uint32_t i = j->first[child]; i < j->end[child]; i++) {
		if (!(role_at(p, i) & EVENT_BEGINS)) continue;
		last = i;
		if (q->begin == PICK_FIRST) break;
		if (q->begin == PICK_LAST || !in_window(q, j->second[i])) continue;
		found_case is = case_of(p, child, i, any);
		if (q->shape == SHAPE_SHARE) is.is = in_time(p, &is);
		take(context, &is);
	}
	if (q->begin == PICK_EVERY || last == NONE || !in_window(q, j->second[last])) return;
	found_case is = case_of(p, child, last, any);
	if (q->shape == SHAPE_SHARE) is.is = in_time(p, &is);
	take(context, &is);
}

static void each_child(part *p, uint32_t from, uint32_t to, take_case *take)
{
	for (uint32_t c = from; c < to; c++) cases_of_child(p, c, take, p);
}

/* ---- how long */

static void cases_begin(part *p, size_t children_most)
{
	tallies_begin(p, children_most);
	p->wait_cap = children_most + 1;
	p->waits = TAKE_N(p->a, uint64_t, p->wait_cap);
}

static void take_wait(void *context, const found_case *is)
{
	part *p = context;
	uint32_t cell = cell_of(p, is->begin);
	if (is->is == CASE_NOT_KNOWN) {
		p->tallies[cell].n++;
		p->tallies[cell].not_known++;
		return;
	}
	if (p->wait_n == p->wait_cap) p->waits = arena_grow(p->a, p->waits, &p->wait_cap, sizeof *p->waits);
	p->waits[p->wait_n++] = WAIT_OF(cell, is->days, is->is != CASE_HAPPENED);
}

static void walk_cases(part *p, uint32_t from, uint32_t to)
{
	each_child(p, from, to, take_wait);
}

static void cases_join(arena *a, part *parts, size_t n, answer *ret)
{
	tallies_join(a, parts, n, ret);
	waits_join(a, parts, n, ret);
}

const shape_work work_cases = { cases_begin, walk_cases, cases_join };

/* ---- how many */

static void take_share(void *context, const found_case *is)
{
	part *p = context;
	tally *t = &p->tallies[cell_of(p, is->begin)];
	t->n++;
	t->hit += is->is == CASE_HAPPENED;
	t->not_yet += is->is == CASE_NOT_YET;
	t->not_known += is->is == CASE_NOT_KNOWN;
}

static void walk_share(part *p, uint32_t from, uint32_t to)
{
	each_child(p, from, to, take_share);
}

const shape_work work_share = { tallies_begin, walk_share, tallies_join };

/* ---- before and after */

static void change_begin(part *p, size_t children_most)
{
	tallies_begin(p, children_most);
	p->changed = TAKE_N(p->a, uint32_t, (size_t)p->cells * CHANGE_WIDTH);
}

static void take_change(void *context, const found_case *is)
{
	part *p = context;
	uint32_t cell = cell_of(p, is->begin);
	tally *t = &p->tallies[cell];
	const uint8_t *number = p->j->said[p->q->number_slot];
	uint8_t before = number[is->begin], after = is->is == CASE_HAPPENED ? number[is->end] : 0;
	if (!before) return;
	t->n++;
	t->hit += after != 0;
	t->not_yet += !after && is->is != CASE_NOT_KNOWN;
	t->not_known += !after && is->is == CASE_NOT_KNOWN;
	if (after) p->changed[(size_t)cell * CHANGE_WIDTH + CHANGE_MOST + after - before]++;
}

static void walk_change(part *p, uint32_t from, uint32_t to)
{
	each_child(p, from, to, take_change);
}

static void change_join(arena *a, part *parts, size_t n, answer *ret)
{
	size_t all = (size_t)ret->cells * CHANGE_WIDTH;
	tallies_join(a, parts, n, ret);
	ret->changed = TAKE_N(a, uint32_t, all);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < all; k++) ret->changed[k] += parts[i].changed[k];
}

const shape_work work_change = { change_begin, walk_change, change_join };

/* ---- the children behind a point */

typedef struct {
	arena *a;
	const part *p;
	question_cases list;
	uint32_t cell, child, again; /* again: the beginning before this one, of the same child */
} gathering;

static void gather(void *context, const found_case *is)
{
	gathering *g = context;
	const journeys *j = g->p->j;
	const question *q = g->p->q;
	uint32_t cell = cell_of(g->p, is->begin), second = j->second[is->begin], before = g->again;
	outcome came = is->is;
	g->again = is->begin;
	if (q->shape == SHAPE_COUNT && came != CASE_NOT_KNOWN) came = CASE_HAPPENED;
	if (q->shape == SHAPE_REPEAT && came != CASE_NOT_KNOWN)
		came = before != NONE && second - j->second[before] <= q->span ? CASE_HAPPENED : CASE_MISSED;
	if (g->cell != EVERY_CELL && g->cell != cell) return;
	PUSH(g->a, &g->list, ((question_case){ .child = g->child, .cell = cell, .begun = journey_day(second), .days = is->days, .is = came }));
}

err question_cases_of(arena *a, const journeys *j, const question *q, uint32_t cell, question_cases *ret)
{
	answer unused;
	part p;
	gathering g = { .a = a, .p = &p, .cell = cell };
	TRY(part_lay_out(a, j, q, &unused, &p));
	bool has = q->shape != SHAPE_FLOW && q->shape != SHAPE_SILENCE;
	for (g.child = 0; has && g.child < j->children; g.child++) {
		g.again = NONE;
		cases_of_child(&p, g.child, gather, &g);
	}
	*ret = g.list;
	return OK;
}
