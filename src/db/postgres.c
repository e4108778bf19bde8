/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "db/engine.h"
#include "db/postgres_rows.h"
#include "db/postgres_value.h"

#include <errno.h>
#include <libpq-fe.h>
#include <poll.h>

typedef struct postgres_statement postgres_statement;
struct postgres_statement {
	const char *name, *text;
	Oid *types; /* of the parameters, as the server inferred them */
	gathered_rows rows;
	const char *many;      /* the name of the statement for many rows; NULL: not made yet */
	unsigned transaction;  /* the last that ran it, and how often so far */
	int runs;
	bool gathers;          /* is in the list below */
	postgres_statement *next;
};

typedef struct {
	PGconn *c;
	int sent; /* statements whose answers nobody has read yet: the connection is in libpq's pipeline mode */
	unsigned transaction;
	postgres_statement *gathering; /* those that hold rows which were not sent yet */
	/* The arguments of the statement about to run, as libpq wants them. */
	const char *values[DB_MAX_ARGS];
	int lengths[DB_MAX_ARGS];
	int formats[DB_MAX_ARGS]; /* all binary */
	uint64_t numbers[DB_MAX_ARGS];
} postgres;

enum { CONNECT_WAIT_MS = 10000, SENT_MOST = 512, GATHERED_FROM = 8 /* th run in a transaction */ };
/* A body may hold a megabyte: a portion is what one round trip brings without holding much. */
enum { PORTION_ROWS_LEAST = 64, PORTION_ROWS_MOST = 1024, PORTION_BYTES = 1024 * 1024 };

static postgres *connection(const db *d)
{
	return d->connection;
}

/* PGresult is let go of by its scope. */
static void clearp(PGresult **r)
{
	PQclear(*r);
}
#define RESULT PGresult *result CLEANUP(clearp)

/* ---- results */

static err meaning(str state)
{
	static const struct {
		const char *starts;
		err means;
	} meanings[] = {
		{ "23505", E_CONFLICT }, /* unique */
		{ "23503", E_CONFLICT }, /* foreign key */
		{ "23", E_INVALID },     /* not null, check */
		{ "22", E_INVALID },     /* data */
		{ "25006", E_DENIED },   /* a read-only transaction */
		{ "P0001", E_DENIED },   /* raised by a trigger */
		{ "42501", E_DENIED },   /* no privilege */
		{ "55P03", E_BUSY },     /* lock_timeout */
		{ "40", E_BUSY },        /* serialization, deadlock */
		{ "53300", E_BUSY },     /* too many connections */
		{ "57P03", E_BUSY },     /* starting up */
		{ "53", E_LIMIT },       /* disk full, out of memory */
		{ "54", E_LIMIT },       /* too large for the server */
	};
	for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
		if (str_starts(state, str_of(meanings[i].starts))) return meanings[i].means;
	return E_IO;
}

/* The five letters and digits of an SQLSTATE as one number in base 36, for the trail. */
static int state_number(str state)
{
	int n = 0;
	for (size_t i = 0; i < state.n && i < 5; i++) {
		char c = state.at[i];
		n = n * 36 + (c >= '0' && c <= '9' ? c - '0' : c - 'A' + 10);
	}
	return n;
}

static err refused(db *d, const PGresult *result, int line)
{
	str state = str_of(PQresultErrorField(result, PG_DIAG_SQLSTATE));
	if (PQstatus(connection(d)->c) != CONNECTION_OK) d->broken = true;
	return trail_note(d->trail, meaning(state), state_number(state), __FILE__, line);
}
#define REFUSED(d, result) refused((d), (result), __LINE__)

static bool done_well(const PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);
	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

static const char *message(const db *d)
{
	return connection(d) ? PQerrorMessage(connection(d)->c) : "";
}

/* ---- answers that are read later */

/* Reads the answers of everything that was sent, the last one's into *ret_last (NULL: nobody wants it). The first failure is
 * the answer: what was sent after it did not run. */
