/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The picture of an answer. Splits stand in the order of their values, never by how much they have. */
#include "capabilities/questions/asked.h"
#include "web/chart.h"

#include <math.h>
#include <stdlib.h>

enum { STACK_YEARS = 5, STACK_SHADES = 6, MONTHS_MOST = 36, MONTHS_LEAST = 6, SHARE_LEAST = 5, MAP_STEPS = 10, MAP_ARCS = 12, FUNNEL_POINTS = 60, LEAST_AT_RISK = 5 };

typedef LIST(chart_point) point_list;
typedef LIST(chart_between) between_list;

static str id_of(const asked *x, const char *name, uint32_t n)
{
	buf b = BUF(x->r->a);
	buf_printf(&b, "%s-%u", name, n);
	return buf_view(&b);
}

/* ---- who still waits */

/* As long as enough wait that a share says something. */
static double curve_end(const survival *s)
{
	double end = 7;
	EACH (on, *s)
		if (on->at_risk >= LEAST_AT_RISK || s->n < LEAST_AT_RISK) end = fmax(end, on->days);
	return end;
}

static point_list curve_points(arena *a, const survival *s, double end)
{
	point_list list = { 0 };
	PUSH(a, &list, ((chart_point){ 0, 1 }));
	EACH (on, *s)
		if (on->days <= end) PUSH(a, &list, ((chart_point){ on->days, on->waiting }));
	chart_point last = list.at[list.n - 1];
	PUSH(a, &list, ((chart_point){ end, last.y }));
	return list;
}

static between_list curve_limits(arena *a, const survival *s, double end)
{
	between_list list = { 0 };
	PUSH(a, &list, ((chart_between){ 0, 1, 1 }));
	EACH (on, *s) {
		if (on->days > end) break;
		bool none = on->waiting <= 0; /* nobody waits any more: there are no limits */
		PUSH(a, &list, ((chart_between){ on->days, none ? 0 : on->between.low, none ? 0 : on->between.high }));
	}
	chart_between last = list.at[list.n - 1];
	PUSH(a, &list, ((chart_between){ end, last.low, last.high }));
	return list;
}

static str curve_says(const asked *x, const survival *s, double end)
{
	buf b = BUF(x->r->a);
	buf_str(&b, may_stop(x->m) ? S("Of those whose wait nothing else ended, so many still wait after so many days:") : S("For how many it still goes on after so many days:"));
	for (int i = 1; i <= 4; i++) {
		uint32_t d = (uint32_t)lround(end * i / 4);
		buf_printf(&b, "%s %.0f in 100 after %u", i > 1 ? "," : "", survival_at(s, d) * 100, d);
	}
	buf_char(&b, '.');
	return buf_view(&b);
}

/* For outside no step is of fewer than a small number. */
static survival curve_of(const asked *x, const answer *is, uint32_t cell)
{
	waits_of_cell w = waits_at(is, cell);
	survival s = survival_of_waits(x->r->a, &w);
	return x->to_publish ? survival_coarse(x->r->a, &s, SMALL_NUMBER) : s;
}

static html curve(const asked *x, const answer *is, uint32_t cell, bool small, str title)
{
	arena *a = x->r->a;
	buf b = BUF(a);
	survival s = curve_of(x, is, cell), of_all = curve_of(x, &x->whole, 0);
	double end = curve_end(&of_all);
	chart c = { .id = id_of(x, small ? "part" : "curve", cell), .title = title, .says = curve_says(x, &s, end), .x_most = end, .y_most = 1, .y_share = true, .small = small };
	if (waits_at(is, cell).n == 0) return HTML("");
	chart_begin(&b, &c);
	between_list limit = curve_limits(a, &s, end);
	chart_band(&b, &c, "limits", limit.at, limit.n, true);
	if (small) {
		point_list whole = curve_points(a, &of_all, end);
		chart_line(&b, &c, "whole", whole.at, whole.n, true);
	}
	point_list line = curve_points(a, &s, end);
	chart_line(&b, &c, "curve", line.at, line.n, true);
	chart_marks(&b);
	return chart_end(&b);
}

