/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The read log: durable before anybody is told so, refused when it cannot be written, whole when it is verified. */
#include "support/inhabited.h"

#include "base/clock.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static look look_at(const inhabited *h, record_id child, int64_t n)
{
	return (look){ .at = { h->now.ms + n }, .worker = h->ann, .child = child, .record = { n }, .outcome = LOOK_OPENED,
		       .purpose = S("child page"), .text = S("") };
}

static str log_address(inhabited *h)
{
	if (h->t->is == DB_POSTGRES) return h->t->address;
	return str_of(TEXT_OF(h, "%.*s.readlog", STR_ARG(h->t->address)));
}

static db *open_log(inhabited *h)
{
	db *d;
	assert_ok(h->t, db_open(log_address(h), DB_READ_WRITE, 2000, &h->t->trail, &d));
	return d;
}

static int64_t lines(inhabited *h)
{
	db *d CLEANUP(db_closep) = open_log(h);
	return test_int(h->t, d, SQL("SELECT COUNT(*) FROM look"), NO_ARGS);
}

static void comes_back_as_it_was_written(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	look list[] = { look_at(&h, h.bell, 1), look_at(&h, h.robin, 2), look_at(&h, h.bell, 3) };
	look_list about;
	list[2].outcome = LOOK_FOUND;
	list[2].text = S("«bell» 5/3/2014");
	assert_ok(t, readlog_write(area_readlog(h.area), list, 3));
	assert_ok(t, readlog_write(area_readlog(h.area), NULL, 0));
	assert_ok(t, readlog_about(h.area, h.a, (record_id[]){ h.robin, h.bell }, 2, LOOKS_UNTIL_NOW, 0, &about));
	assert_int_equal(about.n, 3);
	assert_int_equal(about.at[0].record.n, 3);
	assert_int_equal(about.at[0].outcome, LOOK_FOUND);
	assert_str(about.at[0].text, S("«bell» 5/3/2014"));
	assert_int_equal(about.at[0].worker.n, h.ann.n);
	assert_int_equal(about.at[0].at.ms, h.now.ms + 3);
	assert_int_equal(about.at[1].record.n, 2);
	assert_str(about.at[2].purpose, S("child page"));
	assert_ok(t, readlog_about(h.area, h.a, &h.bell, 1, LOOKS_UNTIL_NOW, 1, &about));
	assert_int_equal(about.n, 1);
	assert_int_equal(about.at[0].record.n, 3);
	assert_ok(t, readlog_about(h.area, h.a, &h.bell, 1, (instant){ h.now.ms + 2 }, 1, &about));
	assert_int_equal(about.n, 1);
	assert_int_equal(about.at[0].record.n, 1);
}

/* ---- durable before it is said: the process dies inside the callback */

static void die(void *context, err e)
{
	(void)context;
	if (e == OK) kill(getpid(), SIGKILL);
	_exit(1);
}

static void look_and_die(inhabited *h)
{
	area *ar;
	look l = look_at(h, h->bell, 1);
	if (area_open(h->a, &h->settings, AREA_SERVE, &ar) != OK) _exit(2);
	readlog_submit(area_readlog(ar), &l, 1, die, NULL);
	for (;;) pause();
}

static void is_durable_before_it_is_said(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	inhabited_end(&h);
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) look_and_die(&h);
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	assert_int_equal(lines(&h), 1);
}

/* ---- many at once */

typedef struct {
	pthread_mutex_t lock;
	int ok, failed;
} count;

static void count_answer(void *context, err e)
{
	count *c = context;
	pthread_mutex_lock(&c->lock);
	if (e == OK) c->ok++;
	else c->failed++;
	pthread_mutex_unlock(&c->lock);
}

static void many_share_one_sync(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	count c = { .lock = PTHREAD_MUTEX_INITIALIZER };
	enum { MANY = 500 };
	for (int i = 0; i < MANY; i++) {
		look l = look_at(&h, h.bell, i);
		readlog_submit(area_readlog(h.area), &l, 1, count_answer, &c);
	}
	inhabited_again(&h); /* closing answers all */
	assert_int_equal(c.ok, MANY);
	assert_int_equal(lines(&h), MANY);
	db *d CLEANUP(db_closep) = open_log(&h);
	int64_t commits = test_int(t, d, SQL("SELECT COUNT(*) FROM look WHERE root IS NOT NULL"), NO_ARGS);
	assert_in_range(commits, 1, MANY / 10);
}

/* ---- when it cannot be written */

static void take_away(inhabited *h)
{
	if (h->t->is == DB_SQLITE) {
		const char *from = str_c(h->a, log_address(h)), *to = test_path(h->t, "elsewhere");
		assert_int_equal(rename(from, to), 0);
		return;
	}
	assert_ok(h->t, db_run(h->g.d, SQL("ALTER TABLE look RENAME TO look_elsewhere"), NO_ARGS, NULL));
}

static void bring_back(inhabited *h)
{
	if (h->t->is == DB_SQLITE) {
		const char *from = test_path(h->t, "elsewhere"), *to = str_c(h->a, log_address(h));
		assert_int_equal(rename(from, to), 0);
		return;
	}
	assert_ok(h->t, db_run(h->g.d, SQL("ALTER TABLE look_elsewhere RENAME TO look"), NO_ARGS, NULL));
}

