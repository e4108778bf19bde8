/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "access/rights.h"

/* Reading alone: what was written is seen in the record itself, and that something was written which is kept from the viewer
 * is not said. Nor is the number of a record so kept. */
static void add(const view *v, look l, looked_list *list)
{
	if (l.outcome == LOOK_WROTE) return;
	if (l.record.n && view_hides(v, (seq){ 0 }, l.record)) l.record = (record_id){ 0 };
	bool named = l.text.n && l.outcome != LOOK_FOUND; /* where it was a look-up, the text is what was looked for */
	str name = l.worker.n ? access_name(v, l.worker) : named ? l.text : S("somebody at the command line");
	PUSH(v->r->a, list, ((looked){ .look = l, .who = name }));
}

err access_who_looked(const view *v, looked_list *ret)
{
	record_list same;
	look_list looks;
	looked_list list = { 0 };
	arena *a = v->r->a;
	CHECK(v->proof && v->child.n);
	instant until = v->r->then ? v->r->then->now : LOOKS_UNTIL_NOW;
	if (v->r->then) same = v->same;
	else TRY(project_same_person(v->r->db, a, v->child, PROJECT_NOW, &same));
	err e = readlog_about(v->r->area, a, same.at, same.n, until, WHO_LOOKED_MOST, &looks);
	v->r->log_unread = e != OK;
	TRY(e);
	for (size_t i = 0; i < looks.n; i++) add(v, looks.at[i], &list);
	*ret = list;
	return OK;
}
