/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A file of events is refused with the line that is wrong; or it is taken, and grouping it loses nothing: each child has as many
 * events as the file gave it, in the order of time, and the same on one thread as on several. */
#include "fuzz/fuzz.h"
#include "journey/events_file.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

static void close_file(int *fd)
{
	if (*fd >= 0) close(*fd);
}

static err read_all(arena *a, const char *path, event_rows *ret)
{
	int64_t line = -1;
	err e = events_read(a, path, ret, &line);
	CHECK(line >= 1);
	CHECK(e == OK || e == E_INVALID || e == E_LIMIT);
	return e;
}

static size_t count_of(const event_rows *rows, uint32_t child)
{
	size_t n = 0;
	for (size_t i = 0; i < rows->n; i++) n += rows->child[i] == child;
	return n;
}

static void check_grouped(const journeys *j, const event_rows *rows)
{
	size_t all = 0;
	for (uint32_t c = 0; c < j->children; c++) {
		CHECK(j->end[c] >= j->first[c] && j->end[c] <= j->events);
		all += j->end[c] - j->first[c];
		for (uint32_t i = j->first[c]; i + 1 < j->end[c]; i++) CHECK(j->second[i] <= j->second[i + 1]);
		if (j->end[c] > j->first[c]) CHECK(j->end[c] - j->first[c] == count_of(rows, c));
	}
	CHECK(all == rows->n && j->events == rows->n);
}

static void check_same(const journeys *x, const journeys *y)
{
	CHECK(x->children == y->children && x->events == y->events && x->localities == y->localities && x->teams == y->teams);
	for (size_t i = 0; i < x->events; i++)
		CHECK(x->second[i] == y->second[i] && x->kind[i] == y->kind[i] && x->locality[i] == y->locality[i] && x->team[i] == y->team[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	enum { EVENTS_MOST = 2000, THREADS = 3 };
	ARENA(a);
	char path[40];
	event_rows rows, one, several;
	journeys j, k;
	int fd CLEANUP(close_file) = memfd_create("events", MFD_CLOEXEC);
	CHECK(fd >= 0 && write(fd, at, n) == (ssize_t)n);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (read_all(&a, path, &rows) != OK || rows.n > EVENTS_MOST) return 0;
	CHECK(read_all(&a, path, &one) == OK && read_all(&a, path, &several) == OK);
	err e = journeys_group(&a, &one, (day){ JOURNEY_NO_CALENDAR }, 3652, 1, &j);
	CHECK(e == journeys_group(&a, &several, (day){ JOURNEY_NO_CALENDAR }, 3652, THREADS, &k));
	if (e != OK) return 0;
	check_grouped(&j, &rows);
	check_same(&j, &k);
	return 0;
}
