/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a child's page asks for again and again: of which kinds there is anything about the child, for most kinds have
 * nothing about most children, and what the child asked to keep from somebody. One look through what is about the child
 * tells both, once for a view. */
#include "access/rights.h"

static void note_kept(arena *a, record_list *kept, record_id id)
{
	if (id.n && !records_hold(kept, id)) PUSH(a, kept, id);
}

/* A row for each kind, and one for each record that is kept from somebody or answers one that is. */
static err read_about(const view *v, record_id child)
{
	ROWS(rows);
	arena *a = v->r->a;
	TRY(db_query(v->r->db,
	             SQL("SELECT kind, 0, 0 FROM link WHERE target = $1 AND role = 'child' GROUP BY kind UNION ALL "
	                 "SELECT l.kind, s.record, f.record FROM link l JOIN seal s ON s.record = l.record "
	                 "LEFT JOIN link f ON f.target = s.record WHERE l.target = $2 AND l.role = 'child'"),
	             ARGS(ARG(child.n), ARG(child.n)), &rows));
	while (db_next(&rows)) {
		record_id kept = { db_int(&rows, 1) };
		if (kept.n == 0) map_put(a, &v->proof->kinds, db_text_copy(&rows, 0, a), v->proof);
		note_kept(a, &v->proof->kept_open, kept);
		note_kept(a, &v->proof->kept_open, (record_id){ db_int(&rows, 2) });
	}
	return db_end(&rows);
}

static err look_through(const view *v)
{
	CHECK(v->proof);
	for (size_t i = 0; i < v->same.n && !v->proof->about_read; i++) TRY(read_about(v, v->same.at[i]));
	v->proof->about_read = true;
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
