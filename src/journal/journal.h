/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The only writer of facts. Tables `entry` (seq, recorded, leaf) and `body` (seq, salt, header, bytes); an RFC 6962
 * Merkle tree over H(seq, recorded, H(salt, header, bytes)); layouts in header.h. What the headers say stands again, to be
 * asked by SQL, in tables derived from body and rebuilt with the projections: `chain` (seq, id, record, kind, version,
 * author, agency, happened, batch), `chain_after` (after, seq) and `chain_file` (digest, seq). */
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

typedef LIST(sha256) digest_list;

/* An entry as read. Texts in the arena it was read into. */
typedef struct {
	seq seq;
	instant recorded;
	uuid id;
	record_id record;    /* equals seq for the first entry of a record */
	str kind, version;
	entry_links about;
	record_id author, agency; /* records of the kinds worker and agency; 0 for the program itself */
	when happened;       /* WHEN_NONE: not known; an instant's day is the one in the area when it was written */
	seq_list after;      /* the newest entries of the record that the writer had seen */
	digest_list files;   /* the attachments that the values name */
	str batch;           /* empty, or the import this came with */
	str header, bytes;   /* exactly as committed; bytes are the values as canonical JSON */
	bool disposed;       /* the body is lawfully gone: only seq, recorded remain */
} entry;

/* Called inside the appending transaction for each entry, in order: how projections follow. A refusal (any err) undoes
 * that entry alone and is passed to its writer. apply is called in the writer thread; what it takes from a lives until
 * it returns. */
typedef struct {
	void *context;
	err (*apply)(void *context, db *d, arena *a, const entry *e); /* NULL: nobody follows */
} follower;

typedef struct journal journal;

/* Tables made where missing (DB_CREATE connection). E_IO, E_CONFLICT (another format). */
err journal_make(db *d) MUST_USE;
/* The same for invented entries, which are told when they were recorded (entry_head.told). Its origin says so in every
 * checkpoint: JOURNAL_OF_DEMONSTRATION. E_CONFLICT also where a journal of another sort is there already. */
err journal_make_demonstration(db *d) MUST_USE;
#define JOURNAL_OF_DEMONSTRATION S("waymark.demonstration/")

/* A journal to append to: its own connection and writer thread, group commit. key_path: the signing key file, made where
 * missing (mode 0600; see checkpoint.h). Signs checkpoints: at opening and closing, every CHECKPOINT_ENTRIES entries, and
 * within twice CHECKPOINT_MINUTES of the first entry that none covers. follow is borrowed. *ret set only on OK; journal_close waits
 * for the queue to drain. E_NOT_FOUND no journal there; E_CONFLICT of another format; E_INVALID not a key file; E_IO. */
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
	uuid id;             /* none: one is made; keep it to try again safely */
	record_id record;    /* 0: a new record */
	seq_list after;      /* for an existing record: the newest entries that the writer has seen */
	entry_links about;
	when happened;
	instant told;        /* 0: recorded now. Otherwise recorded then, in a demonstration's journal and no other (E_DENIED):
	                        not before the entry before it, and never later than now */
} entry_head;

/* Append one entry and update its projections in the same transaction; returns when it is durable.
 *
 * OK          durable; *ret_seq; *ret_forked says that somebody wrote after `after`: the record has two heads.
 *             Also when the same author sent the same id, head and values before: the old seq, nothing written.
 * E_INVALID   one problem for each wrong field, link or date, in arena a.
 * E_CONFLICT  the id is known with another head, other bytes or another author.
 * E_NOT_FOUND the record, or a linked record, or the bytes of a file, are not there; a problem says which.
 * E_BUSY      no turn within write_wait_ms; safe to try again with the same id.
 * E_LIMIT     over KIND_MAX_BYTES, or the disk is full.
 * E_IO        nothing is half written; where the answer was lost on its way it may be written: try again with the same id.
 * Whatever the follower refuses with.
 * ret_forked and ret_problems may not be NULL. */
err journal_append(writer *w, const kind *k, const values *v, const entry_head *head, arena *a, seq *ret_seq,
                   bool *ret_forked, problems *ret_problems) MUST_USE;

/* Many entries that become visible together: batch.h. */