/* ---- a share in many places: a funnel */

static uint64_t largest_part(const asked *x)
{
	uint64_t most = 1;
	for (uint32_t i = 0; i < x->is.cells; i++) most = (uint64_t)fmax((double)most, (double)tally_part(&x->q, &x->is.tallies[i]).den);
	return most;
}

static void funnel_bands(const asked *x, buf *b, const chart *c, double p, uint64_t most)
{
	between_list inner = { 0 }, outer = { 0 };
	for (int i = 1; i <= FUNNEL_POINTS; i++) {
		uint64_t n = (uint64_t)fmax(1, round((double)most * i / FUNNEL_POINTS));
		limits near = funnel_limits(p, n, FUNNEL_95), far = funnel_limits(p, n, FUNNEL_998);
		PUSH(x->r->a, &inner, ((chart_between){ (double)n, near.low, near.high }));
		PUSH(x->r->a, &outer, ((chart_between){ (double)n, far.low, far.high }));
	}
	chart_band(b, c, "far", outer.at, outer.n, false);
	chart_band(b, c, "near", inner.at, inner.n, false);
	chart_line(b, c, "middle", (chart_point[]){ { 0, p }, { (double)most, p } }, 2, false);
}

static html funnel(const asked *x, str title)
{
	buf b = BUF(x->r->a), says = BUF(x->r->a);
	part_of whole = tally_part(&x->q, x->whole.tallies);
	uint64_t most = largest_part(x);
	double highest = whole.den ? fmin(1, (double)whole.hit / (double)whole.den * 2 + .05) : 1;
	size_t beyond = 0;
	if (!whole.den) return HTML("");
	double p = (double)whole.hit / (double)whole.den;
	for (uint32_t i = 0; i < x->is.cells; i++) {
		part_of at = tally_part(&x->q, &x->is.tallies[i]);
		if (!at.den) continue;
		double share = (double)at.hit / (double)at.den;
		limits far = funnel_limits(p, at.den, FUNNEL_998);
		beyond += share < far.low || share > far.high;
		highest = fmax(highest, share);
	}
	buf_printf(&says, "Each point is one part: how many it has across, its share up. Between the outer lines lie 998 of 1,000 parts if only chance "
	                  "made them differ from the %.0f in 100 of all; %zu lie outside. Which they are stands in the table.", p * 100, beyond);
	chart c = { .id = S("funnel"), .title = title, .says = buf_view(&says), .x_most = (double)most * 1.04, .y_most = highest, .y_share = true };
	chart_begin(&b, &c);
	funnel_bands(x, &b, &c, p, (uint64_t)c.x_most);
	chart_marks(&b);
	for (uint32_t i = 0; i < x->is.cells; i++) {
		part_of at = tally_part(&x->q, &x->is.tallies[i]);
		bool small = x->to_publish && (at.hit < SMALL_NUMBER || at.den - at.hit < SMALL_NUMBER);
		if (at.den && !small) chart_dot(&b, &c, "dot", (double)at.den, (double)at.hit / (double)at.den);
	}
	return chart_end(&b);
}

/* ---- month by month: a run chart */

typedef struct {
	LIST(double) values;
	uint32_t first; /* the month of the first value */
	run_chart chart;
	bool drawn;
} run;

/* The first whole month after the records begin; of what comes again, when it could have been known that something came before. */
static uint32_t known_from(const asked *x)
{
	uint32_t m = 0, span = x->q.shape == SHAPE_REPEAT && x->q.span != SPAN_EVER ? x->q.span / JOURNEY_SECONDS_A_DAY / 30 : 0;
	while (m < x->months.cells && x->months.tallies[m].n == 0) m++;
	return m + 1 + span;
}

