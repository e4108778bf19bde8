/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/controls.h"
#include "web/pages.h"
#include "web/pages/sign_in.h"
#include "web/parts.h"

static void put_controls(arena *a, sign_in_page *m)
{
	buf name = BUF(a), phrase = BUF(a), summary = BUF(a);
	write_input(&name, &(control){ .name = S("name"), .label = { .text = S("Name") }, .value = m->name, .error = m->problem,
	                               .autocomplete = S("username"), .autocapitalize = S("none"), .spelling = SPELLCHECK_OFF,
	                               .classes = S("govuk-input--width-20") });
	write_password(&phrase, &(control){ .name = S("pass-phrase"), .label = { .text = S("Pass phrase") },
	                                    .classes = S("govuk-input--width-20") });
	if (m->problem.n) write_error_summary(&summary, STR_NONE, STR_NONE, &(error_link){ m->problem, S("#name") }, 1);
	m->name_html = controls_html(&name);
	m->phrase_html = controls_html(&phrase);
	m->summary = controls_html(&summary);
}

static err show(request *r, str name, str wanted, str problem_words, int status, model *to)
{
	sign_in_page *m = TAKE(r->a, sign_in_page);
	*m = (sign_in_page){ .csrf = r->session.csrf, .area = area_settings(r->read.area)->area_name, .problem = problem_words,
		             .name = name, .to = wanted };
	put_controls(r->a, m);
	buf banner = BUF(r->a);
	if (request_query(r, S("changed")).n) write_notification_banner(&banner, S("Your pass phrase is changed. Sign in with the new one."), true);
	if (request_query(r, S("kept")).n)
		write_notification_banner(&banner, S("Your session had ended. What you sent is kept as a draft that only you can read. Sign in, and it stands in its form again."), false);
	m->banner = controls_html(&banner);
	to->title = S("Sign in");
	to->status = status;
	sign_in_model(to, m);
	return OK;
}

static err form(request *r, const view *none, model *to)
{
	(void)none;
	return show(r, STR_NONE, request_query(r, S("to")), STR_NONE, 0, to);
}

static void give_session(request *r, str token, model *to)
{
	http_header *cookie = TAKE(r->a, http_header);
	*cookie = session_cookie(r->a, area_settings(r->read.area), token);
	to->headers = cookie;
	to->header_n = 1;
}

static err take(request *r, const view *none, model *to)
{
	str name = str_trim(request_form(r, S("name"))), wanted = request_form(r, S("to")), token;
	url u;
	(void)none;
	err e = sign_in(r->read.area, r->a, name, request_form(r, S("pass-phrase")), r->read.now, &token);
	if (e == E_DENIED || e == E_INVALID || e == E_LIMIT)
		return show(r, name, wanted, S("The name and the pass phrase do not go together. Check both and try again."), 422, to);
	if (e == E_BUSY)
		return show(r, name, wanted, S("Too many tries in a short time. Wait a few minutes, then try again."), 429, to);
	TRY(e);
	/* The browser forgets its old session here: nobody else who has it goes on with it. */
	if (r->session_token.n) TRY(session_end(r->read.area, r->a, r->session_token));
	give_session(r, token, to);
	to->redirect = wanted.n && url_local(wanted, &u) ? u.text : S("/");
	return OK;
}

static err leave(request *r, const view *none, model *to)
{
	(void)none;
	TRY(session_end(r->read.area, r->a, r->session_token));
	give_session(r, STR_NONE, to);
	to->redirect = S("/sign-in");
	return OK;
}

const route sign_in_routes[] = {
	{ GET, "/sign-in", .may = MAY_ANYONE, .page = form },
	{ POST, "/sign-in", .may = MAY_ANYONE, .form = take, .slow = true },
	{ POST, "/sign-out", .may = MAY_SIGNED_IN, .form = leave, .at_first = true },
	{ .path = NULL },
};
