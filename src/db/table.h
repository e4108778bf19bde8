/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tables made from declarations: five column types, DDL for each engine, and the statements about them. This is the
 * only place where SQL is put together from names; names are checked ([a-z][a-z0-9_]*, at most 60 bytes) and quoted. */
#ifndef WAYMARK_DB_TABLE_H
#define WAYMARK_DB_TABLE_H

#include "db/db.h"

/* INT: BIGINT / INTEGER. REAL: DOUBLE PRECISION. TEXT. KEY: text compared by bytes (COLLATE "C"). BYTES: BYTEA / BLOB. */
typedef enum { COL_INT, COL_REAL, COL_TEXT, COL_KEY, COL_BYTES } col_type;

typedef struct {
	str name;
	col_type type;
	bool not_null;
} col;

typedef struct {
	str name;
	bool unique;
	str columns; /* "a, b" */
	str where;   /* a condition for a partial index, a literal of code, or empty */
} table_index;

typedef struct {
	str name;
	const col *cols;
	size_t col_n;
	str primary_key; /* "a, b" */
	const table_index *indexes;
	size_t index_n;
} table;

/* Creates the table and its indexes where missing, and adds missing columns (nullable). STRICT on SQLite.
 * E_INVALID a bad name; E_CONFLICT a column is there with another type. */
err table_make(db *d, arena *a, const table *t) MUST_USE;
err table_drop(db *d, arena *a, str name) MUST_USE;
err table_empty(db *d, arena *a, str name) MUST_USE; /* DELETE of all rows */
bool table_name_ok(str name);
/* Statements, in arena a: kept by the caller as long as it prepares them. */
sql table_insert(arena *a, const table *t);          /* INSERT with every column in order: $1..$n */
sql table_upsert(arena *a, const table *t);          /* the same; on the primary key replaces the others */
sql table_select_all(arena *a, const table *t, str order_by); /* every column, every row: for dump and rebuild checks */
/* SELECT of every column with a condition and order written in code, e.g. S("\"record\" = $1 AND known_to IS NULL"). */
sql table_select(arena *a, const table *t, str where_literal, str order_literal);
/* UPDATE and DELETE with what is set and a condition written in code, e.g. S("known_to = $2"), S("record = $1 AND known_to IS
 * NULL"). */
sql table_update(arena *a, const table *t, str set_literal, str where_literal);
sql table_delete(arena *a, const table *t, str where_literal);

#endif
