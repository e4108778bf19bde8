/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The first page: children, not tasks. */
#include "web/drafting.h"
#include "web/own_child.h"
#include "web/pages.h"
#include "web/pages/home.h"
#include "web/panels.h"
#include "web/parts.h"
#include "web/table_file.h"
#include "web/wording.h"

enum { CHILDREN_A_PAGE = 100 };

typedef struct {
	request *r;
	home_page *m;
} listing;

static str day_or_nothing(request *r, when w)
{
	return w.is == WHEN_NONE ? STR_NONE : when_words(r->a, area_zone(r->read.area), w);
}

static err born_of(const view *v, value *ret)
{
	records of;
	TRY(access_records(v, practice_kind(v->r->practice, S("person")), 0, &of));
	for (size_t i = 0; i < of.n; i++) {
		const value *born = values_get(&of.at[i].values, S("born"));
		if (born && (ret->is != VALUE_KNOWN || of.at[i].record.n == v->child.n)) *ret = *born;
	}
	return OK;
}

static const char *tells_name(own_tells t)
{
	switch (t) {
	case TELLS_LAST: return "last";
	case TELLS_NEXT: return "next";
	case TELLS_WAITS: return "waits";
	case TELLS_AFTER: return "after";
	case TELLS_PAGE: return "page";
	}
	return "";
}

static err put_child(void *context, const view *v)
{
	listing *l = context;
	request *r = l->r;
	own_saids said;
	value born = { .is = VALUE_ABSENT };
	when heard;
	size_t times;
	TRY(born_of(v, &born));
	TRY(access_heard(v, &heard, &times));
	TRY(own_child_says(r, v, &said));
	home_page_own_child c = { .child = v->child.n, .name = access_name(v, v->child), .age = age_words(r->a, &born, r->read.today),
		                  .heard = heard, .heard_words = day_or_nothing(r, heard), .heard_times = (int64_t)times };
	for (size_t i = 0; i < said.n; i++) {
		const own_said *s = &said.at[i];
		PUSH(r->a, &c.lines, ((home_page_own_line){ str_of(tells_name(s->tells)), s->label, s->on, day_or_nothing(r, s->on), s->words, s->from, s->to }));
	}
	PUSH(r->a, &l->m->children, c);
	return OK;
}

/* "101 to 200 in order of name". */
static str part_words(arena *a, int64_t from, size_t n)
{
	buf b = BUF(a);
	buf_printf(&b, "%lld to %lld, in order of name", (long long)from, (long long)from + (long long)n - 1);
	return buf_view(&b);
}

static err put_children(request *r, home_page *m)
{
	size_t all, most = asks_for_table(r) ? SIZE_MAX : CHILDREN_A_PAGE;
	int64_t from;
	listing l = { r, m };
	if (asks_for_table(r) || !str_to_int(request_query(r, S("from")), &from) || from < 1) from = 1;
	TRY(access_my_children_from(&r->read, (size_t)from - 1, most, put_child, &l, &all));
	m->count_words = count_words(r->a, all, "child", "children");
	if (m->children.n < all && m->children.n) m->part_words = part_words(r->a, from, m->children.n);
	if ((size_t)from - 1 + CHILDREN_A_PAGE < all) m->later = from + CHILDREN_A_PAGE;
	if (from > 1) m->earlier = from > CHILDREN_A_PAGE ? from - CHILDREN_A_PAGE : 1;
	return OK;
}

static home_page_own_child *own_child(const home_page *m, record_id child)
{
	for (size_t i = 0; i < m->children.n; i++)
		if (m->children.at[i].child == child.n) return &m->children.at[i];
	return NULL;
}

static void put_draft(request *r, const draft *d, home_page *m)
{
	home_page_own_child *about = d->child.n ? own_child(m, d->child) : NULL;
	str label = drafting_label(r, d), kept = instant_words(r->a, area_zone(r->read.area), d->at);
	buf id = BUF(r->a);
	uuid_write(&id, d->entry);
	if (about) PUSH(r->a, &about->drafts, ((home_page_draft_of_child){ drafting_address(r->a, d), label, kept }));
	else PUSH(r->a, &m->drafts, ((home_page_own_draft){ buf_view(&id), drafting_address(r->a, d), label, kept, d->child.n == 0 }));
}

/* The page is shown all the same where drafts cannot be read, and says so. */
static void put_drafts(request *r, home_page *m)
{
	draft_list own = { 0 };
	m->csrf = r->session.csrf;
	m->draft_key = drafting_browser_key(r);
	m->drafts_unread = r->read.who->sign_in && draft_own(&r->read, &own) != OK;
	for (size_t i = 0; i < own.n; i++) put_draft(r, &own.at[i], m);
}

static void send_table(request *r, const home_page *m, model *to)
{
	table_file t = table_begin(&r->read, LEAVES_WORKING);
	TABLE_ROW(&t, S("Name"), S("Age"), S("Last heard"));
	for (size_t i = 0; i < m->children.n; i++)
		TABLE_ROW(&t, m->children.at[i].name, m->children.at[i].age, m->children.at[i].heard_words);
	table_send(&t, "children", to);
}

static err home_show(request *r, const view *none, model *to)
{
	home_page *m = TAKE(r->a, home_page);
	view v;
	buf banner = BUF(r->a);
	(void)none;
	m->works = (r->read.who->roles & ~(role_set)ROLE_ADMINISTRATOR) != 0;
	if (m->works) TRY(put_children(r, m));
	put_drafts(r, m);
	if (request_query(r, S("dropped")).n) write_notification_banner(&banner, S("The draft is thrown away."), true);
	m->banner = controls_html(&banner);
	v = access_open_none(&r->read);
	TRY(panels_write(r, &v, SLOT_HOME_TOP, &m->top));
	TRY(panels_write(r, &v, SLOT_HOME, &m->panels));
	to->title = m->works ? S("The children you work with") : S("Welcome");
	home_model(to, m);
	if (m->works && asks_for_table(r)) send_table(r, m, to);
	return OK;
}

const route home_routes[] = {
	{ GET, "/", .may = MAY_SIGNED_IN, .page = home_show, .purpose = "first page",
	  .leaves = { LEAVES_WORKING, "The list of one's own children, as the page shows it." } },
	{ .path = NULL },
};
