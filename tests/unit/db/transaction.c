/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Transactions, savepoints, conflicts, two connections, and connections that may only read. */
#include "support/engines.h"

#include "base/clock.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { SHORT_WAIT_MS = 100 };

static db *open_with_table(test_area *t)
{
	db *d = test_open(t, DB_CREATE);
	assert_ok(t, db_run(d, SQL("CREATE TABLE parent (id BIGINT NOT NULL PRIMARY KEY)"), NO_ARGS, NULL));
	assert_ok(t, db_run(d,
	                    SQL("CREATE TABLE x (id BIGINT NOT NULL PRIMARY KEY, n BIGINT UNIQUE CHECK (n < 1000),"
	                        " parent BIGINT REFERENCES parent (id))"),
	                    NO_ARGS, NULL));
	return d;
}

static err add(db *d, int64_t id, int64_t n)
{
	return db_run(d, SQL("INSERT INTO x (id, n) VALUES ($1, $2)"), ARGS(ARG(id), ARG(n)), NULL);
}

static int64_t count(test_area *t, db *d)
{
	return test_int(t, d, SQL("SELECT COUNT(*) FROM x"), NO_ARGS);
}

static void commit_keeps_and_rollback_forgets(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_table(t);
	db_rollback(d); /* nothing to undo */
	assert_ok(t, db_begin(d, DB_WRITE));
	assert_ok(t, add(d, 1, 1));
	db_rollback(d);
	assert_int_equal(count(t, d), 0);
	assert_ok(t, db_begin(d, DB_WRITE));
	assert_ok(t, add(d, 2, 2));
	assert_ok(t, db_commit(d));
	db *other CLEANUP(db_closep) = test_open(t, DB_READ_ONLY);
	assert_int_equal(count(t, other), 1);
}

static void what_a_constraint_refuses(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_table(t);
	assert_ok(t, add(d, 1, 1));
	assert_err(t, E_CONFLICT, add(d, 1, 2));
	assert_err(t, E_CONFLICT, add(d, 2, 1));
	assert_err(t, E_INVALID, add(d, 2, 1000));
	assert_err(t, E_INVALID, db_run(d, SQL("INSERT INTO x (id) VALUES ($1)"), ARGS(arg_null()), NULL));
	sql child = SQL("INSERT INTO x (id, parent) VALUES ($1, $2)");
	assert_err(t, E_CONFLICT, db_run(d, child, ARGS(ARG(3), ARG(9)), NULL));
	assert_ok(t, db_run(d, SQL("INSERT INTO parent (id) VALUES (9)"), NO_ARGS, NULL));
	assert_ok(t, db_run(d, child, ARGS(ARG(3), ARG(9)), NULL));
	assert_err(t, E_CONFLICT, db_run(d, SQL("DELETE FROM parent"), NO_ARGS, NULL));
	assert_int_equal(count(t, d), 2);
}

/* PostgreSQL does so by itself; SQLite would go on. */
static void a_failed_statement_spoils_its_transaction(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_table(t);
	assert_ok(t, db_begin(d, DB_WRITE));
	assert_ok(t, add(d, 1, 1));
	assert_err(t, E_CONFLICT, add(d, 1, 1));
	assert_err(t, E_IO, add(d, 2, 2));
	assert_err(t, E_IO, db_commit(d));
	assert_int_equal(count(t, d), 0);
	assert_ok(t, db_begin(d, DB_WRITE));
	assert_ok(t, add(d, 2, 2));
	assert_ok(t, db_commit(d));
	assert_int_equal(count(t, d), 1);
}

static void a_savepoint_undoes_one_entry_alone(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_table(t);
	assert_ok(t, db_begin(d, DB_WRITE));
	for (int64_t i = 1; i <= 6; i++) {
		assert_ok(t, db_savepoint(d));
		assert_ok(t, add(d, i, i));
		if (i % 2) {
			assert_ok(t, db_savepoint_keep(d));
			continue;
		}
		assert_err(t, E_CONFLICT, add(d, i + 100, 1));
		assert_ok(t, db_savepoint_undo(d));
	}
	assert_ok(t, db_savepoint(d));
	assert_ok(t, add(d, 7, 7));
	assert_ok(t, db_savepoint_undo(d)); /* nothing had failed */
	assert_ok(t, db_commit(d));
	assert_int_equal(count(t, d), 3);
	assert_int_equal(test_int(t, d, SQL("SELECT SUM(id) FROM x"), NO_ARGS), 1 + 3 + 5);
}

