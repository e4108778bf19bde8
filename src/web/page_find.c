/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Finding a child one works with, and looking before a new person is added. */
#include "match/find.h"
#include "web/looked_first.h"
#include "web/pages.h"
#include "web/pages/find.h"
#include "web/pages/new_person.h"
#include "web/parts.h"
#include "web/wording.h"

static const str say_more = STR("Write at least two letters of a name, a whole date of birth, or a number; at most 500 characters.");
static const str say_later = STR("You have looked for so many people within an hour that no more are shown now. Each look-up is in the "
                                 "record of who looked; if you need more, ask your manager.");

static str born_words(request *r, const value *born)
{
	return born->is == VALUE_KNOWN ? when_words(r->a, area_zone(r->read.area), born->on) : STR_NONE;
}

/* OK also when there was nothing to look for: *ret_problem then says so. */
static err look_for(request *r, str *ret_q, str *ret_problem, found_list *ret, pointer_list *ret_pointers)
{
	*ret_q = str_trim(request_query(r, S("q")));
	if (ret_q->n == 0) return OK;
	err e = match_find(&r->read, *ret_q, FIND_SHOWN_MOST, ret);
	if (e == OK) return match_pointers(&r->read, *ret_q, ret_pointers);
	if (e != E_INVALID && e != E_LIMIT) return e;
	r->a->trail = (trail){ 0 };
	*ret_problem = e == E_LIMIT && ret_q->n <= QUERY_TEXT_BYTES ? say_later : say_more;
	return OK;
}

static err may_add_person(request *r, bool *ret)
{
	view v;
	kind_list writable = { 0 };
	v = access_open_none(&r->read);
	TRY(access_writable(&v, &writable));
	*ret = false;
	for (size_t i = 0; i < writable.n; i++) *ret = *ret || str_eq(writable.at[i]->name, S("person"));
	return OK;
}

/* Where the area has put it in force, and for roles that work with children. */
static bool may_open_in_emergency(const request *r)
{
	const kind *k = practice_kind(r->read.practice, S("emergency_opening"));
	return k && r->read.who->worker.n && (k->write.about_any & r->read.who->roles);
}

static err find_show(request *r, const view *none, model *to)
{
	find_page *m = TAKE(r->a, find_page);
	found_list list = { 0 };
	pointer_list pointers = { 0 };
	(void)none;
	TRY(look_for(r, &m->q, &m->problem, &list, &pointers));
	m->asked = m->q.n > 0;
	m->count_words = !list.n && pointers.n ? S("None of the children you work with") : count_words(r->a, list.n, "child found", "children found");
	for (size_t i = 0; i < list.n; i++)
		PUSH(r->a, &m->found, ((find_page_found_person){ list.at[i].person.n, list.at[i].name, born_words(r, &list.at[i].born),
		                                                  age_words(r->a, &list.at[i].born, r->read.today), list.at[i].why,
		                                                  list.at[i].lives_with, list.at[i].works_with, list.at[i].beware,
		                                                  list.at[i].alike }));
	for (size_t i = 0; i < pointers.n; i++)
		PUSH(r->a, &m->known, ((find_page_known_here){ pointers.at[i].person.n, whom_to_ring(r->a, &pointers.at[i]) }));
	m->may_open = may_open_in_emergency(r);
	TRY(may_add_person(r, &m->may_add));
	to->title = S("Find a child");
	to->status = m->problem.n ? 422 : 0;
	find_model(to, m);
	return OK;
}

static err new_person_show(request *r, const view *none, model *to)
{
	new_person_page *m = TAKE(r->a, new_person_page);
	found_list list = { 0 };
	pointer_list pointers = { 0 };
	buf banner = BUF(r->a);
	bool may;
	(void)none;
	TRY(may_add_person(r, &may));
	if (!may) return FAIL(&r->a->trail, E_DENIED);
	if (request_query(r, S("recorded")).n)
		write_notification_banner(&banner, S("It is recorded. You can name this person now in what you record about a child. "
		                                     "To open their own record, somebody has to work with them: ask a manager."), true);
	m->banner = controls_html(&banner);
	TRY(look_for(r, &m->q, &m->problem, &list, &pointers));
	m->asked = m->q.n > 0;
	for (size_t i = 0; i < pointers.n; i++)
		PUSH(r->a, &m->known, ((new_person_page_known_here){ whom_to_ring(r->a, &pointers.at[i]) }));
	for (size_t i = 0; i < list.n; i++)
		PUSH(r->a, &m->found, ((new_person_page_same_name){ list.at[i].person.n, list.at[i].name,
		                                                     born_words(r, &list.at[i].born), list.at[i].why, list.at[i].beware,
		                                                     list.at[i].alike }));
	to->title = S("Look first");
	to->status = m->problem.n ? 422 : 0;
	new_person_model(to, m);
	return OK;
}

const route find_routes[] = {
	{ GET, "/find", .may = MAY_SIGNED_IN, .page = find_show, .purpose = "find" },
	{ GET, "/new-person", .may = MAY_SIGNED_IN, .page = new_person_show, .purpose = "looking before adding a person" },
	{ .path = NULL },
};