/* Whole months alone, the newest of them, as long as all of them are known by now. by_month: of all, or of one part. */
static run run_of(const asked *x, const tally *by_month)
{
	run r = { 0 };
	uint64_t counted = 0;
	const calendar *on = &x->held->journeys->on;
	if (x->year.n || on->days < 2) return r;
	uint32_t now = on->period[PERIOD_MONTH][on->days - 1], from = now > MONTHS_MOST ? now - MONTHS_MOST : 1, to = now;
	from = from > known_from(x) ? from : known_from(x);
	while (to > from && is_share(&x->q) && by_month[to - 1].not_yet > 0) to--;
	r.first = from;
	for (uint32_t m = from; m < to && m < x->months.cells; m++) {
		part_of p = tally_part(&x->months_q, &by_month[m]);
		double n = is_share(&x->q) ? (p.den ? (double)p.hit / (double)p.den : 0) : (double)by_month[m].n;
		counted += is_share(&x->q) ? p.den : by_month[m].n;
		PUSH(x->r->a, &r.values, n);
	}
	if (r.values.n < MONTHS_LEAST || counted < r.values.n * (is_share(&x->q) ? SHARE_LEAST : 1u)) return r; /* too few to tell a change from chance */
	r.chart = run_chart_of(x->r->a, r.values.at, r.values.n);
	r.drawn = true;
	return r;
}

/* "Dec 2023", or "December 2023". */
static str month_name_of(const asked *x, uint32_t month, bool whole)
{
	static const char *const names[] = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December" };
	buf b = BUF(x->r->a);
	ymd first = day_parts(x->held->journeys->on.first_day);
	uint32_t at = (uint32_t)first.month - 1 + month;
	buf_str(&b, str_first(str_of(names[at % 12]), whole ? SIZE_MAX : 3));
	buf_printf(&b, " %u", (uint32_t)first.year + at / 12);
	return buf_view(&b);
}

static run run_of_all(const asked *x)
{
	return x->has_months ? run_of(x, x->months.tallies) : (run){ 0 };
}

/* The months of a part stand together: the last split runs fastest. */
static run run_of_part(const asked *x, uint32_t cell)
{
	return x->has_parts ? run_of(x, &x->parts.tallies[(size_t)cell * x->parts.width[1]]) : (run){ 0 };
}

static str signals_told(const asked *x, const run *of)
{
	const run r = *of;
	buf b = BUF(x->r->a);
	size_t n = 0;
	if (!r.drawn) return STR_NONE;
	for (size_t i = 0; i < r.values.n; i++) n += r.chart.signals[i] != 0;
	if (n == 0) return S("No month does more than months here always did: what goes up and down from one to the next needs no explanation of its own.");
	buf_lit(&b, "More than the usual up and down, so that something may have changed (ringed): ");
	for (size_t i = 0, told = 0; i < r.values.n; i++) {
		size_t last = i;
		if (!r.chart.signals[i]) continue;
		while (last + 1 < r.values.n && r.chart.signals[last + 1]) last++;
		if (told++) buf_lit(&b, ", ");
		buf_str(&b, month_name_of(x, r.first + (uint32_t)i, true));
		if (last > i) buf_lit(&b, " to ");
		if (last > i) buf_str(&b, month_name_of(x, r.first + (uint32_t)last, true));
		i = last;
	}
	buf_char(&b, '.');
	return buf_view(&b);
}

str part_signal_words(const asked *x, uint32_t cell)
{
	run r = run_of_part(x, cell);
	return signals_told(x, &r);
}

static void run_ticks(const asked *x, const run *r, chart *c)
{
	for (size_t i = 0; i < r->values.n; i += r->values.n > 12 ? 12 : 3)
		PUSH(x->r->a, &c->x_ticks, ((chart_tick){ (double)i, month_name_of(x, r->first + (uint32_t)i, false) }));
}