static err settle_with(db *d, PGresult **ret_last)
{
	postgres *pg = connection(d);
	err first = OK;
	RESULT = NULL;
	if (!pg->sent) return OK;
	(void)PQpipelineSync(pg->c); /* where it fails there are no answers, and leaving the mode fails too */
	for (int nothing = 0; nothing < 2;) { /* nothing once: the answers of one statement end */
		PGresult *next = PQgetResult(pg->c);
		nothing = next ? 0 : nothing + 1;
		if (!next) continue;
		PQclear(result);
		result = next;
		if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) break;
		if (first == OK && !done_well(result)) first = REFUSED(d, result);
		if (ret_last && first == OK) {
			PQclear(*ret_last);
			*ret_last = result;
			result = NULL;
		}
	}
	pg->sent = 0;
	if (PQexitPipelineMode(pg->c) == 1) return first;
	d->broken = true;
	return first == OK ? FAIL(d->trail, E_IO) : first;
}

/* Without the rows that are still gathered: for what asks of nothing that they may bring. */
static err settle_sent(db *d)
{
	return settle_with(d, NULL);
}

static err send_gathered(db *d);

static err settle(db *d)
{
	TRY(send_gathered(d));
	return settle_sent(d);
}

/* ---- connection */

/* Notices may quote what was recorded, and libpq would print them. */
static void no_notice(void *context, const PGresult *notice)
{
	(void)context;
	(void)notice;
}

static err exec(db *d, const char *text)
{
	TRY(settle(d));
	RESULT = PQexec(connection(d)->c, text);
	return done_well(result) ? OK : REFUSED(d, result);
}

static err set_up(db *d)
{
	PGconn *c = connection(d)->c;
	const char *encoding = PQparameterStatus(c, "server_encoding");
	if (PQserverVersion(c) < 150000 || !str_eq(str_of(encoding), S("UTF8"))) return FAIL(d->trail, E_IO);
	buf b = BUF(&d->statements);
	buf_printf(&b, "SET client_encoding='UTF8'; SET synchronous_commit=on; SET jit=off; SET TimeZone='UTC';"
	               "SET standard_conforming_strings=on; SET statement_timeout=0; SET lock_timeout=%lld;"
	               "SET default_transaction_read_only=%s",
	           (long long)d->write_wait_ms, d->mode == DB_READ_ONLY ? "on" : "off");
	return exec(d, str_c(&d->statements, buf_view(&b)));
}

/* Step by step, because libpq prints what the server says until it has a receiver, and that needs a connection begun. */
static bool finish_connecting(PGconn *c)
{
	PostgresPollingStatusType wants = PQstatus(c) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
	while (wants == PGRES_POLLING_READING || wants == PGRES_POLLING_WRITING) {
		struct pollfd p = { .fd = PQsocket(c), .events = wants == PGRES_POLLING_READING ? POLLIN : POLLOUT };
		int ready = poll(&p, 1, CONNECT_WAIT_MS);
		if (ready == 0 || (ready < 0 && errno != EINTR)) return false;
		if (ready > 0) wants = PQconnectPoll(c);
	}
	return wants == PGRES_POLLING_OK;
}

static err postgres_open(db *d)
{
	const char *address = str_c(&d->statements, d->address);
	const char *names[] = { "fallback_application_name", "dbname", NULL };
	const char *values[] = { "waymark", address, NULL };
	d->connection = TAKE(&d->statements, postgres);
	PGconn *c = PQconnectStartParams(names, values, 1);
	CHECK(c);
	connection(d)->c = c;
	for (int i = 0; i < DB_MAX_ARGS; i++) connection(d)->formats[i] = 1;
	PQsetNoticeReceiver(c, no_notice, NULL);
	return finish_connecting(c) ? set_up(d) : FAIL(d->trail, E_IO);
}

static void postgres_close(db *d)
{
	if (connection(d)) PQfinish(connection(d)->c);
}

/* ---- statements */

static const char *new_name(db *d)
{
	buf name = BUF(&d->statements);
	buf_printf(&name, "s%u", ++d->statement_n);
	return str_c(&d->statements, buf_view(&name));
}

static err postgres_prepare(db *d, prepared *p)
{
	postgres_statement *s = TAKE(&d->statements, postgres_statement);
	s->name = new_name(d);
	s->text = p->text;
	TRY(settle_sent(d));
	RESULT = PQprepare(connection(d)->c, s->name, p->text, 0, NULL);
	if (!done_well(result)) return REFUSED(d, result);
	PQclear(result);
	result = PQdescribePrepared(connection(d)->c, s->name);
	if (!done_well(result)) return REFUSED(d, result);
	p->handle = s;
	p->arg_n = PQnparams(result);
	s->types = TAKE_N(&d->statements, Oid, (size_t)p->arg_n);
	for (int i = 0; i < p->arg_n; i++) s->types[i] = PQparamtype(result, i);
	s->rows = gathered_of(&d->statements, p->text, p->arg_n);
	return OK;
}

