/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/how_known.h"

static const kind *asked_kind(const request *r, const recording *what)
{
	bool asked = request_form(r, S("asked")).n || request_query(r, S("asked")).n;
	if (!asked || !what->correcting) return NULL;
	const kind *k = beside_of(r, what->view, what->kind).known;
	return k && (k->write.roles & r->read.who->roles) ? k : NULL; /* who may not say it is not asked */
}

err how_known_fields(request *r, const recording *what, const form_parts *typed, const problems *p, html *ret)
{
	const kind *k = asked_kind(r, what);
	buf b = BUF(r->a);
	html fields;
	*ret = HTML("");
	if (!k) return OK;
	kind_form f = { .kind = k, .view = what->view, .typed = typed, .problems = p, .about = what->view->child };
	TRY(form_fields(r, &f, &fields));
	buf_lit(&b, "<input type=\"hidden\" name=\"asked\" value=\"yes\">");
	buf_str(&b, fields.text);
	*ret = (html){ buf_view(&b) };
	return OK;
}

/* Made from the correction's own id. */
static uuid id_beside(request *r)
{
	buf b = BUF(r->a);
	uuid_write(&b, request_entry(r));
	buf_lit(&b, "/how it is known");
	return uuid_of_name(buf_view(&b));
}

err how_known_read(request *r, const recording *what, entries_beside *io, problems *p)
{
	const kind *k = asked_kind(r, what);
	if (!k) return OK;
	entry_beside one = { .kind = k, .head = { .id = id_beside(r) } };
	PUSH(r->a, &one.head.about, ((entry_link){ S("child"), what->view->child }));
	PUSH(r->a, &one.head.about, ((entry_link){ S("concerns"), what->correcting->record }));
	TRY(values_from_form(r->a, area_zone(r->read.area), k, &r->form, &one.values, p));
	PUSH(r->a, io, one);
	return values_check(r->a, &one.values, p);
}
