/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Journeys whose children change one by one: columns that stay grouped by child. A child that grows moves to the end, and what
 * it leaves is taken back when the room is needed, so that a change costs what the child has, and never what the area has. */
#ifndef WAYMARK_JOURNEY_KEPT_H
#define WAYMARK_JOURNEY_KEPT_H

#include "journey/columns.h"

/* One item of each column. */
typedef struct {
	uint32_t second, marks;
	uint16_t team, agency, thread;
	uint8_t kind, locality, age, sex, source, said[JOURNEY_SAID];
} child_event;

typedef struct kept kept;
/* Empty, with room for said_n columns of fields. Memory of its own until kept_end. */
kept *kept_start(size_t said_n);
void kept_end(kept *k); /* NULL is allowed */

/* What is to become of a person's events: as many at the beginning and at the end as stand there already. */
typedef struct {
	const child_event *events; /* all that there are from now on, in their order; n of them, none: no journey */
	size_t n, same_first, same_last;
	uint32_t child;            /* its place in the columns, for ever */
} kept_change;
kept_change kept_compare(kept *k, record_id person, const child_event *events, size_t n);
/* As compared, with nothing put between. Journeys got before are gone. */
void kept_put(kept *k, const kept_change *to);

/* The columns whose numbers stand for something else, to be numbered anew: value v becomes to[v]. */
typedef enum { NUMBERED_KIND, NUMBERED_LOCALITY, NUMBERED_SOURCE, NUMBERED_TEAM, NUMBERED_AGENCY } numbered;
void kept_renumber(kept *k, numbered which, const uint16_t *to);
/* Another number whenever some source can say of more kinds, or of fewer, than before. */
uint64_t kept_turns(const kept *k);
/* How many events have each value: 65,536 of them for teams and agencies, 256 for the others. */
const uint32_t *kept_uses(const kept *k, numbered which);

/* The earliest second of all, UINT32_MAX where there is none; and every second so much less. */
uint32_t kept_earliest(const kept *k);
void kept_bring_forward(kept *k, uint32_t seconds);

/* The columns as they stand, good until the next change. What the numbers mean (localities, teams ...) is left to the caller. */
journeys kept_columns(const kept *k);
/* Puts them into journeys that were got before, whose numbers mean what they did; whether the events stand elsewhere now. */
bool kept_find(const kept *k, journeys *io);
/* The same in order of person, without gaps and without those who have none: two that hold the same are the same bytes. In
 * arena a. */
journeys kept_packed(arena *a, const kept *k);
size_t kept_bytes(const kept *k);

#endif
