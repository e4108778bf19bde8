/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The expected values were printed by R 4.2.2 (stats; survival 3.5-3) with the calls in the comments, or stand in the
 * publication that is named. */
#include "journey/statistics.h"
#include "support/expect.h"

#include <math.h>

static void near_at(double got, double expected, double within, int line)
{
	if (fabs(got - expected) <= within * fmax(1, fabs(expected))) return;
	print_error("got %.15g, expected %.15g\n", got, expected);
	_fail(__FILE__, line);
}
#define expect_near(got, expected) near_at((got), (expected), 1e-9, __LINE__)
#define COUNT(list) (sizeof(list) / sizeof *(list))

/* A small generator of its own, so that a failure comes again (Marsaglia 2003, xorshift). */
static uint64_t next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	return *state ^= *state << 17;
}

/* ---- survival */

/* Freireich and others 1963, Blood 21, 699-716: remission under 6-MP in weeks, the example of every textbook since. */
static const wait_count remission[] = {
	{ 6, 3, 1 }, { 7, 1, 0 }, { 9, 0, 1 }, { 10, 1, 1 }, { 11, 0, 1 }, { 13, 1, 0 }, { 16, 1, 0 }, { 17, 0, 1 }, { 19, 0, 1 },
	{ 20, 0, 1 }, { 22, 1, 0 }, { 23, 1, 0 }, { 25, 0, 1 }, { 32, 0, 2 }, { 34, 0, 1 }, { 35, 0, 1 },
};

/* summary(survfit(Surv(t, e) ~ 1, conf.type = "log-log")) */
static void test_survival_as_r_has_it(void **state)
{
	static const struct { uint32_t days; uint64_t at_risk, ended; double waiting, low, high; } r[] = {
		{ 6, 21, 3, 0.857142857142857, 0.619717955265984, 0.951551747646997 },
		{ 7, 17, 1, 0.806722689075630, 0.563146564622233, 0.922809019202880 },
		{ 10, 15, 1, 0.752941176470588, 0.503199510799957, 0.889361835169265 },
		{ 13, 12, 1, 0.690196078431372, 0.431610222486184, 0.849065963349451 },
		{ 16, 11, 1, 0.627450980392157, 0.367510855987502, 0.804912189471841 },
		{ 22, 7, 1, 0.537815126050420, 0.267778936767135, 0.746790717635394 },
		{ 23, 6, 1, 0.448179271708683, 0.188052005959232, 0.680142628495241 },
	};
	ARENA(a);
	(void)state;
	survival s = survival_of(&a, remission, COUNT(remission));
	assert_int_equal(s.n, COUNT(r));
	for (size_t i = 0; i < s.n; i++) {
		assert_int_equal(s.at[i].days, r[i].days);
		assert_int_equal(s.at[i].at_risk, r[i].at_risk);
		assert_int_equal(s.at[i].ended, r[i].ended);
		expect_near(s.at[i].waiting, r[i].waiting);
		expect_near(s.at[i].between.low, r[i].low);
		expect_near(s.at[i].between.high, r[i].high);
	}
	wait_quantile lower = survival_quantile(&s, .25), median = survival_quantile(&s, .5), upper = survival_quantile(&s, .75);
	assert_true(lower.days == 13 && lower.low == 6 && lower.high == 22); /* quantile(fit) */
	assert_true(median.days == 23 && median.low == 13 && median.high == NOT_REACHED);
	assert_true(upper.days == NOT_REACHED && upper.low == 23 && upper.high == NOT_REACHED);
	expect_near(survival_at(&s, 21), 0.627450980392157);
	expect_near(survival_at(&s, 5), 1);
}

/* Many on one day, some that ended and some that go on; the last one ends: no limits where nobody waits. */
static void test_survival_with_ties(void **state)
{
	static const wait_count counts[] = { { 0, 1, 1 }, { 3, 2, 1 }, { 5, 1, 1 }, { 8, 3, 1 }, { 13, 1, 1 }, { 21, 2, 0 }, { 34, 1, 0 } };
	ARENA(a);
	(void)state;
	survival s = survival_of(&a, counts, COUNT(counts));
	assert_int_equal(s.n, 7);
	expect_near(s.at[0].waiting, 0.9375);
	expect_near(s.at[0].between.low, 0.63234544173890384);
	expect_near(s.at[5].between.low, 0.00813736969277982);
	expect_near(s.at[5].between.high, 0.420630293953891);
	assert_true(s.at[6].waiting == 0 && s.at[6].between.low == 0 && s.at[6].between.high == 1);
	wait_quantile median = survival_quantile(&s, .5), upper = survival_quantile(&s, .75);
	assert_true(median.days == 8 && median.low == 5 && median.high == 21);
	assert_true(upper.days == 21 && upper.low == 8 && upper.high == NOT_REACHED);
}

