/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark ask --events: declared questions of a file of journeys. */
#include "base/clock.h"
#include "base/file.h"
#include "cmd/ask.h"
#include "journey/area_journeys.h"
#include "journey/events_file.h"
#include "wire/yaml.h"

#include <stdlib.h>

#define ASK_MAX_BYTES ((size_t)24 << 30) /* of columns: a country's journeys are half of one such */

typedef struct {
	measures measures;
	event_source source;
	const practice *practice;
} declared;

static bool file_of(cmd *c, str folder, const char *name, kind_source *ret)
{
	buf path = BUF(c->a);
	buf_str(&path, folder);
	buf_char(&path, '/');
	buf_str(&path, str_of(name));
	*ret = (kind_source){ .file = buf_view(&path), .capability = S("measures") };
	if (file_read(c->a, str_c(c->a, ret->file), YAML_MAX_BYTES, &ret->bytes) == OK) return true;
	cmd_say(c, "%.*s cannot be read; it says %s", STR_ARG(ret->file),
	        str_eq(str_of(name), S("kinds.yaml")) ? "which kinds of events there are" :
	        str_eq(str_of(name), S("events.yaml")) ? "what the numbers of the file of events mean" : "which questions are asked");
	return false;
}

static int declared_read(cmd *c, str folder, declared *ret)
{
	kind_source kinds, asked, events;
	findings wrong = { 0 };
	capabilities none;
	if (!file_of(c, folder, "kinds.yaml", &kinds) || !file_of(c, folder, "events.yaml", &events) ||
	    !file_of(c, folder, "measures.yaml", &asked)) return CMD_COULD_NOT;
	if (practice_load(c->a, &kinds, 1, &wrong, &ret->practice) != OK) return cmd_findings(c, &wrong), CMD_COULD_NOT;
	(void)event_source_read(c->a, ret->practice, events, &wrong, &ret->source);
	if (capabilities_load(c->a, ret->practice, &asked, 1, &wrong, &none, &ret->measures) != OK || wrong.n)
		return cmd_findings(c, &wrong), CMD_COULD_NOT;
	return CMD_DONE;
}

static int answer_write(cmd *c, str folder, const measure *m, const answer *is)
{
	buf path = BUF(c->a), rows = BUF(c->a);
	buf_str(&path, folder);
	buf_char(&path, '/');
	buf_str(&path, m->name);
	buf_lit(&path, ".csv");
	answer_csv(&rows, m, is);
	err e = file_write(c->a, str_c(c->a, buf_view(&path)), buf_view(&rows), 0644);
	return e == OK ? CMD_DONE : cmd_could_not(c, e, "write an answer", "Is the folder after -o there, and may it be written to?");
}

static int question_each(cmd *c, const declared *d, question *ret)
{
	for (size_t i = 0; i < d->measures.n; i++) {
		str why = STR_NONE;
		const measure *m = &d->measures.at[i];
		if (!question_of(m, &d->source.words, &ret[i], &why))
			return cmd_say(c, "these events do not answer %.*s: %.*s", STR_ARG(m->name), STR_ARG(why));
	}
	return CMD_DONE;
}

static int events_load(cmd *c, const event_source *source, unsigned threads, journeys *ret)
{
	event_rows rows;
	int64_t line, begun = clock_monotonic_us();
	str file = cmd_option(c, "events");
	err e = events_read(c->a, str_c(c->a, file), &rows, &line);
	if (e == E_INVALID) return cmd_say(c, "%.*s:%lld: not five whole numbers; write child,seconds,kind,area,team", STR_ARG(file), (long long)line);
	if (e == E_LIMIT) return cmd_say(c, "%.*s:%lld: a number too large for its column", STR_ARG(file), (long long)line);
	if (e != OK) return cmd_could_not(c, e, "read the events", "Is the file there?");
	int64_t read_us = clock_monotonic_us();
	e = journeys_group(c->a, &rows, source->first_day, source->days, threads, ret);
	if (e == E_INVALID) return cmd_say(c, "%.*s: something happened after the last of %u days; write more days: in events.yaml", STR_ARG(file), source->days);
	if (e != OK) return cmd_could_not(c, e, "group the events", "It takes 2^32 events at most, 136 years, and children whose numbers have no large gaps.");
	buf said = BUF(c->a);
	buf_printf(&said, "%zu children, %zu events; read in %.3f s, grouped in %.3f s\n", ret->children, ret->events,
	           (double)(read_us - begun) / 1e6, (double)(clock_monotonic_us() - read_us) / 1e6);
	cmd_print(c, buf_view(&said));
	return CMD_DONE;
}

