/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Questions over journeys that can be counted by hand. */
#include "journey/declared.h"
#include "support/expect.h"

enum { CONTACT = 1, PLAN, VISIT, PLAN_END, HELP };
enum { DAYS = 400 };

typedef struct {
	uint32_t child, on;
	uint8_t kind, locality;
} happened;

/* Child 0 waits ten days; child 1 still waits; child 2 had help before anybody asked; child 3 never came to notice. Out of
 * order on purpose: files come as they come. */
static const happened events[] = {
	{ 1, 100, CONTACT, 1 }, { 0, 30, HELP, 0 },    { 0, 20, CONTACT, 0 }, { 2, 50, CONTACT, 0 }, { 2, 40, HELP, 0 },
	{ 0, 60, PLAN, 0 },     { 0, 70, VISIT, 0 },   { 0, 120, VISIT, 0 },  { 0, 130, PLAN_END, 0 }, { 1, 390, CONTACT, 1 },
	{ 1, 399, CONTACT, 1 }, { 3, 10, VISIT, 1 },
};

static journeys grouped(arena *a, day first_day, unsigned threads)
{
	size_t n = sizeof events / sizeof *events;
	event_rows rows = event_rows_make(a, n);
	journeys j;
	for (size_t i = 0; i < n; i++) {
		rows.child[i] = events[i].child;
		rows.second[i] = events[i].on * JOURNEY_SECONDS_A_DAY + 3600;
		rows.kind[i] = events[i].kind;
		rows.locality[i] = events[i].locality;
		rows.team[i] = 0;
	}
	rows.n = n;
	assert_int_equal(journeys_group(a, &rows, first_day, DAYS, threads, &j), OK);
	return j;
}

static answer asked(arena *a, const journeys *j, const question *q, unsigned threads)
{
	answer is;
	assert_int_equal(questions_ask(a, j, q, 1, threads, &is), OK);
	return is;
}

#define NO_CALENDAR ((day){ JOURNEY_NO_CALENDAR })

static void test_grouping(void **state)
{
	ARENA(a);
	(void)state;
	for (unsigned threads = 1; threads <= 3; threads++) {
		journeys j = grouped(&a, NO_CALENDAR, threads);
		assert_int_equal(j.children, 4);
		assert_int_equal(j.events, 12);
		assert_int_equal(j.first[1], 6);
		for (uint32_t i = 1; i < 6; i++) assert_true(j.second[i - 1] <= j.second[i]);
		assert_int_equal(j.kind[j.first[2]], HELP);
		assert_int_equal(j.localities, 2);
		assert_int_equal(j.on.periods[PERIOD_YEAR], 2); /* 365 days and 35 more */
	}
}

static void test_years_begin_in_april(void **state)
{
	ARENA(a);
	day march;
	(void)state;
	assert_true(day_make(2024, 3, 30, &march));
	journeys j = grouped(&a, march, 1);
	assert_int_equal(j.on.period[PERIOD_YEAR][1], 0); /* 31 March 2024 */
	assert_int_equal(j.on.period[PERIOD_YEAR][2], 1); /* 1 April 2024 */
	assert_int_equal(j.on.period[PERIOD_YEAR][2 + 365], 2); /* 1 April 2025 */
}

static void test_interval(void **state)
{
	ARENA(a);
	question q = { .shape = SHAPE_INTERVAL, .by = { SPLIT_LOCALITY }, .by_n = 1 };
	waits_of_cell w;
	curve_step s = { 0 };
	size_t at = 0, step_at = 0;
	(void)state;
	q.role[CONTACT] = EVENT_BEGINS;
	q.role[HELP] = EVENT_ENDS;
	journeys j = grouped(&a, NO_CALENDAR, 2);
	answer is = asked(&a, &j, &q, 2);
	assert_true(waits_next(&is, &at, &w));
	assert_int_equal(w.cell, 0);
	assert_int_equal(w.n, 2);     /* ten days, and none at all */
	assert_int_equal(w.ended, 2);
	assert_int_equal(waits_quantile(&w, 50), 0);
	assert_int_equal(waits_quantile(&w, 75), 10);
	assert_true(curve_next(&w, &step_at, &s));
	assert_int_equal(s.day, 0);
	assert_int_equal(s.at_risk, 2);
	assert_true(curve_next(&w, &step_at, &s));
	assert_int_equal(s.day, 10);
	assert_true(s.waiting > -1e-12 && s.waiting < 1e-12);
	assert_false(curve_next(&w, &step_at, &s));
	assert_true(waits_next(&is, &at, &w)); /* child 1 still waits: censored, and no quartile */
	assert_int_equal(w.n, 1);
	assert_int_equal(w.ended, 0);
	assert_int_equal(WAIT_DAYS(w.at[0]), 299);
	assert_int_equal(waits_quantile(&w, 50), -1);
	assert_false(waits_next(&is, &at, &w)); /* child 3 never began */
}

