/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The dated working relation, which alone gives the right to read, and the interest that takes it away. Both are asked for
 * anew each time: an end recorded a moment ago holds for the next page. */
#include "access/pointer.h"
#include "access/rights.h"

#include "journal/batch.h"

#include <stdlib.h>

bool is_staff(const viewer *by)
{
	return by->measuring || ((by->roles & ~(role_set)ROLE_ADMINISTRATOR) && by->worker.n);
}

/* Whoever an entry about a child is about besides: one worker. Not a join, so that both engines begin with the child's few
 * entries and never with the worker's many. */
#define WORKER_OF_C "(SELECT MIN(w.target) FROM link w WHERE w.seq = c.seq AND w.role = 'worker')"

#define CURRENT_AT(from_, to_) TRUE_AT("p", from_, to_) " AND " UNDER_WAY

seq rights_at(const reading *r)
{
	return r->at.n ? r->at : PROJECT_NOW;
}

day rights_day(const reading *r)
{
	return r->then ? zone_day(area_zone(r->area), r->now) : r->today;
}

/* For a day from the moment it was recorded, and for whoever recorded it: a correction makes it no longer. */
enum { EMERGENCY_MS = 24 * 60 * 60 * 1000 };
#define OPENED_IN_EMERGENCY "p.author = $1 AND p.recorded > $2 AND p.seq = p.record"

/* An area that has not put the kind in force has no such table. */
static bool knows_emergencies(const reading *r)
{
	return practice_kind(r->practice, S("emergency_opening")) != NULL && r->who->worker.n;
}

static err opened_in_emergency(reading *r, record_id child, bool *ret)
{
	int64_t one;
	*ret = false;
	if (!knows_emergencies(r)) return OK;
	err e = db_one_int(r->db,
	                   SQL("SELECT 1 FROM p_emergency_opening p JOIN link c ON c.seq = p.seq WHERE " OPENED_IN_EMERGENCY
	                       " AND c.role = 'child' AND c.target = $3 AND p.known_from <= $4 LIMIT 1"),
	                   ARGS(ARG(r->who->worker.n), ARG(r->now.ms - EMERGENCY_MS), ARG(child.n), ARG(rights_at(r).n)), &one);
	*ret = e == OK;
	return e == E_NOT_FOUND ? OK : e;
}

/* ---- cover: whoever covers may read what the one who is away may, by working with a child, while it lasts */

err covered_by(reading *r, record_id worker, record_list *ret)
{
	ROWS(rows);
	record_list list = { 0 };
	*ret = list;
	if (!practice_kind(r->practice, S("cover")) || worker.n == 0) return OK; /* an area that has not put it in force */
	TRY(db_query(r->db,
	             SQL("SELECT w.target FROM link o JOIN link w ON w.seq = o.seq AND w.role = 'worker' JOIN p_cover p ON p.seq = o.seq "
	                 "WHERE " CURRENT_AT("$4", "$5") " AND o.target = $3 AND o.kind = 'cover' AND o.role = 'cover'"),
	             ARGS(ARG(rights_day(r)), ARG(rights_day(r)), ARG(worker.n), ARG(rights_at(r).n), ARG(rights_at(r).n)), &rows));
	while (db_next(&rows)) PUSH(r->a, &list, ((record_id){ db_int(&rows, 0) }));
	TRY(db_end(&rows));
	*ret = list;
	return OK;
}

/* By a working relation of that worker's own. */
static err worker_works_with(reading *r, record_id worker, record_id child, bool *ret)
{
	int64_t one;
	err e = db_one_int(r->db,
	                   SQL("SELECT 1 FROM link c JOIN p_works_with p ON p.seq = c.seq "
	                       "WHERE " CURRENT_AT("$5", "$6") " AND c.target = $3 AND c.kind = 'works_with' AND c.role = 'child' "
	                       "AND " WORKER_OF_C " = $4 LIMIT 1"),
	                   ARGS(ARG(rights_day(r)), ARG(rights_day(r)), ARG(child.n), ARG(worker.n), ARG(rights_at(r).n), ARG(rights_at(r).n)),
	                   &one);
	*ret = e == OK;
	return e == E_NOT_FOUND ? OK : e;
}

