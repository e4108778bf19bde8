/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A field: NAME: {type, label, guide, required, known, seal, only, closed, drawn, of, unit, least, most, decimals, kind, read, write}. */
#include "kind/declaring.h"

#include "base/buf.h"

#define ONE(type) (1u << (type))

/* Keys that say something for some types only: elsewhere they would be a mistake kept quiet. */
static const struct {
	const char *key;
	unsigned types, needed_by;
} typed_keys[] = {
	{ "seal", ONE(FIELD_PERSON) | ONE(FIELD_PEOPLE), 0 },
	{ "others", ONE(FIELD_PERSON) | ONE(FIELD_PEOPLE), 0 },
	{ "only", ONE(FIELD_PERSON) | ONE(FIELD_PEOPLE), 0 },
	{ "closed", ONE(FIELD_FILE), 0 },
	{ "drawn", ONE(FIELD_FILE), 0 },
	{ "of", ONE(FIELD_CHOICE) | ONE(FIELD_CHOICES) | ONE(FIELD_IDENTIFIER),
	  ONE(FIELD_CHOICE) | ONE(FIELD_CHOICES) | ONE(FIELD_IDENTIFIER) },
	{ "hide", ONE(FIELD_CHOICE) | ONE(FIELD_CHOICES), 0 },
	{ "unit", ONE(FIELD_NUMBER), 0 },
	{ "least", ONE(FIELD_NUMBER), 0 },
	{ "most", ONE(FIELD_NUMBER) | ONE(FIELD_TEXT) | ONE(FIELD_LINE), 0 },
	{ "decimals", ONE(FIELD_NUMBER), 0 },
	{ "kind", ONE(FIELD_RECORD), ONE(FIELD_RECORD) },
};

static void keys_fit_type(declaring *d, const yaml *y, const field *f)
{
	for (size_t i = 0; i < sizeof typed_keys / sizeof *typed_keys; i++) {
		str name = str_of(typed_keys[i].key), type = field_type_name(f->type);
		const yaml *value = yaml_get(y, name);
		if (value && !(typed_keys[i].types & ONE(f->type)))
			wrong(d, value->key_line, JOINED(d->a, name, S(" says nothing for a field of type "), type),
			      JOINED(d->a, S("another type, or no "), name));
		if (!value && (typed_keys[i].needed_by & ONE(f->type)))
			wrong(d, y->line, JOINED(d->a, S("a field of type "), type, S(" needs "), name),
			      JOINED(d->a, name, S(": ...")));
	}
}

/* ---- choices */

static bool choice_ok(declaring *d, const field *f, str code, int line)
{
	if (str_eq(code, S("not_known"))) {
		wrong(d, line, S("not_known is always offered"), S("leave it out"));
		return false;
	}
	bool ok = code.n > 0 && code.n <= NAME_MAX_CHARS;
	for (size_t i = 0; i < code.n; i++) {
		char c = code.at[i];
		ok &= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
	}
	if (!ok)
		wrong(d, line, JOINED(d->a, S("«"), code, S("» cannot be a code")),
		      S("letters, digits, _ and -, and what people read as its label: {code: \"Label\"}"));
	else if (field_choice(f, code))
		wrong(d, line, JOINED(d->a, S("the code "), code, S(" is there twice")), S("each code once"));
	else return true;
	return false;
}

/* `code` or `{code: "Label"}`. */
static bool choice_read(declaring *d, const yaml *y, str *ret_code, str *ret_label)
{
	if (y->is == YAML_TEXT) {
		*ret_code = y->text;
		*ret_label = STR_NONE;
		return true;
	}
	if (y->is == YAML_MAP && y->n == 1) {
		*ret_code = y->items[0].key;
		return read_words(d, &y->items[0], LABEL_MAX_CHARS, ret_label);
	}
	wrong(d, y->line, S("a choice is a code, or a code and its label"), S("{code: \"Label\"}"));
	return false;
}

typedef LIST(choice) choice_list;

static void choices_keep(field *f, const choice_list *list)
{
	f->choices = list->at;
	f->choice_n = list->n;
}

static void choices_read(declaring *d, const yaml *y, field *f)
{
	choice_list list = { 0 };
	if (y->is != YAML_LIST || y->n == 0 || y->n > KIND_MAX_CHOICES) {
		buf b = BUF(d->a);
		buf_printf(&b, "of: [code, {code: \"Label\"}], with 1 to %d codes", (int)KIND_MAX_CHOICES);
		wrong(d, y->line, S("of is to be a list of codes"), buf_view(&b));
		return;
	}
	for (size_t i = 0; i < y->n; i++) {
		choice c = { 0 };
		if (!choice_read(d, &y->items[i], &c.code, &c.label)) continue;
		if (!choice_ok(d, f, c.code, y->items[i].line)) continue;
		if (c.label.n == 0) c.label = name_as_label(d->a, c.code);
		PUSH(d->a, &list, c);
		choices_keep(f, &list);
	}
}

/* ---- keys */

