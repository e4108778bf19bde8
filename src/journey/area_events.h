/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Inside journey/: from what is told of a child to the events of its journey. */
#ifndef WAYMARK_JOURNEY_AREA_EVENTS_H
#define WAYMARK_JOURNEY_AREA_EVENTS_H

#include "journey/declared.h"
#include "journey/kept.h"
#include "project/project.h"

typedef LIST(record_id) record_numbers;

/* What the numbers in the columns stand for; 0 is always «not known», of a source «recorded here». Value v is at[v - 1]. */
typedef struct {
	str_list localities, sources;
	record_numbers teams, agencies;
	size_t ordered[NUMBERED_AGENCY + 1]; /* how many of each stand in order: those that came later do not yet */
} numbering;

/* Answers of the entries of a kind, as marks and as what is kept of them. */
typedef struct {
	int64_t seq, worker;
	uint32_t marks;
	uint8_t said[JOURNEY_SAID];
} entry_answers;
typedef LIST(entry_answers) answers_list;

typedef struct {
	str name;
	const kind *is;
	str fields[PROJECT_VALUES_MOST];
	size_t field_n;
	bool names_worker;
	answers_list answers; /* of every entry, in order of seq; or of the one that was read last */
} asked_kind;

typedef struct {
	int64_t worker, team, from, to; /* positions; to 0: still */
} in_team;

typedef LIST(child_event) child_events;

/* What has to be known to make events, and what came of it. All in arena a. */
typedef struct {
	arena *a, *numbers_arena; /* of the reading; of words and numbers */
	const practice *practice;
	const zone *zone;
	db *db;
	bool all;              /* the answers of every entry are at hand; else they are read one by one */
	event_words *words;    /* grows with events that mean something new */
	numbering *numbers;
	LIST(asked_kind) kinds;
	LIST(in_team) teams;   /* by worker, then from */
	const field *sex;
	day first_day, today;
	int64_t later;         /* of the child at hand: events dated after today, and the first such day */
	day later_day;
	bool too_early;        /* an event before first_day: everything has to be made again */
	LIST(struct raw_event) raw; /* of the child at hand */
	child_events events;
} event_reader;

#define JOURNEY_EARLIEST ((day){ -7215 }) /* 1 April 1950: what is said to be before is a slip */

/* words and numbers may hold something already. teams and, where all is set, answers are read. */
err event_reader_start(arena *a, db *d, const practice *p, const zone *z, bool all, arena *of_numbers, event_words *words,
                       numbering *numbers, event_reader *ret) MUST_USE;
/* Takes what is told of one of the child's records. */
err event_reader_take(event_reader *r, const told_event *row) MUST_USE;
/* What was taken since the last time as the events of one child, in their order; *ret is good until the next. E_LIMIT more
 * than 255 sorts of events, 254 localities. */
err event_reader_child(event_reader *r, const told_child *about, child_events *ret) MUST_USE;

#endif
