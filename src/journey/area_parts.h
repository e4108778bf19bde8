/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Inside journey/: what is kept of an area's journeys. */
#ifndef WAYMARK_JOURNEY_AREA_PARTS_H
#define WAYMARK_JOURNEY_AREA_PARTS_H

#include "journey/area_events.h"
#include "journey/area_journeys.h"
#include "journey/standing.h"

#include <pthread.h>

/* What is said of a person for a day that has not come yet. */
typedef struct {
	record_id person;
	int64_t events;
	day day; /* the first of them */
} later_events;

typedef struct area_journeys {
	pthread_mutex_t changing; /* held by whoever looks whether there is something new, and takes it in */
	pthread_rwlock_t lock;    /* of everything below */
	arena a, of_calendar;
	int64_t known;            /* the journal's size that it is made of; -1: not made */
	day today, first_day;
	const practice *practice; /* what it was made with */
	measures measures;
	event_words words;
	numbering numbers;
	kept *kept;
	calendar on;
	LIST(later_events) later;
	journeys journeys;        /* as they are asked */
	pthread_mutex_t answering; /* of the answers that stand, for whoever holds the lock for reading */
	standing *standing;       /* NULL: nobody asked for them since the numbers changed their meaning */
	struct answering *answered_by; /* the thread that makes them, or made them last */
	int64_t made_us, caught_up_us;
} area_journeys;

/* The answers that stand are of numbers that mean something else now. */
void answers_fall(area_journeys *all);
/* Waits for the thread that makes answers. */
void answers_end(area_journeys *all);
/* The columns and what their numbers mean, after a change. */
void journeys_settle(area_journeys *all);
/* One person of several records: what those before leave open, another may say. */
void told_child_add(told_child *to, const told_child *row);
/* What the numbers in columns of the area's events mean. */
void journeys_mean(const area_journeys *all, journeys *j);
answer_names journeys_names(journeys_held *held);
/* What the capabilities and the area itself ask; in arena a. */
err area_measures(reading *r, arena *a, measures *ret) MUST_USE;

#endif
