/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "access/looks.h"

#include "db/table.h"

#define NAMED(literal) { literal, sizeof(literal) - 1 }
static const table_index look_indexes[] = {
	{ .name = NAMED("look_of_child"), .columns = NAMED("child, n") },
	{ .name = NAMED("look_of_worker"), .columns = NAMED("worker, at") },
};
static const col look_cols[] = {
	{ NAMED("n"), COL_INT, true },       { NAMED("at"), COL_INT, true },      { NAMED("worker"), COL_INT, true },
	{ NAMED("child"), COL_INT, true },   { NAMED("record"), COL_INT, true },  { NAMED("outcome"), COL_INT, true },
	{ NAMED("purpose"), COL_TEXT, true }, { NAMED("words"), COL_TEXT, true }, { NAMED("leaf"), COL_BYTES, true },
	{ NAMED("root"), COL_BYTES, false },
};
static const table look_table = {
	.name = NAMED("look"),
	.cols = look_cols,
	.col_n = sizeof look_cols / sizeof *look_cols,
	.primary_key = NAMED("n"),
	.indexes = look_indexes,
	.index_n = sizeof look_indexes / sizeof *look_indexes,
};
static const col tree_cols[] = {
	{ NAMED("one"), COL_INT, true },
	{ NAMED("size"), COL_INT, true },
	{ NAMED("edge"), COL_BYTES, true },
};
static const table tree_table = {
	.name = NAMED("look_tree"), .cols = tree_cols, .col_n = 3, .primary_key = NAMED("one"),
};

/* ---- making and opening */

str looks_address(arena *a, str area_address)
{
	buf b = BUF(a);
	buf_str(&b, area_address);
	if (db_engine_at(area_address) == DB_SQLITE) buf_lit(&b, ".readlog");
	return buf_view(&b);
}

/* Lines stay as they were written: the database itself refuses anything else. */
static err keep_lines(db *d)
{
	if (db_engine_of(d) == DB_SQLITE) {
		TRY(db_run(d, SQL("CREATE TRIGGER IF NOT EXISTS look_stays BEFORE UPDATE ON look "
		                  "BEGIN SELECT RAISE(ABORT, 'a look stays'); END"), NO_ARGS, NULL));
		return db_run(d, SQL("CREATE TRIGGER IF NOT EXISTS look_remains BEFORE DELETE ON look "
		                     "BEGIN SELECT RAISE(ABORT, 'a look stays'); END"), NO_ARGS, NULL);
	}
	TRY(db_run(d, SQL("CREATE OR REPLACE FUNCTION look_stays() RETURNS trigger LANGUAGE plpgsql AS "
	                  "$$BEGIN RAISE EXCEPTION 'a look stays'; END$$"), NO_ARGS, NULL));
	return db_run(d, SQL("CREATE OR REPLACE TRIGGER look_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON look "
	                     "FOR EACH STATEMENT EXECUTE FUNCTION look_stays()"), NO_ARGS, NULL);
}

err looks_make(arena *a, const settings *s)
{
	db *d CLEANUP(db_closep) = NULL;
	int64_t lines = 0;
	TRY(db_open(looks_address(a, s->db), DB_CREATE, s->write_wait_ms, &a->trail, &d));
	TRY(table_make(d, a, &look_table));
	TRY(table_make(d, a, &tree_table));
	TRY(keep_lines(d));
	TRY(db_run(d, SQL("INSERT INTO look_tree (one, size, edge) VALUES (1, 0, $1) ON CONFLICT DO NOTHING"),
	           ARGS(arg_bytes(S(""))), NULL));
	TRY(db_one_int(d, SQL("SELECT size FROM look_tree WHERE one = 1"), NO_ARGS, &lines));
	return lines ? FAIL(&a->trail, E_CONFLICT) : OK;
}

looks looks_at(arena *a, const settings *s)
{
	str address = looks_address(a, s->db);
	return (looks){ .address = address, .path = db_engine_at(address) == DB_POSTGRES ? STR_NONE : address, .wait_ms = s->write_wait_ms };
}

void looks_close(looks *l)
{
	db_closep(&l->d);
}

static bool file_of(const looks *l, arena *a, struct stat *ret)
{
	return stat(str_c(a, l->path), ret) == 0;
}

