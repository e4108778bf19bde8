/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* At the foot of what one has just recorded: taking it back. */
#include "access/take_back.h"
#include "capabilities/undo/pages/take_back.h"
#include "web/page.h"

static str why_not(take_back why)
{
	switch (why) {
	case TAKE_BACK_MAY: return STR_NONE;
	case TAKE_BACK_NOT_HERE: return S("What is recorded here is corrected, not taken back.");
	case TAKE_BACK_NOT_OWN: return S("Only whoever recorded it can take it back.");
	case TAKE_BACK_CORRECTED: return S("More was written here since: correct what stands there.");
	case TAKE_BACK_OLD: return S("It was recorded over a day ago: correct what stands there.");
	case TAKE_BACK_NOT_LAST: return S("You have recorded something since: only the last can be taken back. Correct what stands there.");
	case TAKE_BACK_READ: return S("Somebody else has opened the child’s record since, and may have read it: correct what stands there.");
	}
	return STR_NONE;
}

static str new_entry(const request *r)
{
	buf b = BUF(r->a);
	uuid_write(&b, uuid_make(r->read.now));
	return buf_view(&b);
}

/* On the page of a record: nothing where it may not be, unless it was tried. */
static err take_back_panel(request *r, const view *v, html *ret)
{
	record_id id;
	record one;
	take_back may;
	take_back_page m = { .csrf = r->session.csrf, .entry = new_entry(r), .seen = request_query(r, S("seen")).n > 0 };
	*ret = HTML("");
	if (!param_record(r->params[0], &id) || !v->child.n) return OK;
	m.record = id.n;
	TRY(access_taken_back(v, id, &m.taken));
	TRY(access_record(v, id, &one));
	TRY(access_take_back_may(v, &one, &may));
	if (request_query(r, S("tried")).n) m.why_not = why_not(may);
	if (m.taken || may == TAKE_BACK_MAY || m.why_not.n) *ret = take_back_as_html(r->a, &m);
	return OK;
}

static err take_back_form(request *r, const view *v, model *m)
{
	record_id id;
	record one;
	take_back may;
	bool seen;
	if (!param_record(r->params[0], &id)) return FAIL(&r->a->trail, E_NOT_FOUND);
	TRY(access_record(v, id, &one));
	TRY(access_take_back(v, &one, request_entry(r), &may, &seen));
	const char *said = may != TAKE_BACK_MAY ? "?tried=yes#take-back" : seen ? "?seen=yes#taken-back" : "#taken-back";
	m->redirect = url_number(r->a, "/record/", id.n, said).text;
	return OK;
}

static const route routes[] = {
	{ POST, "/record/:record/take-back", .may = MAY_READ_RECORD, .form = take_back_form, .purpose = "taking back what was just recorded" },
};
static const panel_code panels[] = { { "take_back", take_back_panel } };
const capability_code capability_undo = {
	.capability = "undo", .routes = routes, .route_n = sizeof routes / sizeof *routes, .panels = panels, .panel_n = 1,
};
