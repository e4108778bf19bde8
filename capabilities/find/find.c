/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Opening a record in an emergency: only that of somebody whom one has just found, and with a reason. */
#include "capabilities/find/night.h"
#include "capabilities/find/openings.h"
#include "capabilities/find/pages/emergency.h"
#include "web/controls.h"
#include "web/page.h"

/* E_NOT_FOUND also for whom nobody pointed to: a record is not opened by a number in an address. */
static err person_of(request *r, record_id *ret)
{
	if (!param_record(r->params[0], ret)) return FAIL(&r->a->trail, E_NOT_FOUND);
	err e = access_pointed_to(&r->read, *ret);
	return e == E_NOT_FOUND ? FAIL(&r->a->trail, e) : e;
}

static err show(request *r, record_id person, str wrong, model *to)
{
	emergency_page *m = TAKE(r->a, emergency_page);
	buf entry_id = BUF(r->a), why = BUF(r->a), summary = BUF(r->a);
	uuid_write(&entry_id, request_entry(r));
	if (wrong.n) write_error_summary(&summary, STR_NONE, STR_NONE, &(error_link){ wrong, S("#why") }, 1);
	write_textarea(&why, &(control){ .name = S("why"), .label = { .text = S("Why it cannot wait") }, .error = wrong, .rows = 4,
	                                 .hint = S("What happened, who rang, what has to be decided tonight."),
	                                 .value = request_form(r, S("why")) });
	*m = (emergency_page){ .person = person.n, .csrf = r->session.csrf, .entry = buf_view(&entry_id),
		               .summary = controls_html(&summary), .why = controls_html(&why) };
	to->title = wrong.n ? S("Error: open the record in an emergency") : S("Open the record in an emergency");
	to->status = wrong.n ? 422 : 0;
	emergency_model(to, m);
	return OK;
}

static err emergency_show(request *r, const view *none, model *to)
{
	record_id person;
	(void)none;
	TRY(person_of(r, &person));
	return show(r, person, STR_NONE, to);
}

/* Whoever may open it already, having sent the form twice perhaps, is led to the record. */
static err emergency_take(request *r, const view *none, model *to)
{
	record_id person;
	bool works = false;
	problems wrong = { 0 };
	str why = str_trim(request_form(r, S("why")));
	(void)none;
	if (!param_record(r->params[0], &person)) return FAIL(&r->a->trail, E_NOT_FOUND);
	TRY(access_works_with(&r->read, person, &works));
	if (!works) {
		TRY(person_of(r, &person));
		if (!why.n) return show(r, person, S("Write why it cannot wait."), to);
		err e = access_open_in_emergency(&r->read, person, why, request_entry(r), &wrong);
		if (e == E_INVALID) return show(r, person, wrong.n ? wrong.at[0].message : S("Write it otherwise."), to);
		TRY(e);
	}
	to->redirect = url_number(r->a, "/child/", person.n, "").text;
	return OK;
}

static const route routes[] = {
	{ GET, "/find/:person/emergency", .may = MAY_SIGNED_IN, .page = emergency_show, .purpose = "opening in an emergency" },
	{ POST, "/find/:person/emergency", .may = MAY_SIGNED_IN, .form = emergency_take, .purpose = "opening in an emergency" },
	{ GET, "/c/find", .may = MAY_SIGNED_IN, .page = openings_show, .purpose = "openings in an emergency" },
	{ GET, "/find/opening/:opening", .may = MAY_SIGNED_IN, .page = opening_show, .purpose = "openings in an emergency" },
	{ POST, "/find/opening/:opening", .may = MAY_SIGNED_IN, .form = opening_take, .purpose = "openings in an emergency" },
};
static const panel_code panels[] = { { "nights", nights_panel }, { "night", night_panel } };
const capability_code capability_find = {
	.capability = "find", .routes = routes, .route_n = sizeof routes / sizeof *routes, .panels = panels,
	.panel_n = sizeof panels / sizeof *panels,
};
