/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The child's own story: first of all for whoever is new, and on one page for paper. */
#include "capabilities/pocket_story/pages/pocket_story.h"
#include "capabilities/pocket_story/pages/story_first.h"
#include "read.h"
#include "web/page.h"
#include "web/wording.h"

enum { NEW_DAYS = 28 };

typedef struct {
	record told;
	bool there, kept;
} own_story;

/* The newest that the viewer may read. */
static err find_story(const view *v, own_story *ret)
{
	const kind *k = practice_kind(v->r->practice, S("pocket_story"));
	records list = { 0 };
	record_list kept;
	*ret = (own_story){ 0 };
	if (k) TRY(access_records(v, k, 1, &list));
	if (list.n == 0) return OK;
	TRY(access_kept(v, &kept));
	ret->told = list.at[0];
	ret->there = true;
	ret->kept = records_hold(&kept, ret->told.record);
	return OK;
}

static bool is_part(const view *v, const record *told, const field *f)
{
	return f->type == FIELD_TEXT && str_trim(value_words(v, f, &told->values.at[f->at])).n > 0;
}

static err is_new_here(const view *v, bool *ret)
{
	works_with_list work = { 0 };
	*ret = false;
	TRY(read_works_with(v, v->r->a, &work));
	for (size_t i = 0; i < work.n; i++) {
		const works_with_row *w = &work.at[i];
		bool mine = w->worker.n && w->worker.at[0].n == v->r->who->worker.n;
		*ret |= mine && w->from.is == VALUE_KNOWN && w->from.on.on.n > v->r->today.n - NEW_DAYS;
	}
	return OK;
}

static err story_panel(request *r, const view *v, html *ret)
{
	own_story is;
	bool new_here;
	*ret = HTML("");
	TRY(find_story(v, &is));
	if (!is.there) return OK;
	TRY(is_new_here(v, &new_here));
	story_first_page m = { .child = v->child.n, .name = access_name(v, v->child), .kept = is.kept, .from = joined_words(v, &is.told, STR_NONE) };
	for (size_t i = 0; i < is.told.kind->field_n && new_here && !is.kept; i++) {
		const field *f = &is.told.kind->fields[i];
		if (is_part(v, &is.told, f)) PUSH(r->a, &m.parts, ((story_first_page_part){ f->label, value_words(v, f, &is.told.values.at[i]) }));
	}
	*ret = story_first_as_html(r->a, &m);
	return OK;
}

static err story_show(request *r, const view *v, model *to)
{
	own_story is;
	pocket_story_page *m = TAKE(r->a, pocket_story_page);
	TRY(find_story(v, &is));
	*m = (pocket_story_page){ .child = v->child.n, .name = access_name(v, v->child), .kept = is.kept };
	if (is.there) m->record = is.told.record.n;
	if (is.there) m->from = joined_words(v, &is.told, STR_NONE);
	for (size_t i = 0; is.there && i < is.told.kind->field_n; i++) {
		const field *f = &is.told.kind->fields[i];
		if (is_part(v, &is.told, f)) PUSH(r->a, &m->parts, ((pocket_story_page_part){ f->label, value_words(v, f, &is.told.values.at[i]) }));
	}
	to->title = S("My pocket story");
	pocket_story_model(to, m);
	return OK;
}

static const route routes[] = {
	{ GET, "/child/:child/pocket-story", .may = MAY_READ_CHILD, .page = story_show, .paper = true, .for_child = true,
	  .then = true, .purpose = "the child’s pocket story",
	  .leaves = { LEAVES_TO_CHILD, "Written with the child, so that it is told once; what it does not want told is not printed." } },
};
static const panel_code panels[] = { { "pocket_story", story_panel } };
const capability_code capability_pocket_story = {
	.capability = "pocket_story", .routes = routes, .route_n = sizeof routes / sizeof *routes, .panels = panels, .panel_n = 1,
};
