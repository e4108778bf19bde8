/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One interface to SQLite and PostgreSQL. The same SQL text serves both: $n parameters in the order of their first use,
 * each beside a column or a CAST; ids, instants and booleans as integers; bytes as bytes; explicit NULLS LAST.
 *
 * A db is one connection, used by one thread at a time. Statements are prepared once for each connection and kept. */
#ifndef WAYMARK_DB_DB_H
#define WAYMARK_DB_DB_H

#include "base/arena.h"
#include "base/day.h"
#include "base/str.h"

typedef struct db db;
typedef enum { DB_SQLITE, DB_POSTGRES } db_engine;

/* SQL comes from literals, and from db/table.h for tables that declarations make. */
typedef struct {
	const char *text;
} sql;
#define SQL(literal) ((sql){ "" literal })

typedef enum { DB_READ_ONLY, DB_READ_WRITE, DB_CREATE } db_mode;

/* address: a path, or postgresql://... DB_READ_ONLY: no statement that writes is accepted. DB_CREATE: an SQLite file is
 * made where there is none (a PostgreSQL database is never made). SQLite: WAL, synchronous=FULL, foreign keys and
 * recursive triggers on, busy wait of write_wait_ms. *ret set only on OK; db_close when done.
 * t may be NULL; kept for the connection's errors until db_trail gives another.
 * E_NOT_FOUND no such file; E_IO not a database, no server, refused; E_BUSY. */
err db_open(str address, db_mode mode, int64_t write_wait_ms, trail *t, db **ret) MUST_USE;
void db_close(db *d); /* NULL is allowed */
void db_closep(db **d); /* for CLEANUP */
void db_trail(db *d, trail *t); /* borrowed until the next call; NULL for none */
db_engine db_engine_of(const db *d);

/* Arguments, borrowed for the call. ARG picks the type. */
typedef enum { ARG_NULL, ARG_INT, ARG_REAL, ARG_TEXT, ARG_BYTES } arg_type;
typedef struct {
	arg_type type;
	int64_t i;
	double r;
	str s;
} arg;
static inline arg arg_int(int64_t i) { return (arg){ .type = ARG_INT, .i = i }; }
static inline arg arg_real(double r) { return (arg){ .type = ARG_REAL, .r = r }; }
static inline arg arg_text(str s) { return (arg){ .type = ARG_TEXT, .s = s }; }
static inline arg arg_bytes(str s) { return (arg){ .type = ARG_BYTES, .s = s }; }
static inline arg arg_null(void) { return (arg){ .type = ARG_NULL }; }
static inline arg arg_day(day d) { return arg_int(d.n); }
static inline arg arg_instant(instant i) { return arg_int(i.ms); }
#define ARG(v) _Generic((v), str: arg_text, day: arg_day, instant: arg_instant, double: arg_real, default: arg_int)(v)

typedef struct {
	const arg *at;
	size_t n;
} args;
#define ARGS(...) ((args){ (const arg[]){ __VA_ARGS__ }, sizeof((const arg[]){ __VA_ARGS__ }) / sizeof(arg) })
#define NO_ARGS ((args){ 0 })

/* A running query. ROWS(rows) declares one that closes with its scope. Queries may nest, also with the same text.
 * Values returned are borrowed until the next db_next. */
typedef struct {
	db *d;
	void *statement;    /* the engine's */
	int row, row_count; /* PostgreSQL */
	int columns;
	err failed;
	bool done;
} rows;
#define ROWS(name) rows name CLEANUP(db_rows_close) = { 0 }
void db_rows_close(rows *r);

err db_query(db *d, sql text, args a, rows *ret) MUST_USE;
bool db_next(rows *r); /* false at the end and on failure: db_end tells which */
err db_end(rows *r) MUST_USE;
bool db_is_null(const rows *r, int column);
int64_t db_int(const rows *r, int column);  /* 0 for null */
double db_real(const rows *r, int column);
str db_text(const rows *r, int column);     /* empty for null */
str db_bytes(const rows *r, int column);
str db_text_copy(const rows *r, int column, arena *a);
str db_bytes_copy(const rows *r, int column, arena *a);
static inline day db_day(const rows *r, int column) { return (day){ (int32_t)db_int(r, column) }; }
static inline instant db_instant(const rows *r, int column) { return (instant){ db_int(r, column) }; }

/* Runs a statement that gives no rows. ret_changed may be NULL: rows inserted, updated or deleted.
 * E_CONFLICT a unique or foreign key was violated; E_BUSY; E_LIMIT the disk or quota is full; E_IO. */
err db_run(db *d, sql text, args a, int64_t *ret_changed) MUST_USE;
/* One row of one integer; E_NOT_FOUND when there is no row. */
err db_one_int(db *d, sql text, args a, int64_t *ret) MUST_USE;

/* Transactions. DB_WRITE on SQLite is BEGIN IMMEDIATE; on PostgreSQL it takes the area's append lock (a transaction
 * advisory lock) first. DB_SNAPSHOT: reads see one state (REPEATABLE READ READ ONLY on PostgreSQL). */
typedef enum { DB_SNAPSHOT, DB_WRITE } db_transaction;
err db_begin(db *d, db_transaction kind) MUST_USE;
err db_commit(db *d) MUST_USE; /* durable on disk on OK; on anything else the transaction is rolled back */
void db_rollback(db *d);       /* nothing to undo is allowed */
/* Inside a DB_WRITE transaction, one level deep. */
err db_savepoint(db *d) MUST_USE;
err db_savepoint_keep(db *d) MUST_USE;
err db_savepoint_undo(db *d) MUST_USE;

#endif
