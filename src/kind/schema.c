/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "kind/schema.h"

#include <limits.h>

static void text(buf *b, const char *before, str s)
{
	buf_str(b, str_of(before));
	buf_json(b, s);
}

static void codes(buf *b, const field *f)
{
	buf_lit(b, "{\"oneOf\":[");
	for (size_t i = 0; i < f->choice_n; i++) {
		if (i) buf_char(b, ',');
		text(b, "{\"const\":", f->choices[i].code);
		text(b, ",\"title\":", f->choices[i].label);
		buf_char(b, '}');
	}
	buf_lit(b, "]}");
}

static void number(buf *b, const field *f)
{
	buf_lit(b, "{\"type\":\"string\",\"pattern\":\"^-?[0-9]+");
	if (f->decimals) buf_printf(b, "(\\\\.[0-9]{1,%d})?", f->decimals);
	buf_lit(b, "$\"}");
}

/* A value that is known. */
static void known(buf *b, const field *f)
{
	switch (f->type) {
	case FIELD_TEXT: case FIELD_LINE: case FIELD_IDENTIFIER:
		buf_lit(b, "{\"type\":\"string\"");
		if (f->type == FIELD_LINE || (f->type == FIELD_TEXT && f->has_most))
			buf_printf(b, ",\"maxLength\":%lld", f->has_most ? (long long)f->most : (long long)LINE_MAX_CHARS);
		buf_char(b, '}');
		break;
	case FIELD_CHOICE: codes(b, f); break;
	case FIELD_CHOICES:
		buf_lit(b, "{\"type\":\"array\",\"uniqueItems\":true,\"items\":");
		codes(b, f);
		buf_char(b, '}');
		break;
	case FIELD_DAY: buf_lit(b, "{\"type\":\"string\",\"pattern\":\"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?~?$\"}"); break;
	case FIELD_INSTANT:
		buf_lit(b, "{\"type\":\"string\",\"pattern\":\"^[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2}))?)?)?~?$\"}");
		break;
	case FIELD_NUMBER: number(b, f); break;
	case FIELD_YES_NO: buf_lit(b, "{\"type\":\"boolean\"}"); break;
	case FIELD_PERSON: case FIELD_RECORD: buf_lit(b, "{\"type\":\"integer\",\"minimum\":1}"); break;
	case FIELD_PEOPLE: buf_lit(b, "{\"type\":\"array\",\"items\":{\"type\":\"integer\",\"minimum\":1}}"); break;
	case FIELD_FILE: buf_lit(b, "{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/file\"}}"); break;
	}
}

static void property(buf *b, const field *f)
{
	buf_json(b, f->name);
	text(b, ":{\"title\":", f->label);
	if (f->guide.n) text(b, ",\"description\":", f->guide);
	if (f->unit.n) text(b, ",\"unit\":", f->unit);
	buf_lit(b, ",\"anyOf\":[");
	known(b, f);
	if (!f->known) buf_lit(b, ",{\"$ref\":\"#/$defs/not_known\"}");
	buf_lit(b, ",{\"$ref\":\"#/$defs/unread\"}]}");
}

static void about(buf *b, const kind *k)
{
	buf_lit(b, ",\"about\":{");
	for (size_t i = 0; i < k->about_n; i++) {
		const about_role *link = &k->about[i];
		if (i) buf_char(b, ',');
		buf_json(b, link->role);
		text(b, ":{\"title\":", link->label);
		if (link->target.n) text(b, ",\"kind\":", link->target);
		buf_printf(b, ",\"least\":%d", link->least);
		if (link->most != INT_MAX) buf_printf(b, ",\"most\":%d", link->most);
		buf_char(b, '}');
	}
	buf_char(b, '}');
}

static const char defs[] =
	",\"$defs\":{\"not_known\":{\"type\":\"object\",\"properties\":{\"not_known\":{\"const\":true}},\"required\":[\"not_known\"],"
	"\"additionalProperties\":false},\"unread\":{\"type\":\"object\",\"properties\":{\"unread\":{\"type\":\"string\"}},"
	"\"required\":[\"unread\"],\"additionalProperties\":false},\"file\":{\"type\":\"object\",\"properties\":{\"name\":"
	"{\"type\":\"string\"},\"media\":{\"type\":\"string\"},\"digest\":{\"type\":\"string\",\"pattern\":\"^[0-9a-f]{64}$\"},"
	"\"size\":{\"type\":\"integer\",\"minimum\":0}},\"required\":[\"name\",\"media\",\"digest\",\"size\"],"
	"\"additionalProperties\":false}}}";

void kind_schema_write(buf *b, const kind *k)
{
	bool first = true;
	buf_lit(b, "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\"");
	buf_printf(b, ",\"$id\":\"urn:waymark:kind:%.*s:%.*s\"", STR_ARG(k->name), STR_ARG(k->version)); /* both are plain */
	text(b, ",\"title\":", k->label);
	if (k->guide.n) text(b, ",\"description\":", k->guide);
	buf_lit(b, ",\"type\":\"object\",\"properties\":{");
	for (size_t i = 0; i < k->field_n; i++) {
		if (i) buf_char(b, ',');
		property(b, &k->fields[i]);
	}
	buf_lit(b, "},\"required\":[");
	for (size_t i = 0; i < k->field_n; i++) {
		if (!k->fields[i].required || k->fields[i].hidden) continue;
		if (!first) buf_char(b, ',');
		buf_json(b, k->fields[i].name);
		first = false;
	}
	buf_lit(b, "],\"additionalProperties\":false");
	about(b, k);
	buf_str(b, str_of(defs));
}
