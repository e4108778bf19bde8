/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The journeys of an area, whatever is written: entries, corrections, joins and partings, disposals, later days. What was followed
 * entry by entry is the same bytes as what is made anew, and so is every answer. */
#include "journal/batch.h"
#include "journey/area_journeys.h"
#include "journey/own_measures.h"
#include "support/inhabited.h"

#include <stdio.h>

#define SEEN                                                                                                           \
	"- kind: seen\n"                                                                                               \
	"  label: Seen\n"                                                                                              \
	"  about: {child: 1..n, worker: {kind: worker, count: 0..1, label: \"By whom\"}}\n"                            \
	"  stage: need\n"                                                                                              \
	"  story: \"{child} was seen: {how}.\"\n"                                                                      \
	"  read: [works_with_child]\n"                                                                                 \
	"  write: [practitioner]\n"                                                                                    \
	"  moments:\n"                                                                                                 \
	"    - until: {stage: received, story: \"{child} was helped.\"}\n"                                             \
	"    - told:  {on: until, stage: changed, story: \"{child} was told.\"}\n"                                     \
	"  fields:\n"                                                                                                  \
	"    - how:   {type: choice, of: [{a: \"Alone\"}, {b: \"With others\"}, {c: \"Asleep\"}]}\n"                   \
	"    - parts: {type: choices, of: [{x: \"X\"}, {y: \"Y\"}, {z: \"Z\"}]}\n"                                     \
	"    - scale: {type: number, least: 0, most: 10}\n"                                                            \
	"    - until: {type: day}\n"                                                                                   \
	"    - told:  {type: yes_no}\n"                                                                                \
	"- kind: asked_here\n"                                                                                         \
	"  label: Asked here\n"                                                                                        \
	"  form: no\n"                                                                                                 \
	"  read: [everyone]\n"                                                                                         \
	"  write: []\n"                                                                                                \
	"  fields:\n"                                                                                                  \
	"    - folder: {type: line, required: yes}\n"                                                                  \
	"    - asks:   {type: text, required: yes}\n"

static const char measures_here[] =
	"- measure: t_count\n  asks: \"How many?\"\n  shape: count\n  from: {kind: seen, field: parts, value: [x, y], pick: every}\n  by: [year, age_band, locality, seen.how]\n"
	"- measure: t_own\n  asks: \"How long?\"\n  shape: interval\n  from: {kind: seen, pick: every}\n  to: {kind: seen, moment: until, pick: own}\n  unit: working_days\n  bands: [5, 20]\n  by: [agency, sex]\n"
	"- measure: t_first\n  asks: \"How long?\"\n  shape: interval\n  from: {stage: need, pick: first}\n  to: {stage: received, pick: first}\n  by: [locality]\n  tells: curve\n"
	"- measure: t_stops\n  asks: \"How long?\"\n  shape: interval\n  from: {kind: seen, field: how, value: [a, b], pick: last}\n  to: {stage: heard, pick: next}\n  stops: {stage: changed}\n  by: [quarter, team]\n"
	"- measure: t_share\n  asks: \"How many?\"\n  shape: share\n  from: {kind: seen, pick: every}\n  to: {kind: told, pick: next}\n  within: 30\n  cohort: {kind: seen, field: how, value: c}\n  by: [month]\n"
	"- measure: t_worker\n  asks: \"How often?\"\n  shape: count\n  from: {kind: seen, worker: changed, pick: every}\n  by: [year]\n"
	"- measure: t_again\n  asks: \"How many?\"\n  shape: again\n  from: {stage: heard, pick: every}\n  within: 90\n  by: [locality]\n"
	"- measure: t_open\n  asks: \"How many?\"\n  shape: open\n  from: {kind: seen, pick: every}\n  to: {kind: seen, moment: until, pick: own}\n  on: \"03-31\"\n  by: [seen.how]\n"
	"- measure: t_children\n  asks: \"How many?\"\n  shape: open\n  from: {stage: need, pick: every}\n  to: {stage: received, pick: next}\n  unit: children\n  on: \"09-30\"\n"
	"- measure: t_begun\n  asks: \"How many?\"\n  shape: open\n  from: {kind: seen, pick: every}\n  to: {stage: received, pick: next}\n  by: [locality]\n"
	"- measure: t_silence\n  asks: \"How long?\"\n  shape: silence\n  from: {kind: seen, pick: every}\n  to: {kind: seen, moment: until, pick: next}\n  longer_than: 20\n  by: [locality]\n"
	"- measure: t_paths\n  asks: \"What follows?\"\n  shape: flow\n"
	"- measure: t_change\n  asks: \"What changed?\"\n  shape: before_after\n  from: {kind: seen, field: scale, pick: first}\n  to: {kind: seen, field: scale, pick: last}\n  by: [year]\n";

