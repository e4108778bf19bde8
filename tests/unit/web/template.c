/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A compiled page: what its values become, in HTML and in JSON. What does not compile: tests/flow/templates. */
#include "support/expect.h"
#include "base/clock.h"
#include "tests/unit/web/pages/sample.h"
#include "web/assets.h"

#include <stdio.h>

const capability_code *const capability_codes[] = { NULL };

#define NASTY "<script>alert(\"1\" & '2')</script>"
#define NASTY_ESCAPED "&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;"
#define NASTY_IN_URL "%3Cscript%3Ealert%28%221%22%20%26%20%272%27%29%3C%2Fscript%3E"

static sample_page *filled(arena *a)
{
	sample_page *m = TAKE(a, sample_page);
	m->text = S(NASTY);
	m->number = -42;
	m->on = true;
	assert_true(day_make(2024, 2, 29, &m->born));
	assert_true(instant_read(S("2024-03-05T14:20:00Z"), &m->at));
	m->happened = (when){ .is = WHEN_DAY, .on = m->born };
	m->to = url_with(a, URL("/child/17?a=1&b="), S("x y"));
	m->markup = HTML("<b>kept</b>");
	PUSH(a, &m->groups, ((sample_page_group){ .name = S("first & last") }));
	PUSH(a, &m->groups, ((sample_page_group){ .name = S("empty") }));
	PUSH(a, &m->groups.at[0].items, ((sample_page_item){ S("one"), true }));
	PUSH(a, &m->groups.at[0].items, ((sample_page_item){ S("two <i>"), false }));
	m->part = (sample_part_page){ S("in another") };
	return m;
}

static void html_is_escaped_where_it_stands(void **state)
{
	(void)state;
	ARENA(a);
	buf b = BUF(&a);
	sample_html(&b, filled(&a));
	expect_written(&b,
	               "<p title=\"" NASTY_ESCAPED "\">" NASTY_ESCAPED " -42 29 February 2024</p>\n"
	               "<a href=\"/child/17?a=1&amp;b=x%20y\">whole</a>"
	               "<a href=\"/find?q=" NASTY_IN_URL "&amp;n=-42#" NASTY_IN_URL "\">parts</a>\n"
	               "<b>kept</b>\n"
	               "<h2>first &amp; last</h2>\n"
	               "<li class=\"chosen\">one</li>\n"
	               "<li hidden>two &lt;i&gt;</li>\n"
	               "<h2>empty</h2>\n"
	               "<em>in another</em>\n\n"
	               "<input type=\"checkbox\"\nchecked\n>\n"
	               "<p>\"quoted\" \\ ?\?= a literal</p>\n");
}

static void json_says_the_same(void **state)
{
	(void)state;
	ARENA(a);
	buf b = BUF(&a);
	sample_json(&b, filled(&a));
	expect_written(&b,
	               "{\"text\":\"\\u003cscript>alert(\\\"1\\\" & '2')\\u003c/script>\",\"number\":-42,\"on\":true,"
	               "\"born\":\"2024-02-29\",\"at\":\"2024-03-05T14:20:00.000Z\",\"happened\":\"2024-02-29\","
	               "\"to\":\"/child/17?a=1&b=x%20y\","
	               "\"groups\":[{\"name\":\"first & last\",\"items\":[{\"words\":\"one\",\"chosen\":true},"
	               "{\"words\":\"two \\u003ci>\",\"chosen\":false}]},{\"name\":\"empty\",\"items\":[]}],"
	               "\"part\":{\"words\":\"in another\"},\"nothing\":[]}");
}

static void nothing_known_is_null(void **state)
{
	(void)state;
	ARENA(a);
	buf b = BUF(&a);
	sample_page *m = TAKE(&a, sample_page);
	sample_json(&b, m);
	expect_contains(buf_view(&b), "\"at\":null,\"happened\":null");
}

