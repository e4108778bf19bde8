/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The signs of a genogram and of an ecomap; what people wrote is never markup. WAYMARK_DRAWINGS=FOLDER keeps the thirty families as
 * SVG files, to be looked at. */
#include "web/ecomap.h"
#include "web/genogram.h"

#include "support/expect.h"
#include "support/families.h"

#include <stdio.h>
#include <stdlib.h>

static size_t count(str text, const char *what)
{
	size_t n = 0;
	for (ptrdiff_t at; (at = str_find(text, str_of(what))) >= 0; n++) text = str_from(text, (size_t)at + 1);
	return n;
}

static str drawn(arena *a, const char *family)
{
	kin_tree t = family_read(a, family);
	genogram g = genogram_lay(a, &t);
	return genogram_svg(a, &t, &g, "g", S("The family of <Ben>"), S("In words below.")).text;
}

static void test_signs(void **state)
{
	ARENA(a);
	(void)state;
	str svg = drawn(&a, "about Ben\nIvo = Ana: Ben, Cleo^, Dan?");
	assert_int_equal(count(svg, "<circle"), 1);            /* Ana */
	assert_int_equal(count(svg, "<rect"), 2);              /* Ivo, Cleo */
	assert_int_equal(count(svg, "Z\"/>"), 3);              /* Ben twice, as the centre; Dan a triangle */
	assert_int_equal(count(svg, "stroke-dasharray"), 0);
	expect_contains(svg, "The family of &lt;Ben&gt;");
	expect_contains(drawn(&a, "about Ben\nIvo - Ana: Ben"), "stroke-dasharray=\"9 4\"");
	expect_contains(drawn(&a, "about Ben\nIvo = Ana: +Ben"), "stroke-dasharray=\"6 4\"");
	expect_contains(drawn(&a, "about Ben\nIvo = Ana: *Ben"), "stroke-dasharray=\"0 5\"");
	/* a stroke for separated, two for divorced */
	size_t whole = count(drawn(&a, "about Ben\nIvo - Ana: Ben"), "<path");
	assert_int_equal(count(drawn(&a, "about Ben\nIvo / Ana: Ben"), "<path"), whole + 1);
	assert_int_equal(count(drawn(&a, "about Ben\nIvo // Ana: Ben"), "<path"), whole + 2);
	expect_text(drawn(&a, ""), "");
}

static void test_bridges(void **state)
{
	ARENA(a);
	(void)state;
	kin_tree t = family_read(&a, family_text(9)); /* five fathers */
	genogram g = genogram_lay(&a, &t);
	assert_true(g.crossings.n > 0);
	str svg = genogram_svg(&a, &t, &g, "g", S("t"), S("w")).text;
	assert_int_equal(count(svg, "a4 4 0 0 1 0 8"), g.crossings.n);
}

static str labelled(arena *a, const char *name, const char *note)
{
	kin_person p = { 0 };
	buf b = BUF(a);
	genogram_label(a, &p, str_of(name), str_of(note));
	for (size_t i = 0; i < KIN_LABEL_LINES && p.label[i].n; i++) {
		if (i) buf_char(&b, '|');
		buf_str(&b, p.label[i]);
	}
	return buf_view(&b);
}

static void test_labels(void **state)
{
	ARENA(a);
	(void)state;
	expect_text(labelled(&a, "Ana", ""), "Ana");
	expect_text(labelled(&a, "Ana Bell", "Mum"), "Ana Bell|Mum");
	expect_text(labelled(&a, "Margaret Marlby", "Nan Peg"), "Margaret|Marlby|Nan Peg");
	expect_text(labelled(&a, "Oluwaseun Temitope Adeyemi-Whitcombe", "died 2019"), "Oluwaseun|Temitope Adeye…|died 2019");
	expect_text(labelled(&a, "", ""), "");
	expect_text(labelled(&a, "Łucja Żółkiewska", ""), "Łucja|Żółkiewska");
}

static void test_markup_is_text(void **state)
{
	ARENA(a);
	(void)state;
	kin_tree t = KIN_TREE(&a);
	kin_person p = { .inside = S("\"9") };
	kin_home home = { .name = S("<i>") };
	genogram_label(&a, &p, S("<b>&"), S("'\""));
	PUSH(&a, &home.members, kin_add(&t, p));
	PUSH(&a, &t.homes, home);
	genogram g = genogram_lay(&a, &t);
	str svg = genogram_svg(&a, &t, &g, "g", S("</title>"), S("</desc><script>")).text;
	assert_int_equal(count(svg, "<b>") + count(svg, "<i>") + count(svg, "<script>") + count(svg, "</title></title>"), 0);
	ecomap_ties ties = { 0 };
	PUSH(&a, &ties, ((ecomap_tie){ .name = S("<b>"), .note = S("<i>") }));
	svg = ecomap_svg(&a, S("<u>"), &ties, "e", S("</title>"), S("<script>")).text;
	assert_int_equal(count(svg, "<b>") + count(svg, "<i>") + count(svg, "<u>") + count(svg, "<script>"), 0);
}

static void test_ecomap(void **state)
{
	ARENA(a);
	ecomap_ties ties = { 0 };
	(void)state;
	expect_text(ecomap_svg(&a, S("Ben"), &ties, "e", S("t"), S("w")).text, "");
	for (tie_strength is = TIE_NOT_SAID; is <= TIE_BROKEN; is++) PUSH(&a, &ties, ((ecomap_tie){ .name = S("Somebody"), .is = is, .gives = is == TIE_STRONG }));
	str svg = ecomap_svg(&a, S("Ben Bell"), &ties, "e", S("t"), S("w")).text;
	assert_int_equal(count(svg, "<rect"), ties.n);
	assert_int_equal(count(svg, "stroke-width=\"6\""), 2); /* strong, and strong with stress */
	assert_int_equal(count(svg, "fill=\"#1d1d1b\" stroke=\"none\""), 1); /* one arrow */
	expect_contains(svg, ">Ben</text>");
	for (size_t i = 0; i < 40; i++) PUSH(&a, &ties, ((ecomap_tie){ .name = S("More"), .is = TIE_THERE }));
	assert_int_equal(count(ecomap_svg(&a, S("Ben"), &ties, "e", S("t"), S("w")).text, "<rect"), ties.n);
}

static void test_thirty_are_drawn(void **state)
{
	const char *folder = getenv("WAYMARK_DRAWINGS");
	(void)state;
	for (size_t n = 0; family_text(n); n++) {
		ARENA(a);
		kin_tree t = family_read(&a, family_text(n));
		str svg = drawn(&a, family_text(n));
		assert_int_equal(count(svg, "<text"), t.people.n + count(svg, ">Home</text>"));
		if (!folder) continue;
		buf name = BUF(&a);
		buf_printf(&name, "%s/%02zu.svg", folder, n + 1);
		FILE *file = fopen(str_c(&a, buf_view(&name)), "w");
		assert_non_null(file);
		assert_int_equal(fwrite(svg.at, 1, svg.n, file), svg.n);
		assert_int_equal(fclose(file), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_signs),         cmocka_unit_test(test_bridges), cmocka_unit_test(test_labels),
		cmocka_unit_test(test_markup_is_text), cmocka_unit_test(test_ecomap),  cmocka_unit_test(test_thirty_are_drawn),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
