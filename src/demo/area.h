/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The demonstration area: invented places, families and words, the same for the same seed and day.
 *
 * First every family's journey is imagined, whole, as things that will be written down (demo_expect); then everything is written
 * down in the order of time, each with the time it was recorded in this area (demo_tell_all). So the area can be looked at as it
 * was known on any day of its three years. */
#ifndef WAYMARK_DEMO_AREA_H
#define WAYMARK_DEMO_AREA_H

#include "access/area.h"
#include "base/day.h"
#include "demo/rates.h"
#include "journal/journal.h"
#include "wire/yaml.h"

#include <pthread.h>

enum {
	DEMO_LOCALITIES = 6, DEMO_AGENCIES = 8, DEMO_TEAM_MOST = 8, DEMO_YEARS = 3, DEMO_DAYS = 365 * DEMO_YEARS,
	DEMO_CHILDREN_OF_AREA = 200000, /* at most: what will be told stands in memory, 4 KB for a child */
	DEMO_CHILDREN_MOST = 4, DEMO_ADULTS_MOST = 3, DEMO_ENTRIES_AT_ONCE = 40
};
/* In the order of demo_agency. */
typedef enum {
	AGENCY_COUNCIL, AGENCY_HEALTH, AGENCY_HOSPITAL, AGENCY_SCHOOLS, AGENCY_POLICE, AGENCY_CENTRE, AGENCY_ABUSE, AGENCY_HOUSING
} demo_agency_number;

typedef struct {
	record_id record, manager;
	size_t locality, worker_n;
	record_id workers[DEMO_TEAM_MOST], persons[DEMO_TEAM_MOST]; /* the person that the worker is */
} demo_team;

typedef struct demo demo;
/* Writes one thing down: with demo_record and demo_correct. m->on is the day on which it is written. */
typedef err demo_teller(demo *m, void *of, size_t which);
typedef struct {
	instant told;
	demo_teller *tell;
	void *of;
	uint32_t which, order;
} demo_expected;

/* What was told goes into the journal while the next is being told. */
typedef struct {
	pthread_t thread;
	bool running;
	arena a; /* of what the entries hold */
	writer w;
	batch_entry *entries;
	size_t n;
	int64_t first; /* the seq that the first will have */
	err result;
} demo_writing;

/* One making of the area. */
struct demo {
	arena *whole; /* lives as long as the making */
	arena *a;     /* of what is being told, until that is in the journal */
	area *area;
	db *db;
	const practice *practice;
	const zone *zone;
	writer writer; /* author and agency of what is told next */
	rates rates;
	const yaml *words;
	uint64_t seed;
	dice dice;
	day since, today; /* everything is written down from `since` to the day before today */
	int64_t made;     /* entries so far: their ids follow from it and the seed */

	record_id agencies[DEMO_AGENCIES], partners[DEMO_AGENCIES]; /* a worker of each */
	record_id desk, duty;                                       /* at night; by day, before a team takes it */
	demo_team *teams;                                           /* the first DEMO_LOCALITIES are one of each locality */
	size_t team_n;

	LIST(demo_expected) expected;
	instant told; /* of what is being told */
	day on;
	batch_entry *queue;
	size_t queued;
	int64_t next; /* the seq that the next entry will have */
	demo_writing writing[2];
	size_t turn; /* which of them is being told: a and queue are its own */
};

typedef struct {
	str given, surname, known_as;
} demo_name;

/* A field and its value as text, as a person would type it. One with an empty text is left out. */
typedef struct {
	const char *field;
	str text;
} demo_value;
typedef struct {
	const char *role;
	record_id record;
} demo_link;
/* A record that was written down: what a correction has to follow. */
typedef struct {
	record_id record;
	seq newest;
} demo_written;

/* ---- chronicle.c: everything in the order of time */

/* To be told at that time; not at all where that is today or later: false. Equal times are told in the order expected. */
bool demo_expect(demo *m, instant told, demo_teller *tell, void *of, size_t which);
typedef void demo_progress(void *context, int64_t done, int64_t all);
err demo_tell_all(demo *m, demo_progress *progress, void *context) MUST_USE;
/* Writes one entry, recorded at m->told; every text must read (CHECK). Its record can be linked to at once. A kind that the
 * area does not have is passed over: OK with a record 0, and what is linked to record 0 is left out. ret may be NULL. */
err demo_record(demo *m, const char *kind_name, const demo_link *links, size_t link_n, const demo_value *given, size_t value_n,
                when happened, record_id *ret) MUST_USE;
/* A further entry of a record: all of its values again. ret->record 0: its first entry. */
err demo_correct(demo *m, const char *kind_name, const demo_link *links, size_t link_n, const demo_value *given, size_t value_n,
                 when happened, demo_written *io) MUST_USE;
/* Before the first entry, and after the last: waits for what is not in the journal yet, and gives back what they took. */
void demo_begin(demo *m);
err demo_end(demo *m) MUST_USE;
/* Lets what is queued go to the journal, once what went before is there: m->a is another arena from then on. An error is of what
 * went before. demo_tell_all does it at the end. */
err demo_flush(demo *m) MUST_USE;
/* Room for DEMO_ENTRIES_AT_ONCE, as each teller has it: their texts are in m->a until then. */
err demo_room(demo *m) MUST_USE;
when demo_on(day d);
str demo_day_text(arena *a, day d);

/* ---- names.c */
str demo_locality(size_t i);
str demo_agency(size_t i);
str demo_given(arena *a, dice *d);
str demo_surname(arena *a, dice *d);
str demo_street(arena *a, dice *d);
str demo_postcode(arena *a, dice *d, size_t locality); /* in ZW, which no place has */
str demo_nhs_number(arena *a, dice *d); /* in the range 999, which is for tests */
str demo_upn(arena *a, dice *d, day born);

/* ---- workforce.c: agencies, teams and workers; as many as so many children need */
err demo_workforce(demo *m, int64_t children) MUST_USE;

/* ---- families.c: families until there are so many children, and their journeys, expected */
err demo_families(demo *m, int64_t children) MUST_USE;

/* ---- by_hand.c: the families of practice/demonstration/families.yaml, expected. Their children's local numbers begin
 * with first_number; returns how many children they have. */
int64_t demo_by_hand(demo *m, int64_t first_number);

#endif
