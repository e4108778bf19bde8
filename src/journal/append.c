/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One entry inside the transaction: what only the database can say about it, and its rows. */
#include "journal/append.h"

/* ---- sent before? */

static str id_bytes(const uuid *id)
{
	return (str){ (const char *)id->at, sizeof id->at };
}

static err check_known(db *d, append *x)
{
	ROWS(found);
	bool same = false;
	TRY(db_query(d, SQL("SELECT chain.seq, body.header, body.bytes FROM chain JOIN body ON body.seq = chain.seq WHERE chain.id = $1"),
	             ARGS(arg_bytes(id_bytes(&x->e.id))), &found));
	bool there = db_next(&found);
	if (there) {
		same = str_eq(db_text(&found, 1), x->e.header) && str_eq(db_bytes(&found, 2), x->e.bytes);
		x->e.seq.n = db_int(&found, 0);
	}
	TRY(db_end(&found));
	if (there && !same) return FAIL(&x->a->trail, E_CONFLICT);
	x->known = same;
	return OK;
}

/* ---- the record it continues */

/* Of its first entry: kind and batch, in arena a; a kind of none where that is not there, or not for this batch. */
static err look_up_first(db *d, arena *a, record_id r, str batch_name, str *ret_kind, str *ret_batch)
{
	ROWS(first);
	TRY(db_query(d, SQL("SELECT kind, batch FROM chain WHERE seq = $1 AND record = $2 AND (batch = $3 OR " BATCH_KNOWN_FROM("chain") " IS NOT NULL)"),
	             ARGS(ARG(r.n), ARG(r.n), ARG(batch_name)), &first));
	bool there = db_next(&first);
	*ret_kind = there ? db_text_copy(&first, 0, a) : STR_NONE;
	*ret_batch = there ? db_text_copy(&first, 1, a) : STR_NONE;
	return db_end(&first);
}

/* The kind of the entries of a record, in arena a; empty where there is none, all of it is disposed of, or it came with
 * another batch that is not complete. */
static err kind_of_record(db *d, seen_list *lately, arena *a, record_id r, str batch_name, str *ret)
{
	str came_with;
	str known = seen_kind(lately, r, batch_name);
	if (known.n) {
		*ret = str_copy(a, known);
		return OK;
	}
	TRY(look_up_first(d, a, r, batch_name, ret, &came_with));
	if (ret->n) {
		seen_put(lately, r, *ret, str_eq(came_with, batch_name) ? came_with : STR_NONE);
		return OK;
	}
	ROWS(later); /* its first entry may have been disposed of */
	TRY(db_query(d, SQL("SELECT kind FROM chain WHERE record = $1 AND (batch = $2 OR " BATCH_KNOWN_FROM("chain") " IS NOT NULL) LIMIT 1"),
	             ARGS(ARG(r.n), ARG(batch_name)), &later));
	*ret = db_next(&later) ? db_text_copy(&later, 0, a) : STR_NONE;
	return db_end(&later);
}

static bool is_among(const seq_list *list, seq s)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->at[i].n == s.n) return true;
	return false;
}

/* What the writer has seen is of this record; it may have been disposed of since. */
static err check_seen(db *d, const journal_end *end, append *x, seq seen)
{
	int64_t record;
	err e = db_one_int(d, SQL("SELECT record FROM chain WHERE seq = $1"), ARGS(ARG(seen.n)), &record);
	bool disposed = e == E_NOT_FOUND && seen.n > 0 && seen.n <= end->edge.size;
	if (disposed || (e == OK && record == x->e.record.n)) return OK;
	if (e != OK && e != E_NOT_FOUND) return e;
	PROBLEM(x, NULL, S("after"), "Entry %lld is not of this record.", (long long)seen.n);
	return FAIL(&x->a->trail, E_INVALID);
}