static void of_read(declaring *d, const yaml *y, void *into)
{
	field *f = into;
	str_list known = words_identifiers(d->a);
	if (f->type == FIELD_CHOICE || f->type == FIELD_CHOICES) choices_read(d, y, f);
	else if (f->type == FIELD_IDENTIFIER && !identifier_of(y->text, &f->identifier))
		unknown(d, y->line, "identifier", y->text, "", &known);
}

/* An overlay's codes: one that is there gets another label, another is added. */
static void of_overlay(declaring *d, const yaml *y, void *into)
{
	field *f = into;
	choice_list list = { f->choices, f->choice_n, f->choice_n };
	if (f->type != FIELD_CHOICE && f->type != FIELD_CHOICES)
		wrong(d, y->key_line, JOINED(d->a, f->name, S(" has no codes")), S("no of"));
	for (size_t i = 0; y->is == YAML_LIST && i < y->n; i++) {
		choice c = { 0 };
		size_t at = 0;
		if (!choice_read(d, &y->items[i], &c.code, &c.label)) continue;
		while (at < list.n && !str_eq(list.at[at].code, c.code)) at++;
		if (c.label.n == 0) c.label = name_as_label(d->a, c.code);
		if (at < list.n) list.at[at].label = c.label;
		else if (choice_ok(d, f, c.code, y->items[i].line)) PUSH(d->a, &list, c);
		choices_keep(f, &list);
	}
}

static void hide_read(declaring *d, const yaml *y, void *into)
{
	field *f = into;
	str_list known = { 0 };
	for (size_t i = 0; i < f->choice_n; i++) PUSH(d->a, &known, f->choices[i].code);
	if (y->is != YAML_LIST) wrong(d, y->line, S("hide is to be a list of codes"), S("hide: [code]"));
	for (size_t i = 0; y->is == YAML_LIST && i < y->n; i++) {
		size_t at = 0;
		while (at < f->choice_n && !str_eq(f->choices[at].code, y->items[i].text)) at++;
		if (at < f->choice_n) f->choices[at].hidden = true;
		else unknown(d, y->items[i].line, "code", y->items[i].text, " to hide", &known);
	}
}

static void decimals_read(declaring *d, const yaml *y, void *into)
{
	field *f = into;
	int64_t n;
	if (read_integer(d, y, 0, 6, &n)) f->decimals = (int)n;
}

static void readers_read(declaring *d, const yaml *y, void *into)
{
	field *f = into;
	f->own_read = true;
	read_roles(d, y, &f->read.roles, &f->read.works_with_child);
}

static void writers_read(declaring *d, const yaml *y, void *into)
{
	field *f = into;
	f->own_write = true;
	read_roles(d, y, &f->write.roles, NULL);
}

#define FURTHEST INT64_C(1000000000000)

static const key field_keys[] = {
	{ "type", IN_FULL, .reads = KEY_READ_FIRST },
	{ "label", IN_ALL, .reads = KEY_TEXT, .offset = offsetof(field, label), .most = LABEL_MAX_CHARS },
	{ "guide", IN_ALL, .reads = KEY_TEXT, .offset = offsetof(field, guide), .most = GUIDE_MAX_CHARS },
	{ "required", IN_FULL, .reads = KEY_FLAG, .offset = offsetof(field, required) },
	{ "known", IN_FULL, .reads = KEY_FLAG, .offset = offsetof(field, known) },
	{ "seal", IN_FULL, .reads = KEY_FLAG, .offset = offsetof(field, seal) },
	{ "others", IN_FULL, .reads = KEY_FLAG, .offset = offsetof(field, others) },
	{ "later", IN_FULL, .reads = KEY_FLAG, .offset = offsetof(field, later) },
	{ "only", IN_FULL, .reads = KEY_FLAG, .offset = offsetof(field, only) },
	{ "closed", IN_FULL, .reads = KEY_FLAG, .offset = offsetof(field, closed) },
	{ "drawn", IN_FULL, .reads = KEY_FLAG, .offset = offsetof(field, drawn) },
	{ "of", IN_FULL, .reads = KEY_OTHER, .read = of_read },
	{ "of", IN_OVERLAY, .reads = KEY_OTHER, .read = of_overlay },
	{ "unit", IN_FULL, .reads = KEY_TEXT, .offset = offsetof(field, unit), .most = NAME_MAX_CHARS },
	{ "least", IN_FULL, .reads = KEY_INTEGER, .offset = offsetof(field, least), .least = -FURTHEST, .most = FURTHEST },
	{ "most", IN_FULL, .reads = KEY_INTEGER, .offset = offsetof(field, most), .least = -FURTHEST, .most = FURTHEST },
	{ "decimals", IN_FULL, .reads = KEY_OTHER, .read = decimals_read },
	{ "kind", IN_FULL, .reads = KEY_TEXT, .offset = offsetof(field, target), .most = NAME_MAX_CHARS },
	{ "read", IN_FULL, .reads = KEY_OTHER, .read = readers_read },
	{ "write", IN_FULL, .reads = KEY_OTHER, .read = writers_read },
	{ "hidden", IN_OVERLAY | IN_EFFECTIVE, .reads = KEY_FLAG, .offset = offsetof(field, hidden) },
	{ "of_area", IN_EFFECTIVE, .reads = KEY_FLAG, .offset = offsetof(field, of_area) },
	{ "hide", IN_OVERLAY | IN_EFFECTIVE, .reads = KEY_OTHER, .read = hide_read },
};

