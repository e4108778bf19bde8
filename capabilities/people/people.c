/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who works with the child today, and who did before. */
#include "capabilities/people/pages/works_with.h"
#include "read.h"
#include "web/wording.h"

static str worker_words(const view *v, const works_with_row *row)
{
	buf b = BUF(v->r->a);
	for (size_t i = 0; i < row->worker.n; i++) {
		if (i) buf_lit(&b, ", ");
		buf_str(&b, access_name(v, row->worker.at[i]));
	}
	return b.n ? buf_view(&b) : S("Somebody");
}

static str as_words(const works_with_row *row)
{
	const field *f = kind_field(row->entry->kind, S("as"));
	const choice *c = f ? field_choice(f, row->as.text) : NULL;
	return c ? c->label : S("in a way that is not known");
}

static void put_row(const view *v, const works_with_row *row, works_with_page *m)
{
	arena *a = v->r->a;
	const zone *z = area_zone(v->r->area);
	bool ended = row->until.is == VALUE_KNOWN && row->until.on.on.n <= v->r->today.n;
	str since = row->from.is == VALUE_KNOWN ? when_words(a, z, row->from.on) : S("a day that is not known");
	if (!ended) {
		PUSH(a, &m->now, ((works_with_page_at_work){ row->entry->record.n, worker_words(v, row), as_words(row), since }));
	} else {
		PUSH(a, &m->before, ((works_with_page_worked){ row->entry->record.n, worker_words(v, row), as_words(row), since,
		                                                when_words(a, z, row->until.on) }));
	}
}

static err works_with_panel(request *r, const view *v, html *ret)
{
	works_with_list list = { 0 };
	works_with_page *m = TAKE(r->a, works_with_page);
	TRY(read_works_with(v, r->a, &list));
	m->child = v->child.n;
	m->may_choose = (r->read.who->roles & ROLE_MANAGER) != 0;
	for (size_t i = 0; i < list.n; i++) put_row(v, &list.at[i], m);
	*ret = works_with_as_html(r->a, m);
	return OK;
}

static const panel_code panels[] = { { "works_with", works_with_panel } };
const capability_code capability_people = { .capability = "people", .panels = panels, .panel_n = 1 };