enum { STEPS = 120, ASK_EVERY = 6, PEOPLE_MOST = 12, RECORDS_MOST = 300 };

typedef struct {
	inhabited h;
	viewer cleo;
	uint64_t seed;
	record_id people[PEOPLE_MOST];
	size_t people_n;
	struct { int64_t id; const char *kind; } records[RECORDS_MOST];
	size_t record_n;
	size_t answered; /* rows of answers that were compared */
	const tally *stood_at; /* where the first tally stood when it was asked last, and how often it stood there still */
	size_t stood;
} happening;

static size_t below(happening *w, size_t n)
{
	uint64_t x = w->seed += 0x9E3779B97F4A7C15u;
	x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
	x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
	return (size_t)((x ^ (x >> 31)) % n);
}

/* ---- everything that the journeys hold, in text */

static void column(buf *b, const char *name, const void *at, size_t width, size_t n)
{
	buf_printf(b, "\n%s", name);
	for (size_t i = 0; at && i < n; i++) {
		buf_char(b, ' ');
		buf_int(b, width == 4 ? ((const uint32_t *)at)[i] : width == 2 ? ((const uint16_t *)at)[i] : ((const uint8_t *)at)[i]);
	}
}

static void columns_written(buf *b, const journeys *j)
{
	buf_printf(b, "%zu children, %zu events, from %d for %u days\n", j->children, j->events, (int)j->on.first_day.n, j->on.days);
	for (size_t i = 0; i < j->children; i++) buf_printf(b, " %lld:%u", (long long)j->person[i].n, j->end[i] - j->first[i]);
	column(b, "second", j->second, 4, j->events);
	column(b, "kind", j->kind, 1, j->events);
	column(b, "locality", j->locality, 1, j->events);
	column(b, "team", j->team, 2, j->events);
	column(b, "agency", j->agency, 2, j->events);
	column(b, "thread", j->thread, 2, j->events);
	column(b, "age", j->age, 1, j->events);
	column(b, "sex", j->sex, 1, j->events);
	column(b, "source", j->source, 1, j->events);
	column(b, "marks", j->marks, 4, j->events);
	for (size_t i = 0; i < JOURNEY_SAID; i++) column(b, "said", j->said[i], 1, j->events);
}

static void answer_written(happening *w, buf *b, const journeys_held *held, const measure *m)
{
	question q;
	answer is;
	answer_table table;
	str why = STR_NONE;
	measure asked = *m;
	if (m->not_answerable.n) return;
	if (asked.by.n > QUESTION_MAX_SPLITS) asked.by.n = QUESTION_MAX_SPLITS; /* there are more ways to ask than at once */
	bool can = question_of(&asked, held->words, &q, &why);
	if (!can) printf("# %.*s: %.*s\n", STR_ARG(m->name), STR_ARG(why));
	assert_true(can);
	assert_ok(w->h.t, questions_ask(w->h.a, held->journeys, &q, 1, 2, &is));
	answer_tabled(w->h.a, &asked, &is, &held->journeys->on, &held->names, &table);
	buf_printf(b, "\n%.*s:", STR_ARG(m->name));
	EACH(text, table.cells) buf_printf(b, " %.*s;", STR_ARG(*text));
	w->answered += table.cells.n;
}

