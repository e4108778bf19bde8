/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journey/columns.h"
#include "journey/parallel.h"
#include "journey/sort.h"

/* Not zeroed: a gigabyte that is written twice takes longer than the grouping of it. */
#define ROOM(a, type, n) ((type *)arena_widen((a), NULL, 0, (n) * sizeof(type), alignof(type)))

event_rows event_rows_make(arena *a, size_t most)
{
	most += most == 0;
	return (event_rows){ .child = ROOM(a, uint32_t, most), .second = ROOM(a, uint32_t, most), .kind = ROOM(a, uint8_t, most),
		             .locality = ROOM(a, uint8_t, most), .team = ROOM(a, uint16_t, most) };
}

/* ---- grouping: first into blocks of children that are near each other, then each block by child, so that what is written next
 * is near what was written last. Each thread has a stretch of the events, then blocks of its own. */

enum { BLOCKS = 512 };

/* An event on its way. */
typedef struct {
	uint32_t child, second;
	uint16_t team;
	uint8_t kind, locality;
} parcel;

typedef struct {
	const event_rows *from;
	event_rows to;
	uint32_t *first; /* where child c's events begin; children + 1 of them */
	size_t children;
	unsigned threads, shift;          /* child >> shift is its block */
	parcel *parcels;                  /* by block */
	uint32_t (*next)[BLOCKS];         /* of each thread: first how many it has for a block, then where its next one goes */
	uint32_t begins[BLOCKS + 1];      /* of each block */
} grouping;

typedef struct {
	uint32_t from, to;
} span_of_children;

static span_of_children share_of(const grouping *g, unsigned at)
{
	return (span_of_children){ (uint32_t)(g->children * at / g->threads), (uint32_t)(g->children * (at + 1) / g->threads) };
}

static void count_stretch(void *context, unsigned at)
{
	const grouping *g = context;
	const uint32_t *child = g->from->child;
	for (size_t i = g->from->n * at / g->threads, end = g->from->n * (at + 1) / g->threads; i < end; i++)
		g->next[at][child[i] >> g->shift]++;
}

static void pack_stretch(void *context, unsigned at)
{
	const grouping *g = context;
	const event_rows *r = g->from;
	for (size_t i = r->n * at / g->threads, end = r->n * (at + 1) / g->threads; i < end; i++)
		g->parcels[g->next[at][r->child[i] >> g->shift]++] = (parcel){ r->child[i], r->second[i], r->team[i], r->kind[i], r->locality[i] };
}

/* One block by child: `first` counts, then says where the next one goes, and at last where each begins. */
static void place_block(const grouping *g, unsigned block)
{
	uint32_t *first = g->first, run = g->begins[block], until = g->begins[block + 1];
	size_t low = (size_t)block << g->shift, high = low + ((size_t)1 << g->shift);
	if (high > g->children) high = g->children;
	for (uint32_t i = run; i < until; i++) first[g->parcels[i].child]++;
	for (size_t c = low; c < high; c++) {
		uint32_t n = first[c];
		first[c] = run;
		run += n;
	}
	for (uint32_t i = g->begins[block]; i < until; i++) {
		const parcel *p = &g->parcels[i];
		uint32_t to = first[p->child]++;
		g->to.second[to] = p->second;
		g->to.kind[to] = p->kind;
		g->to.locality[to] = p->locality;
		g->to.team[to] = p->team;
	}
	for (size_t c = high; c-- > low + 1;) first[c] = first[c - 1]; /* each has moved to the next one's start */
	if (low < high) first[low] = g->begins[block];
}

static void place_blocks(void *context, unsigned at)
{
	const grouping *g = context;
	for (unsigned block = at; block < BLOCKS; block += g->threads) place_block(g, block);
}

static inline void copy_event(const event_rows *to, size_t at, const event_rows *from, size_t i)
{
	to->second[at] = from->second[i];
	to->kind[at] = from->kind[i];
	to->locality[at] = from->locality[i];
	to->team[at] = from->team[i];
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

static void group(grouping *g, arena *work)
{
	uint32_t at = 0;
	while ((g->children - 1) >> g->shift >= BLOCKS) g->shift++;
	g->next = arena_take_n(work, g->threads, sizeof *g->next, alignof(uint32_t));
	g->parcels = ROOM(work, parcel, g->from->n);
	parallel(g->threads, count_stretch, g);
	for (unsigned block = 0; block < BLOCKS; block++) {
		g->begins[block] = at;
		for (unsigned t = 0; t < g->threads; t++) {
			uint32_t n = g->next[t][block];
			g->next[t][block] = at;
			at += n;
		}
	}
	g->begins[BLOCKS] = at;
	parallel(g->threads, pack_stretch, g);
	parallel(g->threads, place_blocks, g);
	g->first[g->children] = at;
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
		ARENA(work);
		work.max_bytes = a->max_bytes;
		group(&g, &work);
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
