/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How long from a first this to a first that. Who has not come there yet is censored on the last day that was looked at. */
#include "journey/parallel.h"
#include "journey/shape.h"
#include "journey/sort.h"

/* Not zeroed: each place is written before it is read. */
static uint64_t *waits_room(arena *a, size_t n)
{
	return arena_widen(a, NULL, 0, (n + 1) * sizeof(uint64_t), alignof(uint64_t));
}

static void interval_begin(part *p, size_t children_most)
{
	tallies_begin(p, children_most);
	p->wait_cap = children_most + 1;
	p->waits = waits_room(p->a, children_most);
}

static void interval_walk(part *p, uint32_t from, uint32_t to)
{
	const journeys *j = p->j;
	const uint8_t *role = p->q->role, *kind = j->kind;
	const uint32_t last_second = j->on.days * (uint32_t)JOURNEY_SECONDS_A_DAY;
	for (uint32_t c = from; c < to; c++) {
		uint32_t i = j->first[c], end = j->end[c], k = i;
		while (i < end && !(role[kind[i]] & EVENT_BEGINS)) i++;
		if (i == end) continue;
		while (k < end && !(role[kind[k]] & EVENT_ENDS)) k++;
		bool open = k == end;
		uint32_t until = open ? last_second : j->second[k];
		if (until < j->second[i]) until = j->second[i]; /* it was there before anybody asked: no wait */
		p->waits[p->wait_n++] = WAIT_OF(cell_of(p, i), (until - j->second[i]) / JOURNEY_SECONDS_A_DAY, open);
	}
}

static unsigned bits_of(uint64_t most)
{
	unsigned bits = 0;
	for (; most; most >>= 1) bits++;
	return bits;
}

/* ---- putting the waits of all threads in order: first into buckets by what is highest in them, in one place for all; then each
 * bucket by itself, small enough to stay near the processor. Days take few of their 31 bits: they are packed beside the cell on
 * the way. */

enum { BUCKET_BITS = 11, BUCKETS = 1 << BUCKET_BITS };

typedef struct {
	const part *parts;
	size_t n;
	unsigned low, rest;  /* bits of a packed wait that are not its cell; that are not its bucket */
	uint64_t *to;
	size_t (*next)[BUCKETS]; /* of each thread: how many it has for a bucket, then where its next one goes */
	size_t begins[BUCKETS + 1];
} ordering;

static uint64_t packed(const ordering *o, uint64_t wait)
{
	return wait >> 32 << o->low | (uint32_t)wait;
}

static void count_buckets(void *context, unsigned at)
{
	const ordering *o = context;
	const part *p = &o->parts[at];
	for (size_t i = 0; i < p->wait_n; i++) o->next[at][packed(o, p->waits[i]) >> o->rest]++;
}

static void fill_buckets(void *context, unsigned at)
{
	const ordering *o = context;
	const part *p = &o->parts[at];
	for (size_t i = 0; i < p->wait_n; i++) {
		uint64_t key = packed(o, p->waits[i]);
		o->to[o->next[at][key >> o->rest]++] = key;
	}
}

static void sort_buckets(void *context, unsigned at)
{
	const ordering *o = context;
	const uint64_t mask = ((uint64_t)1 << o->low) - 1;
	size_t largest = 0;
	ARENA(work);
	work.max_bytes = o->parts[at].a->max_bytes;
	for (size_t k = at; k < BUCKETS; k += o->n)
		if (o->begins[k + 1] - o->begins[k] > largest) largest = o->begins[k + 1] - o->begins[k];
	uint64_t *spare = waits_room(&work, largest);
	for (size_t k = at; k < BUCKETS; k += o->n) {
		uint64_t *to = o->to + o->begins[k];
		size_t n = o->begins[k + 1] - o->begins[k];
		const uint64_t *sorted = sort_u64(to, spare, n, o->rest);
		for (size_t i = 0; i < n; i++) to[i] = sorted[i] >> o->low << 32 | (sorted[i] & mask);
	}
}

void waits_join(arena *a, part *parts, size_t n, answer *ret)
{
	ordering o = { .parts = parts, .n = n, .low = bits_of((uint64_t)ret->days << 1 | 1) };
	unsigned bits = o.low + bits_of(ret->cells);
	ARENA(work);
	o.rest = bits > BUCKET_BITS ? bits - BUCKET_BITS : 0;
	o.next = arena_take_n(&work, n, sizeof *o.next, alignof(size_t));
	for (size_t i = 0; i < n; i++) ret->wait_n += parts[i].wait_n;
	ret->waits = o.to = waits_room(a, ret->wait_n);
	parallel((unsigned)n, count_buckets, &o);
	size_t at = 0;
	for (size_t k = 0; k < BUCKETS; k++) {
		o.begins[k] = at;
		for (size_t i = 0; i < n; i++) {
			size_t count = o.next[i][k];
			o.next[i][k] = at;
			at += count;
		}
	}
	o.begins[BUCKETS] = at;
	parallel((unsigned)n, fill_buckets, &o);
	parallel((unsigned)n, sort_buckets, &o);
}

static void interval_join(arena *a, part *parts, size_t n, answer *ret)
{
	tallies_join(a, parts, n, ret);
	waits_join(a, parts, n, ret);
}

const shape_work work_interval = { interval_begin, interval_walk, interval_join };

bool waits_next(const answer *of, size_t *at, waits_of_cell *ret)
{
	size_t i = *at;
	if (i >= of->wait_n) return false;
	waits_of_cell w = { .cell = WAIT_CELL(of->waits[i]), .at = of->waits + i };
	for (; i < of->wait_n && WAIT_CELL(of->waits[i]) == w.cell; i++) w.ended += !WAIT_OPEN(of->waits[i]);
	w.n = i - *at;
	*at = i;
	*ret = w;
	return true;
}

int64_t waits_quantile(const waits_of_cell *w, unsigned in_hundred)
{
	uint64_t rank = ((uint64_t)w->ended * in_hundred + 99) / 100;
	if (w->ended == 0) return -1;
	if (rank == 0) rank = 1;
	for (size_t i = 0; i < w->n; i++)
		if (!WAIT_OPEN(w->at[i]) && --rank == 0) return WAIT_DAYS(w->at[i]);
	CHECK(false);
	return -1;
}

bool curve_next(const waits_of_cell *w, size_t *at, curve_step *so_far)
{
	while (*at < w->n) {
		size_t i = *at;
		uint32_t on = WAIT_DAYS(w->at[i]);
		curve_step s = { .day = on, .at_risk = w->n - i, .waiting = i && so_far->at_risk ? so_far->waiting : 1 };
		for (; i < w->n && WAIT_DAYS(w->at[i]) == on; i++) s.ended += !WAIT_OPEN(w->at[i]);
		*at = i;
		if (s.ended == 0) continue;
		s.waiting *= 1 - (double)s.ended / (double)s.at_risk;
		*so_far = s;
		return true;
	}
	return false;
}
