/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the entries of a kind are about: {child: 1..n, to: {kind: voice, count: 1, label: "..."}}. */
#include "kind/declaring.h"

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

void abouts_read(declaring *d, const yaml *y, void *into)
{
	each_named(d, y, S("child"), about_read, into);
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
