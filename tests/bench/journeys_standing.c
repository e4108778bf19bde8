/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journeys_standing EVENTS.csv DIR: the questions of DIR (kinds.yaml, events.yaml, measures.yaml) stand while the second half of the
 * events is appended, one by one, in the order of the file. What an entry costs: its child's events compared, put into the
 * columns, and what that means to every answer. Not in it: reading them from a database. At last each answer is compared with
 * what it is when all is made anew. */
#include "base/file.h"
#include "journey/events_file.h"
#include "journey/standing.h"
#include "wire/yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* Those that came so far of all that will. */
typedef struct {
	child_event *at;
	size_t n;
} events_of_child;

typedef struct {
	arena a;
	event_source source;
	measures measures;
	question *questions;
	event_rows rows;
	events_of_child *children; /* by number */
	size_t child_n;
	kept *kept;
	standing *standing;
} bench;

static void must(bool can, const char *what)
{
	if (can) return;
	fprintf(stderr, "could not %s\n", what);
	exit(2);
}

/* Of this thread: others use the machine too. */
static double processor_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static kind_source file_of(arena *a, const char *folder, const char *name)
{
	kind_source s = { .capability = S("measures") };
	buf path = BUF(a);
	buf_printf(&path, "%s/%s", folder, name);
	s.file = buf_view(&path);
	must(file_read(a, str_c(a, s.file), YAML_MAX_BYTES, &s.bytes) == OK, name);
	return s;
}

static void read_all(bench *b, const char *events, const char *folder)
{
	findings wrong = { 0 };
	capabilities none;
	const practice *p;
	int64_t line;
	str why;
	kind_source kinds = file_of(&b->a, folder, "kinds.yaml"), asked = file_of(&b->a, folder, "measures.yaml");
	must(practice_load(&b->a, &kinds, 1, &wrong, &p) == OK, "read the kinds");
	must(event_source_read(&b->a, p, file_of(&b->a, folder, "events.yaml"), &wrong, &b->source), "read events.yaml");
	must(capabilities_load(&b->a, p, &asked, 1, &wrong, &none, &b->measures) == OK, "read the measures");
	must(events_read(&b->a, events, &b->rows, &line) == OK, "read the events");
	b->questions = TAKE_N(&b->a, question, b->measures.n);
	for (size_t i = 0; i < b->measures.n; i++)
		must(question_of(&b->measures.at[i], &b->source.words, &b->questions[i], &why), "ask what the measures ask");
}

/* Of the highest number in a column, one more. */
static uint32_t wide(const void *column, size_t bytes, size_t n)
{
	uint32_t most = 0;
	for (size_t i = 0; i < n; i++) {
		uint32_t is = bytes == 1 ? ((const uint8_t *)column)[i] : bytes == 2 ? ((const uint16_t *)column)[i] : ((const uint32_t *)column)[i];
		most = is > most ? is : most;
	}
	return most + 1;
}

/* What the columns mean, of all that will come. */
static journeys as_they_are(const bench *b, calendar on)
{
	journeys j = kept_columns(b->kept);
	j.on = on;
	j.localities = wide(b->rows.locality, 1, b->rows.n);
	j.teams = wide(b->rows.team, 2, b->rows.n);
	j.agencies = j.sources = j.sexes = 1;
	return j;
}

static events_of_child *children_made(bench *b)
{
	events_of_child *all = arena_take_n(&b->a, b->child_n, sizeof *all, alignof(events_of_child));
	child_event *at = TAKE_N(&b->a, child_event, b->rows.n);
	for (size_t i = 0; i < b->rows.n; i++) all[b->rows.child[i]].n++;
	for (size_t c = 0; c < b->child_n; c++) {
		all[c].at = at;
		at += all[c].n;
		all[c].n = 0;
	}
	return all;
}

/* The event is the child's last: the file is in the order of time. */
static kept_change appended(bench *b, size_t i)
{
	const event_rows *r = &b->rows;
	events_of_child *c = &b->children[r->child[i]];
	c->at[c->n++] = (child_event){ .second = r->second[i], .kind = r->kind[i], .locality = r->locality[i], .team = r->team[i] };
	return kept_compare(b->kept, (record_id){ r->child[i] + 1 }, c->at, c->n);
}

static bool as_made_anew(bench *b, unsigned threads)
{
	journeys all;
	answer *stands = TAKE_N(&b->a, answer, b->measures.n), *anew = TAKE_N(&b->a, answer, b->measures.n);
	standing_answers(b->standing, stands);
	must(journeys_group(&b->a, &b->rows, b->source.first_day, b->source.days, threads, &all) == OK, "group the events");
	must(questions_ask(&b->a, &all, b->questions, b->measures.n, threads, anew) == OK, "ask");
	for (size_t i = 0; i < b->measures.n; i++) {
		buf x = BUF(&b->a), y = BUF(&b->a);
		answer_csv(&x, &b->measures.at[i], &stands[i]);
		answer_csv(&y, &b->measures.at[i], &anew[i]);
		if (!str_eq(buf_view(&x), buf_view(&y))) return false;
	}
	return true;
}

int main(int argc, char **argv)
{
	enum { THREADS = 2 };
	bench b = { .a = arena_make(), .kept = kept_start(0) };
	must(argc == 3, "start: journeys_standing EVENTS.csv DIR");
	b.a.max_bytes = SIZE_MAX;
	read_all(&b, argv[1], argv[2]);
	b.child_n = wide(b.rows.child, 4, b.rows.n);
	b.children = children_made(&b);
	size_t half = b.rows.n / 2;
	for (size_t i = 0; i < half; i++) {
		kept_change to = appended(&b, i);
		kept_put(b.kept, &to);
	}
	journeys j = as_they_are(&b, calendar_make(&b.a, b.source.first_day, b.source.days));
	must(standing_start(&b.a.trail, &j, b.questions, b.measures.n, THREADS, &b.standing) == OK, "answer");
	double begun = processor_us();
	for (size_t i = half; i < b.rows.n; i++) {
		kept_change to = appended(&b, i);
		standing_put(b.standing, b.kept, &to);
	}
	double us = (processor_us() - begun) / (double)(b.rows.n - half);
	bool same = as_made_anew(&b, THREADS);
	printf("%.3f %zu %s\n", us, b.rows.n - half, same ? "same" : "OTHERWISE");
	standing_end(b.standing);
	kept_end(b.kept);
	arena_end(&b.a);
	return !same;
}