/* small: of one part beside the others. */
static html run_picture(const asked *x, const run *r, str id, str title, bool small)
{
	buf b = BUF(x->r->a);
	double n = (double)r->values.n - 1, most = r->chart.natural.high;
	point_list line = { 0 };
	for (size_t i = 0; i < r->values.n; i++) {
		most = fmax(most, r->values.at[i]);
		PUSH(x->r->a, &line, ((chart_point){ (double)i, r->values.at[i] }));
	}
	chart c = { .id = id, .title = title, .says = signals_told(x, r), .small = small, .x_from = -.5, .x_most = n + .5, .y_most = most > 0 ? most * 1.08 : 1,
		    .y_share = is_share(&x->q) };
	if (c.y_share) c.y_most = fmin(1, c.y_most);
	run_ticks(x, r, &c);
	chart_begin(&b, &c);
	if (r->chart.natural.high <= c.y_most)
		chart_line(&b, &c, "natural", (chart_point[]){ { -.5, r->chart.natural.high }, { n + .5, r->chart.natural.high } }, 2, false);
	if (r->chart.natural.low > 0)
		chart_line(&b, &c, "natural", (chart_point[]){ { -.5, r->chart.natural.low }, { n + .5, r->chart.natural.low } }, 2, false);
	chart_line(&b, &c, "middle", (chart_point[]){ { -.5, r->chart.mean }, { n + .5, r->chart.mean } }, 2, false);
	chart_line(&b, &c, "thread", line.at, line.n, false);
	chart_marks(&b);
	for (size_t i = 0; i < r->values.n; i++) chart_dot(&b, &c, r->chart.signals[i] ? "signal" : "dot", (double)i, r->values.at[i]);
	return chart_end(&b);
}

/* ---- how many are open, day by day, on top of each other */

static int32_t open_on(const answer *is, uint32_t cell, uint32_t on)
{
	int32_t n = is->open[(size_t)cell * is->days + on];
	return n > 0 ? n : 0;
}

static void year_ticks(const asked *x, uint32_t from, chart *c)
{
	const calendar *on = &x->held->journeys->on;
	for (uint32_t d = from; d < on->days; d++) {
		ymd p = day_parts(day_add(on->first_day, (int)d));
		buf b = BUF(x->r->a);
		if (p.month != 4 || p.dom != 1) continue;
		buf_printf(&b, "%d", p.year);
		PUSH(x->r->a, &c->x_ticks, ((chart_tick){ (double)d, buf_view(&b) }));
	}
}

/* Nothing is told of before anything was, nor outside of days on which there were few. */
static uint32_t stack_from(const asked *x)
{
	const answer *is = &x->is;
	uint32_t from = is->days > STACK_YEARS * 366 ? is->days - STACK_YEARS * 366 : 0;
	while (from + 2 < is->days && x->whole.open[from] <= 0) from++;
	for (uint32_t cell = 0; x->to_publish && cell < is->cells; cell++)
		for (uint32_t d = is->days; d-- > from;)
			if (open_on(is, cell, d) > 0 && open_on(is, cell, d) < SMALL_NUMBER) from = d + 1;
	return from;
}

static html stack(const asked *x, str title, str_list *keys)
{
	arena *a = x->r->a;
	buf b = BUF(a);
	const answer *is = &x->is;
	uint32_t from = stack_from(x);
	double most = 1;
	for (uint32_t d = from; d < is->days; d++) most = fmax(most, x->whole.open[d]);
	chart c = { .id = S("stack"), .title = title, .says = answer_words(x, &x->whole_q, &x->whole, 0), .x_from = from, .x_most = is->days - 1, .y_most = most * 1.05 };
	year_ticks(x, from, &c);
	chart_begin(&b, &c);
	double *below = TAKE_N(a, double, is->days + 1);
	for (uint32_t cell = 0, shade = 0; cell < is->cells; cell++) {
		between_list band = { 0 };
		bool any = false;
		for (uint32_t d = from; d < is->days; d += d + 7 < is->days || d == is->days - 1 ? 7 : is->days - 1 - d) {
			int32_t n = open_on(is, cell, d);
			any |= n > 0;
			PUSH(a, &band, ((chart_between){ d, below[d], below[d] + n }));
			below[d] += n;
		}
		if (!any) continue;
		buf class = BUF(a);
		buf_printf(&class, "shade-%u", shade++ % STACK_SHADES + 1);
		chart_band(&b, &c, str_c(a, buf_view(&class)), band.at, band.n, false);
		if (x->q.by_n) PUSH(a, keys, value_words_of(x, cell));
	}
	chart_marks(&b);
	return chart_end(&b);
}

