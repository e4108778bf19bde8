/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tests that run on every engine, each on a fresh empty database.
 *
 *	static void remembers(test_area *t)
 *	{
 *		db *d CLEANUP(db_closep) = test_open(t, DB_CREATE);
 *		assert_ok(t, db_run(d, SQL("CREATE TABLE x (a BIGINT)"), NO_ARGS, NULL));
 *		assert_err(t, E_CONFLICT, ...);
 *	}
 *	int main(void)
 *	{
 *		static const engine_test tests[] = { ENGINE_TEST(remembers) };
 *		return engines_run("db/remember", tests, sizeof tests / sizeof *tests);
 *	}
 *
 * SQLite always; PostgreSQL where WAYMARK_TEST_PG holds the address of a server (tests/postgres start prints one),
 * else one line says that it was skipped. A failing assertion says which call, which err, and where it was made. */
#ifndef WAYMARK_TESTS_SUPPORT_ENGINES_H
#define WAYMARK_TESTS_SUPPORT_ENGINES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "db/db.h"

typedef struct {
	db_engine is;
	str address;        /* of the empty database; a file that is not there yet for SQLite */
	const char *folder; /* a fresh folder, removed at the end with all it holds: for keys and other files */
	arena arena;        /* ends with the test */
	trail trail;        /* of the connections made by test_open */
} test_area;

typedef struct {
	const char *name;
	void (*run)(test_area *t);
} engine_test;
#define ENGINE_TEST(fn) { #fn, fn }

/* What main returns. Output is TAP. */
int engines_run(const char *group, const engine_test *tests, size_t n);
int engine_run(db_engine is, const char *group, const engine_test *tests, size_t n); /* on one that is there */

/* A connection that gives up after 2 s of waiting for a lock. */
db *test_open(test_area *t, db_mode mode);
/* "FOLDER/name", in the test's arena. */
const char *test_path(test_area *t, const char *name);
/* One integer by a query that must succeed. */
int64_t test_int(test_area *t, db *d, sql text, args a);

#define assert_ok(t, call) assert_err_at((t), OK, (call), #call, __FILE__, __LINE__)
#define assert_err(t, expected, call) assert_err_at((t), (expected), (call), #call, __FILE__, __LINE__)
void assert_err_at(test_area *t, err expected, err got, const char *call, const char *file, int line);
#define assert_str(got, expected) assert_str_at((got), (expected), __FILE__, __LINE__)
void assert_str_at(str got, str expected, const char *file, int line);

/* For programs that are not unit tests: an empty database of the engine, and its end. PostgreSQL: false without a server. */
bool test_area_make(test_area *t, db_engine is);
void test_area_end(test_area *t);

#endif
