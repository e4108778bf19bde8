/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The XmR chart: whether a number that moves from month to month does more than it always did. */
#include "journey/statistics.h"

#include <math.h>

#define D2 1.128 /* the mean range of two normal values, in standard deviations */
#define D4 3.267
enum { RUN = 8, NEAR_OF = 4, NEAR = 3 };

static void signal_beyond(const run_chart *c, const double *values, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (values[i] < c->natural.low || values[i] > c->natural.high) c->signals[i] |= SIGNAL_BEYOND;
}

/* On which side of the mean: -1, 0, 1. */
static int side(const run_chart *c, double value)
{
	return (value > c->mean) - (value < c->mean);
}

static void signal_run(const run_chart *c, const double *values, size_t n)
{
	for (size_t from = 0, to; from < n; from = to) {
		int is = side(c, values[from]);
		for (to = from + 1; to < n && side(c, values[to]) == is;) to++;
		if (is == 0 || to - from < RUN) continue;
		for (size_t i = from; i < to; i++) c->signals[i] |= SIGNAL_RUN;
	}
}

/* Over half of the way from the mean to a limit: to which one. */
static int near(const run_chart *c, double value)
{
	double half = (c->natural.high - c->mean) / 2;
	return fabs(value - c->mean) > half ? side(c, value) : 0;
}

static void signal_near(const run_chart *c, const double *values, size_t n)
{
	for (size_t from = 0; from + NEAR_OF <= n; from++)
		for (int is = -1; is <= 1; is += 2) {
			int found = 0;
			for (size_t i = from; i < from + NEAR_OF; i++) found += near(c, values[i]) == is;
			for (size_t i = from; found >= NEAR && i < from + NEAR_OF; i++)
				if (near(c, values[i]) == is) c->signals[i] |= SIGNAL_NEAR;
		}
}

run_chart run_chart_of(arena *a, const double *values, size_t n)
{
	CHECK(n >= RUN_CHART_LEAST);
	run_chart c = { .signals = TAKE_N(a, uint8_t, n) };
	for (size_t i = 0; i < n; i++) c.mean += values[i] / (double)n;
	for (size_t i = 1; i < n; i++) c.moving_range += fabs(values[i] - values[i - 1]) / (double)(n - 1);
	c.natural = (limits){ c.mean - 3 / D2 * c.moving_range, c.mean + 3 / D2 * c.moving_range };
	c.most_range = D4 * c.moving_range;
	if (c.moving_range > 0) { /* what never moves has no limits to be beyond */
		signal_beyond(&c, values, n);
		signal_run(&c, values, n);
		signal_near(&c, values, n);
	}
	return c;
}