/* ---- what follows what */

static bool has_code(const uint8_t *codes, size_t n, uint8_t code)
{
	for (size_t i = 0; i < n; i++)
		if (codes[i] == code) return true;
	return false;
}

/* The arcs that are most frequent, as long as the steps that they join fit; each step where its stage stands on a journey. */
static size_t map_steps(const asked *x, uint8_t *codes, bool *drawn)
{
	size_t n = 0, arcs = 0;
	const answer *is = &x->is;
	bool *seen = TAKE_N(x->r->a, bool, is->step_n + 1);
	while (arcs < MAP_ARCS) {
		const step *most = NULL;
		for (size_t i = 0; i < is->step_n; i++)
			if (!seen[i] && !(x->to_publish && is->steps[i].n < SMALL_NUMBER) && (!most || is->steps[i].n > most->n)) most = &is->steps[i];
		if (!most) break;
		size_t more = (size_t)!has_code(codes, n, most->from) + (size_t)(most->to != most->from && !has_code(codes, n, most->to));
		bool fits = n + more <= MAP_STEPS;
		seen[most - is->steps] = true;
		drawn[most - is->steps] = fits;
		arcs += fits;
		if (!fits) continue;
		if (!has_code(codes, n, most->from)) codes[n++] = most->from;
		if (!has_code(codes, n, most->to)) codes[n++] = most->to;
	}
	return n;
}

static int stage_rank(const asked *x, uint8_t code)
{
	const event_meanings *all = &x->held->words->events;
	stage s = code >= 1 && code <= all->n ? all->at[code - 1].stage : STAGE_NONE;
	return s == STAGE_NONE ? STAGE_DECIDED * 2 + 1 : (int)s * 2; /* what reaches no stage stands among decisions */
}

static void order_by_stage(const asked *x, uint8_t *codes, size_t n)
{
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k > 0; k--) {
			int before = stage_rank(x, codes[k - 1]), here = stage_rank(x, codes[k]);
			if (before < here || (before == here && codes[k - 1] < codes[k])) break;
			uint8_t code = codes[k];
			codes[k] = codes[k - 1];
			codes[k - 1] = code;
		}
}

/* How often something leads down the list. */
static uint64_t leads_down(const asked *x, const bool *drawn, const uint8_t *codes, size_t n)
{
	uint64_t down = 0;
	size_t at[256] = { 0 };
	for (size_t i = 0; i < n; i++) at[codes[i]] = i;
	for (size_t i = 0; i < x->is.step_n; i++)
		if (drawn[i] && at[x->is.steps[i].from] < at[x->is.steps[i].to]) down += x->is.steps[i].n;
	return down;
}

static void move(uint8_t *codes, size_t from, size_t to)
{
	uint8_t code = codes[from];
	for (; from < to; from++) codes[from] = codes[from + 1];
	for (; from > to; from--) codes[from] = codes[from - 1];
	codes[to] = code;
}

/* In the order in which they follow each other most often, so that what leads back is what comes again; where that says nothing, as
 * their stages stand on a journey. Each is moved for as long as more leads down by it. */
static void order_steps(const asked *x, const bool *drawn, uint8_t *codes, size_t n)
{
	order_by_stage(x, codes, n);
	uint64_t best = leads_down(x, drawn, codes, n);
	for (bool better = true; better;) {
		better = false;
		for (size_t from = 0; from < n; from++)
			for (size_t to = 0; to < n; to++) {
				move(codes, from, to);
				uint64_t now = leads_down(x, drawn, codes, n);
				if (now > best) best = now, better = true;
				else move(codes, to, from);
			}
	}
}

