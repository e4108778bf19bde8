/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How far chance carries shares and counts. */
#include "journey/statistics.h"

#include <float.h>
#include <math.h>

#define Z_95 1.959963984540054 /* the normal deviate of 0.975 */
enum { TERMS_MOST = 100000, HALVINGS = 200 };

limits share_limits(uint64_t hit, uint64_t n)
{
	CHECK(hit <= n);
	if (n == 0) return (limits){ 0, 1 };
	double all = (double)n, p = (double)hit / all, zz = Z_95 * Z_95;
	double middle = p + zz / (2 * all), wide = Z_95 * sqrt(p * (1 - p) / all + zz / (4 * all * all)), scale = 1 + zz / all;
	return (limits){ hit == 0 ? 0 : (middle - wide) / scale, hit == n ? 1 : (middle + wide) / scale };
}

/* ---- the incomplete gamma function: the tails of a Poisson count */

/* lgamma keeps the sign of gamma in a variable of the process; every argument here is positive. */
static double log_gamma(double x)
{
	int sign;
	return lgamma_r(x, &sign);
}

/* P(a, x) by its series (Abramowitz and Stegun 1964, 6.5.29): for x < a + 1. */
static double gamma_series(double a, double x)
{
	double term = 1 / a, sum = term;
	for (int i = 1; i < TERMS_MOST && term > sum * DBL_EPSILON; i++) sum += term *= x / (a + i);
	return sum * exp(a * log(x) - x - log_gamma(a));
}

/* 1 - P(a, x) by its continued fraction (6.5.31), from the front (Lentz 1976): for x >= a + 1. */
static double gamma_fraction(double a, double x)
{
	double b = x + 1 - a, c = 1 / DBL_MIN, d = 1 / b, h = d;
	for (int i = 1; i < TERMS_MOST; i++) {
		double an = i * (a - i), change;
		b += 2;
		d = 1 / (an * d + b);
		c = b + an / c;
		h *= change = c * d;
		if (fabs(change - 1) < DBL_EPSILON) break;
	}
	return h * exp(a * log(x) - x - log_gamma(a));
}

/* How likely a Poisson count of mean x is n or more; n of 1 or more. */
static double poisson_at_least(double n, double x)
{
	if (x <= 0) return 0;
	return x < n + 1 ? gamma_series(n, x) : 1 - gamma_fraction(n, x);
}

/* The mean with which a count of n or more has that probability. */
static double poisson_mean(double n, double probability)
{
	double low = 0, high = n + 10 * sqrt(n) + 20;
	for (int i = 0; i < HALVINGS && low < high; i++) {
		double middle = (low + high) / 2;
		if (middle <= low || middle >= high) break;
		if (poisson_at_least(n, middle) < probability) low = middle;
		else high = middle;
	}
	return (low + high) / 2;
}

limits count_limits(uint64_t n)
{
	return (limits){ n ? poisson_mean((double)n, .025) : 0, poisson_mean((double)n + 1, .975) };
}

/* ---- the incomplete beta function: the tails of a binomial count */

/* Abramowitz and Stegun 1964, 26.5.8, from the front (Lentz 1976): for x < (a + 1) / (a + b + 2). */
static double beta_fraction(double a, double b, double x)
{
	double c = 1, d = 1 / (1 - (a + b) * x / (a + 1)), h = d;
	for (int m = 1; m < TERMS_MOST; m++) {
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), change;
		d = 1 / (1 + even * d);
		c = 1 + even / c;
		h *= d * c;
		d = 1 / (1 + odd * d);
		c = 1 + odd / c;
		h *= change = d * c;
		if (fabs(change - 1) < DBL_EPSILON) break;
	}
	return h / a * exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * log(x) + b * log1p(-x));
}

static double incomplete_beta(double a, double b, double x)
{
	if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
	return x < (a + 1) / (a + b + 2) ? beta_fraction(a, b, x) : 1 - beta_fraction(b, a, 1 - x);
}

/* How likely r or fewer of n are hit, each with probability p (26.5.24). */
static double binomial_at_most(double r, double n, double p)
{
	if (r < 0) return 0;
	return r >= n ? 1 : incomplete_beta(n - r, r + 1, 1 - p);
}

/* The count, between whole numbers, that so much of the probability lies below. */
static double binomial_quantile(double n, double p, double probability)
{
	double low = -1, high = n; /* at most `low` is less likely than that, at most `high` is not */
	while (high - low > 1) {
		double middle = floor((low + high) / 2);
		if (binomial_at_most(middle, n, p) < probability) low = middle;
		else high = middle;
	}
	double here = binomial_at_most(high, n, p), before = binomial_at_most(high - 1, n, p);
	return here > before ? high - (here - probability) / (here - before) : high;
}

limits funnel_limits(double p, uint64_t n, funnel_width width)
{
	double tail = width == FUNNEL_95 ? .025 : .001, all = (double)n;
	if (n == 0) return (limits){ 0, 1 };
	if (p <= 0 || p >= 1) return (limits){ p <= 0 ? 0 : 1, p <= 0 ? 0 : 1 };
	double low = binomial_quantile(all, p, tail) / all, high = binomial_quantile(all, p, 1 - tail) / all;
	return (limits){ low < 0 ? 0 : low, high > 1 ? 1 : high };
}
