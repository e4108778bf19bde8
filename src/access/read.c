/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Records as a viewer may read them: the sealed left out, the unreadable blanked. */
#include "access/rights.h"

#include "db/table.h"
#include "journal/batch.h"
#include "journal/entry_row.h"

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
	const kind *known = map_get(&v->proof->declared, k->name), *then = NULL;
	if (known) return known;
	if (declared_then(v, k, &then) != OK || !then) return NULL;
	map_put(v->r->a, &v->proof->declared, then->name, (void *)(uintptr_t)then);
	return then;
}

/* By the declaration k; a field that it does not have is ruled by the one that the entry was written with. */
static bool allows(const view *v, const kind *k, const kind *written, const field *f)
{
	if (!k || !reads(v, readers(k, NULL))) return false;
	bool its_own = f && f->at < k->field_n && f == &k->fields[f->at]; /* most are: nothing is looked up */
	const field *own = f && !its_own ? kind_field(k, f->name) : f;
	return !f || reads(v, own ? readers(k, own) : readers(written, f));
}

/* The declaration in force rules; for a past day the one in force then rules too, for who could read then. */
static bool readable(const view *v, const kind *k, const field *f)
{
	const kind *now = practice_kind(v->r->practice, k->name), *rules = now ? now : k;
	if (v->r->at.n) rules = kind_then(v, k);
	return allows(v, rules, k, f) && (!v->proof->then || readable(v->proof->then, k, f));
}

const kind *access_kind(const view *v, str name)
{
	const kind *now = practice_kind(v->r->practice, name);
	CHECK(v->proof);
	return now && is_past(v) ? kind_then(v, now) : now;
}

bool kind_readable(const view *v, const kind *k)
{
	return readable(v, k, NULL);
}

bool access_field_readable(const view *v, const kind *k, const field *f)
{
	return readable(v, k, f);
}

bool may_stand_beside_name(const reading *r, str field_name)
{
	const kind *person = practice_kind(r->practice, S("person"));
	const field *f = person ? kind_field(person, field_name) : NULL;
	return f && (r->who->measuring || !f->own_read || (f->read.roles & r->who->roles));
}

static void blank_unreadable(const view *v, record *one)
{
	for (size_t i = 0; i < one->kind->field_n; i++)
		if (!access_field_readable(v, one->kind, &one->kind->fields[i])) one->values.at[i] = (value){ 0 };
}

/* ---- one entry */

static err record_of(reading *r, const entry *e, record *ret)
{
	problems odd = { 0 };
	const kind *k = practice_version(r->practice, e->kind, e->version);
	if (!k) return FAIL(&r->a->trail, E_IO);
	record one = {
		.seq = e->seq, .record = e->record, .kind = k, .happened = e->happened, .recorded = e->recorded,
		.author = e->author, .agency = e->agency, .batch = e->batch, .about = e->about, .disposed = e->disposed,
	};
	if (e->disposed) one.values = values_make(r->a, k);
	else TRY(values_from_json(r->a, area_zone(r->area), k, e->bytes, false, &one.values, &odd));
	*ret = one;
	return OK;
}

err read_whole(reading *r, seq s, record *ret)
{
	entry e;
	TRY(journal_entry(r->db, r->a, s, &e));
	return record_of(r, &e, ret);
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
	TRY(newest_known(r->db, id, at, &s));
	return read_whole(r, s, ret);
}

static err show(const view *v, const entry *e, record *ret)
{
	record one;
	TRY(record_of(v->r, e, &one));
	blank_unreadable(v, &one);
	*ret = one;
	return OK;
}

/* ---- lists */

typedef struct {
	int64_t happened_ms; /* orders, as in the projections: where nobody knows when it happened, when it was recorded */
	seq seq;
	record_id record;
	const entry *read; /* NULL: not yet */
} row_found;
typedef LIST(row_found) rows_found;

static void take_row(const view *v, row_found f, rows_found *list)
{
	if (!view_hides(v, f.seq, f.record)) PUSH(v->r->a, list, f);
}

#define KNOWN_THEN(from_, to_) "known_from <= " from_ " AND (known_to IS NULL OR known_to > " to_ ")"

