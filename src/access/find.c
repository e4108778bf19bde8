/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whom somebody may find: those whom the viewer may open, each as the viewer may read them. Whoever works with children works
 * with few: each is read when it is asked, so that what is found is what could be opened now. */
#include "access/looks.h"
#include "access/rights.h"

#include "db/table.h"

#include <stdlib.h>

enum { FIND_MOST_AN_HOUR = 200, HOUR_MS = 60 * 60 * 1000 };

/* ---- one's own children */

static err without_interest(reading *r, record_list *list)
{
	record_list left = { 0 };
	for (size_t i = 0; i < list->n; i++) {
		record_list same;
		bool has;
		TRY(project_same_person(r->db, r->a, list->at[i], PROJECT_NOW, &same));
		TRY(has_interest(r, &same, &has));
		if (!has) PUSH(r->a, &left, list->at[i]);
	}
	*list = left;
	return OK;
}

static err own_children(reading *r, record_list *ret)
{
	record_list list = { 0 };
	if (is_staff(r->who) && !r->who->measuring) {
		TRY(works_with_whom(r, &list));
		TRY(without_interest(r, &list));
	}
	*ret = list;
	return OK;
}

/* The records of one person as the viewer may read them. */
static err read_person(const view *v, records *ret)
{
	const kind *person = practice_kind(v->r->practice, S("person"));
	CHECK(person);
	return access_records(v, person, 0, ret);
}

/* «Sharon Poe, Kev Moss». */
static err names_around(const view *v, str kind_name, str as_role, str *ret)
{
	near_list list;
	buf b = BUF(v->r->a);
	TRY(access_around(v, kind_name, as_role, STR_NONE, &list));
	for (size_t i = 0; i < list.n; i++) {
		if (i) buf_lit(&b, ", ");
		buf_str(&b, list.at[i].name);
	}
	*ret = buf_view(&b);
	return OK;
}

static found found_of(const view *v, const records *of, str why)
{
	found f = { .person = v->child, .name = access_name(v, v->child), .why = why };
	for (size_t i = 0; i < of->n; i++) {
		const value *born = values_get(&of->at[i].values, S("born"));
		if (born && (f.born.is != VALUE_KNOWN || of->at[i].record.n == v->child.n)) f.born = *born;
	}
	return f;
}

static int by_name(const void *a, const void *b)
{
	const found *x = a, *y = b;
	int order = str_cmp(x->name, y->name);
	return order ? order : (x->person.n > y->person.n) - (x->person.n < y->person.n);
}

static void in_order(found_list *list)
{
	if (list->n) qsort(list->at, list->n, sizeof *list->at, by_name);
}

err access_my_children(reading *r, found_list *ret)
{
	record_list own;
	kept_entries kept;
	found_list list = { 0 };
	TRY(own_children(r, &own));
	TRY(seal_read(r, &kept));
	for (size_t i = 0; i < own.n; i++) {
		view v;
		records of;
		err e = open_own(r, own.at[i], &kept, &v);
		if (e == E_NOT_FOUND) continue;
		TRY(e);
		TRY(read_person(&v, &of));
		PUSH(r->a, &list, found_of(&v, &of, STR_NONE));
		look_note(r, (look){ .child = v.child, .outcome = LOOK_FOUND, .purpose = S("my children") });
	}
	in_order(&list);
	*ret = list;
	return OK;
}

/* ---- finding: what is common to every way of it; the search itself is match/find.h */

static err within_limit(reading *r, str text)
{
	int64_t searches = 0;
	if (r->who->measuring) return OK;
	err e = looks_searches(r->area, r->a, r->who->worker, (instant){ r->now.ms - HOUR_MS }, &searches);
	r->log_unread = e != OK;
	TRY(e);
	if (searches < FIND_MOST_AN_HOUR) return OK;
	look_note(r, (look){ .outcome = LOOK_REFUSED, .purpose = S("find"), .text = text });
	return FAIL(&r->a->trail, E_LIMIT);
}

err access_find_begin(reading *r, str text)
{
	if (is_staff(r->who)) return within_limit(r, text);
	look_note(r, (look){ .outcome = LOOK_REFUSED, .purpose = S("find"), .text = text });
	return FAIL(&r->a->trail, E_DENIED);
}

