/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who is away of those who work with a child, and who covers: on the child's page, at the door, and among a manager's children. */
#include "capabilities/cover/pages/away.h"
#include "read.h"
#include "web/dated.h"
#include "web/wording.h"

static bool works_now(const view *v, const works_with_row *row, record_id worker)
{
	bool his = false;
	for (size_t i = 0; i < row->worker.n; i++) his = his || row->worker.at[i].n == worker.n;
	return his && dated_holds(v, row->entry, &row->until);
}

static bool is_away(const view *v, const cover_row *row)
{
	int32_t today = v->r->today.n;
	bool begun = row->from.is == VALUE_KNOWN && row->from.on.on.n <= today;
	return begun && row->until.is == VALUE_KNOWN && row->until.on.on.n > today && row->worker.n;
}

/* Who is away today; nobody where the viewer may not read of it. */
static err read_away(request *r, const view *v, cover_list *ret)
{
	view list = *v;
	cover_list all = { 0 };
	const kind *k = practice_kind(r->read.practice, S("cover"));
	if (!k || !(k->read.roles & r->read.who->roles)) return OK;
	TRY(access_open_list(&r->read, k, &list));
	TRY(read_cover(&list, r->a, &all));
	for (size_t i = 0; i < all.n; i++)
		if (is_away(v, &all.at[i])) PUSH(r->a, ret, all.at[i]);
	return OK;
}

/* Those of them who work with the child. */
static err put_away(request *r, const view *v, const cover_list *away, away_page *m)
{
	works_with_list works = { 0 };
	if (away->n) TRY(read_works_with(v, r->a, &works));
	for (size_t i = 0; i < away->n; i++) {
		const cover_row *row = &away->at[i];
		bool of_child = false;
		for (size_t w = 0; w < works.n && !of_child; w++) of_child = works_now(v, &works.at[w], row->worker.at[0]);
		if (!of_child) continue;
		away_page_one_away one = { .record = row->entry->record.n, .who = access_name(v, row->worker.at[0]),
			                   .until = when_words(r->a, area_zone(r->read.area), row->until.on) };
		if (row->cover.n) one.cover = access_name(v, row->cover.at[0]);
		PUSH(r->a, &m->away, one);
	}
	return OK;
}

static err away_panel(request *r, const view *v, html *ret)
{
	away_page m = { 0 };
	cover_list away = { 0 };
	TRY(read_away(r, v, &away));
	TRY(put_away(r, v, &away, &m));
	*ret = m.away.n ? away_as_html(r->a, &m) : HTML("");
	return OK;
}

/* ---- a manager's children: each whose worker is away today */

typedef struct {
	request *r;
	const cover_list *away;
	away_page *m;
} team;

static err add_child(void *context, const view *v)
{
	team *t = context;
	size_t before = t->m->away.n;
	TRY(put_away(t->r, v, t->away, t->m));
	for (size_t i = before; i < t->m->away.n; i++) {
		t->m->away.at[i].child = v->child.n;
		t->m->away.at[i].name = access_name(v, v->child);
	}
	return OK;
}

static err team_away_panel(request *r, const view *v, html *ret)
{
	away_page m = { 0 };
	cover_list away = { 0 };
	team t = { r, &away, &m };
	size_t all;
	TRY(read_away(r, v, &away));
	if (away.n) TRY(access_my_children_from(&r->read, 0, SIZE_MAX, add_child, &t, &all));
	*ret = m.away.n ? away_as_html(r->a, &m) : HTML("<p class=\"govuk-body\">Nobody who works with your children is away today.</p>");
	return OK;
}

static const panel_code panels[] = { { "away", away_panel }, { "team_away", team_away_panel } };
const capability_code capability_cover = { .capability = "cover", .panels = panels, .panel_n = 2 };