static void test_again(void **state)
{
	ARENA(a);
	question q = { .shape = SHAPE_REPEAT, .span = 9 * JOURNEY_SECONDS_A_DAY };
	(void)state;
	q.role[CONTACT] = EVENT_BEGINS;
	journeys j = grouped(&a, NO_CALENDAR, 1);
	answer is = asked(&a, &j, &q, 1);
	assert_int_equal(is.tallies[0].n, 5);
	assert_int_equal(is.tallies[0].hit, 1); /* nine days to the second is within nine days */
	q.span--;
	is = asked(&a, &j, &q, 1);
	assert_int_equal(is.tallies[0].hit, 0);
}

static void test_open(void **state)
{
	ARENA(a);
	question q = { .shape = SHAPE_STOCK };
	(void)state;
	q.role[PLAN] = EVENT_BEGINS;
	q.role[PLAN_END] = EVENT_ENDS;
	journeys j = grouped(&a, NO_CALENDAR, 2);
	answer is = asked(&a, &j, &q, 2);
	assert_int_equal(is.open[59], 0);
	assert_int_equal(is.open[60], 1);
	assert_int_equal(is.open[129], 1);
	assert_int_equal(is.open[130], 0);
	assert_int_equal(is.open[DAYS - 1], 0);
}

static void test_flow(void **state)
{
	ARENA(a);
	question q = { .shape = SHAPE_FLOW };
	(void)state;
	q.role[CONTACT] = q.role[HELP] = EVENT_BEGINS;
	journeys j = grouped(&a, NO_CALENDAR, 1);
	answer is = asked(&a, &j, &q, 1);
	assert_int_equal(is.step_n, 3);
	assert_int_equal(is.steps[0].from, CONTACT);
	assert_int_equal(is.steps[0].to, CONTACT);
	assert_int_equal(is.steps[0].n, 2);
	assert_int_equal(is.steps[0].median_days, 9); /* of 9 and 290: the smallest whose rank is at least half */
	assert_int_equal(is.steps[1].to, HELP);
	assert_int_equal(is.steps[1].median_days, 10);
	assert_int_equal(is.steps[2].from, HELP);
}

static void test_silence(void **state)
{
	ARENA(a);
	question q = { .shape = SHAPE_SILENCE, .span = 30 * JOURNEY_SECONDS_A_DAY };
	(void)state;
	q.role[PLAN] = EVENT_BEGINS | EVENT_HEARD;
	q.role[PLAN_END] = EVENT_ENDS | EVENT_HEARD;
	q.role[VISIT] = EVENT_HEARD;
	journeys j = grouped(&a, NO_CALENDAR, 1);
	answer is = asked(&a, &j, &q, 1);
	assert_int_equal(is.tallies[0].n, 1); /* day 70 to day 120; child 3 has no plan */
	assert_int_equal(is.tallies[0].over, 20 * JOURNEY_SECONDS_A_DAY);
}

static void test_limits(void **state)
{
	ARENA(a);
	event_rows rows = event_rows_make(&a, 1);
	journeys j;
	(void)state;
	assert_int_equal(journeys_group(&a, &rows, NO_CALENDAR, 10, 1, &j), OK);
	assert_int_equal(j.children, 0);
	rows.n = 1;
	rows.child[0] = rows.kind[0] = rows.locality[0] = 0;
	rows.team[0] = 0;
	rows.second[0] = 10u * JOURNEY_SECONDS_A_DAY;
	assert_int_equal(journeys_group(&a, &rows, NO_CALENDAR, 10, 1, &j), E_INVALID);
	assert_int_equal(journeys_group(&a, &rows, NO_CALENDAR, 11, 1, &j), OK);
	assert_int_equal(journeys_group(&a, &rows, NO_CALENDAR, 0, 1, &j), E_LIMIT);
	rows.child[0] = UINT32_MAX;
	assert_int_equal(journeys_group(&a, &rows, NO_CALENDAR, 11, 1, &j), E_LIMIT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_grouping), cmocka_unit_test(test_years_begin_in_april), cmocka_unit_test(test_interval),
		cmocka_unit_test(test_again),    cmocka_unit_test(test_open),                 cmocka_unit_test(test_flow),
		cmocka_unit_test(test_silence),  cmocka_unit_test(test_limits),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