static void a_log_taken_away_refuses_until_it_is_back(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	look l = look_at(&h, h.bell, 1);
	readlog *log = area_readlog(h.area);
	assert_ok(t, readlog_write(log, &l, 1));
	take_away(&h);
	for (int i = 0; i < 3; i++) assert_err(t, E_IO, readlog_write(log, &l, 1));
	int64_t failed = clock_monotonic_us();
	bring_back(&h);
	err at_once = readlog_write(log, &l, 1); /* nothing is tried within a second of a failure */
	if (clock_monotonic_us() - failed < 900 * 1000) assert_int_equal(at_once, E_IO);
	usleep(1100 * 1000);
	assert_ok(t, readlog_write(log, &l, 1));
	assert_int_equal(lines(&h), at_once == OK ? 3 : 2);
}

static void a_full_disk_refuses_and_leaves_no_half_line(test_area *t)
{
	if (t->is == DB_POSTGRES) {
		printf("# skipped: the disk is the server's\n");
		return;
	}
	INHABITED(h);
	inhabited_make(t, &h);
	struct rlimit before, small = { .rlim_cur = 4096 };
	look l = look_at(&h, h.bell, 1);
	int64_t size, bad;
	readlog *log = area_readlog(h.area);
	assert_ok(t, readlog_write(log, &l, 1));
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	small.rlim_max = before.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_err(t, E_IO, readlog_write(log, &l, 1));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	usleep(1100 * 1000);
	assert_ok(t, readlog_write(log, &l, 1));
	assert_ok(t, readlog_verify(h.area, h.a, &size, &bad));
	assert_int_equal(size, 2);
	assert_int_equal(bad, 0);
}

/* ---- two processes */

enum { EACH = 100 };

static err write_each(inhabited *h)
{
	for (int i = 0; i < EACH; i++) {
		look l = look_at(h, h->bell, i);
		TRY(readlog_write(area_readlog(h->area), &l, 1));
	}
	return OK;
}

static void two_processes_write_one_log(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	inhabited_end(&h);
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) _exit(area_open(h.a, &h.settings, AREA_SERVE, &h.area) != OK || write_each(&h) != OK);
	assert_ok(t, area_open(h.a, &h.settings, AREA_SERVE, &h.area));
	err e = write_each(&h);
	int status;
	int64_t size, bad;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_ok(t, e);
	assert_ok(t, readlog_verify(h.area, h.a, &size, &bad));
	assert_int_equal(size, 2 * EACH);
	assert_int_equal(bad, 0);
}

/* ---- what is written stays */

static void forget_triggers(inhabited *h, db *d)
{
	if (h->t->is == DB_SQLITE) {
		assert_ok(h->t, db_run(d, SQL("DROP TRIGGER look_stays"), NO_ARGS, NULL));
		assert_ok(h->t, db_run(d, SQL("DROP TRIGGER look_remains"), NO_ARGS, NULL));
		return;
	}
	assert_ok(h->t, db_run(d, SQL("DROP TRIGGER look_stays ON look"), NO_ARGS, NULL));
}

static int64_t first_bad(inhabited *h)
{
	int64_t size, bad;
	assert_ok(h->t, readlog_verify(h->area, h->a, &size, &bad));
	return bad;
}

static void a_changed_line_is_named(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	for (int i = 1; i <= 5; i++) {
		look l = look_at(&h, h.bell, i);
		assert_ok(t, readlog_write(area_readlog(h.area), &l, 1));
	}
	db *d CLEANUP(db_closep) = open_log(&h);
	assert_err(t, E_DENIED, db_run(d, SQL("UPDATE look SET child = 0 WHERE n = 3"), NO_ARGS, NULL));
	assert_err(t, E_DENIED, db_run(d, SQL("DELETE FROM look WHERE n = 5"), NO_ARGS, NULL));
	assert_int_equal(first_bad(&h), 0);
	forget_triggers(&h, d);
	assert_ok(t, db_run(d, SQL("UPDATE look SET worker = worker + 1 WHERE n = 3"), NO_ARGS, NULL));
	assert_int_equal(first_bad(&h), 3);
	assert_ok(t, db_run(d, SQL("UPDATE look SET worker = worker - 1 WHERE n = 3"), NO_ARGS, NULL));
	assert_int_equal(first_bad(&h), 0);
	assert_ok(t, db_run(d, SQL("DELETE FROM look WHERE n = 5"), NO_ARGS, NULL));
	assert_int_equal(first_bad(&h), 5);
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(comes_back_as_it_was_written),
		ENGINE_TEST(is_durable_before_it_is_said),
		ENGINE_TEST(many_share_one_sync),
		ENGINE_TEST(a_log_taken_away_refuses_until_it_is_back),
		ENGINE_TEST(a_full_disk_refuses_and_leaves_no_half_line),
		ENGINE_TEST(two_processes_write_one_log),
		ENGINE_TEST(a_changed_line_is_named),
	};
	return engines_run("access/readlog", tests, sizeof tests / sizeof *tests);
}
