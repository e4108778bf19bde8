/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Paper as a reader of PDF has it: nothing left out, in reading order, tagged, with an outline. poppler reads it, not we. */
#include "paper/paper.h"
#include "support/expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* fontconfig keeps one match for the process and never gives it back. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libfontconfig";
}

static const instant noon = { .ms = 1741176000000 };

static paper *a_paper(arena *a)
{
	return paper_make(a, (paper_about){ .title = S("Chronology"), .above = S("Kela Ormden"), .below = S("Not for the family"),
	                                    .made = noon });
}

static str finished(arena *a, paper *p)
{
	buf b = BUF(a);
	assert_int_equal(paper_finish(p, &b), OK);
	return buf_view(&b);
}

/* What a program of poppler says of the document. */
static str told(arena *a, const char *command, const char *after, str pdf)
{
	char path[] = "/tmp/paper-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0 && write(fd, pdf.at, pdf.n) == (ssize_t)pdf.n);
	close(fd);
	buf line = BUF(a), out = BUF(a);
	buf_str(&line, str_of(command));
	buf_printf(&line, " '%s'", path);
	buf_str(&line, str_of(after));
	FILE *f = popen(str_c(a, buf_view(&line)), "r");
	char some[4096];
	for (size_t n; (n = fread(some, 1, sizeof some, f)) > 0;) buf_bytes(&out, some, n);
	assert_int_equal(pclose(f), 0);
	unlink(path);
	return buf_view(&out);
}
#define TEXT "pdftotext", " -"
#define LINES "pdftotext -layout", " -"
#define INFO "pdfinfo", ""
#define TAGS "pdfinfo -struct-text", ""

static size_t times(str text, const char *what)
{
	str w = str_of(what);
	size_t n = 0;
	for (size_t i = 0; i + w.n <= text.n; i++) n += memcmp(text.at + i, w.at, w.n) == 0;
	return n;
}
static ptrdiff_t place_of(str text, const char *what)
{
	return str_find(text, str_of(what));
}

static void test_names_of_every_script(void **state)
{
	(void)state;
	ARENA(a);
	paper *p = a_paper(&a);
	static const char *const names[] = { "علاء الدين", "عائشہ فلاح", "Małgorzata Wójcik-Żółć", "محمد عبد الله", "شہزاد احمد", "Đặng Thị Ánh", "Ђорђе Ћирић", "O’Connor" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) paper_say(p, PAPER_TEXT, str_of(names[i]));
	str text = told(&a, TEXT, finished(&a, p));
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) assert_true(place_of(text, names[i]) >= 0);
}

/* Twelve hundred numbered sentences over many pages, in a paragraph, in paragraphs and in a table. */
static void test_nothing_is_left_out(void **state)
{
	(void)state;
	ARENA(a);
	paper *p = a_paper(&a);
	buf long_one = BUF(&a);
	for (int i = 0; i < 400; i++) buf_printf(&long_one, "Sentence number A%03d is said here. ", i);
	paper_say(p, PAPER_HEADING, S("All in one"));
	paper_say(p, PAPER_QUOTE, buf_view(&long_one));
	paper_table(p, (const paper_column[]){ { S("Day"), 1 }, { S("What happened"), 3 } }, 2);
	for (int i = 0; i < 400; i++) {
		buf row = BUF(&a);
		buf_printf(&row, "Sentence number B%03d is said here.", i);
		paper_row(p, (const str[]){ S("5 March 2024"), i == 200 ? buf_view(&long_one) : buf_view(&row) });
	}
	paper_say(p, PAPER_TEXT, S("The end of it."));
	str text = told(&a, LINES, finished(&a, p));
	for (int i = 0; i < 400; i++) {
		char word[8];
		snprintf(word, sizeof word, "A%03d", i);
		assert_int_equal(times(text, word), 2);
		snprintf(word, sizeof word, "B%03d", i);
		assert_int_equal(times(text, word), i == 200 ? 0 : 1);
	}
	assert_true(place_of(text, "A399") < place_of(text, "B000") && place_of(text, "B399") < place_of(text, "The end of it."));
}

