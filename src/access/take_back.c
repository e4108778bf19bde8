/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "access/take_back.h"

#include "access/rights.h"

enum { LOOKS_MOST = 200, CLOCK_MS = 1000 /* a page begun just before may show it */ };

err access_taken_back(const view *v, record_id id, bool *ret)
{
	int64_t n;
	CHECK(v->proof);
	TRY(db_one_int(v->r->db, SQL("SELECT COUNT(*) FROM link JOIN chain w ON w.seq = link.known_to WHERE link.record = $1 "
	                             "AND w.kind = 'withdrawal' AND w.seq <= $2"), ARGS(ARG(id.n), ARG(v->at.n)), &n));
	*ret = n > 0;
	return OK;
}

static bool is_reading(const look *l)
{
	switch (l->outcome) {
	case LOOK_OPENED: case LOOK_FOUND: case LOOK_PRINTED: return true;
	case LOOK_REFUSED: case LOOK_WROTE: break;
	}
	return false;
}

/* All that stand for the children it is about: somebody may have read it in a brother's or sister's record. */
static err children_of(const view *v, const record *one, record_list *ret)
{
	record_list all = { 0 }, same;
	EACH (link, one->about) {
		if (!str_eq(link->role, S("child"))) continue;
		TRY(project_same_person(v->r->db, v->r->a, link->record, PROJECT_NOW, &same));
		EACH (id, same) PUSH(v->r->a, &all, *id);
	}
	*ret = all;
	return OK;
}

/* In doubt it was read. */
static err seen_since(const view *v, const record *one, bool *ret)
{
	look_list looks;
	record_list children;
	TRY(children_of(v, one, &children));
	TRY(readlog_about(v->r->area, v->r->a, children.at, children.n, LOOKS_UNTIL_NOW, LOOKS_MOST, &looks));
	*ret = looks.n == LOOKS_MOST && looks.at[looks.n - 1].at.ms >= one->recorded.ms;
	for (size_t i = 0; i < looks.n && !*ret; i++) {
		const look *l = &looks.at[i];
		*ret = l->worker.n != v->r->who->worker.n && l->at.ms >= one->recorded.ms - CLOCK_MS && is_reading(l);
	}
	return OK;
}

/* What was recorded in the same press about one of its children alone. */
#define ITS_PARTS "(SELECT record FROM link WHERE target = $3 AND kind = 'only_about' AND role = 'to')"

static err parts_of(const view *v, const record *one, record_list *ret)
{
	ROWS(rows);
	record_list list = { 0 };
	TRY(db_query(v->r->db, SQL("SELECT seq FROM chain WHERE seq > $1 AND seq = record AND author = $2 AND record IN " ITS_PARTS " ORDER BY seq"),
	             ARGS(ARG(one->seq.n), ARG(v->r->who->worker.n), ARG(one->record.n)), &rows));
	while (db_next(&rows)) PUSH(v->r->a, &list, ((record_id){ db_int(&rows, 0) }));
	TRY(db_end(&rows));
	*ret = list;
	return OK;
}

static err wrote_since(const view *v, const record *one, bool *ret)
{
	int64_t n;
	TRY(db_one_int(v->r->db, SQL("SELECT COUNT(*) FROM chain WHERE seq > $1 AND author = $2 AND NOT (seq = record AND record IN " ITS_PARTS ")"),
	               ARGS(ARG(one->seq.n), ARG(v->r->who->worker.n), ARG(one->record.n)), &n));
	*ret = n > 0;
	return OK;
}

static err entries_of_record(const view *v, record_id id, int64_t *ret)
{
	return db_one_int(v->r->db, SQL("SELECT COUNT(*) FROM chain WHERE record = $1"), ARGS(ARG(id.n)), ret);
}

/* What rights rest on is ended or corrected, where everybody sees it. */
static bool may_be_taken_back(const view *v, const kind *k)
{
	return practice_kind(v->r->practice, S("withdrawal")) && k->about_child && !k->by_program;
}

err access_take_back_may(const view *v, const record *one, take_back *ret)
{
	bool yes;
	int64_t entries;
	CHECK(v->proof);
	*ret = TAKE_BACK_NOT_HERE;
	if (v->at.n != PROJECT_NOW.n || !v->child.n || !may_be_taken_back(v, one->kind)) return OK;
	*ret = TAKE_BACK_NOT_OWN;
	if (!one->author.n || one->author.n != v->r->who->worker.n) return OK;
	TRY(entries_of_record(v, one->record, &entries));
	TRY(access_taken_back(v, one->record, &yes));
	*ret = TAKE_BACK_CORRECTED;
	if (entries != 1 || yes) return OK;
	*ret = TAKE_BACK_OLD;
	if (one->recorded.ms + TAKE_BACK_MS < v->r->now.ms) return OK;
	TRY(wrote_since(v, one, &yes));
	*ret = TAKE_BACK_NOT_LAST;
	if (yes) return OK;
	TRY(seen_since(v, one, &yes));
	*ret = yes ? TAKE_BACK_READ : TAKE_BACK_MAY;
	return OK;
}

static batch_entry withdrawal_of(const view *v, const kind *k, const values *nothing, const writer *by, const record *one)
{
	reading *r = v->r;
	batch_entry ret = { .k = k, .v = nothing, .by = by, .head.happened = { .is = WHEN_INSTANT, .on = r->today, .at = r->now } };
	EACH (link, one->about) {
		if (!str_eq(link->role, S("child"))) continue;
		PUSH(r->a, &ret.head.about, *link);
		look_note(r, (look){ .child = link->record, .record = one->record, .outcome = LOOK_WROTE, .purpose = k->name });
	}
	PUSH(r->a, &ret.head.about, ((entry_link){ S("of"), one->record }));
	return ret;
}

/* With what was recorded in the same press: all of it or nothing. Nobody has the right to write the kind: only what
 * access_take_back_may allows is taken back. */
static err withdraw(const view *v, const record *one, uuid id)
{
	reading *r = v->r;
	record part;
	record_list parts;
	problems none = { 0 };
	const kind *k = practice_kind(r->practice, S("withdrawal"));
	values nothing = values_make(r->a, k);
	writer w = journal_job_writer(area_journal(r->area), area_zone(r->area));
	w.author = r->who->worker;
	w.agency = r->who->agency;
	TRY(parts_of(v, one, &parts));
	batch_entry *list = TAKE_N(r->a, batch_entry, parts.n + 1);
	list[0] = withdrawal_of(v, k, &nothing, &w, one);
	list[0].head.id = id;
	for (size_t i = 0; i < parts.n; i++) {
		TRY(read_newest(r, parts.at[i], PROJECT_NOW, &part));
		list[i + 1] = withdrawal_of(v, k, &nothing, &w, &part);
	}
	return journal_append_together(list, parts.n + 1, r->a, &none);
}

err access_take_back(const view *v, const record *one, uuid id, take_back *ret, bool *ret_seen)
{
	*ret_seen = false;
	TRY(access_take_back_may(v, one, ret));
	if (*ret != TAKE_BACK_MAY) return OK;
	TRY(withdraw(v, one, id));
	return seen_since(v, one, ret_seen);
}
