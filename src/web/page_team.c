/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A manager's children: those whom nobody works with, not seen and not heard for longest, and whose worker is away. Of children,
 * in the order of how long it is; nothing is counted against a day, and nobody who works is compared. */
#include "web/own_child.h"
#include "web/pages.h"
#include "web/pages/team.h"
#include "web/panels.h"
#include "web/wording.h"

#include <stdlib.h>

enum { SHOWN_MOST = 20 };

typedef struct {
	record_id child;
	str name;
	when on; /* WHEN_NONE: never */
} since;
typedef LIST(since) sinces;

/* One of these for «heard», and one for each line of my_children that tells of a last day. */
typedef struct {
	str label;
	sinces list;
} waiting;
typedef struct {
	request *r;
	LIST(waiting) all;
} gathering;

static sinces *of_label(gathering *g, str label)
{
	for (size_t i = 0; i < g->all.n; i++)
		if (str_eq(g->all.at[i].label, label)) return &g->all.at[i].list;
	PUSH(g->r->a, &g->all, ((waiting){ .label = label }));
	return &g->all.at[g->all.n - 1].list;
}

static err gather(void *context, const view *v)
{
	gathering *g = context;
	own_saids said;
	when heard;
	str name = access_name(v, v->child);
	TRY(access_heard(v, &heard, NULL));
	TRY(own_child_told(g->r, v, TELLS_LAST, &said));
	PUSH(g->r->a, of_label(g, S("Heard")), ((since){ v->child, name, heard }));
	for (size_t i = 0; i < said.n; i++)
		PUSH(g->r->a, of_label(g, said.at[i].label), ((since){ v->child, name, said.at[i].on }));
	return OK;
}

static int longest_first(const void *a, const void *b)
{
	const since *x = a, *y = b;
	if ((x->on.is == WHEN_NONE) != (y->on.is == WHEN_NONE)) return x->on.is == WHEN_NONE ? -1 : 1;
	int order = x->on.is == WHEN_NONE ? 0 : when_cmp(x->on, y->on);
	return order ? order : (x->child.n > y->child.n) - (x->child.n < y->child.n);
}

static void put_waiting(request *r, waiting *w, team_page *m)
{
	team_page_last last = { .label = w->label };
	qsort(w->list.at, w->list.n, sizeof *w->list.at, longest_first);
	for (size_t i = 0; i < w->list.n && i < SHOWN_MOST; i++) {
		const since *s = &w->list.at[i];
		str on = s->on.is == WHEN_NONE ? STR_NONE : when_words(r->a, area_zone(r->read.area), s->on);
		PUSH(r->a, &last.children, ((team_page_child_since){ s->child.n, s->name, s->on, on }));
	}
	PUSH(r->a, &m->lasts, last);
}

static err team_show(request *r, const view *none, model *to)
{
	team_page *m = TAKE(r->a, team_page);
	gathering g = { .r = r };
	found_list first;
	size_t all, unheld;
	(void)none;
	TRY(access_my_children_from(&r->read, 0, SIZE_MAX, gather, &g, &all));
	TRY(access_nobody_holds_from(&r->read, 0, 0, &first, &unheld));
	for (size_t i = 0; i < g.all.n; i++) put_waiting(r, &g.all.at[i], m);
	m->count_words = count_words(r->a, all, "child", "children");
	m->unheld_words = count_words(r->a, unheld, "child", "children");
	m->unheld = (int64_t)unheld;
	view v = access_open_none(&r->read);
	TRY(panels_write(r, &v, SLOT_TEAM, &m->panels));
	to->title = S("The children of your team");
	team_model(to, m);
	return OK;
}

const route team_routes[] = {
	{ GET, "/team", .may = MAY_ALLOCATE, .page = team_show, .purpose = "the children of a team" },
	{ .path = NULL },
};