static void test_every_page_says_which_it_is(void **state)
{
	(void)state;
	ARENA(a);
	paper *p = a_paper(&a);
	for (int i = 0; i < 200; i++) paper_say(p, PAPER_TEXT, S("A line."));
	str pdf = finished(&a, p);
	str text = told(&a, TEXT, pdf), info = told(&a, INFO, pdf);
	size_t pages = times(text, "\f");
	assert_true(pages > 2);
	char last[40];
	snprintf(last, sizeof last, "Page %zu of %zu", pages, pages);
	assert_int_equal(times(text, last), 1);
	assert_int_equal(times(text, "Kela Ormden"), pages);
	assert_int_equal(times(text, "Not for the family"), pages);
	assert_int_equal(times(text, "A line."), 200);
	assert_true(place_of(info, "Tagged:          yes") >= 0);
	assert_true(place_of(info, "Chronology") >= 0);
}

static void test_what_things_are_is_said(void **state)
{
	(void)state;
	ARENA(a);
	paper *p = a_paper(&a);
	paper_say(p, PAPER_TITLE, S("Chronology"));
	paper_say(p, PAPER_HEADING, S("2024"));
	paper_say(p, PAPER_TEXT, S("A plain one."));
	paper_table(p, (const paper_column[]){ { S("Day"), 1 }, { S("What"), 3 } }, 2);
	for (int i = 0; i < 90; i++) paper_row(p, (const str[]){ S("5 March"), S("It was told.") });
	str tags = told(&a, TAGS, finished(&a, p));
	assert_int_equal(times(tags, "H1"), 1);
	assert_int_equal(times(tags, "H2"), 1);
	assert_int_equal(times(tags, "TD\n"), 180);
	size_t tables = times(tags, "Table");
	assert_true(tables > 1);
	assert_int_equal(times(tags, "TH\n"), 2 * tables);
}

static void test_a_heading_goes_with_what_follows(void **state)
{
	(void)state;
	for (int before = 20; before < 60; before++) {
		ARENA(a);
		paper *p = a_paper(&a);
		for (int i = 0; i < before; i++) paper_say(p, PAPER_TEXT, S("Before."));
		paper_say(p, PAPER_HEADING, S("Headed"));
		paper_say(p, PAPER_TEXT, S("Following."));
		str text = told(&a, TEXT, finished(&a, p));
		ptrdiff_t from = place_of(text, "Headed"), to = place_of(text, "Following.");
		assert_true(from >= 0 && to > from);
		assert_int_equal(times((str){ text.at + from, (size_t)(to - from) }, "\f"), 0);
	}
}

static void test_the_same_again(void **state)
{
	(void)state;
	ARENA(a);
	ARENA(b);
	paper *p = a_paper(&a), *q = a_paper(&b);
	paper_say(p, PAPER_TEXT, S("One."));
	paper_say(q, PAPER_TEXT, S("One."));
	assert_true(str_eq(finished(&a, p), finished(&b, q)));
	ARENA(c);
	assert_true(finished(&c, a_paper(&c)).n > 0); /* nothing said is a page */
}

/* The contents name the page on which each heading is, also where the headings push each other on. */
static void test_contents(void **state)
{
	(void)state;
	ARENA(a);
	paper *p = a_paper(&a);
	paper_say(p, PAPER_TITLE, S("Kela Ormden"));
	paper_contents(p);
	paper_say(p, PAPER_HEADING, S("Statement"));
	for (int i = 0; i < 120; i++) paper_say(p, PAPER_TEXT, S("A sentence that stands in a line of its own."));
	paper_say(p, PAPER_HEADING, S("Chronology"));
	paper_say(p, PAPER_TEXT, S("The end of it."));
	str pdf = finished(&a, p), lines = told(&a, LINES, pdf);
	buf last = BUF(&a);
	ptrdiff_t at = place_of(lines, "Page 1 of ");
	assert_true(at > 0);
	char pages = lines.at[at + 10];
	assert_true(pages >= '3' && pages <= '9');
	str chapter = str_first(str_from(lines, (size_t)place_of(lines, "Chronology")), 120);
	buf_char(&last, pages);
	assert_true(place_of(str_first(str_from(lines, (size_t)place_of(lines, "Statement")), 120), "1") > 0);
	assert_true(str_find(str_cut(chapter, '\n', &chapter), buf_view(&last)) > 0);
	assert_true(place_of(told(&a, TAGS, pdf), "TOC") >= 0);
}

