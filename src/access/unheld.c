/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Children nobody holds: their names and since when, for managers to allocate, and nothing of what is recorded. */
#include "access/rights.h"

#include <stdlib.h>

/* A child whom nobody works with, each once, with the day on which it was first recorded or the last work with it ended. */
typedef struct {
	record_id person;
	day since;
} unheld;
typedef LIST(unheld) unheld_list;

static int by_person(const void *a, const void *b)
{
	const unheld *x = a, *y = b;
	if (x->person.n != y->person.n) return x->person.n < y->person.n ? -1 : 1;
	return (x->since.n > y->since.n) - (x->since.n < y->since.n);
}

/* Each person once, with the day that its first row has. */
static void each_once(unheld_list *list)
{
	size_t n = 0;
	if (list->n) qsort(list->at, list->n, sizeof *list->at, by_person);
	for (size_t i = 0; i < list->n; i++)
		if (n == 0 || list->at[n - 1].person.n != list->at[i].person.n) list->at[n++] = list->at[i];
	list->n = n;
}

/* Said to be a child, or something is about it as the child; without those with whose own record somebody works today. */
static err children_left(reading *r, const kept_entries *kept, unheld_list *ret)
{
	ROWS(rows);
	unheld_list list = { 0 };
	TRY(db_scan(r->db,
	            SQL("SELECT b.record, COALESCE(n.person, b.record), NULL, NULL, e.recorded FROM p_person b "
	                "JOIN entry e ON e.seq = b.record "
	                "LEFT JOIN person_now n ON n.record = b.record AND n.known_to IS NULL "
	                "WHERE b.known_to IS NULL AND b.child = 1 AND NOT EXISTS (SELECT 1 FROM link h JOIN p_works_with p ON p.seq = h.seq "
	                "WHERE h.target = b.record AND h.kind = 'works_with' AND h.role = 'child' AND " CURRENT ") "
	                "UNION ALL SELECT b.record, COALESCE(n.person, b.record), l.seq, l.record, e.recorded FROM p_person b "
	                "CROSS JOIN link i CROSS JOIN link l JOIN entry e ON e.seq = b.record "
	                "LEFT JOIN person_now n ON n.record = b.record AND n.known_to IS NULL "
	                "WHERE i.target = b.record AND i.role = 'child' " /* in the index alone: adults have many links, hardly one so */
	                "AND l.seq = i.seq AND l.role = 'child' AND l.target = b.record AND l.known_to IS NULL "
	                "AND b.known_to IS NULL AND (b.child IS NULL OR b.child = 0)"),
	            ARGS(ARG(rights_day(r)), ARG(rights_day(r))), &rows));
	while (db_next(&rows)) {
		record_id id = { db_int(&rows, 0) };
		unheld one = { { db_int(&rows, 1) }, zone_day(area_zone(r->area), (instant){ db_int(&rows, 4) }) };
		bool hidden = seal_hides(kept, (seq){ 0 }, id);
		if (!db_is_null(&rows, 2))
			hidden |= seal_hides(kept, (seq){ db_int(&rows, 2) }, (record_id){ db_int(&rows, 3) });
		if (!hidden) PUSH(r->a, &list, one);
	}
	TRY(db_end(&rows));
	each_once(&list);
	*ret = list;
	return OK;
}

/* Takes those out with whom somebody works by another record of theirs. */
static err leave_out_held(reading *r, unheld_list *list)
{
	size_t n = 0;
	for (size_t i = 0; i < list->n; i++) {
		bool held;
		TRY(is_held(r, list->at[i].person, &held));
		if (!held) list->at[n++] = list->at[i];
	}
	list->n = n;
	return OK;
}

/* Takes those out that stand in others; both in order. */
static void leave_out(unheld_list *list, const record_list *others)
{
	size_t n = 0, o = 0;
	for (size_t i = 0; i < list->n; i++) {
		while (o < others->n && others->at[o].n < list->at[i].person.n) o++;
		if (o == others->n || others->at[o].n != list->at[i].person.n) list->at[n++] = list->at[i];
	}
	list->n = n;
}

