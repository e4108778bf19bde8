/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Sentences of declarations: words, names in braces, and in brackets what may be missing. */
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
	if (f->seal || f->only)
		wrong(d, line, JOINED(d->a, S("the sentence would tell whom "), f->name, f->only ? S(" shows it to") : S(" keeps it from")), without);
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

static void words_add(declaring *d, str words, part_list *parts)
{
	if (words.n) PUSH(d->a, parts, (sentence_part){ .is = PART_WORDS, .words = words });
}

/* NAME} */
static bool name_read(declaring *d, const kind *k, str *rest, int line, bool with_about, part_list *parts)
{
	ptrdiff_t close = str_find_char(*rest, '}');
	if (close < 0) {
		wrong(d, line, S("a { without its }"), S("{name}"));
		return false;
	}
	name_add(d, k, str_first(*rest, (size_t)close), line, with_about, parts);
	*rest = str_from(*rest, (size_t)close + 1);
	return true;
}

/* ---- [what is told only where something in it is answered] */

static void group_open(declaring *d, int line, bool story, size_t *group, size_t *groups)
{
	if (!story) wrong(d, line, S("a title has no part that may be missing"), S("words and {fields}"));
	else if (*group) wrong(d, line, S("a [ within [ ]"), S("one pair after the other"));
	else *group = ++*groups;
}

static void group_close(declaring *d, int line, size_t *group, const part_list *parts)
{
	bool names = false;
	for (size_t i = 0; i < parts->n; i++) names |= parts->at[i].group == *group && parts->at[i].is != PART_WORDS;
	if (*group == 0) wrong(d, line, S("a ] without its ["), S("[words {name}]"));
	else if (!names) wrong(d, line, S("nothing in [ ] that could be missing"), S("[words {name}]"));
	*group = 0;
}

static bool is_mark(char c)
{
	return c == '{' || c == '}' || c == '[' || c == ']';
}

void sentence_declare(declaring *d, const kind *k, str text, int line, bool with_about, sentence_part **ret, size_t *ret_n)
{
	part_list parts = { 0 };
	size_t group = 0, groups = 0;
	bool whole = true;
	while (text.n && whole) {
		size_t n = 0, before = parts.n;
		while (n < text.n && !is_mark(text.at[n])) n++;
		char mark = n < text.n ? text.at[n] : 0;
		words_add(d, str_first(text, n), &parts);
		text = str_from(text, n + (mark != 0));
		if (mark == '{') whole = name_read(d, k, &text, line, with_about, &parts);
		for (size_t i = before; i < parts.n; i++) parts.at[i].group = group;
		if (mark == '}') wrong(d, line, S("a } without its {"), S("{name}"));
		if (mark == '[') group_open(d, line, with_about, &group, &groups);
		if (mark == ']') group_close(d, line, &group, &parts);
	}
	if (group) wrong(d, line, S("a [ without its ]"), S("[words {name}]"));
	*ret = parts.at;
	*ret_n = parts.n;
}