static void rolled_back_from_within_a_savepoint(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_table(t);
	assert_ok(t, db_begin(d, DB_WRITE));
	assert_ok(t, db_savepoint(d));
	assert_ok(t, add(d, 1, 1));
	db_rollback(d);
	assert_int_equal(count(t, d), 0);
	assert_ok(t, db_begin(d, DB_WRITE));
	assert_ok(t, db_commit(d));
}

static void a_snapshot_sees_one_state(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_table(t);
	assert_ok(t, add(d, 1, 1));
	db *reader CLEANUP(db_closep) = test_open(t, DB_READ_ONLY);
	assert_ok(t, db_begin(reader, DB_SNAPSHOT));
	assert_int_equal(count(t, reader), 1);
	assert_ok(t, add(d, 2, 2));
	assert_int_equal(count(t, reader), 1);
	assert_ok(t, db_commit(reader));
	assert_int_equal(count(t, reader), 2);
}

static void a_snapshot_refuses_to_write(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_table(t);
	assert_ok(t, db_begin(d, DB_SNAPSHOT));
	assert_err(t, E_DENIED, add(d, 1, 1));
	db_rollback(d);
	assert_ok(t, add(d, 1, 1));
}

static void a_reader_cannot_write(test_area *t)
{
	db_close(open_with_table(t));
	db *reader CLEANUP(db_closep) = test_open(t, DB_READ_ONLY);
	assert_err(t, E_DENIED, add(reader, 1, 1));
	assert_err(t, E_DENIED, db_run(reader, SQL("DELETE FROM x"), NO_ARGS, NULL));
	assert_err(t, E_DENIED, db_run(reader, SQL("CREATE TABLE y (a BIGINT)"), NO_ARGS, NULL));
	assert_err(t, E_DENIED, db_run(reader, SQL("DROP TABLE x"), NO_ARGS, NULL));
	assert_err(t, E_DENIED, db_begin(reader, DB_WRITE));
	assert_err(t, E_DENIED, db_begin(reader, DB_WRITE_APART));
	assert_int_equal(count(t, reader), 0);
}

static void a_trigger_refuses(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_table(t);
	assert_ok(t, add(d, 1, 1));
	if (t->is == DB_SQLITE) {
		assert_ok(t, db_run(d,
		                    SQL("CREATE TRIGGER keep BEFORE DELETE ON x BEGIN SELECT RAISE(ABORT, 'never'); END"),
		                    NO_ARGS, NULL));
	} else {
		assert_ok(t, db_run(d,
		                    SQL("CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS"
		                        " $$BEGIN RAISE EXCEPTION 'never'; END$$"),
		                    NO_ARGS, NULL));
		assert_ok(t, db_run(d, SQL("CREATE TRIGGER keep BEFORE DELETE ON x FOR EACH ROW EXECUTE FUNCTION keep()"),
		                    NO_ARGS, NULL));
	}
	assert_err(t, E_DENIED, db_run(d, SQL("DELETE FROM x"), NO_ARGS, NULL));
	if (t->is == DB_SQLITE) /* only because recursive triggers are on */
		assert_err(t, E_DENIED, db_run(d, SQL("INSERT OR REPLACE INTO x (id, n) VALUES (1, 5)"), NO_ARGS, NULL));
	assert_int_equal(test_int(t, d, SQL("SELECT n FROM x"), NO_ARGS), 1);
}

static void a_second_writer_waits_and_gives_up(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_table(t);
	db *second CLEANUP(db_closep) = NULL;
	assert_ok(t, db_open(t->address, DB_READ_WRITE, SHORT_WAIT_MS, &t->trail, &second));
	assert_ok(t, db_begin(d, DB_WRITE));
	assert_ok(t, add(d, 1, 1));
	int64_t began = clock_monotonic_us();
	assert_err(t, E_BUSY, db_begin(second, DB_WRITE));
	assert_true(clock_monotonic_us() - began >= SHORT_WAIT_MS * 900);
	assert_ok(t, db_commit(d));
	assert_ok(t, db_begin(second, DB_WRITE)); /* safe to try again */
	assert_int_equal(count(t, second), 1);    /* and it sees what the first wrote */
	assert_ok(t, db_commit(second));
}