/* Letters of a picture are letters on paper; it turns the page where it has no room, and is made smaller where it is too wide. */
static void test_picture(void **state)
{
	(void)state;
	ARENA(a);
	paper *p = a_paper(&a);
	for (int i = 0; i < 30; i++) paper_say(p, PAPER_TEXT, S("A sentence that stands in a line of its own."));
	paper_picture(p, S("<svg viewBox=\"0 0 2000 900\" width=\"2000\" height=\"900\" font-size=\"30\"><rect x=\"3\" y=\"3\" width=\"90\" height=\"90\"/>"
	                   "<text x=\"200\" y=\"200\">Zażółć &amp; Ormden</text>"
	                   "<g text-anchor=\"end\" font-size=\"20\"><text x=\"900\" y=\"300\">علاء الدين</text><text x=\"900\" y=\"400\">عائشہ فلاح</text></g></svg>"));
	paper_say(p, PAPER_TEXT, S("Zażółć and Ormden, in words."));
	str pdf = finished(&a, p), text = told(&a, TEXT, pdf);
	assert_true(place_of(text, "Zażółć & Ormden") >= 0);
	assert_true(place_of(text, "Zażółć & Ormden") < place_of(text, "in words"));
	assert_true(place_of(text, "علاء الدين") >= 0 && place_of(text, "عائشہ فلاح") >= 0);
	assert_true(place_of(told(&a, TAGS, pdf), "Figure") >= 0);
	p = a_paper(&a);
	paper_picture(p, S("not a picture"));
	buf none = BUF(&a);
	assert_int_equal(paper_finish(p, &none), E_INVALID);
}

/* What must be told of a document is on each of its pages, once, heard before what it is said of, and behind it as a shape. */
static void test_a_mark(void **state)
{
	(void)state;
	ARENA(a);
	paper *p = paper_make(&a, (paper_about){ .title = S("Not released: chronology"), .mark = S("Working copy, not released"), .made_by = S("For علاء الدين, 5 March 2025"),
	                                         .made = noon });
	paper_table(p, (const paper_column[]){ { S("Day"), 2 }, { S("What happened"), 8 } }, 2);
	for (int i = 0; i < 150; i++) paper_row(p, (const str[]){ S("5 March"), S("A sentence that stands in a line of its own.") });
	str pdf = finished(&a, p), text = told(&a, TEXT, pdf), tags = told(&a, TAGS, pdf);
	size_t pages = times(text, "\f");
	assert_true(pages > 2);
	assert_int_equal(times(text, "Working copy, not released"), pages);
	assert_int_equal(times(text, "علاء الدين"), pages);
	assert_int_equal(times(tags, "Working copy, not released"), pages);
	assert_int_equal(times(text, "A sentence that"), 150);
	assert_true(place_of(tags, "Working copy") < place_of(tags, "A sentence"));
	assert_true(place_of(told(&a, INFO, pdf), "Not released: chronology") >= 0);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	if (access("/usr/bin/pdftotext", X_OK) != 0) {
		puts("1..0 # SKIP poppler-utils is not installed");
		return 0;
	}
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names_of_every_script),
		cmocka_unit_test(test_nothing_is_left_out),
		cmocka_unit_test(test_every_page_says_which_it_is),
		cmocka_unit_test(test_what_things_are_is_said),
		cmocka_unit_test(test_a_heading_goes_with_what_follows),
		cmocka_unit_test(test_the_same_again),
		cmocka_unit_test(test_contents),
		cmocka_unit_test(test_picture),
		cmocka_unit_test(test_a_mark),
	};
	return cmocka_run_group_tests_name("paper", tests, NULL, NULL);
}