static err open_log(looks *l, arena *a)
{
	struct stat file = { 0 };
	if (l->path.n && !file_of(l, a, &file)) return FAIL(&a->trail, E_IO);
	TRY(db_open(l->address, DB_READ_WRITE, l->wait_ms, &a->trail, &l->d));
	l->device = file.st_dev;
	l->inode = file.st_ino;
	l->edge = (merkle_edge){ .size = -1 };
	return OK;
}

static bool still_there(const looks *l, arena *a)
{
	struct stat file;
	return l->path.n == 0 || (file_of(l, a, &file) && file.st_dev == l->device && file.st_ino == l->inode);
}

err looks_read(area *ar, trail *t, db **ret)
{
	const settings *s = area_settings(ar);
	ARENA(a);
	err e = db_open(looks_address(&a, s->db), DB_READ_ONLY, s->write_wait_ms, t, ret);
	return e == E_NOT_FOUND ? FAIL(t, E_IO) : e; /* an area has one: that it is not there is a failure, and no answer */
}

/* ---- the tree */

static sha256 leaf_of(arena *a, int64_t n, const look *l)
{
	buf b = BUF(a);
	buf_be64(&b, (uint64_t)n);
	buf_be64(&b, (uint64_t)l->at.ms);
	buf_be64(&b, (uint64_t)l->worker.n);
	buf_be64(&b, (uint64_t)l->child.n);
	buf_be64(&b, (uint64_t)l->record.n);
	buf_be64(&b, (uint64_t)l->outcome);
	buf_be64(&b, l->purpose.n);
	buf_str(&b, l->purpose);
	buf_str(&b, l->text);
	return merkle_leaf(buf_view(&b));
}

/* Takes n line numbers, and the log's lock with them; l->edge becomes the tree before them. */
static err take_numbers(looks *l, int64_t n)
{
	ROWS(rows);
	TRY(db_query(l->d, SQL("UPDATE look_tree SET size = size + $1 WHERE one = 1 RETURNING size, edge"), ARGS(ARG(n)), &rows));
	if (!db_next(&rows)) {
		TRY(db_end(&rows));
		return E_IO;
	}
	int64_t size = db_int(&rows, 0) - n;
	bool whole = size == l->edge.size || merkle_edge_read(size, db_bytes(&rows, 1), &l->edge);
	TRY(db_end(&rows));
	return whole ? OK : E_IO;
}

static err insert_line(looks *l, arena *a, const look *line, bool last)
{
	int64_t n = l->edge.size + 1;
	sha256 leaf = leaf_of(a, n, line), root;
	merkle_append(&l->edge, leaf);
	if (last) root = merkle_root(&l->edge);
	return db_run(l->d,
	              SQL("INSERT INTO look (n, at, worker, child, record, outcome, purpose, words, leaf, root) "
	                  "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"),
	              ARGS(ARG(n), ARG(line->at), ARG(line->worker.n), ARG(line->child.n), ARG(line->record.n),
	                   ARG((int64_t)line->outcome), ARG(line->purpose), ARG(line->text), arg_bytes(sha256_view(&leaf)),
	                   last ? arg_bytes(sha256_view(&root)) : arg_null()),
	              NULL);
}

static err insert_lines(looks *l, arena *a, const look *lines, size_t n)
{
	TRY(take_numbers(l, (int64_t)n));
	for (size_t i = 0; i < n; i++) TRY(insert_line(l, a, &lines[i], i + 1 == n));
	buf edge = BUF(a);
	merkle_edge_write(&edge, &l->edge);
	return db_run(l->d, SQL("UPDATE look_tree SET edge = $1 WHERE one = 1"), ARGS(arg_bytes(buf_view(&edge))), NULL);
}

static err append(looks *l, arena *a, const look *lines, size_t n)
{
	if (!l->d) TRY(open_log(l, a));
	db_trail(l->d, &a->trail);
	if (!still_there(l, a)) return FAIL(&a->trail, E_IO);
	TRY(db_begin(l->d, DB_WRITE_APART));
	err e = insert_lines(l, a, lines, n);
	if (e != OK) {
		db_rollback(l->d);
		return e;
	}
	return db_commit(l->d);
}

err looks_append(looks *l, arena *a, const look *lines, size_t n)
{
	if (append(l, a, lines, n) == OK) return OK;
	looks_close(l);
	return E_IO;
}

/* ---- reading */

static look look_of_row(const db_rows *r, arena *a)
{
	return (look){
		.at = db_instant(r, 1),
		.worker = { db_int(r, 2) },
		.child = { db_int(r, 3) },
		.record = { db_int(r, 4) },
		.outcome = (look_outcome)db_int(r, 5),
		.purpose = db_text_copy(r, 6, a),
		.text = db_text_copy(r, 7, a),
	};
}