err works_as_cover(reading *r, const record_list *same, record_id *ret_away)
{
	record_list away;
	*ret_away = (record_id){ 0 };
	TRY(covered_by(r, r->who->worker, &away));
	for (size_t i = 0; i < same->n && away.n; i++) {
		bool works;
		TRY(worker_works_with(r, r->who->worker, same->at[i], &works));
		if (works) return OK;
	}
	for (size_t i = 0; i < same->n; i++)
		for (size_t k = 0; k < away.n && ret_away->n == 0; k++) {
			bool works;
			TRY(worker_works_with(r, away.at[k], same->at[i], &works));
			if (works) *ret_away = away.at[k];
		}
	return OK;
}

err works_with(reading *r, const record_list *same, bool *ret)
{
	bool works = false;
	record_id away;
	for (size_t i = 0; i < same->n && !works; i++) {
		TRY(worker_works_with(r, r->who->worker, same->at[i], &works));
		if (!works) TRY(opened_in_emergency(r, same->at[i], &works));
	}
	*ret = works;
	if (works) return OK;
	TRY(works_as_cover(r, same, &away));
	*ret = away.n != 0;
	return OK;
}

err has_interest(reading *r, const record_list *same, bool *ret)
{
	bool has = false;
	for (size_t i = 0; i < same->n && !has; i++) {
		int64_t one;
		err e = db_one_int(r->db,
		                   SQL("SELECT 1 FROM link c JOIN p_interest p ON p.seq = c.seq "
		                       "WHERE " TRUE_AT("p", "$3", "$4") " AND (p.withdrawn IS NULL OR p.withdrawn = 0) AND c.target = $1 "
		                       "AND c.kind = 'interest' AND c.role = 'child' AND " WORKER_OF_C " = $2 LIMIT 1"),
		                   ARGS(ARG(same->at[i].n), ARG(r->who->worker.n), ARG(rights_at(r).n), ARG(rights_at(r).n)), &one);
		if (e != OK && e != E_NOT_FOUND) return e;
		has = e == OK;
	}
	*ret = has;
	return OK;
}

static err add_records(reading *r, db_rows *from, record_list *into)
{
	while (db_next(from)) PUSH(r->a, into, ((record_id){ db_int(from, 0) }));
	return db_end(from);
}

static err read_records(reading *r, db_rows *from, record_list *ret)
{
	record_list list = { 0 };
	TRY(add_records(r, from, &list));
	records_sort(&list);
	*ret = list;
	return OK;
}

err records_of_interest(reading *r, record_list *ret)
{
	ROWS(rows);
	TRY(db_query(r->db,
	             SQL("SELECT COALESCE(n.person, c.target) FROM link w JOIN link c ON c.seq = w.seq JOIN p_interest p ON p.seq = w.seq "
	                 "LEFT JOIN person_now n ON n.record = c.target AND n.known_to IS NULL "
	                 "WHERE p.known_to IS NULL AND (p.withdrawn IS NULL OR p.withdrawn = 0) AND w.kind = 'interest' "
	                 "AND w.role = 'worker' AND w.target = $1 AND c.role = 'child' AND c.known_to IS NULL"),
	             ARGS(ARG(r->who->worker.n)), &rows));
	return read_records(r, &rows, ret);
}

static err add_emergencies(reading *r, record_list *into)
{
	ROWS(rows);
	if (!knows_emergencies(r)) return OK;
	TRY(db_query(r->db,
	             SQL("SELECT COALESCE(n.person, c.target) FROM p_emergency_opening p CROSS JOIN link c "
	                 "LEFT JOIN person_now n ON n.record = c.target AND n.known_to IS NULL WHERE c.seq = p.seq AND " OPENED_IN_EMERGENCY
	                 " AND c.role = 'child'"),
	             ARGS(ARG(r->who->worker.n), ARG(r->now.ms - EMERGENCY_MS)), &rows));
	return add_records(r, &rows, into);
}

static err add_worked_with(reading *r, record_id worker, record_list *into)
{
	ROWS(rows);
	TRY(db_query(r->db,
	             SQL("SELECT COALESCE(n.person, c.target) FROM link w JOIN link c ON c.seq = w.seq "
	                 "JOIN p_works_with p ON p.seq = w.seq LEFT JOIN person_now n ON n.record = c.target AND n.known_to IS NULL "
	                 "WHERE " CURRENT " AND w.target = $3 AND w.kind = 'works_with' AND w.role = 'worker' "
	                 "AND w.known_to IS NULL AND c.role = 'child'"),
	             ARGS(ARG(rights_day(r)), ARG(rights_day(r)), ARG(worker.n)), &rows));
	return add_records(r, &rows, into);
}

