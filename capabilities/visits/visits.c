/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The page for a visit: what a worker may have open at a doorstep, where others look on. What is kept from somebody, what is
 * said of others, dangers, addresses and the story stay on the child's page. */
#include "capabilities/visits/pages/said_next.h"
#include "capabilities/visits/pages/visit.h"
#include "read.h"
#include "web/child_head.h"
#include "web/panels.h"
#include "web/wording.h"

static void put_ways(request *r, const view *v, const char *kind_name, visit_page *m)
{
	kind_list may = { 0 };
	if (access_writable(v, &may) != OK) return;
	for (size_t i = 0; i < may.n; i++)
		if (str_eq(may.at[i]->name, str_of(kind_name)))
			PUSH(r->a, &m->ways, ((visit_page_way){ may.at[i]->label, url_with(r->a, url_number(r->a, "/child/", v->child.n, "/record/"), may.at[i]->name) }));
}

static err visit_show(request *r, const view *v, model *to)
{
	child_head head;
	visit_page *m = TAKE(r->a, visit_page);
	buf title = BUF(r->a);
	TRY(child_head_read(v, &head));
	*m = (visit_page){ .child = v->child.n, .name = head.name, .called = head.called, .age = head.age,
		           .telephone = area_settings(r->read.area)->desk_telephone };
	for (size_t i = 0; i < head.top.n; i++) PUSH(r->a, &m->facts, ((visit_page_known){ head.top.at[i].label, head.top.at[i].value, head.top.at[i].from }));
	put_ways(r, v, "visit", m);
	put_ways(r, v, "voice", m);
	TRY(panels_write(r, v, SLOT_CHILD_DOOR, &m->panels));
	buf_lit(&title, "Visiting ");
	buf_str(&title, m->name);
	to->title = buf_view(&title);
	visit_model(to, m);
	return OK;
}

/* ---- at the door: when somebody saw the child, and what was said to come next */

static bool was_seen(const visit_row *row)
{
	return str_eq(row->seen.text, S("alone")) || str_eq(row->seen.text, S("with_others")) || str_eq(row->seen.text, S("asleep"));
}

static err said_next_panel(request *r, const view *v, html *ret)
{
	visit_list list = { 0 };
	record_list kept;
	said_next_page m = { 0 };
	const zone *z = area_zone(r->read.area);
	TRY(read_visit(v, r->a, &list));
	TRY(access_kept(v, &kept));
	for (size_t i = 0; i < list.n; i++) { /* the newest first */
		const visit_row *row = &list.at[i];
		if (records_hold(&kept, row->entry->record)) continue;
		if (!m.seen.n && was_seen(row)) m.seen = joined_words(v, row->entry, when_words(r->a, z, row->entry->happened));
		if (m.next.n || row->next.is != VALUE_KNOWN) continue;
		m.next = row->next.text;
		m.said = joined_words(v, row->entry, when_words(r->a, z, row->entry->happened));
	}
	*ret = said_next_as_html(r->a, &m);
	return OK;
}

static const route routes[] = {
	{ GET, "/child/:child/visit", .may = MAY_READ_CHILD, .page = visit_show, .paper = true, .then = true, .purpose = "the page for a visit" },
};
static const panel_code panels[] = { { "said_next", said_next_panel } };
const capability_code capability_visits = { .capability = "visits", .routes = routes, .route_n = 1, .panels = panels, .panel_n = 1 };