/* What is about the child: read with the statement that finds it. */
static err find_about(const view *v, const kind *k, record_id child, rows_found *list)
{
	ROWS(rows);
	arena *a = v->r->a;
	TRY(db_query(v->r->db, SQL("SELECT " ENTRY_ROW " FROM link" ENTRY_ROW_OF("link.seq") "WHERE link.target = $1 AND link.kind = $2 "
	                           "AND link.role = 'child' AND " KNOWN_THEN("$3", "$4")),
	             ARGS(ARG(child.n), ARG(k->name), ARG(v->at.n), ARG(v->at.n)), &rows));
	while (db_next(&rows)) {
		entry *e = TAKE(a, entry);
		TRY(entry_row(&rows, a, e));
		int64_t ms = e->happened.is == WHEN_NONE ? e->recorded.ms : when_sort_ms(area_zone(v->r->area), e->happened);
		take_row(v, (row_found){ ms, e->seq, e->record, e }, list);
	}
	return db_end(&rows);
}

/* Of what stands in the kind's own table. $1 and $2 are the view's position. */
#define ALL_OF_IT KNOWN_THEN("$1", "$2")
#define ITSELF KNOWN_THEN("$1", "$2") " AND record = $3"
#define ABOUT_IT                                                                                                       \
	KNOWN_THEN("$1", "$2") " AND seq IN (SELECT link.seq FROM link WHERE link.target = $3 AND link.kind = $4 AND link.role = 'child')"

static err find_in_table(const view *v, const kind *k, str where, args with, rows_found *list)
{
	static const col cols[] = {
		{ STR("happened_ms"), COL_INT, true }, { STR("seq"), COL_INT, true }, { STR("record"), COL_INT, true },
	};
	ROWS(rows);
	buf name = BUF(v->r->a);
	buf_lit(&name, "p_");
	buf_str(&name, k->name);
	table t = { .name = buf_view(&name), .cols = cols, .col_n = sizeof cols / sizeof *cols };
	TRY(db_query(v->r->db, table_select(v->r->a, &t, where, S("seq")), with, &rows));
	while (db_next(&rows))
		take_row(v, (row_found){ db_int(&rows, 0), { db_int(&rows, 1) }, { db_int(&rows, 2) }, NULL }, list);
	return db_end(&rows);
}

