/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/pages.h"
#include "web/pages/about.h"
#include "web/pages/blank.h"

#ifndef WAYMARK_VERSION
#define WAYMARK_VERSION "0.1"
#endif

static err about_show(request *r, const view *none, model *to)
{
	about_page *m = TAKE(r->a, about_page);
	const settings *s = area_settings(r->read.area);
	(void)none;
	*m = (about_page){ .area = s->area_name, .demonstration = area_is_demonstration(r->read.area), .desk = s->desk_telephone,
		           .version = S(WAYMARK_VERSION), .source_words = S("the source of this program") };
	if (!url_outside(s->source_url, &m->source)) m->source = asset_url("waymark-source.tgz"); /* what this program was made from */
	to->title = S("About Waymark");
	about_model(to, m);
	return OK;
}

/* A page about nothing, for whoever covers the screen in a browser without script. */
static err blank_show(request *r, const view *none, model *to)
{
	blank_page *m = TAKE(r->a, blank_page);
	(void)none;
	m->style = asset_url("style.css");
	to->title = S("Notes");
	to->bare = true;
	blank_model(to, m);
	return OK;
}

const route about_routes[] = {
	{ GET, "/about", .may = MAY_ANYONE, .page = about_show },
	{ GET, "/blank", .may = MAY_ANYONE, .page = blank_show },
	{ .path = NULL },
};
