/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The child in need plan that the child has: for the head of the child's page, and for a copy that may leave. */
#include "read.h"
#include "web/copy.h"
#include "web/dated.h"
#include "web/wording.h"

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

static void say(copy *to, const record *said, const typed_text *words, const char *field_name)
{
	const field *f = kind_field(said->kind, str_of(field_name));
	if (!f || words->is != VALUE_KNOWN) return;
	copy_say(to, PAPER_SUBHEADING, f->label, (record_id){ 0 });
	copy_say(to, PAPER_TEXT, words->text, said->record);
}

static err plan_part(request *r, const view *v, copy *to)
{
	child_in_need_plan_list list = { 0 };
	record_list kept;
	size_t before = to->blocks.n;
	TRY(read_child_in_need_plan(v, r->a, &list));
	TRY(access_kept(v, &kept));
	EACH (row, list) {
		if (records_hold(&kept, row->entry->record) || !dated_holds(v, row->entry, &row->ended)) continue;
		buf head = BUF(r->a);
		buf_lit(&head, "Child in need plan since ");
		buf_str(&head, joined_words(v, row->entry, when_words(r->a, area_zone(r->read.area), row->entry->happened)));
		copy_say(to, PAPER_TEXT, buf_view(&head), row->entry->record);
		say(to, row->entry, &row->to_change, "to_change");
		say(to, row->entry, &row->how, "how");
		say(to, row->entry, &row->family_part, "family_part");
		say(to, row->entry, &row->child_knows, "child_knows");
	}
	if (to->blocks.n == before) copy_say(to, PAPER_TEXT, S("There is no plan in the record today."), (record_id){ 0 });
	return OK;
}

static const copy_part_code parts[] = { { "plan", plan_part } };
static const panel_code panels[] = { { "plan", plan_panel } };
const capability_code capability_plan = { .capability = "plan", .panels = panels, .panel_n = 1, .parts = parts, .part_n = 1 };