static err find_rows(const view *v, const kind *k, rows_found *list)
{
	bool person = str_eq(k->name, S("person")), listed = v->proof->list && str_eq(k->name, v->proof->list->name), holds = true;
	if (!kind_readable(v, k)) return OK;
	int64_t at = v->at.n;
	if (v->child.n == 0) return listed ? find_in_table(v, k, S(ALL_OF_IT), ARGS(ARG(at), ARG(at)), list) : OK;
	if (!person) TRY(about_holds(v, k, &holds));
	for (size_t i = 0; holds && i < v->same.n; i++) {
		record_id child = v->same.at[i];
		TRY(person ? find_in_table(v, k, S(ITSELF), ARGS(ARG(at), ARG(at), ARG(child.n)), list) : find_about(v, k, child, list));
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

static err read_rows(const view *v, const kind *k, int64_t limit, records *ret)
{
	rows_found all = { 0 };
	TRY(find_rows(v, k, &all));
	each_once(&all);
	for (size_t i = 0; i < all.n && (limit <= 0 || (int64_t)i < limit); i++) {
		entry e;
		record one;
		if (all.at[i].read) e = *all.at[i].read;
		else TRY(journal_entry(v->r->db, v->r->a, all.at[i].seq, &e));
		TRY(show(v, &e, &one));
		one.newest = true;
		PUSH(v->r->a, ret, one);
	}
	return OK;
}

/* Several panels of a page ask for the same: it is read once for a view. What is given is the asker's own list. */
err access_records(const view *v, const kind *k, int64_t limit, records *ret)
{
	CHECK(v->proof);
	arena *a = v->r->a;
	const records *known = map_get(&v->proof->lists, k->name);
	if (!known) {
		records *list = TAKE(a, records);
		TRY(read_rows(v, k, limit, list));
		if (limit <= 0) map_put(a, &v->proof->lists, k->name, list);
		known = list;
	}
	size_t n = limit > 0 && (size_t)limit < known->n ? (size_t)limit : known->n;
	records own = { TAKE_N(a, record, n), n, n };
	if (n) memcpy(own.at, known->at, n * sizeof *own.at);
	*ret = own;
	return OK;
}

err access_newest(const view *v, const kind *k, access_wanted *wanted, void *context, record *ret, bool *ret_found)
{
	rows_found all = { 0 };
	bool met = false;
	int64_t at = v->at.n;
	CHECK(v->proof);
	for (size_t i = 0; k->about_child && kind_readable(v, k) && i < v->same.n; i++)
		TRY(find_in_table(v, k, S(ABOUT_IT), ARGS(ARG(at), ARG(at), ARG(v->same.at[i].n), ARG(k->name)), &all));
	each_once(&all);
	for (size_t i = 0; i < all.n && !met; i++) {
		entry e;
		TRY(journal_entry(v->r->db, v->r->a, all.at[i].seq, &e));
		TRY(show(v, &e, ret));
		ret->newest = true;
		TRY(wanted(context, ret, &met));
	}
	*ret_found = met;
	return OK;
}

/* ---- one record */

/* E_NOT_FOUND where the record is not this view's; E_DENIED where its kind is not for this viewer. */
static err belongs(const view *v, record_id id, const kind *k)
{
	bool ours = records_hold(&v->same, id);
	if (!k) return E_NOT_FOUND;
	if (v->child.n == 0) {
		ours = v->proof->list && str_eq(v->proof->list->name, k->name);
	} else if (!ours && !str_eq(k->name, S("person"))) {
		record_list about = { 0 };
		TRY(children_of_record(v->r, id, v->at, &about));
		for (size_t i = 0; i < about.n; i++) ours |= records_hold(&v->same, about.at[i]);
	}
	if (!ours) return E_NOT_FOUND;
	return kind_readable(v, k) ? OK : E_DENIED;
}

typedef struct {
	int64_t known; /* from that position on */
	entry e;
} known_entry;
typedef LIST(known_entry) entries;

/* Newest known first. A record has few entries: they are put in order as they come. */
static void put_known(arena *a, entries *list, known_entry one)
{
	PUSH(a, list, one);
	size_t at = list->n - 1;
	for (; at > 0; at--) {
		const known_entry *before = &list->at[at - 1];
		if (before->known > one.known || (before->known == one.known && before->e.seq.n > one.e.seq.n)) break;
		list->at[at] = *before;
	}
	list->at[at] = one;
}

/* Known then, without what is sealed. */
static err read_entries(const view *v, record_id id, entries *list)
{
	ROWS(rows);
	TRY(db_query(v->r->db, SQL("SELECT " ENTRY_ROW ", " BATCH_KNOWN_FROM("chain") " FROM chain" ENTRY_ROW_OF("chain.seq")
	                           "WHERE chain.record = $1 AND " BATCH_KNOWN_FROM("chain") " <= $2"),
	             ARGS(ARG(id.n), ARG(v->at.n)), &rows));
	while (db_next(&rows)) {
		known_entry one = { .known = db_int(&rows, ENTRY_ROW_COLUMNS) };
		TRY(entry_row(&rows, v->r->a, &one.e));
		if (!view_hides(v, one.e.seq, id)) put_known(v->r->a, list, one);
	}
	return db_end(&rows);
}

/* The record's entries that this view may show; at least one. */
static err entries_of(const view *v, record_id id, entries *ret)
{
	entries list = { 0 };
	CHECK(v->proof);
	if (view_hides(v, (seq){ 0 }, id)) return E_NOT_FOUND;
	TRY(read_entries(v, id, &list));
	if (list.n == 0) return E_NOT_FOUND;
	TRY(belongs(v, id, practice_kind(v->r->practice, list.at[0].e.kind)));
	*ret = list;
	return OK;
}

err access_record(const view *v, record_id id, record *ret)
{
	entries list;
	record one;
	TRY(entries_of(v, id, &list));
	TRY(show(v, &list.at[0].e, &one));
	one.newest = true;
	*ret = one;
	return OK;
}

err access_versions(const view *v, record_id id, records *ret)
{
	entries from;
	records list = { 0 };
	TRY(entries_of(v, id, &from));
	for (size_t i = 0; i < from.n; i++) {
		record one;
		TRY(show(v, &from.at[i].e, &one));
		one.newest = i == 0;
		PUSH(v->r->a, &list, one);
	}
	*ret = list;
	return OK;
}

err access_heads(const view *v, const records *versions, seq_list *ret)
{
	seq_list all = { 0 }, heads = { 0 };
	CHECK(v->proof);
	if (versions->n) TRY(journal_heads_by(v->r->db, v->r->a, versions->at[0].record, v->at, &all));
	for (size_t i = 0; i < versions->n; i++)
		for (size_t h = 0; h < all.n; h++)
			if (versions->at[i].seq.n == all.at[h].n) PUSH(v->r->a, &heads, all.at[h]);
	*ret = heads;
	return OK;
}
