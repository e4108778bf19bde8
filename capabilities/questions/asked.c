/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/questions/asked.h"

err questions_may(reading *r)
{
	const role_set may = ROLE_PRACTITIONER | ROLE_MANAGER | ROLE_PARTNER | ROLE_BOARD;
	return r->who->roles & may ? OK : FAIL(&r->a->trail, E_DENIED);
}

static bool holds(const str_list *list, str s)
{
	EACH (one, *list)
		if (str_eq(*one, s)) return true;
	return false;
}

str way_words(arena *a, const asked *x, str way)
{
	static const struct {
		const char *way, *words;
	} ways[] = { { "locality", "Locality" }, { "agency", "Agency" }, { "team", "Team" }, { "year", "Year" }, { "quarter", "Quarter" },
		     { "month", "Month" }, { "age_band", "Age" }, { "sex", "Sex" } };
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		if (str_eq(way, str_of(ways[i].way))) return str_of(ways[i].words);
	str field_name, kind_name = str_cut(way, '.', &field_name);
	const kind *k = practice_kind(x->r->practice, kind_name);
	const field *f = k ? kind_field(k, field_name) : NULL;
	return f ? f->label : str_copy(a, way);
}

str value_words_of(const asked *x, uint32_t cell)
{
	buf b = BUF(x->r->a);
	if (x->q.by_n == 0) return S("All");
	journeys_value(x->held, &b, x->q.by[0], answer_value(&x->is, cell, 0));
	return b.n ? buf_view(&b) : S("Not known");
}

static void add_query(buf *b, const char *name, str said)
{
	if (!said.n) return;
	buf_char(b, str_find_char(buf_view(b), '?') < 0 ? '?' : '&');
	buf_str(b, str_of(name));
	buf_char(b, '=');
	buf_url(b, said);
}

url asked_address(const asked *x, const char *below, str by)
{
	url to;
	buf b = BUF(x->r->a);
	buf_lit(&b, "/questions/");
	buf_url(&b, x->m->name);
	buf_str(&b, str_of(below));
	add_query(&b, "by", by);
	add_query(&b, "year", x->year);
	add_query(&b, "cohort", x->cohort);
	add_query(&b, "authority", x->authority);
	CHECK(url_local(buf_view(&b), &to));
	return to;
}

/* ---- the ways in which it is asked */

/* One year, from April: the days of it among those that were looked at. */
static void ask_year(asked *x, question *q, uint32_t year)
{
	const calendar *on = &x->held->journeys->on;
	for (uint32_t d = 0; d < on->days; d++) {
		if (on->period[PERIOD_YEAR][d] != year) continue;
		if (q->until_day == 0) q->from_day = d;
		q->until_day = d + 1;
	}
}

static bool year_of(const asked *x, str wanted, uint32_t *ret)
{
	const calendar *on = &x->held->journeys->on;
	for (uint32_t year = 0; on->period[PERIOD_YEAR] && year < on->periods[PERIOD_YEAR]; year++) {
		buf b = BUF(x->r->a);
		calendar_period_name(&b, on, PERIOD_YEAR, year);
		*ret = year;
		if (str_eq(buf_view(&b), wanted)) return true;
	}
	return false;
}

static void ask_cohort(const asked *x, question *q)
{
	int64_t code;
	if (!str_to_int(x->cohort, &code) || code < 1 || code > 255) return;
	q->in_cohort = true;
	q->role[code] |= EVENT_COHORT;
}

/* false: the measure cannot be asked so. */
static bool ask_so(asked *x, const str_list *by, question *ret)
{
	uint32_t year;
	str why = STR_NONE;
	measure way = *x->m;
	way.by = *by;
	if (!question_of(&way, x->held->words, ret, &why)) {
		if (!by->n) x->why = why;
		return false;
	}
	if (x->year.n && ret->shape != SHAPE_STOCK && ret->shape != SHAPE_FLOW && year_of(x, x->year, &year)) ask_year(x, ret, year);
	if (x->until_day) {
		ret->from_day = x->from_day;
		ret->until_day = x->until_day;
	}
	ask_cohort(x, ret);
	return true;
}

/* What is for each 10,000 is told year by year: of all years together it is none. */
static void take_way(asked *x, const asked_way *way)
{
	uint32_t year;
	int64_t code;
	x->year = way->year;
	x->cohort = way->cohort;
	x->authority = way->authority;
	x->from_day = way->from_day;
	x->until_day = way->until_day;
	if (way->by.n && !holds(&x->m->by, way->by)) x->notice = S("This question is not split in that way; here are all together.");
	else x->by = way->by;
	if (!x->by.n && x->m->per.n && holds(&x->m->by, S("year"))) x->by = S("year");
	if (x->year.n && !year_of(x, x->year, &year)) {
		x->notice = S("Nothing is known of that year; here are all of them.");
		x->year = STR_NONE;
	}
	if (x->cohort.n && (!str_to_int(x->cohort, &code) || code < 1 || (size_t)code > x->held->words->events.n)) {
		x->notice = S("There are no such children; here are all of them.");
		x->cohort = STR_NONE;
	}
}

static bool by_month(const question *q)
{
	return q->shape == SHAPE_COUNT || q->shape == SHAPE_REPEAT || q->shape == SHAPE_SHARE;
}

