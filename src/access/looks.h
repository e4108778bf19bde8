/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to access/: the lines of the read log as they stand on disk.
 *
 * look       n (from 1, without gaps), what readlog.h says of a look, leaf (the line's hash in the log's tree), root (the
 *            tree's root; on the last line of each commit only).
 * look_tree  one row: the tree's size and its right edge. */
#ifndef WAYMARK_ACCESS_LOOKS_H
#define WAYMARK_ACCESS_LOOKS_H

#include "access/readlog.h"
#include "journal/merkle.h"

#include <sys/stat.h>

/* The log's writing end. Used by one thread at a time. */
typedef struct {
	db *d;
	str address, path;  /* path empty: not a file */
	int64_t wait_ms;
	dev_t device;       /* of the file that was opened */
	ino_t inode;
	merkle_edge edge;   /* as of the last commit seen */
} looks;

/* "area.db" has "area.db.readlog"; a PostgreSQL area keeps its log in the same database. */
str looks_address(arena *a, str area_address);
/* Makes an empty log. E_CONFLICT there is one with lines of another area. */
err looks_make(arena *a, const settings *s) MUST_USE;
looks looks_at(arena *a, const settings *s); /* closed: looks_append opens it */
void looks_close(looks *l);
/* Opens the log where it is closed, and makes all lines durable, or none. A log that was moved away or replaced under a
 * running program is refused: what is written to a file without a name is lost. E_IO. */
err looks_append(looks *l, arena *a, const look *lines, size_t n) MUST_USE;
/* A connection for reading it. E_IO also where it is not there. */
err looks_read(area *ar, trail *t, db **ret) MUST_USE;
/* How many look-ups by text somebody made since then, the refused left out: the looks of one request carry one instant. */
err looks_searches(area *ar, arena *a, record_id worker, instant since, int64_t *ret) MUST_USE;

#endif
