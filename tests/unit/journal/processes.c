/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Several processes append to one database at once: every entry once, no seq left out, the tree whole. */
#include "journal/checkpoint.h"
#include "journal/verify.h"
#include "support/journalled.h"

#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static const follower nobody = { 0 };
enum { PROCESSES = 3, NOTES_EACH = 40 };

static note numbered(char words[40], char id[40], int process, int i)
{
	snprintf(words, 40, "note %d of process %d", i, process);
	snprintf(id, 40, "01890a5d-ac96-774b-bcce-%06d%06d", process, i);
	return (note){ .words = words, .id = id, .child = 1 };
}

/* Every other one is sent twice, as by somebody whose answer was lost. */
static int append_some(journalled *g, int process)
{
	for (int i = 0; i < NOTES_EACH; i++) {
		ARENA(a);
		char words[40], id[40];
		noted got, again;
		note n = numbered(words, id, process, i);
		if (journalled_note(g, &a, &n, &got) != OK) return 2;
		if (i % 2 && (journalled_note(g, &a, &n, &again) != OK || again.s.n != got.s.n)) return 3;
	}
	return 0;
}

/* In a new process: nothing of the parent's connections is touched. */
static _Noreturn void child_process(const journalled *parent, int process)
{
	journalled g = { .t = parent->t, .a = parent->a, .zone = parent->zone, .practice = parent->practice };
	if (journal_open(parent->t->address, parent->key_path, JOURNALLED_WAIT_MS, nobody, NULL, &g.j) != OK) _exit(1);
	g.w = journal_job_writer(g.j, g.zone);
	int status = append_some(&g, process);
	journal_close(g.j);
	_exit(status);
}

static void two_processes_leave_no_gap(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	adds_person(&g, "Asha");
	journal_closep(&g.j); /* no thread runs while we fork */
	db_closep(&g.d);
	pid_t children[PROCESSES];
	for (int i = 0; i < PROCESSES; i++) {
		children[i] = fork();
		assert_true(children[i] >= 0);
		if (children[i] == 0) child_process(&g, i);
	}
	for (int i = 0; i < PROCESSES; i++) {
		int status;
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
	g.d = test_open(t, DB_READ_WRITE);
	verdict v;
	assert_ok(t, journal_verify(g.d, g.a, STR_NONE, NULL, NULL, &v));
	assert_str(v.what, STR_NONE);
	assert_int_equal(v.entries, 1 + PROCESSES * NOTES_EACH);
	assert_int_equal(test_int(t, g.d, SQL("SELECT MAX(seq) FROM entry"), NO_ARGS), 1 + PROCESSES * NOTES_EACH);
}

/* Programs that start at once on a new area make one signing key between them. */
static void programs_that_start_at_once_share_a_key(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	journal_closep(&g.j);
	assert_ok(t, db_run(g.d, SQL("DELETE FROM meta WHERE key = 'verifier_keys'"), NO_ARGS, NULL));
	db_closep(&g.d);
	g.key_path = test_path(t, "a key not made yet");
	pid_t children[PROCESSES];
	for (int i = 0; i < PROCESSES; i++) {
		children[i] = fork();
		assert_true(children[i] >= 0);
		journal *j;
		if (children[i]) continue;
		err e = journal_open(t->address, g.key_path, JOURNALLED_WAIT_MS, nobody, NULL, &j);
		if (e == OK) journal_close(j);
		_exit((int)e);
	}
	for (int i = 0; i < PROCESSES; i++) {
		int status;
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_int_equal(status, 0);
	}
	str_list keys;
	str file;
	g.d = test_open(t, DB_READ_WRITE);
	assert_ok(t, journal_verifier_keys(g.d, g.a, &keys));
	assert_int_equal(keys.n, 1);
	assert_ok(t, file_read(g.a, g.key_path, KEY_FILE_MAX_BYTES, &file));
	assert_int_equal(str_find_char(file, '\n'), file.n - 1);
}

int main(void)
{
	static const engine_test tests[] = { ENGINE_TEST(two_processes_leave_no_gap),
		                             ENGINE_TEST(programs_that_start_at_once_share_a_key) };
	return engines_run("journal/processes", tests, sizeof tests / sizeof *tests);
}
