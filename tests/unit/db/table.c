/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tables made from declarations: the same statements, the same rows, on both engines. */
#include "support/engines.h"

#include "db/table.h"

static const col visit_cols[] = {
	{ STR("seq"), COL_INT, true },       { STR("order"), COL_KEY, false },  { STR("minutes"), COL_REAL, false },
	{ STR("said"), COL_TEXT, false },    { STR("drawing"), COL_BYTES, false },
};
static const table_index visit_indexes[] = {
	{ STR("visit_order"), false, STR("order, seq"), { 0 } },
	{ STR("visit_once"), true, STR("order"), STR("\"minutes\" IS NOT NULL") },
};

static table visit(void)
{
	return (table){ S("visit"), visit_cols, 5, S("seq"), visit_indexes, 2 };
}

static err put(db *d, sql text, int64_t seq, str order, double minutes)
{
	return db_run(d, text, ARGS(ARG(seq), ARG(order), ARG(minutes), ARG(S("a “word”")), arg_bytes(S("\0\xff"))), NULL);
}

static void made_once_and_again(test_area *t)
{
	db *d CLEANUP(db_closep) = test_open(t, DB_CREATE);
	table v = visit();
	for (int i = 0; i < 3; i++) assert_ok(t, table_make(d, &t->arena, &v));
	assert_ok(t, put(d, table_insert(&t->arena, &v), 1, S("b"), 10));
	assert_ok(t, table_make(d, &t->arena, &v));
	ROWS(rows);
	assert_ok(t, db_query(d, table_select(&t->arena, &v, S("\"seq\" = $1"), S("\"seq\"")), ARGS(ARG(1)), &rows));
	assert_true(db_next(&rows));
	assert_int_equal(rows.columns, 5);
	assert_int_equal(db_int(&rows, 0), 1);
	assert_str(db_text(&rows, 1), S("b"));
	assert_true(db_real(&rows, 2) == 10);
	assert_str(db_text(&rows, 3), S("a “word”"));
	assert_str(db_bytes(&rows, 4), S("\0\xff"));
	assert_false(db_next(&rows));
	assert_ok(t, db_end(&rows));
}

static void made_inside_a_transaction(test_area *t)
{
	db *d CLEANUP(db_closep) = test_open(t, DB_CREATE);
	table v = visit();
	assert_ok(t, db_begin(d, DB_WRITE));
	assert_ok(t, table_make(d, &t->arena, &v));
	db_rollback(d);
	assert_err(t, E_IO, put(d, table_insert(&t->arena, &v), 1, S("b"), 10));
	assert_ok(t, db_begin(d, DB_WRITE));
	assert_ok(t, table_make(d, &t->arena, &v));
	assert_ok(t, db_commit(d));
	assert_ok(t, put(d, table_insert(&t->arena, &v), 1, S("b"), 10));
}

static void a_new_field_is_a_new_column(test_area *t)
{
	db *d CLEANUP(db_closep) = test_open(t, DB_CREATE);
	table v = visit();
	v.col_n = 3;
	assert_ok(t, table_make(d, &t->arena, &v));
	assert_ok(t, db_run(d, table_insert(&t->arena, &v), ARGS(ARG(1), ARG(S("b")), ARG(1.0)), NULL));
	v.col_n = 5;
	assert_ok(t, table_make(d, &t->arena, &v));
	assert_ok(t, put(d, table_insert(&t->arena, &v), 2, S("a"), 2));
	assert_int_equal(test_int(t, d, SQL("SELECT COUNT(*) FROM visit WHERE said IS NULL"), NO_ARGS), 1);
	v.col_n = 2; /* a field that the declaration no longer has stays */
	v.index_n = 0;
	assert_ok(t, table_make(d, &t->arena, &v));
	assert_int_equal(test_int(t, d, SQL("SELECT COUNT(said) FROM visit"), NO_ARGS), 1);
}

static void a_field_is_never_retyped(test_area *t)
{
	db *d CLEANUP(db_closep) = test_open(t, DB_CREATE);
	table v = visit();
	assert_ok(t, table_make(d, &t->arena, &v));
	static const col other[] = { { STR("seq"), COL_INT, true }, { STR("minutes"), COL_INT, false } };
	table changed = { S("visit"), other, 2, S("seq"), NULL, 0 };
	assert_err(t, E_CONFLICT, table_make(d, &t->arena, &changed));
}