/* The statement itself ends with the connection. */
static void postgres_forget(prepared *p)
{
	postgres_statement *s = p->handle;
	if (s->rows.most) arena_end(&s->rows.a);
}

static err encode(db *d, const postgres_statement *s, args a)
{
	postgres *pg = connection(d);
	for (size_t i = 0; i < a.n; i++) {
		str as;
		if (!postgres_encode(&a.at[i], s->types[i], &pg->numbers[i], &as)) return FAIL(d->trail, E_INVALID);
		if (as.n > INT32_MAX) return FAIL(d->trail, E_LIMIT);
		pg->values[i] = as.at;
		pg->lengths[i] = (int)as.n;
	}
	return OK;
}

static err send_values(db *d, const char *name, int n, const char *const *values, const int *lengths)
{
	postgres *pg = connection(d);
	if (!pg->sent && PQenterPipelineMode(pg->c) != 1) return FAIL(d->trail, E_IO);
	pg->sent++;
	if (PQsendQueryPrepared(pg->c, name, n, values, lengths, pg->formats, 1) == 1) return OK;
	d->broken |= PQstatus(pg->c) != CONNECTION_OK;
	return FAIL(d->trail, E_IO);
}

static err send_prepared(db *d, const prepared *p, args a)
{
	const postgres_statement *s = p->handle;
	postgres *pg = connection(d);
	TRY(encode(d, s, a));
	return send_values(d, s->name, p->arg_n, pg->values, pg->lengths);
}

/* ---- rows that are sent together */

/* Not sent like the others: where one before it failed it would not be made, and nobody would know. */
static err prepare_many(db *d, postgres_statement *s)
{
	ARENA(a);
	int n = s->rows.columns * s->rows.most;
	Oid *types = TAKE_N(&a, Oid, (size_t)n);
	for (int i = 0; i < n; i++) types[i] = s->types[i % s->rows.columns];
	const char *name = new_name(d);
	TRY(settle_sent(d));
	RESULT = PQprepare(connection(d)->c, name, rows_text(&a, s->text, &s->rows), n, types);
	if (!done_well(result)) return REFUSED(d, result);
	s->many = name;
	return OK;
}

static err send_rows(db *d, postgres_statement *s)
{
	gathered_rows *r = &s->rows;
	if (r->n == r->most) {
		if (!s->many) TRY(prepare_many(d, s));
		TRY(send_values(d, s->many, r->n * r->columns, r->values, r->lengths));
	} else {
		for (int i = 0; i < r->n; i++)
			TRY(send_values(d, s->name, r->columns, r->values + i * r->columns, r->lengths + i * r->columns));
	}
	rows_empty(r);
	return connection(d)->sent >= SENT_MOST ? settle_sent(d) : OK;
}

static err send_gathered(db *d)
{
	postgres *pg = connection(d);
	for (postgres_statement *s; (s = pg->gathering); s->gathers = false) {
		if (s->rows.n) TRY(send_rows(d, s));
		pg->gathering = s->next;
	}
	return OK;
}

static void drop_gathered(db *d)
{
	postgres *pg = connection(d);
	for (postgres_statement *s = pg->gathering; s; s = s->next) {
		rows_empty(&s->rows);
		s->gathers = false;
	}
	pg->gathering = NULL;
}

static err gather(db *d, postgres_statement *s, args a)
{
	postgres *pg = connection(d);
	TRY(encode(d, s, a));
	rows_add(&s->rows, pg->values, pg->lengths);
	if (!s->gathers) {
		s->next = pg->gathering;
		pg->gathering = s;
	}
	s->gathers = true;
	return rows_full(&s->rows) ? send_rows(d, s) : OK;
}

/* What is seldom run goes at once: the server works on it while the next is made. */
static bool runs_often(const postgres *pg, postgres_statement *s)
{
	if (s->transaction != pg->transaction) s->runs = 0;
	s->transaction = pg->transaction;
	return s->rows.most && s->runs++ >= GATHERED_FROM;
}

