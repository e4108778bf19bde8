/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* For the head of a child's page: who has parental responsibility, orders, and who must not be told what. */
#include "read.h"
#include "web/dated.h"

static str holders(const view *v, const responsibility_row *row)
{
	buf b = BUF(v->r->a);
	buf_str(&b, dated_names(v, &row->holder));
	if (row->named.is == VALUE_KNOWN) {
		if (b.n) buf_lit(&b, ", ");
		buf_str(&b, row->named.text);
	}
	return b.n ? buf_view(&b) : S("Somebody whose name is not known");
}

static err responsibility_panel(request *r, const view *v, html *ret)
{
	responsibility_list list = { 0 };
	dated_facts facts = { 0 };
	TRY(read_responsibility(v, r->a, &list));
	for (size_t i = 0; i < list.n; i++) {
		const responsibility_row *row = &list.at[i];
		buf by = BUF(r->a);
		if (!dated_holds(v, row->entry, &row->until)) continue;
		buf_lit(&by, "By: ");
		buf_str(&by, row->by.is == VALUE_KNOWN ? dated_choice(row->entry, "by", &row->by) : S("not known"));
		buf_char(&by, '.');
		if (row->limits.is == VALUE_KNOWN) {
			buf_char(&by, ' ');
			buf_str(&by, row->limits.text);
		}
		dated_add(v, &facts, row->entry, &row->until, holders(v, row), buf_view(&by));
	}
	*ret = dated_show(r->a, &facts);
	return OK;
}

static err orders_panel(request *r, const view *v, html *ret)
{
	court_order_list list = { 0 };
	dated_facts facts = { 0 };
	TRY(read_court_order(v, r->a, &list));
	for (size_t i = 0; i < list.n; i++) {
		const court_order_row *row = &list.at[i];
		str what = dated_choice(row->entry, "order", &row->order);
		if (!dated_holds(v, row->entry, &row->until)) continue;
		dated_add(v, &facts, row->entry, &row->until, what.n ? what : S("An order; not known which"), row->says.text);
	}
	*ret = dated_show(r->a, &facts);
	return OK;
}

static err not_to_tell_panel(request *r, const view *v, html *ret)
{
	not_to_tell_list list = { 0 };
	dated_facts facts = { 0 };
	TRY(read_not_to_tell(v, r->a, &list));
	for (size_t i = 0; i < list.n; i++) {
		const not_to_tell_row *row = &list.at[i];
		buf whom = BUF(r->a);
		if (!dated_holds(v, row->entry, &row->until)) continue;
		buf_str(&whom, dated_names(v, &row->person));
		buf_lit(&whom, " must not be told: ");
		buf_str(&whom, row->what.is == VALUE_KNOWN ? row->what.text : S("not known what"));
		dated_add(v, &facts, row->entry, &row->until, buf_view(&whom), row->why.text);
	}
	*ret = dated_show(r->a, &facts);
	return OK;
}

static const panel_code panels[] = { { "responsibility", responsibility_panel }, { "orders", orders_panel },
	                             { "not_to_tell", not_to_tell_panel } };
const capability_code capability_law = { .capability = "law", .panels = panels, .panel_n = 3 };