static unheld *of_person(unheld_list *list, int64_t person)
{
	unheld wanted = { .person = { person } };
	size_t from = 0, to = list->n;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (list->at[middle].person.n < wanted.person.n) from = middle + 1;
		else to = middle;
	}
	return from < list->n && list->at[from].person.n == person ? &list->at[from] : NULL;
}

/* Where somebody worked with the child before: the day that the last work ended. */
static err read_ended(reading *r, unheld_list *list)
{
	ROWS(rows);
	TRY(db_query(r->db,
	             SQL("SELECT COALESCE(n.person, c.target), MAX(p.until) FROM p_works_with p CROSS JOIN link c "
	                 "LEFT JOIN person_now n ON n.record = c.target AND n.known_to IS NULL "
	                 "WHERE c.seq = p.seq AND c.role = 'child' AND c.known_to IS NULL "
	                 "AND p.known_to IS NULL AND p.until <= $1 GROUP BY COALESCE(n.person, c.target)"),
	             ARGS(ARG(r->today)), &rows));
	while (db_next(&rows)) {
		unheld *one = of_person(list, db_int(&rows, 0));
		if (one) one->since.n = (int32_t)db_int(&rows, 1);
	}
	return db_end(&rows);
}

static int longest_first(const void *a, const void *b)
{
	const unheld *x = a, *y = b;
	if (x->since.n != y->since.n) return x->since.n < y->since.n ? -1 : 1;
	return (x->person.n > y->person.n) - (x->person.n < y->person.n);
}

/* In order of person. */
static err list_unheld(reading *r, unheld_list *ret)
{
	record_list of_interest;
	kept_entries kept;
	unheld_list list;
	if (!is_staff(r->who) || !(r->who->measuring || (r->who->roles & ROLE_MANAGER))) {
		look_note(r, (look){ .outcome = LOOK_REFUSED, .purpose = S("children nobody holds") });
		return FAIL(&r->a->trail, E_DENIED);
	}
	TRY(seal_read(r, &kept));
	TRY(children_left(r, &kept, &list));
	TRY(leave_out_held(r, &list));
	TRY(records_of_interest(r, &of_interest));
	leave_out(&list, &of_interest);
	if (list.n) TRY(read_ended(r, &list));
	*ret = list;
	return OK;
}

static str since_in_words(arena *a, day since)
{
	buf b = BUF(a);
	buf_lit(&b, "since ");
	day_write_long(&b, since);
	return buf_view(&b);
}

static err find_one(reading *r, const unheld *one, found *ret)
{
	record newest;
	TRY(read_newest(r, one->person, PROJECT_NOW, &newest));
	const value *born = values_get(&newest.values, S("born")), *number = values_get(&newest.values, S("local_id"));
	*ret = (found){ .person = one->person, .why = since_in_words(r->a, one->since) };
	if (born && may_stand_beside_name(r, S("born"))) ret->born = *born;
	if (number && number->is != VALUE_ABSENT && may_stand_beside_name(r, S("local_id"))) ret->number = number->text;
	TRY(record_name(r, newest.kind, one->person, PROJECT_NOW, &ret->name));
	look_note(r, (look){ .child = one->person, .outcome = LOOK_FOUND, .purpose = S("children nobody holds") });
	return OK;
}

err access_nobody_holds(reading *r, found_list *ret)
{
	return access_nobody_holds_from(r, 0, SIZE_MAX, ret, &(size_t){ 0 });
}

err access_nobody_holds_from(reading *r, size_t from, size_t most, found_list *ret, size_t *ret_all)
{
	unheld_list list;
	found_list some = { 0 };
	TRY(list_unheld(r, &list));
	if (list.n) qsort(list.at, list.n, sizeof *list.at, longest_first);
	for (size_t i = from; i < list.n && i - from < most; i++) {
		found one;
		TRY(find_one(r, &list.at[i], &one));
		PUSH(r->a, &some, one);
	}
	*ret = some;
	*ret_all = list.n;
	return OK;
}

err access_unheld(reading *r, record_id child, found *ret)
{
	unheld_list list;
	TRY(list_unheld(r, &list));
	const unheld *one = of_person(&list, child.n);
	return one ? find_one(r, one, ret) : FAIL(&r->a->trail, E_NOT_FOUND);
}
