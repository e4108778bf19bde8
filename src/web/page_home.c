/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The first page: children, not tasks. */
#include "web/pages.h"
#include "web/pages/home.h"
#include "web/panels.h"
#include "web/table_file.h"
#include "web/wording.h"

static err put_children(request *r, home_page *m)
{
	found_list mine = { 0 };
	TRY(access_my_children(&r->read, &mine));
	when *heard = TAKE_N(r->a, when, mine.n + 1);
	TRY(access_last_heard(&r->read, &mine, heard));
	for (size_t i = 0; i < mine.n; i++) {
		home_page_own_child c = { .child = mine.at[i].person.n, .name = mine.at[i].name,
			                  .age = age_words(r->a, &mine.at[i].born, r->read.today), .heard = heard[i] };
		if (heard[i].is != WHEN_NONE) c.heard_words = when_words(r->a, area_zone(r->read.area), heard[i]);
		PUSH(r->a, &m->children, c);
	}
	m->count_words = count_words(r->a, mine.n, "child", "children");
	return OK;
}

static void send_table(request *r, const home_page *m, model *to)
{
	table_file t = table_begin(r->a);
	TABLE_ROW(&t, S("Name"), S("Age"), S("Last heard"));
	for (size_t i = 0; i < m->children.n; i++)
		TABLE_ROW(&t, m->children.at[i].name, m->children.at[i].age, m->children.at[i].heard_words);
	table_send(&t, "children", to);
}

static err home_show(request *r, const view *none, model *to)
{
	home_page *m = TAKE(r->a, home_page);
	view v;
	(void)none;
	m->works = (r->read.who->roles & ~(role_set)ROLE_ADMINISTRATOR) != 0;
	if (m->works) TRY(put_children(r, m));
	v = access_open_none(&r->read);
	TRY(panels_write(r, &v, SLOT_HOME_TOP, &m->top));
	TRY(panels_write(r, &v, SLOT_HOME, &m->panels));
	to->title = m->works ? S("The children you work with") : S("Welcome");
	home_model(to, m);
	if (m->works && asks_for_table(r)) send_table(r, m, to);
	return OK;
}

const route home_routes[] = {
	{ GET, "/", .may = MAY_SIGNED_IN, .page = home_show, .purpose = "first page" },
	{ .path = NULL },
};
