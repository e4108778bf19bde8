/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Answers that stand, whatever comes to the children and goes: of every shape, with files that cannot say everything, byte for
 * byte what the same questions are answered anew. */
#include "journey/standing.h"
#include "support/expect.h"

#include <stdlib.h>

enum { CHILDREN = 40, EVENTS_MOST = 14, CODES = 7, DAYS = 900, SOURCES = 4, STEPS = 6000, ASK_EVERY = 40, UNDATED = CODES };

typedef struct {
	arena a;
	kept *k;
	standing *s;
	uint64_t seed;
	question asked[20];
	size_t n;
	child_event events[CHILDREN][EVENTS_MOST + 1];
	size_t have[CHILDREN], started;
	calendar on;
} happening;

static size_t below(happening *w, size_t n)
{
	uint64_t x = w->seed += 0x9E3779B97F4A7C15u;
	x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
	x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
	return (size_t)((x ^ (x >> 31)) % n);
}

static question *ask(happening *w, question_shape shape, pick begin, pick end)
{
	question *q = &w->asked[w->n++];
	*q = (question){ .shape = shape, .begin = begin, .end = end, .span = 60 * JOURNEY_SECONDS_A_DAY, .by = { SPLIT_LOCALITY }, .by_n = w->n % 2 };
	q->role[1] = EVENT_BEGINS | EVENT_HEARD;
	q->role[2] = EVENT_ENDS | EVENT_HEARD;
	return q;
}

static void ask_everything(happening *w)
{
	ask(w, SHAPE_INTERVAL, PICK_FIRST, PICK_FIRST)->role[UNDATED] = EVENT_BEGINS | EVENT_UNDATED;
	ask(w, SHAPE_INTERVAL, PICK_EVERY, PICK_NEXT)->role[3] = EVENT_STOPS;
	ask(w, SHAPE_INTERVAL, PICK_LAST, PICK_OWN)->working_days = true;
	ask(w, SHAPE_SHARE, PICK_EVERY, PICK_NEXT)->role[4] = EVENT_BEGINS;
	*ask(w, SHAPE_SHARE, PICK_EVERY, PICK_NEXT) = w->asked[w->n - 1]; /* the same twice */
	ask(w, SHAPE_COUNT, PICK_EVERY, PICK_FIRST)->from_day = 100;
	w->asked[w->n - 1].until_day = 500;
	ask(w, SHAPE_REPEAT, PICK_EVERY, PICK_FIRST)->in_cohort = true;
	w->asked[w->n - 1].role[5] = EVENT_COHORT;
	ask(w, SHAPE_STOCK, PICK_EVERY, PICK_NEXT);
	ask(w, SHAPE_STOCK, PICK_EVERY, PICK_OWN);
	ask(w, SHAPE_STOCK, PICK_EVERY, PICK_NEXT)->of_children = true;
	question *flow = ask(w, SHAPE_FLOW, PICK_EVERY, PICK_NEXT);
	flow->by_n = 0;
	for (int k = 1; k <= CODES; k++) flow->role[k] = EVENT_BEGINS;
	ask(w, SHAPE_SILENCE, PICK_EVERY, PICK_NEXT);
	ask(w, SHAPE_CHANGE, PICK_FIRST, PICK_LAST);
	question *marked = ask(w, SHAPE_COUNT, PICK_EVERY, PICK_FIRST);
	marked->marked = true;
	marked->needs[0] = 2;
}

static child_event some_event(happening *w, uint32_t on)
{
	return (child_event){ .second = on * JOURNEY_SECONDS_A_DAY + (uint32_t)below(w, 3), .kind = (uint8_t)(1 + below(w, CODES)),
		              .locality = (uint8_t)below(w, 3), .thread = (uint16_t)below(w, 3), .marks = (uint32_t)below(w, 4),
		              .source = (uint8_t)(below(w, 3) ? 0 : below(w, SOURCES)), .said = { (uint8_t)below(w, 12) } };
}

static int by_time(const void *a, const void *b)
{
	const child_event *x = a, *y = b;
	return (x->second > y->second) - (x->second < y->second);
}

