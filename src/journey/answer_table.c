/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journey/declared.h"
#include "journey/statistics.h"

typedef struct {
	arena *a;
	const measure *m;
	const answer *is;
	const calendar *on;
	const answer_names *names;
	answer_table *to;
} tabling;

static void column(const tabling *t, const char *name, bool is_number)
{
	PUSH(t->a, &t->to->columns, ((answer_column){ .name = str_of(name), .number = is_number }));
}

static void numbers(const tabling *t, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++) column(t, names[i], true);
}
#define NUMBERS(t, ...) numbers((t), (const char *const[]){ __VA_ARGS__ }, sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

static void cell(const tabling *t, str text)
{
	PUSH(t->a, &t->to->cells, text);
}

static void number(const tabling *t, uint64_t n)
{
	buf b = BUF(t->a);
	buf_int(&b, (int64_t)n);
	cell(t, buf_view(&b));
}

/* Empty where it has not come so far. */
static void days(const tabling *t, int64_t n)
{
	if (n < 0) cell(t, STR_NONE);
	else number(t, (uint64_t)n);
}

static void share(const tabling *t, double p)
{
	buf b = BUF(t->a);
	buf_printf(&b, "%.6f", p);
	cell(t, buf_view(&b));
}

static void split_columns(const tabling *t)
{
	const question *q = t->is->of;
	for (size_t i = 0; i < q->by_n; i++) column(t, str_c(t->a, t->m->by.at[i]), false);
}

static void splits(const tabling *t, uint32_t at)
{
	for (size_t i = 0; i < t->is->of->by_n; i++) {
		buf b = BUF(t->a);
		t->names->of_split(t->names->context, &b, t->is->of->by[i], answer_value(t->is, at, i));
		cell(t, buf_view(&b));
	}
}

static survival survival_of_cell(arena *a, const waits_of_cell *w)
{
	LIST(wait_count) counts = { 0 };
	for (size_t i = 0; i < w->n; i++) {
		if (counts.n == 0 || counts.at[counts.n - 1].days != WAIT_DAYS(w->at[i]))
			PUSH(a, &counts, ((wait_count){ .days = WAIT_DAYS(w->at[i]) }));
		wait_count *last = &counts.at[counts.n - 1];
		if (WAIT_OPEN(w->at[i])) last->going_on++;
		else last->ended++;
	}
	return survival_of(a, counts.at, counts.n);
}

static void band_columns(const tabling *t)
{
	for (size_t i = 0; i <= t->m->band_n && t->m->band_n; i++)
		for (int going_on = 0; going_on < 2; going_on++) {
			buf b = BUF(t->a);
			buf_printf(&b, "%s_%s_%u", going_on ? "going_on" : "ended", i < t->m->band_n ? "up_to" : "over", t->m->bands[i < t->m->band_n ? i : i - 1]);
			PUSH(t->a, &t->to->columns, ((answer_column){ .name = buf_view(&b), .number = true }));
		}
}

static void band_cells(const tabling *t, const waits_of_cell *w)
{
	uint64_t in[MEASURE_BANDS + 1][2] = { 0 };
	if (!t->m->band_n) return;
	for (size_t i = 0, band = 0; i < w->n; i++) {
		while (band < t->m->band_n && WAIT_DAYS(w->at[i]) > t->m->bands[band]) band++;
		in[band][WAIT_OPEN(w->at[i])]++;
	}
	for (size_t i = 0; i <= t->m->band_n; i++) {
		number(t, in[i][0]);
		number(t, in[i][1]);
	}
}

static void quartiles_row(const tabling *t, uint32_t at, const waits_of_cell *w)
{
	static const double quarters[] = { 0.25, 0.5, 0.75 };
	uint64_t not_known = t->is->tallies[at].not_known;
	survival s = survival_of_cell(t->a, w);
	splits(t, at);
	number(t, w->n + not_known);
	number(t, w->ended);
	number(t, w->n - w->ended);
	number(t, not_known);
	for (size_t i = 0; i < sizeof quarters / sizeof *quarters; i++) days(t, survival_quantile(&s, quarters[i]).days);
	band_cells(t, w);
}

static void curve_rows(const tabling *t, uint32_t at, const waits_of_cell *w)
{
	survival s = survival_of_cell(t->a, w);
	EACH(step_of, s) {
		splits(t, at);
		number(t, step_of->days);
		number(t, step_of->ended);
		number(t, step_of->at_risk);
		share(t, step_of->waiting);
		share(t, step_of->between.low);
		share(t, step_of->between.high);
	}
}

static void interval_table(const tabling *t)
{
	bool curve = str_eq(t->m->tells, S("curve"));
	waits_of_cell next = { 0 };
	size_t from = 0;
	split_columns(t);
	if (curve) NUMBERS(t, "days", "ended", "at_risk", "still_waiting", "low", "high");
	else NUMBERS(t, "began", "ended", "not_yet", "not_known", "quarter_by", "half_by", "three_quarters_by");
	if (!curve) band_columns(t);
	bool more = waits_next(t->is, &from, &next);
	for (uint32_t at = 0; at < t->is->cells; at++) {
		waits_of_cell w = { .cell = at };
		if (more && next.cell == at) {
			w = next;
			more = waits_next(t->is, &from, &next);
		}
		if (curve) curve_rows(t, at, &w);
		else if (w.n || t->is->tallies[at].not_known) quartiles_row(t, at, &w);
	}
}

