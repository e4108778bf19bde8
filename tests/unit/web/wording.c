/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Ages and days as people read them. */
#include "web/wording.h"

#include "support/expect.h"

static day on(int year, int month, int dom)
{
	day d;
	assert_true(day_make(year, month, dom, &d));
	return d;
}

static str age(arena *a, const char *born, day today)
{
	const zone *z;
	value v = { .is = VALUE_KNOWN };
	assert_int_equal(zone_load(a, S("Europe/London"), &z), OK);
	assert_true(when_read(z, str_of(born), &v.on));
	return age_words(a, &v, today);
}

static void test_ages(void **state)
{
	(void)state;
	ARENA(a);
	expect_text(age(&a, "2019-03-05", on(2024, 3, 4)), "4 years old");
	expect_text(age(&a, "2019-03-05", on(2024, 3, 5)), "5 years old");
	expect_text(age(&a, "2024-03-05", on(2024, 3, 25)), "20 days old");
	expect_text(age(&a, "2024-03-31", on(2024, 4, 30)), "30 days old");
	expect_text(age(&a, "2024-03-05", on(2024, 4, 5)), "1 month old");
	expect_text(age(&a, "2022-06-05", on(2024, 6, 4)), "23 months old");
	expect_text(age(&a, "2022-06-05", on(2024, 6, 5)), "2 years old");
	expect_text(age(&a, "2012", on(2024, 6, 5)), "about 12 years old");
	expect_text(age(&a, "2024-05", on(2024, 6, 5)), "about 1 month old");
	expect_text(age(&a, "2012-01-02~", on(2024, 6, 5)), "about 12 years old");
	expect_text(age(&a, "2012-02-29", on(2023, 2, 28)), "10 years old");
	expect_text(age(&a, "2025-01-01", on(2024, 6, 5)), ""); /* before the birth nothing is said */
	expect_text(age_words(&a, &(value){ .is = VALUE_NOT_KNOWN }, on(2024, 6, 5)), "");
	expect_text(age_words(&a, NULL, on(2024, 6, 5)), "");
}

static void test_days_within_a_month(void **state)
{
	(void)state;
	ARENA(a);
	const zone *z;
	static const char *const all[][2] = {
		{ "2024-03-05", "Tuesday 5" }, { "2024-03", "in March" }, { "2024-03~", "about March" }, { "2024", "in 2024" },
		{ "2024~", "about 2024" }, { "2024-07-01T13:05:00.000Z", "Monday 1, 14:05" },
	};
	assert_int_equal(zone_load(&a, S("Europe/London"), &z), OK);
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		when w;
		assert_true(when_read(z, str_of(all[i][0]), &w));
		expect_text(when_in_month(&a, z, w), all[i][1]);
	}
	expect_text(when_words(&a, z, (when){ 0 }), "not known when");
	expect_text(count_words(&a, 1, "child", "children"), "1 child");
	expect_text(count_words(&a, 0, "child", "children"), "0 children");
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_ages), cmocka_unit_test(test_days_within_a_month) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
