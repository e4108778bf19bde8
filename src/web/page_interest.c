/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* «I am related to this child, or know the family»: said by anybody of themselves, and by managers of any worker. It holds
 * from the next page on. */
#include "web/pages.h"
#include "web/pages/interest.h"
#include "web/recording.h"

static bool of_others(const request *r)
{
	return (r->read.who->roles & ROLE_MANAGER) != 0;
}

static err saying(request *r, view *v, recording *ret)
{
	record_id child;
	str name;
	if (!param_record(r->params[0], &child)) return FAIL(&r->a->trail, E_NOT_FOUND);
	TRY(access_interest(&r->read, child, v, &name));
	*ret = (recording){
		.kind = practice_kind(r->read.practice, S("interest")), .view = v, .child = child,
		.happens_on = "", /* it is so; it did not happen on a day */
		.action = url_number(r->a, "/child/", child.n, "/interest"), .back = URL("/"),
		.back_words = S("Back to the children you work with"), .button = S("Record it"),
		.caption = name.n ? name : S("The child whose record this is"),
		.label = of_others(r) ? S("Who is related to this child, or knows the family")
		                      : S("I am related to this child, or know the family"),
	};
	if (!of_others(r)) PUSH(r->a, &ret->given, ((entry_link){ S("worker"), r->read.who->worker }));
	return OK;
}

static err interest_form(request *r, const view *none, model *m)
{
	view v;
	recording what;
	(void)none;
	TRY(saying(r, &v, &what));
	if (!request_query(r, S("recorded")).n) return recording_form(r, &what, m);
	interest_page *done = TAKE(r->a, interest_page);
	*done = (interest_page){ .child = what.child.n };
	m->title = S("It is recorded");
	interest_model(m, done);
	return OK;
}

/* The form is taken as said about oneself, whatever it names: nobody but a manager closes a record to somebody else. */
static void about_oneself(request *r)
{
	form_parts kept = { 0 };
	buf self = BUF(r->a);
	buf_int(&self, r->read.who->worker.n);
	for (size_t i = 0; i < r->form.n; i++)
		if (!str_eq(r->form.at[i].name, S("about-worker"))) PUSH(r->a, &kept, r->form.at[i]);
	PUSH(r->a, &kept, ((form_part){ .name = S("about-worker"), .text = buf_view(&self) }));
	r->form = kept;
}

static err interest_take(request *r, const view *none, model *m)
{
	view v;
	recording what;
	seq kept;
	bool forked;
	(void)none;
	TRY(saying(r, &v, &what));
	if (!of_others(r)) about_oneself(r);
	TRY(recording_take(r, &what, m, &kept, &forked));
	if (kept.n) m->redirect = url_number(r->a, "/child/", what.child.n, "/interest?recorded=yes").text;
	return OK;
}

const route interest_routes[] = {
	{ GET, "/child/:child/interest", .may = MAY_SIGNED_IN, .page = interest_form, .purpose = "saying who is related to the child" },
	{ POST, "/child/:child/interest", .may = MAY_SIGNED_IN, .form = interest_take, .purpose = "saying who is related to the child" },
	{ .path = NULL },
};