typedef struct {
	test_area *t;
	db *d;
	err begun;
	int64_t seen;
} waiting;

static void *wait_and_add(void *context)
{
	waiting *w = context;
	w->begun = db_begin(w->d, DB_WRITE);
	if (w->begun != OK) return NULL;
	w->begun = db_one_int(w->d, SQL("SELECT MAX(id) FROM x"), NO_ARGS, &w->seen);
	if (w->begun == OK) w->begun = add(w->d, w->seen + 1, w->seen + 1);
	if (w->begun == OK) w->begun = db_commit(w->d);
	return NULL;
}

static void the_one_who_waited_sees_what_was_written(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_table(t);
	db *second CLEANUP(db_closep) = test_open(t, DB_READ_WRITE);
	waiting w = { .t = t, .d = second, .begun = E_IO };
	pthread_t thread;
	assert_ok(t, db_begin(d, DB_WRITE));
	assert_ok(t, add(d, 1, 1));
	assert_int_equal(pthread_create(&thread, NULL, wait_and_add, &w), 0);
	usleep(50 * 1000);
	assert_ok(t, db_commit(d));
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_int_equal(w.begun, OK);
	assert_int_equal(w.seen, 1);
	assert_int_equal(count(t, d), 2);
}

static void the_read_log_does_not_wait_for_the_journal(test_area *t)
{
	if (t->is == DB_SQLITE) return; /* there it has a file of its own */
	db *d CLEANUP(db_closep) = open_with_table(t);
	db *second CLEANUP(db_closep) = test_open(t, DB_READ_WRITE);
	assert_ok(t, db_begin(d, DB_WRITE));
	assert_ok(t, db_begin(second, DB_WRITE_APART));
	assert_ok(t, add(second, 1, 1));
	assert_ok(t, db_commit(second));
	assert_ok(t, db_commit(d));
}

static void reading_goes_on_beside_a_writer(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_table(t);
	db *reader CLEANUP(db_closep) = test_open(t, DB_READ_ONLY);
	assert_ok(t, db_begin(d, DB_WRITE));
	assert_ok(t, add(d, 1, 1));
	assert_int_equal(count(t, reader), 0);
	assert_ok(t, db_commit(d));
	assert_int_equal(count(t, reader), 1);
}

/* The server goes away: refused until it is back, then as before. */
static void a_lost_connection_is_made_again(test_area *t)
{
	if (t->is == DB_SQLITE) return;
	db *d CLEANUP(db_closep) = open_with_table(t);
	db *other CLEANUP(db_closep) = test_open(t, DB_READ_WRITE);
	int64_t pid = test_int(t, d, SQL("SELECT pg_backend_pid()"), NO_ARGS);
	assert_ok(t, db_begin(d, DB_WRITE));
	assert_ok(t, add(d, 1, 1));
	assert_ok(t, db_run(other, SQL("SELECT pg_terminate_backend(CAST(CAST($1 AS BIGINT) AS INTEGER))"), ARGS(ARG(pid)),
	                    NULL));
	usleep(100 * 1000);
	assert_err(t, E_IO, add(d, 2, 2));
	assert_err(t, E_IO, db_commit(d));
	assert_int_equal(count(t, d), 0); /* on a new connection */
	assert_ok(t, db_begin(d, DB_WRITE));
	assert_ok(t, add(d, 3, 3));
	assert_ok(t, db_commit(d));
	assert_int_equal(count(t, other), 1);
}

