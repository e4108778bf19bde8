/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "db/table.h"

enum { NAME_MAX_BYTES = 60 };

bool table_name_ok(str name)
{
	if (name.n == 0 || name.n > NAME_MAX_BYTES || name.at[0] < 'a' || name.at[0] > 'z') return false;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.at[i];
		if (c != '_' && (c < 'a' || c > 'z') && (c < '0' || c > '9')) return false;
	}
	return !str_starts(name, S("pg_")) && !str_starts(name, S("sqlite_")); /* the engines' own */
}

static void put_name(buf *b, str name)
{
	CHECK(table_name_ok(name));
	buf_char(b, '"');
	buf_str(b, name);
	buf_char(b, '"');
}

/* "a, b" as "\"a\", \"b\"" */
static void put_names(buf *b, str list)
{
	while (list.n) {
		put_name(b, str_trim(str_cut(list, ',', &list)));
		if (list.n) buf_lit(b, ", ");
	}
}

static void put_columns(buf *b, const table *t)
{
	for (size_t i = 0; i < t->col_n; i++) {
		if (i) buf_lit(b, ", ");
		put_name(b, t->cols[i].name);
	}
}

/* The text may be handed on as one that came from a literal: names were checked, the rest stands in code. */
static sql finish(buf *b)
{
	return (sql){ str_c(b->a, buf_view(b)) };
}

/* ---- definitions */

/* Text is compared by bytes on both, whatever the server's locale. */
static str type_of(db_engine engine, col_type type)
{
	bool lite = engine == DB_SQLITE;
	switch (type) {
	case COL_INT: return lite ? S("INTEGER") : S("BIGINT");
	case COL_REAL: return lite ? S("REAL") : S("DOUBLE PRECISION");
	case COL_TEXT:
	case COL_KEY: return lite ? S("TEXT") : S("TEXT COLLATE \"C\"");
	case COL_BYTES: return lite ? S("BLOB") : S("BYTEA");
	}
	return STR_NONE;
}

/* As the engine's catalogue names it. */
static str catalogue_type(db_engine engine, col_type type)
{
	bool lite = engine == DB_SQLITE;
	switch (type) {
	case COL_INT: return lite ? S("INTEGER") : S("bigint");
	case COL_REAL: return lite ? S("REAL") : S("double precision");
	case COL_TEXT:
	case COL_KEY: return lite ? S("TEXT") : S("text");
	case COL_BYTES: return lite ? S("BLOB") : S("bytea");
	}
	return STR_NONE;
}

static const col *column(const table *t, str name)
{
	for (size_t i = 0; i < t->col_n; i++)
		if (str_eq(t->cols[i].name, name)) return &t->cols[i];
	return NULL;
}

static bool names_ok(const table *t, str list)
{
	if (list.n == 0) return false;
	while (list.n)
		if (!column(t, str_trim(str_cut(list, ',', &list)))) return false;
	return true;
}

static bool table_ok(const table *t)
{
	if (!table_name_ok(t->name) || !t->col_n || !names_ok(t, t->primary_key)) return false;
	for (size_t i = 0; i < t->col_n; i++)
		if (!table_name_ok(t->cols[i].name) || column(t, t->cols[i].name) != &t->cols[i]) return false;
	for (size_t i = 0; i < t->index_n; i++)
		if (!table_name_ok(t->indexes[i].name) || !names_ok(t, t->indexes[i].columns)) return false;
	return true;
}

/* SQLite: a key of one integer is the row's number, any other key is the order that the rows are kept in. */
static bool key_is_row_number(const table *t)
{
	const col *key = column(t, str_trim(t->primary_key));
	return key && key->type == COL_INT;
}

static err create(db *d, arena *a, const table *t)
{
	bool lite = db_engine_of(d) == DB_SQLITE;
	buf b = BUF(a);
	buf_lit(&b, "CREATE TABLE IF NOT EXISTS ");
	put_name(&b, t->name);
	buf_lit(&b, " (");
	for (size_t i = 0; i < t->col_n; i++) {
		put_name(&b, t->cols[i].name);
		buf_char(&b, ' ');
		buf_str(&b, type_of(db_engine_of(d), t->cols[i].type));
		buf_str(&b, t->cols[i].not_null ? S(" NOT NULL, ") : S(", "));
	}
	buf_lit(&b, "PRIMARY KEY (");
	put_names(&b, t->primary_key);
	buf_lit(&b, "))");
	if (lite) buf_str(&b, key_is_row_number(t) ? S(" STRICT") : S(" STRICT, WITHOUT ROWID"));
	return db_run(d, finish(&b), NO_ARGS, NULL);
}

static err create_index(db *d, arena *a, const table *t, const table_index *index)
{
	buf b = BUF(a);
	buf_str(&b, index->unique ? S("CREATE UNIQUE INDEX IF NOT EXISTS ") : S("CREATE INDEX IF NOT EXISTS "));
	put_name(&b, index->name);
	buf_lit(&b, " ON ");
	put_name(&b, t->name);
	buf_lit(&b, " (");
	put_names(&b, index->columns);
	buf_char(&b, ')');
	if (index->where.n) buf_lit(&b, " WHERE ");
	buf_str(&b, index->where);
	return db_run(d, finish(&b), NO_ARGS, NULL);
}

