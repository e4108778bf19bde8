/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Everybody of the area in one index, kept in memory while the area is open. It follows the journal: who asks it is never
 * answered from a state older than the snapshot that they read. */
#ifndef WAYMARK_MATCH_EVERYBODY_H
#define WAYMARK_MATCH_EVERYBODY_H

#include "access/access.h"
#include "match/index.h"

/* Made at the first call; then caught up to r's snapshot. *ret is the area's: it ends with it.
 * E_BUSY: another is making it still, after a wait of two seconds.
 *
 * In an area without sign-ins it holds everything that people are found by. Otherwise it is for pointers, which are shown to
 * those who may not read the record: names, birth date and numbers as they stand now, where no declaration keeps the field
 * from some readers; no address, no name from before, nobody around the child. */
err everybody_index(reading *r, people_index **ret) MUST_USE;
/* Makes it before anybody asks, on a connection of its own: seconds for a million people. */
err everybody_gather(area *ar) MUST_USE;

#endif