static void what_cannot_be_opened(test_area *t)
{
	db *d = NULL;
	if (t->is == DB_POSTGRES) {
		assert_int_equal(db_open(S("postgresql:///nowhere?host=/nowhere"), DB_READ_WRITE, 1, NULL, &d), E_IO);
		assert_null(d);
		return;
	}
	assert_err(t, E_NOT_FOUND, db_open(t->address, DB_READ_WRITE, 1, &t->trail, &d));
	assert_err(t, E_NOT_FOUND, db_open(t->address, DB_READ_ONLY, 1, &t->trail, &d));
	assert_err(t, E_NOT_FOUND, db_open(S(":memory:"), DB_READ_WRITE, 1, &t->trail, &d));
	assert_err(t, E_IO, db_open(str_of(test_path(t, "no/such/folder.db")), DB_CREATE, 1, &t->trail, &d));
	const char *path = test_path(t, "notes.txt");
	FILE *f = fopen(path, "w");
	for (int i = 0; i < 100; i++) fputs("These are words and no database, whatever the name says.\n", f);
	assert_int_equal(fclose(f), 0);
	assert_err(t, E_IO, db_open(str_of(path), DB_READ_WRITE, 1, &t->trail, &d));
	assert_null(d);
}

/* ---- statements that nobody waits for */

static err add_later(db *d, int64_t id, int64_t n)
{
	return db_run_later(d, SQL("INSERT INTO x (id, n) VALUES ($1, $2)"), ARGS(ARG(id), ARG(n)));
}

static void what_is_run_later_is_there_for_whoever_asks(test_area *t)
{
	enum { MANY = 900 }; /* more than are kept unanswered at a time */
	db *d CLEANUP(db_closep) = open_with_table(t);
	assert_ok(t, db_begin(d, DB_WRITE));
	for (int64_t i = 0; i < MANY; i++) assert_ok(t, add_later(d, i, i));
	assert_int_equal(count(t, d), MANY);
	ROWS(rows);
	int64_t seen = 0;
	assert_ok(t, db_scan(d, SQL("SELECT id FROM x WHERE id < 900 ORDER BY id"), NO_ARGS, &rows));
	for (; db_next(&rows); seen++) assert_ok(t, db_run_later(d, SQL("INSERT INTO parent (id) VALUES ($1)"), ARGS(ARG(seen))));
	assert_ok(t, db_end(&rows));
	assert_int_equal(seen, MANY);
	int64_t changed;
	assert_ok(t, add_later(d, MANY, 999));
	assert_ok(t, db_run(d, SQL("UPDATE x SET n = NULL WHERE id < 10"), NO_ARGS, &changed));
	assert_int_equal(changed, 10);
	assert_ok(t, add_later(d, MANY + 1, 5));
	assert_ok(t, db_commit(d));
	db *other CLEANUP(db_closep) = test_open(t, DB_READ_ONLY);
	assert_int_equal(count(t, other), MANY + 2);
	assert_int_equal(test_int(t, other, SQL("SELECT COUNT(*) FROM parent"), NO_ARGS), MANY);
}

/* The first call that fails after a refusal says it, and nothing of the transaction stays. */
static void what_is_run_later_and_refused_spoils_the_transaction(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_table(t);
	for (int ask = 0; ask < 3; ask++) {
		int64_t n;
		assert_ok(t, db_begin(d, DB_WRITE));
		assert_ok(t, add_later(d, 1, 1));
		err e = add_later(d, 1, 2), after = add_later(d, 3, 3);
		assert_true(e == OK || e == E_CONFLICT);
		if (e == OK) e = after;
		if (e == OK && ask == 0) e = db_one_int(d, SQL("SELECT COUNT(*) FROM x"), NO_ARGS, &n);
		if (e == OK && ask == 1) e = db_settle(d);
		if (ask == 2) assert_true(db_commit(d) != OK);
		else assert_err(t, E_CONFLICT, e);
		db_rollback(d);
		assert_int_equal(count(t, d), 0);
	}
}

static void a_savepoint_undoes_what_was_run_later(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_table(t);
	assert_ok(t, db_begin(d, DB_WRITE));
	assert_ok(t, add_later(d, 1, 1));
	assert_ok(t, db_savepoint(d));
	assert_ok(t, add_later(d, 2, 2)); /* well, and given up */
	assert_ok(t, db_savepoint_undo(d));
	assert_ok(t, db_savepoint(d));
	err e = add_later(d, 1, 3);
	if (e == OK) e = db_savepoint_keep(d);
	assert_err(t, E_CONFLICT, e);
	assert_ok(t, db_savepoint_undo(d));
	assert_ok(t, db_savepoint(d));
	assert_ok(t, add_later(d, 4, 4));
	assert_ok(t, db_savepoint_keep(d));
	assert_ok(t, db_commit(d));
	assert_int_equal(test_int(t, d, SQL("SELECT SUM(id) FROM x"), NO_ARGS), 5);
}

