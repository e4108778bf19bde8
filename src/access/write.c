/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who may say what: a role, and for what is about a child also the right to open it, unless the kind lets a role write
 * about any child. */
#include "access/rights.h"

#include <stdlib.h>

/* ---- may this person open that one: asked quietly, noted by whoever asks */

static err can_open(reading *r, record_id person, const kept_entries *kept, bool *ret)
{
	record_list same;
	bool works = false;
	if (seal_hides(kept, (seq){ 0 }, person)) return E_NOT_FOUND;
	TRY(project_same_person(r->db, r->a, person, PROJECT_NOW, &same));
	err e = may_open(r, &same, &works);
	if (e != OK && e != E_DENIED) return e;
	*ret = e == OK;
	return OK;
}

static err refuse(reading *r, const kind *k, record_id child, record_id id)
{
	look_note(r, (look){ .child = child, .record = id, .outcome = LOOK_REFUSED, .purpose = k->name });
	return FAIL(&r->a->trail, E_DENIED);
}

/* E_DENIED, noted, when the first of them cannot be opened. */
static err must_open(reading *r, const kind *k, const record_list *people, record_id in, const kept_entries *kept)
{
	for (size_t i = 0; i < people->n; i++) {
		bool can;
		TRY(can_open(r, people->at[i], kept, &can));
		if (!can) return refuse(r, k, people->at[i], in);
	}
	return OK;
}

/* ---- whom an entry is about */

/* The children; of a kind without children the people, except that a worker's record is not about the person. */
static bool is_about(const kind *k, const about_role *as)
{
	if (k->about_child) return str_eq(as->role, S("child"));
	return str_eq(as->target, S("person")) && !str_eq(k->name, S("worker"));
}

static record_list about_whom(reading *r, const kind *k, const entry_head *head)
{
	record_list list = { 0 };
	for (size_t i = 0; i < head->about.n; i++) {
		const about_role *known = kind_about(k, head->about.at[i].role);
		if (known && is_about(k, known)) PUSH(r->a, &list, head->about.at[i].record);
	}
	return list;
}

static err nameable(const view *v, const kind *k, record_id person)
{
	bool may;
	TRY(may_name(v, person, &may));
	return may ? OK : refuse(v->r, k, person, (record_id){ 0 });
}

/* A record that is linked to must be one that the viewer may know of: otherwise an answer would tell that it is there, and
 * what was written would tell a stranger's name. */
static err linkable(const view *v, const kind *k, record_id id, bool any)
{
	const kind *linked;
	record_list children;
	reading *r = v->r;
	const kept_entries *kept = &v->proof->kept;
	if (seal_hides(kept, (seq){ 0 }, id)) return E_NOT_FOUND;
	TRY(kind_of_record(r, id, &linked));
	if (any) return OK;
	if (str_eq(linked->name, S("person"))) return nameable(v, k, id);
	if (!linked->about_child) return OK;
	TRY(children_of_record(r, id, PROJECT_NOW, &children));
	for (size_t i = 0; i < children.n; i++) {
		bool can = false;
		err e = can_open(r, children.at[i], kept, &can);
		if (e != OK && e != E_NOT_FOUND) return e;
		if (can) return OK;
	}
	return refuse(r, k, children.n ? children.at[0] : (record_id){ 0 }, id);
}

static err links_known(const view *v, const kind *k, const entry_head *head, bool any)
{
	for (size_t i = 0; i < head->about.n; i++) TRY(linkable(v, k, head->about.at[i].record, any));
	return OK;
}

/* Of the first that the viewer may open; of nothing where there is none. */
static err view_about(reading *r, const record_list *about, const kept_entries *kept, view *ret)
{
	for (size_t i = 0; i < about->n; i++) {
		bool can = false;
		record_id person;
		err e = can_open(r, about->at[i], kept, &can);
		if (e != OK && e != E_NOT_FOUND) return e;
		if (!can) continue;
		TRY(project_person(r->db, about->at[i], PROJECT_NOW, &person));
		e = open_own(r, person, kept, ret);
		if (e != E_NOT_FOUND) return e;
	}
	*ret = access_open_none(r);
	ret->proof->kept = *kept;
	return OK;
}

/* ---- correcting */

static err may_correct(const view *v, const kind *k, record_id id, bool any)
{
	const kind *is;
	reading *r = v->r;
	const kept_entries *kept = &v->proof->kept;
	if (seal_hides(kept, (seq){ 0 }, id)) return E_NOT_FOUND;
	TRY(kind_of_record(r, id, &is));
	if (!str_eq(is->name, k->name)) return E_NOT_FOUND;
	if (str_eq(k->name, S("person"))) {
		record_list self = { 0 };
		PUSH(r->a, &self, id);
		return must_open(r, k, &self, id, kept);
	}
	return linkable(v, k, id, any);
}

/* ---- the writer */