static err check_record(db *d, seen_list *lately, const journal_end *end, append *x)
{
	str kind_there;
	seq_list heads;
	if (!x->e.record.n) return OK;
	TRY(kind_of_record(d, lately, x->a, x->e.record, x->e.batch, &kind_there));
	if (!kind_there.n) {
		PROBLEM(x, NULL, S("record"), "There is no record %lld.", (long long)x->e.record.n);
		return FAIL(&x->a->trail, E_NOT_FOUND);
	}
	if (!str_eq(kind_there, x->e.kind)) {
		PROBLEM(x, NULL, S("record"), "Record %lld is of another kind.", (long long)x->e.record.n);
		return FAIL(&x->a->trail, E_INVALID);
	}
	TRY(journal_heads(d, x->a, x->e.record, &heads));
	for (size_t i = 0; i < x->e.after.n; i++)
		if (!is_among(&heads, x->e.after.at[i])) TRY(check_seen(d, end, x, x->e.after.at[i]));
	for (size_t i = 0; i < heads.n; i++) x->forked |= !is_among(&x->e.after, heads.at[i]);
	return OK;
}

/* Sent again: whether the record has two heads now. */
static err check_known_forked(db *d, append *x)
{
	seq_list heads;
	record_id record = x->e.record.n ? x->e.record : (record_id){ x->e.seq.n };
	TRY(journal_heads(d, x->a, record, &heads));
	x->forked = heads.n > 1;
	return OK;
}

/* ---- links */

/* *ret_err keeps the gravest of all links: a record that is not there before one of a wrong kind. */
static err check_link(db *d, seen_list *lately, append *x, const field *where, str about, record_id r, str target, err *ret_err)
{
	str kind_there = STR_NONE;
	if (r.n > 0) TRY(kind_of_record(d, lately, x->a, r, x->e.batch, &kind_there));
	if (kind_there.n && (!target.n || str_eq(kind_there, target))) return OK;
	if (kind_there.n) PROBLEM(x, where, about, "Record %lld is of another kind: choose again.", (long long)r.n);
	else PROBLEM(x, where, about, "There is no record %lld: choose again.", (long long)r.n);
	if (*ret_err != E_NOT_FOUND) *ret_err = kind_there.n ? E_INVALID : E_NOT_FOUND;
	return OK;
}

static err check_links(db *d, seen_list *lately, append *x)
{
	err e = OK;
	for (size_t i = 0; i < x->e.about.n; i++) {
		const about_role *in = kind_about(x->k, x->e.about.at[i].role);
		TRY(check_link(d, lately, x, NULL, in->role, x->e.about.at[i].record, in->target, &e));
	}
	for (size_t i = 0; i < x->k->field_n; i++)
		for (size_t r = 0; r < x->v->at[i].records.n; r++)
			TRY(check_link(d, lately, x, &x->k->fields[i], STR_NONE, x->v->at[i].records.at[r], x->k->fields[i].target, &e));
	return e == OK ? OK : FAIL(&x->a->trail, e);
}

err append_check(db *d, seen_list *lately, const journal_end *end, append *x)
{
	if (x->asks_id) TRY(check_known(d, x));
	if (x->known) return check_known_forked(d, x);
	TRY(check_record(d, lately, end, x));
	if (x->e.batch.n) TRY(batch_check(d, x));
	TRY(check_links(d, lately, x));
	TRY(attachment_check(d, x));
	return x->disposes ? dispose_check(d, x) : OK;
}

/* ---- rows */

err append_insert(db *d, arena *scratch, append *x)
{
	entry *e = &x->e;
	x->leaf = leaf_digest(e->seq, e->recorded, &x->content);
	TRY(db_run_later(d, SQL("INSERT INTO entry (seq, recorded, leaf) VALUES ($1, $2, $3)"),
	                 ARGS(ARG(e->seq.n), ARG(e->recorded), arg_bytes(sha256_view(&x->leaf)))));
	TRY(db_run_later(d, SQL("INSERT INTO body (seq, salt, header, bytes) VALUES ($1, $2, $3, $4)"),
	                 ARGS(ARG(e->seq.n), arg_bytes((str){ x->salt, sizeof x->salt }), ARG(e->header), arg_bytes(e->bytes))));
	TRY(chain_insert(d, e));
	TRY(attachment_insert(d, x));
	return x->disposes ? dispose_delete(d, scratch, x) : OK;
}
