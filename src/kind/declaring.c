/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "kind/declaring.h"

#include "base/buf.h"

void wrong(declaring *d, int line, str message, str instead)
{
	PUSH(d->a, d->found, (finding){ .file = d->file, .line = line, .message = message, .instead = instead });
}

str instead_of(arena *a, str written, const str_list *known)
{
	str nearest = word_nearest(a, written, known);
	if (nearest.n) return nearest;
	return JOINED(a, S("one of "), words_joined(a, known));
}

void unknown(declaring *d, int line, const char *what, str written, const char *after, const str_list *known)
{
	wrong(d, line, JOINED(d->a, S("there is no "), str_of(what), S(" «"), written, S("»"), str_of(after)),
	      instead_of(d->a, written, known));
}

bool read_words(declaring *d, const yaml *y, int64_t most_chars, str *ret)
{
	if (y->is != YAML_TEXT || str_trim(y->text).n == 0) {
		wrong(d, y->line, JOINED(d->a, y->key, S(" is to be words")), JOINED(d->a, y->key, S(": \"...\"")));
		return false;
	}
	if (str_has_control(y->text, false)) {
		wrong(d, y->line, JOINED(d->a, y->key, S(" holds a line break or a control character")),
		      S("one line of words"));
		return false;
	}
	if ((int64_t)str_chars(y->text) > most_chars) {
		buf most = BUF(d->a);
		buf_printf(&most, "at most %lld characters", (long long)most_chars);
		wrong(d, y->line, JOINED(d->a, y->key, S(" is too long")), buf_view(&most));
		return false;
	}
	*ret = y->text;
	return true;
}

bool read_flag(declaring *d, const yaml *y, bool *ret)
{
	bool yes = y->is == YAML_TEXT && (str_eq(y->text, S("yes")) || str_eq(y->text, S("true")));
	bool no = y->is == YAML_TEXT && (str_eq(y->text, S("no")) || str_eq(y->text, S("false")));
	if (yes || no) *ret = yes;
	else wrong(d, y->line, JOINED(d->a, y->key, S(" is to be yes or no")), JOINED(d->a, y->key, S(": yes")));
	return yes || no;
}

bool read_integer(declaring *d, const yaml *y, int64_t least, int64_t most, int64_t *ret)
{
	int64_t n;
	if (y->is == YAML_TEXT && str_to_int(y->text, &n) && n >= least && n <= most) {
		*ret = n;
		return true;
	}
	buf b = BUF(d->a);
	if (least == INT64_MIN) buf_lit(&b, "a whole number");
	else buf_printf(&b, "a whole number from %lld to %lld", (long long)least, (long long)most);
	wrong(d, y->line, JOINED(d->a, y->key, S(" is no such number")), buf_view(&b));
	return false;
}

bool read_name(declaring *d, str name, int line, str what)
{
	if (name_ok(name)) return true;
	buf b = BUF(d->a);
	buf_printf(&b, "a small letter, then small letters, digits and _, at most %d in all", (int)NAME_MAX_CHARS);
	wrong(d, line, JOINED(d->a, S("«"), name, S("» cannot name "), what), buf_view(&b));
	return false;
}

void read_roles(declaring *d, const yaml *y, role_set *ret_roles, bool *ret_relation)
{
	str_list known = words_roles(d->a);
	PUSH(d->a, &known, S("everyone"));
	if (ret_relation) PUSH(d->a, &known, S("works_with_child"));
	if (y->is != YAML_LIST) {
		wrong(d, y->line, JOINED(d->a, y->key, S(" is to be a list of roles")),
		      JOINED(d->a, y->key, S(": [practitioner]")));
		return;
	}
	for (size_t i = 0; i < y->n; i++) {
		str name = y->items[i].text;
		role r;
		if (role_of(name, &r)) *ret_roles |= r;
		else if (str_eq(name, S("everyone"))) *ret_roles |= ROLE_EVERYONE;
		else if (ret_relation && str_eq(name, S("works_with_child"))) *ret_relation = true;
		else unknown(d, y->items[i].line, "role", name, "", &known);
	}
}

void each_named(declaring *d, const yaml *y, str what, void (*read)(declaring *d, const yaml *y, void *into), void *into)
{
	if (y->is == YAML_TEXT) {
		wrong(d, y->line, JOINED(d->a, y->key, S(" is to be a list")), JOINED(d->a, S("- "), what, S(": {...}")));
		return;
	}
	for (size_t i = 0; i < y->n; i++) {
		const yaml *item = &y->items[i];
		if (y->is == YAML_MAP) read(d, item, into);
		else if (item->is == YAML_MAP && item->n == 1) read(d, &item->items[0], into);
		else wrong(d, item->line,
			   JOINED(d->a, S("each item of "), y->key, S(" is one name and what belongs to it")),
			   JOINED(d->a, S("- "), what, S(": {...}")));
	}
}

/* ---- maps by their table of keys */

static const key *key_find(key_table keys, unsigned where, str name)
{
	for (size_t i = 0; i < keys.n; i++)
		if ((keys.at[i].where & where) && str_eq(str_of(keys.at[i].name), name)) return &keys.at[i];
	return NULL;
}

static void unknown_key(declaring *d, const yaml *y, key_table keys, unsigned where, str what)
{
	str_list known = { 0 };
	for (size_t i = 0; i < keys.n; i++)
		if (keys.at[i].where & where) PUSH(d->a, &known, str_of(keys.at[i].name));
	bool overlaid = key_find(keys, IN_BASE, y->key) != NULL;
	str why = overlaid ? S(" in an overlay, which only adds, relabels and hides") : S("");
	str after = JOINED(d->a, S(" in "), what, why);
	unknown(d, y->key_line, "key", y->key, str_c(d->a, after), &known);
}

static void key_read(declaring *d, const key *k, const yaml *y, void *into)
{
	void *member = (char *)into + k->offset;
	switch (k->reads) {
	case KEY_READ_FIRST: break;
	case KEY_TEXT: read_words(d, y, k->most, member); break;
	case KEY_FLAG: read_flag(d, y, member); break;
	case KEY_INTEGER: read_integer(d, y, k->least, k->most, member); break;
	case KEY_OTHER: k->read(d, y, into); break;
	}
}

void keys_read(declaring *d, const yaml *y, key_table keys, unsigned where, str what, void *into)
{
	if (y->is != YAML_MAP) {
		wrong(d, y->line, JOINED(d->a, what, S(" is to be a map")), S("{name: value, ...}"));
		return;
	}
	for (size_t i = 0; i < y->n; i++)
		if (!key_find(keys, where, y->items[i].key)) unknown_key(d, &y->items[i], keys, where, what);
	for (size_t i = 0; i < keys.n; i++) {
		const key *k = &keys.at[i];
		const yaml *value = yaml_get(y, str_of(k->name));
		if (!(k->where & where)) continue;
		if (value) key_read(d, k, value, into);
		else if (k->required)
			wrong(d, y->line, JOINED(d->a, what, S(" says nothing about "), str_of(k->name)),
			      JOINED(d->a, str_of(k->name), S(": ...")));
	}
}