/* A measure names all ways in which it may be split; so many together are no one question. */
static void answers_written(happening *w, buf *b, const journeys_held *held, const measure *m)
{
	measure way = *m;
	if (m->by.n <= QUESTION_MAX_SPLITS) answer_written(w, b, held, m);
	for (size_t i = 0; m->by.n > QUESTION_MAX_SPLITS && i < m->by.n; i++) {
		way.by = (str_list){ .at = &m->by.at[i], .n = 1 };
		answer_written(w, b, held, &way);
	}
}

/* What stands is what is answered anew, of all measures together. */
static void same_as_asked_anew(happening *w, const journeys_held *held)
{
	arena *a = w->h.a;
	question *q = TAKE_N(a, question, held->measures->n);
	measure *asked = TAKE_N(a, measure, held->measures->n);
	answer *stands = TAKE_N(a, answer, held->measures->n), *anew = TAKE_N(a, answer, held->measures->n);
	size_t n = 0;
	str why;
	EACH(m, *held->measures) {
		asked[n] = *m;
		if (asked[n].by.n > QUESTION_MAX_SPLITS) asked[n].by.n = QUESTION_MAX_SPLITS;
		asked[n].tells = STR_NONE;
		if (!m->not_answerable.n && question_of(&asked[n], held->words, &q[n], &why)) n++;
	}
	bool stand, patient = below(w, 4);
	do assert_ok(w->h.t, journeys_answers(held, q, n, patient, stands, &stand));
	while (!stand && !patient);
	assert_true(stand);
	assert_ok(w->h.t, questions_ask(a, held->journeys, q, n, 2, anew));
	size_t first = 0;
	while (!stands[first].tallies) first++;
	w->stood += w->stood_at == stands[first].tallies;
	w->stood_at = stands[first].tallies;
	for (size_t i = 0; i < n; i++) {
		buf is = BUF(a), wanted = BUF(a);
		answer_csv(&is, &asked[i], &stands[i]);
		answer_csv(&wanted, &asked[i], &anew[i]);
		assert_str(buf_view(&wanted), buf_view(&is));
		assert_int_equal(stands[i].wait_n, anew[i].wait_n);
		if (anew[i].wait_n) assert_memory_equal(stands[i].waits, anew[i].waits, anew[i].wait_n * sizeof *anew[i].waits);
		if (anew[i].tallies) assert_memory_equal(stands[i].tallies, anew[i].tallies, anew[i].cells * sizeof *anew[i].tallies);
		if (anew[i].changed) assert_memory_equal(stands[i].changed, anew[i].changed, (size_t)anew[i].cells * CHANGE_WIDTH * sizeof *anew[i].changed);
	}
}

static str held_written(happening *w)
{
	reading r = reads(&w->h, &w->cleo);
	JOURNEYS_HELD(held);
	buf b = BUF(w->h.a);
	assert_ok(w->h.t, journeys_hold(&r, &held));
	journeys j = journeys_packed(w->h.a, &held);
	columns_written(&b, &j);
	buf_printf(&b, "\nlater %lld", (long long)held.later);
	EACH(e, held.words->events) buf_printf(&b, "\n%.*s.%.*s %d %d", STR_ARG(e->kind), STR_ARG(e->moment), (int)e->stage, e->undated);
	for (uint32_t i = 0; i < j.localities; i++) {
		buf_char(&b, ' ');
		journeys_value(&held, &b, SPLIT_LOCALITY, i);
	}
	EACH(m, *held.measures) answers_written(w, &b, &held, m);
	same_as_asked_anew(w, &held);
	return buf_view(&b);
}

static void same_as_made_again(happening *w)
{
	str followed = held_written(w);
	reading r = reads(&w->h, &w->cleo);
	assert_ok(w->h.t, journeys_make_again(&r));
	assert_str(followed, held_written(w));
}

/* ---- what happens */

static int64_t any_person(happening *w)
{
	return w->people[below(w, w->people_n)].n;
}

static void note(happening *w, int64_t record_of, int64_t id, const char *kind_name)
{
	if (record_of || w->record_n == RECORDS_MOST) return;
	w->records[w->record_n].id = id;
	w->records[w->record_n++].kind = kind_name;
}