static html flow_map(const asked *x, str title)
{
	arena *a = x->r->a;
	uint8_t codes[MAP_STEPS + 2];
	bool *drawn = TAKE_N(a, bool, x->is.step_n + 1);
	size_t n = map_steps(x, codes, drawn);
	str names[MAP_STEPS + 2];
	LIST(map_arc) arcs = { 0 };
	order_steps(x, drawn, codes, n);
	for (size_t i = 0; i < n; i++) {
		buf b = BUF(a);
		journeys_event(x->held, &b, codes[i]);
		names[i] = buf_view(&b);
	}
	for (size_t i = 0; i < x->is.step_n; i++) {
		const step *s = &x->is.steps[i];
		map_arc arc = { .n = s->n, .from = n, .to = n };
		for (size_t k = 0; drawn[i] && k < n; k++) {
			if (codes[k] == s->from) arc.from = k;
			if (codes[k] == s->to) arc.to = k;
		}
		buf b = BUF(a);
		buf_printf(&b, "%llu, %u d", (unsigned long long)s->n, s->median_days);
		arc.label = buf_view(&b);
		if (arc.from < n && arc.to < n) PUSH(a, &arcs, arc);
	}
	return map_svg(a, S("map"), title, answer_words(x, &x->q, &x->is, 0), names, n, arcs.at, arcs.n);
}

/* ---- how a number changed */

static html change_bars(const asked *x, str title)
{
	buf b = BUF(x->r->a);
	const uint32_t *at = x->whole.changed;
	int reach = 1;
	uint32_t most = 1;
	for (int i = 0; i < CHANGE_WIDTH; i++) {
		if (at[i]) reach = abs(i - CHANGE_MOST) > reach ? abs(i - CHANGE_MOST) : reach;
		most = at[i] > most ? at[i] : most;
	}
	chart c = { .id = S("change"), .title = title, .says = answer_words(x, &x->whole_q, &x->whole, 0), .x_from = -reach - .5, .x_most = reach + .5, .y_most = most * 1.05 };
	chart_begin(&b, &c);
	for (int i = -reach; i <= reach; i++)
		if (at[CHANGE_MOST + i]) chart_bar(&b, &c, "bar", i - .4, .8, at[CHANGE_MOST + i]);
	chart_marks(&b);
	return chart_end(&b);
}

/* ---- how long it took, in bands */

static str band_name(const asked *x, size_t i)
{
	buf b = BUF(x->r->a);
	const measure *m = x->m;
	if (i < m->band_n) buf_printf(&b, "to %u", m->bands[i]);
	else buf_lit(&b, "more");
	return buf_view(&b);
}

html asked_bands(const asked *x)
{
	buf b = BUF(x->r->a), says = BUF(x->r->a);
	uint64_t ended[MEASURE_BANDS + 1] = { 0 }, waits[MEASURE_BANDS + 1] = { 0 }, most = 1;
	waits_of_cell w = waits_at(&x->whole, 0);
	if (x->q.shape != SHAPE_INTERVAL || x->q.by_n || !x->m->band_n || !w.n) return HTML("");
	chart c = { .id = S("bands"), .title = S("How long it took"), .x_most = (double)x->m->band_n + 1 };
	for (size_t i = 0, band = 0; i < w.n; i++) {
		while (band < x->m->band_n && WAIT_DAYS(w.at[i]) > x->m->bands[band]) band++;
		if (WAIT_OPEN(w.at[i])) waits[band]++;
		else ended[band]++;
		most = ended[band] + waits[band] > most ? ended[band] + waits[band] : most;
	}
	for (size_t i = 0; i <= x->m->band_n; i++) {
		buf_printf(&says, "%s%s %s: %llu took so long, %llu have gone on so long and still do", i ? "; " : "", str_c(x->r->a, band_name(x, i)),
		           x->q.working_days ? "working days" : "days", (unsigned long long)ended[i], (unsigned long long)waits[i]);
		PUSH(x->r->a, &c.x_ticks, ((chart_tick){ (double)i + .5, band_name(x, i) }));
	}
	c.y_most = (double)most * 1.05;
	c.says = buf_view(&says);
	chart_begin(&b, &c);
	for (size_t i = 0; i <= x->m->band_n; i++) {
		chart_bar(&b, &c, "bar-on", (double)i + .15, .7, (double)(ended[i] + waits[i]));
		chart_bar(&b, &c, "bar", (double)i + .15, .7, (double)ended[i]);
	}
	chart_marks(&b);
	return chart_end(&b);
}

