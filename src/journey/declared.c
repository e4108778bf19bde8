/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journey/declared.h"
#include "kind/names.h"

static bool in_list(const str_list *list, str s)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(list->at[i], s)) return true;
	return false;
}

/* ---- what measures need to be told */

static bool same_marking(const marking *m, const measure_point *at)
{
	if (!str_eq(m->kind, at->kind) || !str_eq(m->field, at->field) || m->changed_worker != at->changed_worker) return false;
	if (m->values.n != at->values.n) return false;
	for (size_t i = 0; i < m->values.n; i++)
		if (!str_eq(m->values.at[i], at->values.at[i])) return false;
	return true;
}

static bool is_marked(const measure_point *at)
{
	return at->changed_worker || at->values.n;
}

static const marking *marking_of(const markings *list, const measure_point *at)
{
	for (size_t i = 0; i < list->n; i++)
		if (same_marking(&list->at[i], at)) return &list->at[i];
	return NULL;
}

static void add_marking(arena *a, event_words *w, const measure_point *at)
{
	unsigned bit = 0;
	if (!is_marked(at) || marking_of(&w->marks, at)) return;
	for (size_t i = 0; i < w->marks.n; i++) bit += str_eq(w->marks.at[i].kind, at->kind);
	if (bit == MARKINGS_OF_KIND) return;
	PUSH(a, &w->marks, ((marking){ .kind = at->kind, .field = at->field, .values = at->values, .changed_worker = at->changed_worker, .bit = bit }));
}

/* JOURNEY_SAID where it is none. */
static size_t place_of_said(const event_words *w, str kind_name, str field_name, bool number)
{
	size_t i = 0;
	while (i < w->said_n && !(str_eq(w->said[i].kind, kind_name) && str_eq(w->said[i].field, field_name) && w->said[i].number == number)) i++;
	return i < w->said_n ? i : JOURNEY_SAID;
}

static void add_said(event_words *w, const practice *p, str kind_name, str field_name, bool number)
{
	const kind *k = practice_kind(p, kind_name);
	const field *f = k ? kind_field(k, field_name) : NULL;
	if (!f || w->said_n == JOURNEY_SAID || place_of_said(w, kind_name, field_name, number) < JOURNEY_SAID) return;
	w->said[w->said_n++] = (said_field){ .kind = kind_name, .field = field_name, .number = number, .least = number ? f->least : 0 };
}

void event_words_for(arena *a, const practice *p, const measures *asked, event_words *ret)
{
	event_words w = { .of_area = true };
	EACH(m, *asked) {
		add_marking(a, &w, &m->from);
		add_marking(a, &w, &m->to);
		add_marking(a, &w, &m->stops);
		add_marking(a, &w, &m->cohort);
		if (m->from.field.n && !m->from.values.n) add_said(&w, p, m->from.kind, m->from.field, true);
		for (size_t i = 0; i < m->by.n; i++) {
			str field_name, kind_name = str_cut(m->by.at[i], '.', &field_name);
			if (field_name.n) add_said(&w, p, kind_name, field_name, false);
		}
	}
	*ret = w;
}

/* ---- which events a point means */

static bool means(const event_meaning *e, const measure_point *at)
{
	stage s;
	if (!at->kind.n) return e->stage != STAGE_NONE && stage_of(at->stage, &s) && e->stage == s;
	return str_eq(at->kind, e->kind) && str_eq(at->moment, e->moment);
}

/* An event has the role only where it has the answers that the point asks for. */
static void need_mark(question *q, const event_words *w, const measure_point *at, uint8_t as)
{
	const marking *m = is_marked(at) ? marking_of(&w->marks, at) : NULL;
	if (!m) return;
	for (unsigned k = 0; k < EVENT_ROLES; k++)
		if (as >> k & 1) q->needs[k] = (uint32_t)1 << m->bit;
	q->marked = true;
}

