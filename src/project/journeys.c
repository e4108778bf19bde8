/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What columns of journeys are made of. */
#include "project/tables.h"

#include "project/project.h"

/* A moment is named by the declaration that its entry was written under: few sentences tell of one. */
#define TOLD(batch)                                                                                                    \
	"SELECT s.child, s.record, s.seq, s.known_from, s.moment, s.happened_ms, s.author, s.agency, s.kind, s.stage, " \
	"s.happened, CASE WHEN s.moment <> 0 THEN (SELECT c.version FROM chain c WHERE c.seq = s.seq) ELSE '' END, " \
	"s.recorded, " batch " FROM story s WHERE s.known_to IS NULL"

/* The files that entries were read from, in order of seq: in one go, where everybody is told of. */
typedef struct {
	int64_t seq;
	str batch;
} entry_batch;
typedef LIST(entry_batch) entry_batches;

static err read_batches(db *d, arena *a, entry_batches *ret)
{
	ROWS(rows);
	str same = STR_NONE;
	TRY(db_scan(d, SQL("SELECT seq, batch FROM chain WHERE batch <> '' ORDER BY seq"), NO_ARGS, &rows));
	while (db_next(&rows)) {
		if (!str_eq(db_text(&rows, 1), same)) same = str_copy(a, db_text(&rows, 1));
		PUSH(a, ret, ((entry_batch){ db_int(&rows, 0), same }));
	}
	return db_end(&rows);
}

static str batch_of(const entry_batches *list, int64_t of)
{
	size_t low = 0, high = list->n;
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (list->at[mid].seq < of) low = mid + 1;
		else high = mid;
	}
	return low < list->n && list->at[low].seq == of ? list->at[low].batch : STR_NONE;
}

/* batches: NULL where each row says its own. */
static err visit_told(db_rows *rows, const entry_batches *batches, project_told_visit *visit, void *context)
{
	err e = OK;
	while (e == OK && db_next(rows)) {
		told_event row = {
			.child = { db_int(rows, 0) },  .record = { db_int(rows, 1) },     .seq = { db_int(rows, 2) },
			.known_from = { db_int(rows, 3) }, .moment = db_int(rows, 4),     .happened_ms = db_int(rows, 5),
			.author = { db_int(rows, 6) }, .agency = { db_int(rows, 7) },     .kind = db_text(rows, 8),
			.stage = db_text(rows, 9),     .happened = db_text(rows, 10),     .version = db_text(rows, 11),
			.recorded = db_instant(rows, 12),
		};
		row.batch = batches ? batch_of(batches, row.seq.n) : db_text(rows, 13);
		e = visit(context, &row);
	}
	if (e != OK) return e;
	return db_end(rows);
}

err project_told(db *d, project_told_visit *visit, void *context)
{
	ARENA(a);
	ROWS(rows);
	entry_batches batches = { 0 };
	a.max_bytes = SIZE_MAX;
	TRY(read_batches(d, &a, &batches));
	TRY(db_scan(d, SQL(TOLD("''") " ORDER BY s.child, s.happened_ms, s.seq, s.moment"), NO_ARGS, &rows));
	return visit_told(&rows, &batches, visit, context);
}

err project_told_of(db *d, record_id child, project_told_visit *visit, void *context)
{
	ROWS(rows);
	TRY(db_query(d, SQL(TOLD("(SELECT c.batch FROM chain c WHERE c.seq = s.seq)") " AND s.child = $1 ORDER BY s.happened_ms, s.seq, s.moment"),
	             ARGS(ARG(child.n)), &rows));
	return visit_told(&rows, NULL, visit, context);
}

/* ---- children */

#define CHILDREN                                                                                                      \
	"SELECT n.person, n.record, p.born_as, p.expected_as, p.sex, p.locality FROM person_now n JOIN p_person p "   \
	"ON p.record = n.record AND p.known_to IS NULL WHERE n.known_to IS NULL"

static err visit_children(db_rows *rows, const zone *z, project_child_visit *visit, void *context)
{
	err e = OK;
	while (e == OK && db_next(rows)) {
		told_child row = { .person = { db_int(rows, 0) }, .record = { db_int(rows, 1) }, .sex = db_text(rows, 4), .locality = db_text(rows, 5) };
		str born = db_is_null(rows, 2) ? db_text(rows, 3) : db_text(rows, 2);
		if (born.n && !when_read(z, born, &row.born)) row.born = (when){ 0 };
		e = visit(context, &row);
	}
	if (e != OK) return e;
	return db_end(rows);
}

err project_children(db *d, const zone *z, project_child_visit *visit, void *context)
{
	ROWS(rows);
	TRY(db_scan(d, SQL(CHILDREN " ORDER BY n.person, n.record"), NO_ARGS, &rows));
	return visit_children(&rows, z, visit, context);
}

err project_child(db *d, const zone *z, record_id person, project_child_visit *visit, void *context)
{
	ROWS(rows);
	TRY(db_query(d, SQL(CHILDREN " AND n.person = (SELECT o.person FROM person_now o WHERE o.record = $1 AND o.known_to IS NULL)"
	                    " ORDER BY n.record"), ARGS(ARG(person.n)), &rows));
	return visit_children(&rows, z, visit, context);
}

/* ---- answers */

