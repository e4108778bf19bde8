/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Durable appends with 1, 16 and 64 writers, as multiples of what this disk does itself: a 4 KiB write into a preallocated
 * file and fdatasync, one after another. Everything is measured in turn, round after round, so that what else the machine
 * does meets all of it alike; the middle round counts.
 *
 *   journal FOLDER [SECONDS [ROUNDS [POSTGRESQL-ADDRESS]]]      FOLDER must lie on the disk that is meant */
#include "support/writing.h"

#include "base/clock.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK_BYTES = 4096, BLOCKS = 4096, WRITERS_MOST = 64, ROUNDS_MOST = 9 };

/* ---- the disk */

static double disk_rate(int file, double seconds)
{
	static const char block[BLOCK_BYTES];
	int64_t began = clock_monotonic_us(), until = began + (int64_t)(seconds * 1e6), n = 0;
	while (clock_monotonic_us() < until) {
		CHECK(pwrite(file, block, sizeof block, n % BLOCKS * BLOCK_BYTES) == BLOCK_BYTES);
		CHECK(fdatasync(file) == 0);
		n++;
	}
	return (double)n * 1e6 / (double)(clock_monotonic_us() - began);
}

static int preallocated(const char *path)
{
	static const char block[BLOCK_BYTES];
	int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	CHECK(file >= 0);
	for (int64_t n = 0; n < BLOCKS; n++) CHECK(write(file, block, sizeof block) == BLOCK_BYTES);
	CHECK(fsync(file) == 0);
	return file;
}

/* ---- writers */

typedef struct {
	const writing *w;
	int64_t first, until_us;
	arena a; /* of the list below */
	LIST(int64_t) us;
} one_writer;

static void *write_on(void *context)
{
	one_writer *me = context;
	ARENA(a);
	for (int64_t n = me->first;; n += WRITERS_MOST) {
		int64_t began = clock_monotonic_us();
		if (began >= me->until_us) break;
		seq made;
		arena_reset(&a);
		err e = writing_append(me->w, &a, (uuid){ 0 }, n, &made);
		if (e != OK) {
			fprintf(stderr, "append: %s at %s:%d\n", err_name(e), a.trail.file, a.trail.line);
			exit(2);
		}
		PUSH(&me->a, &me->us, clock_monotonic_us() - began);
	}
	return NULL;
}

typedef struct {
	double rate;                      /* entries a second */
	double least, middle, p99, most;  /* milliseconds */
	double hindmost;                  /* entries of the writer with the fewest, of the mean */
} speed;

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static speed speed_of(const one_writer *writers, size_t n, int64_t took_us)
{
	ARENA(a);
	LIST(int64_t) all = { 0 };
	size_t fewest = SIZE_MAX;
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < writers[i].us.n; k++) PUSH(&a, &all, writers[i].us.at[k]);
		if (writers[i].us.n < fewest) fewest = writers[i].us.n;
	}
	CHECK(all.n);
	qsort(all.at, all.n, sizeof *all.at, by_size);
	return (speed){
		.rate = (double)all.n * 1e6 / (double)took_us,
		.least = (double)all.at[0] / 1e3,
		.middle = (double)all.at[all.n / 2] / 1e3,
		.p99 = (double)all.at[all.n * 99 / 100] / 1e3,
		.most = (double)all.at[all.n - 1] / 1e3,
		.hindmost = (double)(fewest * n) / (double)all.n,
	};
}

static speed measure(const writing *w, size_t n, double seconds)
{
	one_writer writers[WRITERS_MOST];
	pthread_t threads[WRITERS_MOST];
	int64_t began = clock_monotonic_us();
	for (size_t i = 0; i < n; i++) {
		writers[i] = (one_writer){ .w = w, .first = (int64_t)i, .until_us = began + (int64_t)(seconds * 1e6), .a = arena_make() };
		CHECK(pthread_create(&threads[i], NULL, write_on, &writers[i]) == 0);
	}
	for (size_t i = 0; i < n; i++) CHECK(pthread_join(threads[i], NULL) == 0);
	speed s = speed_of(writers, n, clock_monotonic_us() - began);
	for (size_t i = 0; i < n; i++) arena_end(&writers[i].a);
	return s;
}

/* ---- rounds */

