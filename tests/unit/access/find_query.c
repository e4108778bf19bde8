/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Names as they are compared, and what somebody types into find. */
#include "support/expect.h"

#include "access/find_query.h"
#include "access/fold.h"

static void folding(void **state)
{
	(void)state;
	static const struct { const char *name, *folded; } names[] = {
		{ "Zoë O'Neill-Łoś", "zoe oneill los" }, { "  MÜLLER,  Jürgen ", "muller jurgen" }, { "Straße", "strasse" },
		{ "Søren Ærø", "soren aero" }, { "Þóra", "thora" }, { "ﬁlip", "filip" }, { "李 小龙", "李 小龙" }, { "*%_", "" }, { "", "" },
	};
	ARENA(a);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		expect_text(fold_name(&a, str_of(names[i].name)), names[i].folded);
	assert_true(fold_begins(S("ann anna"), S("anna ann")));
	assert_true(fold_begins(S("be onei"), S("bell oneill los")));
	assert_false(fold_begins(S("ann ann"), S("anna")));
	assert_false(fold_begins(S("ell"), S("bell")));
	assert_false(fold_begins(S(""), S("bell")));
}

static void dates_of_birth(void **state)
{
	(void)state;
	static const struct { const char *text, *names, *born; } queries[] = {
		{ "5/3/2014", "", "2014-03-05" },          { "05.03.2014", "", "2014-03-05" }, { "5-3-14", "", "2014-03-05" },
		{ "2014-03-05", "", "2014-03-05" },        { "05032014", "", "2014-03-05" },   { "5 March 2014", "", "2014-03-05" },
		{ "5th Mar 2014 bell", "bell", "2014-03-05" }, { "Bell 5/3/2014 Neill", "bell neill", "2014-03-05" },
		{ "1/2/99", "", "1999-02-01" },            { "31/2/2014 x", "31 2 2014 x", NULL }, { "May Bell", "may bell", NULL },
		{ "5 May", "5 may", NULL },
	};
	ARENA(a);
	day today;
	assert_true(day_make(2026, 11, 22, &today));
	for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
		find_query q;
		buf born = BUF(&a);
		assert_int_equal(find_query_read(&a, str_of(queries[i].text), today, &q), OK);
		expect_text(q.names, queries[i].names);
		if (q.has_born) day_write(&born, q.born);
		expect_text(buf_view(&born), queries[i].born ? queries[i].born : "");
	}
	static const char *const refused[] = { "", "   ", "a", "*", "%", "b*", "\x01", "\xff\xfe", "- -" };
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		find_query q;
		if (find_query_read(&a, str_of(refused[i]), today, &q) != E_INVALID) fail_msg("«%s» was taken", refused[i]);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = { cmocka_unit_test(folding), cmocka_unit_test(dates_of_birth) };
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("access/find_query", tests, NULL, NULL);
}
