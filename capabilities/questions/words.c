/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An answer in words: what was counted, how surely, and who is not in it. */
#include "capabilities/questions/asked.h"
#include "web/wording.h"

#include <math.h>

static const char *unit_words(const question *q, int64_t n)
{
	if (q->working_days) return n == 1 ? "working day" : "working days";
	return n == 1 ? "day" : "days";
}

static void put_days(buf *b, const question *q, int64_t n)
{
	buf_printf(b, "%lld %s", (long long)n, unit_words(q, n));
}

static void put_share(buf *b, double p)
{
	bool fine = (p > 0 && p < .1) || (p > .9 && p < 1);
	buf_printf(b, "%.*f", fine ? 1 : 0, p * 100);
}

/* "between 9 and 14 days", as far as it is known. */
static void put_limits(buf *b, const question *q, const wait_quantile *is)
{
	if (is->low == NOT_REACHED) return;
	if (is->high == NOT_REACHED) buf_printf(b, " (%lld or more, by chance alone)", (long long)is->low);
	else buf_printf(b, " (between %lld and %lld, by chance alone)", (long long)is->low, (long long)is->high);
	(void)q;
}

/* Where something else may end the wait, quantiles are of those who had not been stopped by then, and say so. */
static void stopped_words(buf *b, const question *q, const waits_of_cell *w, const wait_quantile *lower, const wait_quantile *half)
{
	buf_printf(b, "It came for %zu of %zu.", w->ended, w->n);
	if (w->n > w->ended) buf_printf(b, " For %zu it has not: they still wait, or something else ended the wait.", w->n - w->ended);
	const wait_quantile *told = half->days != NOT_REACHED ? half : lower;
	if (told->days == NOT_REACHED) return;
	buf_str(b, told == half ? S(" Of those whose wait nothing else ended, half had it within ") : S(" Of those whose wait nothing else ended, a quarter had it within "));
	put_days(b, q, told->days);
	put_limits(b, q, told);
	buf_char(b, '.');
}

static void interval_words(buf *b, const asked *x, const question *q, const answer *is, uint32_t cell)
{
	arena *a = x->r->a;
	waits_of_cell w = waits_at(is, cell);
	survival s = survival_of_waits(a, &w);
	wait_quantile lower = survival_quantile(&s, .25), half = survival_quantile(&s, .5), upper = survival_quantile(&s, .75);
	if (w.n == 0) {
		buf_lit(b, "It has not begun for anybody.");
		return;
	}
	if (may_stop(x->m)) {
		stopped_words(b, q, &w, &lower, &half);
		return;
	}
	if (half.days == NOT_REACHED) buf_printf(b, "For fewer than half of %zu it has come so far", w.n);
	else {
		buf_printf(b, "For half of %zu it took no more than ", w.n);
		put_days(b, q, half.days);
	}
	put_limits(b, q, &half);
	buf_char(b, '.');
	if (lower.days != NOT_REACHED) {
		buf_lit(b, " For a quarter it took no more than ");
		put_days(b, q, lower.days);
		buf_char(b, '.');
	}
	if (upper.days != NOT_REACHED) {
		buf_lit(b, " For a quarter it took longer than ");
		put_days(b, q, upper.days);
		buf_char(b, '.');
	} else if (half.days != NOT_REACHED) buf_lit(b, " For more than a quarter it has not come so far.");
	if (w.n > w.ended) buf_printf(b, " For %zu it still goes on.", w.n - w.ended);
}

static void share_words(buf *b, const question *q, const tally *t)
{
	part_of p = tally_part(q, t);
	if (p.den == 0) {
		buf_lit(b, "Nothing was counted.");
		return;
	}
	limits by_chance = share_limits(p.hit, p.den);
	buf_printf(b, "%llu of %llu: ", (unsigned long long)p.hit, (unsigned long long)p.den);
	put_share(b, (double)p.hit / (double)p.den);
	buf_lit(b, " in 100 (between ");
	put_share(b, by_chance.low);
	buf_lit(b, " and ");
	put_share(b, by_chance.high);
	buf_lit(b, ", by chance alone).");
	if (q->shape == SHAPE_SHARE && t->not_yet) buf_printf(b, " For %llu it could still happen.", (unsigned long long)t->not_yet);
}

/* "In 2024-25, 54.2 for each 10,000 children who live here (between 51.0 and 57.5, by chance alone): 1,104 in all." */
static bool rate_told(buf *b, const asked *x, uint32_t year, uint64_t n)
{
	rate is;
	if (!rate_per_10000(x, year, n, &is)) return false;
	if (x->q.shape != SHAPE_STOCK) {
		buf_lit(b, "In ");
		buf_str(b, rate_year_words(x, year));
		buf_lit(b, ", ");
	}
	buf_printf(b, "%.1f for each 10,000 children who live here (between %.1f and %.1f, by chance alone): %llu", is.is, is.by_chance.low,
	           is.by_chance.high, (unsigned long long)n);
	buf_str(b, x->q.shape == SHAPE_STOCK ? S(" today") : S(" in all."));
	return true;
}

