/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Days, instants and «when»: what happened, as exactly as somebody knows it. Proleptic Gregorian calendar. */
#ifndef WAYMARK_BASE_DAY_H
#define WAYMARK_BASE_DAY_H

#include "base/buf.h"

typedef struct {
	int32_t n; /* days since 1 January 1970, a calendar day of the area */
} day;

typedef struct {
	int64_t ms; /* milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted */
} instant;

#define DAY_FIRST_YEAR 1800
#define DAY_LAST_YEAR 2199

typedef struct {
	int year, month, dom; /* month 1-12, day of month 1-31 */
} ymd;

/* false when there is no such day, or the year is outside DAY_FIRST_YEAR..DAY_LAST_YEAR. */
bool day_make(int year, int month, int dom, day *ret);
ymd day_parts(day d);
day day_add(day d, int days);
int day_weekday(day d);        /* 0 Monday .. 6 Sunday */
int day_age(day born, day on); /* completed years; a child of 29 February is a year older on 1 March in other years */
/* "2024-03-05" and nothing else. */
bool day_read(str s, day *ret);
void day_write(buf *b, day d);      /* 2024-03-05 */
void day_write_long(buf *b, day d); /* 5 March 2024 */
str month_name(int month);          /* 1 January .. 12 December; static */

/* "2024-03-05T14:20:00Z", optional .milliseconds, Z or +hh:mm; false outside the years that days have. */
bool instant_read(str s, instant *ret);
void instant_write(buf *b, instant i); /* 2024-03-05T14:20:00.123Z */

/* A time zone read once at start from the system's zone files (RFC 8536). */
typedef struct zone zone;
/* name "Europe/London"; *ret in arena a, set only on OK. E_NOT_FOUND, E_INVALID (not a zone file). */
err zone_load(arena *a, str name, const zone **ret) MUST_USE;
/* As zone_load, from bytes: for tests and the fuzzer. */
err zone_parse(arena *a, str bytes, const zone **ret) MUST_USE;
day zone_day(const zone *z, instant i);     /* the area's calendar day at that instant */
int zone_minutes(const zone *z, instant i); /* minutes since local midnight, 0..1439 */
/* minutes 0..1439; the earlier one where the clock showed it twice, moved forward where it never showed it. */
instant zone_instant(const zone *z, day d, int minutes);

/* The last millisecond of what is said, in the area: a day "2024-03-05", a minute of its clock "2024-03-05T14:20", or an instant, as
 * instant_read. */
bool moment_read(const zone *z, str s, instant *ret);

/* When something happened. Text form: EDTF (ISO 8601-2) level 0 with «~» for «about»:
 * 2024-03-05T14:20:00.000Z, 2024-03-05, 2024-03, 2024, 2024-03~ */
typedef enum { WHEN_NONE = 0, WHEN_YEAR, WHEN_MONTH, WHEN_DAY, WHEN_INSTANT } precision;
typedef struct {
	precision is;
	bool about;
	day on;     /* the first day of the year or month; the area's day of the instant */
	instant at; /* only for WHEN_INSTANT */
} when;

bool when_read(const zone *z, str s, when *ret);
void when_write(buf *b, when w);                     /* the text form above */
void when_write_long(buf *b, const zone *z, when w); /* "5 March 2024 at 14:20", "about March 2024", "2024" */
/* Earlier first; at the same day the less precise first; none last. <0, 0, >0 */
int when_cmp(when a, when b);
/* Both bounds as sortable milliseconds for a table: see project/. */
int64_t when_sort_ms(const zone *z, when w); /* the instant, or the start of the period */

#endif
