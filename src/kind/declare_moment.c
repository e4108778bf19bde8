/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What an entry tells of another day: - authorised: {stage: understood, story: "..."}. */
#include "kind/declaring.h"

typedef struct {
	kind *k;
	moment m;
	str on;
} moment_reading;

static void moment_stage_read(declaring *d, const yaml *y, void *into)
{
	read_stage(d, y, &((moment_reading *)into)->m.stage);
}

static void moment_story_read(declaring *d, const yaml *y, void *into)
{
	moment_reading *r = into;
	str text;
	if (read_words(d, y, SENTENCE_MAX_CHARS, &text))
		sentence_declare(d, r->k, text, y->line, true, &r->m.story, &r->m.story_n);
}

static const key moment_keys[] = {
	{ "on", IN_FULL, .reads = KEY_TEXT, .offset = offsetof(moment_reading, on), .most = NAME_MAX_CHARS },
	{ "stage", IN_FULL, .reads = KEY_OTHER, .read = moment_stage_read },
	{ "story", IN_FULL, .required = true, .reads = KEY_OTHER, .read = moment_story_read },
};

/* The field that a moment rests on. That it holds is told to everybody who may read the kind. */
static const field *moment_field(declaring *d, const kind *k, str name, int line)
{
	const field *f = kind_field(k, name);
	str_list names = { 0 };
	if (f && f->own_read)
		wrong(d, line, JOINED(d->a, f->name, S(" has readers of its own; the moment is told to all")), S("another field"));
	if (f) return f;
	for (size_t i = 0; i < k->field_n; i++) PUSH(d->a, &names, k->fields[i].name);
	unknown(d, line, "field", name, " for the moment", &names);
	return NULL;
}

static bool moment_rests(declaring *d, moment_reading *r, str name)
{
	const field *f = moment_field(d, r->k, name, r->m.line), *on = NULL;
	if (!f || (r->on.n && !(on = moment_field(d, r->k, r->on, r->m.line)))) return false;
	r->m.field = f->at;
	r->m.has_on = on != NULL;
	r->m.on = on ? on->at : 0;
	if (f->type != FIELD_DAY && f->type != FIELD_YES_NO)
		wrong(d, r->m.line, JOINED(d->a, f->name, S(" is no day and no question of yes or no")), S("a field of type day or yes_no"));
	else if (on && (f->type != FIELD_YES_NO || on->type != FIELD_DAY))
		wrong(d, r->m.line, S("«on» says the day of a yes"), S("a field of type yes_no, and on: a field of type day"));
	else return true;
	return false;
}

static void moment_read(declaring *d, const yaml *y, void *into)
{
	moment_reading r = { .k = into, .m = { .line = y->key_line } };
	struct {
		moment *at;
		size_t n, cap;
	} list = { r.k->moments, r.k->moment_n, r.k->moment_n };
	keys_read(d, y, KEYS(moment_keys), IN_FULL, JOINED(d->a, S("the moment "), y->key), &r);
	if (!moment_rests(d, &r, y->key) || r.m.story_n == 0) return;
	PUSH(d->a, &list, r.m);
	r.k->moments = list.at;
	r.k->moment_n = list.n;
}

void moments_read(declaring *d, const yaml *y, void *into)
{
	each_named(d, y, S("day"), moment_read, into);
}
