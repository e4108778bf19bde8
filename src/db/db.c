/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "db/engine.h"

#include <string.h>

/* ---- connections */

db_engine db_engine_at(str address)
{
	bool server = str_starts(address, S("postgresql://")) || str_starts(address, S("postgres://"));
	return server ? DB_POSTGRES : DB_SQLITE;
}

err db_open(str address, db_mode mode, int64_t write_wait_ms, trail *t, db **ret)
{
	arena own = arena_make();
	db *d = TAKE(&own, db);
	*d = (db){
		.engine = db_engine_at(address) == DB_POSTGRES ? &postgres_engine : &sqlite_engine,
		.arena = own,
		.statements = arena_make(),
		.mode = mode,
		.write_wait_ms = write_wait_ms,
		.trail = t,
	};
	d->address = str_copy(&d->arena, address);
	err e = d->engine->open(d);
	if (e != OK) {
		db_close(d);
		return e;
	}
	*ret = d;
	return OK;
}

static void disconnect(db *d)
{
	for (size_t i = 0; i < BUCKET_N; i++)
		for (prepared *p = d->buckets[i]; p; p = p->next) d->engine->forget(p);
	d->engine->close(d);
	d->connection = NULL;
	memset(d->buckets, 0, sizeof d->buckets);
	memset(d->recent, 0, sizeof d->recent);
	arena_end(&d->statements);
}

void db_close(db *d)
{
	if (!d) return;
	CHECK(d->open_rows == 0);
	disconnect(d);
	arena own = d->arena;
	arena_end(&own);
}

void db_closep(db **d)
{
	db_close(*d);
	*d = NULL;
}

void db_trail(db *d, trail *t)
{
	d->trail = t;
}

db_engine db_engine_of(const db *d)
{
	return d->engine->is;
}

err db_hold_little(db *d)
{
	ROWS(rows);
	CHECK(!d->in_transaction);
	if (d->engine->is != DB_SQLITE) return OK;
	TRY(db_query(d, SQL("PRAGMA mmap_size=0"), NO_ARGS, &rows));
	while (db_next(&rows)) continue;
	TRY(db_end(&rows));
	return d->mode == DB_READ_ONLY ? OK : db_run(d, SQL("PRAGMA cache_size=-1024"), NO_ARGS, NULL);
}

err db_expect_much(db *d)
{
	return d->engine->expect_much ? d->engine->expect_much(d) : OK;
}

err db_take_stock(db *d)
{
	CHECK(!d->in_transaction);
	return d->engine->take_stock ? d->engine->take_stock(d) : OK;
}

const char *db_message(const db *d)
{
	return d->engine->message(d);
}

/* A connection whose sync or socket failed is not trusted again: what it believes to be on disk may not be. */
static err ready(db *d)
{
	if (d->spoiled) return FAIL(d->trail, E_IO);
	if (!d->broken) return OK;
	if (d->in_transaction || d->open_rows) return FAIL(d->trail, E_IO);
	disconnect(d);
	TRY(d->engine->open(d));
	d->broken = false;
	return OK;
}

/* ---- statements */

static prepared *find_idle(const db *d, const char *text, uint64_t hash)
{
	for (prepared *p = d->buckets[hash % BUCKET_N]; p; p = p->next)
		if (!p->running && p->hash == hash && strcmp(p->text, text) == 0) return p;
	return NULL;
}

static err prepare(db *d, const char *text, uint64_t hash, prepared **ret)
{
	prepared *p = TAKE(&d->statements, prepared);
	*p = (prepared){ .text = str_copy(&d->statements, str_of(text)).at, .hash = hash };
	TRY(d->engine->prepare(d, p));
	CHECK(p->arg_n <= DB_MAX_ARGS);
	p->next = d->buckets[hash % BUCKET_N];
	d->buckets[hash % BUCKET_N] = p;
	*ret = p;
	return OK;
}

static err statement(db *d, sql text, prepared **ret)
{
	prepared **recent = &d->recent[((uintptr_t)text.text >> 3) % RECENT_N];
	if (*recent && !(*recent)->running && strcmp((*recent)->text, text.text) == 0) {
		*ret = *recent;
		return OK;
	}
	uint64_t hash = str_hash(str_of(text.text));
	prepared *p = find_idle(d, text.text, hash);
	if (!p) TRY(prepare(d, text.text, hash, &p));
	*recent = p;
	*ret = p;
	return OK;
}

/* PostgreSQL refuses NUL and what is not UTF-8; SQLite would keep both. Refused for both. */
static err check_args(db *d, const prepared *p, args a)
{
	CHECK((size_t)p->arg_n == a.n);
	for (size_t i = 0; i < a.n; i++) {
		str s = a.at[i].s;
		if (a.at[i].type == ARG_TEXT && s.n && (memchr(s.at, 0, s.n) || !str_is_utf8(s)))
			return FAIL(d->trail, E_INVALID);
	}
	return OK;
}

static err acquire(db *d, sql text, args a, prepared **ret)
{
	TRY(ready(d));
	TRY(statement(d, text, ret));
	return check_args(d, *ret, a);
}

static err spoil(db *d, err e)
{
	if (e != OK && d->in_transaction) d->spoiled = true;
	return e;
}

static err run(db *d, sql text, args a, int64_t *ret_changed)
{
	prepared *p;
	int64_t changed = 0;
	TRY(acquire(d, text, a, &p));
	TRY(d->engine->run(d, p, a, &changed));
	if (ret_changed) *ret_changed = changed;
	return OK;
}

