/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What has left a child's record: to whom, when, why, by whom; and what has not left yet. */
#include "capabilities/release/made_up.h"
#include "capabilities/release/pages.h"
#include "capabilities/release/pages/releases.h"
#include "web/wording.h"

static str under_words(arena *a, const release_row *row)
{
	const field *f = kind_field(row->entry->kind, S("under"));
	const choice *c = f ? field_choice(f, row->under.text) : NULL;
	buf b = BUF(a);
	if (c) buf_str(&b, c->label);
	if (b.n && row->under_words.text.n) buf_lit(&b, ": ");
	buf_str(&b, row->under_words.text);
	return buf_view(&b);
}

str release_state_words(release_state s)
{
	switch (s) {
	case RELEASE_OPEN: return S("It is being looked through.");
	case RELEASE_ASKED: return S("It waits for a second person.");
	case RELEASE_SENT_BACK: return S("The second person sent it back.");
	case RELEASE_LEFT: return S("It left.");
	case RELEASE_WITHDRAWN: return S("It is not to leave after all.");
	}
	CHECK(false);
}

err release_list_show(request *r, const view *v, model *to)
{
	release_list rows = { 0 };
	releases_page *m = TAKE(r->a, releases_page);
	TRY(read_release(v, r->a, &rows));
	*m = (releases_page){ .child = v->child.n, .name = access_name(v, v->child), .may_make = release_may_make(r) };
	EACH (row, rows) {
		made_up one = { 0 };
		TRY(made_up_state(v, row, &one));
		if (one.state != RELEASE_LEFT) {
			PUSH(r->a, &m->others, ((releases_page_other_line){ row->entry->record.n, row->purpose.text, row->to_name.text, release_state_words(one.state) }));
			continue;
		}
		PUSH(r->a, &m->left, ((releases_page_left_line){
		    .record = row->entry->record.n, .purpose = row->purpose.text, .to_name = row->to_name.text, .under = under_words(r->a, row),
		    .when_words = instant_words(r->a, area_zone(r->read.area), one.said->entry->recorded),
		    .who = author_words(v, row->entry->author, row->entry->agency, STR_NONE),
		    .second = author_words(v, one.said->entry->author, one.said->entry->agency, STR_NONE) }));
	}
	to->title = S("What has left the record");
	releases_model(to, m);
	return OK;
}
