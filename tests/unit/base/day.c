/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Days, instants, and when something happened. */
#include "support/expect.h"
#include "base/day.h"

static day on(int year, int month, int dom)
{
	day d;
	assert_true(day_make(year, month, dom, &d));
	return d;
}

static const zone *london(arena *a)
{
	const zone *z;
	assert_int_equal(zone_load(a, S("Europe/London"), &z), OK);
	return z;
}

static void every_day_goes_there_and_back(void **state)
{
	(void)state;
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	day expected = { -62091 }; /* 1 January 1800: 170 years of 365 days and 41 leap days before 1970 */
	int weekday = 2;           /* it was a Wednesday */
	for (int year = DAY_FIRST_YEAR; year <= DAY_LAST_YEAR; year++)
		for (int month = 1; month <= 12; month++) {
			bool leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
			int length = lengths[month - 1] + (month == 2 && leap);
			for (int dom = 1; dom <= length; dom++, expected.n++, weekday = (weekday + 1) % 7) {
				day d = on(year, month, dom);
				ymd parts = day_parts(d);
				assert_int_equal(d.n, expected.n);
				assert_int_equal(day_weekday(d), weekday);
				assert_true(parts.year == year && parts.month == month && parts.dom == dom);
			}
			day none;
			assert_false(day_make(year, month, length + 1, &none));
			assert_false(day_make(year, month, 0, &none));
		}
	assert_int_equal(on(1970, 1, 1).n, 0);
}

static void days_that_are_none(void **state)
{
	(void)state;
	day d = { 42 };
	assert_false(day_make(1799, 12, 31, &d) || day_make(2200, 1, 1, &d) || day_make(2024, 13, 1, &d) ||
	             day_make(2024, 0, 1, &d));
	static const char *const bad[] = { "",           "2024-2-03", "2024-02-30", "2023-02-29", "2024-02-03 ",
		                           "2024/02/03", "20240203",  "03-02-2024", "+024-02-03", "2024-02-0x",
		                           "1900-02-29" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(day_read(str_of(bad[i]), &d));
	assert_int_equal(d.n, 42);
	assert_true(day_read(S("2000-02-29"), &d) && d.n == 11016);
}

static void days_in_words(void **state)
{
	(void)state;
	ARENA(a);
	buf b = BUF(&a);
	day_write(&b, on(1804, 3, 5));
	buf_char(&b, ' ');
	day_write_long(&b, on(2024, 9, 30));
	expect_written(&b, "1804-03-05 30 September 2024");
}

static void ages(void **state)
{
	(void)state;
	assert_int_equal(day_age(on(2010, 6, 15), on(2024, 6, 14)), 13);
	assert_int_equal(day_age(on(2010, 6, 15), on(2024, 6, 15)), 14);
	/* Born on 29 February: a year older on 1 March, except in leap years. */
	assert_int_equal(day_age(on(2008, 2, 29), on(2025, 2, 28)), 16);
	assert_int_equal(day_age(on(2008, 2, 29), on(2025, 3, 1)), 17);
	assert_int_equal(day_age(on(2008, 2, 29), on(2024, 2, 29)), 16);
	assert_int_equal(day_age(on(2024, 2, 29), on(2024, 2, 29)), 0);
	assert_int_equal(day_age(on(2024, 3, 1), on(2024, 2, 29)), -1);
}

static void instants_are_read(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t ms;
	} good[] = {
		{ "1970-01-01T00:00:00Z", 0 },
		{ "2024-03-05T14:20:00Z", 1709648400000 },
		{ "2024-03-05T14:20:00.7Z", 1709648400700 },
		{ "2024-03-05T14:20:00.123456789Z", 1709648400123 },
		{ "2024-03-05T15:20:00+01:00", 1709648400000 },
		{ "2024-03-04T23:50:00-14:30", 1709648400000 },
		{ "1969-12-31T23:59:59.999Z", -1 },
		{ "1800-01-01T00:00:00Z", -5364662400000 },
		{ "2199-12-31T23:59:59.999Z", 7258118399999 },
	};
	static const char *const bad[] = { "2024-03-05T14:20Z",         "2024-03-05 14:20:00Z",
		                           "2024-03-05T24:00:00Z",      "2024-03-05T14:60:00Z",
		                           "2024-03-05T14:20:60Z",      "2024-03-05T14:20:00",
		                           "2024-03-05T14:20:00.Z",     "2024-03-05T14:20:00.1234567890Z",
		                           "2024-03-05T14:20:00+1:00",  "2024-03-05T14:20:00+24:00",
		                           "2024-02-30T14:20:00Z",      "2024-03-05T14:20:00ZZ",
		                           "1800-01-01T00:00:00+00:01", "2199-12-31T23:59:59-00:01" };
	instant i = { 0 };
	for (size_t k = 0; k < sizeof good / sizeof *good; k++) {
		assert_true(instant_read(str_of(good[k].text), &i));
		assert_int_equal(i.ms, good[k].ms);
	}
	for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) assert_false(instant_read(str_of(bad[k]), &i));
}

