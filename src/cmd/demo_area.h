/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The demonstration area: invented places, families and words, the same for the same seed and day. */
#ifndef WAYMARK_CMD_DEMO_AREA_H
#define WAYMARK_CMD_DEMO_AREA_H

#include "access/area.h"
#include "base/day.h"

enum { DEMO_LOCALITIES = 6, DEMO_WORKERS_A_TEAM = 4, DEMO_AGENCIES = 8 };

/* A stream of numbers from a seed (xorshift64*, Marsaglia 2003 and Vigna 2016): not for secrets. */
typedef struct {
	uint64_t state;
} dice;
dice dice_make(uint64_t seed);
uint64_t dice_roll(dice *d, uint64_t sides); /* 0 .. sides-1 */
bool dice_chance(dice *d, unsigned in_hundred);

/* One making of the area. */
typedef struct {
	arena *a;
	area *area;
	db *db;
	const practice *practice;
	writer writer;
	dice dice;
	day today;
	int64_t made; /* entries so far: their ids follow from it and the seed */
	uint64_t seed;
	record_id agencies[DEMO_AGENCIES];
	record_id teams[DEMO_LOCALITIES];
	record_id team_managers[DEMO_LOCALITIES];
	record_id workers[DEMO_LOCALITIES][DEMO_WORKERS_A_TEAM];
	record_id worker_persons[DEMO_LOCALITIES][DEMO_WORKERS_A_TEAM];
	record_id health_worker, school_worker, desk_worker;
} demo;

typedef struct {
	str given, surname, known_as;
} demo_name;

/* A field and its value as text, as a person would type it. */
typedef struct {
	const char *field;
	str text;
} demo_value;
typedef struct {
	const char *role;
	record_id record;
} demo_link;

/* Appends one entry; every text must read (CHECK). *ret may be NULL. A kind that the area does not have is passed over:
 * OK with *ret none. */
err demo_record(demo *m, const char *kind_name, const demo_link *links, size_t link_n, const demo_value *values,
                size_t value_n, when happened, record_id *ret) MUST_USE;
when demo_on(day d);

/* demo_names.c */
str demo_locality(size_t i);
str demo_agency(size_t i);
str demo_given(demo *m);
str demo_surname(demo *m);
str demo_street(demo *m);
str demo_nhs_number(demo *m); /* in the range 999, which is for tests */
str demo_upn(demo *m, day born);

/* demo_families.c: workers and teams, then families until there are so many children. */
err demo_workforce(demo *m) MUST_USE;
typedef void demo_progress(void *context, int64_t done, int64_t all);
err demo_families(demo *m, int64_t children, demo_progress *progress, void *context) MUST_USE;

/* demo_words.c: what the child said, over the last year and a half, and what was done about it. */
typedef struct {
	record_id record;
	day born;
	record_id adults[2];
	size_t adult_n;
	day since;           /* a worker works with it */
	record_id keep_from; /* none, or who should not read one of the things said */
} demo_child;
err demo_words(demo *m, const demo_child *c) MUST_USE;

/* demo_journey.c: from the first sign of need, for a child that somebody works with. */
err demo_journey(demo *m, const demo_child *c) MUST_USE;

#endif
