/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A kind's declaration: kind, label, plural, guide, about, stage, story, moments, title, read, write, fields, followed_by,
 * form. */
#include "kind/declaring.h"

void mention(declaring *d, const kind *by, str target, int line, mentioned as)
{
	PUSH(d->a, d->mentions, (kind_mention){ .file = d->file, .line = line, .target = target, .by = by, .as = as });
}

/* ---- about: {child: 1..n, to: {kind: voice, count: 1, label: "..."}} */

static bool bound_read(str s, int *ret)
{
	int64_t n;
	if (str_eq(s, S("n"))) *ret = INT_MAX;
	else if (str_to_int(s, &n) && n >= 0 && n <= 1000) *ret = (int)n;
	else return false;
	return true;
}

/* 1, 0..1, 1..n */
static void count_read(declaring *d, const yaml *y, void *into)
{
	about_role *link = into;
	ptrdiff_t dots = str_find(y->text, S(".."));
	str least = dots < 0 ? y->text : str_first(y->text, (size_t)dots);
	str most = dots < 0 ? y->text : str_from(y->text, (size_t)dots + 2);
	bool read = bound_read(least, &link->least) && bound_read(most, &link->most);
	if (!read || link->least == INT_MAX || link->most < 1 || link->least > link->most)
		wrong(d, y->line, JOINED(d->a, S("«"), y->text, S("» does not say how many")),
		      S("1, 0..1, 1..n or 0..n"));
}

static const key about_keys[] = {
	{ "kind", IN_FULL, .reads = KEY_TEXT, .offset = offsetof(about_role, target), .most = NAME_MAX_CHARS },
	{ "count", IN_FULL, .required = true, .reads = KEY_OTHER, .read = count_read },
	{ "label", IN_FULL, .reads = KEY_TEXT, .offset = offsetof(about_role, label), .most = LABEL_MAX_CHARS },
};

static bool about_role_read(declaring *d, const yaml *y, about_role *link)
{
	bool child = str_eq(link->role, S("child"));
	if (child) link->target = S("person");
	if (y->is == YAML_TEXT && child) {
		count_read(d, y, link);
		return true;
	}
	if (y->is != YAML_MAP) {
		wrong(d, y->line, JOINED(d->a, S("the role "), link->role, S(" does not say to which kind it leads")),
		      JOINED(d->a, link->role, S(": {kind: NAME, count: 1}")));
		return false;
	}
	keys_read(d, y, KEYS(about_keys), IN_FULL, JOINED(d->a, S("the role "), link->role), link);
	if (child && !str_eq(link->target, S("person")))
		wrong(d, y->line, S("the role child leads to a person"), S("child: 1..n, or another role"));
	else if (link->target.n == 0)
		wrong(d, y->line, JOINED(d->a, S("the role "), link->role, S(" does not say to which kind it leads")),
		      S("kind: NAME"));
	else if (str_eq(link->target, S("any"))) {
		link->target = STR_NONE;
		return true;
	}
	return link->target.n > 0;
}

static void about_read(declaring *d, const yaml *y, void *into)
{
	kind *k = into;
	about_role link = { .role = y->key, .least = 0, .most = INT_MAX };
	struct {
		about_role *at;
		size_t n, cap;
	} list = { k->about, k->about_n, k->about_n };
	if (!read_name(d, y->key, y->key_line, S("a role")) || !about_role_read(d, y, &link)) return;
	if (str_eq(link.role, S("entry")))
		wrong(d, y->key_line, S("«entry» means something else in the program"), S("another name for the role"));
	if (link.label.n == 0) link.label = name_as_label(d->a, link.role);
	if (!str_eq(link.role, S("child")) && link.target.n)
		mention(d, k, link.target, y->line, link.least ? MENTIONED : MENTIONED_IF_THERE);
	PUSH(d->a, &list, link);
	k->about = list.at;
	k->about_n = list.n;
	k->about_child |= str_eq(link.role, S("child"));
}