/* A rate is of one year: of the part that is one, or of all together in the last that is over. */
static bool rate_words(buf *b, const asked *x, const answer *is, uint32_t cell)
{
	uint32_t year;
	bool by_year = x->q.by_n == 1 && x->q.by[0] == SPLIT_YEAR;
	if (!x->per.asked || !by_year || !rate_year(x, &year)) return false;
	if (is == &x->is) year = cell;
	return year < x->is.cells && rate_told(b, x, year, x->is.tallies[year].n);
}

static void count_words_of(buf *b, const asked *x, const answer *is, uint32_t cell)
{
	const tally *t = &is->tallies[cell];
	limits by_chance = count_limits(t->n);
	if (rate_words(b, x, is, cell)) return;
	if (is == &x->is && x->q.by_n == 1 && x->q.by[0] == SPLIT_YEAR) {
		buf_lit(b, "In ");
		buf_str(b, rate_year_words(x, cell));
		buf_lit(b, ", ");
	}
	buf_printf(b, "%llu, of %llu %s (between %.0f and %.0f, by chance alone).", (unsigned long long)t->n, (unsigned long long)t->children,
	           t->children == 1 ? "child" : "children", floor(by_chance.low), ceil(by_chance.high));
}

static void open_words(buf *b, const asked *x, const answer *is, uint32_t cell)
{
	uint32_t year;
	int32_t now = is->days ? is->open[(size_t)cell * is->days + is->days - 1] : 0;
	int32_t before = is->days > 365 ? is->open[(size_t)cell * is->days + is->days - 366] : 0;
	bool all = is->of->by_n == 0 && rate_year(x, &year);
	if (!all || !rate_told(b, x, year, now > 0 ? (uint64_t)now : 0)) buf_printf(b, "%d today", now);
	bool told = is->days > 365 && !(x->to_publish && before > 0 && before < SMALL_NUMBER);
	if (told) buf_printf(b, "; %d a year ago", before);
	buf_char(b, '.');
}

static void silence_words(buf *b, const question *q, const tally *t)
{
	long long longer = (long long)(q->span / JOURNEY_SECONDS_A_DAY);
	if (t->n == 0) buf_printf(b, "No silence longer than %lld days.", longer);
	else buf_printf(b, "%llu silences longer than %lld days; each went on for %llu days more, on average.", (unsigned long long)t->n, longer,
		        (unsigned long long)(t->over / JOURNEY_SECONDS_A_DAY / t->n));
}

static void flow_words(buf *b, const asked *x, const answer *is)
{
	const step *most = NULL, *again = NULL;
	for (size_t i = 0; i < is->step_n; i++) {
		const step *s = &is->steps[i];
		if (!most || s->n > most->n) most = s;
		if (s->from == s->to && (!again || s->n > again->n)) again = s;
	}
	if (!most || (x->to_publish && most->n < SMALL_NUMBER)) {
		buf_str(b, most ? S("Nothing followed anything so often that it could be told outside.") : S("Nothing followed anything."));
		return;
	}
	buf_lit(b, "Most often came: ");
	journeys_event(x->held, b, most->from);
	buf_lit(b, ", then ");
	journeys_event(x->held, b, most->to);
	buf_printf(b, " (%llu times, half of them within %u days).", (unsigned long long)most->n, most->median_days);
	if (!again || again == most || (x->to_publish && again->n < SMALL_NUMBER)) return;
	buf_lit(b, " Again and again: ");
	journeys_event(x->held, b, again->from);
	buf_printf(b, " (%llu times).", (unsigned long long)again->n);
}

static bool is_small(uint64_t n)
{
	return n > 0 && n < SMALL_NUMBER;
}

static void change_words(buf *b, const asked *x, const answer *is, uint32_t cell)
{
	const tally *t = &is->tallies[cell];
	const uint32_t *at = &is->changed[(size_t)cell * CHANGE_WIDTH];
	uint64_t less = 0, more = 0;
	for (int i = 0; i < CHANGE_MOST; i++) {
		less += at[i];
		more += at[CHANGE_MOST + 1 + i];
	}
	if (x->to_publish && (is_small(less) || is_small(more) || is_small(at[CHANGE_MOST]))) {
		buf_printf(b, "%llu have a number before and after, %llu have no number after.", (unsigned long long)t->hit, (unsigned long long)(t->n - t->hit));
		return;
	}
	buf_printf(b, "Of %llu with a number before and after, %llu went up, %llu went down and %u stayed. %llu have no number after.",
	           (unsigned long long)t->hit, (unsigned long long)more, (unsigned long long)less, at[CHANGE_MOST], (unsigned long long)(t->n - t->hit));
}

str answer_words(const asked *x, const question *q, const answer *is, uint32_t cell)
{
	buf b = BUF(x->r->a);
	switch (q->shape) {
	case SHAPE_INTERVAL: interval_words(&b, x, q, is, cell); break;
	case SHAPE_SHARE:
	case SHAPE_REPEAT: share_words(&b, q, &is->tallies[cell]); break;
	case SHAPE_COUNT: count_words_of(&b, x, is, cell); break;
	case SHAPE_STOCK: open_words(&b, x, is, cell); break;
	case SHAPE_SILENCE: silence_words(&b, q, &is->tallies[cell]); break;
	case SHAPE_FLOW: flow_words(&b, x, is); break;
	case SHAPE_CHANGE: change_words(&b, x, is, cell); break;
	}
	return buf_view(&b);
}

