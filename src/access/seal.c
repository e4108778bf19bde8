/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is kept from the viewer reads as if it had never been written: it is left out wherever it is asked for. */
#include "access/rights.h"

/* What was written to a kept record (an answer to the words) is kept with it: it would say that there was something. */
typedef struct {
	size_t to; /* the kept entry's place in the list */
	record_id record;
} follower_found;
typedef LIST(follower_found) followers_found;

static size_t place_of(const kept_entries *list, seq s)
{
	size_t at = 0;
	while (at < list->n && list->at[at].seq.n != s.n) at++;
	return at;
}

#define KEPT_FROM                                                                                                      \
	"SELECT s.seq, s.record, s.known_from, s.known_to, f.record FROM seal s LEFT JOIN link f "                     \
	"ON f.target = s.record AND f.record <> s.record AND f.known_from <= $3 WHERE s.person = $1 AND s.known_from <= $2"

static err take_kept(reading *r, sql statement, args with, kept_entries *list, followers_found *followers)
{
	ROWS(rows);
	int64_t by = rights_at(r).n;
	TRY(db_query(r->db, statement, with, &rows));
	while (db_next(&rows)) {
		kept_entry k = { .seq = { db_int(&rows, 0) }, .record = { db_int(&rows, 1) },
			         .from = { db_int(&rows, 2) }, .to = { db_int(&rows, 3) } };
		size_t at = place_of(list, k.seq);
		if (k.to.n > by) k.to.n = 0;
		if (at == list->n) PUSH(r->a, list, k);
		if (!db_is_null(&rows, 4)) PUSH(r->a, followers, ((follower_found){ at, { db_int(&rows, 4) } }));
	}
	return db_end(&rows);
}

static err read_kept_from(reading *r, record_id person, kept_entries *list, followers_found *followers)
{
	int64_t by = rights_at(r).n;
	return take_kept(r, SQL(KEPT_FROM), ARGS(ARG(person.n), ARG(by), ARG(by)), list, followers);
}

static err read_shown_to(reading *r, record_id person, seq_list *list)
{
	ROWS(rows);
	TRY(db_query(r->db, SQL("SELECT seq FROM seal WHERE person = $1 AND known_from <= $2"),
	             ARGS(ARG(seal_but_for(person).n), ARG(rights_at(r).n)), &rows));
	while (db_next(&rows)) PUSH(r->a, list, ((seq){ db_int(&rows, 0) }));
	return db_end(&rows);
}

static bool holds_seq(const seq_list *list, seq s)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->at[i].n == s.n) return true;
	return false;
}

/* What is only for those who are named, where the viewer is none of them, wrote none of it, and is no manager: those answer for the
 * child, and it was told so when it was asked. */
static err read_for_others(reading *r, const record_list *same, kept_entries *list, followers_found *followers)
{
	kept_entries all = { 0 };
	followers_found to_all = { 0 };
	seq_list shown = { 0 };
	int64_t by = rights_at(r).n;
	if (r->who->measuring || (r->who->roles & ROLE_MANAGER)) return OK;
	TRY(take_kept(r, SQL(KEPT_FROM " AND NOT EXISTS (SELECT 1 FROM chain c WHERE c.record = s.record AND c.author = $4 AND c.seq <= $5)"),
	              ARGS(ARG(SEAL_EVERYBODY.n), ARG(by), ARG(by), ARG(r->who->worker.n), ARG(by)), &all, &to_all));
	for (size_t i = 0; all.n && i < same->n; i++) TRY(read_shown_to(r, same->at[i], &shown));
	for (size_t i = 0; i < all.n; i++) {
		if (holds_seq(&shown, all.at[i].seq)) continue;
		PUSH(r->a, list, all.at[i]);
		for (size_t f = 0; f < to_all.n; f++)
			if (to_all.at[f].to == i) PUSH(r->a, followers, ((follower_found){ list->n - 1, to_all.at[f].record }));
	}
	return OK;
}

/* Somebody who had not seen the wish wrote beside it: the wish holds until somebody who saw both writes after both. */
static err find_heads(reading *r, kept_entries *list)
{
	for (size_t i = 0; i < list->n; i++) {
		kept_entry *k = &list->at[i];
		k->head = k->to.n == 0;
		if (k->head) continue;
		seq_list heads;
		TRY(journal_heads_by(r->db, r->a, k->record, rights_at(r), &heads));
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

static void add_followers(arena *a, kept_entries *list, const followers_found *followers)
{
	for (size_t i = 0; i < followers->n; i++) {
		kept_entry k = list->at[followers->at[i].to];
		k.seq = (seq){ 0 }; /* the record, as long as the wish holds */
		k.record = followers->at[i].record;
		if (!names_record(list, &k)) PUSH(a, list, k);
	}
}

static err read_all_kept(reading *r, kept_entries *list)
{
	record_list same = { 0 };
	followers_found followers = { 0 };
	if (r->who->person.n) {
		err e = project_same_person(r->db, r->a, r->who->person, rights_at(r), &same);
		if (e == E_NOT_FOUND) PUSH(r->a, &same, r->who->person);
		else TRY(e);
	}
	for (size_t i = 0; i < same.n; i++) TRY(read_kept_from(r, same.at[i], list, &followers));
	TRY(read_for_others(r, &same, list, &followers));
	TRY(find_heads(r, list));
	add_followers(r->a, list, &followers);
	return OK;
}

err seal_read(reading *r, kept_entries *ret)
{
	if (!r->kept) {
		kept_entries *list = TAKE(r->a, kept_entries);
		TRY(read_all_kept(r, list));
		r->kept = list;
	}
	*ret = *r->kept;
	return OK;
}

bool seal_hides(const kept_entries *kept, seq s, record_id id)
{
	for (size_t i = 0; i < kept->n; i++) {
		const kept_entry *k = &kept->at[i];
		bool itself = s.n && k->seq.n == s.n;
		if (itself || (k->record.n == id.n && (k->head || k->to.n == 0))) return true;
	}
	return false;
}

bool view_hides(const view *v, seq s, record_id id)
{
	return seal_hides(&v->proof->kept, s, id) || (v->proof->then && view_hides(v->proof->then, s, id));
}
