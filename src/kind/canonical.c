/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A kind's effective declaration as canonical JSON: keys in a fixed order, what is not said left out. Its SHA-256 is the
 * kind's version; its bytes are what the journal keeps, and are read back by the reader of kinds.yaml. */
#include "kind/declaring.h"

#include "base/buf.h"
#include "base/hash.h"
#include "wire/json.h"

/* ---- out */

static void key_write(buf *b, str name)
{
	if (b->n && b->at[b->n - 1] != '{') buf_char(b, ',');
	buf_json(b, name);
	buf_char(b, ':');
}

static void text_write(buf *b, str name, str text)
{
	if (text.n == 0) return;
	key_write(b, name);
	buf_json(b, text);
}

static void flag_write(buf *b, str name, bool on)
{
	if (!on) return;
	key_write(b, name);
	buf_lit(b, "true");
}

static void integer_write(buf *b, str name, bool said, int64_t n)
{
	if (!said) return;
	key_write(b, name);
	buf_int(b, n);
}

static void item_write(buf *b, str text)
{
	if (b->at[b->n - 1] != '[') buf_char(b, ',');
	buf_json(b, text);
}

static void roles_write(buf *b, str name, role_set roles, bool works_with_child)
{
	key_write(b, name);
	buf_char(b, '[');
	if (works_with_child) item_write(b, S("works_with_child"));
	if (roles == ROLE_EVERYONE) item_write(b, S("everyone"));
	else
		for (role_set r = 1; r <= ROLE_ADMINISTRATOR; r <<= 1)
			if (roles & r) item_write(b, role_name((role)r));
	buf_char(b, ']');
}

static void about_write(buf *b, const kind *k)
{
	if (k->about_n == 0) return;
	key_write(b, S("about"));
	buf_char(b, '{');
	for (size_t i = 0; i < k->about_n; i++) {
		const about_role *link = &k->about[i];
		buf count = BUF(b->a);
		buf_int(&count, link->least);
		if (link->most == INT_MAX) buf_lit(&count, "..n");
		else if (link->most != link->least) buf_printf(&count, "..%d", link->most);
		key_write(b, link->role);
		buf_char(b, '{');
		text_write(b, S("kind"), link->target.n ? link->target : S("any"));
		text_write(b, S("count"), buf_view(&count));
		text_write(b, S("label"), link->label);
		buf_char(b, '}');
	}
	buf_char(b, '}');
}

static void sentence_write(buf *b, str name, const kind *k, const sentence_part *parts, size_t n)
{
	buf text = BUF(b->a);
	size_t group = 0;
	for (size_t i = 0; i < n; i++) {
		if (group && parts[i].group != group) buf_char(&text, ']');
		if (parts[i].group && parts[i].group != group) buf_char(&text, '[');
		group = parts[i].group;
		switch (parts[i].is) {
		case PART_WORDS: buf_str(&text, parts[i].words); break;
		case PART_ABOUT: buf_str(&text, JOINED(b->a, S("{"), k->about[parts[i].at].role, S("}"))); break;
		case PART_FIELD: buf_str(&text, JOINED(b->a, S("{"), k->fields[parts[i].at].name, S("}"))); break;
		}
	}
	if (group) buf_char(&text, ']');
	text_write(b, name, buf_view(&text));
}

static void moments_write(buf *b, const kind *k)
{
	if (k->moment_n == 0) return;
	key_write(b, S("moments"));
	buf_char(b, '[');
	for (size_t i = 0; i < k->moment_n; i++) {
		const moment *m = &k->moments[i];
		buf_str(b, i ? S(",{") : S("{"));
		key_write(b, k->fields[m->field].name);
		buf_char(b, '{');
		if (m->has_on) text_write(b, S("on"), k->fields[m->on].name);
		text_write(b, S("stage"), stage_name(m->stage));
		sentence_write(b, S("story"), k, m->story, m->story_n);
		buf_lit(b, "}}");
	}
	buf_char(b, ']');
}

static void choices_write(buf *b, const field *f)
{
	bool any_hidden = false;
	key_write(b, S("of"));
	buf_char(b, '[');
	for (size_t i = 0; i < f->choice_n; i++) {
		buf_str(b, i ? S(",{") : S("{"));
		text_write(b, f->choices[i].code, f->choices[i].label);
		buf_char(b, '}');
		any_hidden |= f->choices[i].hidden;
	}
	buf_char(b, ']');
	if (!any_hidden) return;
	key_write(b, S("hide"));
	buf_char(b, '[');
	for (size_t i = 0; i < f->choice_n; i++)
		if (f->choices[i].hidden) item_write(b, f->choices[i].code);
	buf_char(b, ']');
}