/* PostgreSQL gets many rows with one statement: all are there for whoever asks, whenever that is, and in order with what
 * changes them. */
static void many_rows_run_later_are_all_there(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_table(t);
	for (int64_t round = 0; round < 2; round++) {
		assert_ok(t, db_begin(d, DB_WRITE));
		for (int64_t i = 0; i < 400; i++) {
			int64_t id = round * 1000 + i;
			assert_ok(t, add_later(d, id, i % 3 ? i + round * 400 : 0));
			if (i % 3 == 0) assert_ok(t, db_run_later(d, SQL("UPDATE x SET n = NULL WHERE id = $1 AND n = 0"), ARGS(ARG(id))));
			if (i == 150 || i == 151) assert_int_equal(count(t, d), round * 400 + i + 1);
		}
		assert_ok(t, db_commit(d));
		assert_int_equal(count(t, d), (round + 1) * 400);
	}
	assert_int_equal(test_int(t, d, SQL("SELECT COUNT(*) FROM x WHERE n IS NULL"), NO_ARGS), 268);
	assert_int_equal(test_int(t, d, SQL("SELECT COUNT(*) FROM x WHERE id % 1000 + id / 1000 * 400 = n"), NO_ARGS), 532);
}

static void many_rows_of_which_one_is_refused(test_area *t)
{
	db *d CLEANUP(db_closep) = open_with_table(t);
	assert_ok(t, add(d, 100, 100));
	for (int ask = 0; ask < 2; ask++) {
		err e = OK;
		assert_ok(t, db_begin(d, DB_WRITE));
		for (int64_t i = 0; i < 150 && e == OK; i++) e = add_later(d, ask ? i : 1000 - i * 6, i % 90);
		if (e == OK) e = db_settle(d);
		assert_err(t, E_CONFLICT, e);
		db_rollback(d);
		assert_int_equal(count(t, d), 1);
	}
	assert_ok(t, db_begin(d, DB_WRITE));
	for (int64_t i = 0; i < 90; i++) assert_ok(t, add_later(d, i, i));
	db_rollback(d); /* with rows that nobody sent yet */
	assert_ok(t, db_begin(d, DB_WRITE));
	for (int64_t i = 0; i < 20; i++) assert_ok(t, add_later(d, i, i));
	assert_ok(t, db_commit(d));
	assert_int_equal(count(t, d), 21);
}

/* ---- more than the cache holds: it goes into the log before the transaction ends */

enum { ROWS_MANY = 400, WORDS_BYTES = 1000 };

/* With room for a few pages only, where the engine has such room. */
static db *open_with_little_room(test_area *t)
{
	db *d = test_open(t, DB_READ_WRITE);
	if (db_engine_of(d) == DB_SQLITE) assert_ok(t, db_run(d, SQL("PRAGMA cache_size=10"), NO_ARGS, NULL));
	return d;
}

static void make_said(test_area *t)
{
	db *d CLEANUP(db_closep) = test_open(t, DB_CREATE);
	assert_ok(t, db_run(d, SQL("CREATE TABLE said (id BIGINT NOT NULL PRIMARY KEY, words TEXT)"), NO_ARGS, NULL));
}

static void say_much(test_area *t, db *d, int64_t from, char letter)
{
	char words[WORDS_BYTES];
	memset(words, letter, sizeof words);
	for (int64_t id = from; id < from + ROWS_MANY; id++)
		assert_ok(t, db_run(d, SQL("INSERT INTO said (id, words) VALUES ($1, $2)"), ARGS(ARG(id), ARG(((str){ words, sizeof words }))), NULL));
}

static int64_t said_with(test_area *t, db *d, const char *letter)
{
	return test_int(t, d, SQL("SELECT COUNT(*) FROM said WHERE length(words) = 1000 AND substr(words, 1000, 1) = $1"),
	                ARGS(ARG(str_of(letter))));
}

