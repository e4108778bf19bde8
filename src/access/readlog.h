/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who looked, in its own store (SQLite: its own file beside the area's; PostgreSQL: its own table and connection), with
 * its own writer and its own tree. Nothing of a child's record leaves the program before the log has it durably. */
#ifndef WAYMARK_ACCESS_READLOG_H
#define WAYMARK_ACCESS_READLOG_H

#include "access/area.h"

typedef enum { LOOK_OPENED, LOOK_REFUSED, LOOK_FOUND /* shown in a list */, LOOK_PRINTED, LOOK_WROTE } look_outcome;

typedef struct {
	instant at;
	record_id worker;    /* who; 0 for a command in an area without sign-ins */
	record_id child;     /* the person record; 0 for a look-up without result */
	record_id record;    /* 0, or the single record opened */
	look_outcome outcome;
	str purpose;         /* "child page", "story", a command's --because */
	str text;            /* of a look-up; the name of who has no worker's record; else empty */
} look;
typedef LIST(look) look_list;

/* Calls done(context, OK or why not) once all looks are durable, from the log's own thread: what it does must be short.
 * The looks are copied. n may be 0: done is called at once. Never blocks. */
void readlog_submit(readlog *r, const look *looks, size_t n, void (*done)(void *context, err e), void *context);
/* The same, waiting. E_IO the log cannot be written: show nothing. */
err readlog_write(readlog *r, const look *looks, size_t n) MUST_USE;
/* The newest first, of all records that are one person with the child, of those no later than until; limit 0: all. */
#define LOOKS_UNTIL_NOW ((instant){ INT64_MAX })
err readlog_about(area *ar, arena *a, const record_id *children, size_t n, instant until, int64_t limit, look_list *ret) MUST_USE;
/* Recomputes the log's tree. *ret_bad: the first wrong line, 0 when none. */
err readlog_verify(area *ar, arena *a, int64_t *ret_size, int64_t *ret_bad) MUST_USE;

#endif
