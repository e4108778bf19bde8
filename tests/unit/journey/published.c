/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Published tables as the department writes them: every cell comes back as it went in, symbols too. ../shared/data/dfe_stats
 * holds real ones; without it those tests are skipped. */
#include "base/file.h"
#include "journey/published.h"
#include "support/expect.h"
#include "wire/csv.h"
#include "wire/packed.h"

enum { MOST = 16 * 1024 * 1024 };

static published_list split(arena *a, const char *text)
{
	published_list years = { 0 };
	str why = STR_NONE;
	assert_int_equal(published_split(a, S("b1.csv"), str_of(text), &years, &why), OK);
	return years;
}

#define HEAD "\xEF\xBB\xBFtime_period,geographic_level,country_code,old_la_code,la_name,Anypoint_episodes,Ended_child\n"

static void test_years_and_symbols(void **state)
{
	ARENA(a);
	(void)state;
	published_list years = split(&a, HEAD "2025,National,E92000001,,,756120,k\n2024,National,E92000001,,,700,z\n"
	                                      "2025,Local authority,E92000001,334,\"Soli, hull\",c,\n");
	assert_int_equal(years.n, 2);
	const published *now = &years.at[0];
	expect_text(now->table, "b1");
	assert_true(now->year == 2025 && now->edition == 2025 && years.at[1].year == 2024 && years.at[1].edition == 2025);
	assert_true(published_figure(now, PLACE_ENGLAND, STR_NONE, S("Anypoint_episodes")).number == 756120);
	assert_int_equal(published_figure(now, PLACE_ENGLAND, STR_NONE, S("Ended_child")).is, FIGURE_SYMBOL);
	expect_text(published_figure(now, S("334"), STR_NONE, S("Anypoint_episodes")).text, "c");
	assert_int_equal(published_figure(now, S("334"), STR_NONE, S("Ended_child")).is, FIGURE_NONE);
	assert_int_equal(published_figure(now, S("335"), STR_NONE, S("Ended_child")).is, FIGURE_NONE);
	expect_text(published_words(now, S("334"), S("la_name")), "Soli, hull");
	expect_text(symbol_words(S("x")), "not available");
}

static void expect_refused(const char *text, const char *words)
{
	ARENA(a);
	published_list years = { 0 };
	str why = STR_NONE;
	assert_int_equal(published_split(&a, S("f.csv"), str_of(text), &years, &why), E_INVALID);
	expect_contains(why, words);
}

static void test_bad_files(void **state)
{
	(void)state;
	expect_refused("", "no row");
	expect_refused(HEAD, "no row");
	expect_refused("a,b\n1,2\n", "line 1: there is no column time_period");
	expect_refused("time_period,a\n2025,2\n", "line 2: by its columns this is none of the tables known here");
	expect_refused(HEAD "2025,National,E92000001,,,756120\n", "line 2: the row has more or fewer cells");
	expect_refused(HEAD "soon,National,E92000001,,,756120,1\n", "line 2: time_period is no year, as 2025: «soon»");
	expect_refused(HEAD "2025,National,E92000001,,,756120,1\n2025,National,E92000001,,,many,1\n",
	               "line 3: Anypoint_episodes is neither a number nor one of the symbols");
	expect_refused(HEAD "2025,National,E92000001,,,\"756120,1\n", "line 2");
	expect_refused("time_period,time_period\n", "line 1: two columns have one name: «time_period»");
}

/* ---- the department's own */

static bool read_real(arena *a, const char *name, published_list *ret, str *ret_text)
{
	str bytes;
	buf path = BUF(a);
	buf_lit(&path, "../shared/data/dfe_stats/");
	buf_str(&path, str_of(name));
	if (file_read(a, str_c(a, buf_view(&path)), MOST, &bytes) != OK) return false;
	str why = STR_NONE;
	assert_int_equal(unpacked(a, bytes, MOST, ret_text), OK);
	assert_int_equal(published_split(a, str_of(name), *ret_text, ret, &why), OK);
	return true;
}

typedef struct {
	arena *a;
	LIST(str_list) rows;
} grid;

static err take_row(void *context, int64_t line, const str *cells, size_t n)
{
	grid *g = context;
	str_list row = { 0 };
	(void)line;
	for (size_t i = 0; i < n; i++) PUSH(g->a, &row, str_copy(g->a, cells[i]));
	PUSH(g->a, &g->rows, row);
	return OK;
}

static grid grid_of(arena *a, str text)
{
	grid g = { .a = a };
	csv_reader *r = csv_start(a, &(csv_visitor){ .context = &g, .row = take_row });
	assert_int_equal(csv_feed(r, text), OK);
	assert_int_equal(csv_finish(r), OK);
	return g;
}

