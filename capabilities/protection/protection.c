/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* For the head of a child's page: the child protection plan that the child has. */
#include "read.h"
#include "web/dated.h"

static err plan_panel(request *r, const view *v, html *ret)
{
	protection_plan_list list = { 0 };
	dated_facts facts = { 0 };
	TRY(read_protection_plan(v, r->a, &list));
	for (size_t i = 0; i < list.n; i++) {
		const protection_plan_row *row = &list.at[i];
		if (!dated_holds(v, row->entry, &row->ended)) continue;
		str why = dated_choice(row->entry, "category", &row->category);
		if (why.n == 0) why = dated_choice(row->entry, "first_category", &row->first_category);
		dated_add(v, &facts, row->entry, NULL, why.n ? why : S("Not known because of what"), row->to_change.text);
	}
	*ret = dated_show(r->a, &facts);
	return OK;
}

static const panel_code panels[] = { { "plan", plan_panel } };
const capability_code capability_protection = { .capability = "protection", .panels = panels, .panel_n = 1 };