/* ---- of whom it is told */

static str stage_words(str name)
{
	static const struct {
		const char *stage, *words;
	} stages[] = { { "need", "sign of need" }, { "heard", "words of the child" }, { "understood", "understanding of what is needed" },
		       { "decided", "decision" }, { "offered", "offer of help" }, { "received", "help received" },
		       { "changed", "change" }, { "ended", "end of our work" } };
	for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
		if (str_eq(name, str_of(stages[i].stage))) return str_of(stages[i].words);
	return name;
}

static void put_point(buf *b, const asked *x, const measure_point *p)
{
	const kind *k = p->kind.n ? practice_kind(x->r->practice, p->kind) : NULL;
	buf_lit(b, "«");
	if (k) buf_str(b, k->label);
	else buf_str(b, stage_words(p->stage));
	if (k && p->moment.n && kind_field(k, p->moment)) {
		buf_lit(b, ": ");
		buf_str(b, kind_field(k, p->moment)->label);
	}
	buf_lit(b, "»");
	for (size_t i = 0; k && i < p->values.n; i++) {
		const field *f = kind_field(k, p->field);
		const choice *c = f ? field_choice(f, p->values.at[i]) : NULL;
		buf_str(b, i ? S(" or ") : S(" where it says: "));
		buf_str(b, c ? c->label : p->values.at[i]);
	}
}

static str pick_words(str which)
{
	if (str_eq(which, S("first"))) return S("the first ");
	if (str_eq(which, S("last"))) return S("the last ");
	if (str_eq(which, S("next"))) return S("the next ");
	return S("each ");
}

str denominator_words(const asked *x)
{
	buf b = BUF(x->r->a);
	if (x->q.shape == SHAPE_FLOW) buf_lit(&b, "Counted is what comes after what in the journey of each child.");
	else {
		buf_lit(&b, "Counted from ");
		buf_str(&b, pick_words(x->m->from.pick));
		put_point(&b, x, &x->m->from);
		if (x->m->to.pick.n) {
			buf_lit(&b, " to ");
			buf_str(&b, pick_words(x->m->to.pick));
			put_point(&b, x, &x->m->to);
		}
		buf_char(&b, '.');
	}
	if (may_stop(x->m)) {
		buf_lit(&b, " Nothing more is awaited after ");
		put_point(&b, x, &x->m->stops);
		buf_char(&b, '.');
	}
	if (x->year.n) {
		buf_lit(&b, " Of those that began in the year ");
		buf_str(&b, x->year);
		buf_lit(&b, ", April to March.");
	}
	if (x->per.asked) {
		buf_char(&b, ' ');
		buf_str(&b, rate_source(x));
	}
	return buf_view(&b);
}

static void say(const asked *x, str_list *to, uint64_t n, const char *words)
{
	buf b = BUF(x->r->a);
	buf_printf(&b, "%llu %s", (unsigned long long)n, words);
	if (n && x->to_publish && n < SMALL_NUMBER) {
		b.n = 0;
		buf_lit(&b, "Some ");
		buf_str(&b, str_of(words));
	}
	if (n) PUSH(x->r->a, to, buf_view(&b));
}

str_list not_counted(const asked *x)
{
	str_list list = { 0 };
	const tally *t = x->whole.tallies;
	if (x->q.shape == SHAPE_INTERVAL || x->q.shape == SHAPE_SHARE)
		say(x, &list, t->not_known, "are not known: nobody recorded the day, or the file that the child came with could not say it. They count neither as waiting nor as helped.");
	if (x->q.shape == SHAPE_SHARE) say(x, &list, t->not_yet, "could still come in time: they are not counted yet.");
	if (x->q.shape == SHAPE_CHANGE) say(x, &list, t->n - t->hit, "have only one of the two numbers.");
	say(x, &list, (uint64_t)x->held->later, "events are dated later than today, and are left out.");
	return list;
}

str caveat_words(const asked *x)
{
	buf b = BUF(x->r->a);
	buf_lit(&b, "This number asks a question and answers none. It counts what was recorded, not what happened; it says nothing of whether help "
	            "was good, and is no measure of anybody's work.");
	if (x->q.shape == SHAPE_INTERVAL && !may_stop(x->m)) buf_lit(&b, " Where it still goes on, it is counted as long as it has gone on (Kaplan and Meier).");
	if (x->q.shape == SHAPE_INTERVAL && may_stop(x->m))
		buf_lit(&b, " Where it still goes on, or something else ended it, it is counted as long as it went on (Kaplan and Meier): the curve tells how "
		            "long it would take if nothing else ended it.");
	buf_lit(&b, " «By chance alone» is what 95 of 100 such counts would show if nothing but chance were at work.");
	return buf_view(&b);
}
