/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Killed at random moments while many write: everything that was acknowledged is there.
 *
 * A child process appends with several writers and tells each entry on a pipe once it is acknowledged. It is killed with
 * SIGKILL at a random moment, also while it opens; on PostgreSQL every third time a process of the server is killed instead,
 * which makes the server throw all others out and recover from its log, while the child goes on as soon as it can.
 * FAULT_KILLS (60) times for each engine. */
#include "support/engines.h"
#include "support/surviving.h"

#include "base/clock.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WRITERS = 6, KILLS_OF_ONE_AREA = 20, REBUILD_EVERY = 5, RETRY_US = 5000, SERVER_BACK_MS = 3000 };

/* ---- the child */

typedef struct {
	const writing *w;
	int64_t first, step;
} one_writer;

static void *write_until_killed(void *context)
{
	const one_writer *me = context;
	ARENA(a);
	for (int64_t n = me->first;; n += me->step) {
		acknowledged ack = { .n = n };
		arena_reset(&a);
		err e = writing_append(me->w, &a, writing_id(n), n, &ack.seq);
		while (e == E_IO || e == E_BUSY) { /* the server went away: the same again */
			usleep(RETRY_US);
			arena_reset(&a);
			e = writing_append(me->w, &a, writing_id(n), n, &ack.seq);
		}
		if (e != OK) {
			fprintf(stderr, "# append: %s at %s:%d\n", err_name(e), a.trail.file, a.trail.line);
			exit(3);
		}
		CHECK(write(STDOUT_FILENO, &ack, sizeof ack) == sizeof ack);
	}
	return NULL;
}

/* The server may be about to recover. */
static err open_patiently(arena *a, const char *address, const char *key_path, writing *ret)
{
	err e = writing_open(a, str_of(address), key_path, true, ret);
	for (int i = 0; (e == E_IO || e == E_BUSY) && i < 1000; i++) {
		writing_close(ret);
		usleep(10 * RETRY_US);
		arena_reset(a);
		e = writing_open(a, str_of(address), key_path, true, ret);
	}
	return e;
}

static int be_child(const char *address, const char *key_path, int64_t round)
{
	ARENA(a);
	writing w;
	err e = open_patiently(&a, address, key_path, &w);
	if (e != OK) {
		fprintf(stderr, "# open: %s at %s:%d\n", err_name(e), a.trail.file, a.trail.line);
		return 3;
	}
	pthread_t threads[WRITERS];
	one_writer writers[WRITERS];
	for (int i = 0; i < WRITERS; i++) {
		writers[i] = (one_writer){ .w = &w, .first = round * 1000000 + i, .step = WRITERS };
		CHECK(pthread_create(&threads[i], NULL, write_until_killed, &writers[i]) == 0);
	}
	for (int i = 0; i < WRITERS; i++) pthread_join(threads[i], NULL);
	return 3;
}

/* ---- the parent */

typedef struct {
	pid_t pid;
	int acks;
} child;