/* One more, one less, one otherwise, or none at all; in order of time. */
static void something_comes(happening *w)
{
	size_t c = below(w, CHILDREN), *n = &w->have[c], what = below(w, 20);
	child_event *e = w->events[c];
	if (what < 10 && *n < EVENTS_MOST) {
		e[(*n)++] = some_event(w, (uint32_t)below(w, DAYS));
	} else if (what < 12 && *n) {
		e[below(w, *n)] = e[*n - 1];
		--*n;
	} else if (what < 19 && *n) {
		e[below(w, *n)] = some_event(w, (uint32_t)below(w, DAYS));
	} else if (what == 19) {
		*n = 0;
	}
	if (*n) qsort(e, *n, sizeof *e, by_time);
	kept_change to = kept_compare(w->k, (record_id){ (int64_t)c + 1 }, e, *n);
	standing_put(w->s, w->k, &to);
}

static journeys as_they_are(happening *w)
{
	journeys j = kept_columns(w->k);
	j.on = w->on;
	j.localities = 3;
	j.teams = j.agencies = j.sexes = 1;
	j.sources = SOURCES;
	j.said_values[0] = 12;
	return j;
}

static void same_answers(happening *w)
{
	ARENA(a);
	journeys j = as_they_are(w);
	answer stands[20], anew[20];
	assert_true(standing_holds(w->s, w->asked, w->n));
	standing_answers(w->s, stands);
	assert_int_equal(questions_ask(&a, &j, w->asked, w->n, 2, anew), OK);
	for (size_t i = 0; i < w->n; i++) {
		const answer *x = &stands[i], *y = &anew[i];
		assert_int_equal(x->cells, y->cells);
		assert_int_equal(x->wait_n, y->wait_n);
		assert_int_equal(x->step_n, y->step_n);
		if (y->wait_n) assert_memory_equal(x->waits, y->waits, y->wait_n * sizeof *y->waits);
		if (y->tallies) assert_memory_equal(x->tallies, y->tallies, y->cells * sizeof *y->tallies);
		if (y->open) assert_memory_equal(x->open, y->open, (size_t)y->cells * y->days * sizeof *y->open);
		if (y->changed) assert_memory_equal(x->changed, y->changed, (size_t)y->cells * CHANGE_WIDTH * sizeof *y->changed);
		for (size_t k = 0; k < y->step_n; k++) {
			assert_int_equal(x->steps[k].n, y->steps[k].n);
			assert_int_equal(x->steps[k].median_days, y->steps[k].median_days);
		}
	}
}

static void ending(happening *w)
{
	standing_end(w->s);
	kept_end(w->k);
	arena_end(&w->a);
}

static void begin(happening *w, uint64_t seed)
{
	day first;
	assert_true(day_make(2020, 4, 1, &first));
	*w = (happening){ .a = arena_make(), .k = kept_start(1), .seed = seed };
	w->on = calendar_make(&w->a, first, DAYS);
	ask_everything(w);
	for (int i = 0; i < 100; i++) something_comes(w);
	journeys j = as_they_are(w);
	assert_int_equal(standing_start(&w->a.trail, &j, w->asked, w->n, 2, &w->s), OK);
}

static void what_stands_is_what_is_asked_anew(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 4; seed++) {
		happening w CLEANUP(ending);
		begin(&w, seed);
		for (int i = 0; i < STEPS; i++) {
			something_comes(&w);
			if (i % ASK_EVERY == 0) same_answers(&w);
		}
		same_answers(&w);
	}
}

static void what_has_no_place_is_not_counted_wrongly(void **state)
{
	(void)state;
	happening w CLEANUP(ending);
	begin(&w, 9);
	question other = w.asked[0];
	assert_false(standing_holds(w.s, w.asked, w.n - 1));
	w.asked[0].span++;
	assert_false(standing_holds(w.s, w.asked, w.n));
	w.asked[0] = other;
	assert_true(standing_holds(w.s, w.asked, w.n));
	child_event late = some_event(&w, DAYS); /* the day after the last */
	kept_change to = kept_compare(w.k, (record_id){ 1 }, &late, 1);
	standing_put(w.s, w.k, &to);
	assert_false(standing_holds(w.s, w.asked, w.n));
	assert_int_equal(kept_columns(w.k).events, as_they_are(&w).events);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_stands_is_what_is_asked_anew),
		cmocka_unit_test(what_has_no_place_is_not_counted_wrongly),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
