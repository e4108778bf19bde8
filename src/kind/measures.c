/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* measures.yaml: the questions that a capability asks of the journeys. Numbers ask questions: no target, no rank, and no
 * measure of a worker. */
#include "base/buf.h"
#include "base/day.h"
#include "kind/capability_read.h"

enum { SPAN_MAX_DAYS = 36500, ITEM_MAX_CHARS = 20, NUMBER_MOST_WIDE = 250 };

typedef struct {
	measure m;
	const practice *p;
} draft;

typedef enum { NEVER, MAY, MUST } needs;
static const struct {
	const char *name;
	needs end, within, longer_than, per; /* an end, from one point to another */
} shapes[] = {
	{ "interval", MUST, NEVER, NEVER, NEVER },     /* how long from one to the other */
	{ "share", MUST, MAY, NEVER, NEVER },          /* how many of these reach that */
	{ "open", MUST, NEVER, NEVER, MAY },           /* how many are between the two, each day */
	{ "again", NEVER, MAY, NEVER, NEVER },         /* how many come back */
	{ "count", NEVER, NEVER, NEVER, NEVER },       /* how many there were */
	{ "rate", NEVER, NEVER, NEVER, MUST },         /* how many there were for each 10,000 children who live here */
	{ "silence", MUST, NEVER, MUST, NEVER },       /* between the two, how often and how long nothing was heard */
	{ "flow", NEVER, NEVER, NEVER, NEVER },        /* what follows what */
	{ "before_after", MUST, NEVER, NEVER, NEVER }, /* how a number changed from the one to the other */
};
enum { SHAPE_N = sizeof shapes / sizeof *shapes };

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
	const char *names[SHAPE_N];
	for (size_t i = 0; i < SHAPE_N; i++) names[i] = shapes[i].name;
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
		if (kind_measured(d, p, y->items[i].text, y->items[i].line)) PUSH(d->a, ret, y->items[i].text);
}

static void bands_read(declaring *d, const yaml *y, void *into)
{
	draft *r = into;
	int64_t days;
	if (y->is != YAML_LIST || y->n == 0 || y->n > MEASURE_BANDS) wrong(d, y->line, S("bands is to be a list, of eight at most"), S("bands: [10, 20, 45]"));
	for (size_t i = 0; y->is == YAML_LIST && i < y->n && i < MEASURE_BANDS; i++) {
		if (!read_integer(d, &y->items[i], 0, SPAN_MAX_DAYS, &days)) continue;
		if (i && days <= r->m.bands[i - 1]) wrong(d, y->items[i].line, S("bands are to ascend"), S("bands: [10, 20, 45]"));
		r->m.bands[r->m.band_n++] = (uint32_t)days;
	}
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
	static const char *const units[] = { "days", "working_days", "children", "records" };
	draft *r = into;
	if (ONE_OF(d, y, units, "unit")) r->m.unit = y->text;
}

static void open_read(declaring *d, const yaml *y, void *into)
{
	static const char *const ways[] = { "censored" };
	draft *r = into;
	if (ONE_OF(d, y, ways, "way with open intervals")) r->m.open = y->text;
}

bool measure_names_person(str way)
{
	static const char *const persons[] = { "worker", "author", "practitioner", "manager" };
	for (size_t i = 0; i < sizeof persons / sizeof *persons; i++)
		if (str_eq(way, str_of(persons[i]))) return true;
	return false;
}

static bool can_split(const field *f)
{
	return f->type == FIELD_CHOICE || f->type == FIELD_YES_NO;
}

/* KIND.FIELD: as the child's newest record of that kind says by then. */
static bool field_way(declaring *d, const practice *p, const yaml *way)
{
	str name, kind_name = str_cut(way->text, '.', &name);
	if (!kind_measured(d, p, kind_name, way->line)) return false;
	const kind *k = practice_kind(p, kind_name);
	const field *f = kind_field(k, name);
	if (!f)
		wrong(d, way->line, JOINED(d->a, S("there is nothing to split by: no field "), way->text), S("a field of the kind"));
	else if (!can_split(f) || !k->about_child)
		wrong(d, way->line, JOINED(d->a, way->text, S(" has no list of answers to split by")), S("a field of the type choice or yes_no, of a kind about a child"));
	return f != NULL;
}

static void by_read(declaring *d, const yaml *y, void *into)
{
	static const char *const ways[] = { "locality", "agency", "team", "year", "quarter", "month", "age_band", "sex" };
	draft *r = into;
	if (y->is != YAML_LIST || y->n == 0) wrong(d, y->line, S("by is to be a list of ways to split"), S("by: [locality, year]"));
	for (size_t i = 0; y->is == YAML_LIST && i < y->n; i++) {
		const yaml *way = &y->items[i];
		if (measure_names_person(way->text))
			wrong(d, way->line, JOINED(d->a, S("no measure may split by "), way->text), S("team, or agency"));
		else if (str_find_char(way->text, '.') >= 0 ? field_way(d, r->p, way) : ONE_OF(d, way, ways, "way to split"))
			PUSH(d->a, &r->m.by, way->text);
	}
}

