/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "support/known_then.h"

#include <string.h>

/* ---- what was there */

static bool there(const fact *f, const eyes *e)
{
	return !f->gone && f->recorded <= e->at;
}

static bool last(const facts *all, const fact *f, const eyes *e)
{
	if (!there(f, e)) return false;
	for (size_t i = 0; i < all->n; i++)
		if (all->at[i].record == f->record && there(&all->at[i], e) && all->at[i].seq > f->seq) return false;
	return true;
}

/* The last, and not taken back since. */
static bool newest(const facts *all, const fact *f, const eyes *e)
{
	bool back = false;
	for (size_t i = 0; i < all->n; i++) {
		const fact *w = &all->at[i];
		back |= w->is == FACT_WITHDRAWN && w->to == f->record && w->seq > f->seq && there(w, e);
	}
	return !back && last(all, f, e);
}

/* Nobody had written after it by then. */
static bool speaks(const facts *all, const fact *f, const eyes *e)
{
	if (!there(f, e)) return false;
	for (size_t i = 0; i < all->n; i++)
		for (size_t k = 0; k < all->at[i].after_n; k++)
			if (there(&all->at[i], e) && all->at[i].after[k] == f->seq) return false;
	return true;
}

/* ---- who is who */

enum { SAME_MOST = 32 };
typedef struct {
	int64_t at[SAME_MOST];
	size_t n;
} set;

static bool holds(const set *s, int64_t id)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->at[i] == id) return true;
	return false;
}

static void add(set *s, int64_t id)
{
	if (id && !holds(s, id) && s->n < SAME_MOST) s->at[s->n++] = id;
}

static set same_as(const facts *all, int64_t person, const eyes *e)
{
	set s = { { person }, 1 };
	for (size_t before = 0; before != s.n;) {
		before = s.n;
		for (size_t i = 0; i < all->n; i++) {
			const fact *f = &all->at[i];
			if (f->is != FACT_JOIN || f->withdrawn || !newest(all, f, e)) continue;
			if (holds(&s, f->keep)) add(&s, f->other);
			if (holds(&s, f->other)) add(&s, f->keep);
		}
	}
	return s;
}

static bool is_about(const fact *f, const set *s)
{
	return (f->child[0] && holds(s, f->child[0])) || (f->child[1] && holds(s, f->child[1]));
}

static int roles_of(const known_question *q, const eyes *e)
{
	int roles = 0;
	for (size_t i = 0; i < q->in->n; i++) {
		const signed_in *s = &q->in->at[i];
		if (s->worker == e->worker && s->from <= e->at && (s->until == 0 || s->until > e->at)) roles |= s->roles;
	}
	return roles;
}

static int64_t person_of(const facts *all, const eyes *e)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->at[i].is == FACT_WORKER && all->at[i].record == e->worker && newest(all, &all->at[i], e)) return all->at[i].person;
	return 0;
}

/* ---- who may read */

static bool under_way(const fact *f, const eyes *e)
{
	return f->from <= e->on && (f->until == 0 || f->until > e->on);
}

static bool of_kin(const facts *all, const eyes *e, const set *child)
{
	for (size_t i = 0; i < all->n; i++) {
		const fact *f = &all->at[i];
		if (f->is == FACT_INTEREST && f->worker == e->worker && !f->withdrawn && is_about(f, child) && newest(all, f, e)) return true;
	}
	return false;
}

static bool works_itself(const facts *all, const eyes *e, int64_t worker, const set *child)
{
	for (size_t i = 0; i < all->n; i++) {
		const fact *f = &all->at[i];
		if (f->is == FACT_WORKS && f->worker == worker && is_about(f, child) && newest(all, f, e) && under_way(f, e)) return true;
	}
	return false;
}

/* For whoever is away, as long as that lasts; not for whom those cover in their turn. */
static bool works_as_cover(const facts *all, const eyes *e, const set *child)
{
	for (size_t i = 0; i < all->n; i++) {
		const fact *f = &all->at[i];
		bool covers = f->is == FACT_COVER && f->covers == e->worker && newest(all, f, e) && under_way(f, e);
		if (covers && works_itself(all, e, f->worker, child)) return true;
	}
	return false;
}

enum { EMERGENCY_LASTS_MS = 24 * 60 * 60 * 1000 };

/* For a day from when it was first written down. */
static bool opened(const facts *all, const eyes *e, const set *child)
{
	for (size_t i = 0; i < all->n; i++) {
		const fact *f = &all->at[i];
		bool lasts = f->is == FACT_EMERGENCY && f->worker == e->worker && f->seq == f->record && there(f, e);
		if (lasts && e->at - f->recorded < EMERGENCY_LASTS_MS && is_about(f, child)) return true;
	}
	return false;
}

