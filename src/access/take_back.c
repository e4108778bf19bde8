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

/* In doubt it was read. */
static err seen_since(const view *v, const record *one, bool *ret)
{
	look_list looks;
	TRY(readlog_about(v->r->area, v->r->a, v->same.at, v->same.n, LOOKS_UNTIL_NOW, LOOKS_MOST, &looks));
	*ret = looks.n == LOOKS_MOST && looks.at[looks.n - 1].at.ms >= one->recorded.ms;
	for (size_t i = 0; i < looks.n && !*ret; i++) {
		const look *l = &looks.at[i];
		*ret = l->worker.n != v->r->who->worker.n && l->at.ms >= one->recorded.ms - CLOCK_MS && is_reading(l);
	}
	return OK;
}

static err wrote_since(const view *v, const record *one, bool *ret)
{
	int64_t n;
	TRY(db_one_int(v->r->db, SQL("SELECT COUNT(*) FROM chain WHERE seq > $1 AND author = $2"),
	               ARGS(ARG(one->seq.n), ARG(v->r->who->worker.n)), &n));
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

/* Nobody has the right to write the kind: only what access_take_back_may allows is taken back. */
static err withdraw(const view *v, const record *one, uuid id)
{
	reading *r = v->r;
	const kind *k = practice_kind(r->practice, S("withdrawal"));
	entry_head head = { .id = id, .happened = { .is = WHEN_INSTANT, .on = r->today, .at = r->now } };
	seq kept;
	bool forked;
	problems none = { 0 };
	for (size_t i = 0; i < one->about.n; i++)
		if (str_eq(one->about.at[i].role, S("child"))) PUSH(r->a, &head.about, one->about.at[i]);
	PUSH(r->a, &head.about, ((entry_link){ S("of"), one->record }));
	values nothing = values_make(r->a, k);
	writer w = journal_job_writer(area_journal(r->area), area_zone(r->area));
	w.author = r->who->worker;
	w.agency = r->who->agency;
	look_note(r, (look){ .child = v->child, .record = one->record, .outcome = LOOK_WROTE, .purpose = k->name });
	return journal_append(&w, k, &nothing, &head, r->a, &kept, &forked, &none);
}

err access_take_back(const view *v, const record *one, uuid id, take_back *ret, bool *ret_seen)
{
	*ret_seen = false;
	TRY(access_take_back_may(v, one, ret));
	if (*ret != TAKE_BACK_MAY) return OK;
	TRY(withdraw(v, one, id));
	return seen_since(v, one, ret_seen);
}
