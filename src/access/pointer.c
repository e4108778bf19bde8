/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* That somebody is known, and whom to ring: for those who may not open the record. */
#include "access/pointer.h"

#include "access/rights.h"

static str text_readable(const view *v, const record *one, str field_name)
{
	const field *f = kind_field(one->kind, field_name);
	const value *known = f ? values_get(&one->values, field_name) : NULL;
	return known && known->is == VALUE_KNOWN && access_field_readable(v, one->kind, f) ? known->text : STR_NONE;
}

/* The worker's own number, else the team's. */
static err telephone_of(const view *v, record_id worker, str *ret)
{
	record one, team;
	*ret = STR_NONE;
	TRY(read_newest(v->r, worker, PROJECT_NOW, &one));
	if (!(one.kind->read.roles & v->r->who->roles)) return OK;
	*ret = text_readable(v, &one, S("telephone"));
	for (size_t i = 0; i < one.about.n && !ret->n; i++) {
		if (!str_eq(one.about.at[i].role, S("team"))) continue;
		err e = read_newest(v->r, one.about.at[i].record, PROJECT_NOW, &team);
		if (e == OK && (team.kind->read.roles & v->r->who->roles)) *ret = text_readable(v, &team, S("telephone"));
		else if (e != OK && e != E_NOT_FOUND) return e;
	}
	return OK;
}

static err add_workers(const view *v, const record_list *same, pointer *to)
{
	record_list all = { 0 };
	for (size_t i = 0; i < same->n; i++) TRY(who_works_with(v->r, same->at[i], &all));
	records_sort(&all);
	for (size_t i = 0; i < all.n; i++) {
		to_ring one = { .name = access_name(v, all.at[i]) };
		err e = telephone_of(v, all.at[i], &one.telephone);
		if (e == E_NOT_FOUND) continue;
		TRY(e);
		PUSH(v->r->a, &to->ring, one);
	}
	return OK;
}

err access_pointer(reading *r, record_id person, str text, pointer *ret)
{
	kept_entries kept;
	record_list same;
	record newest;
	bool works, interest;
	pointer p = { .person = person };
	if (!is_staff(r->who) || r->who->measuring) return E_NOT_FOUND;
	TRY(seal_read(r, &kept));
	TRY(project_same_person(r->db, r->a, person, PROJECT_NOW, &same));
	TRY(works_with(r, &same, &works));
	TRY(has_interest(r, &same, &interest));
	if (works || interest) return E_NOT_FOUND;
	for (size_t i = 0; i < same.n; i++) {
		TRY(read_newest(r, same.at[i], PROJECT_NOW, &newest));
		if (seal_hides(&kept, newest.seq, same.at[i], PROJECT_NOW)) return E_NOT_FOUND;
	}
	view none = access_open_none(r);
	TRY(add_workers(&none, &same, &p));
	look_note(r, (look){ .child = person, .outcome = LOOK_FOUND, .purpose = S("find: whom to ring"), .text = text });
	*ret = p;
	return OK;
}