/* With answers outstanding it goes the same way, and its answer comes after theirs: one round trip for all. */
static err exec_prepared(db *d, const prepared *p, args a, PGresult **ret)
{
	const postgres_statement *s = p->handle;
	postgres *pg = connection(d);
	RESULT = NULL;
	TRY(send_gathered(d));
	if (pg->sent) {
		TRY(send_prepared(d, p, a));
		TRY(settle_with(d, &result));
	} else {
		TRY(encode(d, s, a));
		result = PQexecPrepared(pg->c, s->name, p->arg_n, pg->values, pg->lengths, pg->formats, 1);
		if (!done_well(result)) return REFUSED(d, result);
	}
	*ret = result;
	result = NULL;
	return OK;
}

static err postgres_run_later(db *d, prepared *p, args a)
{
	postgres_statement *s = p->handle;
	if (runs_often(connection(d), s)) return gather(d, s, a);
	if (!s->rows.most) TRY(send_gathered(d)); /* it may be about those rows */
	if (connection(d)->sent >= SENT_MOST) TRY(settle_sent(d));
	return send_prepared(d, p, a);
}

static err postgres_run(db *d, prepared *p, args a, int64_t *ret_changed)
{
	RESULT = NULL;
	TRY(exec_prepared(d, p, a, &result));
	if (PQresultStatus(result) != PGRES_COMMAND_OK || !str_to_int(str_of(PQcmdTuples(result)), ret_changed))
		*ret_changed = 0;
	return OK;
}

static void show(db_rows *r, PGresult *result)
{
	r->statement = result;
	r->row = -1;
	r->row_count = PQntuples(result);
	r->columns = PQnfields(result);
}

static err postgres_query(db *d, prepared *p, args a, db_rows *r)
{
	PGresult *result;
	TRY(exec_prepared(d, p, a, &result));
	show(r, result);
	return OK;
}

/* ---- results too large to hold: a cursor, which outside a transaction the server keeps for us */

/* What it brings was settled when it was declared. */
static err fetch(db *d, unsigned cursor, int rows, PGresult **ret)
{
	ARENA(a);
	buf text = BUF(&a);
	buf_printf(&text, "FETCH %d FROM c%u", rows, cursor);
	TRY(settle_sent(d));
	RESULT = PQexecParams(connection(d)->c, str_c(&a, buf_view(&text)), 0, NULL, NULL, NULL, NULL, 1);
	if (!done_well(result)) return REFUSED(d, result);
	*ret = result;
	result = NULL;
	return OK;
}

static err postgres_scan(db *d, prepared *p, args a, db_rows *r)
{
	ARENA(scratch);
	const postgres_statement *s = p->handle;
	postgres *pg = connection(d);
	unsigned cursor = ++d->cursor_n;
	buf text = BUF(&scratch);
	buf_printf(&text, "DECLARE c%u NO SCROLL CURSOR %s HOLD FOR ", cursor, d->in_transaction ? "WITHOUT" : "WITH");
	buf_str(&text, str_of(p->text));
	TRY(settle(d));
	TRY(encode(d, s, a));
	RESULT = PQexecParams(pg->c, str_c(&scratch, buf_view(&text)), p->arg_n, s->types, pg->values, pg->lengths,
	                      pg->formats, 1);
	if (!done_well(result)) return REFUSED(d, result);
	PGresult *first;
	TRY(fetch(d, cursor, PORTION_ROWS_LEAST, &first));
	show(r, first);
	r->cursor = cursor;
	r->portion = PORTION_ROWS_LEAST;
	return OK;
}

static bool next_portion(db_rows *r)
{
	PGresult *result;
	size_t held = PQresultMemorySize(r->statement);
	if (held < PORTION_BYTES / 2 && r->portion < PORTION_ROWS_MOST) r->portion *= 2;
	if (held > PORTION_BYTES && r->portion > PORTION_ROWS_LEAST) r->portion /= 2;
	r->failed = fetch(r->d, r->cursor, r->portion, &result);
	if (r->failed != OK) return false;
	PQclear(r->statement);
	show(r, result);
	return r->row_count > 0;
}