/* Year after year as they stand in the file, each written and read again: the same cells in the same order. */
static void expect_same_cells(arena *a, const published_list *years, str text)
{
	grid file = grid_of(a, text);
	size_t at[2200] = { 0 };
	for (size_t y = 0; y < years->n; y++) {
		buf b = BUF(a);
		published_write(&b, &years->at[y]);
		grid again = grid_of(a, buf_view(&b));
		size_t from = 0;
		for (size_t i = 1; i < again.rows.n; i++) {
			int64_t year = 0;
			do CHECK(++from < file.rows.n);
			while (years->at[y].year >= 1990 && (!str_to_int(file.rows.at[from].at[0], &year) || year != years->at[y].year));
			assert_int_equal(file.rows.at[from].n, again.rows.at[i].n);
			for (size_t c = 0; c < again.rows.at[i].n; c++) assert_true(str_eq(file.rows.at[from].at[c], again.rows.at[i].at[c]));
			at[from]++;
		}
	}
	for (size_t i = 1; i < file.rows.n; i++) assert_int_equal(at[i], 1);
}

static void test_the_departments_tables_come_back_whole(void **state)
{
	static const char *const files[][2] = {
		{ "a1", "a1_cin_assessments_episodes_referrals_2013_to_2024.csv.gz" }, { "a2", "a2_section47_icpc_cpp_2013_to_2024.csv.gz" },
		{ "b1", "b1_children_in_need_2013_to_2025.csv.gz" }, { "c1", "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv.gz" },
		{ "c2", "c2_children_in_need_assessments_duration_2014_to_2024.csv.gz" },
		{ "c3", "c3_factors_identified_at_end_of_assessment_2018_to_2025.csv.gz" },
		{ "c5", "c5_children_in_need_referrals_by_source_2014_to_2024.csv.gz" }, { "d1", "d1_child_protection_plans_2013_to_2024.csv.gz" },
		{ "d3", "d3_cpps_subsequent_plan_2013_to_2025.csv.gz" }, { "d5", "d5_cpps_at31march_by_duration_2013_to_2025.csv.gz" },
		{ "population", "ons_mid-year_population_estimates_2012_to_2024.csv.gz" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		ARENA(a);
		published_list years = { 0 };
		str text;
		if (!read_real(&a, files[i][1], &years, &text)) skip();
		expect_text(years.at[0].table, files[i][0]);
		expect_same_cells(&a, &years, text);
	}
}

/* As the statistical releases print them. */
static void test_england(void **state)
{
	static const struct {
		const char *file, *column, *category;
		int64_t year;
		double number;
	} known[] = {
		{ "b1_children_in_need_2013_to_2025.csv.gz", "Anypoint_episodes", "", 2025, 756120 },
		{ "b1_children_in_need_2013_to_2025.csv.gz", "Started_episodes", "", 2025, 396870 },
		{ "b1_children_in_need_2013_to_2025.csv.gz", "At31_episodes", "", 2025, 402400 },
		{ "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv.gz", "referral_count", "", 2025, 632830 },
		{ "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv.gz", "rereferral_percent", "", 2025, 22.6 },
		{ "d3_cpps_subsequent_plan_2013_to_2025.csv.gz", "CPP_subsequent_percent", "", 2025, 24.5 },
		{ "d1_child_protection_plans_2013_to_2024.csv.gz", "CPP_At31", "", 2024, 49900 },
		{ "c2_children_in_need_assessments_duration_2014_to_2024.csv.gz", "Median_days", "", 2024, 34 },
		{ "c5_children_in_need_referrals_by_source_2014_to_2024.csv.gz", "Police", "", 2024, 177210 },
		{ "a2_section47_icpc_cpp_2013_to_2024.csv.gz", "number", "Section 47s in the year", 2024, 224520 },
	};
	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		ARENA(a);
		published_list years = { 0 };
		str text;
		bool found = false;
		if (!read_real(&a, known[i].file, &years, &text)) skip();
		EACH (p, years) {
			if (p->year != known[i].year) continue;
			figure f = published_figure(p, PLACE_ENGLAND, str_of(known[i].category), str_of(known[i].column));
			assert_int_equal(f.is, FIGURE_NUMBER);
			assert_true(f.number == known[i].number);
			found = true;
		}
		assert_true(found);
	}
}

static void test_neighbours(void **state)
{
	ARENA(a);
	published_list years = { 0 };
	str text;
	(void)state;
	if (!read_real(&a, "sn_model_2025_wide.csv.gz", &years, &text)) skip();
	assert_true(years.n == 1 && years.at[0].year == 2025);
	str_list near = published_neighbours(&a, &years.at[0], S("301"));
	assert_int_equal(near.n, 10);
	expect_text(near.at[0], "308");
	expect_text(near.at[9], "203");
	assert_int_equal(published_neighbours(&a, &years.at[0], S("999")).n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_years_and_symbols), cmocka_unit_test(test_bad_files),
		cmocka_unit_test(test_the_departments_tables_come_back_whole), cmocka_unit_test(test_england), cmocka_unit_test(test_neighbours),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
