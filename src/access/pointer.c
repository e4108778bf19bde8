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

err access_telephone(const view *v, record_id worker, str *ret)
{
	record one, team;
	*ret = STR_NONE;
	CHECK(v->proof);
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

err ring_about(const view *v, const record_list *same, pointer *to)
{
	record_list all = { 0 };
	for (size_t i = 0; i < same->n; i++) TRY(who_works_with(v->r, same->at[i], &all));
	records_sort(&all);
	for (size_t i = 0; i < all.n; i++) {
		to_ring one = { .name = access_name(v, all.at[i]) };
		err e = access_telephone(v, all.at[i], &one.telephone);
		if (e == E_NOT_FOUND) continue;
		TRY(e);
		PUSH(v->r->a, &to->ring, one);
	}
	return OK;
}

/* E_NOT_FOUND: nothing may be told of the person, or the viewer may open the record. */
static err may_point(reading *r, record_id person, record_list *ret_same)
{
	kept_entries kept;
	record_list same;
	record newest;
	bool works, interest;
	if (!is_staff(r->who) || r->who->measuring) return E_NOT_FOUND;
	TRY(seal_read(r, &kept));
	TRY(project_same_person(r->db, r->a, person, PROJECT_NOW, &same));
	TRY(works_with(r, &same, &works));
	TRY(has_interest(r, &same, &interest));
	if (works || interest) return E_NOT_FOUND;
	for (size_t i = 0; i < same.n; i++) {
		TRY(read_newest(r, same.at[i], PROJECT_NOW, &newest));
		if (seal_hides(&kept, newest.seq, same.at[i])) return E_NOT_FOUND;
	}
	*ret_same = same;
	return OK;
}

#define WHOM_TO_RING S("find: whom to ring")

err access_pointer(reading *r, record_id person, str text, pointer *ret)
{
	record_list same;
	pointer p = { .person = person };
	view none = access_open_none(r);
	TRY(may_point(r, person, &same));
	TRY(ring_about(&none, &same, &p));
	look_note(r, (look){ .child = person, .outcome = LOOK_FOUND, .purpose = WHOM_TO_RING, .text = text });
	*ret = p;
	return OK;
}

err access_works_with(reading *r, record_id person, bool *ret)
{
	record_list same;
	bool works;
	*ret = false;
	TRY(project_same_person(r->db, r->a, person, PROJECT_NOW, &same));
	err e = may_open(r, &same, &works);
	*ret = e == OK;
	return e == E_DENIED ? OK : e;
}

enum { POINTED_TO_MS = 60 * 60 * 1000, LOOKS_READ_MOST = 500 };

err access_pointed_to(reading *r, record_id person)
{
	record_list same;
	look_list looks;
	TRY(may_point(r, person, &same));
	TRY(readlog_about(r->area, r->a, same.at, same.n, LOOKS_UNTIL_NOW, LOOKS_READ_MOST, &looks));
	for (size_t i = 0; i < looks.n; i++) {
		const look *l = &looks.at[i];
		bool mine = l->worker.n == r->who->worker.n && l->at.ms > r->now.ms - POINTED_TO_MS;
		if (mine && l->outcome == LOOK_FOUND && str_eq(l->purpose, WHOM_TO_RING)) return OK;
	}
	return E_NOT_FOUND;
}

err access_open_in_emergency(reading *r, record_id person, str why, uuid id, problems *ret_problems)
{
	const kind *k = practice_kind(r->practice, S("emergency_opening"));
	writer w;
	seq kept;
	bool forked;
	entry_head head = { .id = id, .happened = { .is = WHEN_INSTANT, .on = r->today, .at = r->now } };
	TRY(access_pointed_to(r, person));
	if (!k) return FAIL(&r->a->trail, E_NOT_FOUND);
	PUSH(r->a, &head.about, ((entry_link){ S("child"), person }));
	PUSH(r->a, &head.about, ((entry_link){ S("worker"), r->who->worker }));
	values v = values_make(r->a, k);
	*values_of(&v, S("why")) = (value){ .is = why.n ? VALUE_KNOWN : VALUE_ABSENT, .text = why };
	TRY(access_writer(r, k, &head, &w));
	return journal_append(&w, k, &v, &head, r->a, &kept, &forked, ret_problems);
}
