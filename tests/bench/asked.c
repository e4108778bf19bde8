/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a worker waits for beside a field: everything that the census asks about one child, of an area on the disk. Every child that is
 * asked anything is asked of three times, one after the other; told is the processor's time of one.
 *
 *   asked AREA.db     an area without sign-ins, with a census read in
 */
#include "base/clock.h"
#include "capabilities/returns_cin/record_child.h"
#include "project/project.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 3, MOST_CHILDREN = 2000 };

static double processor_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;
	return (a > b) - (a < b);
}

static void must(err e, const char *what)
{
	if (e == OK) return;
	fprintf(stderr, "asked: %s: %s\n", what, err_name(e));
	exit(2);
}

/* In milliseconds; *ret_asked grows by what is asked. */
static double ask_one(reading r, record_id child, size_t *ret_asked)
{
	ARENA(a);
	view v;
	cin_questions asked;
	r.a = &a;
	r.looks = (look_list){ 0 };
	double before = processor_ms();
	must(access_open(&r, child, PROJECT_NOW, S("a measurement"), &v), "open the child");
	must(cin_ask(&v, &a, cin_year_of(r.today), NULL, &asked), "ask");
	*ret_asked += asked.n;
	return processor_ms() - before;
}

static void measure(reading *r, const seq_list *people)
{
	LIST(double) took = { 0 };
	size_t asked = 0;
	for (size_t i = 0; i < people->n && i < MOST_CHILDREN; i++)
		for (int round = 0; round < ROUNDS; round++) PUSH(r->a, &took, ask_one(*r, (record_id){ people->at[i].n }, &asked));
	if (!took.n) return;
	qsort(took.at, took.n, sizeof *took.at, by_size);
	printf("asked      %8zu times about one child  median %.2f ms  99 of 100 within %.2f ms of processor  %.1f things asked a child\n", took.n,
	       took.at[took.n / 2], took.at[took.n * 99 / 100], (double)asked / (double)took.n);
}

int main(int argc, char **argv)
{
	ARENA(a);
	area *ar CLEANUP(area_closep) = NULL;
	db *d CLEANUP(db_closep) = NULL;
	const practice *p;
	seq_list people;
	viewer nobody = { .name = S("a measurement"), .measuring = true };
	settings s = settings_initial(&a);
	if (argc != 2) return fprintf(stderr, "asked AREA.db\n"), 2;
	s.db = str_of(argv[1]);
	must(area_open(&a, &s, AREA_READ, &ar), "open the area");
	must(area_connect(ar, &a.trail, &d), "connect");
	must(db_begin(d, DB_SNAPSHOT), "begin");
	must(area_practice(ar, d, &p), "read the practice");
	must(project_known(d, &a, p, S("person"), PROJECT_NOW, &people), "list the people");
	reading r = { .area = ar, .db = d, .a = &a, .practice = p, .who = &nobody, .now = clock_now(), .because = S("a measurement") };
	r.today = zone_day(area_zone(ar), r.now);
	measure(&r, &people);
	db_rollback(d);
	return 0;
}