/* ---- which picture */

static bool one_picture_each(const asked *x)
{
	return x->q.by_n && x->q.shape == SHAPE_INTERVAL;
}

/* Whether a small number could be read from what is drawn. */
static bool tells_small(const asked *x, const run *r)
{
	bool small = false;
	if (x->q.shape == SHAPE_STOCK)
		for (uint32_t c = 0; x->is.days && c < x->is.cells; c++) {
			int32_t n = open_on(&x->is, c, x->is.days - 1);
			small |= n > 0 && n < SMALL_NUMBER;
		}
	for (size_t i = 0; r->drawn && !(is_share(&x->q) && x->q.by_n) && i < r->values.n; i++)
		small |= is_share(&x->q) || (r->values.at[i] > 0 && r->values.at[i] < SMALL_NUMBER);
	small |= x->q.shape == SHAPE_INTERVAL && curve_of(x, &x->whole, 0).n == 0;
	return small || x->q.shape == SHAPE_CHANGE;
}

static str curve_caption(const asked *x)
{
	buf b = BUF(x->r->a);
	buf_str(&b, may_stop(x->m) ? S("Of those whose wait nothing else ended: how many in 100 still wait, by ") : S("For how many in 100 it still goes on, by "));
	buf_str(&b, x->q.working_days ? S("working days. ") : S("days. "));
	buf_lit(&b, "The band: how far chance alone may carry the line.");
	return buf_view(&b);
}

pictured asked_picture(const asked *x)
{
	pictured p = { .picture = HTML("") };
	str title = x->m->asks;
	run r = run_of_all(x);
	if (x->to_publish && tells_small(x, &r)) return p;
	if (x->q.shape == SHAPE_INTERVAL) {
		p.picture = curve(x, &x->whole, 0, false, title);
		p.caption = curve_caption(x);
	} else if (x->q.shape == SHAPE_STOCK) {
		p.picture = stack(x, title, &p.keys);
		p.caption = S("How many are open on each day. Each year stands where its April begins.");
	} else if (x->q.shape == SHAPE_FLOW) {
		p.picture = flow_map(x, title);
		p.caption = S("What really follows what. To the right: on; to the left: back, or again. How often, and after how many days half of them.");
	} else if (x->q.shape == SHAPE_CHANGE) {
		p.picture = change_bars(x, title);
		p.caption = S("How many, by how much the number went up or down.");
	} else if (is_share(&x->q) && x->q.by_n) {
		p.picture = funnel(x, title);
		p.caption = S("Each point is one part: how many it has across, its share up. Inside the bands, chance alone explains the difference.");
	} else if (r.drawn) {
		p.picture = run_picture(x, &r, S("run"), title, false);
		p.signals = signals_told(x, &r);
		p.caption = S("Month by month. The unbroken line: the mean; the broken ones: how far months here go up and down anyway.");
	}
	return p;
}

html asked_picture_of(const asked *x, uint32_t cell)
{
	run r = run_of_part(x, cell);
	if (one_picture_each(x)) return curve(x, &x->is, cell, true, value_words_of(x, cell));
	return r.drawn ? run_picture(x, &r, id_of(x, "run", cell + 1), value_words_of(x, cell), true) : HTML("");
}
