/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A child's records as they show: as the journal has them, for a return; or as somebody may read them, while people work. */
#include "capabilities/returns_cin/cin_return.h"
#include "journal/journal.h"
#include "project/project.h"

#include <stdlib.h>

static int by_day(const void *x, const void *y)
{
	const shown *a = x, *b = y;
	int days = when_cmp(a->happened, b->happened);
	return days ? days : (a->seq.n > b->seq.n) - (a->seq.n < b->seq.n);
}

static void sort(shown_list *list)
{
	if (list->n) qsort(list->at, list->n, sizeof *list->at, by_day);
}

static void add(arena *a, shown_list *to, const shown *one)
{
	const value *back = one->k->untold ? values_get(&one->v, one->k->untold->name) : NULL;
	bool taken_back = back && back->is == VALUE_KNOWN && back->yes;
	if (!taken_back) PUSH(a, to, *one);
}

/* ---- as the journal has them */

static err add_entry(const cin_return *r, arena *a, seq s, shown_list *to)
{
	problems odd = { 0 };
	entry e;
	TRY(journal_entry(r->db, a, s, &e));
	if (e.disposed) return OK;
	shown one = { .record = e.record, .seq = e.seq, .batch = e.batch, .about = e.about, .happened = e.happened };
	one.k = practice_version(r->map->practice, e.kind, e.version);
	if (!one.k) return FAIL(&a->trail, E_IO);
	TRY(values_from_json(a, r->map->zone, one.k, e.bytes, false, &one.v, &odd));
	add(a, to, &one);
	return OK;
}

err cin_shown_in_area(const cin_return *r, arena *a, const record_list *same, shown_list *ret)
{
	*ret = (shown_list){ 0 };
	EACH (is, *same) {
		seq_list about;
		seq person;
		TRY(project_about(r->db, a, *is, r->at, &about));
		TRY(project_shown(r->db, *is, r->at, &person));
		if (person.n) TRY(add_entry(r, a, person, ret));
		EACH (s, about) TRY(add_entry(r, a, *s, ret));
	}
	sort(ret);
	return OK;
}

/* ---- as somebody may read them */

static void add_record(arena *a, const record *rec, shown_list *to)
{
	shown one = { .record = rec->record, .seq = rec->seq, .batch = rec->batch, .about = rec->about, .happened = rec->happened,
		      .k = rec->kind, .v = rec->values };
	if (!rec->disposed) add(a, to, &one);
}

/* Every kind that some element has its place in is asked for once; the person is the child's own record. */
static bool first_of_kind(const cin_map *of, size_t i)
{
	const kind *k = of->at[i].k;
	if (!k || str_eq(k->name, S("person"))) return false;
	for (size_t before = 0; before < i; before++)
		if (of->at[before].k == k) return false;
	return true;
}

static err add_kind(const view *v, arena *a, const kind *k, shown_list *to)
{
	records list;
	TRY(access_records(v, k, 0, &list));
	EACH (rec, list) add_record(a, rec, to);
	return OK;
}

static bool reads_person(const view *v, const cin_map *of)
{
	for (size_t i = 0; i < census_element_count; i++) {
		const cin_place *at = &of->at[i];
		if (at->f && str_eq(at->k->name, S("person")) && !access_field_readable(v, at->k, at->f)) return false;
	}
	return true;
}

static void put_draft(arena *a, const cin_draft *draft, shown_list *to)
{
	shown one = { .record = draft->corrects.n ? draft->corrects : CIN_DRAFT, .about = draft->about, .happened = draft->happened,
		      .k = draft->k, .v = *draft->v };
	EACH (there, *to)
		if (there->record.n == one.record.n) {
			one.seq = there->seq;
			*there = one;
			return;
		}
	one.seq = (seq){ INT64_MAX };
	PUSH(a, to, one);
}

err cin_shown_to(const view *v, const cin_map *of, arena *a, const cin_draft *draft, shown_list *ret)
{
	record person;
	*ret = (shown_list){ 0 };
	if (!reads_person(v, of)) return OK;
	err e = access_record(v, v->child, &person);
	if (e == E_NOT_FOUND) return OK;
	TRY(e);
	add_record(a, &person, ret);
	for (size_t i = 0; i < census_element_count; i++)
		if (first_of_kind(of, i)) TRY(add_kind(v, a, of->at[i].k, ret));
	if (of->census_child) TRY(add_kind(v, a, of->census_child, ret));
	if (draft) put_draft(a, draft, ret);
	sort(ret);
	return OK;
}
