/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An area's overlay: a kinds.yaml that adds fields and kinds, gives other words, and hides. It never retypes or deletes.
 *
 *   - kind: voice
 *     label: Child's words
 *     fields:
 *       - asked:    {label: "Our question", hidden: yes}
 *       - how:      {of: [{sung: "Sung"}], hide: [observed]}
 *       - language: {type: line, label: "In which language"} */
#include "kind/declaring.h"

static void label_read(declaring *d, const yaml *y, void *into)
{
	kind *k = into;
	bool plural_follows = str_eq(k->plural, k->label);
	if (read_words(d, y, LABEL_MAX_CHARS, &k->label) && plural_follows) k->plural = k->label;
}

static void field_lay(declaring *d, const yaml *y, void *into)
{
	kind *k = into;
	const yaml *type = yaml_get(y, S("type"));
	const field *there = kind_field(k, y->key);
	if (!there && type) {
		field_declare(d, y, k, true);
	} else if (there && type) {
		wrong(d, type->key_line,
		      JOINED(d->a, S("the field "), y->key, S(" has its type: an overlay never gives another")),
		      S("a new field with another name, and hidden: yes for this one"));
	} else if (there) {
		field_overlay(d, y, &k->fields[there->at]);
	} else {
		str_list names = { 0 };
		for (size_t i = 0; i < k->field_n; i++) PUSH(d->a, &names, k->fields[i].name);
		wrong(d, y->key_line, JOINED(d->a, k->name, S(" has no field «"), y->key, S("»; a new one needs a type")),
		      instead_of(d->a, y->key, &names));
	}
}

static void fields_lay(declaring *d, const yaml *y, void *into)
{
	each_named(d, y, S("name"), field_lay, into);
}

#define NOT_HERE(name_) { name_, IN_BASE, .reads = KEY_READ_FIRST }

static const key overlay_keys[] = {
	{ "kind", IN_OVERLAY, .reads = KEY_READ_FIRST },
	{ "label", IN_OVERLAY, .reads = KEY_OTHER, .read = label_read },
	{ "plural", IN_OVERLAY, .reads = KEY_TEXT, .offset = offsetof(kind, plural), .most = LABEL_MAX_CHARS },
	{ "guide", IN_OVERLAY, .reads = KEY_TEXT, .offset = offsetof(kind, guide), .most = GUIDE_MAX_CHARS },
	{ "hidden", IN_OVERLAY, .reads = KEY_FLAG, .offset = offsetof(kind, hidden) },
	{ "fields", IN_OVERLAY, .reads = KEY_OTHER, .read = fields_lay },
	NOT_HERE("about"), NOT_HERE("stage"), NOT_HERE("story"), NOT_HERE("moments"), NOT_HERE("title"), NOT_HERE("read"), NOT_HERE("write"),
	NOT_HERE("write_about_any"), NOT_HERE("followed_by"), NOT_HERE("untold"), NOT_HERE("quiet_until"),
	NOT_HERE("as_it_happens"), NOT_HERE("decides"), NOT_HERE("form"),
};

/* A kind that nobody declared: a new one of the area's, when it is declared whole; else a slip of the pen. */
static void kind_add(declaring *d, const yaml *y, const yaml *name, kind_set *kinds)
{
	if (yaml_get(y, S("read")) && yaml_get(y, S("write"))) {
		kind *k = kind_declare(d, y);
		if (k) PUSH(d->a, kinds, k);
		return;
	}
	str_list names = { 0 };
	for (size_t i = 0; i < kinds->n; i++) PUSH(d->a, &names, kinds->at[i]->name);
	unknown(d, name->line, "kind", name->text, "; a new one says who may read and write it", &names);
}

void overlay_declare(declaring *d, const yaml *y, kind_set *kinds)
{
	const yaml *name = yaml_get(y, S("kind"));
	kind *k = name ? kind_set_find(kinds, name->text) : NULL;
	if (k) {
		keys_read(d, y, KEYS(overlay_keys), IN_OVERLAY, JOINED(d->a, S("the kind "), k->name), k);
	} else if (name) {
		kind_add(d, y, name, kinds);
	} else {
		wrong(d, y->line, S("a declaration without the name of its kind"), S("- kind: NAME"));
	}
}