static void abouts_read(declaring *d, const yaml *y, void *into)
{
	each_named(d, y, S("child"), about_read, into);
}

/* ---- followed_by: - answer: {kind: voice_answer, label: "..."} */

static const key follow_keys[] = {
	{ "kind", IN_FULL, .required = true, .reads = KEY_TEXT, .offset = offsetof(follow_up, kind),
	  .most = NAME_MAX_CHARS },
	{ "label", IN_FULL, .reads = KEY_TEXT, .offset = offsetof(follow_up, label), .most = LABEL_MAX_CHARS },
};

static void follow_read(declaring *d, const yaml *y, void *into)
{
	kind *k = into;
	follow_up f = { .name = y->key };
	struct {
		follow_up *at;
		size_t n, cap;
	} list = { k->follow_ups, k->follow_up_n, k->follow_up_n };
	keys_read(d, y, KEYS(follow_keys), IN_FULL, JOINED(d->a, S("the follow-up "), y->key), &f);
	if (f.label.n == 0) f.label = name_as_label(d->a, f.name);
	if (f.kind.n) mention(d, k, f.kind, yaml_get(y, S("kind"))->line, MENTIONED_FOLLOWS);
	PUSH(d->a, &list, f);
	k->follow_ups = list.at;
	k->follow_up_n = list.n;
}

static void follows_read(declaring *d, const yaml *y, void *into)
{
	each_named(d, y, S("answer"), follow_read, into);
}

/* ---- fields and the rest */

static void field_read(declaring *d, const yaml *y, void *into)
{
	field_declare(d, y, into, false);
}

static void fields_read(declaring *d, const yaml *y, void *into)
{
	if (y->is != YAML_LIST || y->n == 0)
		wrong(d, y->line, S("fields is to be a list of at least one field"), S("- words: {type: text}"));
	else each_named(d, y, S("name"), field_read, into);
}

static void read_stage(declaring *d, const yaml *y, stage *ret)
{
	str_list known = words_stages(d->a);
	if (!stage_of(y->text, ret)) unknown(d, y->line, "stage", y->text, "", &known);
}

static void stage_read(declaring *d, const yaml *y, void *into)
{
	read_stage(d, y, &((kind *)into)->stage);
}

static void story_read(declaring *d, const yaml *y, void *into)
{
	kind *k = into;
	str text;
	if (!read_words(d, y, SENTENCE_MAX_CHARS, &text)) return;
	sentence_declare(d, k, text, y->line, true, &k->story, &k->story_n);
}

/* ---- moments: - authorised: {stage: understood, story: "..."} */

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

static void moments_read(declaring *d, const yaml *y, void *into)
{
	each_named(d, y, S("day"), moment_read, into);
}

static void title_read(declaring *d, const yaml *y, void *into)
{
	kind *k = into;
	str text;
	if (!read_words(d, y, LABEL_MAX_CHARS, &text)) return;
	sentence_declare(d, k, text, y->line, false, &k->title, &k->title_n);
}

static void readers_read(declaring *d, const yaml *y, void *into)
{
	kind *k = into;
	read_roles(d, y, &k->read.roles, &k->read.works_with_child);
}

static void writers_read(declaring *d, const yaml *y, void *into)
{
	kind *k = into;
	read_roles(d, y, &k->write.roles, NULL);
}

static void writers_about_any_read(declaring *d, const yaml *y, void *into)
{
	kind *k = into;
	read_roles(d, y, &k->write.about_any, NULL);
	if (k->write.about_any & ~k->write.roles)
		wrong(d, y->line, S("write_about_any names a role that may not write"), S("the role in write too"));
}

static void form_read(declaring *d, const yaml *y, void *into)
{
	kind *k = into;
	bool offered = true;
	if (read_flag(d, y, &offered)) k->by_program = !offered;
}

