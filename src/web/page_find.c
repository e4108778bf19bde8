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

static const str say_gathering = STR("Waymark was started a moment ago and is still gathering who is known here. Children you work with "
                                     "are below; for others, look again in half a minute.");

static str born_words(request *r, const value *born)
{
	return born->is == VALUE_KNOWN ? when_words(r->a, area_zone(r->read.area), born->on) : STR_NONE;
}

/* What was looked for, and what came of it. */
typedef struct {
	str q, problem; /* why nothing, or not all, is shown */
	int status;     /* 0: all is well */
	found_list found;
	pointer_list pointers;
} look_up;

/* OK also when there was nothing to look for: the problem then says so. */
static err look_for(request *r, look_up *ret)
{
	*ret = (look_up){ .q = str_trim(request_query(r, S("q"))) };
	if (ret->q.n == 0) return OK;
	err e = match_find(&r->read, ret->q, FIND_SHOWN_MOST, &ret->found);
	if (e == OK) e = match_pointers(&r->read, ret->q, &ret->pointers);
	if (e != E_INVALID && e != E_LIMIT && e != E_BUSY) return e;
	r->a->trail = (trail){ 0 };
	ret->problem = e == E_BUSY ? say_gathering : e == E_LIMIT && ret->q.n <= QUERY_TEXT_BYTES ? say_later : say_more;
	ret->status = e == E_BUSY ? 503 : 422;
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

static void put_known(request *r, const pointer *p, find_page *m)
{
	find_page_known_here known = { .person = p->person.n };
	EACH (one, p->ring)
		PUSH(r->a, &known.ring, ((find_page_somebody_to_ring){ one->name, one->telephone, url_dial(r->a, one->telephone) }));
	PUSH(r->a, &m->known, known);
}

static err find_show(request *r, const view *none, model *to)
{
	find_page *m = TAKE(r->a, find_page);
	look_up l;
	(void)none;
	TRY(look_for(r, &l));
	m->q = l.q, m->problem = l.problem, m->asked = l.q.n > 0;
	m->count_words = !l.found.n && l.pointers.n ? S("None of the children you work with") : count_words(r->a, l.found.n, "child found", "children found");
	for (size_t i = 0; i < l.found.n; i++)
		PUSH(r->a, &m->found, ((find_page_found_person){ l.found.at[i].person.n, l.found.at[i].name, born_words(r, &l.found.at[i].born),
		                                                  age_words(r->a, &l.found.at[i].born, r->read.today), l.found.at[i].why,
		                                                  l.found.at[i].lives_with, l.found.at[i].works_with, l.found.at[i].beware,
		                                                  l.found.at[i].alike }));
	for (size_t i = 0; i < l.pointers.n; i++)
		put_known(r, &l.pointers.at[i], m);
	m->may_open = may_open_in_emergency(r);
	TRY(may_add_person(r, &m->may_add));
	to->title = S("Find a child");
	to->status = l.status;
	find_model(to, m);
	return OK;
}

static err new_person_show(request *r, const view *none, model *to)
{
	new_person_page *m = TAKE(r->a, new_person_page);
	look_up l;
	buf banner = BUF(r->a);
	bool may;
	(void)none;
	TRY(may_add_person(r, &may));
	if (!may) return FAIL(&r->a->trail, E_DENIED);
	if (request_query(r, S("recorded")).n)
		write_notification_banner(&banner, S("It is recorded. You can name this person now in what you record about a child. "
		                                     "To open their own record, somebody has to work with them: ask a manager."), true);
	m->banner = controls_html(&banner);
	TRY(look_for(r, &l));
	m->q = l.q, m->problem = l.problem, m->asked = l.q.n > 0;
	for (size_t i = 0; i < l.pointers.n; i++)
		PUSH(r->a, &m->known, ((new_person_page_known_here){ whom_to_ring(r->a, &l.pointers.at[i]) }));
	for (size_t i = 0; i < l.found.n; i++)
		PUSH(r->a, &m->found, ((new_person_page_same_name){ l.found.at[i].person.n, l.found.at[i].name,
		                                                     born_words(r, &l.found.at[i].born), l.found.at[i].why, l.found.at[i].beware,
		                                                     l.found.at[i].alike }));
	to->title = S("Look first");
	to->status = l.status;
	new_person_model(to, m);
	return OK;
}

const route find_routes[] = {
	{ GET, "/find", .may = MAY_SIGNED_IN, .page = find_show, .purpose = "find" },
	{ GET, "/new-person", .may = MAY_SIGNED_IN, .page = new_person_show, .purpose = "looking before adding a person" },
	{ .path = NULL },
};