typedef LIST(int64_t) line_numbers;

static err about_one(db *d, arena *a, record_id child, instant until, int64_t limit, look_list *list, line_numbers *numbers)
{
	ROWS(rows);
	TRY(db_query(d, SQL("SELECT n, at, worker, child, record, outcome, purpose, words FROM look WHERE child = $1 "
	                    "AND at <= $2 ORDER BY n DESC LIMIT $3"), ARGS(ARG(child.n), ARG(until), ARG(limit)), &rows));
	while (db_next(&rows)) {
		PUSH(a, list, look_of_row(&rows, a));
		PUSH(a, numbers, db_int(&rows, 0));
	}
	return db_end(&rows);
}

/* The lists of each record are in order already; a person has few records: insertion is enough. */
static void newest_first(look_list *list, line_numbers *numbers)
{
	for (size_t i = 1; i < list->n; i++)
		for (size_t k = i; k > 0 && numbers->at[k - 1] < numbers->at[k]; k--) {
			look l = list->at[k];
			list->at[k] = list->at[k - 1];
			list->at[k - 1] = l;
			int64_t n = numbers->at[k];
			numbers->at[k] = numbers->at[k - 1];
			numbers->at[k - 1] = n;
		}
}

err readlog_about(area *ar, arena *a, const record_id *children, size_t n, instant until, int64_t limit, look_list *ret)
{
	db *d CLEANUP(db_closep) = NULL;
	look_list list = { 0 };
	line_numbers numbers = { 0 };
	if (limit <= 0) limit = INT64_MAX;
	TRY(looks_read(ar, &a->trail, &d));
	for (size_t i = 0; i < n; i++) TRY(about_one(d, a, children[i], until, limit, &list, &numbers));
	if (n > 1) newest_first(&list, &numbers);
	if ((int64_t)list.n > limit) list.n = (size_t)limit;
	*ret = list;
	return OK;
}

err looks_searches(area *ar, arena *a, record_id worker, instant since, int64_t *ret)
{
	db *d CLEANUP(db_closep) = NULL;
	TRY(looks_read(ar, &a->trail, &d));
	return db_one_int(d, SQL("SELECT COUNT(DISTINCT at) FROM look WHERE worker = $1 AND at > $2 AND words <> '' AND outcome <> $3"),
	                  ARGS(ARG(worker.n), ARG(since), ARG((int64_t)LOOK_REFUSED)), ret);
}

/* Whether the line is the one that the tree holds; appends it to the tree. */
static bool line_holds(const db_rows *r, arena *a, merkle_edge *edge)
{
	look l = look_of_row(r, a);
	int64_t n = edge->size + 1;
	sha256 leaf = leaf_of(a, n, &l);
	if (db_int(r, 0) != n || !str_eq(db_bytes(r, 8), sha256_view(&leaf))) return false;
	merkle_append(edge, leaf);
	if (db_is_null(r, 9)) return true;
	sha256 root = merkle_root(edge);
	return str_eq(db_bytes(r, 9), sha256_view(&root));
}

static err scan_lines(db *d, merkle_edge *edge, int64_t *ret_bad)
{
	ROWS(rows);
	ARENA(line);
	TRY(db_scan(d, SQL("SELECT n, at, worker, child, record, outcome, purpose, words, leaf, root FROM look ORDER BY n"),
	            NO_ARGS, &rows));
	while (*ret_bad == 0 && db_next(&rows)) {
		int64_t n = edge->size + 1;
		if (!line_holds(&rows, &line, edge)) *ret_bad = n;
		arena_reset(&line);
	}
	return db_end(&rows);
}

err readlog_verify(area *ar, arena *a, int64_t *ret_size, int64_t *ret_bad)
{
	db *d CLEANUP(db_closep) = NULL;
	merkle_edge edge = { 0 };
	int64_t size = 0, bad = 0;
	TRY(looks_read(ar, &a->trail, &d));
	TRY(db_begin(d, DB_SNAPSHOT));
	TRY(db_one_int(d, SQL("SELECT size FROM look_tree WHERE one = 1"), NO_ARGS, &size));
	TRY(scan_lines(d, &edge, &bad));
	if (bad == 0 && edge.size != size) bad = edge.size + 1;
	db_rollback(d);
	*ret_size = size;
	*ret_bad = bad;
	return OK;
}