static void instants_go_there_and_back(void **state)
{
	(void)state;
	for (int64_t ms = -5364662400000; ms < 7258118400000; ms += 86399999 * 3 + 7) {
		ARENA(a);
		buf b = BUF(&a);
		instant back;
		instant_write(&b, (instant){ ms });
		assert_int_equal(b.n, 24);
		assert_true(instant_read(buf_view(&b), &back));
		assert_int_equal(back.ms, ms);
	}
}

static void when_goes_there_and_back(void **state)
{
	(void)state;
	ARENA(a);
	const zone *z = london(&a);
	static const struct {
		const char *text, *words;
		precision is;
	} good[] = {
		{ "2024-07-05T14:20:00.000Z", "5 July 2024 at 15:20", WHEN_INSTANT },
		{ "2024-03-05", "5 March 2024", WHEN_DAY },
		{ "2024-03-05~", "about 5 March 2024", WHEN_DAY },
		{ "2024-03", "March 2024", WHEN_MONTH },
		{ "2024-03~", "about March 2024", WHEN_MONTH },
		{ "2024", "2024", WHEN_YEAR },
		{ "1987~", "about 1987", WHEN_YEAR },
	};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		when w;
		buf text = BUF(&a), words = BUF(&a);
		assert_true(when_read(z, str_of(good[i].text), &w));
		assert_int_equal(w.is, good[i].is);
		when_write(&text, w);
		when_write_long(&words, z, w);
		expect_written(&text, good[i].text);
		expect_written(&words, good[i].words);
	}
	static const char *const bad[] = { "",
		                           "~",
		                           "24",
		                           "2024-",
		                           "2024-00",
		                           "2024-13",
		                           "2024-3",
		                           "2024~~",
		                           "-2024",
		                           "2024-+1",
		                           "-024",
		                           "2024-03-05T14:20:00Z~",
		                           "2024-03-05T14:20",
		                           "1799",
		                           "2200",
		                           "2024-03-",
		                           "2024-03-5" };
	when untouched = { 0 };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(when_read(z, str_of(bad[i]), &untouched));
}

static void the_day_of_an_instant_is_the_areas(void **state)
{
	(void)state;
	ARENA(a);
	const zone *z = london(&a);
	when w;
	assert_true(when_read(z, S("2024-06-30T23:30:00Z"), &w));
	assert_int_equal(w.on.n, on(2024, 7, 1).n);
	assert_int_equal(when_sort_ms(z, (when){ .is = WHEN_DAY, .on = on(2024, 7, 1) }), w.at.ms - 30 * 60 * 1000);
}

static void when_sorts(void **state)
{
	(void)state;
	ARENA(a);
	const zone *z = london(&a);
	static const char *const order[] = {
		"1999-12-31", "2000",   "2000-01", "2000-01-01", "2000-01-01T09:00:00Z", "2000-01-01T09:00:00.001Z",
		"2000-01-02", "2000-02"
	};
	when w[9];
	size_t n = sizeof order / sizeof *order;
	for (size_t i = 0; i < n; i++) assert_true(when_read(z, str_of(order[i]), &w[i]));
	w[n] = (when){ 0 }; /* none is last */
	for (size_t i = 0; i <= n; i++)
		for (size_t k = 0; k <= n; k++) {
			int c = when_cmp(w[i], w[k]);
			assert_true(i < k ? c < 0 : i > k ? c > 0 : c == 0);
		}
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day_goes_there_and_back),
		cmocka_unit_test(days_that_are_none),
		cmocka_unit_test(days_in_words),
		cmocka_unit_test(ages),
		cmocka_unit_test(instants_are_read),
		cmocka_unit_test(instants_go_there_and_back),
		cmocka_unit_test(when_goes_there_and_back),
		cmocka_unit_test(the_day_of_an_instant_is_the_areas),
		cmocka_unit_test(when_sorts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
