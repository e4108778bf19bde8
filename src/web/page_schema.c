/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the records of a kind are made of: a table for people, JSON Schema for programs. Declarations are no secret. */
#include "kind/schema.h"
#include "web/pages.h"
#include "web/pages/schema.h"

static void write_schema(buf *b, const void *data)
{
	const schema_page *m = data;
	buf_str(b, m->schema);
}

static str answers_of(arena *a, const field *f)
{
	buf b = BUF(a);
	for (size_t i = 0; i < f->choice_n; i++) {
		if (i) buf_lit(&b, ", ");
		buf_str(&b, f->choices[i].code);
		buf_lit(&b, ": ");
		buf_str(&b, f->choices[i].label);
	}
	if (f->type == FIELD_IDENTIFIER) buf_str(&b, identifier_name(f->identifier));
	buf_str(&b, f->unit);
	return buf_view(&b);
}

static err schema_show(request *r, const view *none, model *to)
{
	schema_page *m = TAKE(r->a, schema_page);
	buf text = BUF(r->a);
	const kind *k = practice_kind(r->read.practice, r->params[0]);
	(void)none;
	if (!k) return FAIL(&r->a->trail, E_NOT_FOUND);
	kind_schema_write(&text, k);
	*m = (schema_page){ .kind = k->name, .label = k->label, .guide = k->guide, .schema = buf_view(&text) };
	for (size_t i = 0; i < k->field_n; i++) {
		const field *f = &k->fields[i];
		PUSH(r->a, &m->fields, ((schema_page_schema_field){ f->name, f->label, field_type_name(f->type), answers_of(r->a, f), f->required }));
	}
	to->title = k->label;
	schema_model(to, m);
	to->write_json = write_schema;
	return OK;
}

const route schema_routes[] = {
	{ GET, "/schema/:kind", .may = MAY_SIGNED_IN, .page = schema_show },
	{ .path = NULL },
};