static void field_write(buf *b, const field *f)
{
	key_write(b, f->name);
	buf_char(b, '{');
	text_write(b, S("type"), field_type_name(f->type));
	text_write(b, S("label"), f->label);
	text_write(b, S("guide"), f->guide);
	flag_write(b, S("required"), f->required);
	flag_write(b, S("known"), f->known);
	flag_write(b, S("seal"), f->seal);
	flag_write(b, S("others"), f->others);
	flag_write(b, S("later"), f->later);
	flag_write(b, S("only"), f->only);
	flag_write(b, S("closed"), f->closed);
	flag_write(b, S("drawn"), f->drawn);
	if (f->choice_n) choices_write(b, f);
	if (f->type == FIELD_IDENTIFIER) text_write(b, S("of"), identifier_code(f->identifier));
	text_write(b, S("unit"), f->unit);
	integer_write(b, S("least"), f->has_least, f->least);
	integer_write(b, S("most"), f->has_most, f->most);
	integer_write(b, S("decimals"), f->decimals > 0, f->decimals);
	if (f->type == FIELD_RECORD) text_write(b, S("kind"), f->target);
	if (f->own_read) roles_write(b, S("read"), f->read.roles, f->read.works_with_child);
	if (f->own_write) roles_write(b, S("write"), f->write.roles, false);
	flag_write(b, S("hidden"), f->hidden);
	flag_write(b, S("of_area"), f->of_area);
	buf_char(b, '}');
}

static void fields_write(buf *b, const kind *k)
{
	key_write(b, S("fields"));
	buf_char(b, '[');
	for (size_t i = 0; i < k->field_n; i++) {
		buf_str(b, i ? S(",{") : S("{"));
		field_write(b, &k->fields[i]);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

static void follows_write(buf *b, const kind *k)
{
	if (k->follow_up_n == 0) return;
	key_write(b, S("followed_by"));
	buf_char(b, '{');
	for (size_t i = 0; i < k->follow_up_n; i++) {
		key_write(b, k->follow_ups[i].name);
		buf_char(b, '{');
		text_write(b, S("kind"), k->follow_ups[i].kind);
		text_write(b, S("label"), k->follow_ups[i].label);
		buf_char(b, '}');
	}
	buf_char(b, '}');
}

void kind_canonical(arena *a, kind *k)
{
	buf b = BUF(a);
	buf_char(&b, '{');
	text_write(&b, S("kind"), k->name);
	text_write(&b, S("capability"), k->capability);
	text_write(&b, S("label"), k->label);
	text_write(&b, S("plural"), k->plural);
	text_write(&b, S("guide"), k->guide);
	about_write(&b, k);
	text_write(&b, S("stage"), stage_name(k->stage));
	sentence_write(&b, S("story"), k, k->story, k->story_n);
	moments_write(&b, k);
	sentence_write(&b, S("title"), k, k->title, k->title_n);
	roles_write(&b, S("read"), k->read.roles, k->read.works_with_child);
	roles_write(&b, S("write"), k->write.roles, false);
	if (k->write.about_any) roles_write(&b, S("write_about_any"), k->write.about_any, false);
	fields_write(&b, k);
	follows_write(&b, k);
	if (k->untold) text_write(&b, S("untold"), k->untold->name);
	if (k->quiet_until) text_write(&b, S("quiet_until"), k->quiet_until->name);
	flag_write(&b, S("as_it_happens"), k->as_it_happens);
	flag_write(&b, S("decides"), k->decides);
	if (k->by_program) buf_lit(&b, ",\"form\":false");
	flag_write(&b, S("hidden"), k->hidden);
	buf_char(&b, '}');
	k->declaration = buf_view(&b);
	buf version = BUF(a);
	sha256 digest = sha256_of(k->declaration);
	buf_hex(&version, digest.at, sizeof digest.at);
	k->version = buf_view(&version);
}

/* ---- in: one reader for kinds.yaml and for this */

static yaml as_yaml(arena *a, const json *j)
{
	yaml y = { .key = j->key };
	switch (j->is) {
	case JSON_NOTHING: break;
	case JSON_NO: y.text = S("false"); break;
	case JSON_YES: y.text = S("true"); break;
	case JSON_WHOLE: case JSON_DECIMAL: case JSON_TEXT: y.text = j->text; break;
	case JSON_LIST: y.is = YAML_LIST; break;
	case JSON_MAP: y.is = YAML_MAP; break;
	}
	y.n = j->n;
	y.items = TAKE_N(a, yaml, j->n ? j->n : 1);
	for (size_t i = 0; i < j->n; i++) y.items[i] = as_yaml(a, &j->items[i]);
	return y;
}

err kind_from_canonical(arena *a, str declaration, kind **ret)
{
	const json *j;
	findings found = { 0 };
	kind_mentions mentions = { 0 };
	declaring d = { .a = a, .file = S("the journal"), .effective = true, .found = &found, .mentions = &mentions };
	declaration = str_copy(a, declaration);
	TRY(json_read(a, declaration, &j, NULL));
	yaml y = as_yaml(a, j);
	kind *k = kind_declare(&d, &y);
	/* What was lawful once stays readable, whatever the lint of today says, as long as no field is lost. */
	const json *fields = json_get(j, S("fields"));
	if (!k || !fields || k->field_n != fields->n) return FAIL(&a->trail, E_INVALID);
	sha256 digest = sha256_of(declaration);
	buf version = BUF(a);
	buf_hex(&version, digest.at, sizeof digest.at);
	k->declaration = declaration;
	k->version = buf_view(&version);
	*ret = k;
	return OK;
}