static void open_row(const tabling *t, uint32_t at, uint32_t on)
{
	buf b = BUF(t->a);
	int32_t n = t->is->open[(size_t)at * t->is->days + on];
	if (n == 0) return;
	day_write(&b, day_add(t->on->first_day, (int)on));
	cell(t, buf_view(&b));
	splits(t, at);
	number(t, n < 0 ? 0 : (uint64_t)n);
}

static bool told_on(const tabling *t, uint32_t on)
{
	ARENA(a);
	buf b = BUF(&a);
	day_write(&b, day_add(t->on->first_day, (int)on));
	return str_ends(buf_view(&b), t->m->on);
}

static void open_table(const tabling *t)
{
	const question *q = t->is->of;
	uint32_t last = t->is->days - 1, until = q->until_day && q->until_day <= last ? q->until_day - 1 : last;
	column(t, "day", false);
	split_columns(t);
	NUMBERS(t, "open");
	for (uint32_t on = q->from_day; on <= until; on++)
		if (on == until || (t->m->on.n && told_on(t, on)))
			for (uint32_t at = 0; at < t->is->cells; at++) open_row(t, at, on);
}

static void event_cell(const tabling *t, uint8_t code)
{
	buf b = BUF(t->a);
	t->names->of_event(t->names->context, &b, code);
	cell(t, buf_view(&b));
}

static void flow_table(const tabling *t)
{
	column(t, "from", false);
	column(t, "to", false);
	NUMBERS(t, "times", "median_days");
	for (size_t i = 0; i < t->is->step_n; i++) {
		const step *s = &t->is->steps[i];
		event_cell(t, s->from);
		event_cell(t, s->to);
		number(t, s->n);
		number(t, s->median_days);
	}
}

static void tally_columns(const tabling *t)
{
	split_columns(t);
	switch (t->is->of->shape) {
	case SHAPE_SHARE: NUMBERS(t, "began", "in_time", "not_in_time", "not_yet", "not_known", "share", "low", "high"); return;
	case SHAPE_COUNT: NUMBERS(t, "times", "children", "not_known_when"); return;
	case SHAPE_REPEAT: NUMBERS(t, "times", "again", "not_known_when", "share", "low", "high"); return;
	case SHAPE_SILENCE: NUMBERS(t, "silences", "days_beyond"); return;
	case SHAPE_CHANGE: NUMBERS(t, "before", "before_and_after", "not_yet", "not_known", "quarter", "half", "three_quarters"); return;
	case SHAPE_INTERVAL: case SHAPE_STOCK: case SHAPE_FLOW: break;
	}
}

static void share_cells(const tabling *t, uint64_t hit, uint64_t n)
{
	limits between = share_limits(hit, n);
	if (n == 0) {
		for (int i = 0; i < 3; i++) cell(t, STR_NONE);
		return;
	}
	share(t, (double)hit / (double)n);
	share(t, between.low);
	share(t, between.high);
}

/* The quartiles of the differences, by nearest rank. */
static void change_cells(const tabling *t, uint32_t at, uint64_t pairs)
{
	const uint32_t *changed = t->is->changed + (size_t)at * CHANGE_WIDTH;
	for (unsigned in_hundred = 25; in_hundred < 100; in_hundred += 25) {
		uint64_t rank = (pairs * in_hundred + 99) / 100, so_far = 0;
		int difference = -CHANGE_MOST;
		for (int i = 0; i < CHANGE_WIDTH && so_far < rank; i++) {
			so_far += changed[i];
			difference = i - CHANGE_MOST;
		}
		buf b = BUF(t->a);
		if (pairs) buf_int(&b, difference);
		cell(t, buf_view(&b));
	}
}

static void tally_row(const tabling *t, uint32_t at)
{
	const tally *is = &t->is->tallies[at];
	uint64_t missed = is->n - is->hit - is->not_yet - is->not_known;
	if (is->n == 0 && is->not_known == 0) return;
	splits(t, at);
	number(t, is->n);
	switch (t->is->of->shape) {
	case SHAPE_SHARE:
		number(t, is->hit);
		number(t, missed);
		number(t, is->not_yet);
		number(t, is->not_known);
		share_cells(t, is->hit, is->hit + missed);
		return;
	case SHAPE_COUNT:
		number(t, is->children);
		number(t, is->not_known);
		return;
	case SHAPE_REPEAT:
		number(t, is->hit);
		number(t, is->not_known);
		share_cells(t, is->hit, is->n);
		return;
	case SHAPE_SILENCE: number(t, is->over / JOURNEY_SECONDS_A_DAY); return;
	case SHAPE_CHANGE:
		number(t, is->hit);
		number(t, is->not_yet);
		number(t, is->not_known);
		change_cells(t, at, is->hit);
		return;
	case SHAPE_INTERVAL: case SHAPE_STOCK: case SHAPE_FLOW: break;
	}
}

void answer_tabled(arena *a, const measure *m, const answer *is, const calendar *on, const answer_names *names, answer_table *ret)
{
	*ret = (answer_table){ 0 };
	tabling t = { .a = a, .m = m, .is = is, .on = on, .names = names, .to = ret };
	switch (is->of->shape) {
	case SHAPE_INTERVAL: interval_table(&t); return;
	case SHAPE_STOCK: open_table(&t); return;
	case SHAPE_FLOW: flow_table(&t); return;
	case SHAPE_SHARE: case SHAPE_COUNT: case SHAPE_REPEAT: case SHAPE_SILENCE: case SHAPE_CHANGE: break;
	}
	tally_columns(&t);
	for (uint32_t at = 0; at < is->cells; at++) tally_row(&t, at);
}
