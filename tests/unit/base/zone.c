/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The area's clock: nights on which it is moved, years beyond the table, and zone files that are none. */
#include "support/expect.h"
#include "base/day.h"
#include "base/file.h"

static const zone *load(arena *a, str name)
{
	const zone *z;
	assert_int_equal(zone_load(a, name, &z), OK);
	return z;
}

static instant at(const char *text)
{
	instant i;
	assert_true(instant_read(str_of(text), &i));
	return i;
}

static day on(const char *text)
{
	day d;
	assert_true(day_read(str_of(text), &d));
	return d;
}

static void expect_clock(const zone *z, const char *utc, const char *local_day, int hour, int minute)
{
	assert_int_equal(zone_day(z, at(utc)).n, on(local_day).n);
	assert_int_equal(zone_minutes(z, at(utc)), hour * 60 + minute);
}

static void london_nights(void **state)
{
	(void)state;
	ARENA(a);
	const zone *z = load(&a, S("Europe/London"));
	expect_clock(z, "2024-03-31T00:59:59.999Z", "2024-03-31", 0, 59);
	expect_clock(z, "2024-03-31T01:00:00Z", "2024-03-31", 2, 0);
	expect_clock(z, "2024-10-27T00:59:59Z", "2024-10-27", 1, 59);
	expect_clock(z, "2024-10-27T01:00:00Z", "2024-10-27", 1, 0);
	expect_clock(z, "1995-10-22T00:59:59Z", "1995-10-22", 1, 59); /* the fourth Sunday, until 1995 */
	expect_clock(z, "1995-10-22T01:00:00Z", "1995-10-22", 1, 0);
	expect_clock(z, "1970-01-15T12:00:00Z", "1970-01-15", 13, 0); /* an hour ahead all year, 1968 to 1971 */
	expect_clock(z, "1944-07-01T12:00:00Z", "1944-07-01", 14, 0); /* double summer time */
	expect_clock(z, "1940-01-15T12:00:00Z", "1940-01-15", 12, 0);
	expect_clock(z, "1840-06-01T00:00:00Z", "1840-05-31", 23, 58); /* by the sun: 75 seconds behind */
	expect_clock(z, "2024-06-30T23:00:00Z", "2024-07-01", 0, 0);
	expect_clock(z, "2024-12-31T23:59:59Z", "2024-12-31", 23, 59);
}

/* The rule since 1996, computed apart: from 01:00 UTC on the last Sunday of March to the last of October. */
static void london_for_two_centuries(void **state)
{
	(void)state;
	ARENA(a);
	const zone *z = load(&a, S("Europe/London"));
	for (int year = 1996; year <= DAY_LAST_YEAR; year++) {
		day march, october;
		assert_true(day_make(year, 3, 31, &march) && day_make(year, 10, 31, &october));
		while (day_weekday(march) != 6) march.n--;
		while (day_weekday(october) != 6) october.n--;
		instant starts = { ((int64_t)march.n * 24 + 1) * 3600000 },
			ends = { ((int64_t)october.n * 24 + 1) * 3600000 };
		assert_int_equal(zone_minutes(z, (instant){ starts.ms - 1 }), 59);
		assert_int_equal(zone_minutes(z, starts), 120);
		assert_int_equal(zone_minutes(z, (instant){ ends.ms - 1 }), 119);
		assert_int_equal(zone_minutes(z, ends), 60);
	}
}

static void from_the_clock_to_the_instant(void **state)
{
	(void)state;
	ARENA(a);
	const zone *z = load(&a, S("Europe/London"));
	assert_int_equal(zone_instant(z, on("2024-07-01"), 0).ms, at("2024-06-30T23:00:00Z").ms);
	assert_int_equal(zone_instant(z, on("2024-10-27"), 90).ms,
	                 at("2024-10-27T00:30:00Z").ms); /* shown twice: the earlier */
	assert_int_equal(zone_instant(z, on("2024-03-31"), 90).ms,
	                 at("2024-03-31T01:30:00Z").ms); /* never shown: 02:30 */
	assert_int_equal(zone_instant(z, on("2150-07-01"), 720).ms,
	                 at("2150-07-01T11:00:00Z").ms);            /* beyond the table */
	const zone *lord_howe = load(&a, S("Australia/Lord_Howe")); /* half an hour, and summer spans the new year */
	assert_int_equal(zone_instant(lord_howe, on("2090-01-01"), 0).ms, at("2089-12-31T13:00:00Z").ms);
	assert_int_equal(zone_instant(lord_howe, on("2090-07-01"), 0).ms, at("2090-06-30T13:30:00Z").ms);
}

/* Whatever the zone: the minute that a clock shows leads back to an instant that shows it, no later than the one asked.
 */
