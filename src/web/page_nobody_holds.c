/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Children nobody holds, and who shall work with a child. No date and no worker is proposed. */
#include "access/allocating.h"
#include "web/pages.h"
#include "web/pages/nobody_holds.h"
#include "web/parts.h"
#include "web/recording.h"
#include "web/table_file.h"
#include "web/wording.h"

enum { CHILDREN_A_PAGE = 100 };

/* "101 to 200, whom nobody has worked with for longest first". */
static str part_words(arena *a, int64_t from, size_t n)
{
	buf b = BUF(a);
	if (n) buf_printf(&b, "%lld to %lld, whom nobody has worked with for longest first", (long long)from, (long long)from + (long long)n - 1);
	else buf_lit(&b, "nobody stands here any more");
	return buf_view(&b);
}

static void send_table(request *r, const nobody_holds_page *m, model *to)
{
	table_file t = table_begin(&r->read, LEAVES_WORKING);
	TABLE_ROW(&t, S("Name"), S("Number"), S("Age"), S("Nobody has worked with the child"));
	for (size_t i = 0; i < m->children.n; i++) TABLE_ROW(&t, m->children.at[i].name, m->children.at[i].number, m->children.at[i].age, m->children.at[i].why);
	table_send(&t, "children-nobody-holds", to);
}

static err show(request *r, str refused, model *to)
{
	nobody_holds_page *m = TAKE(r->a, nobody_holds_page);
	found_list list = { 0 };
	size_t all;
	int64_t from;
	buf banner = BUF(r->a);
	if (!str_to_int(request_query(r, S("from")), &from) || from < 1) from = 1;
	TRY(access_nobody_holds_from(&r->read, (size_t)from - 1, CHILDREN_A_PAGE, &list, &all));
	if (refused.n) write_notification_banner(&banner, refused, false);
	else if (request_query(r, S("allocated")).n)
		write_notification_banner(&banner, S("It is recorded. From the day on which the work begins, the child stands on that worker’s first page."), true);
	m->banner = controls_html(&banner);
	m->from = from;
	m->count_words = count_words(r->a, all, "child", "children");
	if (list.n < all) m->part_words = part_words(r->a, from, list.n);
	if (list.n && (size_t)from - 1 + list.n < all) m->later = from + CHILDREN_A_PAGE;
	if (from > 1) m->earlier = from > CHILDREN_A_PAGE ? from - CHILDREN_A_PAGE : 1;
	for (size_t i = 0; i < list.n; i++)
		PUSH(r->a, &m->children, ((nobody_holds_page_unheld){ list.at[i].person.n, list.at[i].name,
		                                                       age_words(r->a, &list.at[i].born, r->read.today), list.at[i].number, list.at[i].why }));
	to->title = refused.n ? S("Error: Children nobody works with") : S("Children nobody works with");
	to->status = refused.n ? 409 : 0;
	nobody_holds_model(to, m);
	if (!refused.n && asks_for_table(r)) send_table(r, m, to);
	return OK;
}

static err list_show(request *r, const view *none, model *to)
{
	(void)none;
	return show(r, STR_NONE, to);
}

/* What the form and its answer share; name is the child's, as far as the manager may know it. */
static err allocation(request *r, const view *v, record_id child, str name, recording *ret)
{
	const kind *k = practice_kind(r->read.practice, S("works_with"));
	if (!k) return FAIL(&r->a->trail, E_NOT_FOUND);
	*ret = (recording){ .kind = k, .view = v, .child = child, .happens_on = "from", .caption = name,
		            .action = url_number(r->a, "/nobody-holds/", child.n, ""), .back = URL("/nobody-holds"),
		            .back_words = S("Back to the children nobody works with"), .button = S("Record who works with the child"),
		            .label = S("Who will work with the child") };
	return OK;
}

