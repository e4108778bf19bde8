/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "db/engine.h"
#include "db/sqlite_log.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

typedef struct {
	sqlite3 *h;
	sqlite3_stmt *begin_snapshot, *begin_write, *commit;
} sqlite;

typedef struct {
	sqlite3_stmt *s;
	int *slots; /* SQLite counts $n in the order of first use: where the argument n+1 goes */
	bool writes;
	prepared *of;
} sqlite_statement;

/* A reader maps the file; the writer's pages come through its cache, where the next checkpoint finds them. */
enum {
	READER_CACHE_KIB = 4 * 1024, WRITER_CACHE_KIB = 32 * 1024, MUCH_CACHE_KIB = 256 * 1024,
	CHECKPOINT_PAGES = 4000, MUCH_CHECKPOINT_PAGES = 64000
};
#define MMAP_BYTES "1073741824"

static sqlite *connection(const db *d)
{
	return d->connection;
}

/* ---- results */

static err constraint(int code)
{
	switch (code) {
	case SQLITE_CONSTRAINT_UNIQUE:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
	case SQLITE_CONSTRAINT_ROWID:
	case SQLITE_CONSTRAINT_FOREIGNKEY: return E_CONFLICT;
	case SQLITE_CONSTRAINT_TRIGGER: return E_DENIED;
	default: return E_INVALID;
	}
}

static bool disk_is_full(sqlite3 *h)
{
	int os = h ? sqlite3_system_errno(h) : 0;
	return os == ENOSPC || os == EDQUOT || os == EFBIG;
}

static err meaning(db *d, int code)
{
	switch (code & 0xFF) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED: return E_BUSY;
	case SQLITE_FULL:
	case SQLITE_TOOBIG: return E_LIMIT;
	case SQLITE_READONLY: return E_DENIED;
	case SQLITE_CONSTRAINT: return constraint(code);
	case SQLITE_MISMATCH: return E_INVALID;
	case SQLITE_IOERR:
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_CANTOPEN: d->broken = true; return disk_is_full(connection(d)->h) ? E_LIMIT : E_IO;
	default: return E_IO;
	}
}

/* An err for a result code; the code is the trail's detail. */
#define REFUSED(d, code) FAIL_WITH((d)->trail, meaning((d), (code)), (code))

static const char *message(const db *d)
{
	return connection(d) ? sqlite3_errmsg(connection(d)->h) : "";
}

/* ---- connection */

