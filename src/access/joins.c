/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Joining two records of one person, and taking it back. Nothing is moved or lost by either; whoever takes a join back says
 * of each entry made since to whom it belongs. */
#include "access/identities.h"

#include "access/allocating.h"
#include "access/pointer.h"
#include "access/rights.h"

#include <stdlib.h>

/* ---- saying that two are one, or two */

static err is_person(reading *r, record_id id)
{
	const kind *k;
	TRY(kind_of_record(r, id, &k));
	return str_eq(k->name, S("person")) ? OK : FAIL(&r->a->trail, E_NOT_FOUND);
}

/* What a law parts is joined by nobody. */
static err not_parted(reading *r, record_id one, record_id other)
{
	apart_list list;
	TRY(project_person(r->db, one, PROJECT_NOW, &one));
	TRY(project_person(r->db, other, PROJECT_NOW, &other));
	TRY(access_apart(r, &list));
	for (size_t i = 0; i < list.n; i++) {
		const people_apart *p = &list.at[i];
		bool these = (p->one.n == one.n && p->other.n == other.n) || (p->one.n == other.n && p->other.n == one.n);
		if (these && p->by_law) return FAIL(&r->a->trail, E_NOT_FOUND);
	}
	return OK;
}

static void said(values *v, str because, bool apart)
{
	*values_of(v, S("because")) = (value){ .is = because.n ? VALUE_KNOWN : VALUE_ABSENT, .text = because };
	if (apart) *values_of(v, S("withdrawn")) = (value){ .is = VALUE_KNOWN, .yes = true };
}

static err append(reading *r, const kind *k, const values *v, const entry_head *head, problems *p)
{
	writer w;
	seq made;
	bool forked;
	TRY(values_check(r->a, v, p));
	TRY(access_writer(r, k, head, &w));
	return journal_append(&w, k, v, head, r->a, &made, &forked, p);
}

/* A new entry about two records of people; a third link may stand beside them. */
static err say(reading *r, const values *v, entry_link one, entry_link other, entry_link beside, uuid id, problems *p)
{
	entry_head head = { .id = id };
	TRY(is_person(r, one.record));
	TRY(is_person(r, other.record));
	PUSH(r->a, &head.about, one);
	PUSH(r->a, &head.about, other);
	if (beside.record.n) PUSH(r->a, &head.about, beside);
	return append(r, v->k, v, &head, p);
}

err access_say_same(reading *r, record_id keep, record_id other, str because, bool apart, uuid id, problems *ret_problems)
{
	bool before;
	const kind *k = practice_kind(r->practice, S("same_person"));
	TRY(access_recorded_before(r, id, &before));
	if (before) return OK;
	if (!k || keep.n == other.n) return FAIL(&r->a->trail, E_NOT_FOUND);
	TRY(not_parted(r, keep, other));
	values v = values_make(r->a, k);
	said(&v, because, apart);
	return say(r, &v, (entry_link){ S("keep"), keep }, (entry_link){ S("other"), other }, (entry_link){ 0 }, id, ret_problems);
}

err access_say_parted(reading *r, record_id one, record_id other, record_id holder, str because, uuid id, problems *ret_problems)
{
	bool before;
	const kind *k = practice_kind(r->practice, S("identities_parted"));
	TRY(access_recorded_before(r, id, &before));
	if (before) return OK;
	if (!k || one.n == other.n) return FAIL(&r->a->trail, E_NOT_FOUND);
	values v = values_make(r->a, k);
	*values_of(&v, S("because")) = (value){ .is = because.n ? VALUE_KNOWN : VALUE_ABSENT, .text = because };
	return say(r, &v, (entry_link){ S("one"), one }, (entry_link){ S("other"), other }, (entry_link){ S("holder"), holder }, id,
	           ret_problems);
}

/* ---- joins in force */

static record_id linked_as(const record *one, str as)
{
	for (size_t i = 0; i < one->about.n; i++)
		if (str_eq(one->about.at[i].role, as)) return one->about.at[i].record;
	return (record_id){ 0 };
}

static err add_join(const view *v, record_id id, join_list *list)
{
	record whole;
	TRY(read_newest(v->r, id, PROJECT_NOW, &whole));
	const value *because = values_get(&whole.values, S("because"));
	join j = { .record = id, .keep = linked_as(&whole, S("keep")), .other = linked_as(&whole, S("other")),
		   .because = because ? because->text : STR_NONE, .author = whole.author, .agency = whole.agency,
		   .recorded = whole.recorded, .since = { id.n } };
	if (records_hold(&v->same, j.keep) && records_hold(&v->same, j.other)) PUSH(v->r->a, list, j);
	return OK;
}

