/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One child's clock: each wait as the child lived it, by what the viewer may read of its story, beside what is usual here. */
#include "capabilities/questions/pages.h"
#include "capabilities/questions/pages/clock.h"
#include "capabilities/questions/pages/clock_link.h"
#include "web/chart.h"
#include "web/journey.h"
#include "web/wording.h"

typedef struct {
	day begun, ended;
	bool has_ended;
	bool stopped; /* by something after which it is no longer awaited: it did not come */
} lived;

/* ---- what the child lived: the story, as this viewer may read it */

static bool is_point(const measure_point *p, const story_line *line)
{
	bool kind_fits = p->kind.n && str_eq(p->kind, line->kind) && !p->moment.n && !p->field.n && !p->changed_worker;
	bool stage_fits = p->stage.n && str_eq(p->stage, stage_name(line->stage));
	return line->happened.is >= WHEN_DAY && (kind_fits || stage_fits);
}

/* The first of these, and the first of those from then on; of measures that ask so of the story alone. */
static bool lived_wait(const measure *m, const story_lines *story, lived *ret)
{
	bool begun = false;
	for (size_t i = 0; i < story->n; i++) {
		const story_line *line = &story->at[i];
		if (!begun && is_point(&m->from, line)) {
			*ret = (lived){ .begun = line->happened.on };
			begun = true;
		} else if (begun && (is_point(&m->to, line) || is_point(&m->stops, line))) {
			ret->ended = line->happened.on;
			ret->has_ended = true;
			ret->stopped = !is_point(&m->to, line);
			return true;
		}
	}
	return begun;
}

static bool of_story(const measure *m)
{
	bool plain = !m->from.field.n && !m->from.moment.n && !m->to.field.n && !m->to.moment.n && !m->from.changed_worker && !m->to.changed_worker;
	return str_eq(m->shape, S("interval")) && plain && (str_eq(m->from.pick, S("first")) || str_eq(m->from.pick, S("every"))) && !str_eq(m->unit, S("working_days"));
}

/* Two questions may ask of one wait: it is told once. */
static bool told_before(const measures *all, const measure *m)
{
	EACH (one, *all) {
		if (one == m) return false;
		if (of_story(one) && str_eq(one->from.stage, m->from.stage) && str_eq(one->from.kind, m->from.kind) &&
		    str_eq(one->to.stage, m->to.stage) && str_eq(one->to.kind, m->to.kind)) return true;
	}
	return false;
}

static str lived_words(const request *r, const lived *w)
{
	buf b = BUF(r->a);
	if (w->has_ended) {
		buf_str(&b, wait_words(r->a, w->ended.n - w->begun.n));
		buf_lit(&b, ", from ");
	} else {
		buf_str(&b, wait_words(r->a, r->read.today.n - w->begun.n));
		buf_lit(&b, " so far, since ");
	}
	day_write_long(&b, w->begun);
	if (w->has_ended) {
		buf_lit(&b, " to ");
		day_write_long(&b, w->ended);
	}
	if (w->stopped) buf_lit(&b, ": it did not come, and is no longer awaited");
	buf_char(&b, '.');
	return buf_view(&b);
}

/* ---- beside what is usual here */

/* Of a wait that each child has once, or as often as it begins. */
static str usual_words(const request *r, const measure *m, const survival *s, uint64_t n)
{
	const char *of = str_eq(m->from.pick, S("first")) ? "children" : "times";
	buf b = BUF(r->a);
	wait_quantile lower = survival_quantile(s, .25), half = survival_quantile(s, .5), upper = survival_quantile(s, .75);
	if (n == 0) return S("Nobody else here has begun to wait for it.");
	if (may_stop(m)) buf_lit(&b, "Where nothing else ended the wait: ");
	if (half.days == NOT_REACHED) buf_printf(&b, "Fewer than half of %llu %s here have come there yet.", (unsigned long long)n, of);
	else {
		buf_printf(&b, "Here it took no more than %lld days for half of %llu %s", (long long)half.days, (unsigned long long)n, of);
		if (lower.days != NOT_REACHED) buf_printf(&b, ", a quarter no more than %lld", (long long)lower.days);
		if (upper.days != NOT_REACHED) buf_printf(&b, ", a quarter longer than %lld", (long long)upper.days);
		buf_char(&b, '.');
	}
	return buf_view(&b);
}