static void say_person(happening *w, int64_t of)
{
	static const char *const places[] = { "North", "South, by the sea", "East", "" };
	buf json = BUF(w->h.a);
	buf_printf(&json, "{\"given\":\"Name\",\"born\":%s,\"sex\":\"%s\",\"locality\":\"%s\",\"child\":true}",
	           below(w, 4) ? "\"2014-05-06\"" : "{\"not_known\":true}", below(w, 2) ? "F" : "M", places[below(w, 4)]);
	int64_t s = SAYS(&w->h.g, .kind = "person", .json = str_c(w->h.a, buf_view(&json)), .about = "", .record = of);
	if (!of && w->people_n < PEOPLE_MOST) w->people[w->people_n++] = (record_id){ s };
}

static const char *about_children(happening *w, bool worker_too)
{
	int64_t child = any_person(w), sibling = any_person(w);
	const record_id workers[] = { w->h.ann, w->h.ben, w->h.cleo };
	buf b = BUF(w->h.a);
	buf_printf(&b, "child %lld", (long long)child);
	if (sibling != child && below(w, 4) == 0) buf_printf(&b, ", child %lld", (long long)sibling);
	if (worker_too && below(w, 3)) buf_printf(&b, ", worker %lld", (long long)workers[below(w, 3)].n);
	return str_c(w->h.a, buf_view(&b));
}

static const char *some_day(happening *w)
{
	static const char *const odd[] = { "2024-03", "2023", "1890-01-01", NULL };
	if (below(w, 6) == 0) return odd[below(w, 4)];
	return TEXT_OF(&w->h, "202%d-%02d-%02d%s", (int)below(w, 5), (int)below(w, 12) + 1, (int)below(w, 28) + 1,
	               below(w, 3) ? "" : "T10:20:30.000Z");
}

static void say_seen(happening *w, int64_t of)
{
	buf json = BUF(w->h.a);
	buf_printf(&json, "{\"how\":\"%c\"", (char)('a' + below(w, 3)));
	if (below(w, 2)) buf_printf(&json, ",\"parts\":[\"x\"%s]", below(w, 2) ? ",\"z\"" : "");
	if (below(w, 2)) buf_printf(&json, ",\"scale\":\"%d\"", (int)below(w, 11));
	if (below(w, 2)) buf_printf(&json, ",\"until\":\"20%d-%02d-15\"", below(w, 8) ? 20 + (int)below(w, 6) : 60, (int)below(w, 12) + 1);
	if (below(w, 3) == 0) buf_lit(&json, ",\"told\":true");
	buf_char(&json, '}');
	note(w, of, SAYS(&w->h.g, .kind = "seen", .json = str_c(w->h.a, buf_view(&json)), .about = about_children(w, true), .record = of,
	                 .happened = some_day(w)), "seen");
}

static void say_told(happening *w, int64_t of)
{
	note(w, of, SAYS(&w->h.g, .kind = "told", .json = "{\"words\":\"x\"}", .about = about_children(w, false), .record = of,
	                 .happened = some_day(w)), "told");
}

static void say_join(happening *w, int64_t of)
{
	int64_t keep = any_person(w), other = any_person(w);
	if (keep == other) return;
	note(w, of, SAYS(&w->h.g, .kind = "same_person", .record = of, .about = TEXT_OF(&w->h, "keep %lld, other %lld", (long long)keep, (long long)other),
	                 .json = of && below(w, 2) ? "{\"because\":\"seen\",\"withdrawn\":true}" : "{\"because\":\"seen\"}"), "same_person");
}

static void say_again(happening *w)
{
	if (w->record_n == 0) return;
	size_t i = below(w, w->record_n);
	const char *kind_name = w->records[i].kind;
	if (strcmp(kind_name, "seen") == 0) say_seen(w, w->records[i].id);
	else if (strcmp(kind_name, "told") == 0) say_told(w, w->records[i].id);
	else say_join(w, w->records[i].id);
}