static void locally_read(declaring *d, const yaml *y, void *into)
{
	draft *r = into;
	str question;
	size_t n = y->is == YAML_LIST ? y->n : 1;
	for (size_t i = 0; i < n; i++)
		if (read_words(d, y->is == YAML_LIST ? &y->items[i] : y, SENTENCE_MAX_CHARS, &question)) PUSH(d->a, &r->m.ask_locally, question);
}

static void per_read(declaring *d, const yaml *y, void *into)
{
	static const char *const whom[] = { "population" };
	draft *r = into;
	if (ONE_OF(d, y, whom, "population that a rate is per")) r->m.per = y->text;
}

static void on_read(declaring *d, const yaml *y, void *into)
{
	draft *r = into;
	day there;
	if (!day_read(JOINED(d->a, S("2000-"), y->text), &there)) wrong(d, y->line, S("there is no such day of the year"), S("on: \"03-31\""));
	r->m.on = y->text;
}

/* ---- from and to: {stage: need, pick: first} or {kind: conference, field: decided, value: plan, pick: every} */

typedef struct {
	measure_point at;
	bool is_end;
} point;

static void stage_read(declaring *d, const yaml *y, void *into)
{
	point *p = into;
	stage s;
	str_list known = words_stages(d->a);
	if (stage_of(y->text, &s)) p->at.stage = y->text;
	else unknown(d, y->line, "stage", y->text, "", &known);
}

static void pick_read(declaring *d, const yaml *y, void *into)
{
	static const char *const begins[] = { "first", "last", "every" }, *const ends[] = { "first", "next", "last", "own" };
	point *p = into;
	if (p->is_end ? ONE_OF(d, y, ends, "pick of an end") : ONE_OF(d, y, begins, "pick of a beginning")) p->at.pick = y->text;
}

static void value_read(declaring *d, const yaml *y, void *into)
{
	point *p = into;
	if (y->is != YAML_LIST) PUSH(d->a, &p->at.values, y->text);
	for (size_t i = 0; y->is == YAML_LIST && i < y->n; i++) PUSH(d->a, &p->at.values, y->items[i].text);
}

static void worker_read(declaring *d, const yaml *y, void *into)
{
	static const char *const ways[] = { "changed" };
	point *p = into;
	p->at.changed_worker = ONE_OF(d, y, ways, "way to look at the worker");
}

static const key point_keys[] = {
	{ "stage", IN_BASE, .reads = KEY_OTHER, .read = stage_read },
	{ "kind", IN_BASE, .reads = KEY_TEXT, .offset = offsetof(point, at.kind), .most = NAME_MAX_CHARS },
	{ "moment", IN_BASE, .reads = KEY_TEXT, .offset = offsetof(point, at.moment), .most = NAME_MAX_CHARS },
	{ "field", IN_BASE, .reads = KEY_TEXT, .offset = offsetof(point, at.field), .most = NAME_MAX_CHARS },
	{ "value", IN_BASE, .reads = KEY_OTHER, .read = value_read },
	{ "worker", IN_BASE, .reads = KEY_OTHER, .read = worker_read },
	{ "pick", IN_BASE, .reads = KEY_OTHER, .read = pick_read },
};

static void moment_check(declaring *d, const yaml *y, const kind *k, str name)
{
	str_list known = { 0 };
	for (size_t i = 0; i < k->moment_n; i++) {
		PUSH(d->a, &known, k->fields[k->moments[i].field].name);
		if (str_eq(known.at[i], name)) return;
	}
	unknown(d, y->line, "moment", name, " of this kind", &known);
}

static void value_check(declaring *d, const yaml *y, const field *f, str code)
{
	str_list known = { 0 };
	if (f->type == FIELD_YES_NO) {
		PUSH(d->a, &known, S("yes"));
		PUSH(d->a, &known, S("no"));
	}
	for (size_t i = 0; i < f->choice_n; i++) PUSH(d->a, &known, f->choices[i].code);
	for (size_t i = 0; i < known.n; i++)
		if (str_eq(known.at[i], code)) return;
	unknown(d, y->line, "answer", code, " to this field", &known);
}

