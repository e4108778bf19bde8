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

enum { BLOCKS = 512, CHILD_HIGHEST_OF_FEW = 1 << 24, CHILDREN_TO_AN_EVENT = 16 };

/* An event on its way. */
typedef struct {
	uint32_t child, second;
	uint16_t team;
	uint8_t kind, locality;
} parcel;

/* What the columns hold. */
typedef struct {
	uint32_t child, second, locality, team; /* the highest of each */
	bool in_order;
} extent;

typedef struct {
	const event_rows *rows; /* read first, and at last where the events come to stand */
	uint32_t *first;        /* where child c's events begin; children + 1 of them */
	size_t children;
	unsigned threads, shift; /* child >> shift is its block */
	extent extents[PARALLEL_MOST];
	parcel *parcels;        /* by block */
	uint32_t (*next)[BLOCKS]; /* of each thread: first how many it has for a block, then where its next one goes */
	uint32_t begins[BLOCKS + 1]; /* of each block */
} grouping;

typedef struct {
	size_t from, to;
} stretch;

static stretch stretch_of(const grouping *g, unsigned at)
{
	return (stretch){ g->rows->n * at / g->threads, g->rows->n * (at + 1) / g->threads };
}

static void measure_stretch(void *context, unsigned at)
{
	grouping *g = context;
	const event_rows *r = g->rows;
	stretch mine = stretch_of(g, at);
	extent e = { .in_order = true };
	uint64_t before = mine.from ? (uint64_t)r->child[mine.from - 1] << 32 | r->second[mine.from - 1] : 0;
	for (size_t i = mine.from; i < mine.to; i++) {
		uint64_t now = (uint64_t)r->child[i] << 32 | r->second[i];
		e.in_order &= before <= now;
		before = now;
		e.child = r->child[i] > e.child ? r->child[i] : e.child;
		e.second = r->second[i] > e.second ? r->second[i] : e.second;
		e.locality = r->locality[i] > e.locality ? r->locality[i] : e.locality;
		e.team = r->team[i] > e.team ? r->team[i] : e.team;
	}
	g->extents[at] = e;
}

static extent measure(grouping *g)
{
	parallel(g->threads, measure_stretch, g);
	extent all = g->extents[0];
	for (unsigned t = 1; t < g->threads; t++) {
		const extent *e = &g->extents[t];
		all.in_order &= e->in_order;
		if (e->child > all.child) all.child = e->child;
		if (e->second > all.second) all.second = e->second;
		if (e->locality > all.locality) all.locality = e->locality;
		if (e->team > all.team) all.team = e->team;
	}
	return all;
}

static void count_stretch(void *context, unsigned at)
{
	const grouping *g = context;
	const uint32_t *child = g->rows->child;
	stretch mine = stretch_of(g, at);
	for (size_t i = mine.from; i < mine.to; i++) g->next[at][child[i] >> g->shift]++;
}

