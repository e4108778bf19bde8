/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The viewer's own children, in order of name, in parts: of thousands only those are read that are shown. */
#include "access/rights.h"

#include <stdlib.h>

typedef struct {
	record_id person;
	str name; /* to order by, and for nothing else */
} named_child;
typedef LIST(named_child) named_children;

static int by_number(const void *a, const void *b)
{
	const named_child *x = a, *y = b;
	return (x->person.n > y->person.n) - (x->person.n < y->person.n);
}

/* A child whose name nobody knows comes last. */
static int by_name(const void *a, const void *b)
{
	const named_child *x = a, *y = b;
	if ((x->name.n == 0) != (y->name.n == 0)) return x->name.n == 0 ? 1 : -1;
	int order = str_cmp(x->name, y->name);
	return order ? order : by_number(a, b);
}

static void name_one(named_children *list, record_id person, str name)
{
	named_child wanted = { .person = person };
	named_child *one = list->n ? bsearch(&wanted, list->at, list->n, sizeof *list->at, by_number) : NULL;
	if (one) one->name = name;
}

/* Of all children that the worker ever worked with: one statement, however many they are. */
static err name_those_of(reading *r, record_id worker, named_children *list)
{
	ROWS(rows);
	TRY(db_query(r->db,
	             SQL("SELECT p.record, p.given, p.surname FROM p_person p WHERE p.known_to IS NULL AND p.record IN "
	                 "(SELECT c.target FROM link w JOIN link c ON c.seq = w.seq WHERE w.target = $1 AND w.kind = 'works_with' "
	                 "AND w.role = 'worker' AND w.known_to IS NULL AND c.role = 'child')"),
	             ARGS(ARG(worker.n)), &rows));
	while (db_next(&rows)) {
		buf b = BUF(r->a);
		buf_str(&b, db_text(&rows, 1));
		buf_char(&b, ' ');
		buf_str(&b, db_text(&rows, 2));
		name_one(list, (record_id){ db_int(&rows, 0) }, buf_view(&b));
	}
	return db_end(&rows);
}

static err own_in_order(reading *r, named_children *ret)
{
	record_list own = { 0 };
	named_children list = { 0 };
	if (is_staff(r->who) && !r->who->measuring) TRY(own_people(r, &own));
	for (size_t i = 0; i < own.n; i++) PUSH(r->a, &list, ((named_child){ .person = own.at[i] }));
	if (list.n) {
		qsort(list.at, list.n, sizeof *list.at, by_number);
		TRY(name_those_of(r, r->who->worker, &list));
		qsort(list.at, list.n, sizeof *list.at, by_name);
	}
	*ret = list;
	return OK;
}

err access_my_children_from(reading *r, size_t from, size_t most, access_person_visit *visit, void *context, size_t *ret_all)
{
	named_children own;
	kept_entries kept;
	TRY(own_in_order(r, &own));
	TRY(seal_read(r, &kept));
	for (size_t i = from; i < own.n && i - from < most; i++) {
		view v;
		err e = open_own(r, own.at[i].person, &kept, &v);
		if (e == E_NOT_FOUND) continue;
		TRY(e);
		look_note(r, (look){ .child = v.child, .outcome = LOOK_FOUND, .purpose = S("my children") });
		TRY(visit(context, &v));
	}
	*ret_all = own.n;
	return OK;
}
