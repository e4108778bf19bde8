/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How many are open on each day. */
#include "journey/shape.h"

static void stock_begin(part *p, size_t children_most)
{
	(void)children_most;
	p->change = TAKE_N(p->a, int32_t, (size_t)p->cells * p->j->on.days);
}

static void stock_of_events(part *p, uint32_t i, uint32_t end)
{
	const journeys *j = p->j;
	for (; i < end; i++) {
		uint8_t r = role_at(p, i);
		if (!r) continue;
		int32_t *at = &p->change[(size_t)cell_of(p, i) * j->on.days + journey_day(j->second[i])];
		*at += (r & EVENT_BEGINS) - ((r & EVENT_ENDS) >> 1);
	}
}

/* Order does not matter here, so the children's borders do not either where one stands beside the other. */
static void stock_walk(part *p, uint32_t from, uint32_t to)
{
	const journeys *j = p->j;
	bool side_by_side = j->end == j->first + 1;
	if (side_by_side && to > from) stock_of_events(p, j->first[from], j->end[to - 1]);
	for (uint32_t c = from; !side_by_side && c < to; c++) stock_of_events(p, j->first[c], j->end[c]);
}

static void stock_join(arena *a, part *parts, size_t n, answer *ret)
{
	ret->open = TAKE_N(a, int32_t, (size_t)ret->cells * ret->days);
	for (uint32_t c = 0; c < ret->cells; c++) {
		int32_t open = 0;
		for (size_t i = (size_t)c * ret->days, end = i + ret->days; i < end; i++) {
			for (size_t k = 0; k < n; k++) open += parts[k].change[i];
			ret->open[i] = open;
		}
	}
}

static void stretch(part *p, uint32_t begin, uint32_t end)
{
	const journeys *j = p->j;
	size_t at = (size_t)cell_of(p, begin) * j->on.days;
	p->change[at + journey_day(j->second[begin])]++;
	if (end != UINT32_MAX) p->change[at + journey_day(j->second[end])]--;
}

/* One child, once: from when something begins, while nothing is open, to the next end. */
static void stretches_of_child(part *p, uint32_t c)
{
	const journeys *j = p->j;
	uint32_t open = UINT32_MAX;
	for (uint32_t i = j->first[c]; i < j->end[c]; i++) {
		uint8_t r = role_at(p, i);
		if ((r & EVENT_ENDS) && open != UINT32_MAX) {
			stretch(p, open, i);
			open = UINT32_MAX;
		}
		if ((r & EVENT_BEGINS) && open == UINT32_MAX) open = i;
	}
	if (open != UINT32_MAX) stretch(p, open, UINT32_MAX);
}

static void take_stretch(void *context, const found_case *is)
{
	if (is->is == CASE_HAPPENED) stretch(context, is->begin, is->end);
	if (is->is == CASE_NOT_YET) stretch(context, is->begin, UINT32_MAX);
}

static void spells_walk(part *p, uint32_t from, uint32_t to)
{
	for (uint32_t c = from; c < to; c++) {
		if (!in_cohort(p, c)) continue;
		if (p->q->of_children) stretches_of_child(p, c);
		else cases_of_child(p, c, take_stretch, p);
	}
}

const shape_work work_spells = { stock_begin, spells_walk, stock_join };
const shape_work work_stock = { stock_begin, stock_walk, stock_join };