/* In the order read: sentences need the fields, write_about_any needs write. */
static const key kind_keys[] = {
	{ "kind", IN_ALL, .reads = KEY_READ_FIRST },
	{ "capability", IN_EFFECTIVE, .reads = KEY_TEXT, .offset = offsetof(kind, capability), .most = NAME_MAX_CHARS },
	{ "label", IN_FULL, .required = true, .reads = KEY_TEXT, .offset = offsetof(kind, label), .most = LABEL_MAX_CHARS },
	{ "plural", IN_FULL, .reads = KEY_TEXT, .offset = offsetof(kind, plural), .most = LABEL_MAX_CHARS },
	{ "guide", IN_FULL, .reads = KEY_TEXT, .offset = offsetof(kind, guide), .most = GUIDE_MAX_CHARS },
	{ "about", IN_FULL, .reads = KEY_OTHER, .read = abouts_read },
	{ "stage", IN_FULL, .reads = KEY_OTHER, .read = stage_read },
	{ "fields", IN_FULL, .required = true, .reads = KEY_OTHER, .read = fields_read },
	{ "story", IN_FULL, .reads = KEY_OTHER, .read = story_read },
	{ "moments", IN_FULL, .reads = KEY_OTHER, .read = moments_read },
	{ "title", IN_FULL, .reads = KEY_OTHER, .read = title_read },
	{ "read", IN_FULL, .required = true, .reads = KEY_OTHER, .read = readers_read },
	{ "write", IN_FULL, .required = true, .reads = KEY_OTHER, .read = writers_read },
	{ "write_about_any", IN_FULL, .reads = KEY_OTHER, .read = writers_about_any_read },
	{ "followed_by", IN_FULL, .reads = KEY_OTHER, .read = follows_read },
	{ "form", IN_FULL, .reads = KEY_OTHER, .read = form_read },
	{ "hidden", IN_EFFECTIVE, .reads = KEY_FLAG, .offset = offsetof(kind, hidden) },
};

kind *kind_declare(declaring *d, const yaml *y)
{
	const yaml *name = yaml_get(y, S("kind"));
	if (!name || name->is != YAML_TEXT) {
		wrong(d, y->line, S("a declaration without the name of its kind"), S("- kind: NAME"));
		return NULL;
	}
	if (!read_name(d, name->text, name->line, S("a kind"))) return NULL;
	kind *k = TAKE(d->a, kind);
	*k = (kind){ .name = name->text, .capability = d->capability, .file = d->file, .line = y->line };
	keys_read(d, y, KEYS(kind_keys), d->effective ? IN_EFFECTIVE : IN_BASE, JOINED(d->a, S("the kind "), k->name), k);
	if (k->plural.n == 0) k->plural = k->label;
	return k;
}

/* ---- what must hold between the parts */

/* Names that the generated readers would give a second meaning: record_list and the like are there already. */
static void check_name(declaring *d, const kind *k)
{
	static const char *const taken[] = { "record", "seq", "kind", "any", "str", "found", "look", "looked", "form", "choice" };
	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
		if (str_eq(k->name, str_of(taken[i])))
			wrong(d, k->line, JOINED(d->a, S("«"), k->name, S("» means something else in the program")),
			      S("another name for the kind"));
}

static bool leads_to_person(const kind *k)
{
	for (size_t i = 0; i < k->about_n; i++)
		if (!str_eq(k->about[i].target, S("agency")) && !str_eq(k->about[i].target, S("team"))) return true;
	return str_eq(k->name, S("person"));
}

/* Days, moments and numbers have a second column, NAME_as, for how they were written. */
static void check_columns(declaring *d, const kind *k)
{
	for (size_t i = 0; i < k->field_n; i++) {
		const field *f = &k->fields[i];
		bool two = f->type == FIELD_DAY || f->type == FIELD_INSTANT || f->type == FIELD_NUMBER;
		const field *twin = two ? kind_field(k, JOINED(d->a, f->name, S("_as"))) : NULL;
		declaring there = *d;
		if (!twin) continue;
		there.file = twin->file;
		wrong(&there, twin->line,
		      JOINED(d->a, S("«"), twin->name, S("» is where the words of "), f->name, S(" are kept")),
		      S("another name for the field"));
	}
}

