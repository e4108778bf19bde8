/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WAYMARK_CAPABILITIES_CHRONOLOGY_EVENTS_H
#define WAYMARK_CAPABILITIES_CHRONOLOGY_EVENTS_H

#include "web/page.h"

enum { GAP_DAYS = 90 };

/* One sentence of a story that was chosen. */
typedef struct {
	record_id record, event; /* what happened; the choosing of it */
	record_id child;         /* in whose story it stands */
	when happened;
	str when, age;           /* the child's age then; empty where nobody can say */
	str words, who, why;     /* the sentence, who says so, why it mattered (empty: nobody has said) */
	int32_t gap;             /* so many days since the event before, where they are GAP_DAYS or more; else 0 */
	day gap_from;            /* the day of that event */
	size_t meanwhile;        /* lines of the stories on days between the two */
} significant;

typedef struct {
	str name, born;                /* of the child; born: «Born 5 March 2017», empty where nobody knows */
	LIST(significant) events;      /* oldest first, those of no known day last */
	size_t lines;                  /* of the whole story, or stories */
	LIST(str) siblings;            /* names of brothers and sisters whose stories the viewer may read too */
	bool with_siblings;            /* theirs are among the events */
} chronology;

/* What has been chosen for the view's child, as far as the viewer may read it; with_siblings: for its brothers and sisters too
 * whom the viewer works with (each of them is looked at, and that is noted). What a child asked to keep from anybody is left
 * out for everybody. In the view's arena. */
err chronology_read(const view *v, bool with_siblings, chronology *ret) MUST_USE;
/* The choosing of that record that stands; none: 0. */
err chronology_chosen(const view *v, record_id of, record_id *ret_event) MUST_USE;
/* Whether anything has been chosen. */
err chronology_begun(const view *v, bool *ret) MUST_USE;
/* "304 days from 4 March 2025 of which nothing was chosen ..."; empty where there is no gap before the event. */
str chronology_gap(arena *a, const significant *e);
/* The words of a line that was told. */
str chronology_words(arena *a, const story_line *told);

/* The same as a part of a copy; and on paper. */
err chronology_part(request *r, const view *v, copy *to) MUST_USE;
err chronology_paper(request *r, const view *v, model *to) MUST_USE;
/* ?with=siblings */
bool chronology_asks_siblings(const request *r);

#endif
