/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "access/person.h"

#include "access/rights.h"

static const value *readable_value(const view *v, const record *one, const char *name)
{
	const field *f = kind_field(one->kind, str_of(name));
	const value *val = f && access_field_readable(v, one->kind, f) ? &one->values.at[f->at] : NULL;
	return val && val->is == VALUE_KNOWN ? val : NULL;
}

static when day_known(const view *v, const record *one, const char *name)
{
	const value *val = readable_value(v, one, name);
	return val ? val->on : (when){ 0 };
}

static bool has_own_record(const record *one)
{
	const value *child = values_get(&one->values, S("child"));
	return child && child->is == VALUE_KNOWN && child->yes;
}

static err may_tell(const view *v, const record_list *same, const record *one, bool *ret)
{
	bool may = records_hold(&v->same, one->record) || v->r->who->measuring;
	if (!may) TRY(may_name(v, one->record, &may));
	if (may && has_own_record(one) && !records_hold(&v->same, one->record) && !v->r->who->measuring) TRY(works_with(v->r, same, &may));
	for (size_t i = 0; i < same->n; i++) may = may && !view_hides(v, (seq){ 0 }, same->at[i]);
	*ret = may;
	return OK;
}

err access_person(const view *v, record_id person, person_known *ret)
{
	record_list same = { 0 };
	record one;
	bool may;
	CHECK(v->proof);
	*ret = (person_known){ .record = person };
	err e = project_same_person(v->r->db, v->r->a, person, v->at, &same);
	if (e == E_NOT_FOUND || same.n == 0) return OK;
	TRY(e);
	ret->record = records_hold(&v->same, person) ? v->child : same.at[0];
	TRY(read_newest(v->r, person, v->at, &one));
	TRY(may_tell(v, &same, &one, &may));
	if (!may) return OK;
	const value *sex = readable_value(v, &one, "sex");
	ret->sex = sex ? sex->text : STR_NONE;
	ret->born = day_known(v, &one, "born");
	ret->expected = day_known(v, &one, "expected");
	ret->died = day_known(v, &one, "died");
	return OK;
}
