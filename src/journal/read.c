/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading the journal: raw, without rights. */
#include "journal/batch.h"
#include "journal/entry_row.h"
#include "journal/header.h"
#include "journal/tables.h"

#include "db/table.h"

err journal_size(db *d, int64_t *ret)
{
	return db_one_int(d, SQL("SELECT size FROM tree WHERE one = 1"), NO_ARGS, ret);
}

/* header and bytes are NULL where the body is gone. */
err entry_row(const db_rows *r, arena *a, entry *ret)
{
	entry e = { .seq = { db_int(r, 0) }, .recorded = db_instant(r, 1), .disposed = db_is_null(r, 2) };
	if (!e.disposed) {
		e.bytes = db_bytes_copy(r, 3, a);
		if (!header_read(a, db_text_copy(r, 2, a), &e)) return FAIL(&a->trail, E_IO);
		if (!e.record.n) e.record.n = e.seq.n;
	}
	*ret = e;
	return OK;
}

err journal_entry(db *d, arena *a, seq s, entry *ret)
{
	ROWS(found);
	TRY(db_query(d,
	             SQL("SELECT " ENTRY_ROW " FROM entry LEFT JOIN body ON body.seq = entry.seq "
	                 "WHERE entry.seq = $1"),
	             ARGS(ARG(s.n)), &found));
	bool there = db_next(&found);
	if (there) TRY(entry_row(&found, a, ret));
	TRY(db_end(&found));
	return there ? OK : E_NOT_FOUND;
}

static err visit_all(db_rows *found, journal_visit *visit, void *context)
{
	ARENA(a);
	while (db_next(found)) {
		entry e;
		TRY(entry_row(found, &a, &e));
		TRY(visit(context, &a, &e));
		arena_reset(&a);
	}
	return db_end(found);
}

err journal_scan(db *d, seq from, seq to, journal_visit *visit, void *context)
{
	ROWS(found);
	TRY(db_scan(d,
	            SQL("SELECT " ENTRY_ROW " FROM entry LEFT JOIN body ON body.seq = entry.seq "
	                "WHERE entry.seq >= $1 AND entry.seq <= $2 ORDER BY entry.seq"),
	            ARGS(ARG(from.n), ARG(to.n ? to.n : INT64_MAX)), &found));
	return visit_all(&found, visit, context);
}

err journal_scan_declarations(db *d, seq from, journal_visit *visit, void *context)
{
	ROWS(found);
	TRY(db_scan(d,
	            SQL("SELECT " ENTRY_ROW " FROM chain JOIN entry ON entry.seq = chain.seq "
	                "JOIN body ON body.seq = chain.seq WHERE chain.kind = 'declaration' AND chain.seq >= $1 ORDER BY chain.seq"),
	            ARGS(ARG(from.n)), &found));
	return visit_all(&found, visit, context);
}

err journal_scan_batch(db *d, str name, seq until, journal_visit *visit, void *context)
{
	ROWS(found);
	TRY(db_scan(d,
	            SQL("SELECT " ENTRY_ROW " FROM chain JOIN entry ON entry.seq = chain.seq "
	                "JOIN body ON body.seq = chain.seq WHERE chain.batch = $1 AND chain.batch <> '' AND chain.seq < $2 ORDER BY chain.seq"),
	            ARGS(ARG(name), ARG(until.n)), &found));
	return visit_all(&found, visit, context);
}

err journal_heads(db *d, arena *a, record_id r, seq_list *ret)
{
	return journal_heads_by(d, a, r, (seq){ INT64_MAX }, ret);
}

err journal_heads_by(db *d, arena *a, record_id r, seq by, seq_list *ret)
{
	ROWS(found);
	seq_list heads = { 0 };
	TRY(db_query(d,
	             SQL("SELECT seq, " BATCH_KNOWN_FROM("chain") " AS known FROM chain WHERE record = $1 AND " BATCH_KNOWN_FROM("chain")
	                 " <= $2 AND NOT EXISTS (SELECT 1 FROM chain_after JOIN chain later ON later.seq = chain_after.seq "
	                 "WHERE chain_after.after = chain.seq AND " BATCH_KNOWN_FROM("later") " <= $3) "
	                 "ORDER BY known DESC, seq DESC"),
	             ARGS(ARG(r.n), ARG(by.n), ARG(by.n)), &found));
	while (db_next(&found)) PUSH(a, &heads, ((seq){ db_int(&found, 0) }));
	TRY(db_end(&found));
	*ret = heads;
	return OK;
}

static err insert_again(void *context, arena *a, const entry *e)
{
	(void)a;
	return e->disposed ? OK : chain_insert(context, e);
}

err journal_chain_rebuild(db *d, arena *a)
{
	TRY(table_empty(d, a, S("chain")));
	TRY(table_empty(d, a, S("chain_after")));
	TRY(table_empty(d, a, S("chain_file")));
	return journal_scan(d, (seq){ 1 }, (seq){ 0 }, insert_again, d);
}
