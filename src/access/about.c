/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a child's page asks for again and again: of which kinds there is anything about the child, for most kinds have
 * nothing about most children; what the child asked to keep from somebody; and what is tied to something that is not over yet.
 * One look through what is about the child tells it, once for a view. */
#include "access/rights.h"

static void note_kept(arena *a, record_list *kept, record_id id)
{
	if (id.n && !records_hold(kept, id)) PUSH(a, kept, id);
}

enum { LOOKED_AT = 64 };

/* The kinds after *last, as far as so many links go; where one has more of them, the next look begins behind it. */
static err read_some_kinds(const view *v, record_id child, str *last, int64_t *ret_n, str_list *sealing)
{
	ROWS(rows);
	arena *a = v->r->a;
	*ret_n = 0;
	TRY(db_query(v->r->db, SQL("SELECT kind FROM link WHERE target = $1 AND kind > $2 ORDER BY kind LIMIT $3"),
	             ARGS(ARG(child.n), ARG(*last), ARG((int64_t)LOOKED_AT)), &rows));
	for (; db_next(&rows); ++*ret_n) {
		str kind_name = db_text(&rows, 0);
		if (str_eq(kind_name, *last)) continue;
		*last = str_copy(a, kind_name);
		map_put(a, &v->proof->kinds, *last, v->proof);
		if (practice_seals(v->r->practice, *last)) PUSH(a, sealing, *last);
	}
	return db_end(&rows);
}

/* ret_sealing: those of them that may keep something from somebody. */
static err read_kinds(const view *v, record_id child, str_list *ret_sealing)
{
	str last = S("");
	for (int64_t n = LOOKED_AT; n == LOOKED_AT;) TRY(read_some_kinds(v, child, &last, &n, ret_sealing));
	return OK;
}

/* A row for each record that is kept from somebody, and for each that answers one. */
static err read_kept(const view *v, record_id child, str kind_name)
{
	ROWS(rows);
	TRY(db_query(v->r->db,
	             SQL("SELECT s.record, f.record FROM link l JOIN seal s ON s.record = l.record "
	                 "LEFT JOIN link f ON f.target = s.record WHERE l.target = $1 AND l.kind = $2 AND l.role = 'child'"),
	             ARGS(ARG(child.n), ARG(kind_name)), &rows));
	while (db_next(&rows)) {
		note_kept(v->r->a, &v->proof->kept_open, (record_id){ db_int(&rows, 0) });
		note_kept(v->r->a, &v->proof->kept_open, (record_id){ db_int(&rows, 1) });
	}
	return db_end(&rows);
}

/* ---- what is quiet: tied to something that is not over yet */

static bool is_over(const view *v, const kind *k, const record *rec)
{
	const value *until = values_get(&rec->values, k->quiet_until->name);
	return until && until->is == VALUE_KNOWN && until->on.on.n <= v->r->today.n;
}

err access_not_over(const view *v, record_list *ret)
{
	record_list open = { 0 };
	for (size_t i = 0; i < practice_kind_count(v->r->practice); i++) {
		const kind *k = practice_kind_at(v->r->practice, i);
		records list = { 0 };
		if (!k->quiet_until || !k->about_child) continue;
		TRY(access_records(v, k, 0, &list));
		for (size_t n = 0; n < list.n; n++)
			if (!is_over(v, k, &list.at[n])) PUSH(v->r->a, &open, list.at[n].record);
	}
	*ret = open;
	return OK;
}

/* Of what leads to it, what is of a kind that may be kept from somebody, with what answers that. */
static err read_quiet(const view *v, record_id of)
{
	ROWS(rows);
	TRY(db_query(v->r->db, SQL("SELECT l.record, l.kind, f.record FROM link l LEFT JOIN link f ON f.target = l.record WHERE l.target = $1"),
	             ARGS(ARG(of.n)), &rows));
	while (db_next(&rows)) {
		if (!practice_seals(v->r->practice, db_text(&rows, 1))) continue;
		note_kept(v->r->a, &v->proof->kept_open, (record_id){ db_int(&rows, 0) });
		note_kept(v->r->a, &v->proof->kept_open, (record_id){ db_int(&rows, 2) });
	}
	return db_end(&rows);
}

static err look_through(const view *v)
{
	CHECK(v->proof);
	for (size_t i = 0; i < v->same.n && !v->proof->about_read; i++) {
		str_list sealing = { 0 };
		TRY(read_kinds(v, v->same.at[i], &sealing));
		for (size_t k = 0; k < sealing.n; k++) TRY(read_kept(v, v->same.at[i], sealing.at[k]));
	}
	if (v->proof->about_read) return OK;
	v->proof->about_read = true;
	record_list open;
	TRY(access_not_over(v, &open));
	for (size_t i = 0; i < open.n; i++) TRY(read_quiet(v, open.at[i]));
	return OK;
}

err about_holds(const view *v, const kind *k, bool *ret)
{
	TRY(look_through(v));
	*ret = k->about_child && map_get(&v->proof->kinds, k->name) != NULL;
	return OK;
}

err access_kept(const view *v, record_list *ret)
{
	TRY(look_through(v));
	*ret = v->proof->kept_open;
	return OK;
}

/* Whether a child has anything that could be open is one look in an index; most have nothing. */
static err is_quiet(const view *v, record_id id, bool *ret)
{
	bool there = false;
	record_list kept = { 0 };
	for (size_t i = 0; i < practice_kind_count(v->r->practice) && !there; i++) {
		const kind *k = practice_kind_at(v->r->practice, i);
		for (size_t n = 0; k->quiet_until && n < v->same.n && !there; n++) {
			int64_t one;
			err e = db_one_int(v->r->db, SQL("SELECT 1 FROM link WHERE target = $1 AND kind = $2 LIMIT 1"),
			                   ARGS(ARG(v->same.at[n].n), ARG(k->name)), &one);
			if (e != OK && e != E_NOT_FOUND) return e;
			there = e == OK;
		}
	}
	if (there) TRY(access_kept(v, &kept));
	*ret = records_hold(&kept, id);
	return OK;
}

err access_is_kept(const view *v, record_id id, bool *ret)
{
	int64_t one;
	err e = db_one_int(v->r->db,
	                   SQL("SELECT 1 FROM seal WHERE record = $1 "
	                       "UNION ALL SELECT 1 FROM link f JOIN seal s ON s.record = f.target WHERE f.record = $2 LIMIT 1"),
	                   ARGS(ARG(id.n), ARG(id.n)), &one);
	if (e != E_NOT_FOUND) {
		*ret = e == OK;
		return e;
	}
	return is_quiet(v, id, ret);
}