void kind_check(declaring *d, const kind *k)
{
	check_name(d, k);
	check_columns(d, k);
	if (!k->about_child && k->stage != STAGE_NONE)
		wrong(d, k->line, JOINED(d->a, k->name, S(" has a stage, but is about no child")),
		      S("about: {child: 1..n}, or no stage"));
	if (!k->about_child && (k->story_n || k->moment_n))
		wrong(d, k->line, JOINED(d->a, k->name, S(" tells a story, but is about no child")),
		      S("about: {child: 1..n}, or no story"));
	if (k->read.works_with_child && !leads_to_person(k))
		wrong(d, k->line, JOINED(d->a, k->name, S(" is read by who works with the child, but is about no child")),
		      S("about: {child: 1..n}, or roles in read"));
}

static void mention_check(arena *a, const kind_mention *m, const kind_set *kinds, const str_list *names, findings *found)
{
	declaring d = { .a = a, .file = m->file, .found = found };
	const kind *target = kind_set_find(kinds, m->target);
	if (!target) {
		unknown(&d, m->line, "kind", m->target, m->as == MENTIONED_IF_THERE ? ": the link to it is left out" : "", names);
		if (m->as == MENTIONED_IF_THERE) found->at[found->n - 1].warning = true;
		return;
	}
	const about_role *back = kind_about(target, S("to"));
	if (m->as == MENTIONED_FOLLOWS && (!back || !str_eq(back->target, m->by->name)))
		wrong(&d, m->line, JOINED(a, target->name, S(" does not say what it follows")),
		      JOINED(a, S("about: {to: {kind: "), m->by->name, S(", count: 1}} in "), target->name));
}

void mentions_check(arena *a, const kind_mentions *mentions, const kind_set *kinds, findings *found)
{
	str_list names = { 0 };
	for (size_t i = 0; i < kinds->n; i++) PUSH(a, &names, kinds->at[i]->name);
	for (size_t i = 0; i < mentions->n; i++) mention_check(a, &mentions->at[i], kinds, &names, found);
}

/* ---- links to what is not there */

static bool told_of(const sentence_part *parts, size_t n, size_t role_at)
{
	for (size_t i = 0; i < n; i++)
		if (parts[i].is == PART_ABOUT && parts[i].at == role_at) return true;
	return false;
}

static void close_up(sentence_part *parts, size_t n, size_t role_at)
{
	for (size_t i = 0; i < n; i++) parts[i].at -= parts[i].is == PART_ABOUT && parts[i].at > role_at;
}

static void drop_role(declaring *d, kind *k, size_t at)
{
	bool told = told_of(k->story, k->story_n, at);
	for (size_t i = 0; i < k->moment_n; i++) told |= told_of(k->moments[i].story, k->moments[i].story_n, at);
	if (told) {
		wrong(d, k->line, JOINED(d->a, S("the sentence of "), k->name, S(" tells of a kind that is not there")),
		      S("a sentence without it"));
		return;
	}
	close_up(k->story, k->story_n, at);
	for (size_t i = 0; i < k->moment_n; i++) close_up(k->moments[i].story, k->moments[i].story_n, at);
	for (size_t i = at + 1; i < k->about_n; i++) k->about[i - 1] = k->about[i];
	k->about_n--;
}

void absent_dropped(declaring *d, kind *k, const kind_set *kinds)
{
	for (size_t i = k->about_n; i-- > 0;) {
		const about_role *link = &k->about[i];
		if (link->least == 0 && link->target.n && !kind_set_find(kinds, link->target)) drop_role(d, k, i);
	}
}
