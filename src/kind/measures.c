/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* measures.yaml: the questions that a capability asks of the journeys. Numbers ask questions: no target, no rank, and no
 * measure of a worker. */
#include "base/buf.h"
#include "kind/capability_read.h"

enum { SPAN_MAX_DAYS = 36500 };

typedef struct {
	measure m;
	const practice *p;
} draft;

static const struct {
	const char *name;
	bool has_end; /* from one point to another */
} shapes[] = {
	{ "interval", true }, /* how long from one to the other */
	{ "share", true },    /* how many of these reach that */
	{ "open", true },     /* how many are between the two, each day */
	{ "again", false },   /* how many come back */
	{ "count", false },   /* how many there were */
	{ "silence", true },  /* between the two, how often and how long nothing was heard */
	{ "flow", false },    /* what follows what */
};

static bool one_of(declaring *d, const yaml *y, const char *const *words, size_t n, const char *what)
{
	str_list known = { 0 };
	for (size_t i = 0; i < n; i++) {
		if (str_eq(y->text, str_of(words[i]))) return true;
		PUSH(d->a, &known, str_of(words[i]));
	}
	unknown(d, y->line, what, y->text, "", &known);
	return false;
}

#define ONE_OF(d, y, array, what) one_of((d), (y), (array), sizeof(array) / sizeof *(array), (what))

static void name_read(declaring *d, const yaml *y, void *into)
{
	draft *r = into;
	if (read_name(d, y->text, y->line, S("a measure"))) r->m.name = y->text;
}

static void asks_read(declaring *d, const yaml *y, void *into)
{
	draft *r = into;
	if (!read_words(d, y, SENTENCE_MAX_CHARS, &r->m.asks)) return;
	if (!str_ends(r->m.asks, S("?")))
		wrong(d, y->line, S("a measure asks a question"), S("asks: \"How long ...?\""));
}

static void shape_read(declaring *d, const yaml *y, void *into)
{
	draft *r = into;
	const char *names[sizeof shapes / sizeof *shapes];
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) names[i] = shapes[i].name;
	if (ONE_OF(d, y, names, "shape")) r->m.shape = y->text;
}

static void tells_read(declaring *d, const yaml *y, void *into)
{
	static const char *const ways[] = { "quartiles", "curve", "funnel" };
	draft *r = into;
	if (ONE_OF(d, y, ways, "way to tell")) r->m.tells = y->text;
}

static void span_read(declaring *d, const yaml *y, void *into)
{
	draft *r = into;
	(void)read_integer(d, y, 1, SPAN_MAX_DAYS, &r->m.span_days);
}

static void kinds_read(declaring *d, const practice *p, const yaml *y, str_list *ret)
{
	if (y->is != YAML_LIST) wrong(d, y->line, JOINED(d->a, y->key, S(" is to be a list of kinds")), S("[visit, voice]"));
	for (size_t i = 0; y->is == YAML_LIST && i < y->n; i++)
		if (kind_in_force(d, p, y->items[i].text, y->items[i].line)) PUSH(d->a, ret, y->items[i].text);
}

static void heard_read(declaring *d, const yaml *y, void *into)
{
	draft *r = into;
	kinds_read(d, r->p, y, &r->m.heard);
}

static void flow_kinds_read(declaring *d, const yaml *y, void *into)
{
	draft *r = into;
	kinds_read(d, r->p, y, &r->m.kinds);
}

static void unit_read(declaring *d, const yaml *y, void *into)
{
	static const char *const units[] = { "days", "working_days", "weeks", "months", "children", "records" };
	draft *r = into;
	if (ONE_OF(d, y, units, "unit")) r->m.unit = y->text;
}

static void open_read(declaring *d, const yaml *y, void *into)
{
	static const char *const ways[] = { "censored", "left_out" };
	draft *r = into;
	if (ONE_OF(d, y, ways, "way with open intervals")) r->m.open = y->text;
}

static bool names_a_person(str way)
{
	static const char *const persons[] = { "worker", "author", "practitioner", "manager" };
	for (size_t i = 0; i < sizeof persons / sizeof *persons; i++)
		if (str_eq(way, str_of(persons[i]))) return true;
	return false;
}

static void by_read(declaring *d, const yaml *y, void *into)
{
	static const char *const ways[] = { "locality", "agency", "team", "year", "quarter", "month", "age_band", "sex",
		                            "kind" };
	draft *r = into;
	if (y->is != YAML_LIST) wrong(d, y->line, S("by is to be a list"), S("by: [locality, year]"));
	for (size_t i = 0; y->is == YAML_LIST && i < y->n; i++) {
		const yaml *way = &y->items[i];
		if (names_a_person(way->text))
			wrong(d, way->line, JOINED(d->a, S("no measure may split by "), way->text), S("team, or agency"));
		else if (ONE_OF(d, way, ways, "way to split")) PUSH(d->a, &r->m.by, way->text);
	}
}

/* ---- from and to: {stage: need, pick: first} or {kind: voice, pick: every} */

typedef struct {
	str stage, kind, pick;
} point;

static void stage_read(declaring *d, const yaml *y, void *into)
{
	point *p = into;
	stage s;
	str_list known = words_stages(d->a);
	if (stage_of(y->text, &s)) p->stage = y->text;
	else unknown(d, y->line, "stage", y->text, "", &known);
}

static void pick_read(declaring *d, const yaml *y, void *into)
{
	static const char *const picks[] = { "first", "last", "every", "next" };
	point *p = into;
	if (ONE_OF(d, y, picks, "pick")) p->pick = y->text;
}

