/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Bank holidays against years that are known, and working days counted across them. */
#include "support/expect.h"
#include "base/holiday.h"

#include <stdio.h>

static day on(const char *text)
{
	day d;
	assert_true(day_read(str_of(text), &d));
	return d;
}

/* As they were kept, or have been announced: every bank holiday of the year, by month and day. */
static const struct {
	int year;
	const char *days;
} kept[] = {
	{ 2000, "01-03 04-21 04-24 05-01 05-29 08-28 12-25 12-26" },
	{ 2002, "01-01 03-29 04-01 05-06 06-03 06-04 08-26 12-25 12-26" },
	{ 2004, "01-01 04-09 04-12 05-03 05-31 08-30 12-25 12-26 12-27 12-28" },
	{ 2005, "01-03 03-25 03-28 05-02 05-30 08-29 12-26 12-27" },
	{ 2011, "01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27" },
	{ 2012, "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26" },
	{ 2015, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28" },
	{ 2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28" },
	{ 2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28" },
	{ 2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27" },
	{ 2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26" },
	{ 2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26" },
	{ 2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26" },
	{ 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28" },
	{ 2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28" },
};

/* A holiday on a Saturday or Sunday is no working day either way: only weekdays are compared. */
static void known_years(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
		day d, end;
		assert_true(day_make(kept[i].year, 1, 1, &d) && day_make(kept[i].year + 1, 1, 1, &end));
		for (; d.n < end.n; d = day_add(d, 1)) {
			char text[6];
			ymd parts = day_parts(d);
			if (day_weekday(d) > 4) continue;
			snprintf(text, sizeof text, "%02d-%02d", parts.month, parts.dom);
			bool expected = strstr(kept[i].days, text) != NULL;
			if (bank_holiday(d) != expected) print_error("%d-%s\n", kept[i].year, text);
			assert_true(bank_holiday(d) == expected);
		}
	}
}

/* ---- every year, worked out in another way: Easter by the table of golden numbers, which holds from 1900 to 2199 (Book of Common
 * Prayer, «A Table to find Easter Day»), each day by looking along the calendar */

static day of(int year, int month, int dom)
{
	day d;
	assert_true(day_make(year, month, dom, &d));
	return d;
}

static day next_on(day from, int weekday) /* that day, or the next one that is so */
{
	while (day_weekday(from) != weekday) from = day_add(from, 1);
	return from;
}

static day easter_by_table(int year)
{
	static const struct { int month, dom; } full_moon[] = {
		{ 4, 14 }, { 4, 3 }, { 3, 23 }, { 4, 11 }, { 3, 31 }, { 4, 18 }, { 4, 8 }, { 3, 28 }, { 4, 16 }, { 4, 5 },
		{ 3, 25 }, { 4, 13 }, { 4, 2 }, { 3, 22 }, { 4, 10 }, { 3, 30 }, { 4, 17 }, { 4, 7 }, { 3, 27 },
	};
	return next_on(day_add(of(year, full_moon[year % 19].month, full_moon[year % 19].dom), 1), 6);
}

static bool is_among(day d, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (d.n == on(list[i]).n) return true;
	return false;
}

/* What was moved, and what was given besides, by proclamation. */
static bool expected(day d)
{
	static const char *const moved_away[] = { "2002-05-27", "2012-05-28", "2020-05-04", "2022-05-30" };
	static const char *const given[] = { "2002-06-03", "2002-06-04", "2011-04-29", "2012-06-04", "2012-06-05", "2020-05-08",
		                             "2022-06-02", "2022-06-03", "2022-09-19", "2023-05-08" };
	int year = day_parts(d).year;
	day easter = easter_by_table(year), christmas = of(year, 12, 25);
	if (is_among(d, given, sizeof given / sizeof *given)) return true;
	if (is_among(d, moved_away, sizeof moved_away / sizeof *moved_away)) return false;
	if (d.n == day_add(easter, -2).n || d.n == day_add(easter, 1).n) return true;
	if (d.n == next_on(of(year, 5, 1), 0).n || d.n == next_on(of(year, 5, 25), 0).n || d.n == next_on(of(year, 8, 25), 0).n) return true;
	day new_year = of(year, 1, 1);
	if (d.n == (day_weekday(new_year) > 4 ? next_on(new_year, 0) : new_year).n) return true;
	switch (day_weekday(christmas)) { /* the 25th, the 26th, and what is kept in place of those at a weekend */
	case 4: return d.n == christmas.n || d.n == day_add(christmas, 3).n;
	case 5: return d.n == day_add(christmas, 2).n || d.n == day_add(christmas, 3).n;
	case 6: return d.n == day_add(christmas, 1).n || d.n == day_add(christmas, 2).n;
	default: return d.n == christmas.n || d.n == day_add(christmas, 1).n;
	}
}

static void every_year_by_another_rule(void **state)
{
	(void)state;
	assert_int_equal(easter_by_table(2024).n, on("2024-03-31").n);
	assert_int_equal(easter_by_table(2038).n, on("2038-04-25").n); /* as late as can be */
	for (day d = on("2000-01-01"); d.n <= on("2050-12-31").n; d = day_add(d, 1)) {
		if (day_weekday(d) > 4) continue;
		if (bank_holiday(d) != expected(d)) print_error("%d-%02d-%02d\n", day_parts(d).year, day_parts(d).month, day_parts(d).dom);
		assert_int_equal(bank_holiday(d), expected(d));
	}
}

static void eight_weekdays_a_year(void **state)
{
	(void)state;
	for (int year = 2024; year <= 2050; year++) {
		day d, end;
		int n = 0;
		assert_true(day_make(year, 1, 1, &d) && day_make(year + 1, 1, 1, &end));
		for (; d.n < end.n; d = day_add(d, 1)) n += day_weekday(d) <= 4 && bank_holiday(d);
		assert_int_equal(n, 8);
	}
}

static void working_days_are_counted(void **state)
{
	(void)state;
	static const struct {
		const char *from;
		int n;
		const char *to;
	} cases[] = {
		{ "2026-03-30", 0, "2026-03-30" },
		{ "2026-04-02", 1, "2026-04-07" },   /* over Easter */
		{ "2026-04-03", 1, "2026-04-07" },   /* from a holiday */
		{ "2026-04-04", -1, "2026-04-02" },
		{ "2026-04-07", -1, "2026-04-02" },
		{ "2025-04-01", -1, "2025-03-31" },
		{ "2025-12-24", 4, "2026-01-02" },   /* 29, 30, 31 December, 2 January: the 25th, 26th and 1st are none */
		{ "2023-01-29", 45, "2023-03-31" },
		{ "2022-09-16", 15, "2022-10-10" },  /* the 19th was given */
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		day to = working_days_from(on(cases[i].from), cases[i].n);
		if (to.n != on(cases[i].to).n) print_error("%s and %d\n", cases[i].from, cases[i].n);
		assert_int_equal(to.n, on(cases[i].to).n);
		if (cases[i].n > 0) assert_int_equal(working_days_between(on(cases[i].from), to), cases[i].n);
		if (cases[i].n < 0) assert_int_equal(working_days_between(on(cases[i].from), to), 0);
	}
	assert_int_equal(working_days_between(on("2026-04-02"), on("2026-04-06")), 0); /* Easter Monday */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_years),
		cmocka_unit_test(every_year_by_another_rule),
		cmocka_unit_test(eight_weekdays_a_year),
		cmocka_unit_test(working_days_are_counted),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