static bool works(const facts *all, const eyes *e, const set *child)
{
	if (of_kin(all, e, child)) return false;
	return works_itself(all, e, e->worker, child) || opened(all, e, child) || works_as_cover(all, e, child);
}

static bool opens(const known_question *q, const eyes *e)
{
	set child = same_as(q->all, q->child, e);
	return roles_of(q, e) != 0 && works(q->all, e, &child);
}

static int declared(const facts *all, const eyes *e)
{
	int version = 0;
	for (size_t i = 0; i < all->n; i++)
		if (all->at[i].is == FACT_DECLARED && there(&all->at[i], e) && all->at[i].version > version) version = all->at[i].version;
	return version;
}

/* A note is the managers', from the second declaration on also the practitioners', and from the third the managers' again; a
 * thought the other way round. */
static bool reads_note(const known_question *q, const eyes *e)
{
	return (roles_of(q, e) & KNOWN_MANAGER) || (declared(q->all, e) == 2 && (roles_of(q, e) & KNOWN_PRACTITIONER));
}

static bool reads_thought(const known_question *q, const eyes *e)
{
	return (roles_of(q, e) & KNOWN_MANAGER) || (declared(q->all, e) != 2 && (roles_of(q, e) & KNOWN_PRACTITIONER));
}

/* ---- what is kept */

static bool keeps(const known_question *q, const fact *f, const eyes *e)
{
	int64_t person = person_of(q->all, e);
	set them = { .n = 0 };
	if (!there(f, e)) return false;
	if (person) them = same_as(q->all, person, e);
	if (f->only_for && !holds(&them, f->only_for) && !(roles_of(q, e) & KNOWN_MANAGER)) return true;
	return f->kept_from && holds(&them, f->kept_from);
}

static bool record_kept(const known_question *q, int64_t record, const eyes *e)
{
	for (size_t i = 0; i < q->all->n; i++) {
		const fact *f = &q->all->at[i];
		if (f->record == record && keeps(q, f, e) && (speaks(q->all, f, e) || newest(q->all, f, e))) return true;
	}
	return false;
}

static bool hidden(const known_question *q, const fact *f, const eyes *e)
{
	if (keeps(q, f, e) || record_kept(q, f->record, e)) return true;
	for (size_t i = 0; i < q->all->n; i++) {
		const fact *other = &q->all->at[i];
		if (other->record == f->record && other->to && there(other, e) && record_kept(q, other->to, e)) return true;
	}
	return false;
}

/* ---- answers */

static set shown_as(const known_question *q)
{
	set now = same_as(q->all, q->child, &q->now), then = same_as(q->all, q->child, &q->then), both = { .n = 0 };
	for (size_t i = 0; i < now.n; i++)
		if (holds(&then, now.at[i])) add(&both, now.at[i]);
	return both;
}

then_answer known_answer(const known_question *q)
{
	bool was = false;
	for (size_t i = 0; i < q->all->n; i++) was |= q->all->at[i].record == q->child && there(&q->all->at[i], &q->then);
	if (!opens(q, &q->now)) return THEN_DENIED;
	return was && opens(q, &q->then) ? THEN_SHOWN : THEN_NOTHING;
}

static bool kind_read(const known_question *q, const fact *f)
{
	return f->is != FACT_NOTE || (reads_note(q, &q->now) && reads_note(q, &q->then));
}

static bool kept_from_either(const known_question *q, const fact *f)
{
	return hidden(q, f, &q->now) || hidden(q, f, &q->then);
}

bool known_told(const known_question *q, const fact *f)
{
	set child = shown_as(q);
	return newest(q->all, f, &q->then) && is_about(f, &child) && kind_read(q, f) && !kept_from_either(q, f);
}

bool known_entry_shown(const known_question *q, const fact *f)
{
	set child = shown_as(q);
	bool about = false;
	for (size_t i = 0; i < q->all->n; i++) {
		const fact *one = &q->all->at[i];
		about |= one->record == f->record && last(q->all, one, &q->then) && is_about(one, &child);
	}
	return about && there(f, &q->then) && kind_read(q, f) && !kept_from_either(q, f);
}

bool known_thought(const known_question *q)
{
	return reads_thought(q, &q->now) && reads_thought(q, &q->then);
}

int known_name(const known_question *q, int64_t person)
{
	for (size_t i = 0; i < q->all->n; i++)
		if (q->all->at[i].record == person && newest(q->all, &q->all->at[i], &q->then)) return q->all->at[i].name;
	return -1;
}

bool known_head(const known_question *q, const fact *f)
{
	return speaks(q->all, f, &q->then);
}

int known_declared(const known_question *q)
{
	return declared(q->all, &q->then);
}
