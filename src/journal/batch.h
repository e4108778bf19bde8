/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Batches: many entries that become visible together, with the last of them.
 *
 * The entries of a batch carry its name, «batch » and 32 hex digits, in their header; a header's batch of another form is a
 * name and no more. The entry of the kind `import` with the same name completes it:
 * from there on, and from there on only, everything in it is known. Until then no projection has a row of it, no record
 * outside it may link to it, and it is no head of any record; where its writer goes away, that stays so. An entry of another
 * kind never completes a batch. A batch names a record at most once, and holds no declaration, disposal, same_person or
 * second import.
 *
 *   batch b;
 *   TRY(batch_begin(db, &w, a, &b));
 *   ... look what is there ...
 *   TRY(batch_append(&b, entries, n, a, &wrong));   as often as needed: each call is one or a few transactions
 *   TRY(batch_complete(&b, import, &v, a, &seq, &problems));
 *
 * Ids. An entry's id may be known from a batch that was never completed: batch_find passes over those. */
#ifndef WAYMARK_JOURNAL_BATCH_H
#define WAYMARK_JOURNAL_BATCH_H

#include "journal/journal.h"

/* SQL: the position that an entry is known from; NULL where it is not known. chain: the name that the table goes by. */
#define BATCH_KNOWN_FROM(chain) \
	"CASE WHEN substr(" chain ".batch, 1, 6) <> 'batch ' OR " chain ".kind = 'import' THEN " chain ".seq ELSE (SELECT MIN(whole.seq) FROM chain whole " \
	"WHERE whole.batch = " chain ".batch AND whole.kind = 'import') END"

typedef struct {
	writer w;
	seq since; /* the journal's end when it began */
} batch;

/* A new batch, of which nothing is written yet. w is copied; its name is in arena a. */
err batch_begin(db *d, const writer *w, arena *a, batch *ret) MUST_USE;
/* As journal_append_all. */
err batch_append(batch *b, batch_entry *list, size_t n, arena *a, problems *ret_problems) MUST_USE;
/* Writes the entry of the kind import and makes everything visible, in one transaction: nobody else writes meanwhile, for a
 * second or two of processor time for a hundred thousand entries; reading goes on. As journal_append; E_CONFLICT where
 * another batch was completed since this one began: what it looked at may not be so any more, begin again. */
err batch_complete(batch *b, const kind *import, const values *v, const entry_head *head, arena *a, seq *ret_seq,
                   problems *ret_problems) MUST_USE;

/* The record that began with the entry of that name, and the id to begin it with where there is none (*ret_record 0): the
 * name's own, unless a batch that nobody completed has it. */
err batch_find(db *d, arena *a, str name, record_id *ret_record, uuid *ret_id) MUST_USE;

bool batch_holds(const entry *e);     /* known with another entry, later */
bool batch_completes(const entry *e);
/* The entries of a batch before `until`, in order, without what completes it. As journal_scan. */
err journal_scan_batch(db *d, str name, seq until, journal_visit *visit, void *context) MUST_USE;

#endif
