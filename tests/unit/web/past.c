/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Links of a page that is shown as known on a past day. */
#include "support/expect.h"

#include "web/dispatch_inside.h"

const capability_code *const capability_codes[] = { NULL };

static void links_lead_to_the_same_day(void **state)
{
	(void)state;
	static const struct { const char *before, *after; } cases[] = {
		{ "<a href=\"/record/17\">x</a>", "<a href=\"/record/17?known=2024-03-05\">x</a>" },
		{ "<a class=\"b\" href=\"/child/3?order=oldest#story\">", "<a class=\"b\" href=\"/child/3?order=oldest&amp;known=2024-03-05#story\">" },
		{ "<a href=\"/record/17/file/ab12\">", "<a href=\"/record/17/file/ab12?known=2024-03-05\">" },
		{ "<a href=\"/child/3?known=2020-01-01\">", "<a href=\"/child/3?known=2020-01-01\">" },
		{ "<a href=\"/record/17/correct\">", "<a href=\"/record/17/correct?known=2024-03-05\">" },
		{ "<a href=\"/child/3/record/voice?about-to=4\">", "<a href=\"/child/3/record/voice?about-to=4&amp;known=2024-03-05\">" },
		{ "<a href=\"/child/3/interest\"><a href=\"/record-new/person\">", "<a href=\"/child/3/interest?known=2024-03-05\"><a href=\"/record-new/person\">" },
		{ "<a href=\"/child/3/family\">", "<a href=\"/child/3/family?known=2024-03-05\">" },
		{ "<a href=\"/about\"><a href=\"/child/\"><a href=\"#top\">", NULL },
		{ "words that say href=&quot;/record/17&quot;", NULL },
		{ "<form method=\"get\" action=\"/child/3\"><select>", "<form method=\"get\" action=\"/child/3\"><input type=\"hidden\" name=\"known\" value=\"2024-03-05\"><select>" },
		{ "<form method=\"get\" action=\"/child/3\"><input name=\"known\"></form>", NULL },
		{ "<form method=\"post\" action=\"/child/3\"></form>", NULL }, /* no form is sent there */
		{ "<form method=\"post\" action=\"/record/17/part\"><input></form>", "<form method=\"post\" action=\"/record/17/part?known=2024-03-05\"><input></form>" },
		{ "<form method=\"post\"></form>", NULL },
		{ "<form method=\"get\" action=\"/find\"></form><a href=\"/record/1", NULL },
		{ "", NULL },
	};
	ARENA(a);
	static const route pages[] = {
		{ .method = POST, .path = "/record/:record/part", .may = MAY_READ_RECORD },
		{ .method = GET, .path = "/child/:child/interest", .may = MAY_SIGNED_IN }, { .method = GET, .path = "/record-new/:kind", .may = MAY_SIGNED_IN },
		{ .method = GET, .path = "/child/:child", .then = true }, { .method = GET, .path = "/child/:child/family", .then = true },
		{ .method = GET, .path = "/record/:record", .then = true }, { .method = GET, .path = "/record/:record/file/:digest", .then = true },
		{ .method = GET, .path = "/record/:record/correct", .may = MAY_READ_RECORD },
		{ .method = GET, .path = "/child/:child/record/:kind", .may = MAY_READ_CHILD },
	};
	route_list routes = { 0 };
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) PUSH(&a, &routes, &pages[i]);
	past_asked on = { &routes, S("2024-03-05"), STR_NONE }, by = { &routes, S("2024-03-05T14:20"), S("17") }, odd = { &routes, S("\"><b>"), STR_NONE };
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		expect_text(past_links(&a, str_of(cases[i].before), &on), cases[i].after ? cases[i].after : cases[i].before);
	expect_text(past_links(&a, S("<a href=\"/child/3\">"), &odd), "<a href=\"/child/3?known=%22%3E%3Cb%3E\">");
	expect_text(past_links(&a, S("<a href=\"/record/3\">"), &by), "<a href=\"/record/3?known=2024-03-05T14%3A20&amp;to=17\">");
}

int main(void)
{
	static const struct CMUnitTest tests[] = { cmocka_unit_test(links_lead_to_the_same_day) };
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("web/past", tests, NULL, NULL);
}
