/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which records are one person. Joins in force at a position are edges between records; those that hang together are one
 * person. Who stands for it depends on nothing but the edges and the records that are there, so that following entry by
 * entry, rebuilding, and making the history of a few records again all give the same rows. */
#include "project/projector.h"

#include <stdlib.h>

typedef struct {
	record_id record;
	bool kept_under_another; /* some join in force names it as `other` */
	int64_t person;          /* as person_now says so far; 0: no row */
	bool there;              /* an entry of the kind person was projected for it */
} member;
typedef LIST(member) members;

static size_t member_of(arena *a, members *list, record_id r)
{
	size_t i = 0;
	while (i < list->n && list->at[i].record.n != r.n) i++;
	if (i == list->n) PUSH(a, list, (member){ .record = r });
	return i;
}

static err add_neighbours(db *d, arena *a, record_id r, seq at, members *list)
{
	ROWS(rows);
	TRY(db_query(d,
	             SQL("SELECT k.target, o.target FROM link l JOIN p_same_person p ON p.seq = l.seq"
	                 " JOIN link k ON k.seq = l.seq AND k.role = 'keep' JOIN link o ON o.seq = l.seq AND o.role = 'other'"
	                 " WHERE l.target = $1 AND l.kind = 'same_person' AND l.role IN ('keep', 'other')"
	                 " AND l.known_from <= $2 AND (l.known_to IS NULL OR l.known_to > $2) AND COALESCE(p.withdrawn, 0) = 0"),
	             ARGS(ARG(r.n), ARG(at.n)), &rows));
	while (db_next(&rows)) {
		record_id keep = { db_int(&rows, 0) }, other = { db_int(&rows, 1) };
		(void)member_of(a, list, keep);
		list->at[member_of(a, list, other)].kept_under_another |= keep.n != other.n;
	}
	return db_end(&rows);
}

static err look_up(db *d, seq at, member *m)
{
	int64_t one;
	err e = db_one_int(d, SQL("SELECT person FROM person_now WHERE record = $1 AND known_to IS NULL"), ARGS(ARG(m->record.n)),
	                   &m->person);
	if (e == E_NOT_FOUND)
		e = db_one_int(d, SQL("SELECT seq FROM p_person WHERE record = $1 AND known_from <= $2 LIMIT 1"),
		               ARGS(ARG(m->record.n), ARG(at.n)), &one);
	m->there = e == OK;
	return e == E_NOT_FOUND ? OK : e;
}

static int64_t who_stands(const members *list)
{
	int64_t smallest = 0, kept = 0;
	for (size_t i = 0; i < list->n; i++) {
		const member *m = &list->at[i];
		if (!m->there) continue;
		if (!smallest || m->record.n < smallest) smallest = m->record.n;
		if (!m->kept_under_another && (!kept || m->record.n < kept)) kept = m->record.n;
	}
	return kept ? kept : smallest;
}

static err put_person(db *d, record_id r, int64_t person, seq at)
{
	return db_run_later(d, SQL("INSERT INTO person_now (record, known_from, person) VALUES ($1, $2, $3)"),
	                    ARGS(ARG(r.n), ARG(at.n), ARG(person)));
}

static err set_person(db *d, const member *m, int64_t person, seq at)
{
	if (!m->there || m->person == person) return OK;
	if (m->person)
		TRY(db_run(d, SQL("UPDATE person_now SET known_to = $1 WHERE record = $2 AND known_to IS NULL"),
		           ARGS(ARG(at.n), ARG(m->record.n)), NULL));
	return put_person(d, m->record, person, at);
}

/* Everybody who hangs together with r at that position, r first. */
static err gather(db *d, arena *a, record_id r, seq at, members *ret)
{
	members list = { 0 };
	(void)member_of(a, &list, r);
	for (size_t i = 0; i < list.n; i++) {
		TRY(add_neighbours(d, a, list.at[i].record, at, &list));
		TRY(look_up(d, at, &list.at[i]));
	}
	*ret = list;
	return OK;
}

static err settle(db *d, arena *a, const record_list *touched, seq at)
{
	members settled = { 0 };
	for (size_t i = 0; i < touched->n; i++) {
		size_t known = settled.n;
		if (member_of(a, &settled, touched->at[i]) < known) continue;
		members together;
		TRY(gather(d, a, touched->at[i], at, &together));
		int64_t person = who_stands(&together);
		for (size_t k = 0; k < together.n; k++) {
			TRY(set_person(d, &together.at[k], person, at));
			(void)member_of(a, &settled, together.at[k].record);
		}
	}
	return OK;
}

/* ---- entry by entry */

