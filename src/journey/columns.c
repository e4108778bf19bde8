/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journey/columns.h"
#include "journey/parallel.h"
#include "journey/sort.h"

event_rows event_rows_make(arena *a, size_t most)
{
	most += most == 0;
	return (event_rows){ .child = TAKE_N(a, uint32_t, most), .second = TAKE_N(a, uint32_t, most), .kind = TAKE_N(a, uint8_t, most),
		             .locality = TAKE_N(a, uint8_t, most), .team = TAKE_N(a, uint16_t, most) };
}

/* ---- grouping: each thread counts and places the events of its own children, reading all */

typedef struct {
	const event_rows *from;
	event_rows to;
	uint32_t *first; /* while counting, first[c + 1] is how many child c has; while placing, where its next one goes */
	size_t children;
	unsigned threads;
} grouping;

typedef struct {
	uint32_t from, to;
} span_of_children;

static span_of_children share_of(const grouping *g, unsigned at)
{
	return (span_of_children){ (uint32_t)(g->children * at / g->threads), (uint32_t)(g->children * (at + 1) / g->threads) };
}

static void count_part(void *context, unsigned at)
{
	const grouping *g = context;
	span_of_children mine = share_of(g, at);
	uint32_t wide = mine.to - mine.from, *count = g->first + mine.from + 1;
	const uint32_t *child = g->from->child;
	for (size_t i = 0; i < g->from->n; i++) {
		uint32_t c = child[i] - mine.from;
		if (c < wide) count[c]++;
	}
}

static inline void copy_event(const event_rows *to, size_t at, const event_rows *from, size_t i)
{
	to->second[at] = from->second[i];
	to->kind[at] = from->kind[i];
	to->locality[at] = from->locality[i];
	to->team[at] = from->team[i];
}

static void place_part(void *context, unsigned at)
{
	const grouping *g = context;
	const event_rows *from = g->from;
	span_of_children mine = share_of(g, at);
	uint32_t wide = mine.to - mine.from, *next = g->first + mine.from;
	for (size_t i = 0; i < from->n; i++) {
		uint32_t c = from->child[i] - mine.from;
		if (c >= wide) continue;
		uint32_t to = next[c]++;
		copy_event(&g->to, to, from, i);
	}
}

static void swap_events(const event_rows *r, size_t i, size_t k)
{
	uint32_t second = r->second[i];
	uint8_t kind = r->kind[i], locality = r->locality[i];
	uint16_t team = r->team[i];
	r->second[i] = r->second[k], r->second[k] = second;
	r->kind[i] = r->kind[k], r->kind[k] = kind;
	r->locality[i] = r->locality[k], r->locality[k] = locality;
	r->team[i] = r->team[k], r->team[k] = team;
}

/* Of n events, as many as a hostile file gives one child: by time, then by place. */
static void order_many(const event_rows *r, uint32_t from, uint32_t n)
{
	ARENA(work);
	uint64_t *keys = TAKE_N(&work, uint64_t, n), *spare = TAKE_N(&work, uint64_t, n);
	for (uint32_t i = 0; i < n; i++) keys[i] = (uint64_t)r->second[from + i] << 32 | i;
	keys = sort_u64(keys, spare, n, 64);
	event_rows was = event_rows_make(&work, n);
	for (uint32_t i = 0; i < n; i++) copy_event(&was, i, r, from + i);
	for (uint32_t i = 0; i < n; i++) copy_event(r, from + i, &was, (uint32_t)keys[i]);
}

static bool in_order(const uint32_t *second, uint32_t n)
{
	for (uint32_t i = 1; i < n; i++)
		if (second[i - 1] > second[i]) return false;
	return true;
}

/* Insertion where a child has few events: they come nearly in order. */
static void order_part(void *context, unsigned at)
{
	enum { FEW = 64 };
	const grouping *g = context;
	span_of_children mine = share_of(g, at);
	for (uint32_t c = mine.from; c < mine.to; c++) {
		uint32_t from = g->first[c], n = g->first[c + 1] - from;
		if (in_order(g->to.second + from, n)) continue;
		if (n > FEW) {
			order_many(&g->to, from, n);
			continue;
		}
		for (uint32_t i = from + 1; i < from + n; i++)
			for (uint32_t k = i; k > from && g->to.second[k - 1] > g->to.second[k]; k--) swap_events(&g->to, k - 1, k);
	}
}

static void group(grouping *g)
{
	parallel(g->threads, count_part, g);
	for (size_t c = 0; c < g->children; c++) g->first[c + 1] += g->first[c];
	parallel(g->threads, place_part, g);
	for (size_t c = g->children; c > 0; c--) g->first[c] = g->first[c - 1]; /* each has moved to the next one's start */
	g->first[0] = 0;
	parallel(g->threads, order_part, g);
}

/* ---- what the columns hold */

typedef struct {
	uint32_t children, localities, teams;
	bool in_order;
} extent;

static err measure_extent(trail *t, const event_rows *rows, uint32_t days, extent *ret)
{
	extent e = { .in_order = true };
	uint32_t child = 0, second = 0, last = days * (uint32_t)JOURNEY_SECONDS_A_DAY - 1, latest = 0;
	for (size_t i = 0; i < rows->n; i++) {
		uint32_t c = rows->child[i], s = rows->second[i];
		e.in_order &= (c > child) | ((c == child) & (s >= second));
		child = c;
		second = s;
		if (c >= e.children) e.children = c + 1;
		if (s > latest) latest = s;
		if (rows->locality[i] >= e.localities) e.localities = rows->locality[i] + 1u;
		if (rows->team[i] >= e.teams) e.teams = rows->team[i] + 1u;
		if (c > INT32_MAX) return FAIL(t, E_LIMIT);
	}
	if (rows->n && latest > last) return FAIL(t, E_INVALID);
	*ret = e;
	return OK;
}

static void first_of_each(const event_rows *rows, size_t children, uint32_t *first)
{
	for (size_t i = 0; i < rows->n; i++) first[rows->child[i] + 1]++;
	for (size_t c = 0; c < children; c++) first[c + 1] += first[c];
}

err journeys_group(arena *a, const event_rows *rows, day first_day, uint32_t days, unsigned threads, journeys *ret)
{
	extent e = { 0 };
	if (rows->n >= UINT32_MAX || days == 0 || days > JOURNEY_MAX_DAYS) return FAIL(&a->trail, E_LIMIT);
	TRY(measure_extent(&a->trail, rows, days, &e));
	journeys j = { .children = e.children, .events = rows->n, .localities = e.localities, .teams = e.teams,
		       .on = calendar_make(a, first_day, days) };
	grouping g = { .from = rows, .to = *rows, .first = TAKE_N(a, uint32_t, (size_t)e.children + 1), .children = e.children,
		       .threads = threads };
	if (e.in_order) {
		first_of_each(rows, e.children, g.first);
	} else {
		g.to = event_rows_make(a, rows->n);
		group(&g);
	}
	j.first = g.first;
	j.end = g.first + 1;
	j.second = g.to.second;
	j.kind = g.to.kind;
	j.locality = g.to.locality;
	j.team = g.to.team;
	*ret = j;
	return OK;
}
