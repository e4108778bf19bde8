/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Goals in the child's words and questions from 0 to 10, with the numbers that were given to them over time. */
#include "capabilities/voice/heard.h"
#include "read.h"
#include "web/chart.h"
#include "web/dated.h"
#include "web/wording.h"

static bool is_of(const own_mark_row *row, record_id of)
{
	return records_hold(&row->to, of);
}

/* The list of marks comes newest first. */
static void put_marks(const view *v, const own_mark_list *marks, const record_list *kept, goal *g)
{
	for (size_t i = marks->n; i-- > 0;) {
		const own_mark_row *row = &marks->at[i];
		if (!is_of(row, g->entry->record) || row->mark.is != VALUE_KNOWN || records_hold(kept, row->entry->record)) continue;
		PUSH(v->r->a, &g->marks, ((goal_mark){ row->entry, row->entry->happened, row->mark.number, dated_choice(row->entry, "who", &row->who),
		                                       row->words.text }));
	}
}

err goals_read(const view *v, goals *ret)
{
	own_goal_list list = { 0 };
	own_mark_list marks = { 0 };
	record_list kept;
	goals all = { 0 };
	TRY(read_own_goal(v, v->r->a, &list));
	TRY(read_own_mark(v, v->r->a, &marks));
	TRY(access_kept(v, &kept));
	for (int over = 0; over < 2; over++)
		EACH (row, list) {
			bool is_over = !dated_holds(v, row->entry, &row->over);
			if (is_over != (over == 1) || records_hold(&kept, row->entry->record)) continue;
			goal g = { .entry = row->entry, .words = row->words.text, .nought = row->nought.text, .ten = row->ten.text,
				   .sort = dated_choice(row->entry, "sort", &row->sort), .over = is_over };
			put_marks(v, &marks, &kept, &g);
			PUSH(v->r->a, &all, g);
		}
	*ret = all;
	return OK;
}

size_t goals_open(const goals *list)
{
	size_t n = 0;
	for (size_t i = 0; i < list->n; i++) {
		typed_text sort = typed_text_of(&list->at[i].entry->values, S("sort"));
		n += !list->at[i].over && str_eq(sort.text, S("goal"));
	}
	return n;
}

/* ---- drawn */

static str picture_says(const view *v, const goal *g)
{
	buf b = BUF(v->r->a);
	EACH (m, g->marks) {
		if (b.n) buf_lit(&b, "; ");
		buf_str(&b, when_words(v->r->a, area_zone(v->r->area), m->on));
		buf_printf(&b, ": %g", m->mark);
		if (m->who.n) buf_lit(&b, ", said by ");
		buf_str(&b, str_ascii_lower(v->r->a, m->who));
	}
	buf_char(&b, '.');
	return buf_view(&b);
}

typedef LIST(chart_point) points;

static bool is_childs(const goal_mark *m)
{
	typed_text by = typed_text_of(&m->said->values, S("who"));
	return by.is != VALUE_KNOWN || str_eq(by.text, S("child"));
}

static void put_ticks(const view *v, chart *c)
{
	const day first = { (int32_t)c->x_from }, last = { (int32_t)c->x_most };
	PUSH(v->r->a, &c->x_ticks, ((chart_tick){ c->x_from, day_words(v->r->a, first) }));
	PUSH(v->r->a, &c->x_ticks, ((chart_tick){ c->x_most, day_words(v->r->a, last) }));
	for (int i = 0; i <= 10; i += 5) {
		buf b = BUF(v->r->a);
		buf_int(&b, i);
		PUSH(v->r->a, &c->y_ticks, ((chart_tick){ i, buf_view(&b) }));
	}
}

/* The child's own numbers make the line; what others say are rings beside it. */
html goal_picture(const view *v, const goal *g)
{
	arena *a = v->r->a;
	points line = { 0 }, others = { 0 };
	buf id = BUF(a), b = BUF(a);
	EACH (m, g->marks) {
		if (m->on.is == WHEN_NONE) continue;
		chart_point at = { m->on.on.n, m->mark };
		if (is_childs(m)) PUSH(a, &line, at);
		else PUSH(a, &others, at);
	}
	if (line.n + others.n < 2) return HTML("");
	chart c = { .title = g->words, .says = picture_says(v, g), .x_from = 1e9, .x_most = -1e9, .y_most = 10, .small = true };
	EACH (m, g->marks) {
		if (m->on.is == WHEN_NONE) continue;
		if (m->on.on.n < c.x_from) c.x_from = m->on.on.n;
		if (m->on.on.n > c.x_most) c.x_most = m->on.on.n;
	}
	if (c.x_most <= c.x_from) return HTML("");
	buf_printf(&id, "goal-%lld", (long long)g->entry->record.n);
	c.id = buf_view(&id);
	put_ticks(v, &c);
	chart_begin(&b, &c);
	if (line.n) chart_line(&b, &c, "curve", line.at, line.n, false);
	chart_marks(&b);
	EACH (p, line) chart_dot(&b, &c, "dot", p->x, p->y);
	EACH (p, others) chart_dot(&b, &c, "signal", p->x, p->y);
	return chart_end(&b);
}