typedef struct {
	const char *kind, *json, *happened;
	record_id child;
} file_entry;

/* Entries that came with one file. */
static void comes_with_a_file(happening *w, const file_entry *entries, size_t n)
{
	projected *g = &w->h.g;
	batch b;
	seq last;
	problems none = { 0 };
	values import;
	const kind *file = practice_kind(g->p, S("import"));
	assert_ok(g->t, batch_begin(g->d, &g->w, g->a, &b));
	for (size_t i = 0; i < n; i++) {
		values v;
		const kind *k = practice_kind(g->p, str_of(entries[i].kind));
		assert_ok(g->t, values_from_json(g->a, g->z, k, str_of(entries[i].json), false, &v, &none));
		batch_entry e = { .k = k, .v = &v };
		PUSH(g->a, &e.head.about, ((entry_link){ S("child"), entries[i].child }));
		assert_true(when_read(g->z, str_of(entries[i].happened), &e.head.happened));
		assert_ok(g->t, batch_append(&b, &e, 1, g->a, &none));
	}
	assert_ok(g->t, values_from_json(g->a, g->z, file, S("{\"what\":\"test\"}"), false, &import, &none));
	assert_ok(g->t, batch_complete(&b, file, &import, &(entry_head){ 0 }, g->a, &last, &none));
	for (size_t i = 0; i < n; i++) note(w, 0, last.n - (int64_t)(n - i), entries[i].kind);
}

static void some_file_comes(happening *w)
{
	const file_entry entries[] = {
		{ "seen", "{\"how\":\"a\",\"until\":\"2024-12-15\"}", "2024-05-06", { any_person(w) } },
		{ "seen", "{\"how\":\"b\"}", "2024-05-08", { any_person(w) } },
		{ "told", "{\"words\":\"x\"}", "2024-08-06", { any_person(w) } },
	};
	size_t from = below(w, 2);
	comes_with_a_file(w, entries + from, 3 - from - below(w, 2));
}

static void something_happens(happening *w)
{
	size_t what = below(w, 100);
	if (what < 10) say_person(w, 0);
	else if (what < 16) say_person(w, any_person(w));
	else if (what < 45) say_seen(w, 0);
	else if (what < 60) say_told(w, 0);
	else if (what < 70) say_join(w, 0);
	else if (what < 93) say_again(w);
	else if (what < 97) some_file_comes(w);
	else works(&w->h, below(w, 2) ? w->h.ann : w->h.ben, (record_id){ any_person(w) }, "2024-04-01", NULL);
}

static void begin(test_area *t, happening *w, uint64_t seed)
{
	findings wrong = { 0 };
	int applied;
	inhabited_make(t, &w->h);
	w->seed = seed;
	w->people[w->people_n++] = w->h.bell;
	w->people[w->people_n++] = w->h.robin;
	const kind_source sources[] = { w->h.sources[0], w->h.sources[1], { .file = S("seen.yaml"), .bytes = S(SEEN) } };
	err e = area_apply(w->h.area, w->h.a, sources, 3, &wrong, &applied);
	EACH(f, wrong) printf("# %.*s\n", STR_ARG(f->message));
	assert_ok(t, e);
	assert_ok(t, area_practice(w->h.area, w->h.d, &w->h.g.p));
	const kind_source own = { .file = S("measures.yaml"), .capability = S("here"), .bytes = str_of(measures_here) };
	assert_ok(t, own_measures_apply(w->h.area, w->h.d, w->h.a, w->h.g.p, &own, 1, &applied));
	assert_int_equal(applied, 1);
	assert_ok(t, own_measures_apply(w->h.area, w->h.d, w->h.a, w->h.g.p, &own, 1, &applied));
	assert_int_equal(applied, 0);
	w->cleo = viewing(&w->h, ROLE_MANAGER, w->h.cleo);
}

static void ending(happening *w)
{
	inhabited_end(&w->h);
}