static err add_column(db *d, arena *a, const table *t, const col *c)
{
	buf b = BUF(a);
	buf_lit(&b, "ALTER TABLE ");
	put_name(&b, t->name);
	buf_lit(&b, " ADD COLUMN ");
	put_name(&b, c->name);
	buf_char(&b, ' ');
	buf_str(&b, type_of(db_engine_of(d), c->type));
	return db_run(d, finish(&b), NO_ARGS, NULL);
}

/* Which of t's columns are there: *ret_there has a place for each. */
static err look_at_columns(db *d, const table *t, bool *ret_there)
{
	ROWS(rows);
	sql lite = SQL("SELECT name, type FROM pragma_table_info($1)");
	sql pg = SQL("SELECT CAST(attname AS TEXT), format_type(atttypid, NULL) FROM pg_attribute"
	             " WHERE attrelid = to_regclass(quote_ident(CAST($1 AS TEXT))) AND attnum > 0 AND NOT attisdropped");
	TRY(db_query(d, db_engine_of(d) == DB_SQLITE ? lite : pg, ARGS(ARG(t->name)), &rows));
	while (db_next(&rows)) {
		const col *c = column(t, db_text(&rows, 0));
		if (!c) continue; /* of an older declaration: kept */
		if (!str_eq(db_text(&rows, 1), catalogue_type(db_engine_of(d), c->type))) return E_CONFLICT;
		ret_there[c - t->cols] = true;
	}
	return db_end(&rows);
}

err table_make(db *d, arena *a, const table *t)
{
	if (!table_ok(t)) return FAIL(&a->trail, E_INVALID);
	TRY(create(d, a, t));
	bool *there = TAKE_N(a, bool, t->col_n);
	err e = look_at_columns(d, t, there);
	if (e != OK) return FAIL(&a->trail, e);
	for (size_t i = 0; i < t->col_n; i++)
		if (!there[i]) TRY(add_column(d, a, t, &t->cols[i]));
	for (size_t i = 0; i < t->index_n; i++) TRY(create_index(d, a, t, &t->indexes[i]));
	return OK;
}

err table_drop(db *d, arena *a, str name)
{
	if (!table_name_ok(name)) return FAIL(&a->trail, E_INVALID);
	buf b = BUF(a);
	buf_lit(&b, "DROP TABLE IF EXISTS ");
	put_name(&b, name);
	return db_run(d, finish(&b), NO_ARGS, NULL);
}

err table_empty(db *d, arena *a, str name)
{
	if (!table_name_ok(name)) return FAIL(&a->trail, E_INVALID);
	buf b = BUF(a);
	buf_lit(&b, "DELETE FROM ");
	put_name(&b, name);
	return db_run(d, finish(&b), NO_ARGS, NULL);
}

/* ---- statements */

static void put_insert(buf *b, const table *t)
{
	buf_lit(b, "INSERT INTO ");
	put_name(b, t->name);
	buf_lit(b, " (");
	put_columns(b, t);
	buf_lit(b, ") VALUES (");
	for (size_t i = 1; i <= t->col_n; i++) {
		buf_str(b, i > 1 ? S(", $") : S("$"));
		buf_int(b, (int64_t)i);
	}
	buf_char(b, ')');
}

sql table_insert(arena *a, const table *t)
{
	buf b = BUF(a);
	put_insert(&b, t);
	return finish(&b);
}

static bool in_key(const table *t, str name)
{
	str rest = t->primary_key;
	while (rest.n)
		if (str_eq(str_trim(str_cut(rest, ',', &rest)), name)) return true;
	return false;
}

sql table_upsert(arena *a, const table *t)
{
	buf b = BUF(a);
	put_insert(&b, t);
	buf_lit(&b, " ON CONFLICT (");
	put_names(&b, t->primary_key);
	buf_lit(&b, ") DO ");
	size_t set = 0;
	for (size_t i = 0; i < t->col_n; i++) {
		if (in_key(t, t->cols[i].name)) continue;
		buf_str(&b, set++ ? S(", ") : S("UPDATE SET "));
		put_name(&b, t->cols[i].name);
		buf_lit(&b, " = excluded.");
		put_name(&b, t->cols[i].name);
	}
	if (!set) buf_lit(&b, "NOTHING");
	return finish(&b);
}

sql table_select(arena *a, const table *t, str where_literal, str order_literal)
{
	buf b = BUF(a);
	buf_lit(&b, "SELECT ");
	put_columns(&b, t);
	buf_lit(&b, " FROM ");
	put_name(&b, t->name);
	if (where_literal.n) buf_lit(&b, " WHERE ");
	buf_str(&b, where_literal);
	if (order_literal.n) buf_lit(&b, " ORDER BY ");
	buf_str(&b, order_literal);
	return finish(&b);
}

sql table_select_all(arena *a, const table *t, str order_by)
{
	return table_select(a, t, STR_NONE, order_by);
}

sql table_update(arena *a, const table *t, str set_literal, str where_literal)
{
	buf b = BUF(a);
	buf_lit(&b, "UPDATE ");
	put_name(&b, t->name);
	buf_lit(&b, " SET ");
	buf_str(&b, set_literal);
	buf_lit(&b, " WHERE ");
	buf_str(&b, where_literal);
	return finish(&b);
}

sql table_delete(arena *a, const table *t, str where_literal)
{
	buf b = BUF(a);
	buf_lit(&b, "DELETE FROM ");
	put_name(&b, t->name);
	buf_lit(&b, " WHERE ");
	buf_str(&b, where_literal);
	return finish(&b);
}
