/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What really follows what, how often, and how many days lie between. */
#include "journey/shape.h"
#include "journey/sort.h"

enum { SHORT_DAYS = 256 }; /* pauses shorter than this are counted by days; the others are kept one by one */

typedef LIST(uint64_t) long_pauses;
struct flow_count {
	uint8_t place[256];     /* of each kind that counts: 1 .. kinds; 0 for the others */
	uint8_t kind_of[256];
	uint32_t kinds;
	uint32_t (*short_n)[SHORT_DAYS]; /* [from * kinds + to], places from 0 */
	long_pauses longer;     /* pair << 32 | days */
};

static void flow_begin(part *p, size_t children_most)
{
	(void)children_most;
	struct flow_count *f = p->flow = TAKE(p->a, struct flow_count);
	for (int k = 0; k < 256; k++) {
		if (!(p->q->role[k] & EVENT_BEGINS) || f->kinds == UINT8_MAX) continue;
		f->kind_of[f->kinds++] = (uint8_t)k;
		f->place[k] = (uint8_t)f->kinds;
	}
	f->short_n = arena_take_n(p->a, (size_t)f->kinds * f->kinds + 1, sizeof *f->short_n, alignof(uint32_t));
}

static void flow_walk(part *p, uint32_t from, uint32_t to)
{
	const journeys *j = p->j;
	struct flow_count *f = p->flow;
	const uint32_t *second = j->second;
	for (uint32_t c = from; c < to; c++) {
		if (!in_cohort(p, c)) continue;
		uint32_t last = 0, when_last = 0; /* place of the kind before, 0 for none */
		for (uint32_t i = j->first[c], end = j->end[c]; i < end; i++) {
			uint32_t now = f->place[j->kind[i]];
			if (!now) continue;
			if (last) {
				uint32_t days = (second[i] - when_last) / JOURNEY_SECONDS_A_DAY, pair = (last - 1) * f->kinds + now - 1;
				if (days < SHORT_DAYS) f->short_n[pair][days]++;
				else PUSH(p->a, &f->longer, (uint64_t)pair << 32 | days);
			}
			last = now;
			when_last = second[i];
		}
	}
}

/* The parts' long pauses, by pair, then days. */
static const uint64_t *longer_of_all(arena *a, const part *parts, size_t n, size_t *ret_n)
{
	size_t all = 0, at = 0;
	for (size_t i = 0; i < n; i++) all += parts[i].flow->longer.n;
	uint64_t *keys = TAKE_N(a, uint64_t, all + 1), *spare = TAKE_N(a, uint64_t, all + 1);
	for (size_t i = 0; i < n; i++) {
		const long_pauses *one = &parts[i].flow->longer;
		if (one->n) memcpy(keys + at, one->at, one->n * sizeof *keys);
		at += one->n;
	}
	*ret_n = all;
	return sort_u64(keys, spare, all, 48);
}

static uint32_t median_of(const uint64_t *shorter, uint64_t n, const uint64_t *longer)
{
	uint64_t rank = (n + 1) / 2, so_far = 0; /* the smallest value whose rank is at least half of n */
	for (uint32_t d = 0; d < SHORT_DAYS; d++) {
		so_far += shorter[d];
		if (so_far >= rank) return d;
	}
	return (uint32_t)longer[rank - so_far - 1];
}

static void flow_join(arena *a, part *parts, size_t n, answer *ret)
{
	ARENA(work);
	work.max_bytes = a->max_bytes;
	const struct flow_count *f = parts[0].flow;
	size_t long_n, at = 0;
	const uint64_t *longer = longer_of_all(&work, parts, n, &long_n);
	ret->steps = TAKE_N(a, step, (size_t)f->kinds * f->kinds + 1);
	for (uint32_t pair = 0; pair < f->kinds * f->kinds; pair++) {
		uint64_t shorter[SHORT_DAYS] = { 0 }, count = 0;
		size_t first = at;
		while (at < long_n && longer[at] >> 32 == pair) at++;
		for (size_t i = 0; i < n; i++)
			for (size_t d = 0; d < SHORT_DAYS; d++) shorter[d] += parts[i].flow->short_n[pair][d];
		for (size_t d = 0; d < SHORT_DAYS; d++) count += shorter[d];
		count += at - first;
		if (count == 0) continue;
		ret->steps[ret->step_n++] = (step){ .from = f->kind_of[pair / f->kinds], .to = f->kind_of[pair % f->kinds], .n = count,
			                            .median_days = median_of(shorter, count, longer + first) };
	}
}

void flow_take_away(part *from, part *what)
{
	ARENA(work);
	work.max_bytes = SIZE_MAX;
	struct flow_count *f = from->flow, *less = what->flow;
	for (size_t pair = 0; pair < (size_t)f->kinds * f->kinds; pair++)
		for (size_t d = 0; d < SHORT_DAYS; d++) {
			f->short_n[pair][d] -= less->short_n[pair][d];
			less->short_n[pair][d] = 0;
		}
	size_t all_n, less_n, at = 0, n = 0;
	const uint64_t *all = longer_of_all(&work, from, 1, &all_n), *gone = longer_of_all(&work, what, 1, &less_n);
	for (size_t i = 0; i < all_n; i++) {
		if (at < less_n && gone[at] == all[i]) at++;
		else f->longer.at[n++] = all[i];
	}
	CHECK(at == less_n);
	f->longer.n = n;
	less->longer.n = 0;
}

const shape_work work_flow = { flow_begin, flow_walk, flow_join };
