/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* /child/N/voice: how often somebody listened, what the child told and what became of it; and the sheet of three places. What is
 * kept from anybody is left out for everybody: the pages are printed, and looked at together. */
#include "capabilities/voice/heard.h"
#include "capabilities/voice/pages/child_heard.h"
#include "capabilities/voice/pages/three_places.h"
#include "read.h"
#include "web/chart.h"
#include "web/wording.h"

enum { TOLD_MOST = 30, MONTHS = 12 };

static str day_said(const view *v, when w)
{
	return when_words(v->r->a, area_zone(v->r->area), w);
}

static str day_said_in(const view *v, const record *said)
{
	return joined_words(v, said, day_said(v, said->happened));
}

static err may_write(const view *v, const char *kind_name, bool *ret)
{
	kind_list writable = { 0 };
	TRY(access_writable(v, &writable));
	*ret = false;
	EACH (k, writable)
		if (str_eq((*k)->name, str_of(kind_name))) *ret = true;
	return OK;
}

/* ---- how often: the days of each of the last twelve months; a list of months beside other children's would be a ranking */

typedef struct {
	int days[MONTHS]; /* the last is this month's */
	int most;
} months_heard;

static int month_number(day d)
{
	ymd c = day_parts(d);
	return c.year * 12 + c.month - 1;
}

static err count_months(const view *v, months_heard *ret)
{
	const story_lines *story;
	day before = { 0 };
	months_heard m = { 0 };
	int now = month_number(v->r->today);
	TRY(access_story_lines(v, &story));
	for (size_t i = 0; i < story->n; i++) {
		const story_line *line = &story->at[i];
		if (line->stage != STAGE_HEARD || line->happened.is < WHEN_MONTH || line->happened.on.n == before.n) continue;
		int back = now - month_number(line->happened.on);
		before = line->happened.on;
		if (back >= 0 && back < MONTHS && ++m.days[MONTHS - 1 - back] > m.most) m.most = m.days[MONTHS - 1 - back];
	}
	*ret = m;
	return OK;
}

static str month_words(arena *a, int month)
{
	buf b = BUF(a);
	str name = str_first(month_name(month % 12 + 1), 3);
	buf_printf(&b, "%.*s %d", STR_ARG(name), month / 12);
	return buf_view(&b);
}

static str number_words(arena *a, double n)
{
	buf b = BUF(a);
	buf_printf(&b, "%g", n);
	return buf_view(&b);
}

static html months_picture(const view *v, const months_heard *m)
{
	arena *a = v->r->a;
	buf says = BUF(a), b = BUF(a);
	int first = month_number(v->r->today) - MONTHS + 1;
	chart c = { .id = S("heard"), .title = S("Days on which somebody listened"), .x_from = -.5, .x_most = MONTHS - .5, .y_most = m->most, .small = true };
	if (m->most == 0) return HTML("");
	for (int i = 0; i < MONTHS; i++) {
		if (m->days[i]) buf_printf(&says, "%s%.*s: %d", says.n ? "; " : "", STR_ARG(month_words(a, first + i)), m->days[i]);
		if (i % 4 == 0 || i == MONTHS - 1) PUSH(a, &c.x_ticks, ((chart_tick){ i, month_words(a, first + i) }));
	}
	PUSH(a, &c.y_ticks, ((chart_tick){ 0, S("0") }));
	PUSH(a, &c.y_ticks, ((chart_tick){ m->most, number_words(a, m->most) }));
	c.says = buf_view(&says);
	chart_begin(&b, &c);
	for (int i = 0; i < MONTHS; i++)
		if (m->days[i]) chart_bar(&b, &c, "bar", i - .35, .7, m->days[i]);
	chart_marks(&b);
	return chart_end(&b);
}

/* ---- goals and questions */

static err put_goals(const view *v, child_heard_page *m)
{
	arena *a = v->r->a;
	goals all;
	TRY(goals_read(v, &all));
	m->goals_full = goals_open(&all) >= GOALS_MOST;
	EACH (g, all) {
		buf add = BUF(a);
		child_heard_page_own_thing one = { .record = g->entry->record.n, .words = g->words, .from = joined_words(v, g->entry, STR_NONE), .sort = g->sort, .nought = g->nought,
			                           .ten = g->ten, .over = g->over, .picture = goal_picture(v, g) };
		buf_printf(&add, "/child/%lld/record/own_mark?about-to=%lld", (long long)v->child.n, (long long)one.record);
		CHECK(url_local(buf_view(&add), &one.add));
		EACH (k, g->marks)
			PUSH(a, &one.marks, ((child_heard_page_own_number){ k->said->record.n, joined_words(v, k->said, day_said(v, k->on)), number_words(a, k->mark), k->who, k->words }));
		PUSH(a, &m->goals, one);
	}
	return OK;
}

