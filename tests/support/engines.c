/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "support/engines.h"

#include <ftw.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

enum { WRITE_WAIT_MS = 2000 };

static const char *engine_name(db_engine is)
{
	return is == DB_SQLITE ? "sqlite" : "postgres";
}

/* ---- a fresh database */

static str server(void)
{
	return str_of(getenv("WAYMARK_TEST_PG"));
}

/* The server's address with another database: every other part of it stays. */
static str address_of_database(arena *a, str name)
{
	PQconninfoOption *parts = PQconninfoParse(str_c(a, server()), NULL);
	buf b = BUF(a);
	buf_lit(&b, "postgresql:///");
	buf_str(&b, name);
	char before = '?';
	for (PQconninfoOption *p = parts; p && p->keyword; p++) {
		if (!p->val || strcmp(p->keyword, "dbname") == 0) continue;
		buf_char(&b, before);
		buf_str(&b, str_of(p->keyword));
		buf_char(&b, '=');
		buf_url(&b, str_of(p->val));
		before = '&';
	}
	PQconninfoFree(parts);
	return buf_view(&b);
}

static bool tell_server(arena *a, const char *command, str database, const char *how)
{
	buf b = BUF(a);
	buf_printf(&b, "%s %.*s %s", command, STR_ARG(database), how);
	PGconn *c = PQconnectdb(str_c(a, server()));
	PGresult *result = PQexec(c, str_c(a, buf_view(&b)));
	bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
	if (!done) printf("# PostgreSQL: %s", PQerrorMessage(c));
	PQclear(result);
	PQfinish(c);
	return done;
}

static str fresh_name(arena *a)
{
	uint64_t random;
	CHECK(getrandom(&random, sizeof random, 0) == sizeof random);
	buf b = BUF(a);
	buf_printf(&b, "waymark_%016llx", (unsigned long long)random);
	return str_copy(a, buf_view(&b));
}

static str database_of(const test_area *t)
{
	str rest = str_from(t->address, sizeof "postgresql:///" - 1);
	return str_cut(rest, '?', &rest);
}

static const char *fresh_folder(arena *a)
{
	buf b = BUF(a);
	const char *temporary = getenv("TMPDIR");
	buf_str(&b, str_of(temporary ? temporary : "/tmp"));
	buf_lit(&b, "/waymark-test.XXXXXX");
	buf_char(&b, 0);
	CHECK(mkdtemp(b.at));
	return b.at;
}

bool test_area_make(test_area *t, db_engine is)
{
	*t = (test_area){ .is = is, .arena = arena_make() };
	if (is == DB_POSTGRES && server().n == 0) return false;
	t->folder = fresh_folder(&t->arena);
	if (is == DB_SQLITE) {
		t->address = str_of(test_path(t, "area.db"));
		return true;
	}
	str name = fresh_name(&t->arena);
	t->address = address_of_database(&t->arena, name);
	return tell_server(&t->arena, "CREATE DATABASE", name, "TEMPLATE template0 ENCODING 'UTF8'");
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *where)
{
	(void)about;
	(void)type;
	(void)where;
	return remove(path);
}

void test_area_end(test_area *t)
{
	if (t->is == DB_POSTGRES && t->address.n)
		(void)tell_server(&t->arena, "DROP DATABASE", database_of(t), "WITH (FORCE)");
	if (t->folder) nftw(t->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	arena_end(&t->arena);
}

const char *test_path(test_area *t, const char *name)
{
	buf b = BUF(&t->arena);
	buf_printf(&b, "%s/%s", t->folder, name);
	return str_c(&t->arena, buf_view(&b));
}

/* ---- assertions */

void assert_err_at(test_area *t, err expected, err got, const char *call, const char *file, int line)
{
	if (got == expected) return;
	printf("# %s:%d: %s\n#   answered «%s», expected «%s»\n", file, line, call, err_name(got), err_name(expected));
	if (t->trail.code) printf("#   made at %s:%d, detail %d\n", t->trail.file, t->trail.line, t->trail.detail);
	if (t->arena.trail.code) printf("#   noted at %s:%d\n", t->arena.trail.file, t->arena.trail.line);
	_fail(file, line);
}

void assert_str_at(str got, str expected, const char *file, int line)
{
	if (str_eq(got, expected)) return;
	printf("# %s:%d: got «%.*s»\n#   expected «%.*s»\n", file, line, STR_ARG(got), STR_ARG(expected));
	_fail(file, line);
}

db *test_open(test_area *t, db_mode mode)
{
	db *d = NULL;
	assert_ok(t, db_open(t->address, mode, WRITE_WAIT_MS, &t->trail, &d));
	return d;
}

int64_t test_int(test_area *t, db *d, sql text, args a)
{
	int64_t n = 0;
	assert_ok(t, db_one_int(d, text, a, &n));
	return n;
}

/* ---- running */

/* One test on one engine. */
typedef struct {
	engine_test test;
	db_engine is;
	test_area area;
} one_run;

static int begin(void **state)
{
	one_run *one = *state;
	return test_area_make(&one->area, one->is) ? 0 : -1;
}

static void perform(void **state)
{
	one_run *one = *state;
	one->test.run(&one->area);
}

static int end(void **state)
{
	one_run *one = *state;
	test_area_end(&one->area);
	return 0;
}

static void plan(arena *a, const engine_test *tests, size_t n, db_engine is, struct CMUnitTest *planned)
{
	for (size_t i = 0; i < n; i++) {
		one_run *one = TAKE(a, one_run);
		*one = (one_run){ .test = tests[i], .is = is };
		buf name = BUF(a);
		buf_printf(&name, "%s (%s)", tests[i].name, engine_name(is));
		planned[i] = (struct CMUnitTest){ str_c(a, buf_view(&name)), perform, begin, end, one };
	}
}

static int run_on(const char *group, const engine_test *tests, size_t n, const db_engine *engines, size_t engine_n)
{
	ARENA(a);
	struct CMUnitTest *planned = TAKE_N(&a, struct CMUnitTest, n * engine_n);
	for (size_t i = 0; i < engine_n; i++) plan(&a, tests, n, engines[i], planned + i * n);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests(group, planned, n * engine_n, NULL, NULL);
}

int engines_run(const char *group, const engine_test *tests, size_t n)
{
	bool postgres = server().n > 0;
	int failed = run_on(group, tests, n, (const db_engine[]){ DB_SQLITE, DB_POSTGRES }, postgres ? 2 : 1);
	if (!postgres) printf("# skipped: PostgreSQL (%s): WAYMARK_TEST_PG is not set\n", group);
	return failed;
}

int engine_run(db_engine is, const char *group, const engine_test *tests, size_t n)
{
	return run_on(group, tests, n, &is, 1);
}
