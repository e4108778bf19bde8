/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Copies that leave: where their pages are, and the ways there. */
#include "capabilities/release/made_up.h"
#include "capabilities/release/pages.h"
#include "capabilities/release/pages/leaving.h"
#include "capabilities/release/pages/second.h"
#include "web/wording.h"

static err leaving_panel(request *r, const view *v, html *ret)
{
	release_list rows = { 0 };
	leaving_page m = { .child = v->child.n };
	size_t left = 0;
	TRY(read_release(v, r->a, &rows));
	EACH (row, rows) {
		made_up one = { 0 };
		TRY(made_up_state(v, row, &one));
		left += one.state == RELEASE_LEFT;
		m.waits += one.state == RELEASE_OPEN || one.state == RELEASE_ASKED || one.state == RELEASE_SENT_BACK;
	}
	m.left_words = left ? count_words(r->a, left, "copy has left", "copies have left") : S("Nothing has left this record");
	*ret = leaving_as_html(r->a, &m);
	return OK;
}

/* ---- what waits for a second person */

typedef struct {
	request *r;
	second_page m;
} waiting;

static err add_waiting(void *context, const view *v)
{
	waiting *w = context;
	release_list rows = { 0 };
	TRY(read_release(v, w->r->a, &rows));
	EACH (row, rows) {
		made_up one = { 0 };
		TRY(made_up_state(v, row, &one));
		if (one.state != RELEASE_ASKED || release_had_hand(w->r, &one)) continue;
		PUSH(w->r->a, &w->m.waits, ((second_page_waiting_line){ row->entry->record.n, access_name(v, v->child),
		                                                         access_name_of(v, S("worker"), one.asked->entry->author) }));
	}
	return OK;
}

static err waiting_panel(request *r, const view *v, html *ret)
{
	enum { DAYS = 90 };
	waiting w = { .r = r };
	const kind *k = practice_kind(r->read.practice, S("release_asked"));
	(void)v;
	*ret = HTML("");
	if (!k || !(r->read.who->roles & ROLE_MANAGER)) return OK;
	instant since = { r->read.now.ms - (int64_t)DAYS * 24 * 60 * 60 * 1000 };
	TRY(access_find_among_with(&r->read, k, since, add_waiting, &w));
	if (w.m.waits.n) *ret = second_as_html(r->a, &w.m);
	return OK;
}

static const route routes[] = {
	{ GET, "/child/:child/release", .may = MAY_READ_CHILD, .page = release_list_show, .then = true, .purpose = "what has left the record" },
	{ GET, "/child/:child/release/new", .may = MAY_READ_CHILD, .page = release_new_form, .purpose = "making up a copy" },
	{ POST, "/child/:child/release/new", .may = MAY_READ_CHILD, .form = release_new_take, .purpose = "making up a copy" },
	{ GET, "/release/:record", .may = MAY_READ_RECORD, .page = release_show, .purpose = "a copy that is to leave" },
	{ GET, "/release/:record/copy.pdf", .may = MAY_READ_RECORD, .page = release_pdf, .purpose = "a copy that is to leave, on paper",
	  .leaves = { LEAVES_GATE | LEAVES_WORKING, "The copy as it left, byte for byte. Before that, as it would leave: what nobody decided about is not in it." } },
	{ POST, "/release/:record", .may = MAY_READ_RECORD, .form = release_decide, .purpose = "what is done with a copy" },
	{ POST, "/release/:record/second", .may = MAY_READ_RECORD, .form = release_second, .purpose = "a second person looks at a copy" },
};
static const panel_code panels[] = { { "leaving", leaving_panel }, { "waiting", waiting_panel } };
const capability_code capability_release = { .capability = "release", .routes = routes, .route_n = sizeof routes / sizeof *routes,
	                                     .panels = panels, .panel_n = sizeof panels / sizeof *panels };
