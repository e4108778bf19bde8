/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The same statements mean the same on both engines: arguments, values, rows. */
#include "support/engines.h"

#include <string.h>

enum { MEGABYTE = 1024 * 1024 };

static db *open_with_values(test_area *t)
{
	db *d = test_open(t, DB_CREATE);
	bool lite = t->is == DB_SQLITE;
	assert_ok(t, db_run(d,
	                    lite ? SQL("CREATE TABLE v (id INTEGER PRIMARY KEY, i INTEGER, r REAL, s TEXT, b BLOB) STRICT")
	                         : SQL("CREATE TABLE v (id BIGINT PRIMARY KEY, i BIGINT, r DOUBLE PRECISION, s TEXT COLLATE "
	                               "\"C\", b BYTEA)"),
	                    NO_ARGS, NULL));
	return d;
}

static err insert(db *d, int64_t id, arg i, arg r, arg s, arg b)
{
	return db_run(d, SQL("INSERT INTO v (id, i, r, s, b) VALUES ($1, $2, $3, $4, $5)"), ARGS(ARG(id), i, r, s, b), NULL);
}

static void every_type_comes_back_as_it_went(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_values(t);
	char bytes[256];
	for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)i;
	str all_bytes = { bytes, sizeof bytes };
	str words = S("Zażółć gęślą jaźń, 子ども, Ỳ̃, \U0001F9F8");
	assert_ok(t, insert(d, 1, ARG(INT64_MIN), ARG(0.1), ARG(words), arg_bytes(all_bytes)));
	assert_ok(t, insert(d, 2, ARG(INT64_MAX), ARG(-1e300), ARG(S("")), arg_bytes(S(""))));
	assert_ok(t, insert(d, 3, arg_null(), arg_null(), arg_null(), arg_null()));
	ROWS(rows);
	assert_ok(t, db_query(d, SQL("SELECT i, r, s, b FROM v ORDER BY id"), NO_ARGS, &rows));
	assert_true(db_next(&rows));
	assert_true(db_int(&rows, 0) == INT64_MIN);
	assert_true(db_real(&rows, 1) == 0.1);
	assert_str(db_text(&rows, 2), words);
	assert_str(db_bytes(&rows, 3), all_bytes);
	assert_true(db_next(&rows));
	assert_true(db_int(&rows, 0) == INT64_MAX);
	assert_true(db_real(&rows, 1) == -1e300);
	assert_false(db_is_null(&rows, 2));
	assert_int_equal(db_text(&rows, 2).n, 0);
	assert_false(db_is_null(&rows, 3));
	assert_int_equal(db_bytes(&rows, 3).n, 0);
	assert_true(db_next(&rows));
	for (int c = 0; c < 4; c++) assert_true(db_is_null(&rows, c));
	assert_true(db_int(&rows, 0) == 0 && db_real(&rows, 1) == 0 && db_text(&rows, 2).n == 0 && db_bytes(&rows, 3).n == 0);
	assert_false(db_next(&rows));
	assert_false(db_next(&rows)); /* still at the end */
	assert_ok(t, db_end(&rows));
}

static void a_megabyte_of_text(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_values(t);
	char *at = TAKE_N(&t->arena, char, MEGABYTE);
	for (size_t i = 0; i < MEGABYTE; i++) at[i] = (char)('a' + i % 26);
	str long_text = { at, MEGABYTE };
	assert_ok(t, insert(d, 1, arg_null(), arg_null(), ARG(long_text), arg_bytes(long_text)));
	ROWS(rows);
	assert_ok(t, db_query(d, SQL("SELECT s, b FROM v WHERE id = $1"), ARGS(ARG(1)), &rows));
	assert_true(db_next(&rows));
	assert_true(str_eq(db_text_copy(&rows, 0, &t->arena), long_text));
	assert_true(str_eq(db_bytes_copy(&rows, 1, &t->arena), long_text));
}

static void arguments_are_numbered_not_counted(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_values(t);
	sql text = SQL("INSERT INTO v (s, i, id, r, b) VALUES ($4, $2, $1, $3, $5)");
	assert_ok(t, db_run(d, text, ARGS(ARG(7), ARG(8), ARG(9.5), ARG(S("ten")), arg_null()), NULL));
	assert_int_equal(test_int(t, d, SQL("SELECT i FROM v WHERE id = $1 AND r > $2"), ARGS(ARG(7), ARG(9))), 8);
	assert_int_equal(test_int(t, d, SQL("SELECT id FROM v WHERE $1 = id OR i = $1"), ARGS(ARG(8))), 7);
	assert_int_equal(test_int(t, d, SQL("SELECT id FROM v WHERE i < CAST($2 AS BIGINT) AND s = $1"),
	                          ARGS(ARG(S("ten")), ARG(9))),
	                 7);
}

