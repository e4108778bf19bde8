/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/panels.h"

#include "web/around.h"
#include "web/pages/panel.h"
#include "web/wording.h"

enum { PANEL_LINES = 5 };

static const panel_code *code_of(str capability_name, str panel_name)
{
	for (size_t i = 0; capability_codes[i]; i++) {
		const capability_code *c = capability_codes[i];
		if (!str_eq(str_of(c->capability), capability_name)) continue;
		for (size_t k = 0; k < c->panel_n; k++)
			if (str_eq(str_of(c->panels[k].name), panel_name)) return &c->panels[k];
	}
	return NULL;
}

/* The first thing its fields say, for a line of a list. */
static str first_words(const view *v, const record *rec)
{
	for (size_t i = 0; i < rec->kind->field_n; i++) {
		const field *f = &rec->kind->fields[i];
		if (rec->values.at[i].is == VALUE_KNOWN && !f->seal && !f->only && f->type != FIELD_FILE) return value_words(v, f, &rec->values.at[i]);
	}
	return rec->kind->label;
}

/* A list is seen over a shoulder: what a child asked to keep from somebody stands in the story alone. */
static err leave_out_kept(const view *v, records *list)
{
	record_list kept;
	size_t n = 0;
	TRY(access_kept(v, &kept));
	for (size_t i = 0; i < list->n; i++)
		if (!records_hold(&kept, list->at[i].record)) list->at[n++] = list->at[i];
	list->n = n;
	return OK;
}

static err list_lines(const view *v, const panel *p, panel_page *m)
{
	const kind *k = practice_kind(v->r->practice, p->kind);
	records list = { 0 };
	if (!k) return OK;
	TRY(access_records(v, k, 0, &list));
	TRY(leave_out_kept(v, &list));
	size_t n = list.n < PANEL_LINES ? list.n : PANEL_LINES;
	for (size_t i = 0; i < n; i++) {
		const record *rec = &list.at[i];
		str when_said = rec->happened.is == WHEN_NONE ? STR_NONE : when_words(v->r->a, area_zone(v->r->area), rec->happened);
		str text = k->title_n ? record_called(v, rec) : first_words(v, rec);
		PUSH(v->r->a, &m->lines, ((panel_page_panel_line){ rec->record.n, text, joined_words(v, rec, when_said) }));
	}
	m->more = (int64_t)(list.n - n);
	return OK;
}

typedef LIST(const panel *) panel_list;

static panel_list panels_of(const request *r, slot where)
{
	panel_list chosen = { 0 };
	for (size_t i = 0; r->capabilities && i < r->capabilities->n; i++) {
		const capability *c = &r->capabilities->at[i];
		for (size_t k = 0; k < c->panel_n; k++) {
			if (c->panels[k].slot != where) continue;
			PUSH(r->a, &chosen, &c->panels[k]);
			size_t at = chosen.n - 1;
			for (; at > 0 && chosen.at[at - 1]->order > c->panels[k].order; at--) chosen.at[at] = chosen.at[at - 1];
			chosen.at[at] = &c->panels[k];
		}
	}
	return chosen;
}

static err fill(request *r, const view *v, const panel *p, panel_page *m)
{
	const panel_code *code = p->panel.n ? code_of(p->capability, p->panel) : NULL;
	if (code) TRY(code->write(r, v, &m->code));
	if (p->kind.n) TRY(list_lines(v, p, m));
	return OK;
}

err panels_say(request *r, const view *v, slot where, panels_said *ret)
{
	panel_list chosen = panels_of(r, where);
	panels_said said = { 0 };
	for (size_t i = 0; i < chosen.n; i++) {
		panel_page *m = TAKE(r->a, panel_page);
		TRY(fill(r, v, chosen.at[i], m)); /* without its heading: the page has one of its own */
		bool anything = m->code.text.n || m->lines.n;
		PUSH(r->a, &said, ((panel_said){ chosen.at[i]->label, anything ? panel_as_html(r->a, m) : HTML("") }));
	}
	*ret = said;
	return OK;
}

err panels_write(request *r, const view *v, slot where, html *ret)
{
	panel_list chosen = panels_of(r, where);
	buf b = BUF(r->a);
	for (size_t i = 0; i < chosen.n; i++) {
		panel_page m = { .label = chosen.at[i]->label };
		TRY(fill(r, v, chosen.at[i], &m));
		if (m.code.text.n || m.lines.n) panel_html(&b, &m);
	}
	*ret = (html){ buf_view(&b) };
	return OK;
}
