/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What somebody types to find a person, taken apart. */
#include "support/expect.h"

#include "match/query.h"

static day some_day(void)
{
	day today = { 0 };
	assert_true(day_make(2026, 11, 22, &today));
	return today;
}

/* Words with a space between; «?» before one that is said of whom; then numbers; then the days. */
static str told(arena *a, const query *q)
{
	buf b = BUF(a);
	for (size_t i = 0; i < q->word_n; i++) {
		if (i) buf_char(&b, ' ');
		if (q->words[i].of_trait) buf_char(&b, '?');
		buf_str(&b, q->words[i].text);
	}
	for (size_t i = 0; i < q->number_n; i++) {
		buf_lit(&b, " #");
		buf_str(&b, q->numbers[i].key);
	}
	if (q->has_born) buf_char(&b, '|');
	if (q->has_born) day_write(&b, q->born_from);
	if (q->has_born && q->born_to.n != q->born_from.n) {
		buf_lit(&b, "..");
		day_write(&b, q->born_to);
	}
	return buf_view(&b);
}

static void taken_apart(void **state)
{
	(void)state;
	static const struct { const char *text, *told; } queries[] = {
		{ "5th Mar 2014 bell", "bell|2014-03-05" }, { "Bell 5/3/2014 Neill", "bell neill|2014-03-05" },
		{ "1.2.99 x-ray", "x ray|1999-02-01" }, { "bell 5 3 14", "bell|2014-03-05" },
		{ "5-Mar-14 bell", "bell|2014-03-05" }, { "05/march/2014", "|2014-03-05" }, { "bell 31-Feb-14", "bell 31 feb 14 #31feb14" },
		{ "bell Mar-2014", "bell|2014-03-01..2014-03-31" }, { "Anne-May 5/3/2014", "anne may|2014-03-05" },
		{ "05032014 bell", "bell #05032014|2014-03-05" },
		{ "31/2/2014 xy", "31 2 2014 xy #3122014" }, { "May Bell", "may bell" }, { "May 2014 Bell", "bell|2014-05-01..2014-05-31" },
		{ "bell 2014-02", "bell|2014-02-01..2014-02-28" }, { "bell 2014", "bell #2014|2014-01-01..2014-12-31" },
		{ "bell age 7", "bell|2018-11-23..2019-11-22" }, { "bell 7yo", "bell|2018-11-23..2019-11-22" },
		{ "bell 7 years old", "bell|2018-11-23..2019-11-22" }, { "PL4 8ZY bell", "pl48zy bell #pl48zy" },
		{ "pl48zy, bell", "pl48zy bell #pl48zy" }, { "bell PL4", "bell pl4 #pl4" }, { "943 476 5919", "943 476 5919 #9434765919 #943 #476 #5919" },
		{ "9434765919 17/05/2012", "9434765919 #9434765919|2012-05-17" }, { "01752 496012 PL4 8ZY", "01752 496012 pl48zy #01752496012 #01752 #496012 #pl48zy" },
		{ "+447700900123", "447700900123 #07700900123" }, { "0044 7700 900 123", "0044 7700 900 123 #07700900123 #0044 #7700 #900 #123" }, { "NHS no. 943", "943 #943" },
		{ "bell 3/15/2014", "bell|2014-03-15" }, { "20140305 bell", "bell #20140305|2014-03-05" }, { "bell 050314", "bell #050314|2014-03-05" },
		{ "bell, will (dob 17/05/2012)", "bell will|2012-05-17" }, { "Surname: Bell First name: Will D.O.B: 17.05.2012.", "bell will|2012-05-17" },
		{ "12-year-old bell", "bell|2013-11-23..2014-11-22" }, { "bell aged 8 months", "bell|2026-02-23..2026-03-22" },
		{ "6 weeks old bell", "bell|2026-10-05..2026-10-11" }, { "Will Bell 14", "will bell|2011-11-23..2012-11-22" },
		{ "flat 3", "flat 3 #3" }, { "14 Oak Drive", "14 oak drive #14" }, { "mum is called Lisbet", "?lisbet" }, { "mother's name: Ann", "?ann" },
		{ "Nana Osei", "nana osei" }, { "Max Partner 5/3/2014", "max partner|2014-03-05" }, { "lives 12 Oak", "lives 12 oak #12" }, { "lives at Oak Drive", "oak drive" },
		{ "mother Sharon lives with Kev", "?sharon ?kev" }, { "dob 5/3/2014", "|2014-03-05" }, { "O'Brien's", "obriens" },
	};
	ARENA(a);
	for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
		query q;
		assert_int_equal(query_read(&a, str_of(queries[i].text), some_day(), &q), OK);
		expect_text(told(&a, &q), queries[i].told);
	}
}

/* However much is typed, so much is looked at, and it is said that there was more. */
static void more_than_is_looked_at(void **state)
{
	(void)state;
	ARENA(a);
	query q;
	buf b = BUF(&a);
	for (int i = 0; i < 60; i++) buf_lit(&b, "bell ");
	assert_int_equal(query_read(&a, buf_view(&b), some_day(), &q), OK);
	assert_int_equal(q.word_n, QUERY_WORDS_MOST);
	assert_true(q.more_words);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(taken_apart), cmocka_unit_test(more_than_is_looked_at) };
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("match/query", tests, NULL, NULL);
}