static int by_length(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* The middle of a few times: others use the machine too. */
static err timed(const journeys *j, const question *questions, size_t n, unsigned threads, int64_t *ret_us)
{
	enum { TIMES = 3 };
	int64_t took[TIMES];
	for (int i = 0; i < TIMES; i++) {
		ARENA(alone);
		answer *answers = TAKE_N(&alone, answer, n);
		alone.max_bytes = ASK_MAX_BYTES;
		int64_t begun = clock_monotonic_us();
		TRY(questions_ask(&alone, j, questions, n, threads, answers));
		took[i] = clock_monotonic_us() - begun;
	}
	qsort(took, TIMES, sizeof *took, by_length);
	*ret_us = took[TIMES / 2];
	return OK;
}

static void say_time(buf *b, str what, int64_t us)
{
	buf_printf(b, "%-24.*s %9.3f ms\n", STR_ARG(what), (double)us / 1e3);
}

/* Each alone and all of them in one pass, for the time; and once more, for what is written. */
static int ask_all(cmd *c, const declared *d, const journeys *j, const question *questions, unsigned threads)
{
	answer *answers = TAKE_N(c->a, answer, d->measures.n + 1);
	buf said = BUF(c->a);
	int64_t us = 0;
	err e = OK;
	for (size_t i = 0; i < d->measures.n && e == OK; i++) {
		e = timed(j, &questions[i], 1, threads, &us);
		say_time(&said, d->measures.at[i].name, us);
	}
	if (e == OK) e = timed(j, questions, d->measures.n, threads, &us);
	if (e == OK) e = questions_ask(c->a, j, questions, d->measures.n, threads, answers);
	if (e != OK) return cmd_could_not(c, e, "answer", "Too many combinations of splits: ask by fewer of them.");
	say_time(&said, S("all in one pass"), us);
	int64_t begun = clock_monotonic_us();
	for (size_t i = 0; i < d->measures.n; i++) {
		int status = answer_write(c, cmd_option(c, "into"), &d->measures.at[i], &answers[i]);
		if (status != CMD_DONE) return status;
	}
	say_time(&said, S("written as CSV"), clock_monotonic_us() - begun);
	cmd_print(c, buf_view(&said));
	return CMD_DONE;
}

int ask_of_file(cmd *c)
{
	declared d = { 0 };
	journeys j;
	c->a->max_bytes = ASK_MAX_BYTES;
	if (!cmd_has_option(c, "measures")) return cmd_say(c, "--measures DIR is needed: kinds.yaml, events.yaml and measures.yaml");
	if (!cmd_has_option(c, "into")) return cmd_say(c, "-o DIR is needed: where MEASURE.csv is written for each");
	int status = declared_read(c, cmd_option(c, "measures"), &d);
	if (status != CMD_DONE) return status;
	if (d.measures.n == 0) return cmd_say(c, "measures.yaml asks nothing");
	question *questions = TAKE_N(c->a, question, d.measures.n);
	if ((status = question_each(c, &d, questions)) != CMD_DONE) return status;
	if ((status = events_load(c, &d.source, journeys_threads(), &j)) != CMD_DONE) return status;
	return ask_all(c, &d, &j, questions, journeys_threads());
}
