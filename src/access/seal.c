/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is kept from the viewer reads as if it had never been written: it is left out wherever it is asked for. */
#include "access/rights.h"

static err read_kept_from(reading *r, record_id person, kept_entries *list)
{
	ROWS(rows);
	TRY(db_query(r->db, SQL("SELECT seq, record, known_from, known_to FROM seal WHERE person = $1"), ARGS(ARG(person.n)), &rows));
	while (db_next(&rows))
		PUSH(r->a, list, ((kept_entry){ .seq = { db_int(&rows, 0) }, .record = { db_int(&rows, 1) },
			                        .from = { db_int(&rows, 2) }, .to = { db_int(&rows, 3) } }));
	return db_end(&rows);
}

/* Somebody who had not seen the wish wrote beside it: the wish holds until somebody who saw both writes after both. */
static err find_heads(reading *r, kept_entries *list)
{
	for (size_t i = 0; i < list->n; i++) {
		kept_entry *k = &list->at[i];
		k->head = k->to.n == 0;
		if (k->head) continue;
		seq_list heads;
		TRY(journal_heads(r->db, r->a, k->record, &heads));
		for (size_t h = 0; h < heads.n; h++) k->head |= heads.at[h].n == k->seq.n;
	}
	return OK;
}

static bool names_record(const kept_entries *list, const kept_entry *k)
{
	for (size_t i = 0; i < list->n; i++) {
		const kept_entry *other = &list->at[i];
		if (other->record.n == k->record.n && other->from.n == k->from.n && other->to.n == k->to.n) return true;
	}
	return false;
}

/* What was written to a kept record (an answer to the words) is kept with it: it would say that there was something. */
static err add_followers(reading *r, kept_entries *list)
{
	for (size_t i = 0; i < list->n; i++) {
		kept_entry k = list->at[i];
		ROWS(rows);
		TRY(db_query(r->db, SQL("SELECT DISTINCT record FROM link WHERE target = $1 AND record <> $2"),
		             ARGS(ARG(k.record.n), ARG(k.record.n)), &rows));
		while (db_next(&rows)) {
			k.seq = (seq){ 0 }; /* the record, as long as the wish holds */
			k.record = (record_id){ db_int(&rows, 0) };
			if (!names_record(list, &k)) PUSH(r->a, list, k);
		}
		TRY(db_end(&rows));
	}
	return OK;
}

err seal_read(reading *r, kept_entries *ret)
{
	kept_entries list = { 0 };
	record_list same = { 0 };
	if (r->who->person.n) {
		err e = project_same_person(r->db, r->a, r->who->person, PROJECT_NOW, &same);
		if (e == E_NOT_FOUND) PUSH(r->a, &same, r->who->person);
		else TRY(e);
	}
	for (size_t i = 0; i < same.n; i++) TRY(read_kept_from(r, same.at[i], &list));
	TRY(find_heads(r, &list));
	TRY(add_followers(r, &list));
	*ret = list;
	return OK;
}

bool seal_hides(const kept_entries *kept, seq s, record_id id, seq at)
{
	for (size_t i = 0; i < kept->n; i++) {
		const kept_entry *k = &kept->at[i];
		bool then = k->from.n <= at.n && (k->to.n == 0 || k->to.n > at.n);
		bool itself = s.n && k->seq.n == s.n;
		if (itself || (k->record.n == id.n && (k->head || then))) return true;
	}
	return false;
}

err access_kept(const view *v, record_list *ret)
{
	record_list list = { 0 };
	CHECK(v->proof);
	for (size_t i = 0; i < v->same.n; i++) {
		ROWS(rows);
		TRY(db_query(v->r->db,
		             SQL("SELECT l.record FROM link l JOIN seal s ON s.record = l.record WHERE l.target = $1 AND l.role = 'child' "
		                 "UNION SELECT f.record FROM link l JOIN seal s ON s.record = l.record JOIN link f ON f.target = s.record "
		                 "WHERE l.target = $2 AND l.role = 'child'"),
		             ARGS(ARG(v->same.at[i].n), ARG(v->same.at[i].n)), &rows));
		while (db_next(&rows)) PUSH(v->r->a, &list, ((record_id){ db_int(&rows, 0) }));
		TRY(db_end(&rows));
	}
	*ret = list;
	return OK;
}
