/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* capability.yaml, my_children: what the first page says beside each child. */
#include "kind/capability_read.h"

static const struct {
	const char *name;
	own_tells tells;
} tells[] = { { "last", TELLS_LAST }, { "next", TELLS_NEXT }, { "waits", TELLS_WAITS }, { "after", TELLS_AFTER }, { "page", TELLS_PAGE } };

static void tells_read(declaring *d, const yaml *y, void *into)
{
	own_line *l = into;
	str_list known = { 0 };
	for (size_t i = 0; i < sizeof tells / sizeof *tells; i++) {
		PUSH(d->a, &known, str_of(tells[i].name));
		if (!str_eq(y->text, str_of(tells[i].name))) continue;
		l->tells = tells[i].tells;
		return;
	}
	unknown(d, y->line, "way to tell", y->text, "", &known);
}

static void codes_read(declaring *d, const yaml *y, void *into)
{
	own_line *l = into;
	if (y->is != YAML_LIST) wrong(d, y->line, S("codes is to be a list"), S("codes: [alone, asleep]"));
	for (size_t i = 0; y->is == YAML_LIST && i < y->n; i++) PUSH(d->a, &l->codes, y->items[i].text);
}

static const key own_keys[] = {
	{ "tells", IN_BASE, .required = true, .reads = KEY_OTHER, .read = tells_read },
	{ "label", IN_BASE, .required = true, .reads = KEY_TEXT, .offset = offsetof(own_line, label), .most = LABEL_MAX_CHARS },
	{ "kind", IN_BASE, .reads = KEY_TEXT, .offset = offsetof(own_line, kind), .most = NAME_MAX_CHARS },
	{ "field", IN_BASE, .reads = KEY_TEXT, .offset = offsetof(own_line, field), .most = NAME_MAX_CHARS },
	{ "codes", IN_BASE, .reads = KEY_OTHER, .read = codes_read },
	{ "by", IN_BASE, .reads = KEY_TEXT, .offset = offsetof(own_line, by), .most = NAME_MAX_CHARS },
	{ "words", IN_BASE, .reads = KEY_TEXT, .offset = offsetof(own_line, words), .most = NAME_MAX_CHARS },
	{ "until", IN_BASE, .reads = KEY_TEXT, .offset = offsetof(own_line, until), .most = NAME_MAX_CHARS },
	{ "page", IN_BASE, .reads = KEY_TEXT, .offset = offsetof(own_line, page), .most = NAME_MAX_CHARS },
	{ "order", IN_BASE, .reads = KEY_INTEGER, .offset = offsetof(own_line, order), .most = ORDER_MOST },
};

static void field_there(declaring *d, const kind *k, str name, field_type type, const char *what, int line)
{
	const field *f = name.n ? kind_field(k, name) : NULL;
	if (name.n && (!f || f->type != type))
		wrong(d, line, JOINED(d->a, S("the kind "), k->name, S(" has no field «"), name, S("» of type "), field_type_name(type)), str_of(what));
}

static void of_kind_check(declaring *d, const practice *p, const yaml *y, const own_line *l)
{
	const kind *k = practice_kind(p, l->kind), *until = l->until.n ? practice_kind(p, l->until) : NULL;
	const field *f = l->field.n ? kind_field(k, l->field) : NULL;
	if (!k->about_child) wrong(d, y->line, JOINED(d->a, k->name, S(" is about no child")), S("a kind about: {child: 1..n}"));
	field_there(d, k, l->field, FIELD_CHOICE, "field: NAME, of a choice", y->line);
	field_there(d, k, l->by, FIELD_DAY, "by: NAME, of a day", y->line);
	field_there(d, k, l->words, FIELD_TEXT, "words: NAME, of a text", y->line);
	for (size_t i = 0; f && i < l->codes.n; i++)
		if (!field_choice(f, l->codes.at[i])) wrong(d, y->line, JOINED(d->a, S("there is no code «"), l->codes.at[i], S("»")), S("one of the field's codes"));
	if (l->until.n && (!until || (l->tells != TELLS_AFTER && !kind_about(until, S("to")))))
		wrong(d, y->line, JOINED(d->a, S("«"), l->until, S("» is no kind with a link `to` another")), S("until: NAME"));
	if (l->tells == TELLS_NEXT && (l->by.n == 0 || l->words.n == 0)) wrong(d, y->line, S("what comes next has a day and words"), S("by: NAME, words: NAME"));
	if (l->tells == TELLS_AFTER && (l->by.n == 0 || l->until.n == 0))
		wrong(d, y->line, S("what is told after a day has the day, and a kind that ends it"), S("by: NAME, until: NAME"));
	if (l->tells == TELLS_WAITS && l->until.n == 0 && l->field.n == 0) wrong(d, y->line, S("what waits waits for something"), S("until: NAME, or field: NAME, codes: [...]"));
}

void own_line_read(declaring *d, const practice *p, const yaml *y, own_lines *list)
{
	own_line l = { .order = ORDER_MOST };
	size_t before = d->found->n;
	keys_read(d, y, KEYS(own_keys), IN_BASE, S("a line of my_children"), &l);
	if (d->found->n > before) return;
	if ((l.page.n > 0) != (l.tells == TELLS_PAGE) || (l.kind.n > 0) == (l.tells == TELLS_PAGE))
		wrong(d, y->line, S("a line tells of a kind, or leads to a page"), S("kind: NAME; or tells: page, page: NAME"));
	else if (l.page.n == 0 && kind_in_force(d, p, l.kind, y->line)) of_kind_check(d, p, y, &l);
	if (d->found->n == before) PUSH(d->a, list, l);
}
