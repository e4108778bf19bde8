/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which records are of one person, and why. Nothing here knows an area or a viewer: who calls gives what may be compared. */
#ifndef WAYMARK_MATCH_LINK_H
#define WAYMARK_MATCH_LINK_H

#include "match/link_em.h"

#define LINK_THRESHOLD .8

typedef struct {
	link_pair pair;
	double probability; /* that both are of one person */
	double twins;       /* that they are twins, or brother and sister: what speaks against it */
	uint32_t through;   /* the record that stands between, where the two alone would not have been linked; else pair.a */
} link_found;

typedef struct {
	link_model model;
	LIST(link_found) found; /* strongest first; of the same strength as the records stand */
	size_t compared;        /* pairs that shared a key */
} link_result;

/* All pairs of one person with at least this probability, 0 < threshold < 1. Records that hang together are linked whole or
 * parted: a record that fits one of a group and contradicts the others stays out. r is closed; result in its arena. */
link_result *link_solve(const link_records *r, double threshold);

/* Why, column by column, what speaks for it first, what speaks against it after «but»: "birth date the same, as 3 of 14190
 * have; given name one letter off; but sex another one". */
void link_because(buf *b, const link_result *of, const link_found *f);

#endif
