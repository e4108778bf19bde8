/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Records as a viewer may read them: the sealed left out, the unreadable blanked. */
#include "access/rights.h"

#include "db/table.h"
#include "journal/batch.h"

#include <stdlib.h>

/* ---- who may read what */

static bool reads(const view *v, const who *w)
{
	const viewer *by = v->r->who;
	return by->measuring || (w->works_with_child && v->works_with) || (w->roles & by->roles);
}

static const who *readers(const kind *k, const field *f)
{
	return f && f->own_read ? &f->read : &k->read;
}

static bool is_past(const view *v)
{
	return v->at.n != PROJECT_NOW.n;
}

static err declared_then(const view *v, const kind *k, const kind **ret)
{
	ROWS(rows);
	TRY(db_query(v->r->db, SQL("SELECT version FROM p_declaration WHERE name = $1 AND known_from <= $2 ORDER BY seq DESC LIMIT 1"),
	             ARGS(ARG(k->name), ARG(v->at.n)), &rows));
	const kind *then = db_next(&rows) ? practice_version(v->r->practice, k->name, db_text(&rows, 0)) : NULL;
	TRY(db_end(&rows));
	*ret = then;
	return OK;
}

/* The declaration in force on the view's day; NULL where there was none, or it cannot be read: nobody reads by it. */
static const kind *kind_then(const view *v, const kind *k)
{
	const kind *known = map_get(&v->proof->then, k->name), *then = NULL;
	if (known) return known;
	if (declared_then(v, k, &then) != OK || !then) return NULL;
	map_put(v->r->a, &v->proof->then, then->name, (void *)(uintptr_t)then);
	return then;
}

/* By the declaration k; a field that it does not have is ruled by the one that the entry was written with. */
static bool allows(const view *v, const kind *k, const kind *written, const field *f)
{
	if (!k || !reads(v, readers(k, NULL))) return false;
	const field *own = f ? kind_field(k, f->name) : NULL;
	return !f || reads(v, own ? readers(k, own) : readers(written, f));
}

/* The declaration in force rules; for a past day the one in force then rules too. */
static bool readable(const view *v, const kind *k, const field *f)
{
	const kind *now = practice_kind(v->r->practice, k->name);
	return allows(v, now ? now : k, k, f) && (!is_past(v) || allows(v, kind_then(v, k), k, f));
}

bool kind_readable(const view *v, const kind *k)
{
	return readable(v, k, NULL);
}

bool access_field_readable(const view *v, const kind *k, const field *f)
{
	return readable(v, k, f);
}

static void blank_unreadable(const view *v, record *one)
{
	for (size_t i = 0; i < one->kind->field_n; i++)
		if (!access_field_readable(v, one->kind, &one->kind->fields[i])) one->values.at[i] = (value){ 0 };
}

/* ---- one entry */

err read_whole(reading *r, seq s, record *ret)
{
	entry e;
	problems odd = { 0 };
	TRY(journal_entry(r->db, r->a, s, &e));
	const kind *k = practice_version(r->practice, e.kind, e.version);
	if (!k) return FAIL(&r->a->trail, E_IO);
	record one = {
		.seq = e.seq, .record = e.record, .kind = k, .happened = e.happened, .recorded = e.recorded,
		.author = e.author, .agency = e.agency, .batch = e.batch, .about = e.about, .disposed = e.disposed,
	};
	if (e.disposed) one.values = values_make(r->a, k);
	else TRY(values_from_json(r->a, area_zone(r->area), k, e.bytes, false, &one.values, &odd));
	*ret = one;
	return OK;
}

static err newest_known(db *d, record_id id, seq at, seq *ret)
{
	return db_one_int(d,
	                  SQL("SELECT seq FROM chain WHERE record = $1 AND " BATCH_KNOWN_FROM("chain") " <= $2 "
	                      "ORDER BY " BATCH_KNOWN_FROM("chain") " DESC, seq DESC LIMIT 1"),
	                  ARGS(ARG(id.n), ARG(at.n)), &ret->n);
}

err read_newest(reading *r, record_id id, seq at, record *ret)
{
	seq s;
	err e = newest_known(r->db, id, at, &s);
	if (e == E_NOT_FOUND) e = newest_known(r->db, id, PROJECT_NOW, &s);
	return e == OK ? read_whole(r, s, ret) : e;
}

/* A record of one entry has one head. */
static err find_fork(reading *r, record *one)
{
	seq_list heads = { 0 };
	if (one->seq.n != one->record.n) TRY(journal_heads(r->db, r->a, one->record, &heads));
	one->forked = heads.n > 1;
	return OK;
}

static err read_for(const view *v, seq s, record *ret)
{
	record one;
	TRY(read_whole(v->r, s, &one));
	TRY(find_fork(v->r, &one));
	blank_unreadable(v, &one);
	*ret = one;
	return OK;
}

/* ---- lists */

typedef struct {
	seq seq;
	record_id record;
	int64_t happened_ms;
} row_found;
typedef LIST(row_found) rows_found;

#define KNOWN_THEN(from_, to_) "known_from <= " from_ " AND (known_to IS NULL OR known_to > " to_ ")"

static const col found_cols[] = {
	{ { "seq", 3 }, COL_INT, true }, { { "record", 6 }, COL_INT, true }, { { "happened_ms", 11 }, COL_INT, true },
};

static sql select_from(arena *a, const kind *k, str where)
{
	buf name = BUF(a);
	buf_lit(&name, "p_");
	buf_str(&name, k->name);
	table t = { .name = buf_view(&name), .cols = found_cols, .col_n = sizeof found_cols / sizeof *found_cols };
	return table_select(a, &t, where, S("happened_ms DESC, seq DESC"));
}

