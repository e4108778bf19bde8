/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Keeping what stands in a form, and throwing it away. */
#include "web/dispatch_inside.h"
#include "web/drafting.h"
#include "web/pages.h"
#include "web/pages/draft_kept.h"
#include "web/wording.h"

/* Script is told when it was kept and under which entry; a browser without it is led back to the form, which says so. */
static err keep_take(request *r, const view *none, model *m)
{
	draft d;
	draft_kept_page *said = TAKE(r->a, draft_kept_page);
	(void)none;
	err e = drafting_keep(r, &d);
	bool recorded = e == E_CONFLICT;
	if (!recorded) TRY(e);
	*said = (draft_kept_page){ .recorded = recorded, .address = URL("/") };
	if (!recorded) {
		buf id = BUF(r->a);
		uuid_write(&id, d.entry);
		said->entry = buf_view(&id);
		said->at = d.at.ms;
		said->kept = instant_words(r->a, area_zone(r->read.area), d.at);
		said->address = drafting_address(r->a, &d);
	}
	m->title = S("Kept as a draft");
	draft_kept_model(m, said);
	if (!answer_wants_json(r->http, &r->query)) m->redirect = said->address.text;
	return OK;
}

static err drop_take(request *r, const view *none, model *m)
{
	uuid of;
	(void)none;
	if (!uuid_read(request_form(r, S("form-entry")), &of)) return FAIL(&r->a->trail, E_INVALID);
	TRY(draft_drop(&r->read, of));
	m->redirect = S("/?dropped=yes");
	return OK;
}

const route draft_routes[] = {
	{ POST, "/draft", .may = MAY_SIGNED_IN, .form = keep_take },
	{ POST, "/draft/drop", .may = MAY_SIGNED_IN, .form = drop_take },
	{ .path = NULL },
};
