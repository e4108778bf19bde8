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
		cmocka_unit_test(eight_weekdays_a_year),
		cmocka_unit_test(working_days_are_counted),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
