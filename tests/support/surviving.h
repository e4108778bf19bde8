/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What must hold of an area after anything went wrong while it was written. */
#ifndef WAYMARK_TESTS_SUPPORT_SURVIVING_H
#define WAYMARK_TESTS_SUPPORT_SURVIVING_H

#include "support/writing.h"

/* The n-th thing said was acknowledged with this seq. */
typedef struct {
	int64_t n;
	seq seq;
} acknowledged;
typedef LIST(acknowledged) acknowledged_list;

uuid writing_id(int64_t n); /* the id under which the tests append the n-th */

/* Every acknowledged entry from the first-th on is there, under its id, with its words; the journal verifies. With `rebuilt`
 * also: projections rebuilt equal those that followed. NULL when so, else what is not, in arena a. */
const char *survived(arena *a, str address, const acknowledged_list *acks, size_t first, bool rebuilt);

#endif
