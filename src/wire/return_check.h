/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a capability finds in the file of a statutory return: `waymark check NAME FILE`. It needs no area and no database. */
#ifndef WAYMARK_WIRE_RETURN_CHECK_H
#define WAYMARK_WIRE_RETURN_CHECK_H

#include "base/str.h"

typedef struct {
	str column, text; /* as received; empty where nothing was given */
} return_cell;

/* One row of the return that a finding is about. */
typedef struct {
	str table;
	int line; /* of the file */
	LIST(return_cell) cells;
} return_place;

typedef struct {
	str code;
	bool query;             /* a reason may be given; else it is an error */
	str child;              /* the authority's number; empty for the return as a whole, or a child without one */
	str table;              /* where it is mended */
	str_list columns;       /* all that the rule compares, those of `table` first */
	LIST(return_place) places;
	str says, mend;         /* sentences */
} return_finding;

/* One file on its way through. */
typedef struct {
	arena *a;
	const char *path; /* a file, or a folder of tables */
	int fd;           /* of the file, open for reading; -1 for a folder */
	int year;         /* whose rules; 0: the file's own */
	void *context;
	/* Borrowed for the call. */
	void (*found)(void *context, const return_finding *f);
	/* Set by the check: */
	int64_t children;
	str rules; /* whose rules were taken: "2025-26" */
	str why;   /* where it could not be read: one sentence; with line and file, if they are known */
	str file;
	int line;
} return_check;

typedef struct {
	const char *name, *help; /* "cin"; "the children in need census: ..." */
	/* E_INVALID, E_LIMIT, E_NOT_FOUND, E_IO: it could not be read, and `why` says why. What was found before stands. */
	err (*check)(return_check *to);
} check_code;

#endif
