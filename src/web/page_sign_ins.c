/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* My own sessions; for administrators, everybody's sign-ins. */
#include "web/around.h"
#include "web/controls.h"
#include "web/pages.h"
#include "web/pages/sign_ins.h"
#include "web/parts.h"
#include "web/typed.h"
#include "web/wording.h"

static const role all_roles[] = { ROLE_PRACTITIONER, ROLE_MANAGER, ROLE_PARTNER, ROLE_DESK, ROLE_BOARD, ROLE_CHILD, ROLE_FAMILY,
	                          ROLE_ADMINISTRATOR };
enum { ROLE_COUNT = sizeof all_roles / sizeof *all_roles };

static str roles_words(arena *a, role_set roles)
{
	buf b = BUF(a);
	for (size_t i = 0; i < ROLE_COUNT; i++) {
		if (!(roles & all_roles[i])) continue;
		if (b.n) buf_lit(&b, ", ");
		buf_str(&b, role_label(all_roles[i]));
	}
	return buf_view(&b);
}

static err put_sessions(request *r, sign_ins_page *m)
{
	session_rows list = { 0 };
	const zone *z = area_zone(r->read.area);
	TRY(session_list(r->read.area, r->read.db, r->a, r->read.who->sign_in, &list));
	for (size_t i = 0; i < list.n; i++)
		PUSH(r->a, &m->sessions, ((sign_ins_page_own_session){ list.at[i].begun, instant_words(r->a, z, list.at[i].begun),
		                                                        instant_words(r->a, z, list.at[i].used),
		                                                        list.at[i].id == r->session.id }));
	return OK;
}

static err put_people(request *r, sign_ins_page *m)
{
	sign_in_rows list = { 0 };
	view v = access_open_none(&r->read);
	TRY(sign_in_list(r->read.db, r->a, &list));
	for (size_t i = 0; i < list.n; i++)
		PUSH(r->a, &m->people, ((sign_ins_page_sign_in_person){
				list.at[i].name, roles_words(r->a, list.at[i].roles),
				list.at[i].worker.n ? access_name(&v, list.at[i].worker) : STR_NONE,
				instant_day_words(r->a, area_zone(r->read.area), list.at[i].made), list.at[i].id,
				list.at[i].first_phrase && !area_is_demonstration(r->read.area), list.at[i].id == r->read.who->sign_in }));
	return OK;
}

/* ---- adding */

static void write_roles(request *r, buf *b)
{
	control_item items[ROLE_COUNT];
	size_t n = 0;
	for (size_t i = 0; i < ROLE_COUNT; i++)
		if (!(all_roles[i] & (ROLE_CHILD | ROLE_FAMILY))) /* there are no pages for them yet */
			items[n++] = (control_item){ .value = role_name(all_roles[i]), .text = role_label(all_roles[i]),
				                     .chosen = typed_has(&r->form, S("role"), STR_NONE, role_name(all_roles[i])) };
	write_checkboxes(b, &(control){ .name = S("role"), .label = { .text = S("Roles") }, .items = items, .item_n = n, .classes = S("govuk-checkboxes--small"),
	                                .hint = S("Somebody who looks after sign-ins cannot open any child’s record.") });
}

static err write_workers(request *r, buf *b)
{
	named_records list = { 0 };
	view v = access_open_none(&r->read);
	const kind *k = practice_kind(r->read.practice, S("worker"));
	if (k) TRY(records_to_choose(r, &v, k, &list));
	control_item *items = TAKE_N(r->a, control_item, list.n + 1);
	items[0] = (control_item){ .text = S("") };
	for (size_t i = 0; i < list.n; i++) {
		buf number = BUF(r->a);
		buf_int(&number, list.at[i].record.n);
		items[i + 1] = (control_item){ .value = buf_view(&number), .text = list.at[i].name,
			                       .chosen = typed_has(&r->form, S("worker"), STR_NONE, buf_view(&number)) };
	}
	write_select(b, &(control){ .name = S("worker"), .label = { .text = S("Worker") }, .items = items, .item_n = list.n + 1,
	                            .hint = S("Leave it empty for somebody who only looks after sign-ins.") });
	return OK;
}

static err put_form(request *r, str why, sign_ins_page *m)
{
	buf b = BUF(r->a), summary = BUF(r->a);
	write_input(&b, &(control){ .name = S("name"), .label = { .text = S("Name to sign in with") }, .error = why,
	                            .value = request_form(r, S("name")), .autocomplete = S("off"), .spelling = SPELLCHECK_OFF,
	                            .classes = S("govuk-input--width-20") });
	write_roles(r, &b);
	TRY(write_workers(r, &b));
	write_password(&b, &(control){ .name = S("pass-phrase"), .label = { .text = S("First pass phrase") },
	                               .hint = S("At least 12 letters. Four words that do not belong together are good."),
	                               .autocomplete = S("new-password"), .classes = S("govuk-input--width-20") });
	if (why.n) write_error_summary(&summary, STR_NONE, STR_NONE, &(error_link){ why, S("#name") }, 1);
	m->add_html = controls_html(&b);
	m->summary = controls_html(&summary);
	return OK;
}

/* What a form came to: why it was not taken, or whose pass phrase was set anew and to what. */
typedef struct {
	str why, reset_name, reset_phrase;
} outcome;