static child start_child(test_area *t, const char *self, int64_t round)
{
	int ends[2];
	char number[32];
	CHECK(pipe(ends) == 0);
	snprintf(number, sizeof number, "%lld", (long long)round);
	pid_t pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		close(ends[1]);
		execl(self, self, "write", str_c(&t->arena, t->address), test_path(t, "key"), number, (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	return (child){ pid, ends[0] };
}

/* Takes acknowledgements for so long; false when the child ended. */
static bool listen_to(test_area *t, const child *c, int64_t for_us, acknowledged_list *acks)
{
	int64_t until = clock_monotonic_us() + for_us;
	for (int64_t left; (left = until - clock_monotonic_us()) > 0;) {
		struct pollfd p = { .fd = c->acks, .events = POLLIN };
		struct timespec wait = { .tv_sec = left / 1000000, .tv_nsec = left % 1000000 * 1000 };
		acknowledged ack;
		if (ppoll(&p, 1, &wait, NULL) <= 0) continue;
		if (read(c->acks, &ack, sizeof ack) != sizeof ack) return false;
		PUSH(&t->arena, acks, ack);
	}
	return true;
}

static bool kill_child(test_area *t, const child *c, acknowledged_list *acks)
{
	int status = 0;
	kill(c->pid, SIGKILL);
	(void)listen_to(t, c, INT64_C(10000000), acks); /* what was in the pipe, to its end */
	close(c->acks);
	waitpid(c->pid, &status, 0);
	return WIFSIGNALED(status);
}

/* One server process of this database, by SIGKILL: the server then throws everybody out and recovers from its log. Returns
 * when it has begun to, which the own connection notices. */
static void kill_server_process(test_area *t)
{
	db *d CLEANUP(db_closep) = NULL;
	int64_t pid;
	if (db_open(t->address, DB_READ_ONLY, WRITING_WAIT_MS, NULL, &d) != OK) return;
	if (db_one_int(d, SQL("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
	                      " AND backend_type = 'client backend' LIMIT 1"), NO_ARGS, &pid) != OK || kill((pid_t)pid, SIGKILL) != 0)
		return;
	for (int i = 0; i < 1000 && db_one_int(d, SQL("SELECT 1"), NO_ARGS, &pid) == OK; i++) usleep(RETRY_US);
}

/* One kill. false when the child ended by itself. */
static bool one_round(test_area *t, const char *self, int64_t round, acknowledged_list *acks)
{
	child c = start_child(t, self, round);
	bool lives = true, early = round % 4 == 3; /* while it opens, or just after */
	if (!early) {
		size_t before = acks->n;
		for (int i = 0; lives && acks->n == before && i < 1000; i++) lives = listen_to(t, &c, 10000, acks);
	}
	if (lives) lives = listen_to(t, &c, rand() % 100000, acks);
	if (lives && t->is == DB_POSTGRES && round % 3 == 1) {
		kill_server_process(t);
		lives = listen_to(t, &c, rand() % (SERVER_BACK_MS * 1000), acks);
	}
	return kill_child(t, &c, acks) && lives;
}

/* Until the server has recovered. */
static void wait_for(test_area *t)
{
	for (int i = 0; i < 200; i++) {
		db *d CLEANUP(db_closep) = NULL;
		if (db_open(t->address, DB_READ_ONLY, 1000, NULL, &d) == OK) return;
		usleep(100000);
	}
}

/* So many kills of one area. NULL, or what went wrong. */
static const char *kill_area(arena *a, db_engine is, const char *self, int64_t first, int64_t kills, size_t *acknowledged_n)
{
	test_area t;
	acknowledged_list acks = { 0 };
	const char *why = NULL;
	if (!test_area_make(&t, is)) return "no database";
	for (int64_t round = first; !why && round < first + kills; round++) {
		size_t before = acks.n;
		if (!one_round(&t, self, round, &acks)) why = "the writing process ended by itself";
		wait_for(&t);
		if (!why) why = survived(a, t.address, &acks, before, round % REBUILD_EVERY == 0);
	}
	if (!why) why = survived(a, t.address, &acks, 0, true);
	*acknowledged_n += acks.n;
	if (why) why = str_c(a, str_of(why));
	test_area_end(&t);
	return why;
}

static bool kill_engine(db_engine is, const char *self, int64_t kills, int number)
{
	ARENA(a);
	const char *name = is == DB_SQLITE ? "sqlite" : "postgres", *why = NULL;
	size_t acks = 0;
	int64_t done = 0;
	while (!why && done < kills) {
		int64_t now = kills - done < KILLS_OF_ONE_AREA ? kills - done : KILLS_OF_ONE_AREA;
		why = kill_area(&a, is, self, done, now, &acks);
		done += now;
	}
	if (!why && !acks) why = "nothing was ever acknowledged";
	printf("%sok %d - every acknowledged entry is there, verified, rebuilt equal (%s: %lld kills, %zu entries)\n",
	       why ? "not " : "", number, name, (long long)done, acks);
	if (why) printf("# %s\n", why);
	fflush(stdout);
	return !why;
}

int main(int argc, char **argv)
{
	if (argc == 5 && strcmp(argv[1], "write") == 0) return be_child(argv[2], argv[3], atoll(argv[4]));
	const char *wanted = getenv("FAULT_KILLS"), *server = getenv("WAYMARK_TEST_PG");
	int64_t kills = wanted ? atoll(wanted) : 60;
	bool fine = true;
	CHECK(hash_start() == OK);
	srand((unsigned)clock_monotonic_us());
	printf("1..2\n");
	fflush(stdout);
	fine &= kill_engine(DB_SQLITE, "/proc/self/exe", kills, 1);
	if (server && *server) fine &= kill_engine(DB_POSTGRES, "/proc/self/exe", kills, 2);
	else printf("ok 2 - postgres # skip WAYMARK_TEST_PG is not set\n");
	return fine ? 0 : 1;
}
