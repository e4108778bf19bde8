/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How many are open on each day. */
#include "journey/shape.h"

static void stock_begin(part *p, size_t children_most)
{
	(void)children_most;
	p->change = TAKE_N(p->a, int32_t, (size_t)p->cells * p->j->days);
}

/* Order does not matter here, so the children's borders do not either. */
static void stock_walk(part *p, uint32_t from, uint32_t to)
{
	const journeys *j = p->j;
	const uint8_t *role = p->q->role, *kind = j->kind;
	for (uint32_t i = j->first[from], end = j->first[to]; i < end; i++) {
		uint8_t r = role[kind[i]];
		if (!r) continue;
		int32_t *at = &p->change[(size_t)cell_of(p, i) * j->days + journey_day(j->second[i])];
		*at += (r & EVENT_BEGINS) - ((r & EVENT_ENDS) >> 1);
	}
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

const shape_work work_stock = { stock_begin, stock_walk, stock_join };
