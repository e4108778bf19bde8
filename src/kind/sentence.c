/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Sentences of declarations: words, and names in braces. */
#include "kind/declaring.h"

typedef LIST(sentence_part) part_list;

static str_list names_for(arena *a, const kind *k, bool with_about)
{
	str_list names = { 0 };
	for (size_t i = 0; with_about && i < k->about_n; i++) PUSH(a, &names, k->about[i].role);
	for (size_t i = 0; i < k->field_n; i++) PUSH(a, &names, k->fields[i].name);
	return names;
}

/* What stands in the sentence is told to everybody who may read the kind. */
static void check_told(declaring *d, const field *f, int line)
{
	const str without = S("the sentence without it");
	if (f->seal)
		wrong(d, line, JOINED(d->a, S("the sentence would tell whom "), f->name, S(" keeps it from")), without);
	else if (f->own_read)
		wrong(d, line, JOINED(d->a, f->name, S(" has readers of its own; the sentence is told to all")), without);
}

static void name_add(declaring *d, const kind *k, str name, int line, bool with_about, part_list *parts)
{
	const about_role *link = with_about ? kind_about(k, name) : NULL;
	const field *f = kind_field(k, name);
	if (link) {
		PUSH(d->a, parts, (sentence_part){ .is = PART_ABOUT, .at = (size_t)(link - k->about) });
	} else if (f) {
		check_told(d, f, line);
		PUSH(d->a, parts, (sentence_part){ .is = PART_FIELD, .at = f->at });
	} else {
		str_list names = names_for(d->a, k, with_about);
		wrong(d, line, JOINED(d->a, S("there is no field or role «"), name, S("» for the sentence")),
		      JOINED(d->a, S("{"), instead_of(d->a, name, &names), S("}")));
	}
}

void sentence_declare(declaring *d, const kind *k, str text, int line, bool with_about, sentence_part **ret, size_t *ret_n)
{
	part_list parts = { 0 };
	while (text.n) {
		ptrdiff_t open = str_find_char(text, '{');
		str words = open < 0 ? text : str_first(text, (size_t)open);
		if (words.n) PUSH(d->a, &parts, (sentence_part){ .is = PART_WORDS, .words = words });
		if (str_find_char(words, '}') >= 0) wrong(d, line, S("a } without its {"), S("{name}"));
		if (open < 0) break;
		text = str_from(text, (size_t)open + 1);
		ptrdiff_t close = str_find_char(text, '}');
		if (close < 0) {
			wrong(d, line, S("a { without its }"), S("{name}"));
			break;
		}
		name_add(d, k, str_first(text, (size_t)close), line, with_about, &parts);
		text = str_from(text, (size_t)close + 1);
	}
	*ret = parts.at;
	*ret_n = parts.n;
}