/* One of many: what goes in, and what came of it. */
typedef struct {
	const kind *k;
	const values *v;
	entry_head head;
	const writer *by; /* NULL: the writer of them all; otherwise of the same journal */
	const char *as;   /* journal_append_together alone: about the record of the first, in this role, which the head leaves out */
	seq seq;
	bool forked; /* journal_append_together alone */
	err result;
} batch_entry;
enum { BATCH_APPEND_MOST = 4096 };
/* Up to BATCH_APPEND_MOST entries in that order, each as journal_append has it; waits until all are durable. They may link to
 * those of earlier calls. Errors as journal_append: the first of any of them, while the others stand. Safe to repeat with the
 * same ids. *ret_problems is empty before. */
err journal_append_all(const writer *w, batch_entry *list, size_t n, arena *a, problems *ret_problems) MUST_USE;

/* Entries that stand or fall together, one after the other in the journal, at most TOGETHER_MOST; each with its own writer, `by`.
 * Where `as` is given (not for the first), the entry is about the record of the first, which may begin with it. seq and forked of
 * all are set only on OK. Sent again with the same ids, what is there already is not written twice. No batches, disposals or
 * declarations. Errors as journal_append, of whichever it was: then none is there. */
enum { TOGETHER_MOST = 100 };
err journal_append_together(batch_entry *list, size_t n, arena *a, problems *ret_problems) MUST_USE;

/* Before very many entries, when nobody else writes yet: db_expect_much, for as long as the journal is open. E_BUSY, E_IO. */
err journal_expect_much(journal *j, arena *a) MUST_USE;

/* Reading: raw, without rights; for project/, access/ and the commands verify, rebuild. */
err journal_size(db *d, int64_t *ret) MUST_USE;                       /* entries */
err journal_entry(db *d, arena *a, seq s, entry *ret) MUST_USE;       /* E_NOT_FOUND */
typedef err journal_visit(void *context, arena *a, const entry *e);
/* In order of seq, from..to inclusive (to 0: the end); the arena given to visit is reset after each call. */
err journal_scan(db *d, seq from, seq to, journal_visit *visit, void *context) MUST_USE;
/* The same for the entries of the kind declaration only: found by an index. */
err journal_scan_declarations(db *d, seq from, journal_visit *visit, void *context) MUST_USE;
/* The entries of a record that nobody wrote after, but for those of a batch that is not complete: one, or more when two people wrote at once; newest first. Empty for no
 * such record. */
err journal_heads(db *d, arena *a, record_id r, seq_list *ret) MUST_USE;
/* The same as it was at a past position. */
err journal_heads_by(db *d, arena *a, record_id r, seq by, seq_list *ret) MUST_USE;
/* The bytes of an attachment. E_NOT_FOUND. Rights to it are the rights to an entry that names it. */
err journal_attachment(db *d, arena *a, const sha256 *digest, str *ret) MUST_USE;
/* Every part but the last has so many bytes. */
enum { ATTACHMENT_PART_BYTES = 256 * 1024 };
/* One of its parts, from 0, added to `to`. E_NOT_FOUND there is no such part, or no such attachment. */
err journal_attachment_part(db *d, const sha256 *digest, int64_t part, buf *to) MUST_USE;

/* A file on its way in, before anybody has recorded it: its parts, from 0, are put at a place of its own (uuid_make of now), in a
 * transaction of the caller's for each. The entry whose file_value names the place takes them, in its own transaction; until
 * then nobody reads them, and they are no part of the journal. */
err journal_incoming_part(db *d, const uuid *place, int64_t part, str bytes) MUST_USE;
/* Takes them away where no entry has them. */
err journal_incoming_drop(db *d, const uuid *place) MUST_USE;
/* The same for all whose place was made before. */
err journal_incoming_sweep(db *d, instant before, int *ret_files) MUST_USE;
/* Throws chain, chain_after and chain_file away and makes them again, inside the caller's DB_WRITE transaction. */
err journal_chain_rebuild(db *d, arena *a) MUST_USE;

enum { DISPOSE_MOST = 10000 };
/* Lawful disposal: removes the bodies, what is derived from them and the attachments nobody else names, and appends the
 * entry that names the seqs and the reason. k is the kind disposal. The follower is given that entry: what it derived from
 * the seqs of journal_disposal_names must go. Disposals and declarations cannot be disposed of. As journal_append. */
err journal_dispose(writer *w, const kind *k, const seq *seqs, size_t n, str reason, arena *a, seq *ret_seq,
                    problems *ret_problems) MUST_USE;
/* The seqs that an entry of the kind disposal names, ascending. false when it is none. */
bool journal_disposal_names(arena *a, const entry *e, seq_list *ret);

#endif
