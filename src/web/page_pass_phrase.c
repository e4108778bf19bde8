/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A pass phrase that nobody else knows, in the place of the first one. */
#include "web/controls.h"
#include "web/pages.h"
#include "web/pages/pass_phrase.h"

static void put_phrase(buf *b, str name, str label, str hint, str autocomplete, str why)
{
	write_password(b, &(control){ .name = name, .label = { .text = label }, .hint = hint, .autocomplete = autocomplete, .error = why,
	                              .classes = S("govuk-input--width-20") });
}

static err show(request *r, str old_wrong, str new_wrong, model *to)
{
	pass_phrase_page *m = TAKE(r->a, pass_phrase_page);
	buf b = BUF(r->a), summary = BUF(r->a);
	bool wrong = old_wrong.n || new_wrong.n;
	error_link link = old_wrong.n ? (error_link){ old_wrong, S("#old") } : (error_link){ new_wrong, S("#new") };
	put_phrase(&b, S("old"), S("The one you have now"), STR_NONE, S("current-password"), old_wrong);
	put_phrase(&b, S("new"), S("The new one"), S("At least 12 letters. Four words that do not belong together are good."),
	           S("new-password"), new_wrong);
	if (wrong) write_error_summary(&summary, STR_NONE, STR_NONE, &link, 1);
	*m = (pass_phrase_page){ .csrf = r->session.csrf, .first = r->session.first_phrase, .fields = controls_html(&b), .summary = controls_html(&summary) };
	m->title = m->first ? S("Choose a pass phrase of your own") : S("Change your pass phrase");
	buf title = BUF(r->a);
	if (wrong) buf_lit(&title, "Error: ");
	buf_str(&title, m->title);
	to->title = buf_view(&title);
	to->status = wrong ? 422 : 0;
	pass_phrase_model(to, m);
	return OK;
}

static err pass_phrase_show(request *r, const view *none, model *to)
{
	(void)none;
	return show(r, STR_NONE, STR_NONE, to);
}

static err pass_phrase_change(request *r, const view *none, model *to)
{
	str why = STR_NONE;
	(void)none;
	err e = sign_in_change(r->read.area, r->a, r->read.who->sign_in, request_form(r, S("old")), request_form(r, S("new")),
	                       r->read.now, &why);
	if (e == E_DENIED) return show(r, S("This is not the pass phrase you have now."), STR_NONE, to);
	if (e == E_INVALID) return show(r, STR_NONE, why, to);
	if (e == E_BUSY) return show(r, S("Too many tries in a short time. Wait a few minutes, then try again."), STR_NONE, to);
	TRY(e);
	to->redirect = S("/sign-in?changed=yes");
	return OK;
}

const route pass_phrase_routes[] = {
	{ GET, "/pass-phrase", .may = MAY_SIGNED_IN, .page = pass_phrase_show, .at_first = true },
	{ POST, "/pass-phrase", .may = MAY_SIGNED_IN, .form = pass_phrase_change, .at_first = true, .slow = true },
	{ .path = NULL },
};
