/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Links of a page that is shown as known on a past day. */
#include "support/expect.h"

#include "web/dispatch_inside.h"

static void links_lead_to_the_same_day(void **state)
{
	(void)state;
	static const struct { const char *before, *after; } cases[] = {
		{ "<a href=\"/record/17\">x</a>", "<a href=\"/record/17?known=2024-03-05\">x</a>" },
		{ "<a class=\"b\" href=\"/child/3?order=oldest#story\">", "<a class=\"b\" href=\"/child/3?order=oldest&amp;known=2024-03-05#story\">" },
		{ "<a href=\"/record/17/file/ab12\">", "<a href=\"/record/17/file/ab12?known=2024-03-05\">" },
		{ "<a href=\"/child/3?known=2020-01-01\">", "<a href=\"/child/3?known=2020-01-01\">" },
		{ "<a href=\"/record/17/correct\">", "<a href=\"/record/17/correct\">" },
		{ "<a href=\"/child/3/record/voice\">", "<a href=\"/child/3/record/voice\">" },
		{ "<a href=\"/child/3/who-looked\">", "<a href=\"/child/3/who-looked\">" },
		{ "<a href=\"/child/new\"><a href=\"/about\"><a href=\"/child/\"><a href=\"#top\">", NULL },
		{ "words that say href=&quot;/record/17&quot;", NULL },
		{ "<form method=\"get\" action=\"/child/3\"><select>", "<form method=\"get\" action=\"/child/3\"><input type=\"hidden\" name=\"known\" value=\"2024-03-05\"><select>" },
		{ "<form method=\"get\" action=\"/child/3\"><input name=\"known\"></form>", NULL },
		{ "<form method=\"post\" action=\"/child/3\"></form>", NULL },
		{ "<form method=\"get\" action=\"/find\"></form><a href=\"/record/1", NULL },
		{ "", NULL },
	};
	ARENA(a);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		expect_text(past_links(&a, str_of(cases[i].before), S("2024-03-05")), cases[i].after ? cases[i].after : cases[i].before);
	expect_text(past_links(&a, S("<a href=\"/child/3\">"), S("\"><b>")), "<a href=\"/child/3?known=%22%3E%3Cb%3E\">");
}

int main(void)
{
	static const struct CMUnitTest tests[] = { cmocka_unit_test(links_lead_to_the_same_day) };
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("web/past", tests, NULL, NULL);
}
