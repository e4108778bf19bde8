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
			ret->tallies[c].n += parts[i].tallies[c].n;
			ret->tallies[c].hit += parts[i].tallies[c].hit;
			ret->tallies[c].over += parts[i].tallies[c].over;
		}
}

static void walk_repeat(part *p, uint32_t from, uint32_t to)
{
	const journeys *j = p->j;
	const uint8_t *role = p->q->role, *kind = j->kind;
	const uint32_t *second = j->second, span = p->q->span;
	for (uint32_t c = from; c < to; c++) {
		uint32_t last = 0;
		bool any = false;
		for (uint32_t i = j->first[c], end = j->first[c + 1]; i < end; i++) {
			if (!(role[kind[i]] & EVENT_BEGINS)) continue;
			tally *t = &p->tallies[cell_of(p, i)];
			t->n++;
			t->hit += any && second[i] - last <= span;
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
	const uint8_t *role = p->q->role, *kind = j->kind;
	const uint32_t *second = j->second, span = p->q->span;
	const uint32_t last_second = j->days * (uint32_t)JOURNEY_SECONDS_A_DAY;
	for (uint32_t c = from; c < to; c++) {
		uint32_t heard = 0; /* the event heard last, while one is open */
		int open = 0;
		bool waits = false;
		for (uint32_t i = j->first[c], end = j->first[c + 1]; i <= end; i++) {
			uint8_t r = i < end ? role[kind[i]] : EVENT_HEARD;
			if (!(r & EVENT_HEARD)) continue;
			uint32_t now = i < end ? second[i] : last_second;
			if (waits && now - second[heard] > span) {
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

const shape_work work_repeat = { tallies_begin, walk_repeat, tallies_join };
const shape_work work_silence = { tallies_begin, walk_silence, tallies_join };
