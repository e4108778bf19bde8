/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Children nobody holds: their names and since when, for managers to allocate, and nothing of what is recorded. */
#include "access/rights.h"

#include <stdlib.h>

typedef struct {
	day since;
	found found;
} unheld;
typedef LIST(unheld) unheld_list;

/* Records of children, each standing for its person: said to be a child, or something is about it as the child. */
static err all_children(reading *r, const kept_entries *kept, record_list *ret)
{
	ROWS(rows);
	record_list list = { 0 };
	TRY(db_scan(r->db,
	            SQL("SELECT p.record, COALESCE(n.person, p.record), l.seq, l.record FROM p_person p "
	                "LEFT JOIN person_now n ON n.record = p.record AND n.known_to IS NULL "
	                "LEFT JOIN link l ON l.target = p.record AND l.role = 'child' AND l.known_to IS NULL "
	                "AND (p.child IS NULL OR p.child = 0) "
	                "WHERE p.known_to IS NULL AND (p.child = 1 OR l.seq IS NOT NULL) ORDER BY p.record"),
	            NO_ARGS, &rows));
	while (db_next(&rows)) {
		record_id id = { db_int(&rows, 0) }, person = { db_int(&rows, 1) };
		bool hidden = seal_hides(kept, (seq){ 0 }, id, PROJECT_NOW);
		if (!db_is_null(&rows, 2))
			hidden |= seal_hides(kept, (seq){ db_int(&rows, 2) }, (record_id){ db_int(&rows, 3) }, PROJECT_NOW);
		bool again = list.n && list.at[list.n - 1].n == person.n;
		if (!hidden && !again) PUSH(r->a, &list, person);
	}
	TRY(db_end(&rows));
	records_sort(&list);
	*ret = list;
	return OK;
}

/* Both in order. */
static record_list without(reading *r, const record_list *all, const record_list *held)
{
	record_list left = { 0 };
	size_t h = 0;
	for (size_t i = 0; i < all->n; i++) {
		while (h < held->n && held->at[h].n < all->at[i].n) h++;
		if (h == held->n || held->at[h].n != all->at[i].n) PUSH(r->a, &left, all->at[i]);
	}
	return left;
}

/* The day that the last work with the child ended, or that it was first recorded. */
static err since_when(reading *r, const record_list *same, day *ret)
{
	int64_t latest = INT32_MIN, recorded = 0;
	for (size_t i = 0; i < same->n; i++) {
		int64_t ended = 0;
		TRY(db_one_int(r->db,
		               SQL("SELECT COALESCE(MAX(p.until), -2147483648) FROM link c JOIN p_works_with p ON p.seq = c.seq "
		                   "WHERE c.target = $1 AND c.kind = 'works_with' AND c.role = 'child' AND c.known_to IS NULL "
		                   "AND p.until <= $2"), ARGS(ARG(same->at[i].n), ARG(r->today)), &ended));
		if (ended > latest) latest = ended;
	}
	if (latest == INT32_MIN) {
		TRY(db_one_int(r->db, SQL("SELECT recorded FROM entry WHERE seq = $1"), ARGS(ARG(same->at[0].n)), &recorded));
		latest = zone_day(area_zone(r->area), (instant){ recorded }).n;
	}
	ret->n = (int32_t)latest;
	return OK;
}

static str since_in_words(arena *a, day since)
{
	buf b = BUF(a);
	buf_lit(&b, "since ");
	day_write_long(&b, since);
	return buf_view(&b);
}

static err add(reading *r, record_id person, unheld_list *list)
{
	record_list same;
	bool interest;
	unheld u = { .found = { .person = person } };
	record newest;
	TRY(project_same_person(r->db, r->a, person, PROJECT_NOW, &same));
	TRY(has_interest(r, &same, &interest));
	if (interest) return OK;
	TRY(since_when(r, &same, &u.since));
	TRY(read_newest(r, person, PROJECT_NOW, &newest));
	const value *born = values_get(&newest.values, S("born"));
	if (born) u.found.born = *born;
	TRY(record_name(r, newest.kind, person, PROJECT_NOW, &u.found.name));
	u.found.why = since_in_words(r->a, u.since);
	PUSH(r->a, list, u);
	look_note(r, (look){ .child = person, .outcome = LOOK_FOUND, .purpose = S("children nobody holds") });
	return OK;
}

static int longest_first(const void *a, const void *b)
{
	const unheld *x = a, *y = b;
	if (x->since.n != y->since.n) return x->since.n < y->since.n ? -1 : 1;
	return (x->found.person.n > y->found.person.n) - (x->found.person.n < y->found.person.n);
}

err access_nobody_holds(reading *r, found_list *ret)
{
	record_list all, held;
	kept_entries kept;
	unheld_list list = { 0 };
	found_list in_order = { 0 };
	if (!is_staff(r->who) || !(r->who->measuring || (r->who->roles & ROLE_MANAGER))) {
		look_note(r, (look){ .outcome = LOOK_REFUSED, .purpose = S("children nobody holds") });
		return FAIL(&r->a->trail, E_DENIED);
	}
	TRY(seal_read(r, &kept));
	TRY(all_children(r, &kept, &all));
	TRY(held_records(r, &held));
	all = without(r, &all, &held);
	for (size_t i = 0; i < all.n; i++) TRY(add(r, all.at[i], &list));
	if (list.n) qsort(list.at, list.n, sizeof *list.at, longest_first);
	for (size_t i = 0; i < list.n; i++) PUSH(r->a, &in_order, list.at[i].found);
	*ret = in_order;
	return OK;
}
