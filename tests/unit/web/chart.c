/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pictures of numbers: where a value stands, and that every picture says what it shows. */
#include "support/expect.h"
#include "web/chart.h"

static str drawn(arena *a, bool steps)
{
	buf b = BUF(a);
	chart c = { .id = S("wait"), .title = S("Who <waits>?"), .says = S("Half after 50 & more"), .x_most = 100, .y_most = 1, .y_share = true };
	const chart_point at[] = { { 0, 1 }, { 50, .5 }, { 100, 0 }, { 200, 2 } };
	chart_begin(&b, &c);
	chart_line(&b, &c, "curve", at, 4, steps);
	chart_marks(&b);
	chart_dot(&b, &c, "dot", 50, .5);
	return chart_end(&b).text;
}

static void test_says_what_it_shows(void **state)
{
	ARENA(a);
	(void)state;
	str svg = drawn(&a, true);
	expect_contains(svg, "role=\"img\" aria-labelledby=\"wait-title wait-desc\"");
	expect_contains(svg, "<title id=\"wait-title\">Who &lt;waits&gt;?</title><desc id=\"wait-desc\">Half after 50 &amp; more</desc>");
	expect_contains(svg, ">100%</text>");
	assert_true(str_find(svg, S("style=")) < 0 && str_ends(svg, S("</svg>")));
}

/* The plot is 10,000 wide and high; what lies beyond it stands at its edge. */
static void test_where_values_stand(void **state)
{
	ARENA(a);
	(void)state;
	expect_contains(drawn(&a, true), "d=\"M0 0H5000V5000H10000V10000H10000V0\"");
	expect_contains(drawn(&a, false), "d=\"M0 0L5000 5000L10000 10000L10000 0\"");
	expect_contains(drawn(&a, true), "cx=\"53.50%\" cy=\"8.25rem\"");
}

static void test_band_and_bar(void **state)
{
	ARENA(a);
	buf b = BUF(&a);
	(void)state;
	chart c = { .id = S("x"), .x_most = 10, .y_most = 10 };
	chart_band(&b, &c, "limits", (chart_between[]){ { 0, 2, 8 }, { 10, 4, 6 } }, 2, false);
	expect_written(&b, "<path class=\"wm-chart__limits\" d=\"M0 2000L10000 4000L10000 6000L0 8000Z\"/>");
	b.n = 0;
	chart_bar(&b, &c, "bar", 2, 1, 5);
	expect_written(&b, "<path class=\"wm-chart__bar\" d=\"M2000 10000V5000H3000V10000Z\"/>");
	b.n = 0;
	chart_line(&b, &c, "curve", NULL, 0, true);
	assert_int_equal(b.n, 0);
}

static void test_axes_have_round_numbers(void **state)
{
	ARENA(a);
	(void)state;
	static const struct {
		double most;
		const char *has, *has_not;
	} axes[] = { { 365, ">100</text>", ">73</text>" }, { 7, ">2</text>", ">1.4</text>" }, { .9, ">0.2</text>", ">0.18</text>" } };
	for (size_t i = 0; i < sizeof axes / sizeof *axes; i++) {
		buf b = BUF(&a);
		chart c = { .id = S("x"), .x_most = axes[i].most, .y_most = 1 };
		chart_begin(&b, &c);
		expect_contains(buf_view(&b), axes[i].has);
		assert_true(str_find(buf_view(&b), str_of(axes[i].has_not)) < 0);
	}
}

static void test_map(void **state)
{
	ARENA(a);
	(void)state;
	const str steps[] = { S("Referral"), S("An enquiry whether the child is being harmed"), S("Help") };
	const map_arc arcs[] = { { 0, 2, 100, S("100, 3 d") }, { 2, 0, 25, S("25 <back>") }, { 1, 1, 4, S("again") } };
	str svg = map_svg(&a, S("m"), S("Map"), S("What follows"), steps, 3, arcs, 3).text;
	expect_contains(svg, "class=\"wm-map__on\" stroke-width=\"9.0\"");
	expect_contains(svg, "class=\"wm-map__back\" stroke-width=\"5.0\"");
	expect_contains(svg, ">An enquiry whether</text>"); /* a long name stands in several lines */
	expect_contains(svg, "25 &lt;back&gt;");
	assert_true(map_svg(&a, S("m"), S("Map"), S("Nothing"), NULL, 0, NULL, 0).text.n > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_says_what_it_shows), cmocka_unit_test(test_where_values_stand), cmocka_unit_test(test_band_and_bar),
		cmocka_unit_test(test_axes_have_round_numbers), cmocka_unit_test(test_map),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