/* It counts what it allocates under one lock for all threads, hundreds of times for a page. Nobody asks for the count. */
void db_start(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static err exec(db *d, const char *text)
{
	int code = sqlite3_exec(connection(d)->h, text, NULL, NULL, NULL);
	return code == SQLITE_OK ? OK : REFUSED(d, code);
}

/* The file is private to its owner from the start; SQLite gives the log and its index the same mode. */
static err open_file(db *d, const char *path)
{
	if (d->mode == DB_CREATE) {
		int made = open(path, O_CREAT | O_CLOEXEC | O_RDWR, 0600);
		if (made < 0) return FAIL_WITH(d->trail, E_IO, errno);
		close(made);
	} else if (access(path, F_OK) != 0) {
		return FAIL_WITH(d->trail, errno == ENOENT || errno == ENOTDIR ? E_NOT_FOUND : E_IO, errno);
	}
	int flags = d->mode == DB_READ_ONLY ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	int code = sqlite3_open_v2(path, &connection(d)->h,
	                           flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE,
	                           d->mode == DB_READ_ONLY ? NULL : sqlite_gathering());
	return code == SQLITE_OK ? OK : REFUSED(d, code);
}

/* In memory, and in the log before it goes to its place. */
static err hold(db *d, int cache_kib, int checkpoint_pages)
{
	char text[100];
	snprintf(text, sizeof text, "PRAGMA cache_size=-%d; PRAGMA wal_autocheckpoint=%d", cache_kib, checkpoint_pages);
	return exec(d, text);
}

static err sqlite_expect_much(db *d)
{
	return hold(d, MUCH_CACHE_KIB, MUCH_CHECKPOINT_PAGES);
}

static err set_up(db *d)
{
	sqlite3 *h = connection(d)->h;
	sqlite3_busy_timeout(h, (int)d->write_wait_ms);
	sqlite3_db_config(h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(h, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	TRY(exec(d, "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
	            "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY"));
	bool reads = d->mode == DB_READ_ONLY;
	TRY(hold(d, reads ? READER_CACHE_KIB : WRITER_CACHE_KIB, CHECKPOINT_PAGES));
	TRY(exec(d, reads ? "PRAGMA query_only=ON; PRAGMA mmap_size=" MMAP_BYTES : "PRAGMA journal_mode=WAL"));
	return exec(d, "SELECT count(*) FROM sqlite_schema"); /* a file that is no database says so now */
}

static err prepare_text(db *d, const char *text, sqlite3_stmt **ret)
{
	const char *rest = NULL;
	int code = sqlite3_prepare_v3(connection(d)->h, text, -1, SQLITE_PREPARE_PERSISTENT, ret, &rest);
	if (code != SQLITE_OK) return REFUSED(d, code);
	CHECK(*ret && str_trim(str_of(rest)).n == 0); /* one statement */
	return OK;
}

static err sqlite_open(db *d)
{
	d->connection = TAKE(&d->statements, sqlite);
	/* "./" keeps :memory: and file: from meaning anything but a file's name. */
	buf path = BUF(&d->statements);
	if (!str_starts(d->address, S("/"))) buf_lit(&path, "./");
	buf_str(&path, d->address);
	TRY(open_file(d, str_c(&d->statements, buf_view(&path))));
	TRY(set_up(d));
	TRY(prepare_text(d, "BEGIN", &connection(d)->begin_snapshot));
	TRY(prepare_text(d, "BEGIN IMMEDIATE", &connection(d)->begin_write));
	return prepare_text(d, "COMMIT", &connection(d)->commit);
}

static void sqlite_shut(db *d)
{
	sqlite *c = connection(d);
	if (!c) return;
	sqlite3_finalize(c->begin_snapshot);
	sqlite3_finalize(c->begin_write);
	sqlite3_finalize(c->commit);
	sqlite3_close(c->h);
}

/* ---- statements */

static int parameter_number(const char *name)
{
	int64_t n = 0;
	CHECK(name && name[0] == '$' && str_to_int(str_of(name + 1), &n) && n > 0 && n <= DB_MAX_ARGS);
	return (int)n;
}

static err sqlite_prepare(db *d, prepared *p)
{
	sqlite_statement *s = TAKE(&d->statements, sqlite_statement);
	TRY(prepare_text(d, p->text, &s->s));
	p->handle = s;
	p->arg_n = sqlite3_bind_parameter_count(s->s);
	s->of = p;
	s->writes = !sqlite3_stmt_readonly(s->s);
	s->slots = TAKE_N(&d->statements, int, (size_t)p->arg_n);
	for (int slot = 1; slot <= p->arg_n; slot++) {
		int number = parameter_number(sqlite3_bind_parameter_name(s->s, slot));
		CHECK(number <= p->arg_n && !s->slots[number - 1]);
		s->slots[number - 1] = slot;
	}
	return OK;
}

static void sqlite_forget(prepared *p)
{
	sqlite_statement *s = p->handle;
	sqlite3_finalize(s->s);
}

/* A pointer to nothing would be NULL to SQLite, and an empty text is not NULL. */
static const char *never_null(str s)
{
	return s.n ? s.at : "";
}

static int bind_one(sqlite3_stmt *s, int slot, const arg *a, sqlite3_destructor_type keeps)
{
	switch (a->type) {
	case ARG_NULL: return sqlite3_bind_null(s, slot);
	case ARG_INT: return sqlite3_bind_int64(s, slot, a->i);
	case ARG_REAL: return sqlite3_bind_double(s, slot, a->r);
	case ARG_TEXT: return sqlite3_bind_text64(s, slot, never_null(a->s), a->s.n, keeps, SQLITE_UTF8);
	case ARG_BYTES: return sqlite3_bind_blob64(s, slot, never_null(a->s), a->s.n, keeps);
	}
	return SQLITE_MISUSE;
}

static err bind(db *d, sqlite_statement *s, args a, sqlite3_destructor_type keeps)
{
	if (s->writes && d->read_only_now) return FAIL(d->trail, E_DENIED);
	for (size_t i = 0; i < a.n; i++) {
		int code = bind_one(s->s, s->slots[i], &a.at[i], keeps);
		if (code != SQLITE_OK) return REFUSED(d, code);
	}
	return OK;
}

/* Back to the start. What was bound is let go of where it was copied, and points nowhere where it was borrowed; the next
 * use binds every argument anew. */
static err run_bound(db *d, sqlite3_stmt *s)
{
	int code = sqlite3_step(s);
	while (code == SQLITE_ROW) code = sqlite3_step(s);
	err e = code == SQLITE_DONE ? OK : REFUSED(d, code);
	sqlite3_reset(s);
	return e;
}

static err sqlite_run(db *d, prepared *p, args a, int64_t *ret_changed)
{
	sqlite_statement *s = p->handle;
	TRY(bind(d, s, a, SQLITE_STATIC));
	int64_t before = sqlite3_total_changes64(connection(d)->h);
	TRY(run_bound(d, s->s));
	bool changed = sqlite3_total_changes64(connection(d)->h) != before;
	*ret_changed = changed ? sqlite3_changes64(connection(d)->h) : 0;
	return OK;
}

static err sqlite_query(db *d, prepared *p, args a, db_rows *r)
{
	sqlite_statement *s = p->handle;
	TRY(bind(d, s, a, SQLITE_TRANSIENT));
	p->running = true;
	r->statement = s;
	r->columns = sqlite3_column_count(s->s);
	return OK;
}

/* ---- rows */

static sqlite3_stmt *statement_of(const db_rows *r)
{
	const sqlite_statement *s = r->statement;
	return s->s;
}

static bool sqlite_next(db_rows *r)
{
	int code = sqlite3_step(statement_of(r));
	if (code == SQLITE_ROW) return true;
	if (code != SQLITE_DONE) r->failed = REFUSED(r->d, code);
	return false;
}

static void sqlite_finish(db_rows *r)
{
	sqlite_statement *s = r->statement;
	sqlite3_reset(s->s);
	s->of->running = false;
}

/* The value itself, asked for once: its connection is used by one thread at a time. */
static sqlite3_value *cell(const db_rows *r, int column)
{
	return sqlite3_column_value(statement_of(r), column);
}

static str bytes_of(sqlite3_value *v)
{
	const char *at = sqlite3_value_blob(v); /* as it stands in the page: a text would be copied, to end with a NUL */
	return (str){ at, (size_t)sqlite3_value_bytes(v) };
}

static bool sqlite_is_null(const db_rows *r, int column)
{
	return sqlite3_value_type(cell(r, column)) == SQLITE_NULL;
}

static int64_t sqlite_integer(const db_rows *r, int column)
{
	sqlite3_value *v = cell(r, column);
	int type = sqlite3_value_type(v);
	CHECK(type == SQLITE_INTEGER || type == SQLITE_NULL);
	return sqlite3_value_int64(v);
}

static double sqlite_real(const db_rows *r, int column)
{
	sqlite3_value *v = cell(r, column);
	int type = sqlite3_value_type(v);
	CHECK(type == SQLITE_FLOAT || type == SQLITE_INTEGER || type == SQLITE_NULL);
	return sqlite3_value_double(v);
}

static str sqlite_text(const db_rows *r, int column)
{
	sqlite3_value *v = cell(r, column);
	int type = sqlite3_value_type(v);
	CHECK(type == SQLITE_TEXT || type == SQLITE_NULL);
	return bytes_of(v);
}

static str sqlite_bytes(const db_rows *r, int column)
{
	sqlite3_value *v = cell(r, column);
	int type = sqlite3_value_type(v);
	CHECK(type == SQLITE_BLOB || type == SQLITE_TEXT || type == SQLITE_NULL);
	return bytes_of(v);
}

/* ---- transactions */

static err sqlite_begin(db *d, db_transaction kind)
{
	switch (kind) {
	case DB_SNAPSHOT: return run_bound(d, connection(d)->begin_snapshot);
	case DB_WRITE:
	case DB_WRITE_APART: return run_bound(d, connection(d)->begin_write);
	}
	return FAIL(d->trail, E_INVALID);
}

static err sqlite_commit(db *d)
{
	return run_bound(d, connection(d)->commit);
}

/* After a full disk or a failed sync SQLite may have rolled back by itself. */
static void sqlite_rollback(db *d)
{
	sqlite3 *h = connection(d)->h;
	if (!sqlite3_get_autocommit(h) && sqlite3_exec(h, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK) d->broken = true;
}

const engine sqlite_engine = {
	.is = DB_SQLITE,
	.open = sqlite_open,
	.close = sqlite_shut,
	.prepare = sqlite_prepare,
	.forget = sqlite_forget,
	.run = sqlite_run,
	.query = sqlite_query,
	.scan = sqlite_query,
	.next = sqlite_next,
	.finish = sqlite_finish,
	.is_null = sqlite_is_null,
	.integer = sqlite_integer,
	.real = sqlite_real,
	.text = sqlite_text,
	.bytes = sqlite_bytes,
	.begin = sqlite_begin,
	.commit = sqlite_commit,
	.rollback = sqlite_rollback,
	.expect_much = sqlite_expect_much,
	.message = message,
};
