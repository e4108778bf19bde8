/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/pages.h"
#include "web/pages/who_looked.h"
#include "web/wording.h"

static str did_words(look_outcome o)
{
	switch (o) {
	case LOOK_OPENED: return S("Opened it");
	case LOOK_REFUSED: return S("Tried to open it, and could not");
	case LOOK_FOUND: return S("Saw the name in a list");
	case LOOK_PRINTED: return S("Printed it");
	case LOOK_WROTE: return S("Wrote in it");
	}
	return STR_NONE;
}

static str outcome_code(look_outcome o)
{
	switch (o) {
	case LOOK_OPENED: return S("opened");
	case LOOK_REFUSED: return S("refused");
	case LOOK_FOUND: return S("found");
	case LOOK_PRINTED: return S("printed");
	case LOOK_WROTE: return S("wrote");
	}
	return STR_NONE;
}

static err looked_show(request *r, const view *v, model *to)
{
	who_looked_page *m = TAKE(r->a, who_looked_page);
	looked_list list = { 0 };
	TRY(access_who_looked(v, &list));
	m->child = v->child.n;
	m->name = access_name(v, v->child);
	m->count_words = count_words(r->a, list.n, "look", "looks");
	for (size_t i = 0; i < list.n; i++) {
		const looked *l = &list.at[i];
		PUSH(r->a, &m->looks, ((who_looked_page_look_line){
				.who = l->who.n ? l->who : S("A command at the server"), .did = did_words(l->look.outcome),
				.outcome = outcome_code(l->look.outcome), .at = l->look.at,
				.at_words = instant_words(r->a, area_zone(r->read.area), l->look.at), .why = l->look.purpose,
				.refused = l->look.outcome == LOOK_REFUSED }));
	}
	to->title = S("Who looked at this record");
	who_looked_model(to, m);
	return OK;
}

const route looked_routes[] = {
	{ GET, "/child/:child/who-looked", .may = MAY_READ_CHILD, .page = looked_show, .purpose = "who looked" },
	{ .path = NULL },
};