err access_joins(const view *v, join_list *ret)
{
	record_list ids = { 0 };
	join_list list = { 0 };
	CHECK(v->proof);
	for (size_t i = 0; i < v->same.n && v->same.n > 1; i++) {
		ROWS(rows);
		TRY(db_query(v->r->db,
		             SQL("SELECT l.record FROM link l JOIN p_same_person p ON p.seq = l.seq WHERE l.target = $1 AND l.kind = 'same_person' "
		                 "AND l.role IN ('keep', 'other') AND " TRUE_AT("l", "$2", "$3") " AND COALESCE(p.withdrawn, 0) = 0"),
		             ARGS(ARG(v->same.at[i].n), ARG(v->at.n), ARG(v->at.n)), &rows));
		while (db_next(&rows)) PUSH(v->r->a, &ids, ((record_id){ db_int(&rows, 0) }));
		TRY(db_end(&rows));
	}
	records_sort(&ids);
	for (size_t i = 0; i < ids.n; i++) TRY(add_join(v, ids.at[i], &list));
	*ret = list;
	return OK;
}

static err add_own(const view *v, own_join_list *list)
{
	join_list joins;
	TRY(access_joins(v, &joins));
	for (size_t i = 0; i < joins.n; i++)
		PUSH(v->r->a, list, ((own_join){ v->child, joins.at[i], access_name(v, joins.at[i].keep), access_name(v, joins.at[i].other) }));
	return OK;
}

err access_own_joins(reading *r, own_join_list *ret)
{
	record_list own;
	kept_entries kept;
	own_join_list list = { 0 };
	TRY(seal_read(r, &kept));
	TRY(own_people(r, &own));
	for (size_t i = 0; i < own.n; i++) {
		view v;
		err e = open_own(r, own.at[i], &kept, &v);
		if (e == E_NOT_FOUND) continue;
		TRY(e);
		TRY(add_own(&v, &list));
	}
	*ret = list;
	return OK;
}

/* ---- joins of others, for managers, who joined them by name and birth and may part them by no more */

static bool parts_unread(const reading *r)
{
	const kind *k = practice_kind(r->practice, S("same_person"));
	return k && is_staff(r->who) && !r->who->measuring && (k->write.about_any & r->who->roles) != 0;
}

static err children_joined(reading *r, join_list *ret)
{
	ROWS(rows);
	join_list list = { 0 };
	TRY(db_query(r->db,
	             SQL("SELECT DISTINCT p.record, x.target, y.target FROM p_same_person p JOIN link x ON x.seq = p.seq AND x.role = 'keep' "
	                 "JOIN link y ON y.seq = p.seq AND y.role = 'other' JOIN p_person c ON c.record IN (x.target, y.target) "
	                 "AND c.known_to IS NULL AND c.child = 1 WHERE p.known_to IS NULL AND COALESCE(p.withdrawn, 0) = 0 ORDER BY p.record"),
	             NO_ARGS, &rows));
	while (db_next(&rows))
		PUSH(r->a, &list, ((join){ .record = { db_int(&rows, 0) }, .keep = { db_int(&rows, 1) }, .other = { db_int(&rows, 2) },
		                           .since = { db_int(&rows, 0) } }));
	TRY(db_end(&rows));
	*ret = list;
	return OK;
}

/* Whether a manager may be told of it: works with neither, is no kin, and nothing of it is kept from them. */
static err is_unread(reading *r, const kept_entries *kept, const join *j, record_list *ret_same, bool *ret)
{
	bool works, interest, hidden = seal_hides(kept, (seq){ 0 }, j->record);
	TRY(project_same_person(r->db, r->a, j->keep, PROJECT_NOW, ret_same));
	TRY(works_with(r, ret_same, &works));
	TRY(has_interest(r, ret_same, &interest));
	for (size_t i = 0; i < ret_same->n; i++) hidden |= seal_hides(kept, (seq){ 0 }, ret_same->at[i]);
	*ret = !works && !interest && !hidden;
	return OK;
}

static err name_and_birth(reading *r, record_id person, str *ret_name, value *ret_born)
{
	record newest;
	TRY(read_newest(r, person, PROJECT_NOW, &newest));
	TRY(record_name(r, newest.kind, person, PROJECT_NOW, ret_name));
	const value *born = values_get(&newest.values, S("born"));
	if (born && may_stand_beside_name(r, S("born"))) *ret_born = *born;
	return OK;
}

static err read_unread(reading *r, const join *j, unread_join *ret)
{
	record said;
	*ret = (unread_join){ .is = *j };
	TRY(read_newest(r, j->record, PROJECT_NOW, &said));
	ret->is.author = said.author, ret->is.agency = said.agency, ret->is.recorded = said.recorded;
	TRY(name_and_birth(r, j->keep, &ret->keep, &ret->keep_born));
	TRY(name_and_birth(r, j->other, &ret->other, &ret->other_born));
	look_note(r, (look){ .child = j->keep, .record = j->record, .outcome = LOOK_FOUND });
	return OK;
}

err access_unread_joins(reading *r, unread_join_list *ret)
{
	kept_entries kept;
	join_list all;
	unread_join_list list = { 0 };
	*ret = list;
	if (!parts_unread(r)) return OK;
	TRY(seal_read(r, &kept));
	TRY(children_joined(r, &all));
	for (size_t i = 0; i < all.n; i++) {
		record_list same;
		unread_join one;
		bool unread;
		TRY(is_unread(r, &kept, &all.at[i], &same, &unread));
		if (!unread) continue;
		TRY(read_unread(r, &all.at[i], &one));
		PUSH(r->a, &list, one);
	}
	*ret = list;
	return OK;
}

