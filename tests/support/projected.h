/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A journal whose entries are projected as they are appended: for tests of project/ and of what reads projections. */
#ifndef WAYMARK_TESTS_SUPPORT_PROJECTED_H
#define WAYMARK_TESTS_SUPPORT_PROJECTED_H

#include "project/project.h"
#include "support/engines.h"

typedef struct {
	test_area *t;
	arena *a;             /* the test's */
	const zone *z;
	const practice *p;
	projector *pr;
	journal *j;
	writer w;
	db *d;                /* reads and writes, beside the journal's own connection */
	instant told;         /* when what follows is recorded, in a demonstration's journal; 0: now */
} projected;

#define PROJECTED(name) projected name CLEANUP(projected_end) = { 0 }
/* practice/kinds.yaml and the kinds given, as if another file declared them; every declaration is in the journal first. */
void projected_make(test_area *t, str kinds, projected *ret);
void projected_end(projected *g);
/* The practice that practice/kinds.yaml and `kinds` make together with what the area declared before. */
const practice *practice_of_kinds(projected *g, str kinds);

/* Appends; must succeed. `about` as "child 3, worker 4" (may be empty); json the values. record 0: a new one; after {0}: what
 * shows now. happened in its text form. */
typedef struct {
	const char *kind, *json, *about, *happened;
	int64_t record, after;
} said;
int64_t says(projected *g, said what);
#define SAYS(g, ...) says((g), (said){ __VA_ARGS__ })
/* Declares the newest form of each kind that differs from what is in force, in order of name; g->p knows them then. */
void declares(projected *g, str kinds);
void disposes(projected *g, const int64_t *seqs, size_t n);

/* Every row of every projection, a line each. */
str dump_of(projected *g, db *d);
/* The rows of one table whose text holds `part` (may be empty), a line each. */
str rows_of(projected *g, const char *table, const char *part);

#endif