static void field_check(declaring *d, const yaml *y, const kind *k, const measure_point *at)
{
	const field *f = kind_field(k, at->field);
	str_list known = { 0 };
	for (size_t i = 0; i < k->field_n; i++) PUSH(d->a, &known, k->fields[i].name);
	if (!f) {
		unknown(d, y->line, "field", at->field, " of this kind", &known);
	} else if (at->values.n == 1 && str_eq(at->values.at[0], S("answered"))) {
		return;
	} else if (f->type == FIELD_NUMBER) {
		if (at->values.n) wrong(d, y->line, S("a number is taken as it is"), S("no value"));
		if (!f->has_least || !f->has_most || f->most - f->least > NUMBER_MOST_WIDE)
			wrong(d, y->line, S("a number that is measured needs a least and a most, 250 apart at most"), S("least: 0, most: 10"));
	} else if (f->type != FIELD_CHOICE && f->type != FIELD_CHOICES && f->type != FIELD_YES_NO) {
		wrong(d, y->line, JOINED(d->a, at->field, S(" has no list of answers")), S("value: answered, or a field of the type choice, choices or yes_no"));
	} else {
		if (at->values.n == 0) wrong(d, y->line, S("it is not said which answer of the field counts"), S("value: CODE, or a list"));
		for (size_t i = 0; i < at->values.n; i++) value_check(d, y, f, at->values.at[i]);
	}
}

static void kind_point_check(declaring *d, const yaml *y, const practice *p, measure_point *at)
{
	int line = yaml_get(y, S("kind"))->line;
	const kind *k = practice_kind(p, at->kind);
	if (!kind_measured(d, p, at->kind, line)) {
		at->kind = STR_NONE;
		return;
	}
	if (!k->about_child && practice_kind(p, S("person"))) /* a file of events has no people */
		wrong(d, line, JOINED(d->a, at->kind, S(" is not about a child: no journey has it")), S("a kind about {child: 1..n}"));
	if (at->moment.n) moment_check(d, y, k, at->moment);
	if (at->field.n) field_check(d, y, k, at);
	else if (at->values.n) wrong(d, y->line, S("it is not said of which field the value is"), S("field: NAME"));
	if (at->changed_worker && !kind_about(k, S("worker")))
		wrong(d, y->line, JOINED(d->a, at->kind, S(" names no worker")), S("a kind about {worker: ...}, as works_with"));
}

static measure_point point_read(declaring *d, const practice *p, const yaml *y, bool is_end, bool picks)
{
	point r = { .is_end = is_end };
	const yaml *stage_said = yaml_get(y, S("stage")), *kind_said = yaml_get(y, S("kind"));
	keys_read(d, y, KEYS(point_keys), IN_BASE, y->key, &r);
	if (y->is != YAML_MAP) return r.at;
	if (!stage_said == !kind_said)
		wrong(d, y->line, JOINED(d->a, y->key, S(" is a stage or a kind")), S("{stage: need, pick: first}"));
	else if (kind_said) kind_point_check(d, y, p, &r.at);
	else if (r.at.moment.n || r.at.field.n || r.at.values.n || r.at.changed_worker)
		wrong(d, y->line, S("moment, field, value and worker are of one kind"), S("kind: NAME instead of stage"));
	if (picks && !yaml_get(y, S("pick"))) wrong(d, y->line, JOINED(d->a, y->key, S(" has no pick")), is_end ? S("pick: first, next, last or own") : S("pick: first, last or every"));
	return r.at;
}

static void from_read(declaring *d, const yaml *y, void *into)
{
	draft *r = into;
	r->m.from = point_read(d, r->p, y, false, true);
}

static void to_read(declaring *d, const yaml *y, void *into)
{
	draft *r = into;
	r->m.to = point_read(d, r->p, y, true, true);
}

static void stops_read(declaring *d, const yaml *y, void *into)
{
	draft *r = into;
	r->m.stops = point_read(d, r->p, y, true, false);
}

static void cohort_read(declaring *d, const yaml *y, void *into)
{
	draft *r = into;
	r->m.cohort = point_read(d, r->p, y, true, false);
}

static const key measure_keys[] = {
	{ "measure", IN_BASE, .required = true, .reads = KEY_OTHER, .read = name_read },
	{ "asks", IN_BASE, .required = true, .reads = KEY_OTHER, .read = asks_read },
	{ "item", IN_BASE, .reads = KEY_TEXT, .offset = offsetof(draft, m.item), .most = ITEM_MAX_CHARS },
	{ "not_answerable", IN_BASE, .reads = KEY_TEXT, .offset = offsetof(draft, m.not_answerable), .most = SENTENCE_MAX_CHARS },
	{ "shape", IN_BASE, .reads = KEY_OTHER, .read = shape_read },
	{ "from", IN_BASE, .reads = KEY_OTHER, .read = from_read },
	{ "to", IN_BASE, .reads = KEY_OTHER, .read = to_read },
	{ "stops", IN_BASE, .reads = KEY_OTHER, .read = stops_read },
	{ "cohort", IN_BASE, .reads = KEY_OTHER, .read = cohort_read },
	{ "per", IN_BASE, .reads = KEY_OTHER, .read = per_read },
	{ "on", IN_BASE, .reads = KEY_OTHER, .read = on_read },
	{ "unit", IN_BASE, .reads = KEY_OTHER, .read = unit_read },
	{ "open", IN_BASE, .reads = KEY_OTHER, .read = open_read },
	{ "by", IN_BASE, .reads = KEY_OTHER, .read = by_read },
	{ "within", IN_BASE, .reads = KEY_OTHER, .read = span_read },
	{ "longer_than", IN_BASE, .reads = KEY_OTHER, .read = span_read },
	{ "bands", IN_BASE, .reads = KEY_OTHER, .read = bands_read },
	{ "heard", IN_BASE, .reads = KEY_OTHER, .read = heard_read },
	{ "kinds", IN_BASE, .reads = KEY_OTHER, .read = flow_kinds_read },
	{ "tells", IN_BASE, .reads = KEY_OTHER, .read = tells_read },
	{ "ask_locally", IN_BASE, .reads = KEY_OTHER, .read = locally_read },
};

