/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which records are of one person: what is read of a table, how two records are alike, and families in which everything
 * but the child is the same. */
#include "support/expect.h"

#include "match/link.h"
#include "match/link_file.h"

#include <math.h>
#include <string.h>

static const link_records *read_table(arena *a, str table)
{
	link_file *f = link_file_start(a);
	link_records *r = NULL;
	if (link_file_feed(f, table) != OK || link_file_finish(f, &r) != OK) {
		int64_t line;
		str why = link_file_wrong(f, &line);
		fail_msg("line %d: %.*s", (int)line, STR_ARG(why));
	}
	return r;
}

/* "a+b 1+2": who was linked with whom, in the order of the records. */
static str linked(arena *a, str table, double threshold)
{
	const link_records *r = read_table(a, table);
	const link_result *of = link_solve(r, threshold);
	buf b = BUF(a);
	for (uint32_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < of->found.n; k++) {
			if (of->found.at[k].pair.a != i) continue;
			if (b.n) buf_char(&b, ' ');
			buf_str(&b, r->id.at[i]);
			buf_char(&b, '+');
			buf_str(&b, r->id.at[of->found.at[k].pair.b]);
		}
	return buf_view(&b);
}

/* Enough other children that names and days are as rare as they are. */
static str among_others(arena *a, const char *rows)
{
	static const char *const given[] = { "Ada", "Boris", "Chidi", "Dora", "Ewan", "Farah", "Goran", "Hema", "Ines", "Jonas" };
	static const char *const surnames[] = { "Abbot", "Bhatt", "Curtis", "Dunn", "Ekwe", "Frost", "Gill", "Hurst", "Innes", "Joshi", "Kemp" };
	buf b = BUF(a);
	buf_lit(&b, "rec_id,given,middle,surname,dob,sex,address,postcode,nhs_number\n");
	buf_str(&b, str_of(rows));
	for (int i = 0; i < 600; i++)
		buf_printf(&b, "x%d,%s,,%s,%d-%02d-%02d,%c,%d Mill Road,LS%d %dAB,%d\n", i, given[i % 10], surnames[i % 11], 2008 + i % 13,
		           1 + i * 7 % 12, 1 + i * 5 % 28, "MF"[i % 2], i % 90 + 1, i % 29 + 1, i % 9, 400000000 + i * 7919);
	return buf_view(&b);
}

static void twins_are_two(void **state)
{
	(void)state;
	ARENA(a);
	expect_text(linked(&a, among_others(&a, "a,Lily,,Marsh,2015-02-03,F,4 Elm Row,DE1 2AB,4111111111\n"
	                                        "b,Lily,,Marsh,2015-02-03,F,4 Elm Row,DE12AB,\n"
	                                        "c,Molly,,Marsh,2015-02-03,F,4 Elm Row,DE1 2AB,4222222222\n"
	                                        "d,Molly,,Marsh,2015-02-03,F,4 Elm Row,DE1 2AB,\n"), LINK_THRESHOLD), "a+b c+d");
}

static void a_household_is_not_a_child(void **state)
{
	(void)state;
	ARENA(a);
	expect_text(linked(&a, among_others(&a, "a,Omar,,Haddad,2012-06-01,M,9 Oak Way,CV3 4CD,\n"
	                                        "b,Omar,,Haddad,2012-01-06,M,9 Oak Way,CV3 4CD,\n" /* day and month swapped */
	                                        "c,Yusuf,,Haddad,2014-06-01,M,9 Oak Way,CV3 4CD,\n"
	                                        "d,Joseph,,Hadad,2014-06-01,M,9 Oak Way,,\n"       /* another form, one letter */
	                                        "e,Omar,,Haddad,2017-11-30,M,77 Hill Top,HU8 1ZZ,\n"), LINK_THRESHOLD), /* a cousin */
	            "a+b c+d");
}

static void names_change_places(void **state)
{
	(void)state;
	ARENA(a);
	expect_text(linked(&a, among_others(&a, "a,Mary,Jane,Okoro,2011-03-09,F,1 Quay,NE1 1AA,\n"
	                                        "b,Jane,Mary,Okoro,2011-03-09,F,,NE1 1AA,\n"
	                                        "c,Wen,,Tao,2013-08-08,M,2 Quay,NE1 9AA,\n"
	                                        "d,Tao,,Wen,2013-08-08,M,2 Quay,NE1 9AA,\n"
	                                        "e,Unborn,,Sole,,U,3 Quay,NE2 1AA,\n"
	                                        "f,Iris,,Sole,2020-10-12,F,3 Quay,NE2 1AA,\n"), .5), "a+b c+d e+f");
}

/* Those born together are written down by their order before they have names. */
static void not_named_yet(void **state)
{
	(void)state;
	ARENA(a);
	expect_text(linked(&a, among_others(&a, "a,Baby A,,Okoro,2020-10-09,F,1 Quay,NE1 1AA,\n"
	                                        "b,Baby B,,Okoro,2020-10-09,F,1 Quay,NE1 1AA,\n"
	                                        "c,Twin One,,Wen,2020-10-08,M,2 Quay,NE1 9AA,\n"
	                                        "d,Unborn twin 2,,Wen,2020-10-08,M,2 Quay,NE1 9AA,\n"
	                                        "e,Baby A,,Sole,2020-10-11,F,3 Quay,NE2 1AA,\n"
	                                        "f,Amelie,,Sole,2020-10-11,F,3 Quay,NE2 1AA,\n"
	                                        "g,Baby B,,Sole,2020-10-11,F,3 Quay,NE2 1AA,\n"
	                                        "h,Iris,,Sole,2020-10-11,F,3 Quay,NE2 1AA,\n"), .5), "e+f g+h");
}

