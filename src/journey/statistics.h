/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What may be said of counts and waits, and how surely. Every limit is two-sided; 95 in a hundred unless said otherwise. A
 * limit says how far chance alone would carry the number: it is no target, and nothing here says what is good. */
#ifndef WAYMARK_JOURNEY_STATISTICS_H
#define WAYMARK_JOURNEY_STATISTICS_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct {
	double low, high;
} limits;

/* ---- waits, some of which go on */

/* So many waits of one length that ended, and so many that were still going on when they were looked at last. */
typedef struct {
	uint32_t days;
	uint64_t ended, going_on;
} wait_count;

/* One step of the Kaplan-Meier estimate (Kaplan and Meier 1958, J. Am. Stat. Assoc. 53, 457-481). A wait that goes on for as
 * many days as another takes counts as at risk on that day. */
typedef struct {
	uint32_t days;
	uint64_t at_risk, ended;
	double waiting;       /* the share that waits longer */
	limits between;       /* of waiting: pointwise, on the log(-log) scale (Kalbfleisch and Prentice 2002, section 1.4) with
	                         Greenwood's variance; 0 and 1 where there are none (nobody waits any more, nobody ended yet) */
} survival_step;
typedef LIST(survival_step) survival;

/* counts: n of them, days ascending. A step for each day on which a wait ended, in arena a. */
survival survival_of(arena *a, const wait_count *counts, size_t n);
/* The same curve with a step only where at least so many waits ended since the step before, which is the sum of theirs: for
 * outside, where nobody's own day may be read from it. What ended after the last step is not told. In arena a. */
survival survival_coarse(arena *a, const survival *s, uint64_t least);

/* The first day on which at most a share of 1 - q still waits: a quantile of all, not only of those whose wait ended. Its
 * limits are the days on which those of the curve come there (Brookmeyer and Crowley 1982, Biometrics 38, 29-41). */
enum { NOT_REACHED = -1 };
typedef struct {
	int64_t days, low, high; /* NOT_REACHED: so many have not come there yet */
} wait_quantile;
wait_quantile survival_quantile(const survival *s, double q);
/* The share that waits longer than so many days. */
double survival_at(const survival *s, uint32_t days);

/* ---- shares and rates */

/* Of a share hit / n: Wilson 1927, J. Am. Stat. Assoc. 22, 209-212, without a correction for continuity. 0 and 1 where n is 0. */
limits share_limits(uint64_t hit, uint64_t n);
/* Of a count: exact (Garwood 1936, Biometrika 28, 437-442). For a rate: both times what it is per, over the population. */
limits count_limits(uint64_t n);

/* Where the share of a part as large as n would lie if it only differed by chance from the share p of all: Spiegelhalter 2005,
 * Stat. Med. 24, 1185-1202, appendix A.1.1: exact binomial, interpolated. Not below 0 nor over 1; the same where n is 0. */
typedef enum { FUNNEL_95, FUNNEL_998 } funnel_width; /* 95 and 99.8 in a hundred */
limits funnel_limits(double p, uint64_t n, funnel_width width);

/* ---- a number month by month: the XmR chart */

/* Shewhart's chart for single values (Wheeler 2000, Understanding Variation, 2nd ed.): the mean, and 2.66 average moving
 * ranges to both sides (3 / 1.128). What is marked is a signal that something changed, nothing more. */
enum {
	SIGNAL_BEYOND = 1, /* outside the limits */
	SIGNAL_RUN = 2,    /* one of eight or more in a row on one side of the mean */
	SIGNAL_NEAR = 4    /* one of three, of four in a row, that lie nearer to one limit than to the mean */
};
typedef struct {
	double mean, moving_range; /* the average of the differences between neighbours */
	limits natural;            /* the natural process limits; not cut at 0 */
	double most_range;         /* 3.267 average moving ranges: the limit of a single one */
	uint8_t *signals;          /* SIGNAL_* of each value, in arena a */
} run_chart;
enum { RUN_CHART_LEAST = 2 };
/* n of RUN_CHART_LEAST or more (CHECK). */
run_chart run_chart_of(arena *a, const double *values, size_t n);

/* ---- before something is published */

/* A table of counts with its totals: cell [row * columns + column]; the last row and the last column are the totals of the
 * others. A table of one row has only a last column: rows is 1, and there is no row of totals. */
typedef struct {
	size_t rows, columns; /* totals included */
	const uint64_t *counts;
} published_table;
enum { SMALL_NUMBER = 5 }; /* what is under it, but not 0, is not published */
/* Which cells are to be left out, one for each, in arena a: small numbers, and as many others as it takes that none of them can
 * be had from the totals: in no line is one left out alone, nor several that are small together (Hundepool and others 2012,
 * Statistical Disclosure Control, section 4.2: primary and secondary suppression). The smallest are taken first, totals last. */
bool *suppressed(arena *a, const published_table *t);

#endif
