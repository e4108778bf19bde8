/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How what a route or a command makes leaves the record as a file, said beside it in its own table. A route that says nothing
 * makes no file: the dispatcher sends none for it. A command that reads records and says nothing is not run. `waymark leaving`
 * lists every way there is. */
#ifndef WAYMARK_ACCESS_LEAVING_H
#define WAYMARK_ACCESS_LEAVING_H

#include "base/buf.h"

/* Bits: one address may make more than one sort. */
typedef enum {
	LEAVES_UNSAID = 0,
	LEAVES_GATE = 1,      /* looked through, agreed to by a second person, the exact copy kept */
	LEAVES_WORKING = 2,   /* not released: it says so on each sheet or row, with who made it and when */
	LEAVES_RECEIVED = 4,  /* a file as somebody recorded it, byte for byte */
	LEAVES_DUTY = 8,      /* of a form that its receiver sets, under a law or an agreement that is named */
	LEAVES_COUNTED = 16,  /* numbers: nobody is named in it */
	LEAVES_NOBODY = 32,   /* nothing of any child */
	LEAVES_TO_CHILD = 64, /* printed for the child to keep: its own words and our answers, without what is kept from anybody */
} leaves_as;

typedef struct {
	unsigned as;     /* of leaves_as */
	const char *why; /* a sentence, for whoever answers for the area's records; NULL only where nothing is said */
} leaving;

/* "working copy; as received". */
void leaving_write(buf *b, const leaving *l);
/* What stands on each sheet of a working copy, with whom and when it was made for (working_words). */
#define WORKING_MARK "Working copy, not released, not for the family"

#endif