static void pack_stretch(void *context, unsigned at)
{
	const grouping *g = context;
	const event_rows *r = g->rows;
	stretch mine = stretch_of(g, at);
	for (size_t i = mine.from; i < mine.to; i++)
		g->parcels[g->next[at][r->child[i] >> g->shift]++] = (parcel){ r->child[i], r->second[i], r->team[i], r->kind[i], r->locality[i] };
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

/* Insertion where a child has few events: they come nearly in order. The events of child high - 1 end at `end`. */
static void order_children(const grouping *g, size_t low, size_t high, uint32_t end)
{
	enum { FEW = 64 };
	const event_rows *r = g->rows;
	for (size_t c = low; c < high; c++) {
		uint32_t from = g->first[c], n = (c + 1 < high ? g->first[c + 1] : end) - from;
		if (in_order(r->second + from, n)) continue;
		if (n > FEW) {
			order_many(r, from, n);
			continue;
		}
		for (uint32_t i = from + 1; i < from + n; i++)
			for (uint32_t k = i; k > from && r->second[k - 1] > r->second[k]; k--) swap_events(r, k - 1, k);
	}
}

/* How many events each child of a block has, in `first`; whether time never goes back in it. */
static bool count_block(const grouping *g, unsigned block)
{
	bool in_time = true;
	uint32_t before = 0;
	for (uint32_t i = g->begins[block]; i < g->begins[block + 1]; i++) {
		const parcel *p = &g->parcels[i];
		g->first[p->child]++;
		in_time &= before <= p->second;
		before = p->second;
	}
	return in_time;
}

/* One block by child: `first` counts, then says where the next one goes, and at last where each begins. */
static void place_block(const grouping *g, unsigned block)
{
	const event_rows *r = g->rows;
	uint32_t *first = g->first, run = g->begins[block];
	size_t low = (size_t)block << g->shift, high = low + ((size_t)1 << g->shift);
	if (high > g->children) high = g->children;
	if (low >= high) return;
	bool in_time = count_block(g, block);
	for (size_t c = low; c < high; c++) {
		uint32_t n = first[c];
		first[c] = run;
		run += n;
	}
	for (uint32_t i = g->begins[block]; i < g->begins[block + 1]; i++) {
		const parcel *p = &g->parcels[i];
		uint32_t to = first[p->child]++;
		r->second[to] = p->second;
		r->kind[to] = p->kind;
		r->locality[to] = p->locality;
		r->team[to] = p->team;
	}
	for (size_t c = high; c-- > low + 1;) first[c] = first[c - 1]; /* each has moved to the next one's start */
	first[low] = g->begins[block];
	if (!in_time) order_children(g, low, high, g->begins[block + 1]); /* what follows in `first` is another thread's */
}

static void place_blocks(void *context, unsigned at)
{
	const grouping *g = context;
	for (unsigned block = at; block < BLOCKS; block += g->threads) place_block(g, block);
}

static void group(grouping *g, arena *work)
{
	uint32_t at = 0;
	while ((g->children - 1) >> g->shift >= BLOCKS) g->shift++;
	g->next = arena_take_n(work, g->threads, sizeof *g->next, alignof(uint32_t));
	g->parcels = ROOM(work, parcel, g->rows->n);
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
}

static void first_of_each(const grouping *g)
{
	size_t c = 0;
	for (size_t i = 0; i < g->rows->n; i++)
		while (c <= g->rows->child[i]) g->first[c++] = (uint32_t)i;
}

err journeys_group(arena *a, const event_rows *rows, day first_day, uint32_t days, unsigned threads, journeys *ret)
{
	if (rows->n >= UINT32_MAX || days == 0 || days > JOURNEY_MAX_DAYS) return FAIL(&a->trail, E_LIMIT);
	grouping g = { .rows = rows, .threads = threads };
	extent most = measure(&g);
	if (most.child > CHILD_HIGHEST_OF_FEW && most.child / CHILDREN_TO_AN_EVENT > rows->n) return FAIL(&a->trail, E_LIMIT);
	if (rows->n && journey_day(most.second) >= days) return FAIL(&a->trail, E_INVALID);
	g.children = rows->n ? (size_t)most.child + 1 : 0;
	g.first = TAKE_N(a, uint32_t, g.children + 1);
	ARENA(work);
	work.max_bytes = a->max_bytes;
	if (most.in_order) first_of_each(&g);
	else group(&g, &work);
	g.first[g.children] = (uint32_t)rows->n;
	*ret = (journeys){ .second = rows->second, .kind = rows->kind, .locality = rows->locality, .team = rows->team, .first = g.first,
		           .end = g.first + 1, .children = g.children, .events = rows->n, .localities = rows->n ? most.locality + 1 : 0,
		           .teams = rows->n ? most.team + 1 : 0, .on = calendar_make(a, first_day, days) };
	return OK;
}