static void there_and_back_in_many_zones(void **state)
{
	(void)state;
	static const char *const names[] = { "Europe/London",       "Europe/Dublin",  "America/New_York",
		                             "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca",
		                             "America/St_Johns",    "Pacific/Apia",   "UTC" };
	for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
		ARENA(a);
		const zone *z = load(&a, str_of(names[k]));
		for (int64_t ms = -1500000000000; ms < 7000000000000; ms += 17 * 3600000 + 60000) {
			instant i = { ms - ms % 60000 }, back = zone_instant(z, zone_day(z, i), zone_minutes(z, i));
			assert_int_equal(zone_day(z, back).n, zone_day(z, i).n);
			assert_int_equal(zone_minutes(z, back), zone_minutes(z, i));
			assert_in_range(i.ms - back.ms + 60000, 0, 25 * 3600000);
		}
	}
}

static void zones_that_are_none(void **state)
{
	(void)state;
	static const char *const names[] = {
		"", "Europe/Nowhere", "../../etc/passwd", "/etc/localtime", "Europe", "zone.tab", "a\nb"
	};
	for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
		ARENA(a);
		const zone *z = NULL;
		assert_int_not_equal(zone_load(&a, str_of(names[k]), &z), OK);
		assert_null(z);
	}
}

/* A zone file without its table: version 2, one type, the footer given. */
static err parse_with_footer(arena *a, const char *footer, const zone **ret)
{
	static const char header[44] = { 'T', 'Z', 'i', 'f', '2', [39] = 1, [43] = 4 };
	buf b = BUF(a);
	buf_bytes(&b, header, sizeof header);
	buf_bytes(&b, "\0\0\0\0\0\0GMT\0", 10);
	buf_bytes(&b, header, sizeof header);
	buf_bytes(&b, "\0\0\0\0\0\0GMT\0", 10);
	buf_printf(&b, "\n%s\n", footer);
	return zone_parse(a, buf_view(&b), ret);
}

static void footers(void **state)
{
	(void)state;
	ARENA(a);
	const zone *z;
	static const char *const bad[] = { "X",
		                           "GM0",
		                           "GMT",
		                           "GMT25",
		                           "GMT0BST",
		                           "GMT0BST,M3.5.0",
		                           "GMT0BST,M3.5.0,M10.5.0,",
		                           "GMT0BST,M13.5.0,M10.5.0",
		                           "GMT0BST,M3.6.0,M10.5.0",
		                           "GMT0BST,M3.5.7,M10.5.0",
		                           "GMT0BST,J0,J365",
		                           "GMT0BST,J366,J1",
		                           "GMT0BST,366,1",
		                           "GMT0BST,M3.5.0/168,M10.5.0",
		                           "<GMT0",
		                           "GMT0 ",
		                           "GMT0:60" };
	for (size_t k = 0; k < sizeof bad / sizeof *bad; k++)
		assert_int_equal(parse_with_footer(&a, bad[k], &z), E_INVALID);
	assert_int_equal(parse_with_footer(&a, "<+0330>-3:30", &z), OK);
	expect_clock(z, "2050-06-01T00:00:00Z", "2050-06-01", 3, 30);
	assert_int_equal(parse_with_footer(&a, "AAA0BBB,J60/0,J300/0", &z), OK); /* 1 March in every year */
	expect_clock(z, "2023-03-01T00:00:00Z", "2023-03-01", 1, 0);
	expect_clock(z, "2024-02-29T23:59:00Z", "2024-02-29", 23, 59);
	expect_clock(z, "2024-03-01T00:00:00Z", "2024-03-01", 1, 0);
	assert_int_equal(parse_with_footer(&a, "AAA0BBB,59/0,300/0", &z),
	                 OK); /* the 60th day: 29 February in a leap year */
	expect_clock(z, "2024-02-29T00:00:00Z", "2024-02-29", 1, 0);
	expect_clock(z, "2023-02-28T23:59:00Z", "2023-02-28", 23, 59);
	assert_int_equal(parse_with_footer(&a, "XXX3EDT4,0/0,J365/23", &z),
	                 OK); /* RFC 8536's way to say summer all year */
	for (int month = 1; month <= 12; month++) {
		day d;
		assert_true(day_make(2044, month, 1, &d));
		assert_int_equal(zone_minutes(z, (instant){ (int64_t)d.n * 86400000 }), 20 * 60);
	}
}

static void a_cut_file_is_refused(void **state)
{
	(void)state;
	ARENA(a);
	str whole;
	const zone *z;
	assert_int_equal(file_read(&a, "/usr/share/zoneinfo/Europe/London", 1 << 20, &whole), OK);
	assert_int_equal(zone_parse(&a, whole, &z), OK);
	for (size_t n = 0; n < whole.n; n++) assert_int_equal(zone_parse(&a, str_first(whole, n), &z), E_INVALID);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(london_nights),
		cmocka_unit_test(london_for_two_centuries),
		cmocka_unit_test(from_the_clock_to_the_instant),
		cmocka_unit_test(there_and_back_in_many_zones),
		cmocka_unit_test(zones_that_are_none),
		cmocka_unit_test(footers),
		cmocka_unit_test(a_cut_file_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
