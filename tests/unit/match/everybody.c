/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Everybody in memory while another is still gathering them. */
#include "support/inhabited.h"

#include "base/clock.h"
#include "match/everybody.h"

#include <pthread.h>
#include <time.h>

typedef struct {
	area *area;
	err came_of_it;
} gathering;

static void *gather(void *context)
{
	gathering *g = context;
	g->came_of_it = everybody_gather(g->area);
	return NULL;
}

/* Until somebody waits for what is held: the one who gathers. */
static void wait_until_held_up(test_area *t, db *d)
{
	int64_t until = clock_monotonic_us() + 10 * 1000 * 1000;
	while (test_int(t, d, SQL("SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND relation = 'p_person'::regclass"), NO_ARGS) == 0) {
		assert_true(clock_monotonic_us() < until);
		nanosleep(&(struct timespec){ .tv_nsec = 5 * 1000 * 1000 }, NULL);
	}
}

static err ask(inhabited *h, const viewer *by, people_index **ret)
{
	reading r = reads(h, by);
	return everybody_index(&r, ret);
}

/* A very large area takes seconds to gather. Here it is held up by somebody who keeps the table of people to themselves, which
 * only the server can do: on the embedded engine whoever reads waits for nobody. */
static void whoever_asks_meanwhile_is_told_so(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ben = viewing(&h, ROLE_PRACTITIONER, h.ben);
	people_index *ix = NULL;
	pthread_t thread;
	gathering g = { .area = h.area };
	db *holder CLEANUP(db_closep) = test_open(t, DB_READ_WRITE), *beside CLEANUP(db_closep) = test_open(t, DB_READ_WRITE);
	bool server = t->is == DB_POSTGRES;
	assert_ok(t, db_begin(holder, DB_WRITE));
	if (server) assert_ok(t, db_run(holder, SQL("LOCK TABLE p_person IN ACCESS EXCLUSIVE MODE"), NO_ARGS, NULL));
	assert_int_equal(pthread_create(&thread, NULL, gather, &g), 0);
	if (server) {
		wait_until_held_up(t, beside);
		assert_err(t, E_BUSY, ask(&h, &ben, &ix));
		assert_null(ix);
	} else {
		assert_ok(t, ask(&h, &ben, &ix));
	}
	db_rollback(holder);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_ok(t, g.came_of_it);
	assert_ok(t, ask(&h, &ben, &ix));
	assert_true(index_size_of(ix).people >= 4);
}

int main(void)
{
	static const engine_test tests[] = { ENGINE_TEST(whoever_asks_meanwhile_is_told_so) };
	return engines_run("match/everybody", tests, sizeof tests / sizeof *tests);
}
