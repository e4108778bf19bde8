/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WAYMARK_CAPABILITIES_CHRONOLOGY_EVENTS_H
#define WAYMARK_CAPABILITIES_CHRONOLOGY_EVENTS_H

#include "web/page.h"

enum { GAP_DAYS = 90 };

/* One sentence of the story that was chosen. */
typedef struct {
	story_line line;
	str words;       /* the sentence */
	record_id event; /* the choosing */
	str why;         /* empty where nobody has said */
	day gap_from;    /* the day of the event before, where GAP_DAYS or more lie between */
	int32_t gap;     /* so many days; 0 for none */
	size_t meanwhile;/* entries of the record between the two */
} significant;

typedef struct {
	LIST(significant) events; /* oldest first, those of no known day last */
	size_t all;               /* lines of the whole story, without what is kept from somebody */
} chronology;

/* What has been chosen for the view's child, as far as the viewer may read it. What the child asked to keep from anybody is
 * left out for everybody. In the view's arena. */
err chronology_read(const view *v, chronology *ret) MUST_USE;
/* The choosing of that record that stands; none: 0. */
err chronology_chosen(const view *v, record_id of, record_id *ret_event) MUST_USE;
/* Whether anything has been chosen. */
err chronology_begun(const view *v, bool *ret) MUST_USE;
/* The words of a line that was told. */
str chronology_words(arena *a, const story_line *told);

/* The same on paper. */
err chronology_paper(request *r, const view *v, model *to) MUST_USE;

#endif