static const key point_keys[] = {
	{ "stage", IN_BASE, .reads = KEY_OTHER, .read = stage_read },
	{ "kind", IN_BASE, .reads = KEY_TEXT, .offset = offsetof(point, kind), .most = NAME_MAX_CHARS },
	{ "pick", IN_BASE, .required = true, .reads = KEY_OTHER, .read = pick_read },
};

static point point_read(declaring *d, const practice *p, const yaml *y)
{
	point at = { 0 };
	const yaml *stage_said = yaml_get(y, S("stage")), *kind_said = yaml_get(y, S("kind"));
	keys_read(d, y, KEYS(point_keys), IN_BASE, y->key, &at);
	if (y->is == YAML_MAP && !stage_said == !kind_said)
		wrong(d, y->line, JOINED(d->a, y->key, S(" is a stage or a kind")), S("{stage: need, pick: first}"));
	else if (kind_said && !kind_in_force(d, p, at.kind, kind_said->line)) at.kind = STR_NONE;
	return at;
}

static void from_read(declaring *d, const yaml *y, void *into)
{
	draft *r = into;
	point at = point_read(d, r->p, y);
	r->m.from_stage = at.stage;
	r->m.from_kind = at.kind;
	r->m.from_pick = at.pick;
}

static void to_read(declaring *d, const yaml *y, void *into)
{
	draft *r = into;
	point at = point_read(d, r->p, y);
	r->m.to_stage = at.stage;
	r->m.to_kind = at.kind;
	r->m.to_pick = at.pick;
}

static const key measure_keys[] = {
	{ "measure", IN_BASE, .required = true, .reads = KEY_OTHER, .read = name_read },
	{ "asks", IN_BASE, .required = true, .reads = KEY_OTHER, .read = asks_read },
	{ "shape", IN_BASE, .required = true, .reads = KEY_OTHER, .read = shape_read },
	{ "from", IN_BASE, .reads = KEY_OTHER, .read = from_read },
	{ "to", IN_BASE, .reads = KEY_OTHER, .read = to_read },
	{ "unit", IN_BASE, .reads = KEY_OTHER, .read = unit_read },
	{ "open", IN_BASE, .reads = KEY_OTHER, .read = open_read },
	{ "by", IN_BASE, .reads = KEY_OTHER, .read = by_read },
	{ "within", IN_BASE, .reads = KEY_OTHER, .read = span_read },
	{ "longer_than", IN_BASE, .reads = KEY_OTHER, .read = span_read },
	{ "heard", IN_BASE, .reads = KEY_OTHER, .read = heard_read },
	{ "kinds", IN_BASE, .reads = KEY_OTHER, .read = flow_kinds_read },
	{ "tells", IN_BASE, .reads = KEY_OTHER, .read = tells_read },
	{ "ask_locally", IN_BASE, .reads = KEY_TEXT, .offset = offsetof(draft, m.ask_locally), .most = SENTENCE_MAX_CHARS },
};

/* A key that a shape needs, or has no use for. */
static void key_check(declaring *d, const yaml *y, const measure *m, const char *name, const char *shape, str instead)
{
	bool said = yaml_get(y, str_of(name)) != NULL, needed = str_eq(m->shape, str_of(shape));
	if (said == needed) return;
	buf b = BUF(d->a);
	buf_lit(&b, "the shape ");
	buf_str(&b, m->shape);
	buf_str(&b, said ? S(" has no ") : S(" needs "));
	buf_str(&b, str_of(name));
	wrong(d, y->line, buf_view(&b), said ? S("nothing there") : instead);
}

static void end_check(declaring *d, const yaml *y, const measure *m)
{
	bool said = yaml_get(y, S("to")) != NULL, flows = str_eq(m->shape, S("flow"));
	if (m->shape.n && flows == (yaml_get(y, S("from")) != NULL))
		wrong(d, y->line, flows ? S("a flow has no from") : S("the measure has no from"),
		      flows ? S("kinds: [contact, referral], or nothing for all") : S("from: {stage: need, pick: first}"));
	if (m->shape.n) {
		key_check(d, y, m, "within", "again", S("within: 365"));
		key_check(d, y, m, "longer_than", "silence", S("longer_than: 30"));
	}
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
		if (!str_eq(m->shape, str_of(shapes[i].name)) || shapes[i].has_end == said) continue;
		if (said) wrong(d, y->line, JOINED(d->a, S("the shape "), m->shape, S(" has no end")), S("no to"));
		else wrong(d, y->line, JOINED(d->a, S("the shape "), m->shape, S(" needs an end")),
			   S("to: {stage: received, pick: first}"));
	}
}

static void name_check(declaring *d, const yaml *y, const measure *m, const measures *list)
{
	for (size_t i = 0; i < list->n; i++) {
		const measure *other = &list->at[i];
		if (m->name.n == 0 || !str_eq(other->name, m->name)) continue;
		wrong(d, y->line, JOINED(d->a, S("the measure "), m->name, S(" is there already, in "), other->capability),
		      S("another name"));
	}
}

void measures_read(declaring *d, const practice *p, const yaml *y, measures *list)
{
	if (y->is != YAML_LIST) wrong(d, y->line, S("the file is to be a list of measures"), S("- measure: NAME"));
	for (size_t i = 0; y->is == YAML_LIST && i < y->n; i++) {
		draft r = { .m.capability = d->capability, .p = p };
		keys_read(d, &y->items[i], KEYS(measure_keys), IN_BASE, S("a measure"), &r);
		end_check(d, &y->items[i], &r.m);
		name_check(d, &y->items[i], &r.m, list);
		PUSH(d->a, list, r.m);
	}
}
