/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who is around a child today, by the child's own records. */
#include "access/rights.h"

static bool known_day(const record *one, str field_name, day *ret)
{
	const value *v = values_get(&one->values, field_name);
	if (!v || v->is != VALUE_KNOWN) return false;
	*ret = v->on.on;
	return true;
}

/* Begun, as far as anybody knows, and not over. */
static bool holds_today(const view *v, const record *one)
{
	day on;
	if (one->happened.is != WHEN_NONE && one->happened.on.n > v->r->today.n) return false;
	if (known_day(one, S("from"), &on) && on.n > v->r->today.n) return false;
	return !known_day(one, S("until"), &on) || on.n > v->r->today.n;
}

static str code_of(const record *one, str field_name)
{
	const value *v = field_name.n ? values_get(&one->values, field_name) : NULL;
	return v && v->is == VALUE_KNOWN ? v->text : STR_NONE;
}

static bool is_listed(const near_list *list, record_id id, str as)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->at[i].record.n == id.n && str_eq(list->at[i].as, as)) return true;
	return false;
}

err access_around(const view *v, str kind_name, str as_role, str as_field, near_list *ret)
{
	const kind *k = practice_kind(v->r->practice, kind_name);
	records list = { 0 };
	near_list all = { 0 };
	if (k) TRY(access_records(v, k, 0, &list));
	for (size_t i = 0; i < list.n; i++) {
		const record *one = &list.at[i];
		str as = code_of(one, as_field);
		for (size_t n = 0; n < one->about.n && holds_today(v, one); n++) {
			entry_link to = one->about.at[n];
			if (!str_eq(to.role, as_role) || is_listed(&all, to.record, as)) continue;
			str name = access_name(v, to.record);
			if (!str_eq(name, SOMEBODY)) PUSH(v->r->a, &all, ((near_child){ to.record, name, as }));
		}
	}
	*ret = all;
	return OK;
}