static bool postgres_next(db_rows *r)
{
	bool more = r->cursor && r->row + 1 == r->row_count && r->row_count == r->portion;
	if (more && !next_portion(r)) return false;
	return ++r->row < r->row_count;
}

/* In a transaction that failed the cursor is gone already. */
static void postgres_finish(db_rows *r)
{
	PQclear(r->statement);
	if (!r->cursor || r->failed != OK || r->d->spoiled || r->d->broken) return;
	ARENA(a);
	buf text = BUF(&a);
	buf_printf(&text, "CLOSE c%u", r->cursor);
	if (exec(r->d, str_c(&a, buf_view(&text))) != OK && r->d->in_transaction) r->d->spoiled = true;
}

/* ---- values */

static str cell(const db_rows *r, int column)
{
	CHECK(r->row >= 0 && r->row < r->row_count);
	return (str){ PQgetvalue(r->statement, r->row, column), (size_t)PQgetlength(r->statement, r->row, column) };
}

static bool postgres_is_null(const db_rows *r, int column)
{
	return PQgetisnull(r->statement, r->row, column);
}

static int64_t postgres_integer(const db_rows *r, int column)
{
	return postgres_is_null(r, column) ? 0 : postgres_int(PQftype(r->statement, column), cell(r, column));
}

static double postgres_real_of(const db_rows *r, int column)
{
	return postgres_is_null(r, column) ? 0 : postgres_real(PQftype(r->statement, column), cell(r, column));
}

static str postgres_text(const db_rows *r, int column)
{
	if (postgres_is_null(r, column)) return STR_NONE;
	CHECK(postgres_is_text(PQftype(r->statement, column)));
	return cell(r, column);
}

static str postgres_bytes(const db_rows *r, int column)
{
	if (postgres_is_null(r, column)) return STR_NONE;
	CHECK(postgres_is_bytes(PQftype(r->statement, column)) || postgres_is_text(PQftype(r->statement, column)));
	return cell(r, column);
}

/* ---- transactions */

/* One database holds one area: two numbers that nobody else locks there. Reading starts only after the lock is held, and
 * sees what the one before committed. */
#define APPEND_LOCK "7599923601251234"
#define APART_LOCK "7599923601251235"

static err postgres_begin(db *d, db_transaction kind)
{
	err e = E_INVALID;
	connection(d)->transaction++;
	switch (kind) {
	case DB_SNAPSHOT: e = exec(d, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); break;
	case DB_WRITE:
		e = exec(d, "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock(" APPEND_LOCK ")");
		break;
	case DB_WRITE_APART:
		e = exec(d, "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock(" APART_LOCK ")");
		break;
	}
	if (e != OK) d->engine->rollback(d);
	return e;
}

/* COMMIT of a transaction that failed succeeds, and answers ROLLBACK. */
static err postgres_commit(db *d)
{
	TRY(settle(d));
	RESULT = PQexec(connection(d)->c, "COMMIT");
	if (!done_well(result)) return REFUSED(d, result);
	return str_eq(str_of(PQcmdStatus(result)), S("COMMIT")) ? OK : FAIL(d->trail, E_IO);
}

static void postgres_rollback(db *d)
{
	PGconn *c = connection(d)->c;
	drop_gathered(d);
	(void)settle_sent(d); /* what failed is undone with the rest */
	if (PQtransactionStatus(c) == PQTRANS_IDLE) return;
	RESULT = PQexec(c, "ROLLBACK");
	if (!done_well(result)) d->broken = true;
}

static err postgres_take_stock(db *d)
{
	return exec(d, "ANALYZE");
}

const engine postgres_engine = {
	.is = DB_POSTGRES,
	.open = postgres_open,
	.close = postgres_close,
	.prepare = postgres_prepare,
	.forget = postgres_forget,
	.run = postgres_run,
	.run_later = postgres_run_later,
	.settle = settle,
	.query = postgres_query,
	.scan = postgres_scan,
	.next = postgres_next,
	.finish = postgres_finish,
	.is_null = postgres_is_null,
	.integer = postgres_integer,
	.real = postgres_real_of,
	.text = postgres_text,
	.bytes = postgres_bytes,
	.begin = postgres_begin,
	.commit = postgres_commit,
	.rollback = postgres_rollback,
	.take_stock = postgres_take_stock,
	.message = message,
};