static void arguments_may_go_when_the_query_began(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_values(t);
	for (int64_t i = 1; i <= 3; i++) assert_ok(t, insert(d, i, ARG(i), arg_null(), ARG(S("here")), arg_null()));
	char word[] = "here";
	ROWS(rows);
	assert_ok(t, db_query(d, SQL("SELECT id FROM v WHERE s = $1 ORDER BY id"), ARGS(ARG(str_of(word))), &rows));
	word[0] = 'X';
	int64_t seen = 0;
	while (db_next(&rows)) seen += db_int(&rows, 0);
	assert_ok(t, db_end(&rows));
	assert_int_equal(seen, 6);
}

static void what_is_not_text_is_refused(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_values(t);
	str nul = { "a\0b", 3 };
	assert_err(t, E_INVALID, insert(d, 1, arg_null(), arg_null(), ARG(nul), arg_null()));
	assert_err(t, E_INVALID, insert(d, 1, arg_null(), arg_null(), ARG(S("\xC3\x28")), arg_null()));
	assert_err(t, E_INVALID, insert(d, 1, arg_null(), arg_null(), ARG(S("\xED\xA0\x80")), arg_null()));
	assert_ok(t, insert(d, 1, arg_null(), arg_null(), arg_null(), arg_bytes(nul)));
}

static void a_wrong_type_is_refused(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_values(t);
	assert_err(t, E_INVALID, insert(d, 1, ARG(S("word")), arg_null(), arg_null(), arg_null()));
	assert_err(t, E_INVALID, insert(d, 1, arg_null(), arg_null(), arg_null(), ARG(S("text"))));
	assert_int_equal(test_int(t, d, SQL("SELECT COUNT(*) FROM v"), NO_ARGS), 0);
}

static void an_integer_goes_into_a_real(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_values(t);
	assert_ok(t, insert(d, 1, arg_null(), ARG(3), arg_null(), arg_null()));
	ROWS(rows);
	assert_ok(t, db_query(d, SQL("SELECT r FROM v"), NO_ARGS, &rows));
	assert_true(db_next(&rows));
	assert_true(db_real(&rows, 0) == 3.0);
}

static void queries_nest_also_with_one_text(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_values(t);
	for (int64_t i = 1; i <= 4; i++) assert_ok(t, insert(d, i, ARG(i * 10), arg_null(), arg_null(), arg_null()));
	sql text = SQL("SELECT id, i FROM v WHERE id > $1 ORDER BY id");
	int pairs = 0;
	ROWS(outer);
	assert_ok(t, db_query(d, text, ARGS(ARG(0)), &outer));
	while (db_next(&outer)) {
		ROWS(inner);
		assert_ok(t, db_query(d, text, ARGS(ARG(db_int(&outer, 0))), &inner));
		while (db_next(&inner)) {
			assert_true(db_int(&inner, 1) > db_int(&outer, 1));
			pairs++;
		}
		assert_ok(t, db_end(&inner));
	}
	assert_ok(t, db_end(&outer));
	assert_int_equal(pairs, 6);
}

static void a_query_may_be_left_early(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_values(t);
	for (int64_t i = 1; i <= 3; i++) assert_ok(t, insert(d, i, ARG(i), arg_null(), arg_null(), arg_null()));
	for (int round = 0; round < 3; round++) {
		ROWS(rows);
		assert_ok(t, db_query(d, SQL("SELECT id FROM v ORDER BY id"), NO_ARGS, &rows));
		assert_true(db_next(&rows));
		assert_int_equal(db_int(&rows, 0), 1);
	}
	assert_ok(t, db_run(d, SQL("DROP TABLE v"), NO_ARGS, NULL)); /* nothing holds it */
}

static void a_scan_larger_than_a_portion(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_values(t);
	enum { ROWS_N = 64 * 3 };
	for (int64_t i = 1; i <= ROWS_N; i++) assert_ok(t, insert(d, i, ARG(i), arg_null(), arg_null(), arg_null()));
	for (int inside = 0; inside < 2; inside++) {
		if (inside) assert_ok(t, db_begin(d, DB_SNAPSHOT));
		for (int64_t after = 0; after <= ROWS_N; after += 32) {
			int64_t expected = after;
			ROWS(rows);
			assert_ok(t, db_scan(d, SQL("SELECT id FROM v WHERE id > $1 ORDER BY id"), ARGS(ARG(after)), &rows));
			while (db_next(&rows)) {
				assert_int_equal(db_int(&rows, 0), ++expected);
				assert_int_equal(test_int(t, d, SQL("SELECT i FROM v WHERE id = $1"), ARGS(ARG(expected))), expected);
			}
			assert_ok(t, db_end(&rows));
			assert_int_equal(expected, ROWS_N);
		}
		if (inside) db_rollback(d);
	}
}

