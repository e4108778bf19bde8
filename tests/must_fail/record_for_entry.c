/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A record's number where an entry's is wanted.
 * gcc: incompatible type for argument 3 of .journal_entry.
 * clang: passing 'record_id' to parameter of incompatible type 'seq' */
#include "journal/journal.h"

err first_entry(db *d, arena *a, record_id id, entry *ret);

err first_entry(db *d, arena *a, record_id id, entry *ret)
{
#ifdef MISTAKE
	return journal_entry(d, a, id, ret);
#else
	return journal_entry(d, a, (seq){ id.n }, ret);
#endif
}
