/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Saying that somebody is related to a child or knows the family: for those too who cannot open the child's record. */
#include "access/rights.h"

static bool may_say(const viewer *by, const kind *k)
{
	return by->worker.n && (k->write.about_any & by->roles) && !(by->roles & ROLE_ADMINISTRATOR);
}

err access_interest(reading *r, record_id child, view *ret, str *ret_name)
{
	kept_entries kept;
	record_list same;
	bool works;
	const kind *is, *k = practice_kind(r->practice, S("interest"));
	if (!k || !may_say(r->who, k)) return FAIL(&r->a->trail, E_DENIED);
	TRY(seal_read(r, &kept));
	if (seal_hides(&kept, (seq){ 0 }, child)) return FAIL(&r->a->trail, E_NOT_FOUND);
	TRY(kind_of_record(r, child, &is));
	if (!str_eq(is->name, S("person"))) return FAIL(&r->a->trail, E_NOT_FOUND);
	*ret = access_open_none(r);
	ret->proof->kept = kept;
	TRY(project_same_person(r->db, r->a, child, PROJECT_NOW, &same));
	err e = may_open(r, &same, &works);
	if (e != OK && e != E_DENIED) return e;
	*ret_name = e == OK ? access_name(ret, child) : STR_NONE;
	if (e == OK) look_note(r, (look){ .child = child, .outcome = LOOK_FOUND });
	return OK;
}
