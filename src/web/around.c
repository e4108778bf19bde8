/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/around.h"

static void note(arena *a, record_list *list, record_id r)
{
	if (r.n && !records_hold(list, r)) PUSH(a, list, r);
}

/* Persons named by one record: its links to persons, and its fields for people. */
static void note_people(arena *a, const record *rec, record_list *people, record_list *workers)
{
	for (size_t i = 0; i < rec->about.n; i++) {
		const about_role *as = kind_about(rec->kind, rec->about.at[i].role);
		if (as && str_eq(as->target, S("person"))) note(a, people, rec->about.at[i].record);
		if (as && str_eq(as->target, S("worker"))) note(a, workers, rec->about.at[i].record);
	}
	for (size_t i = 0; i < rec->kind->field_n; i++) {
		const field *f = &rec->kind->fields[i];
		if (f->type != FIELD_PERSON && f->type != FIELD_PEOPLE) continue;
		for (size_t k = 0; k < rec->values.at[i].records.n; k++) note(a, people, rec->values.at[i].records.at[k]);
	}
}

static void put_by_name(arena *a, named_records *list, named_record one)
{
	PUSH(a, list, one);
	size_t i = list->n - 1;
	for (; i > 0 && str_cmp(list->at[i - 1].name, one.name) > 0; i--) list->at[i] = list->at[i - 1];
	list->at[i] = one;
}

/* Workers are known by their work: the person that a worker is stands here under the worker's name. */
static err put_workers(const view *v, const record_list *workers, const record_list *people, named_records *ret)
{
	const kind *k = practice_kind(v->r->practice, S("worker"));
	if (!k || workers->n == 0 || !(k->read.roles & v->r->who->roles)) return OK;
	view list;
	TRY(access_open_list(v->r, k, &list));
	for (size_t i = 0; i < workers->n; i++) {
		record rec;
		record_list persons = { 0 }, none = { 0 };
		err e = access_record(&list, workers->at[i], &rec);
		if (e == E_NOT_FOUND) continue;
		if (e != OK) return e;
		note_people(v->r->a, &rec, &persons, &none);
		if (persons.n && !records_hold(people, persons.at[0]))
			put_by_name(v->r->a, ret, (named_record){ persons.at[0], access_name(&list, workers->at[i]), true });
	}
	return OK;
}

err people_around(const view *v, named_records *ret)
{
	arena *a = v->r->a;
	record_list people = { 0 }, workers = { 0 }, own = { 0 };
	if (v->child.n == 0) return OK;
	note(a, &people, v->child);
	for (size_t i = 0; i < practice_kind_count(v->r->practice); i++) {
		const kind *k = practice_kind_at(v->r->practice, i);
		if (!k->about_child) continue;
		records list = { 0 };
		TRY(access_records(v, k, 0, &list));
		for (size_t n = 0; n < list.n; n++) note_people(a, &list.at[n], &people, &workers);
	}
	TRY(access_recorded_alone(v, &own));
	for (size_t i = 0; i < own.n; i++) note(a, &people, own.at[i]);
	for (size_t i = 0; i < people.n; i++)
		put_by_name(a, ret, (named_record){ .record = people.at[i], .name = access_name(v, people.at[i]) });
	return put_workers(v, &workers, &people, ret);
}

str record_called(const view *v, const record *rec)
{
	if (rec->kind->title_n) return access_name(v, rec->record);
	buf b = BUF(v->r->a);
	buf_str(&b, rec->kind->label);
	if (rec->happened.is != WHEN_NONE) {
		buf_lit(&b, ", ");
		when_write_long(&b, area_zone(v->r->area), rec->happened);
	}
	return buf_view(&b);
}

err records_to_choose(request *r, const view *v, const kind *k, named_records *ret)
{
	view list = *v;
	if (str_eq(k->name, S("person"))) return people_around(v, ret);
	if (!k->about_child) {
		if (!(k->read.roles & r->read.who->roles)) return OK;
		TRY(access_open_list(&r->read, k, &list));
	} else if (v->child.n == 0) {
		return OK;
	}
	records list_of_k = { 0 };
	TRY(access_records(&list, k, 0, &list_of_k));
	for (size_t i = 0; i < list_of_k.n; i++)
		put_by_name(r->a, ret, (named_record){ .record = list_of_k.at[i].record, .name = record_called(&list, &list_of_k.at[i]) });
	return OK;
}

static bool lists(const capability *c, const kind *k)
{
	if (str_eq(c->name, k->capability)) return true;
	for (size_t i = 0; i < c->lists.n; i++)
		if (str_eq(c->lists.at[i], k->name)) return true;
	return false;
}

url list_of_kind(const request *r, const kind *k)
{
	if (str_eq(k->name, S("person"))) return URL("/find");
	for (size_t i = 0; r->capabilities && i < r->capabilities->n; i++)
		if (lists(&r->capabilities->at[i], k)) return url_with(r->a, URL("/c/"), r->capabilities->at[i].name);
	return URL("/");
}
