/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A file of events, and what its codes mean. */
#ifndef WAYMARK_JOURNEY_EVENTS_FILE_H
#define WAYMARK_JOURNEY_EVENTS_FILE_H

#include "journey/declared.h"

/* Reads lines `child,seconds,kind,area,team`, five whole numbers without a header, in any order; the last line may lack its
 * line end. *ret_line is the line that a failure is about.
 * E_NOT_FOUND, E_IO; E_INVALID a line of another form; E_LIMIT a number too large: a child of 2^31 or more, seconds of 2^32,
 * a kind or area over 255, a team over 65,535. */
err events_read(arena *a, const char *path, event_rows *ret, int64_t *ret_line) MUST_USE;

/* events.yaml, which says what the numbers of such a file mean:
 *   first_day: 2015-04-01        the day on which second 0 begins; left out where nobody knows it
 *   days: 3652                   how long was looked
 *   kinds: [contact, referral]   code 1, code 2, ...
 * The stage of each is that of the kind in p. false after a finding. */
typedef struct {
	event_words words;
	day first_day; /* .n JOURNEY_NO_CALENDAR where it is not said */
	uint32_t days;
} event_source;
bool event_source_read(arena *a, const practice *p, kind_source file, findings *found, event_source *ret);

#endif