/* A key that a shape needs, or has no use for. */
static void key_check(declaring *d, const yaml *y, const char *name, needs is, str instead)
{
	const yaml *said = yaml_get(y, str_of(name));
	if (is == MAY || (said != NULL) == (is == MUST)) return;
	buf b = BUF(d->a);
	buf_lit(&b, "the shape ");
	buf_str(&b, yaml_get(y, S("shape"))->text);
	bool end = strcmp(name, "to") == 0;
	buf_str(&b, said ? S(" has no ") : end ? S(" needs an ") : S(" needs "));
	buf_str(&b, end ? S("end") : str_of(name));
	wrong(d, said ? said->line : y->line, buf_view(&b), said ? (end ? S("no to") : S("nothing there")) : instead);
}

/* What belongs together. */
static void shape_check(declaring *d, const yaml *y, const measure *m)
{
	if (!yaml_get(y, S("shape")) == !m->not_answerable.n)
		wrong(d, y->line, S("a measure has a shape, or a reason why it is not_answerable"), S("shape: interval"));
	if (!m->shape.n) return;
	bool flows = str_eq(m->shape, S("flow")), share = str_eq(m->shape, S("share")), before = str_eq(m->shape, S("before_after"));
	key_check(d, y, "from", flows ? NEVER : MUST, S("from: {stage: need, pick: first}"));
	for (size_t i = 0; i < SHAPE_N; i++) {
		if (!str_eq(m->shape, str_of(shapes[i].name))) continue;
		key_check(d, y, "to", shapes[i].end, S("to: {stage: received, pick: first}"));
		key_check(d, y, "within", shapes[i].within, S("within: 365"));
		key_check(d, y, "longer_than", shapes[i].longer_than, S("longer_than: 30"));
		key_check(d, y, "per", shapes[i].per, S("per: population"));
	}
	key_check(d, y, "stops", share || str_eq(m->shape, S("interval")) ? MAY : NEVER, STR_NONE);
	key_check(d, y, "bands", str_eq(m->shape, S("interval")) ? MAY : NEVER, STR_NONE);
	key_check(d, y, "on", str_eq(m->shape, S("open")) ? MAY : NEVER, STR_NONE);
	key_check(d, y, "kinds", flows ? MAY : NEVER, STR_NONE);
	key_check(d, y, "heard", str_eq(m->shape, S("silence")) ? MAY : NEVER, STR_NONE);
	if (flows) key_check(d, y, "by", NEVER, STR_NONE);
	if (before && (!m->from.field.n || !m->to.field.n))
		wrong(d, y->line, S("before and after are two numbers"), S("from: {kind: goal, field: scale, pick: first}"));
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

static bool lacks_kind(const yaml *y, const char *name, const measure_point *at)
{
	const yaml *said = yaml_get(y, str_of(name));
	return said && !at->kind.n && !at->stage.n;
}

void measures_read(declaring *d, const practice *p, const yaml *y, measures *list)
{
	if (y->is != YAML_LIST) wrong(d, y->line, S("the file is to be a list of measures"), S("- measure: NAME"));
	for (size_t i = 0; y->is == YAML_LIST && i < y->n; i++) {
		draft r = { .m.capability = d->capability, .p = p };
		keys_read(d, &y->items[i], KEYS(measure_keys), IN_BASE, S("a measure"), &r);
		shape_check(d, &y->items[i], &r.m);
		name_check(d, &y->items[i], &r.m, list);
		if (lacks_kind(&y->items[i], "from", &r.m.from) || lacks_kind(&y->items[i], "to", &r.m.to) ||
		    lacks_kind(&y->items[i], "stops", &r.m.stops) || lacks_kind(&y->items[i], "cohort", &r.m.cohort))
			r.m.not_answerable = S("The area has put no kind of records into force that says it.");
		PUSH(d->a, list, r.m);
	}
}
