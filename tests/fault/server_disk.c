/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A PostgreSQL server whose disk is full: refused in words, nothing half written, reading goes on, and writing too once there
 * is room again. tests/fault/full_server gives it a small disk and says where: WAYMARK_SMALL_DISK. */
#include "support/engines.h"
#include "support/surviving.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CHUNK = 4096, TRIES = 20000, REFUSALS = 10 };

static void fill_disk(const char *path)
{
	static const char chunk[CHUNK];
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	while (write(fd, chunk, sizeof chunk) == (ssize_t)sizeof chunk)
		;
	close(fd);
}

static err tell(const writing *w, arena *a, acknowledged_list *acks, int64_t n)
{
	acknowledged ack = { .n = n };
	err e = writing_append(w, a, writing_id(n), n, &ack.seq);
	if (e == OK) PUSH(a, acks, ack);
	return e;
}

static void full_then_free(test_area *t)
{
	buf ballast = BUF(&t->arena);
	buf_printf(&ballast, "%s/ballast", getenv("WAYMARK_SMALL_DISK"));
	const char *path = str_c(&t->arena, buf_view(&ballast));
	writing w;
	acknowledged_list acks = { 0 };
	assert_ok(t, writing_open(&t->arena, t->address, test_path(t, "key"), true, &w));
	db *reader CLEANUP(db_closep) = test_open(t, DB_READ_ONLY);
	sql count = SQL("SELECT COUNT(*) FROM entry");
	int64_t before = test_int(t, reader, count, NO_ARGS), n = 0;
	fill_disk(path);
	err e = OK;
	while (n < TRIES && (e = tell(&w, &t->arena, &acks, n)) == OK) n++; /* there is room in pages begun */
	for (int i = 0; i < REFUSALS; i++) {
		assert_err(t, E_LIMIT, e);
		assert_int_equal(test_int(t, reader, count, NO_ARGS), before + n);
		e = tell(&w, &t->arena, &acks, n);
	}
	assert_int_equal(unlink(path), 0);
	t->arena.trail = (trail){ 0 };
	for (int i = 0; i < REFUSALS; i++) assert_ok(t, tell(&w, &t->arena, &acks, n++));
	writing_close(&w);
	const char *why = survived(&t->arena, t->address, &acks, 0, true);
	if (why) print_error("%s\n", why);
	assert_null(why);
}

int main(void)
{
	static const engine_test tests[] = { ENGINE_TEST(full_then_free) };
	if (!getenv("WAYMARK_SMALL_DISK")) return printf("1..0\n# skipped: no small disk; run tests/fault/full_server\n"), 0;
	return engine_run(DB_POSTGRES, "fault/server_disk", tests, sizeof tests / sizeof *tests);
}