static void note_written(reading *r, const kind *k, const record_list *about, record_id id)
{
	for (size_t i = 0; i < about->n; i++)
		look_note(r, (look){ .child = about->at[i], .record = id, .outcome = LOOK_WROTE, .purpose = k->name });
	if (id.n && str_eq(k->name, S("person")))
		look_note(r, (look){ .child = id, .record = id, .outcome = LOOK_WROTE, .purpose = k->name });
}

err access_writer(reading *r, const kind *k, const entry_head *head, writer *ret)
{
	const viewer *by = r->who;
	view v;
	kept_entries kept;
	record_list about = about_whom(r, k, head);
	bool any = (k->write.about_any & by->roles) != 0, role_may = any || (k->write.roles & by->roles) != 0;
	record_id first = about.n ? about.at[0] : (record_id){ 0 };
	bool administrator = (by->roles & ROLE_ADMINISTRATOR) && (k->about_child || about.n || str_eq(k->name, S("person")));
	bool retired = k->hidden && head->record.n == 0, past = r->then != NULL;
	if (by->worker.n == 0 || !role_may || administrator || retired || past) return refuse(r, k, first, head->record);
	TRY(seal_read(r, &kept));
	TRY(view_about(r, &about, &kept, &v));
	if (head->record.n) TRY(may_correct(&v, k, head->record, any));
	TRY(links_known(&v, k, head, any));
	if (!any) TRY(must_open(r, k, &about, head->record, &kept));
	note_written(r, k, &about, head->record);
	*ret = (writer){ .j = area_journal(r->area), .author = by->worker, .agency = by->agency, .zone = area_zone(r->area) };
	return OK;
}

/* ---- values on their way in */

bool access_field_writable(const view *v, const kind *k, const field *f)
{
	const who *may = f->own_write ? &f->write : &k->write;
	return !v->r->then && !f->hidden && ((may->roles | may->about_any) & v->r->who->roles) != 0;
}

/* Links that stood there before stay, whoever reads them now. */
static err links_in_value(const view *v, const kind *k, const value *one, const value *before)
{
	for (size_t i = 0; i < one->records.n; i++)
		if (!before || !records_hold(&before->records, one->records.at[i]))
			TRY(linkable(v, k, one->records.at[i], false));
	return OK;
}

err access_values(const view *v, const kind *k, record_id id, values *io)
{
	record whole;
	reading *r = v->r;
	CHECK(v->proof && io->k == k);
	if (id.n) TRY(read_newest(r, id, PROJECT_NOW, &whole));
	for (size_t i = 0; i < k->field_n; i++) {
		const field *f = &k->fields[i];
		bool may = access_field_writable(v, k, f) && (id.n == 0 || access_field_readable(v, k, f));
		const value *before = id.n ? values_get(&whole.values, f->name) : NULL;
		if (may) TRY(links_in_value(v, k, &io->at[i], before));
		else io->at[i] = before ? *before : (value){ 0 };
	}
	return OK;
}

err access_recorded_alone(const view *v, record_list *ret)
{
	ROWS(rows);
	reading *r = v->r;
	record_list list = { 0 };
	CHECK(v->proof);
	*ret = list;
	if (r->who->worker.n == 0) return OK;
	TRY(db_query(r->db,
	             SQL("SELECT p.record FROM p_person p WHERE p.author = $1 AND p.known_to IS NULL "
	                 "AND p.seq > (SELECT MAX(seq) FROM chain) - 5000 AND NOT EXISTS "
	                 "(SELECT 1 FROM chain o WHERE o.record = p.record AND o.author <> $2) ORDER BY p.seq DESC LIMIT 20"),
	             ARGS(ARG(r->who->worker.n), ARG(r->who->worker.n)), &rows));
	while (db_next(&rows)) {
		record_id id = { db_int(&rows, 0) };
		if (!view_hides(v, (seq){ 0 }, id)) PUSH(r->a, &list, id);
	}
	TRY(db_end(&rows));
	*ret = list;
	return OK;
}

/* ---- what there is to write */

static int by_label(const void *a, const void *b)
{
	const kind *x = *(const kind *const *)a, *y = *(const kind *const *)b;
	int order = str_cmp(x->label, y->label);
	return order ? order : str_cmp(x->name, y->name);
}

static bool writable(const view *v, const kind *k)
{
	const viewer *by = v->r->who;
	bool here = v->child.n ? k->about_child : !k->about_child;
	bool with_role = (k->write.roles & by->roles) && (v->child.n == 0 || v->works_with);
	return here && !v->r->then && !k->hidden && !k->by_program && by->worker.n && (with_role || (k->write.about_any & by->roles));
}

err access_writable(const view *v, kind_list *ret)
{
	kind_list list = { 0 };
	CHECK(v->proof);
	for (size_t i = 0; i < practice_kind_count(v->r->practice); i++) {
		const kind *k = practice_kind_at(v->r->practice, i);
		if (writable(v, k)) PUSH(v->r->a, &list, k);
	}
	if (list.n) qsort(list.at, list.n, sizeof *list.at, by_label);
	*ret = list;
	return OK;
}