bool may_stop(const measure *m)
{
	return m->stops.kind.n || m->stops.stage.n;
}

bool is_share(const question *q)
{
	return q->shape == SHAPE_REPEAT || q->shape == SHAPE_SHARE;
}

void asked_settle(asked *x)
{
	x->is.of = &x->q;
	x->whole.of = &x->whole_q;
	x->months.of = &x->months_q;
	x->parts.of = &x->parts_q;
}

/* The answers in one pass. */
static err ask_together(asked *x)
{
	question questions[4] = { x->q, x->whole_q };
	answer answers[4], *to[4] = { &x->is, &x->whole };
	size_t n = 2;
	if (x->has_months) questions[n] = x->months_q, to[n++] = &x->months;
	if (x->has_parts) questions[n] = x->parts_q, to[n++] = &x->parts;
	TRY(questions_ask(x->r->a, x->held->journeys, questions, n, journeys_threads(), answers));
	for (size_t i = 0; i < n; i++) *to[i] = answers[i];
	asked_settle(x);
	return OK;
}

bool split_has_values(const journeys *j, split s)
{
	switch (s) {
	case SPLIT_LOCALITY: return j->localities > 1;
	case SPLIT_TEAM: return j->teams > 1;
	case SPLIT_AGENCY: return j->agencies > 1;
	case SPLIT_SEX: return j->sexes > 1;
	case SPLIT_YEAR: case SPLIT_QUARTER: case SPLIT_MONTH: case SPLIT_AGE: case SPLIT_SAID: break;
	}
	return true;
}

static bool is_period(str way)
{
	return str_eq(way, S("year")) || str_eq(way, S("quarter")) || str_eq(way, S("month"));
}

err asked_read(reading *r, const journeys_held *held, str name, const asked_way *way, asked *ret)
{
	asked x = { .r = r, .held = held, .m = journeys_measure(held, name) };
	str_list none = { 0 }, one = { 0 }, month = { 0 }, both = { 0 };
	if (!x.m) return FAIL(&r->a->trail, E_NOT_FOUND);
	*ret = x;
	ret->why = x.m->not_answerable;
	if (ret->why.n) return OK;
	take_way(ret, way);
	TRY(population_read(ret));
	if (ret->by.n) PUSH(r->a, &one, ret->by);
	PUSH(r->a, &month, S("month"));
	PUSH(r->a, &both, ret->by);
	PUSH(r->a, &both, S("month"));
	ret->way = *ret->m;
	ret->way.by = one;
	if (!ask_so(ret, &none, &ret->whole_q)) return OK;
	bool asked_so = ask_so(ret, &one, &ret->q);
	if (!asked_so || (ret->by.n && !split_has_values(held->journeys, ret->q.by[0]))) {
		ret->notice = S("Nothing that was recorded tells these apart; here are all together.");
		ret->by = STR_NONE;
		ret->way.by = none;
		ret->q = ret->whole_q;
	}
	ret->has_months = by_month(&ret->whole_q) && ask_so(ret, &month, &ret->months_q);
	ret->has_parts = ret->has_months && ret->by.n && !is_period(ret->by) && ask_so(ret, &both, &ret->parts_q);
	err e = ask_together(ret);
	if (e != E_LIMIT || !ret->has_parts) return e;
	r->a->trail = (trail){ 0 };
	ret->has_parts = false; /* more parts than can be told month by month */
	return ask_together(ret);
}

/* ---- what an answer holds */

part_of tally_part(const question *q, const tally *t)
{
	if (q->shape == SHAPE_REPEAT) return (part_of){ t->hit, t->n };
	uint64_t open = t->not_yet + t->not_known;
	return (part_of){ t->hit, t->n > open ? t->n - open : 0 };
}

survival survival_of_waits(arena *a, const waits_of_cell *w)
{
	LIST(wait_count) counts = { 0 };
	for (size_t i = 0; i < w->n; i++) {
		if (!counts.n || counts.at[counts.n - 1].days != WAIT_DAYS(w->at[i])) PUSH(a, &counts, ((wait_count){ .days = WAIT_DAYS(w->at[i]) }));
		wait_count *last = &counts.at[counts.n - 1];
		if (WAIT_OPEN(w->at[i])) last->going_on++;
		else last->ended++;
	}
	return survival_of(a, counts.at, counts.n);
}

waits_of_cell waits_at(const answer *is, uint32_t cell)
{
	waits_of_cell w;
	for (size_t at = 0; waits_next(is, &at, &w);)
		if (w.cell == cell) return w;
	return (waits_of_cell){ .cell = cell };
}

bool part_counted(const asked *x, uint32_t at)
{
	switch (x->q.shape) {
	case SHAPE_INTERVAL: return waits_at(&x->is, at).n > 0;
	case SHAPE_SHARE: case SHAPE_COUNT: case SHAPE_REPEAT: case SHAPE_SILENCE: case SHAPE_CHANGE: return x->is.tallies[at].n > 0;
	case SHAPE_STOCK: return x->is.days && x->is.open[(size_t)at * x->is.days + x->is.days - 1] > 0;
	case SHAPE_FLOW: return false;
	}
	return false;
}
