/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A journey parted into episodes, waits and silences; and its picture, in which lengths are days. */
#include "web/line.h"

#include "support/expect.h"

typedef struct {
	arena a;
	journey_events events;
} given;

static day on(int year, int month, int dom)
{
	day d;
	assert_true(day_make(year, month, dom, &d));
	return d;
}

static void add(given *g, stage s, int year, int month, int dom)
{
	when at = { .is = WHEN_DAY, .on = on(year, month, dom) };
	PUSH(&g->a, &g->events, ((journey_event){ .at = at, .stage = s }));
}

static void refer(given *g, int year, int month, int dom)
{
	add(g, STAGE_NEED, year, month, dom);
	g->events.at[g->events.n - 1].begins = true;
}

static size_t count(str text, const char *what)
{
	size_t n = 0;
	for (ptrdiff_t at; (at = str_find(text, str_of(what))) >= 0; n++) text = str_from(text, (size_t)at + 1);
	return n;
}

static str drawn(given *g, const journey *j)
{
	return line_svg(&g->a, j, S("The journey of <Asha>"), S("In words below.")).text;
}

static void test_empty(void **state)
{
	given g = { .a = arena_make() };
	(void)state;
	journey j = journey_of(&g.a, &g.events, on(2026, 1, 1));
	assert_int_equal(j.episodes.n, 0);
	expect_text(drawn(&g, &j), "");
	add(&g, STAGE_NONE, 2024, 1, 1); /* something recorded, but no step of a journey */
	j = journey_of(&g.a, &g.events, on(2026, 1, 1));
	assert_int_equal(j.episodes.n, 0);
	assert_int_equal(j.silences.n, 0);
	PUSH(&g.a, &g.events, ((journey_event){ .stage = STAGE_NEED })); /* nobody knows when */
	assert_int_equal(journey_of(&g.a, &g.events, on(2026, 1, 1)).episodes.n, 0);
	arena_end(&g.a);
}

static void test_one_event_today(void **state)
{
	given g = { .a = arena_make() };
	(void)state;
	refer(&g, 2026, 1, 1);
	journey j = journey_of(&g.a, &g.events, on(2026, 1, 1));
	assert_int_equal(j.episodes.n, 1);
	assert_true(j.episodes.at[0].open);
	assert_int_equal(j.silences.n, 0);
	str svg = drawn(&g, &j);
	assert_int_equal(count(svg, "wm-line__dot"), 1);
	assert_int_equal(count(svg, "wm-line__unknown"), 6); /* heard, understood, decided, offered, received, changed */
	assert_int_equal(count(svg, "&lt;Asha&gt;"), 1);
	assert_int_equal(count(svg, "<Asha>"), 0);
	assert_int_equal(count(svg, "style="), 0);
	arena_end(&g.a);
}

static void test_lengths_are_days(void **state)
{
	given g = { .a = arena_make() };
	(void)state;
	add(&g, STAGE_RECEIVED, 2024, 4, 10); /* in any order */
	refer(&g, 2024, 1, 1);
	add(&g, STAGE_HEARD, 2024, 1, 11);
	journey j = journey_of(&g.a, &g.events, on(2024, 4, 10));
	const episode *e = &j.episodes.at[0];
	assert_int_equal(e->stages[STAGE_HEARD].first.on.n - e->from.n, 10);
	assert_int_equal(e->stages[STAGE_RECEIVED].first.on.n - e->from.n, 100);
	int from = line_position(&j, e->from), to = line_position(&j, on(2024, 4, 10));
	assert_int_equal(line_position(&j, on(2024, 1, 11)) - from, (to - from) / 10);
	assert_int_equal(line_position(&j, on(2024, 2, 20)) - from, (to - from) / 2);
	assert_int_equal(line_position(&j, on(1990, 1, 1)), from);
	assert_int_equal(line_position(&j, on(2190, 1, 1)), to);
	str svg = drawn(&g, &j);
	assert_int_equal(count(svg, ">10 days<"), 1);
	assert_int_equal(count(svg, ">100 days<"), 1);
	assert_int_equal(count(svg, "wm-line__help"), 1);
	arena_end(&g.a);
}

