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
db_engine db_engine_at(str address); /* which of them an address means, as db_open takes it */

/* SQL comes from literals, and from db/table.h for tables that declarations make. */
typedef struct {
	const char *text;
} sql;
#define SQL(literal) ((sql){ "" literal })

typedef enum { DB_READ_ONLY, DB_READ_WRITE, DB_CREATE } db_mode;

/* Once, before the first connection and before there are threads: how SQLite works within this process. Without it
 * everything works, and threads wait for each other more. */
void db_start(void);

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
/* For a long job that reads everything once: no more of the database stays in memory than it needs, where a page's connection
 * keeps what others will ask for again. Outside transactions. E_IO. */
err db_hold_little(db *d) MUST_USE;
/* For a long job that writes so much that it is a large part of the database when it ends: more of it stays in memory, and what
 * is in SQLite's log goes to its place more seldom. What is committed is durable as ever; whoever commits after the job has that to
 * do. Until the connection is made anew. */
err db_expect_much(db *d) MUST_USE;
/* After a job that wrote much: PostgreSQL chooses its way to a row by how many there are, and counts them by itself only minutes
 * later. SQLite's ways do not depend on that. Outside transactions. E_BUSY, E_IO. */
err db_take_stock(db *d) MUST_USE;
/* The engine's own words about the last failure. They may hold what was recorded: for tests and debuggers, never for a
 * log, a page or a terminal. */
const char *db_message(const db *d);

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
	unsigned cursor;    /* PostgreSQL, db_scan */
	int portion;        /* rows asked for at once */
	int columns;
	err failed;
	bool done;
} db_rows;
#define ROWS(name) db_rows name CLEANUP(db_rows_close) = { 0 }
void db_rows_close(db_rows *r);

/* db_query holds the whole result on PostgreSQL; db_scan reads it in portions: for results that grow with the area.
 * While a query runs, its connection writes nothing into the tables that it reads.
 * A value is read as what it is (integer, real, text, bytes); reading it as something else is a CHECK. */
err db_query(db *d, sql text, args a, db_rows *ret) MUST_USE;
err db_scan(db *d, sql text, args a, db_rows *ret) MUST_USE;
bool db_next(db_rows *r); /* false at the end and on failure: db_end tells which */
err db_end(db_rows *r) MUST_USE;
bool db_is_null(const db_rows *r, int column);
int64_t db_int(const db_rows *r, int column);  /* 0 for null */
double db_real(const db_rows *r, int column);
str db_text(const db_rows *r, int column);     /* empty for null */
str db_bytes(const db_rows *r, int column);
str db_text_copy(const db_rows *r, int column, arena *a);
str db_bytes_copy(const db_rows *r, int column, arena *a);
static inline day db_day(const db_rows *r, int column) { return (day){ (int32_t)db_int(r, column) }; }
static inline instant db_instant(const db_rows *r, int column) { return (instant){ db_int(r, column) }; }

/* Runs a statement whose rows nobody wants. ret_changed may be NULL: rows inserted, updated or deleted.
 * E_CONFLICT  a unique or foreign key was violated.
 * E_INVALID   text with a NUL or not UTF-8; NOT NULL, CHECK or the column's type was violated.
 * E_DENIED    a read-only connection or snapshot, or a trigger that refuses.
 * E_BUSY      no lock within write_wait_ms; safe to try again.
 * E_LIMIT     the disk or a quota is full, or a value is too large.
 * E_IO        everything else. After a failed disk or socket the next use outside a transaction connects again. */
err db_run(db *d, sql text, args a, int64_t *ret_changed) MUST_USE;
/* In a transaction, for the many statements that nobody waits for: as db_run, but what the engine answers may come with any
 * later call up to db_settle, db_savepoint_keep or db_commit, which then fails with it. On PostgreSQL that saves a round trip
 * for each. */
err db_run_later(db *d, sql text, args a) MUST_USE;
err db_settle(db *d) MUST_USE; /* all that was run is answered */
/* One row of one integer; E_NOT_FOUND when there is no row. */
err db_one_int(db *d, sql text, args a, int64_t *ret) MUST_USE;

/* Transactions. After a statement failed, only db_savepoint_undo (where there is one) and db_rollback are accepted, on
 * both engines. DB_WRITE on SQLite is BEGIN IMMEDIATE; on PostgreSQL it takes the area's append lock (a transaction
 * advisory lock) first. DB_WRITE_APART is for what is no fact of the journal (read log, sessions): the same with
 * another lock, so that an import never delays it. DB_SNAPSHOT: reads see one state (REPEATABLE READ READ ONLY on PostgreSQL). */
typedef enum { DB_SNAPSHOT, DB_WRITE, DB_WRITE_APART } db_transaction;
err db_begin(db *d, db_transaction kind) MUST_USE;
/* Durable on disk on OK; on anything else the transaction is rolled back, except that E_IO from PostgreSQL may mean that
 * the answer was lost on its way: look before writing again. */
err db_commit(db *d) MUST_USE;
void db_rollback(db *d);       /* nothing to undo is allowed */
/* Inside a DB_WRITE transaction, one level deep. */
err db_savepoint(db *d) MUST_USE;
err db_savepoint_keep(db *d) MUST_USE;
err db_savepoint_undo(db *d) MUST_USE;

#endif
