/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to journal/: what its files share of the tables. */
#ifndef WAYMARK_JOURNAL_TABLES_H
#define WAYMARK_JOURNAL_TABLES_H

#include "journal/journal.h"
#include "journal/merkle.h"

enum { JOURNAL_FORMAT = 1 };

/* Where the journal ends. Read after the append lock is held: another process may have moved it. */
typedef struct {
	merkle_edge edge;
	instant recorded; /* of the newest entry */
} journal_end;
err end_read(db *d, journal_end *ret) MUST_USE;
err end_write(db *d, arena *a, const journal_end *end) MUST_USE;

/* E_NOT_FOUND there is no such name. */
err meta_read(db *d, arena *a, str key, str *ret) MUST_USE;
err meta_write(db *d, str key, str text) MUST_USE;
/* Where files that came in parts stand: an area that an older program made lacks it. In a transaction. */
err places_make(db *d, arena *a) MUST_USE;
err places_there(db *d, bool *ret) MUST_USE;
/* E_NOT_FOUND no journal here; E_CONFLICT another format. */
err format_check(db *d, arena *a) MUST_USE;

/* What e's header says, for seq e->seq of record e->record. happened: the header's text. */
err chain_insert(db *d, const entry *e) MUST_USE;
err chain_delete(db *d, seq s) MUST_USE;
/* The text of `happened` as the header holds it; empty for not known. */
str header_happened(str header);

#endif
