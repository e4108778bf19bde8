/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How many still wait after so many days, where some waits go on. */
#include "journey/statistics.h"

#include <math.h>

#define Z_95 1.959963984540054 /* the normal deviate of 0.975 */
#define SAME 1e-12             /* shares that differ by less are rounded, not different */

/* variance: Greenwood's sum of ended / (at risk * (at risk - ended)), without the square of the share. */
static limits log_log(double waiting, double variance)
{
	if (waiting <= SAME || waiting >= 1) return (limits){ 0, 1 };
	double wide = Z_95 * sqrt(variance) / -log(waiting);
	return (limits){ pow(waiting, exp(wide)), pow(waiting, exp(-wide)) };
}

survival survival_of(arena *a, const wait_count *counts, size_t n)
{
	survival s = { 0 };
	uint64_t at_risk = 0;
	double waiting = 1, variance = 0;
	for (size_t i = 0; i < n; i++) at_risk += counts[i].ended + counts[i].going_on;
	for (size_t i = 0; i < n; i++) {
		const wait_count *w = &counts[i];
		CHECK(i == 0 || w->days > counts[i - 1].days);
		if (w->ended) {
			double risk = (double)at_risk, left = (double)(at_risk - w->ended);
			waiting *= left / risk;
			if (left > 0) variance += (double)w->ended / (risk * left);
			PUSH(a, &s, ((survival_step){ w->days, at_risk, w->ended, waiting, log_log(waiting, variance) }));
		}
		at_risk -= w->ended + w->going_on;
	}
	return s;
}

survival survival_coarse(arena *a, const survival *s, uint64_t least)
{
	survival coarse = { 0 };
	uint64_t ended = 0;
	EACH (step, *s) {
		ended += step->ended;
		if (ended < least) continue;
		survival_step sum = *step;
		sum.ended = ended;
		PUSH(a, &coarse, sum);
		ended = 0;
	}
	return coarse;
}

wait_quantile survival_quantile(const survival *s, double q)
{
	wait_quantile is = { NOT_REACHED, NOT_REACHED, NOT_REACHED };
	double rest = 1 - q + SAME;
	for (size_t i = s->n; i-- > 0;) {
		const survival_step *step = &s->at[i];
		bool has_limits = step->waiting > SAME;
		if (step->waiting <= rest) is.days = step->days;
		if (has_limits && step->between.low <= rest) is.low = step->days;
		if (has_limits && step->between.high <= rest) is.high = step->days;
	}
	if (is.low == NOT_REACHED) is.low = is.days;
	return is;
}

double survival_at(const survival *s, uint32_t days)
{
	double waiting = 1;
	for (size_t i = 0; i < s->n && s->at[i].days <= days; i++) waiting = s->at[i].waiting;
	return waiting;
}