/* The record may be there without its first entry, where that was disposed of. */
static err person_appears(db *d, arena *a, record_id r, bool begins, seq at)
{
	if (begins) return put_person(d, r, r.n, at);
	member m = { .record = r };
	TRY(look_up(d, at, &m));
	return m.person ? OK : settle(d, a, &(record_list){ .at = &r, .n = 1 }, at);
}

err step_person(const step *s)
{
	return person_appears(s->d, s->a, s->e->record, s->e->record.n == s->e->seq.n, s->known);
}

static err add_records(db *d, arena *a, sql text, record_id r, record_list *into)
{
	ROWS(rows);
	TRY(db_query(d, text, ARGS(ARG(r.n)), &rows));
	while (db_next(&rows)) PUSH(a, into, (record_id){ db_int(&rows, 0) });
	return db_end(&rows);
}

err persons_joined_by(db *d, arena *a, record_id same_person, record_list *into)
{
	return add_records(d, a,
	                   SQL("SELECT DISTINCT target FROM link WHERE record = $1 AND kind = 'same_person'"
	                       " AND role IN ('keep', 'other') ORDER BY target"),
	                   same_person, into);
}

/* A correction may have changed whom the record joins: those it joined before are touched as well. */
static err join_changes(db *d, arena *a, record_id same_person, seq at)
{
	record_list touched = { 0 };
	TRY(persons_joined_by(d, a, same_person, &touched));
	return settle(d, a, &touched, at);
}

err step_same_person(const step *s)
{
	return join_changes(s->d, s->a, s->e->record, s->known);
}

/* ---- again, after a disposal */

/* All that were joined to them at any time, taken back or not: outside these nothing can differ. */
static err add_ever_joined(db *d, arena *a, record_list *touched)
{
	members all = { 0 };
	for (size_t i = 0; i < touched->n; i++) (void)member_of(a, &all, touched->at[i]);
	for (size_t i = 0; i < all.n; i++) {
		record_list near = { 0 };
		TRY(add_records(d, a,
		                SQL("SELECT DISTINCT b.target FROM link l JOIN link b ON b.record = l.record WHERE l.target = $1"
		                    " AND l.kind = 'same_person' AND l.role IN ('keep', 'other') AND b.role IN ('keep', 'other')"),
		                all.at[i].record, &near));
		for (size_t k = 0; k < near.n; k++) (void)member_of(a, &all, near.at[k]);
	}
	touched->n = 0;
	for (size_t i = 0; i < all.n; i++) PUSH(a, touched, all.at[i].record);
	return OK;
}

typedef struct {
	int64_t seq, known; /* the entry, and the position that it is known from */
	record_id record;
	bool join;
} change;
typedef LIST(change) changes;

static int as_known(const void *a, const void *b)
{
	const change *x = a, *y = b;
	int known = (x->known > y->known) - (x->known < y->known);
	return known ? known : (x->seq > y->seq) - (x->seq < y->seq);
}

static err add_changes(db *d, arena *a, record_id r, changes *list)
{
	ROWS(rows);
	TRY(db_query(d,
	             SQL("SELECT seq, record, 0, known_from FROM p_person WHERE record = $1 UNION "
	                 "SELECT p.seq, p.record, 1, p.known_from FROM link l JOIN p_same_person p ON p.record = l.record"
	                 " WHERE l.target = $1 AND l.kind = 'same_person'"),
	             ARGS(ARG(r.n)), &rows));
	while (db_next(&rows))
		PUSH(a, list, ((change){ .seq = db_int(&rows, 0), .record = { db_int(&rows, 1) }, .join = db_int(&rows, 2),
		                         .known = db_int(&rows, 3) }));
	return db_end(&rows);
}

err persons_again(db *d, arena *a, record_list touched)
{
	changes list = { 0 };
	TRY(add_ever_joined(d, a, &touched));
	for (size_t i = 0; i < touched.n; i++) {
		TRY(db_run(d, SQL("DELETE FROM person_now WHERE record = $1"), ARGS(ARG(touched.at[i].n)), NULL));
		TRY(add_changes(d, a, touched.at[i], &list));
	}
	if (list.n) qsort(list.at, list.n, sizeof *list.at, as_known);
	for (size_t i = 0; i < list.n; i++) {
		const change *c = &list.at[i];
		if (i && c->seq == list.at[i - 1].seq) continue; /* a join is found from both of its ends */
		TRY(c->join ? join_changes(d, a, c->record, (seq){ c->known })
		            : person_appears(d, a, c->record, c->record.n == c->seq, (seq){ c->known }));
	}
	return OK;
}
