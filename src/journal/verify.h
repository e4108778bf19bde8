/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Recomputes everything that the journal says of itself. */
#ifndef WAYMARK_JOURNAL_VERIFY_H
#define WAYMARK_JOURNAL_VERIFY_H

#include "journal/journal.h"

/* What was found. The walk goes in order of seq and stops at the first thing that is not as it was written. */
typedef struct {
	bool holds;
	int64_t entries, disposed, checkpoints, attachments; /* checked */
	sha256 root;         /* of the entries checked */
	seq from, to;        /* the entry, or the first and last of those among which it is; 0: no entry, `what` says which row */
	str what;            /* what is not as it was written, in words; empty when all holds */
} verdict;

typedef void verify_progress(void *context, int64_t done, int64_t all);

/* Every leaf from its body, every root against the checkpoints signed and the row `tree`, every signature, times that do
 * not go back, every seq there, every missing body named by a disposal, the chain tables equal to the headers, every
 * attachment equal to its digest. In one snapshot: d must be in no transaction.
 *
 * A body changed together with its leaf is caught by the first root that does not fit: from..to are then the entries since
 * the last root that did. A checkpoint kept outside the database catches what whoever holds the signing key may do.
 *
 * verifier_key  one that must be among those that signed; empty: not asked.   progress may be NULL.
 * OK: *ret says whether it holds. E_NOT_FOUND no journal here; E_CONFLICT of another format; E_IO. */
err journal_verify(db *d, arena *a, str verifier_key, verify_progress *progress, void *context, verdict *ret) MUST_USE;

#endif
