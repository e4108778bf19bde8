/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "access/allocating.h"

#include "access/fold.h"
#include "access/rights.h"

static err may_allocate(reading *r)
{
	if (is_staff(r->who) && (r->who->measuring || (r->who->roles & ROLE_MANAGER))) return OK;
	look_note(r, (look){ .outcome = LOOK_REFUSED });
	return FAIL(&r->a->trail, E_DENIED);
}

err access_recorded_before(reading *r, uuid id, bool *ret)
{
	int64_t one;
	err e = db_one_int(r->db, SQL("SELECT 1 FROM chain WHERE id = $1 AND author = $2"),
	                   ARGS(arg_bytes((str){ (const char *)id.at, sizeof id.at }), ARG(r->who->worker.n)), &one);
	if (e != OK && e != E_NOT_FOUND) return e;
	*ret = e == OK;
	return OK;
}

/* ---- whom a worker works with */

typedef struct {
	record_id works_with, child;
} pair;
typedef LIST(pair) pairs;

/* An end that does not read is an end, as for the right to read: relation.c. */
static err read_pairs(reading *r, record_id worker, pairs *ret)
{
	ROWS(rows);
	pairs list = { 0 };
	TRY(db_query(r->db,
	             SQL("SELECT p.record, COALESCE(n.person, c.target) FROM link w JOIN link c ON c.seq = w.seq AND c.role = 'child' "
	                 "JOIN p_works_with p ON p.seq = w.seq LEFT JOIN person_now n ON n.record = c.target AND n.known_to IS NULL "
	                 "WHERE p.known_to IS NULL AND (p.until > $1 OR (p.until IS NULL AND "
	                 "(p.odd IS NULL OR p.odd NOT LIKE '%\"until\":{\"unread\":%'))) AND w.target = $2 AND w.kind = 'works_with' "
	                 "AND w.role = 'worker' AND w.known_to IS NULL ORDER BY p.\"from\", p.record, c.target"),
	             ARGS(ARG(r->today), ARG(worker.n)), &rows));
	while (db_next(&rows)) PUSH(r->a, &list, ((pair){ { db_int(&rows, 0) }, { db_int(&rows, 1) } }));
	TRY(db_end(&rows));
	*ret = list;
	return OK;
}

static value known_of(const record *one, str field_name)
{
	const value *known = values_get(&one->values, field_name);
	return known ? *known : (value){ 0 };
}

static err add(reading *r, const kept_entries *kept, const pair *p, caseload *list)
{
	record_list same;
	record work, person;
	bool interest;
	at_work one = { .works_with = p->works_with, .child = p->child };
	if (seal_hides(kept, (seq){ 0 }, p->child) || seal_hides(kept, (seq){ 0 }, p->works_with)) return OK;
	TRY(project_same_person(r->db, r->a, p->child, PROJECT_NOW, &same));
	TRY(has_interest(r, &same, &interest));
	if (interest) return OK;
	TRY(read_newest(r, p->works_with, PROJECT_NOW, &work));
	TRY(read_newest(r, p->child, PROJECT_NOW, &person));
	TRY(record_name(r, person.kind, p->child, PROJECT_NOW, &one.name));
	if (may_stand_beside_name(r, S("born"))) one.born = known_of(&person, S("born"));
	one.as = known_of(&work, S("as"));
	one.from = known_of(&work, S("from"));
	PUSH(r->a, list, one);
	look_note(r, (look){ .child = p->child, .outcome = LOOK_FOUND });
	return OK;
}

err access_caseload(reading *r, record_id worker, caseload *ret)
{
	pairs all;
	kept_entries kept;
	caseload list = { 0 };
	TRY(may_allocate(r));
	TRY(seal_read(r, &kept));
	TRY(read_pairs(r, worker, &all));
	for (size_t i = 0; i < all.n; i++) TRY(add(r, &kept, &all.at[i], &list));
	*ret = list;
	return OK;
}

/* ---- ending it */

/* What stands there, with the kind as it is in force now. */
static values values_now(arena *a, const kind *k, const values *before)
{
	values v = values_make(a, k);
	for (size_t i = 0; i < k->field_n; i++) {
		const value *old = values_get(before, k->fields[i].name);
		if (old) v.at[i] = *old;
	}
	return v;
}

static void day_in_order(const values *v, problems *to, arena *a)
{
	const value *from = values_get(v, S("from")), *until = values_get(v, S("until"));
	bool both = from->is == VALUE_KNOWN && until->is == VALUE_KNOWN;
	if (until->is != VALUE_KNOWN) /* without a day nothing would end */
		PUSH(a, to, ((problem){ .where = kind_field(v->k, S("until")), .message = S("Write the day from which the record is closed to them.") }));
	if (both && until->on.on.n < from->on.on.n)
		PUSH(a, to, ((problem){ .where = kind_field(v->k, S("until")), .message = S("The work cannot end before it began.") }));
}

/* Of the same record: everything that its newest entry says of where it belongs. */
static err next_head(reading *r, const record *whole, uuid id, entry_head *ret)
{
	*ret = (entry_head){ .id = id, .record = whole->record, .happened = whole->happened, .about = whole->about };
	return journal_heads(r->db, r->a, whole->record, &ret->after);
}

static err append(reading *r, const kind *k, const values *v, const entry_head *head, problems *p, seq *ret)
{
	writer w;
	bool forked;
	TRY(access_writer(r, k, head, &w));
	return journal_append(&w, k, v, head, r->a, ret, &forked, p);
}