/* ---- what was told, with what was done about it */

static void put_telling(const view *v, const record *rec, const voice_answer_list *answers, child_heard_page *m)
{
	const voice_answer_row *answer = heard_answer(answers, rec->record);
	child_heard_page_telling t = { .record = rec->record.n, .when = day_said_in(v, rec), .kind = rec->kind->label,
		                       .words = heard_words(v, rec) };
	heard_pictures drawn = heard_drawings(v, rec, STR_NONE);
	if (answer) t.did = answer->did.text;
	if (answer) t.told = answer->told.text;
	if (answer) t.did_from = joined_words(v, answer->entry, STR_NONE);
	EACH (d, drawn) PUSH(v->r->a, &t.drawings, ((child_heard_page_drawing_of_child){ d->name, d->at }));
	PUSH(v->r->a, &m->told, t);
}

static err put_told(const view *v, child_heard_page *m)
{
	records all;
	voice_answer_list answers = { 0 };
	TRY(heard_list(v, &all));
	TRY(read_voice_answer(v, v->r->a, &answers));
	for (size_t i = 0; i < all.n; i++) {
		if (!m->places && str_eq(all.at[i].kind->name, S("three_places"))) {
			m->places = all.at[i].record.n;
			m->places_when = day_said_in(v, &all.at[i]);
		}
		if (m->told.n < TOLD_MOST) put_telling(v, &all.at[i], &answers, m);
		else m->more++;
	}
	return OK;
}

err child_heard_show(request *r, const view *v, model *to)
{
	months_heard months;
	when last;
	size_t days;
	child_heard_page *m = TAKE(r->a, child_heard_page);
	buf title = BUF(r->a);
	TRY(access_heard(v, &last, &days));
	TRY(count_months(v, &months));
	*m = (child_heard_page){ .child = v->child.n, .name = access_name(v, v->child), .days = (int64_t)days, .joined = joined_over_words(v), .months = months_picture(v, &months) };
	if (last.is != WHEN_NONE) m->last = day_said(v, last);
	TRY(may_write(v, "voice", &m->may_write));
	TRY(put_goals(v, m));
	TRY(put_told(v, m));
	buf_str(&title, S("What this child told us: "));
	buf_str(&title, m->name);
	to->title = buf_view(&title);
	child_heard_model(to, m);
	return OK;
}

/* ---- three places: a sheet, empty or as it was filled */

static const struct {
	const char *words, *drawn, *sort;
} places[] = { { "worries", "worries_drawn", "worries" }, { "good_things", "good_drawn", "good" }, { "dreams", "dreams_drawn", "dreams" } };

static err newest_places(const view *v, const record **ret)
{
	records all;
	*ret = NULL;
	TRY(heard_list(v, &all));
	for (size_t i = 0; i < all.n && !*ret; i++)
		if (str_eq(all.at[i].kind->name, S("three_places"))) *ret = &all.at[i];
	return OK;
}

static void put_place(const view *v, const kind *k, const record *filled, size_t at, three_places_page *m)
{
	const field *asked = kind_field(k, str_of(places[at].words));
	three_places_page_place p = { .title = asked->label, .asks = asked->guide, .sort = str_of(places[at].sort) };
	if (filled) {
		heard_pictures drawn = heard_drawings(v, filled, str_of(places[at].drawn));
		p.words = typed_text_of(&filled->values, asked->name).text;
		EACH (d, drawn) PUSH(v->r->a, &p.drawings, ((three_places_page_place_drawing){ d->name, d->at }));
	}
	PUSH(v->r->a, &m->places, p);
}

err three_places_show(request *r, const view *v, model *to)
{
	const kind *k = access_kind(v, S("three_places"));
	const record *filled = NULL;
	three_places_page *m = TAKE(r->a, three_places_page);
	if (!k) return FAIL(&r->a->trail, E_NOT_FOUND);
	if (!request_query(r, S("empty")).n) TRY(newest_places(v, &filled));
	*m = (three_places_page){ .child = v->child.n, .name = access_name(v, v->child) };
	if (filled) m->record = filled->record.n;
	if (filled) m->when = day_said_in(v, filled);
	TRY(may_write(v, "three_places", &m->may_write));
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) put_place(v, k, filled, i, m);
	to->title = S("Three places");
	three_places_model(to, m);
	return OK;
}
