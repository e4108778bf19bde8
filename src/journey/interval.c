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

/* Days take few of their 31 bits: they are packed beside the cell while sorting. */
static void sort_part(void *context, unsigned at)
{
	part *p = &((part *)context)[at];
	unsigned low = bits_of((uint64_t)p->j->on.days << 1 | 1);
	uint64_t mask = ((uint64_t)1 << low) - 1;
	for (size_t i = 0; i < p->wait_n; i++) p->waits[i] = p->waits[i] >> 32 << low | (p->waits[i] & mask);
	p->waits = sort_u64(p->waits, waits_room(p->a, p->wait_n), p->wait_n, low + bits_of(p->cells));
	for (size_t i = 0; i < p->wait_n; i++) p->waits[i] = p->waits[i] >> low << 32 | (p->waits[i] & mask);
}

typedef struct {
	part *parts;
	size_t n;
	uint64_t *to;
} merging;

/* Where in a part the keys begin that the thread merges: up to its share of the first part's. */
static size_t share_from(const merging *m, const part *p, size_t at)
{
	const part *first = &m->parts[0];
	if (at == 0) return 0;
	if (at == m->n || first->wait_n == 0) return p->wait_n;
	uint64_t key = first->waits[first->wait_n * at / m->n];
	size_t low = 0, high = p->wait_n;
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (p->waits[mid] < key) low = mid + 1;
		else high = mid;
	}
	return low;
}

static void merge_part(void *context, unsigned at)
{
	const merging *m = context;
	size_t from[PARALLEL_MOST], until[PARALLEL_MOST], to = 0, end = 0;
	for (size_t i = 0; i < m->n; i++) {
		from[i] = share_from(m, &m->parts[i], at);
		until[i] = share_from(m, &m->parts[i], at + 1u);
		to += from[i];
		end += until[i];
	}
	while (to < end) {
		size_t least = m->n;
		for (size_t i = 0; i < m->n; i++)
			if (from[i] < until[i] && (least == m->n || m->parts[i].waits[from[i]] < m->parts[least].waits[from[least]])) least = i;
		m->to[to++] = m->parts[least].waits[from[least]++];
	}
}

void waits_join(arena *a, part *parts, size_t n, answer *ret)
{
	merging m = { .parts = parts, .n = n };
	parallel((unsigned)n, sort_part, parts);
	for (size_t i = 0; i < n; i++) ret->wait_n += parts[i].wait_n;
	ret->waits = m.to = waits_room(a, ret->wait_n);
	parallel((unsigned)n, merge_part, &m);
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