/* The seq, and of the kind's table the columns that are asked for. */
typedef struct {
	table of;
	int at[PROJECT_VALUES_MOST]; /* columns; -1: the kind has no such field */
	size_t n;
} value_columns;

static value_columns find_values(arena *a, const practice *p, str kind_name, const str *fields, size_t n)
{
	const kind_table *whole = kind_table_make(a, p, kind_name);
	col *cols = TAKE_N(a, col, n + 1);
	value_columns v = { .of = { .name = whole->table.name, .cols = cols, .col_n = 1 }, .n = n };
	CHECK(n <= PROJECT_VALUES_MOST);
	cols[0] = whole->table.cols[ROW_SEQ];
	for (size_t i = 0; i < n; i++) {
		const kind_column *c = map_get(&whole->columns, fields[i]);
		v.at[i] = c ? (int)v.of.col_n : -1;
		if (c) cols[v.of.col_n++] = whole->table.cols[c->first];
	}
	return v;
}

static told_value value_at(const db_rows *rows, const table *t, int at)
{
	if (at < 0 || db_is_null(rows, at)) return (told_value){ 0 };
	switch (t->cols[at].type) {
	case COL_INT: return (told_value){ .has = true, .number = (double)db_int(rows, at) };
	case COL_REAL: return (told_value){ .has = true, .number = db_real(rows, at) };
	case COL_KEY: case COL_TEXT: return (told_value){ .has = true, .text = db_text(rows, at) };
	case COL_BYTES: break;
	}
	return (told_value){ 0 };
}

static err visit_values(db_rows *rows, const value_columns *v, project_value_visit *visit, void *context)
{
	err e = OK;
	while (e == OK && db_next(rows)) {
		told_value said[PROJECT_VALUES_MOST];
		for (size_t i = 0; i < v->n; i++) said[i] = value_at(rows, &v->of, v->at[i]);
		e = visit(context, (seq){ db_int(rows, 0) }, said);
	}
	if (e != OK) return e;
	return db_end(rows);
}

err project_values(db *d, const practice *p, str kind_name, seq of, const str *fields, size_t n, project_value_visit *visit,
                   void *context)
{
	ROWS(rows);
	ARENA(a);
	if (!practice_kind(p, kind_name)) return OK;
	value_columns v = find_values(&a, p, kind_name, fields, n);
	if (of.n) TRY(db_query(d, table_select(&a, &v.of, S("seq = $1"), S("seq")), ARGS(ARG(of.n)), &rows));
	else TRY(db_scan(d, table_select(&a, &v.of, S("known_to IS NULL"), S("seq")), NO_ARGS, &rows));
	return visit_values(&rows, &v, visit, context);
}

/* ---- workers and teams */

static err visit_named(db_rows *rows, project_named_visit *visit, void *context)
{
	err e = OK;
	while (e == OK && db_next(rows)) e = visit(context, (seq){ db_int(rows, 0) }, (record_id){ db_int(rows, 1) });
	if (e != OK) return e;
	return db_end(rows);
}

err project_named(db *d, str kind_name, str role_name, seq of, project_named_visit *visit, void *context)
{
	ROWS(rows);
	if (of.n)
		TRY(db_query(d, SQL("SELECT seq, target FROM link WHERE seq = $1 AND role = $2 ORDER BY target"), ARGS(ARG(of.n), ARG(role_name)), &rows));
	else
		TRY(db_scan(d, SQL("SELECT seq, target FROM link WHERE kind = $1 AND role = $2 AND known_to IS NULL ORDER BY seq, target"),
		            ARGS(ARG(kind_name), ARG(role_name)), &rows));
	return visit_named(&rows, visit, context);
}

err project_teams(db *d, project_team_visit *visit, void *context)
{
	ROWS(rows);
	err e = OK;
	/* by worker: of everything that is linked, few are workers */
	TRY(db_query(d, SQL("SELECT l.record, l.target, l.known_from, l.known_to FROM (SELECT DISTINCT record FROM p_worker) w CROSS JOIN link l "
	                    "WHERE l.record = w.record AND l.kind = 'worker' AND l.role = 'team' ORDER BY l.record, l.known_from, l.target"),
	             NO_ARGS, &rows));
	while (e == OK && db_next(&rows))
		e = visit(context, (record_id){ db_int(&rows, 0) }, (record_id){ db_int(&rows, 1) }, (seq){ db_int(&rows, 2) }, (seq){ db_int(&rows, 3) });
	if (e != OK) return e;
	return db_end(&rows);
}

/* ---- what changed */

static err add_changed(db *d, arena *a, sql text, seq since, record_list *into)
{
	ROWS(rows);
	TRY(db_query(d, text, ARGS(ARG(since.n)), &rows));
	while (db_next(&rows)) PUSH(a, into, (record_id){ db_int(&rows, 0) });
	return db_end(&rows);
}

err project_told_changed(db *d, arena *a, seq since, bool *ret_all, record_list *ret)
{
	record_list people = { 0 };
	TRY(project_people_changed(d, a, since, ret_all, &people));
	*ret = people;
	if (*ret_all) return OK;
	/* whichever entry of the record named the child: a correction may have left it out. From the few new entries, in this order */
	TRY(add_changed(d, a, SQL("SELECT DISTINCT l.target FROM chain c CROSS JOIN link l WHERE c.seq > $1 AND l.record = c.record AND l.role = 'child'"),
	                since, &people));
	*ret = people;
	return OK;
}