err works_with_whom(reading *r, record_list *ret)
{
	record_list list = { 0 }, away;
	TRY(add_worked_with(r, r->who->worker, &list));
	TRY(covered_by(r, r->who->worker, &away));
	for (size_t i = 0; i < away.n; i++) TRY(add_worked_with(r, away.at[i], &list));
	TRY(add_emergencies(r, &list));
	records_sort(&list);
	*ret = list;
	return OK;
}

err is_held(reading *r, record_id person, bool *ret)
{
	int64_t one;
	err e = db_one_int(r->db,
	                   SQL("SELECT 1 FROM person_now n CROSS JOIN link c JOIN p_works_with p ON p.seq = c.seq WHERE " CURRENT
	                       " AND n.person = $3 AND n.known_to IS NULL AND c.target = n.record AND c.kind = 'works_with' "
	                       "AND c.role = 'child' LIMIT 1"),
	                   ARGS(ARG(rights_day(r)), ARG(rights_day(r)), ARG(person.n)), &one);
	if (e != OK && e != E_NOT_FOUND) return e;
	*ret = e == OK;
	return OK;
}

err access_child_teams(reading *r, child_teams *ret)
{
	ROWS(rows);
	*ret = (child_teams){ 0 };
	TRY(db_query(r->db,
	             SQL("SELECT COALESCE(n.person, c.target), t.target FROM p_works_with p JOIN link c ON c.seq = p.seq AND c.role = 'child' "
	                 "JOIN link w ON w.seq = p.seq AND w.role = 'worker' "
	                 "LEFT JOIN link t ON t.record = w.target AND t.role = 'team' AND t.known_to IS NULL "
	                 "LEFT JOIN person_now n ON n.record = c.target AND n.known_to IS NULL WHERE " CURRENT " ORDER BY 1, 2"),
	             ARGS(ARG(rights_day(r)), ARG(rights_day(r))), &rows));
	while (db_next(&rows)) {
		child_team one = { { db_int(&rows, 0) }, { db_int(&rows, 1) } };
		bool again = ret->n && ret->at[ret->n - 1].child.n == one.child.n && ret->at[ret->n - 1].team.n == one.team.n;
		if (!again) PUSH(r->a, ret, one);
	}
	return db_end(&rows);
}

err who_works_with(reading *r, record_id child, record_list *into)
{
	ROWS(rows);
	TRY(db_query(r->db,
	             SQL("SELECT w.target FROM link c JOIN link w ON w.seq = c.seq JOIN p_works_with p ON p.seq = c.seq WHERE " CURRENT
	                 " AND c.target = $3 AND c.kind = 'works_with' AND c.role = 'child' AND c.known_to IS NULL AND w.role = 'worker'"),
	             ARGS(ARG(rights_day(r)), ARG(rights_day(r)), ARG(child.n)), &rows));
	while (db_next(&rows)) PUSH(r->a, into, ((record_id){ db_int(&rows, 0) }));
	return db_end(&rows);
}

/* ---- records */

err kind_of_record(reading *r, record_id id, const kind **ret)
{
	ROWS(rows);
	TRY(db_query(r->db, SQL("SELECT kind FROM chain WHERE record = $1 AND " BATCH_KNOWN_FROM("chain") " IS NOT NULL LIMIT 1"), ARGS(ARG(id.n)), &rows));
	const kind *k = db_next(&rows) ? practice_kind(r->practice, db_text(&rows, 0)) : NULL;
	TRY(db_end(&rows));
	if (!k) return E_NOT_FOUND;
	*ret = k;
	return OK;
}

err children_of_record(reading *r, record_id id, seq at, record_list *ret)
{
	ROWS(rows);
	TRY(db_query(r->db, SQL("SELECT target FROM link WHERE record = $1 AND role = 'child' AND known_from <= $2 "
	                        "AND (known_to IS NULL OR known_to > $3 OR EXISTS (SELECT 1 FROM chain w WHERE w.seq = link.known_to "
	                        "AND w.kind = 'withdrawal'))"), ARGS(ARG(id.n), ARG(at.n), ARG(at.n)), &rows));
	return read_records(r, &rows, ret);
}