/* What happened on a day that nobody knows takes part only where the question says what becomes of it. */
static bool undated_counts(question_shape shape)
{
	switch (shape) {
	case SHAPE_INTERVAL: case SHAPE_SHARE: case SHAPE_COUNT: case SHAPE_REPEAT: case SHAPE_CHANGE: return true;
	case SHAPE_STOCK: case SHAPE_FLOW: case SHAPE_SILENCE: break;
	}
	return false;
}

/* Marks the events that a point means; false where there can be none such. */
static bool mark(question *q, const event_words *w, const measure_point *at, uint8_t as)
{
	bool any = w->of_area;
	need_mark(q, w, at, as);
	for (size_t i = 0; i < w->events.n && i < 255; i++) {
		const event_meaning *e = &w->events.at[i];
		if (!means(e, at)) continue;
		any = true;
		if (e->undated && !undated_counts(q->shape)) continue;
		q->role[i + 1] |= as | (e->undated ? EVENT_UNDATED : 0);
	}
	return any;
}

static void mark_listed(question *q, const event_words *w, const str_list *kinds, uint8_t as)
{
	for (size_t i = 0; i < w->events.n && i < 255; i++)
		if (!w->events.at[i].undated && (kinds->n == 0 || in_list(kinds, w->events.at[i].kind))) q->role[i + 1] |= as;
}

/* ---- the question */

static bool shape_of(str name, question_shape *ret)
{
	static const struct {
		const char *name;
		question_shape shape;
	} shapes[] = { { "interval", SHAPE_INTERVAL }, { "share", SHAPE_SHARE },   { "count", SHAPE_COUNT },
		       { "rate", SHAPE_COUNT },        { "again", SHAPE_REPEAT },  { "open", SHAPE_STOCK },
		       { "flow", SHAPE_FLOW },         { "silence", SHAPE_SILENCE }, { "before_after", SHAPE_CHANGE } };
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
		if (!str_eq(name, str_of(shapes[i].name))) continue;
		*ret = shapes[i].shape;
		return true;
	}
	return false;
}

static bool split_of(str by, const event_words *w, split *ret)
{
	static const char *const ways[] = { "year", "quarter", "month", "locality", "team", "agency", "age_band", "sex" };
	str field_name, kind_name = str_cut(by, '.', &field_name);
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		if (!str_eq(by, str_of(ways[i]))) continue;
		*ret = (split)(SPLIT_YEAR + i);
		return w->of_area || *ret == SPLIT_YEAR || *ret == SPLIT_LOCALITY || *ret == SPLIT_TEAM;
	}
	size_t at = place_of_said(w, kind_name, field_name, false);
	*ret = (split)(SPLIT_SAID + at);
	return at < JOURNEY_SAID;
}

static bool splits_of(const measure *m, const event_words *w, question *q, str *ret_why)
{
	for (size_t i = 0; i < m->by.n; i++) {
		if (q->by_n == QUESTION_MAX_SPLITS) return *ret_why = S("it is split in more than four ways"), false;
		if (measure_names_person(m->by.at[i])) return *ret_why = S("nothing here is measured by who works here; team, or agency"), false;
		if (!split_of(m->by.at[i], w, &q->by[q->by_n++]))
			return *ret_why = w->of_area ? S("these journeys do not say what it is split by; write year, quarter, month, locality, team, agency, age_band, sex, or KIND.FIELD of a declared measure")
			                             : S("these events do not say what it is split by; they say year, locality and team"), false;
	}
	return true;
}

static pick pick_of(str name)
{
	static const char *const picks[] = { "first", "last", "every", "next", "own" };
	for (size_t i = 0; i < sizeof picks / sizeof *picks; i++)
		if (str_eq(name, str_of(picks[i]))) return (pick)i;
	return PICK_EVERY;
}

