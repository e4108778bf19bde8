/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A child's journey from the first sign of need, made of days and stages: what happened when, how long each step took from
 * that sign, when nothing was recorded, and what the record does not say. */
#ifndef WAYMARK_WEB_JOURNEY_H
#define WAYMARK_WEB_JOURNEY_H

#include "base/day.h"
#include "kind/kind.h"

enum { SILENCE_DAYS = 90, STAGES = STAGE_ENDED + 1 };

/* Something recorded. What is no stage (STAGE_NONE) only shows that somebody was there: it ends a silence. */
typedef struct {
	when at;
	stage stage;
	bool begins; /* a sign of need that an episode is counted from: a referral */
} journey_event;
typedef LIST(journey_event) journey_events;

/* How often a stage was reached within an episode; times 0: the record does not say. */
typedef struct {
	size_t times;
	when first, last;
} stage_reached;

/* From the first sign of need until it ended, or another began. */
typedef struct {
	day from, until;
	size_t first, n; /* its events, in journey.events */
	bool ended;      /* stage ended was reached */
	bool open;       /* the newest, and not ended: goes on today */
	bool need_known; /* it began with a sign of need: waits can be counted from there */
	stage_reached stages[STAGES];
} episode;

typedef struct {
	day from, until; /* the entries before and after; until today where nothing came after */
} silence;

typedef struct {
	journey_events events; /* oldest first, undated ones left out */
	LIST(episode) episodes; /* oldest first */
	LIST(silence) silences; /* of SILENCE_DAYS or more, while an episode was going on */
	day from, until;
} journey;

/* In arena a; events in any order. Without a dated stage there are no episodes. */
journey journey_of(arena *a, const journey_events *events, day today);
/* A sign of need from which our work is counted: entries of other kinds belong to it in the role «episode». */
bool begins_episode(const practice *p, str kind_name);
/* "41 days", "1 day", "the same day". */
str wait_words(arena *a, int32_t days);

#endif