err access_end_work(reading *r, record_id worker, record_id works_with, const values *said, uuid id, problems *ret_problems)
{
	caseload list;
	record whole;
	entry_head head;
	bool there = false, before;
	seq kept;
	const kind *k = practice_kind(r->practice, S("works_with"));
	TRY(access_caseload(r, worker, &list));
	TRY(access_recorded_before(r, id, &before));
	if (before) return OK;
	for (size_t i = 0; i < list.n; i++) there |= list.at[i].works_with.n == works_with.n;
	if (!k || !there) return FAIL(&r->a->trail, E_NOT_FOUND);
	TRY(read_newest(r, works_with, PROJECT_NOW, &whole));
	values v = values_now(r->a, k, &whole.values);
	*values_of(&v, S("until")) = *values_get(said, S("until"));
	if (values_get(said, S("why"))->is != VALUE_ABSENT) *values_of(&v, S("why")) = *values_get(said, S("why"));
	day_in_order(&v, ret_problems, r->a);
	if (ret_problems->n) return E_INVALID;
	TRY(next_head(r, &whole, id, &head));
	return append(r, k, &v, &head, ret_problems, &kept);
}

/* ---- which person a worker is */

static err read_worker(reading *r, record_id worker, record *ret)
{
	const kind *k;
	TRY(may_allocate(r));
	TRY(kind_of_record(r, worker, &k));
	if (!str_eq(k->name, S("worker"))) return FAIL(&r->a->trail, E_NOT_FOUND);
	return read_newest(r, worker, PROJECT_NOW, ret);
}

err access_person_of_worker(reading *r, record_id worker, record_id *ret)
{
	record whole;
	TRY(read_worker(r, worker, &whole));
	*ret = (record_id){ 0 };
	for (size_t i = 0; i < whole.about.n; i++)
		if (str_eq(whole.about.at[i].role, S("person"))) *ret = whole.about.at[i].record;
	return OK;
}

static err person_of_number(reading *r, str number, record_id *ret)
{
	const kind *k;
	err e = access_by_local_id(r, number, ret);
	if (e != E_NOT_FOUND) return e;
	if (!str_to_int(number, &ret->n) || ret->n <= 0) return FAIL(&r->a->trail, E_NOT_FOUND);
	TRY(kind_of_record(r, *ret, &k));
	return str_eq(k->name, S("person")) ? OK : FAIL(&r->a->trail, E_NOT_FOUND);
}

/* The link alone is new. It names a person whom the manager need not know otherwise, so the right to link it is given here
 * and not by access_writer: it opens nothing, and closes to the worker what is kept from that person. */
static err link_person(reading *r, const record *worker, record_id person, uuid id)
{
	const kind *k = practice_kind(r->practice, S("worker"));
	entry_head head;
	problems wrong = { 0 };
	seq kept;
	bool forked;
	writer w;
	TRY(next_head(r, worker, id, &head));
	TRY(access_writer(r, k, &head, &w));
	entry_links others = { 0 };
	for (size_t i = 0; i < head.about.n; i++)
		if (!str_eq(head.about.at[i].role, S("person"))) PUSH(r->a, &others, head.about.at[i]);
	PUSH(r->a, &others, ((entry_link){ S("person"), person }));
	head.about = others;
	values v = values_now(r->a, k, &worker->values);
	look_note(r, (look){ .child = person, .record = worker->record, .outcome = LOOK_WROTE, .purpose = S("worker") });
	return journal_append(&w, k, &v, &head, r->a, &kept, &forked, &wrong);
}

static err called_the_same(reading *r, const record *worker, const record *person, bool *ret)
{
	str of_worker, of_person;
	TRY(record_name(r, worker->kind, worker->record, PROJECT_NOW, &of_worker));
	TRY(record_name(r, person->kind, person->record, PROJECT_NOW, &of_person));
	str one = fold_name(r->a, of_worker), other = fold_name(r->a, of_person);
	*ret = one.n && other.n && (fold_begins(one, other) || fold_begins(other, one));
	return OK;
}

err access_worker_is(reading *r, record_id worker, str number, uuid id)
{
	bool same;
	record whole, one;
	record_id person;
	bool before;
	kept_entries kept;
	TRY(read_worker(r, worker, &whole));
	TRY(access_recorded_before(r, id, &before));
	if (before) return OK;
	TRY(person_of_number(r, number, &person));
	TRY(seal_read(r, &kept));
	if (seal_hides(&kept, (seq){ 0 }, person)) return FAIL(&r->a->trail, E_NOT_FOUND);
	TRY(read_newest(r, person, PROJECT_NOW, &one));
	TRY(called_the_same(r, &whole, &one, &same));
	if (!same) return FAIL(&r->a->trail, E_NOT_FOUND);
	value child = known_of(&one, S("child"));
	if (child.is == VALUE_KNOWN && child.yes) return FAIL(&r->a->trail, E_INVALID);
	return link_person(r, &whole, person, id);
}

/* Two entries: the person's id is made from the form's, so that sending it again makes neither twice. */
err access_worker_is_new(reading *r, record_id worker, const values *person, uuid id, problems *ret_problems)
{
	record whole;
	seq made;
	bool before;
	buf name = BUF(r->a);
	TRY(read_worker(r, worker, &whole));
	TRY(access_recorded_before(r, id, &before));
	if (before) return OK;
	buf_lit(&name, "the person that a worker is ");
	uuid_write(&name, id);
	entry_head head = { .id = uuid_of_name(buf_view(&name)) };
	TRY(append(r, person->k, person, &head, ret_problems, &made));
	return link_person(r, &whole, (record_id){ made.n }, id);
}