static void test_silences(void **state)
{
	given g = { .a = arena_make() };
	(void)state;
	refer(&g, 2024, 1, 1);
	add(&g, STAGE_NONE, 2024, 3, 30); /* 89 days: no silence */
	add(&g, STAGE_NONE, 2024, 6, 28); /* 90 days: one */
	add(&g, STAGE_ENDED, 2024, 7, 1);
	refer(&g, 2025, 7, 1);            /* between two pieces of work nobody was to be there */
	journey j = journey_of(&g.a, &g.events, on(2025, 9, 28));
	assert_int_equal(j.silences.n, 1);
	assert_int_equal(j.silences.at[0].from.n, on(2024, 3, 30).n);
	assert_int_equal(j.silences.at[0].until.n, on(2024, 6, 28).n);
	assert_int_equal(count(drawn(&g, &j), "wm-line__silence"), 1);
	j = journey_of(&g.a, &g.events, on(2025, 9, 29)); /* 90 days since the second referral */
	assert_int_equal(j.silences.n, 2);
	assert_int_equal(j.silences.at[1].until.n, on(2025, 9, 29).n);
	arena_end(&g.a);
}

static void test_episodes(void **state)
{
	given g = { .a = arena_make() };
	(void)state;
	add(&g, STAGE_HEARD, 2020, 1, 5);  /* somebody listened before anybody referred */
	refer(&g, 2020, 2, 1);
	refer(&g, 2021, 2, 1);             /* again, though nobody said that the first had ended */
	add(&g, STAGE_ENDED, 2021, 5, 1);
	add(&g, STAGE_NEED, 2022, 3, 1);
	journey j = journey_of(&g.a, &g.events, on(2022, 4, 1));
	assert_int_equal(j.episodes.n, 3);
	assert_int_equal(j.episodes.at[0].from.n, on(2020, 1, 5).n);
	assert_int_equal(j.episodes.at[0].until.n, on(2021, 2, 1).n);
	assert_false(j.episodes.at[0].ended);
	assert_false(j.episodes.at[0].open);
	assert_false(j.episodes.at[0].need_known); /* the first that was written is no sign of need: no wait is counted from it */
	assert_true(j.episodes.at[1].need_known);
	assert_true(j.episodes.at[1].ended);
	assert_int_equal(j.episodes.at[1].stages[STAGE_HEARD].times, 0); /* what was heard before is not heard now */
	assert_true(j.episodes.at[2].open);
	assert_int_equal(j.episodes.at[2].until.n, on(2022, 4, 1).n);
	arena_end(&g.a);
}

static void test_need_not_known(void **state)
{
	given g = { .a = arena_make() };
	(void)state;
	add(&g, STAGE_HEARD, 2024, 1, 5);
	add(&g, STAGE_RECEIVED, 2024, 1, 9);
	journey j = journey_of(&g.a, &g.events, on(2024, 2, 1));
	str svg = drawn(&g, &j);
	assert_int_equal(count(svg, "wm-line__days"), 0);
	assert_int_equal(count(svg, "wm-line__wait") + count(svg, "wm-line__help"), 0);
	assert_int_equal(count(svg, "wm-line__dot"), 2);
	arena_end(&g.a);
}

/* On one day the steps follow from each other, whatever the order in which they were written. */
static void test_all_on_one_day(void **state)
{
	given g = { .a = arena_make() };
	(void)state;
	for (stage s = STAGE_ENDED; s >= STAGE_NEED; s--) add(&g, s, 2024, 5, 1);
	journey j = journey_of(&g.a, &g.events, on(2024, 5, 1));
	assert_int_equal(j.episodes.n, 1);
	assert_true(j.episodes.at[0].ended);
	assert_int_equal(count(drawn(&g, &j), "the same day"), 7);
	arena_end(&g.a);
}

static void test_thirty_years(void **state)
{
	given g = { .a = arena_make() };
	(void)state;
	refer(&g, 1994, 1, 1);
	for (int year = 1994; year < 2024; year++)
		for (int month = 1; month <= 12; month++)
			for (int dom = 1; dom <= 28; dom++) add(&g, STAGE_HEARD, year, month, dom);
	journey j = journey_of(&g.a, &g.events, on(2024, 1, 1));
	assert_int_equal(j.silences.n, 0);
	assert_int_equal(j.episodes.at[0].stages[STAGE_HEARD].times, 30 * 12 * 28);
	str svg = drawn(&g, &j);
	assert_true(svg.n < 20000); /* a picture, not a list: what falls on one point is drawn once */
	assert_true(count(svg, "wm-line__date") >= 2 && count(svg, "wm-line__date") <= 5);
	assert_int_equal(count(svg, ">2000<"), 1);
	arena_end(&g.a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty),        cmocka_unit_test(test_one_event_today),  cmocka_unit_test(test_lengths_are_days),
		cmocka_unit_test(test_silences),     cmocka_unit_test(test_episodes),         cmocka_unit_test(test_all_on_one_day),
		cmocka_unit_test(test_thirty_years), cmocka_unit_test(test_need_not_known),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