static bool type_read(declaring *d, const yaml *y, str name, field *f)
{
	str_list known = words_field_types(d->a);
	const yaml *type = yaml_get(y, S("type"));
	if (type && field_type_of(type->text, &f->type)) return true;
	if (type) unknown(d, type->line, "field type", type->text, "", &known);
	else wrong(d, y->line, JOINED(d->a, S("the field "), name, S(" has no type")),
		   JOINED(d->a, S("type: one of "), words_joined(d->a, &known)));
	return false;
}

static void limits_check(declaring *d, const yaml *y, field *f)
{
	const yaml *most = yaml_get(y, S("most"));
	f->has_least = yaml_get(y, S("least")) != NULL;
	f->has_most = most != NULL;
	bool characters = f->type == FIELD_TEXT || f->type == FIELD_LINE;
	if (characters && most && (f->most < 1 || f->most > TEXT_MAX_BYTES)) {
		buf b = BUF(d->a);
		buf_printf(&b, "1 to %d characters", (int)TEXT_MAX_BYTES);
		wrong(d, most->line, S("most is no length of a text"), buf_view(&b));
	}
	if (f->has_least && f->has_most && f->least > f->most)
		wrong(d, most->line, S("least is more than most"), S("the smaller number as least"));
}

/* Names that a projection's columns, links and sentences use for something else. */
static bool name_free(declaring *d, str name, int line, const kind *k)
{
	const str another = S("another name for the field");
	if (!read_name(d, name, line, S("a field"))) return false;
	static const char *const taken[] = {
		"seq", "record", "known_from", "known_to", "happened_ms", "happened", "recorded", "author", "agency", "odd",
		"entry", "stage", "newest", "forked", "disposed", "csrf",
	};
	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
		if (str_eq(name, str_of(taken[i]))) {
			wrong(d, line, JOINED(d->a, S("every entry has its own «"), name, S("»")), another);
			return false;
		}
	if (kind_about(k, name))
		wrong(d, line, JOINED(d->a, S("«"), name, S("» is the name of a role in about")), another);
	else if (kind_field(k, name))
		wrong(d, line, JOINED(d->a, S("the field "), name, S(" is there twice")), S("one field of that name"));
	else return true;
	return false;
}

static void field_add(arena *a, kind *k, field f)
{
	struct {
		field *at;
		size_t n, cap;
	} list = { k->fields, k->field_n, k->field_n };
	f.at = k->field_n;
	PUSH(a, &list, f);
	k->fields = list.at;
	k->field_n = list.n;
}

void field_declare(declaring *d, const yaml *y, kind *k, bool of_area)
{
	field f = { .name = y->key, .file = d->file, .line = y->key_line, .of_area = of_area };
	str what = JOINED(d->a, S("the field "), y->key);
	if (!d->effective && !name_free(d, y->key, y->key_line, k)) return;
	if (k->field_n == KIND_MAX_FIELDS) {
		wrong(d, y->key_line, S("a kind has at most 200 fields"), S("a kind of its own for some of them"));
		return;
	}
	if (y->is == YAML_MAP && !type_read(d, y, y->key, &f)) return;
	keys_read(d, y, KEYS(field_keys), d->effective ? IN_EFFECTIVE : IN_BASE, what, &f);
	keys_fit_type(d, y, &f);
	limits_check(d, y, &f);
	if (f.label.n == 0) f.label = name_as_label(d->a, f.name);
	if (f.type == FIELD_PERSON || f.type == FIELD_PEOPLE) f.target = S("person");
	else if (f.target.n) mention(d, k, f.target, yaml_get(y, S("kind"))->line, MENTIONED);
	field_add(d->a, k, f);
}

void field_overlay(declaring *d, const yaml *y, field *f)
{
	keys_read(d, y, KEYS(field_keys), IN_OVERLAY, JOINED(d->a, S("the field "), f->name), f);
}

bool field_same_type(const field *f, const field *g)
{
	return f->type == g->type && str_eq(f->target, g->target) && str_eq(f->unit, g->unit) &&
	       (f->type != FIELD_IDENTIFIER || f->identifier == g->identifier);
}

str field_type_words(arena *a, const field *f)
{
	str type = field_type_name(f->type);
	if (f->type == FIELD_IDENTIFIER) return JOINED(a, type, S(" of "), identifier_code(f->identifier));
	if (f->type == FIELD_RECORD) return JOINED(a, type, S(" of kind "), f->target);
	return f->unit.n ? JOINED(a, type, S(" in "), f->unit) : type;
}
