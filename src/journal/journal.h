/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The only writer of facts. Tables `entry` (seq, recorded, leaf) and `body` (seq, salt, header, bytes); an RFC 6962
 * Merkle tree over H(seq, recorded, H(salt, header, bytes)). `chain` (what the headers say, one row an entry: id, record,
 * kind, version, author, agency, happened, after) is derived from body and rebuilt with the projections. */
#ifndef WAYMARK_JOURNAL_JOURNAL_H
#define WAYMARK_JOURNAL_JOURNAL_H

#include "base/day.h"
#include "base/hash.h"
#include "base/seq.h"
#include "db/db.h"
#include "kind/values.h"

typedef struct {
	str role;
	record_id record;
} entry_link;
typedef LIST(entry_link) entry_links;

/* An entry as read. Texts in the arena it was read into. */
typedef struct {
	seq seq;
	instant recorded;
	uuid id;
	record_id record;    /* equals seq for the first entry of a record */
	str kind, version;
	entry_links about;
	record_id author, agency; /* records of the kinds worker and agency; 0 for the program itself */
	when happened;       /* WHEN_NONE: not known */
	seq_list after;      /* the newest entries of the record that the writer had seen */
	str batch;           /* empty, or the import this came with */
	str header, bytes;   /* exactly as committed; bytes are the values as canonical JSON */
	bool disposed;       /* the body is lawfully gone: only seq, recorded remain */
} entry;

/* Called inside the appending transaction for each entry, in order: how projections follow. A refusal (any err) undoes
 * that entry alone and is passed to its writer. */
typedef struct {
	void *context;
	err (*apply)(void *context, db *d, arena *a, const entry *e);
} follower;

typedef struct journal journal;

/* Tables made where missing (DB_CREATE connection). E_IO, E_CONFLICT (another format). */
err journal_make(db *d) MUST_USE;

/* A journal to append to: its own connection and writer thread, group commit. key_path: the signing key file, made where
 * missing (mode 0600). follow is borrowed. *ret set only on OK; journal_close waits for the queue to drain. */
err journal_open(str address, const char *key_path, int64_t write_wait_ms, follower follow, trail *t, journal **ret) MUST_USE;
void journal_close(journal *j);
void journal_closep(journal **j);

/* The right to append. Made by access/ for people, and for jobs by journal_job_writer. */
typedef struct {
	journal *j;
	record_id author, agency;
	const zone *zone;
	str batch;
} writer;
writer journal_job_writer(journal *j, const zone *z);

/* What the writer says about the entry besides its values. */
typedef struct {
	uuid id;             /* none: one is made */
	record_id record;    /* 0: a new record */
	seq_list after;      /* for an existing record: the newest entries that the writer has seen */
	entry_links about;
	when happened;
} entry_head;

/* Append one entry and update its projections in the same transaction; returns when it is durable.
 *
 * OK          durable; *ret_seq; *ret_forked says that somebody wrote after `after`: the record has two heads.
 *             Also when the same author sent the same id and bytes before: the old seq, nothing written.
 * E_INVALID   one problem for each wrong field, link or date, in arena a.
 * E_CONFLICT  the id is known with other bytes or another author.
 * E_NOT_FOUND the record, or a linked record, is not there.
 * E_BUSY      no turn within write_wait_ms; safe to try again with the same id.
 * E_LIMIT     over KIND_MAX_BYTES, or the disk is full. E_IO.
 * ret_forked and ret_problems may not be NULL. */
err journal_append(writer *w, const kind *k, const values *v, const entry_head *head, arena *a, seq *ret_seq,
                   bool *ret_forked, problems *ret_problems) MUST_USE;

/* Many entries under one batch that becomes visible with its last: see batch.h when the first import needs it. */

/* Reading: raw, without rights; for project/, access/ and the commands verify, rebuild. */
err journal_size(db *d, int64_t *ret) MUST_USE;                       /* entries */
err journal_entry(db *d, arena *a, seq s, entry *ret) MUST_USE;       /* E_NOT_FOUND */
typedef err journal_visit(void *context, arena *a, const entry *e);
/* In order of seq, from..to inclusive (to 0: the end); the arena given to visit is reset after each call. */
err journal_scan(db *d, seq from, seq to, journal_visit *visit, void *context) MUST_USE;
/* The entries of a record that nobody wrote after: one, or more when two people wrote at once; newest first. */
err journal_heads(db *d, arena *a, record_id r, seq_list *ret) MUST_USE;

/* Lawful disposal: removes the bodies and appends the entry that names the seqs and the reason. */
err journal_dispose(writer *w, const seq *seqs, size_t n, str reason, arena *a, seq *ret_seq, problems *ret_problems) MUST_USE;

#endif
