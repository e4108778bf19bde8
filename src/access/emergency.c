/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "access/emergency.h"

#include "access/rights.h"

#include <stdlib.h>

static err read_openings(reading *r, const kept_entries *kept, emergency_list *list)
{
	ROWS(rows);
	TRY(db_query(r->db,
	             SQL("SELECT p.record, p.seq, COALESCE(n.person, c.target), p.author, p.recorded, p.why FROM p_emergency_opening p "
	                 "JOIN link c ON c.seq = p.seq AND c.role = 'child' "
	                 "LEFT JOIN person_now n ON n.record = c.target AND n.known_to IS NULL "
	                 "WHERE p.known_to IS NULL ORDER BY p.recorded DESC, p.seq DESC"),
	             NO_ARGS, &rows));
	while (list->n < EMERGENCIES_MOST && db_next(&rows)) {
		emergency one = { .record = { db_int(&rows, 0) }, .child = { db_int(&rows, 2) }, .at = { db_int(&rows, 4) },
			          .own = db_int(&rows, 3) == r->who->worker.n, .why = db_text_copy(&rows, 5, r->a) };
		bool hidden = seal_hides(kept, (seq){ db_int(&rows, 1) }, one.record) ||
		              seal_hides(kept, (seq){ 0 }, one.child);
		one.who = SOMEBODY;
		if (!hidden) PUSH(r->a, list, one);
	}
	return db_end(&rows);
}

/* The newest review of each comes last and stays. */
static err read_reviews(reading *r, emergency_list *list)
{
	ROWS(rows);
	if (!practice_kind(r->practice, S("emergency_review"))) return OK;
	TRY(db_scan(r->db,
	            SQL("SELECT t.target, p.was FROM p_emergency_review p JOIN link t ON t.seq = p.seq AND t.role = 'to' "
	                "WHERE p.known_to IS NULL ORDER BY p.seq"),
	            NO_ARGS, &rows));
	while (db_next(&rows))
		for (size_t i = 0; i < list->n; i++)
			if (list->at[i].record.n == db_int(&rows, 0)) list->at[i].was = db_text_copy(&rows, 1, r->a);
	return db_end(&rows);
}

static err put_names(reading *r, emergency *one)
{
	const kind *person = practice_kind(r->practice, S("person"));
	record opened;
	view none = access_open_none(r);
	TRY(record_name(r, person, one->child, PROJECT_NOW, &one->name));
	TRY(read_newest(r, one->record, PROJECT_NOW, &opened));
	one->who = access_name(&none, opened.author);
	return OK;
}

static int unseen_first(const void *a, const void *b)
{
	const emergency *x = a, *y = b;
	if ((x->was.n == 0) != (y->was.n == 0)) return x->was.n ? 1 : -1;
	return (x->at.ms < y->at.ms) - (x->at.ms > y->at.ms);
}

err access_emergencies(reading *r, emergency_list *ret)
{
	emergency_list all = { 0 }, list = { 0 };
	record_list of_interest = { 0 };
	kept_entries kept;
	if (!is_staff(r->who) || !(r->who->measuring || (r->who->roles & ROLE_MANAGER))) {
		look_note(r, (look){ .outcome = LOOK_REFUSED, .purpose = S("openings in an emergency") });
		return FAIL(&r->a->trail, E_DENIED);
	}
	*ret = list;
	if (!practice_kind(r->practice, S("emergency_opening"))) return OK;
	TRY(seal_read(r, &kept));
	if (!r->who->measuring) TRY(records_of_interest(r, &of_interest));
	TRY(read_openings(r, &kept, &all));
	TRY(read_reviews(r, &all));
	for (size_t i = 0; i < all.n; i++) {
		if (records_hold(&of_interest, all.at[i].child)) continue;
		TRY(put_names(r, &all.at[i]));
		look_note(r, (look){ .child = all.at[i].child, .record = all.at[i].record, .outcome = LOOK_FOUND, .purpose = S("openings in an emergency") });
		PUSH(r->a, &list, all.at[i]);
	}
	if (list.n) qsort(list.at, list.n, sizeof *list.at, unseen_first);
	*ret = list;
	return OK;
}
