/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where two sides cannot both be right: found by comparing their dates and who is to do what, in their own words. */
#ifndef WAYMARK_TRACKER_CONFLICTS_H
#define WAYMARK_TRACKER_CONFLICTS_H

#include "base/day.h"

/* What is said about one recommendation; empty texts where a side says nothing. */
typedef struct {
	str timescale, response;     /* as our own report gives the Government's answer */
	str government_timescale;    /* as the Government wrote it */
	str party;                   /* who is to do it */
	str position;                /* ours */
	bool dated, awaiting;        /* the position has a day; it awaits others */
	day on;
	str from_whom;               /* whom it awaits; empty: not said */
} sides;

typedef enum {
	CONFLICT_ORDER,   /* a consultation after the change that it is to lead to */
	CONFLICT_PASSED,  /* a day has passed, and what was to come is still awaited */
	CONFLICT_PERIODS, /* two periods for one thing */
	CONFLICT_SOURCES  /* two documents give the Government's timescale differently */
} conflict_sort;

typedef struct {
	conflict_sort is;
	str words;       /* sentences that name both sides with their own words */
} conflict;
typedef LIST(conflict) conflicts;

void conflicts_find(arena *a, const sides *s, conflicts *ret);
/* "A consultation after the change", ... */
str conflict_name(conflict_sort is);

/* Whom or what a position waits for, as its words begin: "Awaiting developments from Ofsted" gives "developments from
 * Ofsted" and "Ofsted". Both empty where it awaits nobody. */
typedef struct {
	str what, whom;
} awaited;
awaited awaited_in(str position);
/* awaiting, watching, planned or under_way, as the words of the position say. */
str position_state(arena *a, str position);
/* Who is to do it: the subject of the answer's first sentence, "The Department of Health". */
str party_in(arena *a, str response);
/* "The government" and "Government" are one. */
bool same_party(arena *a, str x, str y);

#endif
