/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* For the head of a child's page: the child in need plan that the child has. */
#include "read.h"
#include "web/dated.h"

static err plan_panel(request *r, const view *v, html *ret)
{
	child_in_need_plan_list list = { 0 };
	dated_facts facts = { 0 };
	TRY(read_child_in_need_plan(v, r->a, &list));
	for (size_t i = 0; i < list.n; i++) {
		const child_in_need_plan_row *row = &list.at[i];
		if (!dated_holds(v, row->entry, &row->ended)) continue;
		dated_add(v, &facts, row->entry, NULL, S("There is a plan"), row->to_change.text);
	}
	*ret = dated_show(r->a, &facts);
	return OK;
}

static const panel_code panels[] = { { "plan", plan_panel } };
const capability_code capability_plan = { .capability = "plan", .panels = panels, .panel_n = 1 };
