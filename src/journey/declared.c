/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journey/declared.h"
#include "kind/names.h"

static bool same_stage(str name, stage s)
{
	stage named;
	return s != STAGE_NONE && stage_of(name, &named) && named == s;
}

static bool in_list(const str_list *list, str s)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(list->at[i], s)) return true;
	return false;
}

/* Marks the events that a point means; false where there are none such. */
static bool mark(question *q, const event_meanings *events, str stage_name, str kind_name, uint8_t as)
{
	bool any = false;
	for (size_t i = 0; i < events->n && i < 255; i++) {
		const event_meaning *e = &events->at[i];
		if (kind_name.n ? !str_eq(kind_name, e->kind) : !same_stage(stage_name, e->stage)) continue;
		q->role[i + 1] |= as;
		any = true;
	}
	return any;
}

static void mark_listed(question *q, const event_meanings *events, const str_list *kinds, uint8_t as)
{
	for (size_t i = 0; i < events->n && i < 255; i++)
		if (kinds->n == 0 || in_list(kinds, events->at[i].kind)) q->role[i + 1] |= as;
}

static bool shape_of(str name, question_shape *ret)
{
	static const struct {
		const char *name;
		question_shape shape;
	} shapes[] = { { "interval", SHAPE_INTERVAL }, { "again", SHAPE_REPEAT }, { "open", SHAPE_STOCK },
		       { "flow", SHAPE_FLOW }, { "silence", SHAPE_SILENCE } };
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
		if (!str_eq(name, str_of(shapes[i].name))) continue;
		*ret = shapes[i].shape;
		return true;
	}
	return false;
}

static bool splits_of(const measure *m, question *q, str *ret_why)
{
	for (size_t i = 0; i < m->by.n; i++) {
		str by = m->by.at[i];
		if (q->by_n == QUESTION_MAX_SPLITS) return *ret_why = S("it is split in more than three ways"), false;
		if (str_eq(by, S("year"))) q->by[q->by_n++] = SPLIT_YEAR;
		else if (str_eq(by, S("locality"))) q->by[q->by_n++] = SPLIT_LOCALITY;
		else if (str_eq(by, S("team"))) q->by[q->by_n++] = SPLIT_TEAM;
		else return *ret_why = S("these events do not say what it is split by; they say year, locality and team"), false;
	}
	return true;
}

/* The engine begins with the first that it finds, or looks at each: other picks would be answered wrongly. */
static bool picks_fit(const measure *m, question_shape shape)
{
	switch (shape) {
	case SHAPE_INTERVAL: return str_eq(m->from_pick, S("first")) && str_eq(m->to_pick, S("first"));
	case SHAPE_REPEAT: return str_eq(m->from_pick, S("every"));
	case SHAPE_STOCK:
	case SHAPE_SILENCE: return str_eq(m->from_pick, S("every")) && str_eq(m->to_pick, S("next"));
	case SHAPE_FLOW: return true;
	}
	return false;
}

bool question_of(const measure *m, const event_meanings *events, question *ret, str *ret_why)
{
	question q = { .span = (uint32_t)m->span_days * JOURNEY_SECONDS_A_DAY };
	if (!shape_of(m->shape, &q.shape)) return *ret_why = S("events alone do not answer this shape"), false;
	if (!picks_fit(m, q.shape)) return *ret_why = S("write pick: first and first for an interval, every and next for others"), false;
	if (!splits_of(m, &q, ret_why)) return false;
	if (q.shape == SHAPE_FLOW) {
		mark_listed(&q, events, &m->kinds, EVENT_BEGINS);
		*ret = q;
		return true;
	}
	if (!mark(&q, events, m->from_stage, m->from_kind, EVENT_BEGINS)) return *ret_why = S("no event means what it begins with"), false;
	if (m->to_pick.n && !mark(&q, events, m->to_stage, m->to_kind, EVENT_ENDS))
		return *ret_why = S("no event means what it ends with"), false;
	if (q.shape == SHAPE_SILENCE) {
		mark_listed(&q, events, &m->heard, EVENT_HEARD);
		for (size_t i = 0; i < 256; i++)
			if (q.role[i]) q.role[i] |= EVENT_HEARD; /* a beginning and an end break a silence too */
	}
	*ret = q;
	return true;
}