static err show_outcome(request *r, const outcome *o, model *to)
{
	str why = o->why;
	sign_ins_page *m = TAKE(r->a, sign_ins_page);
	buf banner = BUF(r->a);
	*m = (sign_ins_page){ .csrf = r->session.csrf, .me = r->read.who->name,
		              .reset_name = o->reset_name, .reset_phrase = o->reset_phrase,
		              .may_manage = (r->read.who->roles & ROLE_ADMINISTRATOR) != 0, .invented = area_is_demonstration(r->read.area) };
	if (request_query(r, S("added")).n) write_notification_banner(&banner, S("Added. They can sign in now."), true);
	if (request_query(r, S("ended")).n) write_notification_banner(&banner, S("Ended. Nobody can sign in with it any more."), true);
	m->banner = controls_html(&banner);
	TRY(put_sessions(r, m));
	if (m->may_manage) TRY(put_people(r, m));
	if (m->may_manage) TRY(put_form(r, why, m));
	to->title = S("Where you are signed in");
	to->status = why.n ? 422 : 0;
	sign_ins_model(to, m);
	return OK;
}

static err show(request *r, str why, model *to)
{
	return show_outcome(r, &(outcome){ .why = why }, to);
}

static err sign_ins_show(request *r, const view *none, model *to)
{
	(void)none;
	return show(r, STR_NONE, to);
}

static err sign_out_everywhere(request *r, const view *none, model *to)
{
	http_header *cookie = TAKE(r->a, http_header);
	(void)none;
	TRY(session_end_everywhere(r->read.area, r->a, r->read.who->sign_in));
	*cookie = session_cookie(r->a, area_settings(r->read.area), STR_NONE);
	to->headers = cookie;
	to->header_n = 1;
	to->redirect = S("/sign-in");
	return OK;
}

static err add(request *r, const view *none, model *to)
{
	role_set roles = 0;
	record_id worker = { 0 };
	str why = STR_NONE;
	(void)none;
	for (size_t i = 0; i < r->form.n; i++) {
		role one;
		if (str_eq(r->form.at[i].name, S("role")) && role_of(r->form.at[i].text, &one)) roles |= one;
	}
	if (!param_record(request_form(r, S("worker")), &worker)) worker = (record_id){ 0 };
	if (roles == 0) return show(r, S("Choose at least one role."), to);
	if ((roles & ROLE_ADMINISTRATOR) == 0 && worker.n == 0) return show(r, S("Choose the worker that this person is."), to);
	err e = sign_in_add(r->read.area, r->a, str_trim(request_form(r, S("name"))), roles, worker,
	                    request_form(r, S("pass-phrase")), &why);
	if (e == E_CONFLICT) why = S("There is a sign-in of this name already. Choose another name.");
	if (e == E_NOT_FOUND) why = S("This worker is not there any more. Choose again.");
	if (e == E_INVALID || e == E_CONFLICT || e == E_NOT_FOUND) return show(r, why, to);
	TRY(e);
	to->redirect = S("/sign-ins?added=yes");
	return OK;
}

static err leave_for_good(request *r, const view *none, model *to)
{
	int64_t id;
	(void)none;
	if (!str_to_int(request_form(r, S("sign-in")), &id)) return FAIL(&r->a->trail, E_NOT_FOUND);
	if (id == r->read.who->sign_in) return show(r, S("Somebody else has to end your own sign-in."), to);
	TRY(sign_in_end(r->read.area, r->a, id, r->read.now));
	to->redirect = S("/sign-ins?ended=yes");
	return OK;
}

static err name_of(request *r, int64_t id, str *ret)
{
	sign_in_rows list = { 0 };
	TRY(sign_in_list(r->read.db, r->a, &list));
	for (size_t i = 0; i < list.n; i++) {
		if (list.at[i].id != id) continue;
		*ret = list.at[i].name;
		return OK;
	}
	return FAIL(&r->a->trail, E_NOT_FOUND);
}

/* Answered with the page itself: the pass phrase is kept nowhere that a next page could read it from. */
static err forgotten(request *r, const view *none, model *to)
{
	int64_t id;
	outcome o = { 0 };
	(void)none;
	if (!str_to_int(request_form(r, S("sign-in")), &id)) return FAIL(&r->a->trail, E_NOT_FOUND);
	if (id == r->read.who->sign_in) return show(r, S("Change your own pass phrase instead: you know the one you have."), to);
	TRY(name_of(r, id, &o.reset_name));
	TRY(sign_in_reset(r->read.area, r->a, id, r->read.now, &o.reset_phrase));
	return show_outcome(r, &o, to);
}

const route sign_ins_routes[] = {
	{ GET, "/sign-ins", .may = MAY_SIGNED_IN, .page = sign_ins_show },
	{ POST, "/sign-ins/end", .may = MAY_SIGNED_IN, .form = sign_out_everywhere },
	{ POST, "/sign-ins/close", .may = MAY_MANAGE_SIGN_INS, .form = leave_for_good },
	{ POST, "/sign-ins/reset", .may = MAY_MANAGE_SIGN_INS, .form = forgotten, .slow = true },
	{ POST, "/sign-ins/add", .may = MAY_MANAGE_SIGN_INS, .form = add, .slow = true },
	{ .path = NULL },
};
