/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The journeys of an area as columns: what happened to each child, in order, eight bytes an event. Questions are answered
 * from them; nothing here says who wrote what. */
#ifndef WAYMARK_JOURNEY_COLUMNS_H
#define WAYMARK_JOURNEY_COLUMNS_H

#include "base/day.h"
#include "base/seq.h"

enum { JOURNEY_SECONDS_A_DAY = 86400, JOURNEY_MAX_DAYS = 49710 }; /* as many whole days as 32 bits of seconds hold */

/* Events as they come, in any order: one item of each column for each. */
typedef struct {
	uint32_t *child;    /* a number of the child's own, without large gaps */
	uint32_t *second;   /* since the first day's midnight */
	uint8_t *kind;      /* what happened: a code of the caller's */
	uint8_t *locality;
	uint16_t *team;
	size_t n;
} event_rows;

/* Room for so many events, in arena a, not zeroed; n is 0. */
event_rows event_rows_make(arena *a, size_t most);

/* Stretches of time that begins are counted by. Years are from April, as the field's statistics have them. */
typedef enum { PERIOD_YEAR, PERIOD_QUARTER, PERIOD_MONTH } calendar_period;
enum { CALENDAR_PERIODS = PERIOD_MONTH + 1 };

/* What is known of each day that was looked at: day 0 is first_day. */
typedef struct {
	day first_day;
	uint32_t days;                              /* how long was looked: events are on the days 0 .. days - 1 */
	const uint16_t *period[CALENDAR_PERIODS];   /* of each day, counted from the first; NULL where nobody knows the days' dates */
	uint32_t periods[CALENDAR_PERIODS];
	const uint32_t *working;                    /* working days before each day, days + 1 of them; NULL likewise */
} calendar;

/* first_day.n may be JOURNEY_NO_CALENDAR: years are then counted in fours of 1,461 days from the first day, and there are no
 * other periods and no working days. In arena a. */
#define JOURNEY_NO_CALENDAR INT32_MIN
calendar calendar_make(arena *a, day first_day, uint32_t days);
/* "2023-24", "2023-24 quarter 1" (April to June), "2023-04"; the bare number where there is no calendar. */
void calendar_period_name(buf *b, const calendar *c, calendar_period p, uint32_t value);

/* Age bands, as the department's tables have them: not known, unborn, under 1, 1 to 4, 5 to 9, 10 to 15, 16 and over. */
enum { AGE_BANDS = 7 };
uint8_t age_band(bool known, day born, day on);
str age_band_name(uint32_t band);

/* Events grouped: child c has the events first[c] .. end[c] - 1, earliest first. */
enum { JOURNEY_SAID = 6 };
typedef struct {
	const uint32_t *second;
	const uint8_t *kind;    /* a code: what it means, event_meaning in declared.h */
	const uint8_t *locality;
	const uint16_t *team;
	const uint32_t *first, *end;
	size_t children, events;
	uint32_t localities, teams; /* one more than the highest number in use; 0 is «not known» in an area's */
	calendar on;
	/* Of an area alone; NULL and 0 from a file. */
	const uint16_t *agency;
	const uint16_t *thread; /* the record that the event is of, numbered within the child */
	const uint8_t *age, *sex;
	const uint8_t *source;  /* 0 recorded here; else a file that was read in */
	const uint32_t *of_source; /* [source * 256 + kind]: how many events it has of the kind, and so which ends it can say */
	const uint32_t *marks;  /* which answers that measures ask for it has: marking.bit in declared.h */
	const uint8_t *said[JOURNEY_SAID]; /* what a field of a kind said last by then: 0 nothing yet */
	uint32_t agencies, sources, sexes, said_values[JOURNEY_SAID];
	const record_id *person; /* of each child: whom the record is of */
} journeys;

/* Groups by child. The journeys stand in the columns of rows, which are put in that order and must live as long; the rest is in
 * arena a. What happened in the same second keeps its order. On `threads` threads, from 1 to PARALLEL_MOST.
 * E_LIMIT: 2^32 events or more, a child's number above 2^24 and above 16 for each event, days over JOURNEY_MAX_DAYS.
 * E_INVALID: an event on a day after the last. */
err journeys_group(arena *a, const event_rows *rows, day first_day, uint32_t days, unsigned threads, journeys *ret) MUST_USE;

static inline uint32_t journey_day(uint32_t second)
{
	return second / JOURNEY_SECONDS_A_DAY;
}

#endif