/* What the engine would answer wrongly. */
static bool picks_fit(const question *q, str *ret_why)
{
	switch (q->shape) {
	case SHAPE_INTERVAL: case SHAPE_SHARE: case SHAPE_FLOW: return true;
	case SHAPE_COUNT: return *ret_why = S("a count takes pick: first or every"), q->begin != PICK_LAST;
	case SHAPE_REPEAT: return *ret_why = S("what comes again takes pick: every"), q->begin == PICK_EVERY;
	case SHAPE_STOCK:
		*ret_why = S("what is open takes pick: every, and to pick: next or own");
		return q->begin == PICK_EVERY && (q->end == PICK_NEXT || q->end == PICK_OWN);
	case SHAPE_SILENCE: return *ret_why = S("a silence takes pick: every, and to pick: next"), q->begin == PICK_EVERY && q->end == PICK_NEXT;
	case SHAPE_CHANGE: return *ret_why = S("before and after take pick: first, and to pick: last"), q->end == PICK_LAST || q->end == PICK_NEXT;
	}
	return false;
}

static bool marks_known(const measure *m, const event_words *w)
{
	const measure_point *points[] = { &m->from, &m->to, &m->stops, &m->cohort };
	for (size_t i = 0; i < sizeof points / sizeof *points; i++)
		if (is_marked(points[i]) && !marking_of(&w->marks, points[i])) return false;
	return true;
}

static bool said(const measure_point *at)
{
	return at->kind.n || at->stage.n;
}

static bool points_of(const measure *m, const event_words *w, question *q, str *ret_why)
{
	if (!mark(q, w, &m->from, EVENT_BEGINS)) return *ret_why = S("no event means what it begins with"), false;
	if (said(&m->to) && !mark(q, w, &m->to, EVENT_ENDS)) return *ret_why = S("no event means what it ends with"), false;
	if (said(&m->stops) && !mark(q, w, &m->stops, EVENT_STOPS)) return *ret_why = S("no event means what it stops with"), false;
	if (q->shape == SHAPE_SILENCE) {
		mark_listed(q, w, &m->heard, EVENT_HEARD);
		for (size_t i = 0; i < 256; i++)
			if (q->role[i]) q->role[i] |= EVENT_HEARD; /* a beginning and an end break a silence too */
	}
	if (q->shape != SHAPE_CHANGE) return true;
	size_t at = place_of_said(w, m->from.kind, m->from.field, true);
	q->number_slot = (uint8_t)at;
	if (at < JOURNEY_SAID && str_eq(m->from.kind, m->to.kind) && str_eq(m->from.field, m->to.field)) return true;
	return *ret_why = S("before and after are the same number of the same kind"), false;
}

bool question_of(const measure *m, const event_words *words, question *ret, str *ret_why)
{
	question q = { .begin = pick_of(m->from.pick), .end = pick_of(m->to.pick), .working_days = str_eq(m->unit, S("working_days")),
		       .span = m->span_days ? (uint32_t)m->span_days * JOURNEY_SECONDS_A_DAY : SPAN_EVER,
		       .in_cohort = said(&m->cohort) };
	if (m->not_answerable.n) return *ret_why = m->not_answerable, false;
	if (!shape_of(m->shape, &q.shape)) return *ret_why = S("it has no shape"), false;
	q.at_once = q.shape == SHAPE_SHARE && q.end == PICK_OWN && str_eq(m->from.kind, m->to.kind) && str_eq(m->from.moment, m->to.moment);
	q.of_children = q.shape == SHAPE_STOCK && str_eq(m->unit, S("children"));
	if (!picks_fit(&q, ret_why) || !splits_of(m, words, &q, ret_why)) return false;
	if (!marks_known(m, words)) return *ret_why = S("these events do not say which answers were given"), false;
	if (q.in_cohort && !mark(&q, words, &m->cohort, EVENT_COHORT)) return *ret_why = S("no event means that a child belongs to it"), false;
	if (q.shape == SHAPE_FLOW) mark_listed(&q, words, &m->kinds, EVENT_BEGINS);
	else if (!points_of(m, words, &q, ret_why)) return false;
	*ret = q;
	return true;
}