static void assert_whole(test_area *t, db *d)
{
	ROWS(found);
	if (db_engine_of(d) != DB_SQLITE) return;
	assert_ok(t, db_query(d, SQL("PRAGMA integrity_check"), NO_ARGS, &found));
	assert_true(db_next(&found));
	assert_str(db_text(&found, 0), S("ok"));
	assert_ok(t, db_end(&found));
}

static void what_did_not_fit_is_read_back_and_undone_alone(test_area *t)
{
	make_said(t);
	db *reader CLEANUP(db_closep) = test_open(t, DB_READ_ONLY), *d CLEANUP(db_closep) = open_with_little_room(t);
	assert_ok(t, db_begin(d, DB_WRITE));
	say_much(t, d, 0, 'a');
	assert_int_equal(said_with(t, d, "a"), ROWS_MANY);
	assert_ok(t, db_savepoint(d));
	say_much(t, d, ROWS_MANY, 'b');
	assert_int_equal(said_with(t, d, "b"), ROWS_MANY);
	assert_int_equal(said_with(t, reader, "a"), 0);
	assert_ok(t, db_savepoint_undo(d));
	say_much(t, d, 2 * ROWS_MANY, 'c');
	assert_ok(t, db_commit(d));
	assert_int_equal(said_with(t, reader, "a"), ROWS_MANY);
	assert_int_equal(said_with(t, reader, "b"), 0);
	assert_int_equal(said_with(t, reader, "c"), ROWS_MANY);
	assert_whole(t, reader);
}

static void what_was_given_up_is_not_written_over_what_another_wrote(test_area *t)
{
	make_said(t); /* and closed: nothing stands in the log */
	for (int64_t round = 0; round < 3; round++) {
		db *d CLEANUP(db_closep) = open_with_little_room(t), *other CLEANUP(db_closep) = test_open(t, DB_READ_WRITE);
		assert_ok(t, db_begin(d, DB_WRITE));
		say_much(t, d, 2 * round * ROWS_MANY, 'a');
		db_rollback(d);
		assert_ok(t, db_begin(other, DB_WRITE));
		say_much(t, other, 2 * round * ROWS_MANY, 'b'); /* more, so that it reaches as far into the log */
		say_much(t, other, (2 * round + 1) * ROWS_MANY, 'b');
		assert_ok(t, db_commit(other));
		assert_int_equal(said_with(t, d, "a"), 0);
		assert_int_equal(said_with(t, d, "b"), 2 * (round + 1) * ROWS_MANY);
		assert_int_equal(said_with(t, other, "b"), 2 * (round + 1) * ROWS_MANY);
		assert_whole(t, d);
	}
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(commit_keeps_and_rollback_forgets),
		ENGINE_TEST(what_a_constraint_refuses),
		ENGINE_TEST(a_failed_statement_spoils_its_transaction),
		ENGINE_TEST(a_savepoint_undoes_one_entry_alone),
		ENGINE_TEST(rolled_back_from_within_a_savepoint),
		ENGINE_TEST(a_snapshot_sees_one_state),
		ENGINE_TEST(a_snapshot_refuses_to_write),
		ENGINE_TEST(a_reader_cannot_write),
		ENGINE_TEST(a_trigger_refuses),
		ENGINE_TEST(a_second_writer_waits_and_gives_up),
		ENGINE_TEST(the_one_who_waited_sees_what_was_written),
		ENGINE_TEST(the_read_log_does_not_wait_for_the_journal),
		ENGINE_TEST(reading_goes_on_beside_a_writer),
		ENGINE_TEST(a_lost_connection_is_made_again),
		ENGINE_TEST(what_cannot_be_opened),
		ENGINE_TEST(what_is_run_later_is_there_for_whoever_asks),
		ENGINE_TEST(what_is_run_later_and_refused_spoils_the_transaction),
		ENGINE_TEST(a_savepoint_undoes_what_was_run_later),
		ENGINE_TEST(many_rows_run_later_are_all_there),
		ENGINE_TEST(many_rows_of_which_one_is_refused),
		ENGINE_TEST(what_did_not_fit_is_read_back_and_undone_alone),
		ENGINE_TEST(what_was_given_up_is_not_written_over_what_another_wrote),
	};
	return engines_run("db/transaction", tests, sizeof tests / sizeof *tests);
}