static err visit_each(reading *r, const record_list *people, access_person_visit *visit, void *context)
{
	kept_entries kept;
	TRY(seal_read(r, &kept));
	for (size_t i = 0; i < people->n; i++) {
		view v;
		err e = open_own(r, people->at[i], &kept, &v);
		if (e == OK) e = visit(context, &v);
		if (e != OK && e != E_NOT_FOUND) return e;
	}
	return OK;
}

err access_find_among(reading *r, access_person_visit *visit, void *context)
{
	record_list candidates;
	TRY(own_children(r, &candidates));
	return visit_each(r, &candidates, visit, context);
}

/* The persons whom records of that kind since then are about. */
static err recorded_since(reading *r, const kind *k, instant since, record_list *into)
{
	ROWS(rows);
	static const col cols[] = { { STR("record"), COL_INT, true } };
	buf name = BUF(r->a);
	record_list found_of_kind = { 0 };
	buf_lit(&name, "p_");
	buf_str(&name, k->name);
	table t = { .name = buf_view(&name), .cols = cols, .col_n = 1 };
	TRY(db_query(r->db, table_select(r->a, &t, S("known_to IS NULL AND recorded > $1"), S("seq")), ARGS(ARG(since.ms)), &rows));
	while (db_next(&rows)) PUSH(r->a, &found_of_kind, ((record_id){ db_int(&rows, 0) }));
	TRY(db_end(&rows));
	for (size_t i = 0; i < found_of_kind.n; i++) {
		record_list children;
		TRY(children_of_record(r, found_of_kind.at[i], PROJECT_NOW, &children));
		for (size_t c = 0; c < children.n; c++) {
			record_id who_stands;
			TRY(project_person(r->db, children.at[c], PROJECT_NOW, &who_stands));
			PUSH(r->a, into, who_stands);
		}
	}
	return OK;
}

err access_find_among_with(reading *r, const kind *k, instant since, access_person_visit *visit, void *context)
{
	record_list own, with = { 0 }, both = { 0 };
	TRY(recorded_since(r, k, since, &with));
	if (!with.n) return OK;
	TRY(own_children(r, &own));
	for (size_t i = 0; i < own.n; i++)
		if (records_hold(&with, own.at[i])) PUSH(r->a, &both, own.at[i]);
	return visit_each(r, &both, visit, context);
}

err access_found(reading *r, record_id person, str text, found *ret)
{
	view v;
	records of;
	kept_entries kept;
	TRY(seal_read(r, &kept));
	TRY(open_own(r, person, &kept, &v));
	TRY(read_person(&v, &of));
	*ret = found_of(&v, &of, STR_NONE);
	TRY(names_around(&v, S("lives_with"), S("person"), &ret->lives_with));
	TRY(names_around(&v, S("works_with"), S("worker"), &ret->works_with));
	look_note(r, (look){ .child = v.child, .outcome = LOOK_FOUND, .purpose = S("find"), .text = text });
	return OK;
}

void access_found_nobody(reading *r, str text)
{
	look_note(r, (look){ .outcome = LOOK_FOUND, .purpose = S("find"), .text = text });
}

err access_by_upn(reading *r, str upn, record_id *ret)
{
	err e = db_one_int(r->db, SQL("SELECT record FROM p_person WHERE upn = $1 AND known_to IS NULL ORDER BY record LIMIT 1"),
	                   ARGS(ARG(upn)), &ret->n);
	return e == E_NOT_FOUND ? FAIL(&r->a->trail, e) : e;
}

err access_by_local_id(reading *r, str local_id, record_id *ret)
{
	str canonical;
	if (!identifier_check(IDENTIFIER_LOCAL, local_id, r->a, &canonical)) return FAIL(&r->a->trail, E_NOT_FOUND);
	err e = db_one_int(r->db, SQL("SELECT record FROM p_person WHERE local_id = $1 AND known_to IS NULL ORDER BY record LIMIT 1"),
	                   ARGS(ARG(canonical)), &ret->n);
	return e == E_NOT_FOUND ? FAIL(&r->a->trail, e) : e;
}
