/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The journeys of an area as columns: what happened to each child, in order, eight bytes an event. Questions are answered
 * from them; nothing here says who wrote what. */
#ifndef WAYMARK_JOURNEY_COLUMNS_H
#define WAYMARK_JOURNEY_COLUMNS_H

#include "base/day.h"

enum { JOURNEY_SECONDS_A_DAY = 86400, JOURNEY_MAX_DAYS = 49710 }; /* as many whole days as 32 bits of seconds hold */

/* Events as they come, in any order: one item of each column for each. */
typedef struct {
	uint32_t *child;    /* a number of the child's own, best without large gaps */
	uint32_t *second;   /* since the first day's midnight */
	uint8_t *kind;      /* what happened: a code of the caller's */
	uint8_t *locality;
	uint16_t *team;
	size_t n;
} event_rows;

/* Room for so many events, in arena a; n is 0. */
event_rows event_rows_make(arena *a, size_t most);

/* The same, grouped: child c has the events first[c] .. first[c + 1] - 1, earliest first. */
typedef struct {
	const uint32_t *second;
	const uint8_t *kind;
	const uint8_t *locality;
	const uint16_t *team;
	const uint32_t *first;  /* children + 1 of them */
	size_t children, events;
	uint32_t days;          /* how long was looked: events are on the days 0 .. days - 1 */
	uint32_t localities, teams; /* one more than the highest number in use */
	const uint8_t *year;    /* of each day: years from April, or of 1,461 / 4 days, counted from the first */
	uint32_t years;
} journeys;

/* Groups by child, in arena a; rows in order of child and time are used where they stand and must live as long. What
 * happened in the same second keeps its order. On `threads` threads, each with children of its own.
 * first_day.n may be JOURNEY_NO_CALENDAR: years are then counted in fours of 1,461 days from the first day.
 * E_LIMIT: 2^32 events or more, a child's number of 2^31 or more, days over JOURNEY_MAX_DAYS, more than 255 years.
 * E_INVALID: an event on a day after the last. */
#define JOURNEY_NO_CALENDAR INT32_MIN
err journeys_group(arena *a, const event_rows *rows, day first_day, uint32_t days, unsigned threads, journeys *ret) MUST_USE;

static inline uint32_t journey_day(uint32_t second)
{
	return second / JOURNEY_SECONDS_A_DAY;
}

#endif