err db_run(db *d, sql text, args a, int64_t *ret_changed)
{
	return spoil(d, run(d, text, a, ret_changed));
}

static err run_later(db *d, sql text, args a)
{
	prepared *p;
	TRY(acquire(d, text, a, &p));
	return d->engine->run_later(d, p, a);
}

err db_run_later(db *d, sql text, args a)
{
	CHECK(d->in_transaction);
	return spoil(d, d->engine->run_later ? run_later(d, text, a) : run(d, text, a, NULL));
}

err db_settle(db *d)
{
	return d->engine->settle ? spoil(d, d->engine->settle(d)) : OK;
}

typedef err start_fn(db *d, prepared *p, args a, db_rows *r);

static err start(db *d, sql text, args a, db_rows *r, start_fn *engine_start)
{
	prepared *p;
	TRY(acquire(d, text, a, &p));
	*r = (db_rows){ .d = d };
	TRY(engine_start(d, p, a, r));
	d->open_rows++;
	return OK;
}

err db_query(db *d, sql text, args a, db_rows *ret)
{
	db_rows_close(ret);
	return spoil(d, start(d, text, a, ret, d->engine->query));
}

err db_scan(db *d, sql text, args a, db_rows *ret)
{
	db_rows_close(ret);
	return spoil(d, start(d, text, a, ret, d->engine->scan));
}

err db_one_int(db *d, sql text, args a, int64_t *ret)
{
	ROWS(rows);
	TRY(db_query(d, text, a, &rows));
	if (!db_next(&rows)) {
		TRY(db_end(&rows));
		return E_NOT_FOUND; /* an answer, not a failure: left out of the trail */
	}
	int64_t n = db_int(&rows, 0);
	TRY(db_end(&rows));
	*ret = n;
	return OK;
}

/* ---- rows */

void db_rows_close(db_rows *r)
{
	if (!r->statement) return;
	r->d->engine->finish(r);
	r->statement = NULL;
	r->d->open_rows--;
}

bool db_next(db_rows *r)
{
	if (r->done) return false;
	CHECK(r->statement);
	if (r->d->engine->next(r)) return true;
	r->done = true;
	(void)spoil(r->d, r->failed);
	db_rows_close(r);
	return false;
}

err db_end(db_rows *r)
{
	db_rows_close(r);
	r->done = true;
	return r->failed;
}

static void check_column(const db_rows *r, int column)
{
	CHECK(r->statement && column >= 0 && column < r->columns);
}

bool db_is_null(const db_rows *r, int column)
{
	check_column(r, column);
	return r->d->engine->is_null(r, column);
}

int64_t db_int(const db_rows *r, int column)
{
	check_column(r, column);
	return r->d->engine->integer(r, column);
}

double db_real(const db_rows *r, int column)
{
	check_column(r, column);
	return r->d->engine->real(r, column);
}

str db_text(const db_rows *r, int column)
{
	check_column(r, column);
	return r->d->engine->text(r, column);
}

str db_bytes(const db_rows *r, int column)
{
	check_column(r, column);
	return r->d->engine->bytes(r, column);
}

str db_text_copy(const db_rows *r, int column, arena *a)
{
	return str_copy(a, db_text(r, column));
}

str db_bytes_copy(const db_rows *r, int column, arena *a)
{
	return str_copy(a, db_bytes(r, column));
}

/* ---- transactions */

err db_begin(db *d, db_transaction kind)
{
	CHECK(!d->in_transaction);
	TRY(ready(d));
	if (kind != DB_SNAPSHOT && d->mode == DB_READ_ONLY) return FAIL(d->trail, E_DENIED);
	TRY(d->engine->begin(d, kind));
	d->in_transaction = true;
	d->read_only_now = kind == DB_SNAPSHOT;
	return OK;
}

static void end_transaction(db *d)
{
	d->in_transaction = d->in_savepoint = d->spoiled = d->read_only_now = false;
}

err db_commit(db *d)
{
	CHECK(d->in_transaction && !d->in_savepoint);
	err e = d->spoiled ? FAIL(d->trail, E_IO) : d->engine->commit(d);
	if (e != OK) d->engine->rollback(d);
	end_transaction(d);
	return e;
}

void db_rollback(db *d)
{
	if (!d->in_transaction) return;
	d->engine->rollback(d);
	end_transaction(d);
}

err db_savepoint(db *d)
{
	CHECK(d->in_transaction && !d->in_savepoint);
	TRY(db_run(d, SQL("SAVEPOINT one"), NO_ARGS, NULL));
	d->in_savepoint = true;
	return OK;
}

err db_savepoint_keep(db *d)
{
	CHECK(d->in_savepoint);
	TRY(db_run(d, SQL("RELEASE SAVEPOINT one"), NO_ARGS, NULL));
	d->in_savepoint = false;
	return OK;
}

err db_savepoint_undo(db *d)
{
	CHECK(d->in_savepoint);
	err failed = db_settle(d);
	(void)failed; /* it is what is undone */
	d->spoiled = false;
	TRY(db_run(d, SQL("ROLLBACK TO SAVEPOINT one"), NO_ARGS, NULL));
	TRY(db_run(d, SQL("RELEASE SAVEPOINT one"), NO_ARGS, NULL));
	d->in_savepoint = false;
	return OK;
}
