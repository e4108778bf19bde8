/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What an entry tells in the stories of its children: the sentence of its kind, and the moments that it gives a day to. */
#include "project/projector.h"
#include "project/sentence.h"

typedef struct {
	size_t moment; /* 0 the kind's sentence */
	stage stage;
	str parts;
	int64_t happened_ms;
	arg happened; /* text form or null */
} telling;

static err insert(const step *s, record_id child, const telling *t)
{
	const entry *e = s->e;
	return db_run_later(s->d,
	                    SQL("INSERT INTO story (child, happened_ms, seq, moment, record, kind, stage, happened, recorded, author,"
	                        " agency, parts, known_from) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"),
	                    ARGS(ARG(child.n), ARG(t->happened_ms), ARG(e->seq.n), ARG((int64_t)t->moment), ARG(e->record.n),
	                         ARG(s->as->k->name), ARG(stage_name(t->stage)), t->happened, ARG(e->recorded), ARG(e->author.n),
	                         ARG(e->agency.n), ARG(t->parts), ARG(s->known.n)));
}

static bool child_before(const entry_links *about, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (about->at[k].record.n == about->at[i].record.n && str_eq(about->at[k].role, S("child"))) return true;
	return false;
}

static err tell(const step *s, telling *t, const sentence_part *sentence, size_t n)
{
	const entry_links *about = &s->e->about;
	buf parts = BUF(s->a);
	sentence_write(&parts, s->pr->zone, sentence, n, s->v, about);
	t->parts = buf_view(&parts);
	for (size_t i = 0; i < about->n; i++)
		if (str_eq(about->at[i].role, S("child")) && !child_before(about, i)) TRY(insert(s, about->at[i].record, t));
	return OK;
}

/* On the day that the field says; where it says none, in the place of the entry itself, without a day. */
static void place(const step *s, telling *t, const value *on)
{
	buf text = BUF(s->a);
	t->happened = arg_null();
	t->happened_ms = s->happened_ms;
	if (on->is != VALUE_KNOWN) return;
	when_write(&text, on->on);
	t->happened = arg_text(buf_view(&text));
	t->happened_ms = when_sort_ms(s->pr->zone, on->on);
}

/* false where the entry says nothing of it. */
static bool moment_place(const step *s, const moment *m, telling *t)
{
	const value *v = &s->v->at[m->field];
	bool is_day = s->as->k->fields[m->field].type == FIELD_DAY;
	t->happened = s->happened;
	t->happened_ms = s->happened_ms;
	if (is_day) place(s, t, v);
	else if (m->has_on) place(s, t, &s->v->at[m->on]);
	return is_day ? v->is == VALUE_KNOWN || v->is == VALUE_UNREAD : v->is == VALUE_KNOWN && v->yes;
}

err step_story(const step *s)
{
	const kind *k = s->as->k;
	const value *untold = k->untold ? &s->v->at[k->untold->at] : NULL;
	if (untold && untold->is == VALUE_KNOWN && untold->yes) return OK;
	telling t = { .stage = k->stage, .happened = s->happened, .happened_ms = s->happened_ms };
	if (k->story_n) TRY(tell(s, &t, k->story, k->story_n));
	for (size_t i = 0; i < k->moment_n; i++) {
		const moment *m = &k->moments[i];
		t = (telling){ .moment = i + 1, .stage = m->stage };
		if (moment_place(s, m, &t)) TRY(tell(s, &t, m->story, m->story_n));
	}
	return OK;
}