/* 1, 2, 1, 3, 1, 4 and 1 ended: five are reached on the fourth day and on the sixth, and then no more. */
static void test_survival_for_outside(void **state)
{
	static const wait_count counts[] = { { 0, 1, 1 }, { 3, 2, 1 }, { 5, 1, 1 }, { 8, 3, 1 }, { 13, 1, 1 }, { 21, 4, 0 }, { 34, 1, 0 } };
	ARENA(a);
	(void)state;
	survival s = survival_of(&a, counts, COUNT(counts)), coarse = survival_coarse(&a, &s, 5);
	assert_int_equal(coarse.n, 2);
	assert_true(coarse.at[0].days == 8 && coarse.at[0].ended == 7 && coarse.at[0].waiting == s.at[3].waiting);
	assert_true(coarse.at[1].days == 21 && coarse.at[1].ended == 5 && coarse.at[1].between.high == s.at[5].between.high);
	assert_int_equal(survival_coarse(&a, &s, 1).n, s.n);
	assert_int_equal(survival_coarse(&a, &s, 100).n, 0);
}

static void test_survival_of_nobody(void **state)
{
	static const wait_count none_ended[] = { { 4, 0, 9 } };
	ARENA(a);
	(void)state;
	survival nobody = survival_of(&a, NULL, 0), waiting = survival_of(&a, none_ended, 1);
	assert_true(nobody.n == 0 && waiting.n == 0);
	assert_int_equal(survival_quantile(&waiting, .5).days, NOT_REACHED);
	expect_near(survival_at(&waiting, 4), 1);
}

/* Whatever comes: never up, always within its limits, and without waits that go on the share of those that are left. */
static void test_survival_holds(void **state)
{
	uint64_t seed = 88172645463325252u;
	(void)state;
	for (int turn = 0; turn < 300; turn++) {
		ARENA(a);
		wait_count counts[40];
		size_t n = 1 + next(&seed) % 40;
		bool complete = turn % 2;
		uint64_t all = 0, left;
		for (size_t i = 0; i < n; i++) {
			counts[i] = (wait_count){ (uint32_t)(3 * i + next(&seed) % 3), next(&seed) % 20, complete ? 0 : next(&seed) % 20 };
			all += counts[i].ended;
		}
		survival s = survival_of(&a, counts, n);
		double before = 1;
		left = all;
		for (size_t i = 0; i < s.n; i++) {
			const survival_step *step = &s.at[i];
			assert_true(step->waiting <= before && step->between.low <= step->waiting + 1e-12 && step->waiting <= step->between.high + 1e-12);
			left -= step->ended;
			if (complete) expect_near(step->waiting, (double)left / (double)all);
			before = step->waiting;
		}
	}
}

/* ---- limits */

