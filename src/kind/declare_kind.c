/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A kind's declaration: kind, label, plural, guide, about, stage, story, moments, title, read, write, fields, followed_by,
 * untold, as_it_happens, form. */
#include "kind/declaring.h"

void mention(declaring *d, const kind *by, str target, int line, mentioned as)
{
	PUSH(d->a, d->mentions, (kind_mention){ .file = d->file, .line = line, .target = target, .by = by, .as = as });
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

void read_stage(declaring *d, const yaml *y, stage *ret)
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

static void untold_read(declaring *d, const yaml *y, void *into)
{
	kind *k = into;
	str name;
	if (!read_words(d, y, NAME_MAX_CHARS, &name)) return;
	const field *f = kind_field(k, name);
	if (f && f->type == FIELD_YES_NO) k->untold = f;
	else wrong(d, y->line, S("untold names no field of type yes_no"), S("untold: taken_back, with a field taken_back: {type: yes_no}"));
}

static void quiet_until_read(declaring *d, const yaml *y, void *into)
{
	kind *k = into;
	str name;
	if (!read_words(d, y, NAME_MAX_CHARS, &name)) return;
	const field *f = kind_field(k, name);
	if (f && f->type == FIELD_DAY) k->quiet_until = f;
	else wrong(d, y->line, S("quiet_until names no field of type day"), S("quiet_until: ended, with a field ended: {type: day}"));
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
	{ "untold", IN_FULL, .reads = KEY_OTHER, .read = untold_read },
	{ "quiet_until", IN_FULL, .reads = KEY_OTHER, .read = quiet_until_read },
	{ "as_it_happens", IN_FULL, .reads = KEY_FLAG, .offset = offsetof(kind, as_it_happens) },
	{ "decides", IN_FULL, .reads = KEY_FLAG, .offset = offsetof(kind, decides) },
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