static void sums_are_integers(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_values(t);
	int64_t parts[] = { INT64_C(9007199254740993), 20000, -30000, 1 };
	for (int i = 0; i < 4; i++) assert_ok(t, insert(d, i, ARG(parts[i]), arg_null(), arg_null(), arg_null()));
	sql sum = SQL("SELECT SUM(i) FROM v WHERE id >= $1 AND id <= $2");
	assert_true(test_int(t, d, sum, ARGS(ARG(0), ARG(3))) == INT64_C(9007199254730994));
	assert_true(test_int(t, d, sum, ARGS(ARG(1), ARG(1))) == 20000);
	assert_true(test_int(t, d, sum, ARGS(ARG(1), ARG(2))) == -10000);
	assert_true(test_int(t, d, sum, ARGS(ARG(7), ARG(8))) == 0); /* of nothing: null */
	ROWS(rows);
	assert_ok(t, db_query(d, SQL("SELECT AVG(i), COUNT(*), MAX(i) FROM v WHERE id >= 1"), NO_ARGS, &rows));
	assert_true(db_next(&rows));
	assert_true(db_real(&rows, 0) == -3333.0);
	assert_int_equal(db_int(&rows, 1), 3);
	assert_int_equal(db_int(&rows, 2), 20000);
}

static void text_is_in_the_order_of_its_bytes(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_values(t);
	const char *words[] = { "b", "a", "B", "é", "_", "ab", "a b", "Z", "z", "" };
	const char *sorted[] = { "", "B", "Z", "_", "a", "a b", "ab", "b", "z", "é" };
	for (int i = 0; i < 10; i++)
		assert_ok(t, insert(d, i, arg_null(), arg_null(), ARG(str_of(words[i])), arg_null()));
	ROWS(rows);
	assert_ok(t, db_query(d, SQL("SELECT s FROM v ORDER BY s"), NO_ARGS, &rows));
	for (int i = 0; i < 10; i++) {
		assert_true(db_next(&rows));
		assert_str(db_text(&rows, 0), str_of(sorted[i]));
	}
	assert_int_equal(test_int(t, d, SQL("SELECT COUNT(*) FROM v WHERE s < $1"), ARGS(ARG(S("a")))), 4);
}

static void changed_rows_are_counted(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_values(t);
	int64_t changed = -1;
	for (int64_t i = 1; i <= 5; i++) assert_ok(t, insert(d, i, ARG(i), arg_null(), arg_null(), arg_null()));
	assert_ok(t, db_run(d, SQL("UPDATE v SET i = i + 1 WHERE id > $1"), ARGS(ARG(2)), &changed));
	assert_int_equal(changed, 3);
	assert_ok(t, db_run(d, SQL("DELETE FROM v WHERE id = 99"), NO_ARGS, &changed));
	assert_int_equal(changed, 0);
	assert_ok(t, db_run(d, SQL("SELECT id FROM v"), NO_ARGS, &changed));
	assert_int_equal(changed, 0);
	assert_ok(t, db_run(d, SQL("DELETE FROM v"), NO_ARGS, &changed));
	assert_int_equal(changed, 5);
}

static void nothing_found_is_an_answer(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_values(t);
	int64_t n = 42;
	assert_int_equal(db_one_int(d, SQL("SELECT id FROM v"), NO_ARGS, &n), E_NOT_FOUND);
	assert_int_equal(n, 42);
	assert_int_equal(t->trail.code, OK);
}

static void what_does_not_parse_fails(test_area *t)
{
	db *d CLEANUP(db_closep) = test_open(t, DB_CREATE);
	ROWS(rows);
	assert_err(t, E_IO, db_query(d, SQL("SELECT a FROM nowhere"), NO_ARGS, &rows));
	assert_err(t, E_IO, db_run(d, SQL("SELEKT 1"), NO_ARGS, NULL));
	assert_int_equal(test_int(t, d, SQL("SELECT 1"), NO_ARGS), 1);
}

static void one_address_two_texts(test_area *t)
{
	db *d CLEANUP(db_closep) = test_open(t, DB_CREATE);
	char text[] = "SELECT 1";
	assert_int_equal(test_int(t, d, (sql){ text }, NO_ARGS), 1);
	text[7] = '2';
	assert_int_equal(test_int(t, d, (sql){ text }, NO_ARGS), 2);
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(every_type_comes_back_as_it_went),
		ENGINE_TEST(a_megabyte_of_text),
		ENGINE_TEST(arguments_are_numbered_not_counted),
		ENGINE_TEST(arguments_may_go_when_the_query_began),
		ENGINE_TEST(what_is_not_text_is_refused),
		ENGINE_TEST(a_wrong_type_is_refused),
		ENGINE_TEST(an_integer_goes_into_a_real),
		ENGINE_TEST(queries_nest_also_with_one_text),
		ENGINE_TEST(a_query_may_be_left_early),
		ENGINE_TEST(a_scan_larger_than_a_portion),
		ENGINE_TEST(sums_are_integers),
		ENGINE_TEST(text_is_in_the_order_of_its_bytes),
		ENGINE_TEST(changed_rows_are_counted),
		ENGINE_TEST(nothing_found_is_an_answer),
		ENGINE_TEST(what_does_not_parse_fails),
		ENGINE_TEST(one_address_two_texts),
	};
	return engines_run("db/query", tests, sizeof tests / sizeof *tests);
}
