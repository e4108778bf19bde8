/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which pairs are worth a look: those that share a key in one of several passes. A key that very many records share parts
 * nothing and is passed over; the other passes find those pairs by what is rarer. So cost grows with the records, not with
 * their square. */
#ifndef WAYMARK_MATCH_LINK_BLOCK_H
#define WAYMARK_MATCH_LINK_BLOCK_H

#include "match/link_record.h"

/* Keys of all passes, in arena a; r is closed and outlives it. */
typedef struct link_blocks link_blocks;
link_blocks *link_blocks_make(arena *a, const link_records *r);
size_t link_blocks_passes(const link_blocks *b);
/* Calls visit for each pair of records that share a key in this pass and shared none in one before it: over all passes,
 * once. Passes may run in several threads at once. */
typedef void link_visit(void *context, uint32_t one, uint32_t other);
void link_blocks_visit(const link_blocks *b, size_t pass, link_visit *visit, void *context);

#endif