/* The child of the address, if it is one of those that nobody holds. */
static err unheld_child(request *r, view *v, record_id *ret, str *ret_name)
{
	found one;
	record_id child;
	if (!param_record(r->params[0], &child)) return FAIL(&r->a->trail, E_NOT_FOUND);
	TRY(access_unheld(&r->read, child, &one));
	*ret = child;
	*ret_name = one.name;
	*v = access_open_none(&r->read);
	return OK;
}

static err allocate_form(request *r, const view *none, model *m)
{
	view v;
	record_id child;
	str name;
	recording what;
	(void)none;
	TRY(unheld_child(r, &v, &child, &name));
	TRY(allocation(r, &v, child, name, &what));
	return recording_form(r, &what, m);
}

/* What was sent before is answered as it was then, though by now somebody works with the child: because of it. */
static err sent_before(request *r, bool *ret)
{
	uuid id;
	*ret = false;
	return uuid_read(request_form(r, S("form-entry")), &id) ? access_recorded_before(&r->read, id, ret) : OK;
}

/* Whom a child is with that somebody holds is for those to decide who work with it. */
static err allocate_take(request *r, const view *none, model *m)
{
	view v;
	record_id child;
	str name = STR_NONE;
	recording what;
	seq kept;
	bool forked, before;
	(void)none;
	if (!param_record(r->params[0], &child)) return FAIL(&r->a->trail, E_NOT_FOUND);
	TRY(sent_before(r, &before));
	v = access_open_none(&r->read);
	err e = before ? OK : unheld_child(r, &v, &child, &name);
	if (e == E_NOT_FOUND)
		return show(r, S("Nothing was recorded. Somebody works with that child already, or there is no such child. A manager who works with "
		                 "the child chooses who else does; whose work with it shall end stands on the worker’s page."), m);
	TRY(e);
	TRY(allocation(r, &v, child, name, &what));
	TRY(recording_take(r, &what, m, &kept, &forked));
	if (kept.n) m->redirect = S("/nobody-holds?allocated=yes");
	return OK;
}

/* ---- somebody more, for a child that the manager works with herself */

static err held(request *r, const view *v, recording *ret)
{
	buf back = BUF(r->a);
	str name = access_name(v, v->child);
	TRY(allocation(r, v, v->child, name, ret));
	buf_lit(&back, "Back to ");
	buf_str(&back, name);
	ret->label = S("Who else works with the child");
	ret->action = url_number(r->a, "/child/", v->child.n, "/works-with");
	ret->back = url_number(r->a, "/child/", v->child.n, "");
	ret->back_words = buf_view(&back);
	return OK;
}

static err held_form(request *r, const view *v, model *m)
{
	recording what;
	if (!(r->read.who->roles & ROLE_MANAGER)) return FAIL(&r->a->trail, E_DENIED);
	TRY(held(r, v, &what));
	return recording_form(r, &what, m);
}

static err held_take(request *r, const view *v, model *m)
{
	recording what;
	seq kept;
	bool forked;
	if (!(r->read.who->roles & ROLE_MANAGER)) return FAIL(&r->a->trail, E_DENIED);
	TRY(held(r, v, &what));
	TRY(recording_take(r, &what, m, &kept, &forked));
	if (kept.n) m->redirect = url_number(r->a, "/child/", v->child.n, "?recorded=yes").text;
	return OK;
}

const route nobody_holds_routes[] = {
	{ GET, "/nobody-holds", .may = MAY_ALLOCATE, .page = list_show, .purpose = "children nobody works with",
	  .leaves = { LEAVES_WORKING, "The list of children, as the page shows it; each is in the read log." } },
	{ GET, "/nobody-holds/:child", .may = MAY_ALLOCATE, .page = allocate_form, .purpose = "children nobody works with" },
	{ POST, "/nobody-holds/:child", .may = MAY_ALLOCATE, .form = allocate_take, .purpose = "choosing who works with the child" },
	{ GET, "/child/:child/works-with", .may = MAY_READ_CHILD, .page = held_form, .purpose = "choosing who works with the child" },
	{ POST, "/child/:child/works-with", .may = MAY_READ_CHILD, .form = held_take, .purpose = "choosing who works with the child" },
	{ .path = NULL },
};
