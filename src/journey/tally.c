/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Questions that tally: what comes again, and silences. */
#include "journey/shape.h"

void tallies_begin(part *p, size_t children_most)
{
	(void)children_most;
	p->tallies = TAKE_N(p->a, tally, p->cells + 1);
}

void tallies_join(arena *a, part *parts, size_t n, answer *ret)
{
	ret->tallies = TAKE_N(a, tally, ret->cells + 1);
	for (size_t i = 0; i < n; i++)
		for (uint32_t c = 0; c < ret->cells; c++) {
			tally *sum = &ret->tallies[c];
			const tally *t = &parts[i].tallies[c];
			sum->n += t->n;
			sum->hit += t->hit;
			sum->over += t->over;
			sum->not_yet += t->not_yet;
			sum->not_known += t->not_known;
			sum->children += t->children;
		}
}

static void walk_repeat(part *p, uint32_t from, uint32_t to)
{
	const journeys *j = p->j;
	const uint32_t *second = j->second, span = p->q->span;
	for (uint32_t c = from; c < to; c++) {
		uint32_t last = 0;
		bool any = false;
		if (!in_cohort(p, c)) continue;
		for (uint32_t i = j->first[c], end = j->end[c]; i < end; i++) {
			uint8_t r = role_at(p, i);
			if (!(r & EVENT_BEGINS)) continue;
			tally *t = &p->tallies[cell_of(p, i)];
			bool asked = in_window(p->q, second[i]);
			if (r & EVENT_UNDATED) {
				t->not_known += asked;
				continue;
			}
			t->n += asked;
			t->hit += asked && any && second[i] - last <= span;
			last = second[i];
			any = true;
		}
	}
}

/* While exactly one is open (a second beginning before the end is a mistake of the record, and counts as no silence), each
 * pause between two events that would break a silence, or to the last day. */
static void walk_silence(part *p, uint32_t from, uint32_t to)
{
	const journeys *j = p->j;
	const uint32_t *second = j->second, span = p->q->span;
	const uint32_t last_second = j->on.days * (uint32_t)JOURNEY_SECONDS_A_DAY;
	for (uint32_t c = from; c < to; c++) {
		uint32_t heard = 0; /* the event heard last, while one is open */
		int open = 0;
		bool waits = false;
		if (!in_cohort(p, c)) continue;
		for (uint32_t i = j->first[c], end = j->end[c]; i <= end; i++) {
			uint8_t r = i < end ? role_at(p, i) : EVENT_HEARD;
			if (!(r & EVENT_HEARD)) continue;
			uint32_t now = i < end ? second[i] : last_second;
			if (waits && now - second[heard] > span && in_window(p->q, second[heard])) {
				tally *t = &p->tallies[cell_of(p, heard)];
				t->n++;
				t->over += now - second[heard] - span;
			}
			open += (r & EVENT_BEGINS) - ((r & EVENT_ENDS) >> 1);
			waits = open == 1;
			heard = i;
		}
	}
}

/* Whether the child was counted in the cell already, by an event before this one. */
static bool counted_before(const part *p, uint32_t first, uint32_t i, uint32_t cell)
{
	for (uint32_t k = first; k < i; k++) {
		uint8_t r = role_at(p, k);
		if ((r & (EVENT_BEGINS | EVENT_UNDATED)) == EVENT_BEGINS && in_window(p->q, p->j->second[k]) && cell_of(p, k) == cell) return true;
	}
	return false;
}

static void walk_count(part *p, uint32_t from, uint32_t to)
{
	const journeys *j = p->j;
	for (uint32_t c = from; c < to; c++) {
		uint32_t first = j->first[c], end = j->end[c];
		bool one = p->q->begin == PICK_FIRST, done = false;
		if (!in_cohort(p, c)) continue;
		for (uint32_t i = first; i < end && !done; i++) {
			uint8_t r = role_at(p, i);
			if (!(r & EVENT_BEGINS)) continue;
			done = one;
			if (!in_window(p->q, j->second[i])) continue;
			uint32_t cell = cell_of(p, i);
			tally *t = &p->tallies[cell];
			if (r & EVENT_UNDATED) {
				t->not_known++;
				continue;
			}
			t->n++;
			t->children += !counted_before(p, first, i, cell);
		}
	}
}

const shape_work work_count = { tallies_begin, walk_count, tallies_join };
const shape_work work_repeat = { tallies_begin, walk_repeat, tallies_join };
const shape_work work_silence = { tallies_begin, walk_silence, tallies_join };
