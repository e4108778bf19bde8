/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/beside.h"

#include "web/pages/said_beside.h"

form_beside beside_of(const request *r, const view *v, const kind *k)
{
	form_beside b = { 0 };
	for (size_t i = 0; v->child.n && capability_codes[i]; i++) {
		const beside_code *code = capability_codes[i]->beside;
		size_t before = b.fields.n;
		if (code) code->fields(r, k, &b.fields);
		if (b.fields.n == before) continue;
		if (!b.asks.n) b.asks = str_of(code->asks);
		if (!b.known && code->known) b.known = practice_kind(r->read.practice, str_of(code->known));
	}
	return b;
}

err beside_say(request *r, const form_draft *d, form_beside *io)
{
	for (size_t i = 0; capability_codes[i]; i++) {
		const beside_code *code = capability_codes[i]->beside;
		str_list fields = { 0 };
		if (code) code->fields(r, d->kind, &fields);
		if (fields.n) TRY(code->say(r, d, &io->notes));
	}
	return OK;
}

static bool may_say(const form_beside *b, str name)
{
	bool may = b && b->asks.n && !name.n;
	for (size_t i = 0; b && i < b->fields.n; i++) may |= str_eq(b->fields.at[i], name);
	return may;
}

str beside_id(arena *a, const form_beside *b, str name)
{
	buf id = BUF(a);
	if (!may_say(b, name)) return STR_NONE;
	buf_str(&id, name.n ? name : S("form"));
	buf_lit(&id, "-beside");
	return buf_view(&id);
}

html beside_html(arena *a, const form_beside *b, str name)
{
	said_beside_page m = { .id = beside_id(a, b, name) };
	if (!m.id.n) return HTML("");
	EACH (note, b->notes)
		if (str_eq(note->field, name)) PUSH(a, &m.notes, ((said_beside_page_said_note){ note->says, note->more }));
	return said_beside_as_html(a, &m);
}
