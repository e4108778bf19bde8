/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Proofs for outsiders, as small texts: lines of a name and a value, in this order. docs/journal-format.md describes them.
 *
 *   waymark-inclusion 1          waymark-consistency 1
 *   seq 17                       old 40
 *   recorded 1700000000000       size 120
 *   content <64 hex>             path <64 hex>   as many as there are
 *   size 120
 *   path <64 hex>
 *
 * They hold digests only, nothing of what was recorded. The roots they lead to stand in signed checkpoints. */
#ifndef WAYMARK_JOURNAL_PROOF_H
#define WAYMARK_JOURNAL_PROOF_H

#include "journal/journal.h"

/* That entry s is in the tree of `size` entries; size 0: that of the newest checkpoint. Reads the leaves it needs, so it
 * takes as long as the tree is large. *ret in arena a.
 * E_NOT_FOUND no such entry, or not yet in a tree of that size, or there are fewer entries, or no checkpoint yet. */
err proof_inclusion(db *d, arena *a, seq s, int64_t size, str *ret) MUST_USE;
/* That the tree of `size` entries continues the tree of `old` entries. 0 < old <= size. As above. */
err proof_consistency(db *d, arena *a, int64_t old, int64_t size, str *ret) MUST_USE;

#endif
