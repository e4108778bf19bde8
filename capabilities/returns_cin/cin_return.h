/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The area's own return of a year: what each child of the area is in it, and the whole of it.
 *
 * A child goes through three hands: its records as they show (cin_shown.c: as the journal has them, or as a viewer may read
 * them), the groups of the census that they make (cin_groups.c), and the rows that rules are asked of. What
 * is asked beside a field is thus asked of what the return would say. */
#ifndef WAYMARK_RETURNS_CIN_CIN_RETURN_H
#define WAYMARK_RETURNS_CIN_CIN_RETURN_H

#include "capabilities/returns_cin/cin.h"

/* ---- one child */

/* A record as it shows, with its values. */
typedef struct {
	record_id record;
	seq seq;
	str batch;
	entry_links about;
	when happened;
	const kind *k; /* of the version that it was written in */
	values v;
} shown;
typedef LIST(shown) shown_list;

/* What is being written: stands in place of record `corrects`, or beside the others where that is 0. */
typedef struct {
	record_id corrects;
	const kind *k;
	const values *v;
	when happened;
	entry_links about;
} cin_draft;
/* The record of a draft that is new. */
#define CIN_DRAFT ((record_id){ -1 })

/* year: 2026 for 2025-26. fields must live as long. */
cin_return cin_return_of(arena *a, const cin_map *fields, db *d, int year, seq at);

/* In order of the day on which they happened. */
err cin_shown_in_area(const cin_return *r, arena *a, const record_list *same, shown_list *ret) MUST_USE;
/* As the viewer may read them now; nothing where a field of the person is kept from the viewer, whom nothing is asked then.
 * draft NULL: nothing is being written. */
err cin_shown_to(const view *v, const cin_map *of, arena *a, const cin_draft *draft, shown_list *ret) MUST_USE;

/* The child as the groups of a census of that year. In arena a, with texts of `all`. */
err cin_stand(const cin_return *r, arena *a, const shown_list *all, cin_stood *ret) MUST_USE;

/* ---- the whole */

/* A child of the area, in the return or not. */
typedef struct {
	record_id child;
	str number; /* the local one; empty: it cannot be in a return */
	const shown_list *all; /* its records */
	const cin_stood *now, *before; /* before: in the return of the year before; NULL unless `reconciles` */
} cin_line;

typedef struct {
	reading *read;
	int year;
	seq at;
	day known_on;   /* where `at` is not PROJECT_NOW */
	str authority;  /* its number, where no file of the year said it */
	bool reconciles;
	void *context;
	/* Each may be NULL. Borrowed for the call; anything but OK ends it. */
	err (*child)(void *context, const cin_line *line);
	void (*write)(void *context, str xml);
	void (*progress)(void *context, int64_t done, int64_t all);
	/* Set: */
	int64_t written; /* children in it */
	record_list left_out; /* that belong in it and have no number */
} cin_returning;

/* Goes through the area's children in order of their numbers. Where `write` is set, the return is written, and each child in it,
 * or shown by `reconciles`, is in the read log as printed before; without it nothing is noted: who shows what is told of a child
 * notes it. As the read log and the database. */
err cin_return_make(cin_returning *what) MUST_USE;

/* ---- who stood where, beside the return of the year before */

typedef struct {
	record_id child;
	str number, difference; /* what became of the child since the year before; empty where nothing needs a look */
	bool in, before;        /* in this return, in the one before */
	cin_why why;
	int64_t referrals, open;
} cin_reconciled;
/* Of a line with `before`. Its number is the line's. */
cin_reconciled cin_reconcile(const cin_line *line);
str cin_why_words(cin_why why);
/* As a table, which is a working copy: made_by is working_words. */
void cin_reconcile_head(buf *b);
void cin_reconcile_line(buf *b, const cin_reconciled *line, str made_by);

#endif