static void upsert_replaces(test_area *t)
{
	db *d CLEANUP(db_closep) = test_open(t, DB_CREATE);
	table v = visit();
	v.index_n = 1;
	assert_ok(t, table_make(d, &t->arena, &v));
	sql upsert = table_upsert(&t->arena, &v);
	assert_ok(t, put(d, upsert, 1, S("b"), 10));
	assert_ok(t, put(d, upsert, 1, S("c"), 11));
	assert_ok(t, put(d, upsert, 2, S("d"), 12));
	assert_int_equal(test_int(t, d, SQL("SELECT COUNT(*) FROM visit WHERE \"order\" = 'c'"), NO_ARGS), 1);
	assert_int_equal(test_int(t, d, SQL("SELECT COUNT(*) FROM visit"), NO_ARGS), 2);
	assert_ok(t, table_empty(d, &t->arena, S("visit")));
	assert_int_equal(test_int(t, d, SQL("SELECT COUNT(*) FROM visit"), NO_ARGS), 0);
	assert_ok(t, table_drop(d, &t->arena, S("visit")));
	assert_ok(t, table_drop(d, &t->arena, S("visit")));
	assert_err(t, E_IO, table_empty(d, &t->arena, S("visit")));
}

static void a_key_of_several_columns(test_area *t)
{
	db *d CLEANUP(db_closep) = test_open(t, DB_CREATE);
	static const col cols[] = { { STR("role"), COL_KEY, true }, { STR("target"), COL_INT, true } };
	table link = { S("link"), cols, 2, S("role, target"), NULL, 0 };
	assert_ok(t, table_make(d, &t->arena, &link));
	sql insert = table_insert(&t->arena, &link);
	assert_ok(t, db_run(d, insert, ARGS(ARG(S("child")), ARG(1)), NULL));
	assert_ok(t, db_run(d, insert, ARGS(ARG(S("adult")), ARG(1)), NULL));
	assert_err(t, E_CONFLICT, db_run(d, insert, ARGS(ARG(S("child")), ARG(1)), NULL));
	int64_t changed = -1;
	assert_ok(t, db_run(d, table_upsert(&t->arena, &link), ARGS(ARG(S("child")), ARG(1)), &changed));
	assert_int_equal(changed, 0);
	ROWS(rows);
	assert_ok(t, db_scan(d, table_select_all(&t->arena, &link, S("role, target")), NO_ARGS, &rows));
	assert_true(db_next(&rows));
	assert_str(db_text(&rows, 0), S("adult"));
	assert_true(db_next(&rows));
	assert_false(db_next(&rows));
}

static void an_index_may_be_partial_and_unique(test_area *t)
{
	db *d CLEANUP(db_closep) = test_open(t, DB_CREATE);
	table v = visit();
	assert_ok(t, table_make(d, &t->arena, &v));
	sql insert = table_insert(&t->arena, &v);
	assert_ok(t, put(d, insert, 1, S("b"), 1));
	assert_err(t, E_CONFLICT, put(d, insert, 2, S("b"), 1));
	assert_ok(t, db_run(d, SQL("INSERT INTO visit (seq, \"order\") VALUES (3, 'b')"), NO_ARGS, NULL));
}

static void bad_names_are_refused(test_area *t)
{
	const char *bad[] = { "", "1a", "A", "visit\"; DROP TABLE x; --", "a b", "é", "pg_class", "sqlite_master", "_a",
		              "a234567890123456789012345678901234567890123456789012345678901" };
	db *d CLEANUP(db_closep) = test_open(t, DB_CREATE);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		col cols[] = { { S("seq"), COL_INT, true }, { str_of(bad[i]), COL_INT, false } };
		table by_column = { S("fine"), cols, 2, S("seq"), NULL, 0 };
		table by_name = { str_of(bad[i]), cols, 1, S("seq"), NULL, 0 };
		table by_key = { S("fine"), cols, 1, str_of(bad[i]), NULL, 0 };
		assert_false(table_name_ok(str_of(bad[i])));
		assert_err(t, E_INVALID, table_make(d, &t->arena, &by_column));
		assert_err(t, E_INVALID, table_make(d, &t->arena, &by_name));
		assert_err(t, E_INVALID, table_make(d, &t->arena, &by_key));
		assert_err(t, E_INVALID, table_drop(d, &t->arena, str_of(bad[i])));
		assert_err(t, E_INVALID, table_empty(d, &t->arena, str_of(bad[i])));
	}
	col twice[] = { { S("seq"), COL_INT, true }, { S("seq"), COL_INT, true } };
	table doubled = { S("fine"), twice, 2, S("seq"), NULL, 0 };
	assert_err(t, E_INVALID, table_make(d, &t->arena, &doubled));
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(made_once_and_again),
		ENGINE_TEST(made_inside_a_transaction),
		ENGINE_TEST(a_new_field_is_a_new_column),
		ENGINE_TEST(a_field_is_never_retyped),
		ENGINE_TEST(upsert_replaces),
		ENGINE_TEST(a_key_of_several_columns),
		ENGINE_TEST(an_index_may_be_partial_and_unique),
		ENGINE_TEST(bad_names_are_refused),
	};
	return engines_run("db/table", tests, sizeof tests / sizeof *tests);
}