/* Newcombe 1998, Stat. Med. 17, 857-872, table I, method 3; more digits by prop.test(x, n, correct = FALSE) */
static void test_shares(void **state)
{
	static const struct { uint64_t hit, n; double low, high; } r[] = {
		{ 81, 263, 0.255288519878274, 0.366209576982800 }, { 15, 148, 0.0623863995307363, 0.1604872417233080 },
		{ 0, 20, 0, 0.161125158052819 }, { 1, 29, 0.00611321429276266, 0.17175521879320282 }, { 29, 29, 0.883030201500259, 1 },
		{ 0, 0, 0, 1 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(r); i++) {
		limits is = share_limits(r[i].hit, r[i].n);
		expect_near(is.low, r[i].low);
		expect_near(is.high, r[i].high);
	}
}

/* poisson.test(n)$conf.int */
static void test_counts(void **state)
{
	static const struct { uint64_t n; double low, high; } r[] = {
		{ 0, 0, 3.68887945411394 }, { 1, 0.0253178079842899, 5.5716433909388989 }, { 3, 0.618672122895602, 8.767273069742323 },
		{ 10, 4.79538869613243, 18.39035604201778 }, { 64, 49.2877985462354, 81.7265712088850 },
		{ 250, 219.967995630937, 282.987705042316 }, { 5120, 4980.70593629239, 5262.20203821809 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(r); i++) {
		limits is = count_limits(r[i].n);
		expect_near(is.low, r[i].low);
		expect_near(is.high, r[i].high);
	}
	for (uint64_t n = 1; n < 3000; n = n * 3 / 2 + 1)
		assert_true(count_limits(n).low < (double)n && (double)n < count_limits(n).high && count_limits(n).low > count_limits(n - 1).low);
}

/* r <- qbinom(q, n, p); a <- (pbinom(r, n, p) - q) / (pbinom(r, n, p) - pbinom(r - 1, n, p)); (r - a) / n */
static void test_funnel(void **state)
{
	static const struct { double p; uint64_t n; double at[4]; } r[] = { /* 0.001 0.025 0.975 0.999; not below 0 */
		{ .226, 5, { 0, 0, 0.558600052176425, 0.791869550139555 } },
		{ .02, 5, { 0, 0, 0.154123280231182, 0.350999328511081 } },
		{ .226, 20, { 0, 0.0273875920688303, 0.3962757580570656, 0.5252307590216195 } },
		{ .226, 100, { 0.100678640527409, 0.141592454449865, 0.305827333767832, 0.357566226303183 } },
		{ .02, 100, { 0, 0, 0.04730771722323251, 0.06978256376878131 } },
		{ .226, 1000, { 0.185421678237760, 0.199837196219333, 0.251688058806145, 0.267124483414341 } },
		{ .02, 1000, { 7.23545146302789e-03, 1.12656138182371e-02, 2.86468231057935e-02, 3.45253033824555e-02 } },
		{ .226, 40000, { 2.19544825212881e-01, 2.21895313574100e-01, 2.30092678726467e-01, 2.32469225620276e-01 } },
		{ .02, 40000, { 1.78586687344422e-02, 1.86269667158387e-02, 2.13708248460704e-02, 2.21847420852835e-02 } },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(r); i++) {
		limits inner = funnel_limits(r[i].p, r[i].n, FUNNEL_95), outer = funnel_limits(r[i].p, r[i].n, FUNNEL_998);
		expect_near(outer.low, r[i].at[0]);
		expect_near(inner.low, r[i].at[1]);
		expect_near(inner.high, r[i].at[2]);
		expect_near(outer.high, r[i].at[3]);
	}
	assert_true(funnel_limits(0, 10, FUNNEL_95).high == 0 && funnel_limits(1, 10, FUNNEL_95).low == 1 && funnel_limits(.3, 0, FUNNEL_95).high == 1);
}

/* ---- the run chart */

/* NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: ten batches, centre 50.81, limits 45.8159 and 55.8041. */
static void test_run_chart_of_the_handbook(void **state)
{
	static const double flow[] = { 49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1 };
	ARENA(a);
	(void)state;
	run_chart c = run_chart_of(&a, flow, COUNT(flow));
	expect_near(c.mean, 50.81);
	expect_near(c.moving_range, 1.87777777777778);
	expect_near(c.natural.low, 45.81591016548463);
	expect_near(c.natural.high, 55.80408983451537);
	expect_near(c.most_range, 6.1347);
	for (size_t i = 0; i < COUNT(flow); i++) assert_int_equal(c.signals[i], 0);
}

static void test_signals(void **state)
{
	static const double beyond[] = { 10, 11, 10, 11, 10, 30, 10, 11, 10, 11, 10, 11, 10, 11 };
	static const double run[] = { 10, 15, 10, 15, 10, 15, 10, 14, 14, 13, 14, 13, 14, 13, 14, 13 };
	static const double steady[] = { 7, 7, 7 };
	ARENA(a);
	(void)state;
	run_chart c = run_chart_of(&a, beyond, COUNT(beyond));
	assert_true(c.signals[5] & SIGNAL_BEYOND && !(c.signals[4] & SIGNAL_BEYOND));
	c = run_chart_of(&a, run, COUNT(run));
	assert_true(c.signals[8] & SIGNAL_RUN && c.signals[15] & SIGNAL_RUN && !(c.signals[6] & SIGNAL_RUN));
	assert_true(!(run_chart_of(&a, run + 8, 7).signals[0] & SIGNAL_RUN));
	c = run_chart_of(&a, steady, COUNT(steady));
	assert_int_equal(c.signals[0] | c.signals[1] | c.signals[2], 0);
}

/* Three of four nearer to a limit than to the mean: mean 0, average moving range 2, limits at 5.32, half of the way 2.66. */
static void test_near_a_limit(void **state)
{
	static const double values[] = { -1, -3, -2, -3, -1, 1, 3, 3, 1, 3, 0, -1 };
	ARENA(a);
	(void)state;
	run_chart c = run_chart_of(&a, values, COUNT(values));
	double half = (c.natural.high - c.mean) / 2;
	assert_true(fabs(c.mean) < 1e-12 && half > 2 && half < 3);
	assert_true(c.signals[6] == SIGNAL_NEAR && c.signals[7] == SIGNAL_NEAR && c.signals[9] == SIGNAL_NEAR);
	assert_true(c.signals[8] == 0 && c.signals[1] == 0 && c.signals[3] == 0);
}

/* ---- suppression */

static void test_one_small_number_takes_another_with_it(void **state)
{
	static const uint64_t counts[] = { 3, 12, 40, 0, 55 };
	ARENA(a);
	(void)state;
	bool *out = suppressed(&a, &(published_table){ 1, 5, counts });
	assert_true(out[0] && out[1] && !out[2] && !out[3] && !out[4]);
}

static void test_small_numbers_together_are_small_too(void **state)
{
	static const uint64_t counts[] = { 1, 2, 20, 30, 53 }, few[] = { 1, 2, 0, 3 };
	ARENA(a);
	(void)state;
	bool *out = suppressed(&a, &(published_table){ 1, 5, counts });
	assert_true(out[0] && out[1] && out[2] && !out[3] && !out[4]); /* 1 and 2 alone: 3 of them are known */
	out = suppressed(&a, &(published_table){ 1, 4, few });
	assert_true(out[0] && out[1] && out[3]);
}

static void test_nothing_small_nothing_left_out(void **state)
{
	static const uint64_t counts[] = { 5, 0, 9, 14, 6, 7, 8, 21, 11, 7, 17, 35 };
	ARENA(a);
	(void)state;
	bool *out = suppressed(&a, &(published_table){ 3, 4, counts });
	for (size_t i = 0; i < COUNT(counts); i++) assert_false(out[i]);
}

/* Whoever knows the rest finds no small number: of any table, no line leaves out one alone or a small sum under a total
 * that is shown. */
static void test_no_line_gives_away(void **state)
{
	uint64_t seed = 362436069;
	(void)state;
	for (int turn = 0; turn < 2000; turn++) {
		ARENA(a);
		size_t rows = 2 + next(&seed) % 5, columns = 2 + next(&seed) % 5;
		uint64_t *counts = TAKE_N(&a, uint64_t, rows * columns);
		for (size_t r = 0; r + 1 < rows; r++)
			for (size_t c = 0; c + 1 < columns; c++) {
				uint64_t n = next(&seed) % 3 ? next(&seed) % 60 : next(&seed) % 6;
				counts[r * columns + c] = n;
				counts[r * columns + columns - 1] += n;
				counts[(rows - 1) * columns + c] += n;
				counts[rows * columns - 1] += n;
			}
		bool *out = suppressed(&a, &(published_table){ rows, columns, counts });
		for (size_t i = 0; i < rows * columns; i++) assert_true(out[i] || counts[i] == 0 || counts[i] >= SMALL_NUMBER);
		for (size_t l = 0; l < rows + columns; l++) {
			size_t n = l < rows ? columns : rows, left_out = 0;
			uint64_t together = 0;
			bool total = out[l < rows ? l * columns + columns - 1 : (rows - 1) * columns + l - rows];
			for (size_t i = 0; i < n; i++) {
				size_t at = l < rows ? l * columns + i : i * columns + l - rows;
				left_out += out[at];
				together += out[at] ? counts[at] : 0;
			}
			assert_true(left_out != 1 && (left_out == 0 || total || together >= SMALL_NUMBER || left_out == n));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_survival_as_r_has_it), cmocka_unit_test(test_survival_with_ties), cmocka_unit_test(test_survival_for_outside),
		cmocka_unit_test(test_survival_of_nobody),
		cmocka_unit_test(test_survival_holds), cmocka_unit_test(test_shares), cmocka_unit_test(test_counts), cmocka_unit_test(test_funnel),
		cmocka_unit_test(test_run_chart_of_the_handbook), cmocka_unit_test(test_signals), cmocka_unit_test(test_near_a_limit),
		cmocka_unit_test(test_one_small_number_takes_another_with_it), cmocka_unit_test(test_small_numbers_together_are_small_too),
		cmocka_unit_test(test_nothing_small_nothing_left_out), cmocka_unit_test(test_no_line_gives_away),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
