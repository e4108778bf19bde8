/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The panel on a child's page: what we promised, and whether we kept it. */
#include "capabilities/promises/pages/promises.h"
#include "capabilities/promises/pages/waiting.h"
#include "read.h"
#include "web/wording.h"

/* The newest answer about a promise: the list comes newest first. */
static const promise_kept_row *answer_to(const promise_kept_list *answers, record_id promise)
{
	for (size_t i = 0; i < answers->n; i++)
		for (size_t k = 0; k < answers->at[i].to.n; k++)
			if (answers->at[i].to.at[k].n == promise.n) return &answers->at[i];
	return NULL;
}

static str day_or_nothing(const view *v, when w)
{
	return w.is == WHEN_NONE ? STR_NONE : when_words(v->r->a, area_zone(v->r->area), w);
}

static promises_page_promise_line line_of(const view *v, const promise_row *p, const promise_kept_row *answer)
{
	promises_page_promise_line line = { .record = p->entry->record.n, .what = p->what.text,
		                            .made = day_or_nothing(v, p->entry->happened), .from = joined_words(v, p->entry, STR_NONE), .answered = answer != NULL };
	if (p->by.is == VALUE_KNOWN) line.by = day_or_nothing(v, p->by.on);
	if (answer) {
		const field *f = kind_field(answer->entry->kind, S("how"));
		const choice *c = f ? field_choice(f, answer->how.text) : NULL;
		line.answer = c ? c->label : S("It is not known whether we kept it");
		line.answer_when = joined_words(v, answer->entry, day_or_nothing(v, answer->entry->happened));
	}
	return line;
}

static err promises_panel(request *r, const view *v, html *ret)
{
	promise_list made = { 0 };
	promise_kept_list answers = { 0 };
	promises_page *m = TAKE(r->a, promises_page);
	TRY(read_promise(v, r->a, &made));
	TRY(read_promise_kept(v, r->a, &answers));
	m->child = v->child.n;
	for (size_t i = 0; i < made.n; i++)
		PUSH(r->a, &m->promises, line_of(v, &made.at[i], answer_to(&answers, made.at[i].entry->record)));
	*ret = made.n ? promises_as_html(r->a, m) : HTML("");
	return OK;
}

/* ---- at the door: promises that nobody has said anything about yet */

enum { WAITING_MOST = 8 }; /* it stays one sheet of paper */

static err waiting_panel(request *r, const view *v, html *ret)
{
	promise_list made = { 0 };
	promise_kept_list answers = { 0 };
	record_list kept;
	waiting_page m = { 0 };
	TRY(read_promise(v, r->a, &made));
	TRY(read_promise_kept(v, r->a, &answers));
	TRY(access_kept(v, &kept));
	for (size_t i = 0; i < made.n && m.promises.n < WAITING_MOST; i++) {
		const promise_row *p = &made.at[i];
		if (records_hold(&kept, p->entry->record) || answer_to(&answers, p->entry->record)) continue;
		str by = p->by.is == VALUE_KNOWN ? day_or_nothing(v, p->by.on) : STR_NONE;
		PUSH(r->a, &m.promises, ((waiting_page_waiting_promise){ p->what.text, by, joined_words(v, p->entry, STR_NONE) }));
	}
	*ret = m.promises.n ? waiting_as_html(r->a, &m) : HTML("");
	return OK;
}

static const panel_code panels[] = { { "promises", promises_panel }, { "waiting", waiting_panel } };
const capability_code capability_promises = { .capability = "promises", .panels = panels, .panel_n = 2 };
