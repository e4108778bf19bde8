/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to db/: what an engine has to do, and what db.c keeps for it. */
#ifndef WAYMARK_DB_ENGINE_H
#define WAYMARK_DB_ENGINE_H

#include "db/db.h"

enum { DB_MAX_ARGS = 1024 };

/* A statement prepared on one connection. SQLite runs one of them for one query at a time, so a text that nests has
 * several, chained by `next` with everything else of its bucket. */
typedef struct prepared prepared;
struct prepared {
	const char *text;
	uint64_t hash;
	prepared *next;
	void *handle; /* the engine's */
	int arg_n;
	bool running; /* by a query that has not closed */
};

enum { BUCKET_N = 512, RECENT_N = 512 };

/* One set of functions for each engine. Each returns an err that it has noted in d->trail. */
typedef struct {
	db_engine is;
	err (*open)(db *d);   /* connects and sets the connection up */
	void (*close)(db *d); /* also after open failed, and when there is none */
	err (*prepare)(db *d, prepared *p);
	void (*forget)(prepared *p);
	err (*run)(db *d, prepared *p, args a, int64_t *ret_changed);
	err (*run_later)(db *d, prepared *p, args a); /* and settle: what it was answered; NULL where nothing waits for answers */
	err (*settle)(db *d);
	err (*query)(db *d, prepared *p, args a, db_rows *r);
	err (*scan)(db *d, prepared *p, args a, db_rows *r);
	bool (*next)(db_rows *r);
	void (*finish)(db_rows *r);
	bool (*is_null)(const db_rows *r, int column);
	int64_t (*integer)(const db_rows *r, int column);
	double (*real)(const db_rows *r, int column);
	str (*text)(const db_rows *r, int column);
	str (*bytes)(const db_rows *r, int column);
	err (*begin)(db *d, db_transaction kind);
	err (*commit)(db *d);
	void (*rollback)(db *d);
	err (*expect_much)(db *d); /* and take_stock: NULL where it makes no difference */
	err (*take_stock)(db *d);
	const char *(*message)(const db *d);
} engine;

extern const engine sqlite_engine, postgres_engine;

struct db {
	const engine *engine;
	void *connection; /* the engine's, in arena statements; NULL while there is none */
	arena arena;      /* holds the db itself */
	arena statements; /* what lives as long as the connection */
	str address;
	db_mode mode;
	int64_t write_wait_ms;
	trail *trail;
	prepared *buckets[BUCKET_N];
	prepared *recent[RECENT_N]; /* by address of the text: literals stay where they are */
	int open_rows;
	unsigned statement_n, cursor_n;
	bool in_transaction, in_savepoint, read_only_now;
	bool spoiled; /* a statement failed in this transaction: only undo and rollback are accepted, as PostgreSQL does */
	bool broken;  /* the connection or a sync failed: opened again before anything else */
};

#endif