static void a_model_renders_both_ways(void **state)
{
	(void)state;
	ARENA(a);
	model to = { 0 };
	buf direct = BUF(&a), through = BUF(&a);
	sample_page *m = filled(&a);
	sample_model(&to, m);
	sample_html(&direct, m);
	to.write_html(&through, to.data);
	assert_true(str_eq(buf_view(&direct), buf_view(&through)));
	assert_true(str_eq(sample_as_html(&a, m).text, buf_view(&direct)));
}

static void only_addresses_of_this_server_are_local(void **state)
{
	(void)state;
	url u;
	static const char *const good[] = { "/", "/child/17", "/find?q=a%20b", "/a//b" };
	static const char *const bad[] = { "", "child", "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)",
		                           "/a b", "/a\nSet-Cookie: x", "/\t", "/\xc3\xa9" };
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) assert_true(url_local(str_of(good[i]), &u));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(url_local(str_of(bad[i]), &u));
	assert_true(url_outside(S("https://example.org/source"), &u));
	assert_false(url_outside(S("javascript:alert(1)"), &u));
	assert_false(url_outside(S("https://a\"b c"), &u));
}

static void assets_have_the_hash_of_their_bytes(void **state)
{
	(void)state;
	url style = asset_url("style.css");
	assert_true(str_starts(style.text, S("/assets/style.")) && str_ends(style.text, S(".css")));
	assert_int_equal(style.text.n, strlen("/assets/style.") + 16 + strlen(".css"));
	for (const asset *at = asset_table; at->name; at++) {
		str plain = { (const char *)at->plain, at->plain_n };
		assert_true(str_find(plain, S("GDS Transport")) < 0);
		assert_true(str_find(plain, S("govuk-crest")) < 0);
		assert_true(str_find(plain, S("sourceMappingURL")) < 0);
		assert_true(!at->gzip || at->gzip_n < at->plain_n);
	}
}

/* Shown, not judged: machines differ. */
static void a_long_page(void **state)
{
	(void)state;
	ARENA(a);
	sample_page *m = filled(&a);
	for (int i = 0; i < 300; i++) PUSH(&a, &m->groups.at[0].items, ((sample_page_item){ S("some words of a child"), i % 2 }));
	int64_t begun = clock_monotonic_us();
	size_t bytes = 0;
	for (int i = 0; i < 1000; i++) {
		ARENA(each);
		buf b = BUF(&each);
		sample_html(&b, m);
		bytes = b.n;
	}
	print_message("# a page of %zu bytes with 310 values: %.1f us\n", bytes, (double)(clock_monotonic_us() - begun) / 1000);
	assert_true(bytes > 10000);
}

static void one_number_is_dialled_and_nothing_else(void **state)
{
	static const struct { const char *said, *dialled; } numbers[] = {
		{ "01632 960 177", "tel:01632960177" }, { "(01632) 960-177", "tel:01632960177" }, { "+44 1632 960177", "tel:+441632960177" },
		{ "999", "tel:999" }, { "+44 (0)1632 960177", "" }, { "01632 960 177 or 01632 960 178", "" }, { "ask the school", "" },
		{ "01632 960 177 01632 960 178", "" }, { "7+7", "" }, { "12", "" }, { "", "" }, { "javascript:1", "" },
	};
	ARENA(a);
	(void)state;
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		expect_text(url_dial(&a, str_of(numbers[i].said)).text, numbers[i].dialled);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(html_is_escaped_where_it_stands),
		cmocka_unit_test(json_says_the_same),
		cmocka_unit_test(nothing_known_is_null),
		cmocka_unit_test(a_model_renders_both_ways),
		cmocka_unit_test(only_addresses_of_this_server_are_local),
		cmocka_unit_test(one_number_is_dialled_and_nothing_else),
		cmocka_unit_test(assets_have_the_hash_of_their_bytes),
		cmocka_unit_test(a_long_page),
	};
	return cmocka_run_group_tests_name("web/template", tests, NULL, NULL);
}
