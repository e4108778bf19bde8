/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The disk under the embedded database: a failing sync, a full disk, a power cut at any write. What PostgreSQL does with its
 * disk is its own; tests/fault/kill kills it. */
#include "support/disk/disk.h"
#include "support/engines.h"
#include "support/surviving.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

typedef struct {
	test_area *t;
	writing w;
	acknowledged_list acks;
	int64_t next; /* thing to say */
} telling;

static void tell_open(test_area *t, telling *ret)
{
	*ret = (telling){ .t = t };
	assert_ok(t, writing_open(&t->arena, t->address, test_path(t, "key"), true, &ret->w));
}

/* Appends the next one; kept as acknowledged when it was. */
static err tell(telling *g)
{
	acknowledged ack = { .n = g->next };
	err e = writing_append(&g->w, &g->t->arena, writing_id(ack.n), ack.n, &ack.seq);
	g->t->arena.trail = (trail){ 0 };
	if (e != OK) return e;
	PUSH(&g->t->arena, &g->acks, ack);
	g->next++;
	return OK;
}

static void expect_survival(telling *g, const char *folder_name)
{
	str address = folder_name ? str_of(test_path(g->t, folder_name)) : g->t->address;
	const char *why = survived(&g->t->arena, address, &g->acks, 0, true);
	if (why) print_error("%s\n", why);
	assert_null(why);
}

static int64_t entries_seen(telling *g, db *reader)
{
	return test_int(g->t, reader, SQL("SELECT COUNT(*) FROM entry"), NO_ARGS);
}

/* ---- one call fails, whichever it is; what was refused can be sent again under the same id */

static void one_failure_at_every_call(test_area *t, disk_call what, int error, err expected)
{
	telling g;
	tell_open(t, &g);
	db *reader CLEANUP(db_closep) = test_open(t, DB_READ_ONLY);
	int refused = 0;
	for (int64_t at = 0; at < 40; at++) {
		int64_t before = entries_seen(&g, reader);
		disk_fail(what, at, 1, error);
		for (int i = 0; i < 60 && !disk_failures(); i++) {
			err e = tell(&g);
			if (e == OK) continue;
			refused++;
			assert_err(t, expected, e);
			assert_int_equal(entries_seen(&g, reader), before + i); /* reading goes on, nothing half written */
		}
		assert_int_equal(disk_failures(), 1);
		disk_heal();
		assert_ok(t, tell(&g));
	}
	assert_true(refused >= 20);
	writing_close(&g.w);
	expect_survival(&g, NULL);
}

static void a_sync_fails(test_area *t)
{
	one_failure_at_every_call(t, DISK_SYNC, EIO, E_IO);
}

static void a_write_finds_the_disk_full(test_area *t)
{
	one_failure_at_every_call(t, DISK_WRITE, ENOSPC, E_LIMIT);
}

static void a_write_fails(test_area *t)
{
	one_failure_at_every_call(t, DISK_WRITE, EIO, E_IO);
}

/* ---- the disk stays full */

static void a_disk_that_stays_full(test_area *t)
{
	telling g;
	tell_open(t, &g);
	for (int i = 0; i < 5; i++) assert_ok(t, tell(&g));
	db *reader CLEANUP(db_closep) = test_open(t, DB_READ_ONLY);
	int64_t before = entries_seen(&g, reader);
	disk_fail(DISK_WRITE, 0, INT64_MAX, ENOSPC);
	for (int i = 0; i < 10; i++) {
		assert_err(t, E_LIMIT, tell(&g));
		assert_int_equal(entries_seen(&g, reader), before);
		db *late CLEANUP(db_closep) = test_open(t, DB_READ_ONLY); /* somebody who comes only now */
		assert_int_equal(entries_seen(&g, late), before);
	}
	disk_heal();
	for (int i = 0; i < 5; i++) assert_ok(t, tell(&g));
	assert_int_equal(entries_seen(&g, reader), before + 5);
	writing_close(&g.w);
	expect_survival(&g, NULL);
}

/* ---- power cuts */

/* Those acknowledged before the operation. */
typedef LIST(int64_t) position_list;

static void cut_at(telling *g, const position_list *acknowledged_at, int64_t position, unsigned dice)
{
	disk_after_power_cut(position, dice, test_path(g->t, "cut"));
	acknowledged_list acks = g->acks;
	for (acks.n = 0; acks.n < acknowledged_at->n && acknowledged_at->at[acks.n] <= position;) acks.n++;
	ARENA(a);
	const char *why = survived(&a, str_of(test_path(g->t, "cut/area.db")), &acks, 0, dice % 8 == 0);
	if (why) print_error("power cut after operation %lld (dice %u): %s\n", (long long)position, dice, why);
	assert_null(why);
}

static void power_cut_at_any_write(test_area *t)
{
	enum { TOLD = 260, CUTS = 60 };
	const char *wanted = getenv("FAULT_CUTS");
	int cuts = wanted ? atoi(wanted) : CUTS;
	telling g;
	position_list acknowledged_at = { 0 };
	tell_open(t, &g);
	writing_close(&g.w);
	assert_int_equal(mkdir(test_path(t, "cut"), 0700), 0);
	disk_remember(t->folder);
	assert_ok(t, writing_open(&t->arena, t->address, test_path(t, "key"), true, &g.w));
	for (int i = 0; i < TOLD; i++) {
		assert_ok(t, tell(&g));
		PUSH(&t->arena, &acknowledged_at, disk_position());
	}
	writing_close(&g.w);
	int64_t all = disk_position();
	assert_true(all > TOLD * 5);
	unsigned dice = 1;
	for (int i = 0; i < cuts; i++) cut_at(&g, &acknowledged_at, rand_r(&dice) % all, dice);
	cut_at(&g, &acknowledged_at, all, dice);
	disk_forget();
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(a_sync_fails),
		ENGINE_TEST(a_write_finds_the_disk_full),
		ENGINE_TEST(a_write_fails),
		ENGINE_TEST(a_disk_that_stays_full),
		ENGINE_TEST(power_cut_at_any_write),
	};
	return engine_run(DB_SQLITE, "fault/disk", tests, sizeof tests / sizeof *tests);
}