typedef struct {
	const char *name;
	bool follows, postgres;
	double goals[3]; /* for 1, 16 and 64 writers; 0: none */
	writing w;
	bool there;
	speed best[3][ROUNDS_MOST]; /* by round */
	double disk[3][ROUNDS_MOST];
} contender;

static const size_t writer_counts[3] = { 1, 16, 64 };

static int by_rate(const void *a, const void *b)
{
	double x = ((const speed *)a)->rate, y = ((const speed *)b)->rate;
	return (x > y) - (x < y);
}

static int by_number(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void run_round(contender *all, size_t n, int disk, double seconds, int round)
{
	for (size_t c = 0; c < 3; c++)
		for (size_t i = 0; i < n; i++) {
			if (!all[i].there) continue;
			double before = disk_rate(disk, seconds / 4);
			all[i].best[c][round] = measure(&all[i].w, writer_counts[c], seconds);
			all[i].disk[c][round] = (before + disk_rate(disk, seconds / 4)) / 2;
		}
}

static void print_one(contender *one, int rounds)
{
	for (size_t c = 0; c < 3; c++) {
		qsort(one->best[c], (size_t)rounds, sizeof **one->best, by_rate);
		qsort(one->disk[c], (size_t)rounds, sizeof **one->disk, by_number);
		speed s = one->best[c][rounds / 2];
		double disk = one->disk[c][rounds / 2];
		char goal[16] = "";
		if (one->goals[c] > 0) snprintf(goal, sizeof goal, "%.2f", one->goals[c]);
		printf("%-34s %3zu %8.0f %8.0f %7.2f %5s   %6.2f %7.2f %7.2f %7.2f   %4.2f\n", one->name, writer_counts[c],
		       disk, s.rate, s.rate / disk, goal, s.least, s.middle, s.p99, s.most, s.hindmost);
	}
}

static bool contender_open(arena *a, contender *one, const char *folder, str postgres)
{
	if (one->postgres && !postgres.n) return false;
	buf path = BUF(a), key = BUF(a);
	buf_printf(&path, "%s/%s.db", folder, one->follows ? "whole" : "bare");
	buf_printf(&key, "%s/%s%d.key", folder, one->follows ? "whole" : "bare", one->postgres);
	str address = one->postgres ? postgres : buf_view(&path);
	err e = writing_open(a, address, str_c(a, buf_view(&key)), one->follows, &one->w);
	if (e == OK) return true;
	fprintf(stderr, "%s: %s at %s:%d\n", one->name, err_name(e), a->trail.file, a->trail.line);
	exit(2);
}

int main(int argc, char **argv)
{
	if (argc < 2) return fprintf(stderr, "journal FOLDER [SECONDS [ROUNDS [POSTGRESQL-ADDRESS]]]\n"), 2;
	ARENA(a);
	double seconds = argc > 2 ? atof(argv[2]) : 2;
	int rounds = argc > 3 ? atoi(argv[3]) : 3;
	CHECK(rounds > 0 && rounds <= ROUNDS_MOST);
	contender *all = TAKE_N(&a, contender, 3);
	all[0] = (contender){ .name = "bare entry (SQLite)", .goals = { 0.5, 3, 7 } };
	all[1] = (contender){ .name = "links, projections, story (SQLite)", .follows = true, .goals = { 0.25, 0.7, 1 } };
	all[2] = (contender){ .name = "the same statements (PostgreSQL)", .follows = true, .postgres = true };
	buf path = BUF(&a);
	buf_printf(&path, "%s/disk", argv[1]);
	int disk = preallocated(str_c(&a, buf_view(&path)));
	for (size_t i = 0; i < 3; i++) all[i].there = contender_open(&a, &all[i], argv[1], str_of(argc > 4 ? argv[4] : NULL));
	for (int round = 0; round < rounds; round++) run_round(all, 3, disk, seconds, round);
	printf("%-34s %3s %8s %8s %7s %5s   %6s %7s %7s %7s   %s\n", "durable appends", "by", "disk/s", "here/s", "times", "goal",
	       "least", "middle", "p99", "most ms", "hindmost");
	for (size_t i = 0; i < 3; i++) {
		if (all[i].there) print_one(&all[i], rounds);
		else printf("# skipped: %s: no address given\n", all[i].name);
		if (all[i].there) writing_close(&all[i].w);
	}
	close(disk);
	return 0;
}