static void happens(test_area *t, uint64_t seed)
{
	happening w CLEANUP(ending) = { 0 };
	begin(t, &w, seed);
	for (int i = 0; i < STEPS; i++) {
		something_happens(&w);
		if (i % ASK_EVERY == 0 || below(&w, 3) == 0) (void)held_written(&w);
		if (i % (ASK_EVERY * 4) == 0) same_as_made_again(&w);
	}
	same_as_made_again(&w);
	assert_true(w.answered > 1000 && w.stood > 10);
}

static void followed_is_what_is_made_again(test_area *t)
{
	happens(t, 1);
}

static void and_so_it_is_of_other_happenings(test_area *t)
{
	happens(t, 2);
}

static void what_is_written_shows_at_once(test_area *t)
{
	happening w CLEANUP(ending) = { 0 };
	begin(t, &w, 7);
	reading r = reads(&w.h, &w.cleo);
	question q;
	answer is;
	str why;
	for (int n = 0; n < 3; n++) {
		JOURNEYS_HELD(held);
		assert_ok(t, journeys_hold(&r, &held));
		const measure *m = journeys_measure(&held, S("t_again"));
		assert_non_null(m);
		measure whole = *m;
		whole.by = (str_list){ 0 };
		assert_true(question_of(&whole, held.words, &q, &why));
		assert_ok(t, questions_ask(w.h.a, held.journeys, &q, 1, 1, &is));
		assert_int_equal(is.tallies[0].n, n);
		assert_int_equal(is.tallies[0].hit, n > 1 ? n - 1 : 0);
		journeys_let_go(&held);
		SAYS(&w.h.g, .kind = "told", .json = "{\"words\":\"x\"}", .about = TEXT_OF(&w.h, "child %lld", (long long)w.h.bell.n),
		     .happened = TEXT_OF(&w.h, "2025-01-%02d", n + 1));
	}
}

/* A child who came with a file that never says that anything was heard: nobody knows whether it waits. */
static void what_a_file_cannot_say_is_not_known(test_area *t)
{
	static const char *const begins = "- measure: t_wait\n  asks: \"How long?\"\n  shape: interval\n  from: {kind: seen, pick: first}\n  to: {stage: heard, pick: first}\n";
	happening w CLEANUP(ending) = { 0 };
	begin(t, &w, 8);
	int applied;
	const kind_source own = { .file = S("measures.yaml"), .capability = S("more"), .bytes = str_of(begins) };
	assert_ok(t, own_measures_apply(w.h.area, w.h.d, w.h.a, w.h.g.p, &own, 1, &applied));
	comes_with_a_file(&w, &(file_entry){ "seen", "{\"how\":\"a\"}", "2024-05-06", w.h.robin }, 1);
	SAYS(&w.h.g, .kind = "seen", .json = "{\"how\":\"a\"}", .about = TEXT_OF(&w.h, "child %lld", (long long)w.h.bell.n), .happened = "2024-05-06");
	for (int n = 0; n < 2; n++) {
		reading r = reads(&w.h, &w.cleo);
		JOURNEYS_HELD(held);
		question q;
		answer is;
		str why;
		assert_ok(t, journeys_hold(&r, &held));
		assert_true(question_of(journeys_measure(&held, S("t_wait")), held.words, &q, &why));
		assert_ok(t, questions_ask(w.h.a, held.journeys, &q, 1, 1, &is));
		assert_int_equal(is.tallies[0].not_known, n == 0);
		assert_int_equal(is.wait_n, n == 0 ? 1 : 2);
		journeys_let_go(&held);
		/* something recorded here about the child: from now on its wait is known to go on */
		SAYS(&w.h.g, .kind = "seen", .json = "{\"how\":\"b\"}", .about = TEXT_OF(&w.h, "child %lld", (long long)w.h.robin.n), .happened = "2024-06-06");
	}
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(followed_is_what_is_made_again),
		ENGINE_TEST(and_so_it_is_of_other_happenings),
		ENGINE_TEST(what_is_written_shows_at_once),
		ENGINE_TEST(what_a_file_cannot_say_is_not_known),
	};
	return engines_run("journey/following", tests, sizeof tests / sizeof *tests);
}