static err take_rows(const view *v, sql text, args a, rows_found *list)
{
	ROWS(rows);
	TRY(db_query(v->r->db, text, a, &rows));
	while (db_next(&rows)) {
		row_found f = { { db_int(&rows, 0) }, { db_int(&rows, 1) }, db_int(&rows, 2) };
		if (!seal_hides(&v->proof->kept, f.seq, f.record, v->at)) PUSH(v->r->a, list, f);
	}
	return db_end(&rows);
}

static err find_rows(const view *v, const kind *k, rows_found *list)
{
	arena *a = v->r->a;
	if (v->child.n == 0) {
		sql text = select_from(a, k, S(KNOWN_THEN("$1", "$2")));
		return take_rows(v, text, ARGS(ARG(v->at.n), ARG(v->at.n)), list);
	}
	bool person = str_eq(k->name, S("person"));
	sql text = select_from(a, k, person ? S("record = $1 AND " KNOWN_THEN("$2", "$3"))
	                                    : S("seq IN (SELECT seq FROM link WHERE target = $1 AND " KNOWN_THEN("$2", "$3")
	                                        " AND kind = $4 AND role = 'child')"));
	for (size_t i = 0; i < v->same.n; i++) {
		args about = ARGS(ARG(v->same.at[i].n), ARG(v->at.n), ARG(v->at.n), ARG(k->name));
		if (person) about.n = 3;
		TRY(take_rows(v, text, about, list));
	}
	return OK;
}

static int newest_first(const void *a, const void *b)
{
	const row_found *x = a, *y = b;
	if (x->happened_ms != y->happened_ms) return x->happened_ms < y->happened_ms ? 1 : -1;
	return (x->seq.n < y->seq.n) - (x->seq.n > y->seq.n);
}

/* An entry about two records that are one person is found through both. */
static void each_once(rows_found *list)
{
	size_t kept = 0;
	if (list->n) qsort(list->at, list->n, sizeof *list->at, newest_first);
	for (size_t i = 0; i < list->n; i++)
		if (kept == 0 || list->at[kept - 1].seq.n != list->at[i].seq.n) list->at[kept++] = list->at[i];
	list->n = kept;
}

static err may_hold(const view *v, const kind *k, bool *ret)
{
	if (v->child.n == 0 || str_eq(k->name, S("person"))) {
		*ret = v->child.n || (v->proof->list && str_eq(k->name, v->proof->list->name));
		return OK;
	}
	return about_holds(v, k, ret);
}

err access_records(const view *v, const kind *k, int64_t limit, records *ret)
{
	rows_found all = { 0 };
	records list = { 0 };
	CHECK(v->proof);
	bool may;
	TRY(may_hold(v, k, &may));
	if (may && kind_readable(v, k)) TRY(find_rows(v, k, &all));
	each_once(&all);
	for (size_t i = 0; i < all.n && (limit <= 0 || (int64_t)i < limit); i++) {
		record one;
		TRY(read_for(v, all.at[i].seq, &one));
		one.newest = true;
		PUSH(v->r->a, &list, one);
	}
	*ret = list;
	return OK;
}

/* ---- one record */

/* E_NOT_FOUND where the record is not this view's, or is sealed; E_DENIED where its kind is not for this viewer. */
static err belongs(const view *v, record_id id)
{
	const kind *k;
	record_list about = { 0 };
	CHECK(v->proof);
	if (seal_hides(&v->proof->kept, (seq){ 0 }, id, v->at)) return E_NOT_FOUND;
	TRY(kind_of_record(v->r, id, &k));
	bool ours = false;
	if (v->child.n == 0) {
		ours = v->proof->list && str_eq(v->proof->list->name, k->name);
	} else if (str_eq(k->name, S("person"))) {
		ours = records_hold(&v->same, id);
	} else {
		TRY(children_of_record(v->r, id, v->at, &about));
		for (size_t i = 0; i < about.n; i++) ours |= records_hold(&v->same, about.at[i]);
	}
	if (!ours) return E_NOT_FOUND;
	return kind_readable(v, k) ? OK : E_DENIED;
}

static err entries_of(const view *v, record_id id, seq_list *ret)
{
	ROWS(rows);
	seq_list list = { 0 };
	TRY(db_query(v->r->db, SQL("SELECT seq FROM chain WHERE record = $1 AND " BATCH_KNOWN_FROM("chain") " <= $2 "
	                 "ORDER BY " BATCH_KNOWN_FROM("chain") " DESC, seq DESC"),
	             ARGS(ARG(id.n), ARG(v->at.n)), &rows));
	while (db_next(&rows)) {
		seq s = { db_int(&rows, 0) };
		if (!seal_hides(&v->proof->kept, s, id, v->at)) PUSH(v->r->a, &list, s);
	}
	TRY(db_end(&rows));
	*ret = list;
	return list.n ? OK : E_NOT_FOUND;
}

err access_record(const view *v, record_id id, record *ret)
{
	seq_list entries;
	record one;
	TRY(belongs(v, id));
	TRY(entries_of(v, id, &entries));
	TRY(read_for(v, entries.at[0], &one));
	one.newest = true;
	*ret = one;
	return OK;
}

err access_versions(const view *v, record_id id, records *ret)
{
	seq_list entries;
	records list = { 0 };
	TRY(belongs(v, id));
	TRY(entries_of(v, id, &entries));
	for (size_t i = 0; i < entries.n; i++) {
		record one;
		TRY(read_for(v, entries.at[i], &one));
		one.newest = i == 0;
		PUSH(v->r->a, &list, one);
	}
	*ret = list;
	return OK;
}
