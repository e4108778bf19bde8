/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journal/walk.h"

#include "journal/checkpoint.h"

#include <string.h>

enum { PROGRESS_STEP = 8192 };

bool walk_wrong(walk *w, int64_t from, int64_t to, const char *what)
{
	if (!w->v->what.n) {
		w->v->from.n = from;
		w->v->to.n = to;
		w->v->what = str_copy(w->a, str_of(what));
	}
	return false;
}

bool digest_read(str bytes, sha256 *ret)
{
	if (bytes.n != sizeof ret->at) return false;
	memcpy(ret->at, bytes.at, bytes.n);
	return true;
}

void side_next(side *s)
{
	s->there = db_next(&s->rows);
}

/* ---- one entry: its body and leaf */

static disposed_row *find_disposed(walk *w, int64_t s)
{
	size_t low = 0, high = w->disposed.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (w->disposed.at[middle].s.n < s) low = middle + 1;
		else high = middle;
	}
	return low < w->disposed.n && w->disposed.at[low].s.n == s ? &w->disposed.at[low] : NULL;
}

/* Columns of the walk's query. */
enum { C_SEQ, C_RECORDED, C_LEAF, C_BODY, C_SALT, C_HEADER, C_BYTES, C_CHAIN, C_ID, C_RECORD, C_KIND, C_VERSION, C_AUTHOR,
       C_AGENCY, C_HAPPENED, C_BATCH };

static bool check_content(walk *w, const db_rows *r, int64_t s, sha256 *ret)
{
	disposed_row *gone = find_disposed(w, s);
	bool there = !db_is_null(r, C_BODY);
	w->body_n += there;
	if (gone) {
		gone->seen = true;
		w->v->disposed++;
		*ret = gone->content;
		if (there) return walk_wrong(w, s, s, "stands among the disposed, but its body is there");
		return gone->digest_ok || walk_wrong(w, s, s, "is disposed of, and the digest of its content was changed");
	}
	if (!there) return walk_wrong(w, s, s, "its body is gone, and no disposal accounts for it");
	*ret = content_digest(db_bytes(r, C_SALT), db_text(r, C_HEADER), db_bytes(r, C_BYTES));
	return true;
}

static bool check_leaf(walk *w, const db_rows *r, int64_t s, sha256 *ret_leaf)
{
	sha256 content, written;
	instant recorded = db_instant(r, C_RECORDED);
	if (!check_content(w, r, s, &content)) return false;
	*ret_leaf = leaf_digest((seq){ s }, recorded, &content);
	if (!digest_read(db_bytes(r, C_LEAF), &written) || !sha256_eq(written, *ret_leaf))
		return walk_wrong(w, s, s, "its salt, header, bytes, time of recording or leaf was changed");
	if (recorded.ms < w->recorded.ms) return walk_wrong(w, s, s, "was recorded before the entry before it");
	w->recorded = recorded;
	return true;
}

/* ---- what is derived from its header */

static bool check_chain_row(walk *w, const db_rows *r, const entry *e)
{
	int64_t s = e->seq.n;
	if (db_is_null(r, C_CHAIN)) return walk_wrong(w, s, s, "has no row in chain");
	str id = { (const char *)e->id.at, sizeof e->id.at };
	if (!str_eq(db_bytes(r, C_ID), id)) return walk_wrong(w, s, s, "its id in chain was changed");
	if (db_int(r, C_RECORD) != e->record.n) return walk_wrong(w, s, s, "its record in chain was changed");
	if (!str_eq(db_text(r, C_KIND), e->kind)) return walk_wrong(w, s, s, "its kind in chain was changed");
	if (!str_eq(db_text(r, C_VERSION), e->version)) return walk_wrong(w, s, s, "its version in chain was changed");
	if (db_int(r, C_AUTHOR) != e->author.n) return walk_wrong(w, s, s, "its author in chain was changed");
	if (db_int(r, C_AGENCY) != e->agency.n) return walk_wrong(w, s, s, "its agency in chain was changed");
	if (!str_eq(db_text(r, C_HAPPENED), header_happened(e->header)))
		return walk_wrong(w, s, s, "when it happened was changed in chain");
	return str_eq(db_text(r, C_BATCH), e->batch) || walk_wrong(w, s, s, "its batch in chain was changed");
}

static bool in_after(const entry *e, int64_t after)
{
	for (size_t i = 0; i < e->after.n; i++)
		if (e->after.at[i].n == after) return true;
	return false;
}

static bool in_files(const entry *e, str digest)
{
	for (size_t i = 0; i < e->files.n; i++)
		if (str_eq(sha256_view(&e->files.at[i]), digest)) return true;
	return false;
}

/* The side tables hold one row for each thing the header lists, and no other. */
static bool check_sides(walk *w, const entry *e)
{
	int64_t s = e->seq.n;
	size_t n = 0;
	for (; w->after.there && db_int(&w->after.rows, 0) <= s; side_next(&w->after), n++)
		if (db_int(&w->after.rows, 0) != s || !in_after(e, db_int(&w->after.rows, 1)))
			return walk_wrong(w, s, s, "chain_after says other than its header");
	if (n != e->after.n) return walk_wrong(w, s, s, "chain_after says other than its header");
	for (n = 0; w->file.there && db_int(&w->file.rows, 0) <= s; side_next(&w->file), n++)
		if (db_int(&w->file.rows, 0) != s || !in_files(e, db_bytes(&w->file.rows, 1)))
			return walk_wrong(w, s, s, "chain_file says other than its header");
	return n == e->files.n || walk_wrong(w, s, s, "chain_file says other than its header");
}

