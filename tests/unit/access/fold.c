/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Names as they are compared. */
#include "support/expect.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(folding) };
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("access/fold", tests, NULL, NULL);
}