/* The curve of all, and where the child stands on it. */
static html usual_picture(const request *r, const measure *m, const survival *s, const lived *w, size_t at)
{
	buf b = BUF(r->a), id = BUF(r->a), says = BUF(r->a);
	double days = (w->has_ended ? w->ended.n : r->read.today.n) - w->begun.n, end = days * 1.2 + 7;
	LIST(chart_point) line = { 0 };
	if (!s->n) return HTML("");
	buf_printf(&id, "clock-%zu", at);
	buf_printf(&says, "After as many days as this child waited, %.0f in 100 here still waited.", survival_at(s, (uint32_t)days) * 100);
	wait_quantile upper = survival_quantile(s, .75);
	if ((double)upper.days > end) end = (double)upper.days * 1.1;
	chart c = { .id = buf_view(&id), .title = m->asks, .says = buf_view(&says), .x_most = end, .y_most = 1, .y_share = true, .small = true };
	PUSH(r->a, &line, ((chart_point){ 0, 1 }));
	EACH (at_day, *s)
		if (at_day->days <= end) PUSH(r->a, &line, ((chart_point){ at_day->days, at_day->waiting }));
	chart_point last = line.at[line.n - 1];
	PUSH(r->a, &line, ((chart_point){ end, last.y }));
	chart_begin(&b, &c);
	chart_line(&b, &c, "whole", line.at, line.n, true);
	chart_line(&b, &c, w->has_ended ? "lived" : "lived-on", (chart_point[]){ { days, 0 }, { days, 1 } }, 2, false);
	chart_marks(&b);
	chart_dot(&b, &c, "dot", days, survival_at(s, (uint32_t)days));
	return chart_end(&b);
}

static err put_wait(request *r, const journeys_held *held, const measure *m, const lived *w, clock_page *to)
{
	question q;
	answer is;
	str why = STR_NONE;
	measure way = *m;
	if (r->read.then) { /* what is usual is counted over all children as they are today */
		PUSH(r->a, &to->waits, ((clock_page_clock_wait){ .asks = m->asks, .lived = lived_words(r, w), .measure = m->name }));
		return OK;
	}
	way.by = (str_list){ 0 };
	if (!question_of(&way, held->words, &q, &why)) return OK;
	TRY(questions_ask(r->a, held->journeys, &q, 1, journeys_threads(), &is));
	waits_of_cell waits = waits_at(&is, 0);
	survival s = survival_of_waits(r->a, &waits);
	PUSH(r->a, &to->waits, ((clock_page_clock_wait){ m->asks, lived_words(r, w), usual_words(r, m, &s, waits.n),
	                                                 usual_picture(r, m, &s, w, to->waits.n), m->name }));
	return OK;
}

/* ---- silences */

static err put_silences(request *r, const view *v, const story_lines *story, clock_page *to)
{
	journey_events events = { 0 };
	int64_t days = 0;
	for (size_t i = 0; i < story->n; i++)
		PUSH(r->a, &events, ((journey_event){ story->at[i].happened, story->at[i].stage, begins_episode(r->read.practice, story->at[i].kind) }));
	journey j = journey_of(r->a, &events, v->r->today);
	EACH (s, j.silences) {
		buf b = BUF(r->a);
		days += s->until.n - s->from.n;
		buf_str(&b, wait_words(r->a, s->until.n - s->from.n));
		buf_lit(&b, ", from ");
		day_write_long(&b, s->from);
		buf_str(&b, s->until.n == v->r->today.n ? r->read.then ? S(" until that day") : S(" until today") : S(" to "));
		if (s->until.n != v->r->today.n) day_write_long(&b, s->until);
		PUSH(r->a, &to->silences, ((clock_page_clock_silence){ buf_view(&b) }));
	}
	buf b = BUF(r->a);
	if (j.silences.n) buf_printf(&b, "%lld days in all, in stretches of %d or more, while our work went on.", (long long)days, SILENCE_DAYS);
	else buf_printf(&b, "Never for %d days or more, while our work went on.", SILENCE_DAYS);
	to->silent = buf_view(&b);
	return OK;
}

err clock_show(request *r, const view *v, model *to)
{
	JOURNEYS_HELD(held);
	const story_lines *story;
	clock_page *m = TAKE(r->a, clock_page);
	TRY(access_story_lines(v, &story));
	TRY(journeys_hold(&r->read, &held));
	*m = (clock_page){ .child = v->child.n, .name = access_name(v, v->child), .joined = joined_over_words(v), .then = r->read.then != NULL };
	EACH (one, *held.measures) {
		lived w;
		if (of_story(one) && !told_before(held.measures, one) && lived_wait(one, story, &w)) TRY(put_wait(r, &held, one, &w, m));
	}
	TRY(put_silences(r, v, story, m));
	to->title = S("The child's clock");
	clock_model(to, m);
	return OK;
}

err clock_link_panel(request *r, const view *v, html *ret)
{
	clock_link_page m = { .child = v->child.n };
	*ret = HTML("");
	*ret = clock_link_as_html(r->a, &m);
	return OK;
}