/* A disposal names exactly those that stand as disposed of by it. */
static bool check_disposal(walk *w, const entry *e)
{
	seq_list names = { 0 };
	if (!str_eq(e->kind, S("disposal"))) return true;
	if (!journal_disposal_names(&w->each, e, &names))
		return walk_wrong(w, e->seq.n, e->seq.n, "is a disposal that names no entries");
	for (size_t i = 0; i < names.n; i++) {
		disposed_row *gone = find_disposed(w, names.at[i].n);
		if (!gone || gone->by.n != e->seq.n || gone->s.n >= e->seq.n)
			return walk_wrong(w, names.at[i].n, names.at[i].n, "a disposal names it, and the row in disposed says otherwise");
		gone->named = true;
	}
	return true;
}

static bool check_derived(walk *w, const db_rows *r, int64_t s)
{
	entry e = { .seq = { s }, .disposed = db_is_null(r, C_BODY) };
	w->chain_n += !db_is_null(r, C_CHAIN);
	if (e.disposed) {
		if (!db_is_null(r, C_CHAIN)) return walk_wrong(w, s, s, "is disposed of, and chain still has it");
		return check_sides(w, &e);
	}
	e.bytes = db_bytes(r, C_BYTES);
	if (!header_read(&w->each, db_text(r, C_HEADER), &e)) return walk_wrong(w, s, s, "its header does not read");
	if (!e.record.n) e.record.n = s;
	return check_chain_row(w, r, &e) && check_sides(w, &e) && check_disposal(w, &e);
}

bool walk_entry(walk *w, const db_rows *r)
{
	int64_t s = w->edge.size + 1;
	sha256 leaf;
	if (db_int(r, C_SEQ) != s) return walk_wrong(w, s, s, "is missing");
	if (!check_leaf(w, r, s, &leaf) || !check_derived(w, r, s)) return false;
	merkle_append(&w->edge, leaf);
	w->v->entries = s;
	return walk_checkpoint(w);
}

/* ---- the walk */

static err read_disposed(walk *w)
{
	ROWS(found);
	TRY(db_query(w->d, SQL("SELECT seq, content, by FROM disposed ORDER BY seq"), NO_ARGS, &found));
	while (db_next(&found)) {
		disposed_row row = { .s = { db_int(&found, 0) }, .by = { db_int(&found, 2) } };
		row.digest_ok = digest_read(db_bytes(&found, 1), &row.content);
		PUSH(w->a, &w->disposed, row);
	}
	return db_end(&found);
}

static err open_sides(walk *w)
{
	TRY(db_scan(w->d, SQL("SELECT seq, after FROM chain_after ORDER BY seq"), NO_ARGS, &w->after.rows));
	TRY(db_scan(w->d, SQL("SELECT seq, digest FROM chain_file ORDER BY seq"), NO_ARGS, &w->file.rows));
	TRY(db_scan(w->d, SQL("SELECT size, note FROM checkpoint ORDER BY size"), NO_ARGS, &w->checkpoint.rows));
	side_next(&w->after);
	side_next(&w->file);
	side_next(&w->checkpoint);
	return OK;
}

static err walk_entries(walk *w, verify_progress *progress, void *context)
{
	ROWS(found);
	int64_t all;
	TRY(db_one_int(w->d, SQL("SELECT COALESCE(MAX(size), 0) FROM tree"), NO_ARGS, &all)); /* for the progress only */
	TRY(db_scan(w->d,
	            SQL("SELECT entry.seq, entry.recorded, entry.leaf, body.seq, body.salt, body.header, body.bytes, chain.seq, "
	                "chain.id, chain.record, chain.kind, chain.version, chain.author, chain.agency, chain.happened, chain.batch "
	                "FROM entry LEFT JOIN body ON body.seq = entry.seq LEFT JOIN chain ON chain.seq = entry.seq "
	                "ORDER BY entry.seq"),
	            NO_ARGS, &found));
	while (db_next(&found) && walk_entry(w, &found)) {
		arena_reset(&w->each);
		if (progress && w->edge.size % PROGRESS_STEP == 0) progress(context, w->edge.size, all);
	}
	return db_end(&found);
}

static err walk_all(walk *w, verify_progress *progress, void *context)
{
	TRY(format_check(w->d, w->a));
	TRY(journal_origin(w->d, w->a, &w->origin));
	err e = journal_verifier_keys(w->d, w->a, &w->keys);
	if (e != OK && e != E_NOT_FOUND) return e;
	TRY(read_disposed(w));
	TRY(open_sides(w));
	if (walk_checkpoint(w)) TRY(walk_entries(w, progress, context)); /* one of size 0 comes before the first entry */
	if (!w->v->what.n) TRY(walk_after_entries(w));
	return w->v->what.n ? OK : walk_attachments(w);
}

static bool is_known_key(const walk *w, str key)
{
	for (size_t i = 0; i < w->keys.n; i++)
		if (str_eq(w->keys.at[i], key)) return true;
	return false;
}

static void walk_end(walk *w)
{
	db_rows_close(&w->after.rows);
	db_rows_close(&w->file.rows);
	db_rows_close(&w->checkpoint.rows);
	arena_end(&w->each);
}

err journal_verify(db *d, arena *a, str verifier_key, verify_progress *progress, void *context, verdict *ret)
{
	verdict v = { 0 };
	walk w = { .d = d, .a = a, .each = arena_make(), .v = &v };
	TRY(db_begin(d, DB_SNAPSHOT));
	err e = walk_all(&w, progress, context);
	if (e == OK && verifier_key.n && !is_known_key(&w, verifier_key))
		walk_wrong(&w, 0, 0, "meta: the signing key in use is not among verifier_keys");
	v.root = merkle_root(&w.edge);
	v.holds = v.what.n == 0;
	walk_end(&w);
	db_rollback(d);
	if (e == OK) *ret = v;
	return e;
}