static void numbers_decide(void **state)
{
	(void)state;
	ARENA(a);
	expect_text(linked(&a, among_others(&a, "a,Kuba,,Nowak,2010-05-05,M,8 Dale,BD1 1AA,4333333333\n"
	                                        "b,Jakub,,Zielinski,2010-05-05,M,,HU1 1AA,4333333333\n"), LINK_THRESHOLD), "a+b");
}

static void reasons_are_words(void **state)
{
	(void)state;
	ARENA(a);
	const link_records *r = read_table(&a, among_others(&a, "a,Zoë,,O'Neill,2016-05-03,F,5 Lane End,DE5 5AA,\n"
	                                                        "b,Zoe,,Oneil,2016-03-05,M,5 Lane End,DE55AA,\n"));
	const link_result *of = link_solve(r, LINK_THRESHOLD);
	buf b = BUF(&a);
	for (size_t i = 0; i < of->found.n; i++)
		if (of->found.at[i].pair.a == 0) link_because(&b, of, &of->found.at[i]);
	expect_contains(buf_view(&b), "address the same, and no other record has it");
	expect_contains(buf_view(&b), "surname one letter off");
	expect_contains(buf_view(&b), "birth date with day and month swapped");
	expect_contains(buf_view(&b), "but sex another one");
}

/* In a tradition where names go together, two strangers share both: their days tell them apart. */
static void namesakes_are_two(void **state)
{
	(void)state;
	ARENA(a);
	buf b = BUF(&a);
	buf_lit(&b, "rec_id,given,surname,dob\n");
	for (int i = 0; i < 10; i++) buf_printf(&b, "n%d,Simran,Kaur,%d-%02d-%02d\n", i, 2006 + i % 20, 1 + i * 7 % 12, 1 + i * 11 % 28);
	for (int i = 0; i < 400; i++)
		buf_printf(&b, "x%d,Name%c,Family%c,%d-%02d-%02d\n", i, 'a' + i % 23, 'a' + i % 19, 2006 + i % 20, 1 + i * 5 % 12, 1 + i * 3 % 28);
	buf_lit(&b, "one,Simran,Kaur,2011-02-27\ntwo,Simran,Kaur,2011-02-27\n");
	expect_text(linked(&a, buf_view(&b), LINK_THRESHOLD), "one+two");
}

/* However a day is written, it is one day; what says nothing is nothing. */
static void normal_forms(void **state)
{
	(void)state;
	ARENA(a);
	const link_records *r = read_table(&a, S("rec_id,surname,dob,gender,post code\n1,AL-SAYED,2016-02-03,Female,so1 6al\n"
	                                         "2,Al Sayed,3/2/2016,F,SO16AL\n3,not known,20160203,U,\n4,,2016-02-30,boy,\n"));
	for (size_t c = 0; c < 4; c++) assert_int_equal(link_cell(r, 0, c), link_cell(r, 1, c));
	assert_int_equal(link_cell(r, 2, 0), 0);
	assert_int_equal(link_cell(r, 2, 1), link_cell(r, 0, 1));
	assert_int_equal(link_cell(r, 2, 2), 0);
	assert_false(link_value_of(&r->column[1], link_cell(r, 3, 1))->is_day);
	expect_text(link_value_of(&r->column[2], link_cell(r, 3, 2))->text, "m");
}

/* The four sorts are all there is, and what is estimated are probabilities. */
static void probabilities_sum_to_one(void **state)
{
	(void)state;
	ARENA(a);
	const link_records *r = read_table(&a, among_others(&a, "a,Ada,,Abbot,2010-01-01,F,1 Elm,DE1 1AA,\nb,Ada,,Abbot,2010-01-01,F,1 Elm,DE1 1AA,\n"));
	const link_result *of = link_solve(r, .5);
	for (size_t i = 0; i < r->column_n; i++) {
		double m = 0, u = 0;
		for (size_t l = 1; l < ALIKE_N; l++) m += of->model.m[i][l], u += of->model.u[i][l];
		assert_true(fabs(m - 1) < 1e-6 && fabs(u - 1) < 1e-6);
	}
	link_comparer *c = link_comparer_make(&a, r);
	for (uint32_t i = 1; i < 100; i++) {
		double p[PAIR_SORT_N], sum = 0;
		link_pair pair = link_compare(c, 0, i);
		link_probabilities(&of->model, &pair, p);
		for (int s = 0; s < PAIR_SORT_N; s++) sum += p[s];
		assert_true(fabs(sum - 1) < 1e-9);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(twins_are_two),     cmocka_unit_test(a_household_is_not_a_child),
		cmocka_unit_test(names_change_places), cmocka_unit_test(not_named_yet), cmocka_unit_test(numbers_decide),
		cmocka_unit_test(namesakes_are_two),  cmocka_unit_test(reasons_are_words), cmocka_unit_test(normal_forms),
		cmocka_unit_test(probabilities_sum_to_one),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