err access_unread_join(reading *r, record_id id, unread_join *ret, pointer *ret_ring)
{
	kept_entries kept;
	join_list all;
	view none = access_open_none(r);
	*ret_ring = (pointer){ 0 };
	if (!parts_unread(r)) {
		look_note(r, (look){ .record = id, .outcome = LOOK_REFUSED });
		return FAIL(&r->a->trail, E_DENIED);
	}
	TRY(seal_read(r, &kept));
	TRY(children_joined(r, &all));
	for (size_t i = 0; i < all.n; i++) {
		record_list same;
		bool unread;
		if (all.at[i].record.n != id.n) continue;
		TRY(is_unread(r, &kept, &all.at[i], &same, &unread));
		if (!unread) break;
		TRY(ring_about(&none, &same, ret_ring));
		return read_unread(r, &all.at[i], ret);
	}
	return FAIL(&r->a->trail, E_NOT_FOUND);
}

/* ---- what was recorded since */

record_id access_written_to(const view *v, const record *written)
{
	for (size_t i = 0; i < written->about.n; i++)
		if (str_eq(written->about.at[i].role, S("child")) && records_hold(&v->same, written->about.at[i].record))
			return written->about.at[i].record;
	return (record_id){ 0 };
}

err access_recorded_since(const view *v, seq since, records *ret)
{
	record_list ids = { 0 };
	records list = { 0 };
	CHECK(v->proof);
	for (size_t i = 0; i < v->same.n; i++) {
		ROWS(rows);
		TRY(db_query(v->r->db,
		             SQL("SELECT DISTINCT record FROM link WHERE target = $1 AND role = 'child' AND known_to IS NULL AND seq > $2"),
		             ARGS(ARG(v->same.at[i].n), ARG(since.n)), &rows));
		while (db_next(&rows)) PUSH(v->r->a, &ids, ((record_id){ db_int(&rows, 0) }));
		TRY(db_end(&rows));
	}
	records_sort(&ids);
	for (size_t i = 0; i < ids.n; i++) {
		record one;
		err e = access_record(v, ids.at[i], &one);
		if (e == E_NOT_FOUND || e == E_DENIED) continue; /* not for this viewer: it stays where it was written */
		TRY(e);
		PUSH(v->r->a, &list, one);
	}
	*ret = list;
	return OK;
}

/* ---- moving one, and taking the join back */

/* The newest entry with the kind as it is in force now, to be written on. */
static err to_go_on(reading *r, const kind *k, record_id id, uuid made, values *ret, entry_head *ret_head)
{
	record whole;
	TRY(read_newest(r, id, PROJECT_NOW, &whole));
	*ret = values_make(r->a, k);
	for (size_t i = 0; i < k->field_n; i++) {
		const value *old = values_get(&whole.values, k->fields[i].name);
		if (old) ret->at[i] = *old;
	}
	*ret_head = (entry_head){ .id = made, .record = id, .happened = whole.happened, .about = whole.about };
	return journal_heads(r->db, r->a, id, &ret_head->after);
}

bool access_may_move(const view *v, const record *written)
{
	const kind *k = practice_kind(v->r->practice, written->kind->name);
	return k && !k->hidden && v->r->who->worker.n && ((k->write.roles | k->write.about_any) & v->r->who->roles) != 0;
}

err access_move(const view *v, const record *written, record_id to, uuid id)
{
	values said_before;
	entry_head head;
	writer w;
	seq made;
	bool forked, before;
	problems wrong = { 0 };
	const kind *k = practice_kind(v->r->practice, written->kind->name);
	record_id from = access_written_to(v, written);
	TRY(access_recorded_before(v->r, id, &before));
	if (before || from.n == to.n) return OK;
	if (!k || !from.n || !records_hold(&v->same, to)) return FAIL(&v->r->a->trail, E_NOT_FOUND);
	TRY(to_go_on(v->r, k, written->record, id, &said_before, &head));
	entry_links about = { 0 };
	for (size_t i = 0; i < head.about.n; i++) {
		entry_link l = head.about.at[i];
		if (str_eq(l.role, S("child")) && l.record.n == from.n) l.record = to;
		PUSH(v->r->a, &about, l);
	}
	head.about = about;
	TRY(access_writer(v->r, k, &head, &w));
	return journal_append(&w, k, &said_before, &head, v->r->a, &made, &forked, &wrong);
}

err access_unjoin(reading *r, const join *j, str because, uuid id, problems *ret_problems)
{
	values v_now;
	entry_head head;
	bool before;
	const kind *k = practice_kind(r->practice, S("same_person"));
	TRY(access_recorded_before(r, id, &before));
	if (before) return OK;
	if (!k) return FAIL(&r->a->trail, E_NOT_FOUND);
	TRY(to_go_on(r, k, j->record, id, &v_now, &head));
	said(&v_now, because, true);
	return append(r, k, &v_now, &head, ret_problems);
}
