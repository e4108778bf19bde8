/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which referral of the area an episode of a file is. Its day names it; where that day was corrected since, something else has to
 * say that it is the same: its end, or what was begun in it on a day. Where nothing does, both are kept and it is said. */
#include "capabilities/returns_cin/cin.h"

enum { SAME_DAY_MOST = 9, DAYS_APART_MOST = 31 };

/* A referral that is here already and came with a file. */
typedef struct {
	cin_known is;
	record_id record;
	str name;        /* what its id is made of */
	str day, closed; /* as text; closed empty: it goes on */
	str_list begun;  /* «assessment 2025-04-01» */
	bool listed;     /* the file has it under its own name */
} episode_here;
typedef LIST(episode_here) episodes_here;

typedef struct {
	cin_import *in;
	const census_group *child;
	str person; /* the name of the child's record */
	const kind *referral;
	episodes_here here;
	record_id *known; /* for each episode of the file: the record that has its name */
} episode_search;

static str day_text(arena *a, when w)
{
	buf b = BUF(a);
	if (w.is != WHEN_NONE) when_write(&b, w);
	return buf_view(&b);
}

static str said_of(const census_group *g, str element)
{
	const census_value *v = census_value_of(g, element);
	return v ? v->text : STR_NONE;
}

static str text_of(const values *v, str field_name)
{
	const value *is = values_get(v, field_name);
	return is && is->is == VALUE_KNOWN ? is->text : STR_NONE;
}

static str closed_on(const episode_search *f, const census_group *g)
{
	return cin_plain_day(f->in, &f->in->chunk, said_of(g, S("CINclosureDate")));
}

static str episode_name(const episode_search *f, str key)
{
	buf b = BUF(&f->in->chunk);
	buf_str(&b, f->person);
	buf_char(&b, '/');
	buf_str(&b, f->referral->name);
	buf_char(&b, ' ');
	buf_str(&b, key);
	return buf_view(&b);
}

/* ---- what is here */

static bool is_taken_back(const cin_known *is, const kind *k)
{
	const value *back = k->untold ? &is->v.at[k->untold->at] : NULL;
	return back && back->is == VALUE_KNOWN && back->yes;
}

/* The name follows from the day that it had first. Empty: it came with no census. */
static err name_of(const episode_search *f, record_id r, str *ret)
{
	entry first;
	arena *a = &f->in->chunk;
	*ret = STR_NONE;
	TRY(journal_entry(f->in->read->db, a, (seq){ r.n }, &first));
	if (first.disposed || !first.batch.n || first.happened.is == WHEN_NONE) return OK;
	for (int n = 1; n <= SAME_DAY_MOST; n++) {
		record_id there;
		uuid id;
		buf key = BUF(a);
		when_write(&key, first.happened);
		buf_printf(&key, "#%d", n);
		str name = episode_name(f, buf_view(&key));
		TRY(batch_find(f->in->read->db, a, name, &there, &id));
		if (there.n == r.n) *ret = name;
		if (there.n == r.n || !there.n) return OK;
	}
	return OK;
}

static err linked_by(const episode_search *f, sql text, record_id to, record_list *ret)
{
	ROWS(rows);
	TRY(db_query(f->in->read->db, text, ARGS(ARG(to.n)), &rows));
	while (db_next(&rows)) PUSH(&f->in->chunk, ret, ((record_id){ db_int(&rows, 0) }));
	return db_end(&rows);
}

/* What was begun in the episode, and its end. */
static err read_inside(const episode_search *f, episode_here *e)
{
	arena *a = &f->in->chunk;
	record_list inside = { 0 };
	TRY(linked_by(f, SQL("SELECT DISTINCT record FROM link WHERE target = $1 AND role = 'episode' AND known_to IS NULL"), e->record, &inside));
	EACH (r, inside) {
		entry first;
		cin_known is;
		TRY(journal_entry(f->in->read->db, a, (seq){ r->n }, &first));
		const kind *k = first.disposed ? NULL : practice_kind(f->in->map.practice, first.kind);
		if (!k) continue;
		TRY(cin_read_known(f->in, &(cin_record){ .k = k, .record = *r }, &is));
		if (!is.heads.n || is_taken_back(&is, k) || is.newest.happened.is == WHEN_NONE) continue;
		buf begun = BUF(a);
		buf_str(&begun, k->name);
		buf_char(&begun, ' ');
		when_write(&begun, is.newest.happened);
		if (str_eq(k->name, S("closure"))) e->closed = day_text(a, is.newest.happened);
		else PUSH(a, &e->begun, buf_view(&begun));
	}
	return OK;
}

static err read_here(episode_search *f, record_id child)
{
	arena *a = &f->in->chunk;
	record_list referrals = { 0 };
	TRY(linked_by(f, SQL("SELECT DISTINCT record FROM link WHERE target = $1 AND role = 'child' AND kind = 'referral' AND known_to IS NULL"), child, &referrals));
	EACH (r, referrals) {
		episode_here e = { .record = *r };
		TRY(name_of(f, *r, &e.name));
		if (!e.name.n) continue;
		TRY(cin_read_known(f->in, &(cin_record){ .k = f->referral, .record = *r }, &e.is));
		if (!e.is.heads.n) continue;
		e.day = day_text(a, e.is.newest.happened);
		for (size_t i = 0; i < f->child->groups.n; i++) e.listed |= f->known[i].n == r->n;
		TRY(read_inside(f, &e));
		PUSH(a, &f->here, e);
	}
	return OK;
}

/* ---- is it the same? */

/* Something was begun in both on the same day, which is before neither. */
static bool begun_in_both(const episode_search *f, const census_group *g, const episode_here *e)
{
	str referred = cin_began(f->in, g);
	EACH (inside, g->groups) {
		const kind *k = f->in->map.main[(*inside)->is];
		str on = cin_began(f->in, *inside);
		if (!k || !on.n || str_cmp(on, referred) < 0 || str_cmp(on, e->day) < 0) continue;
		buf begun = BUF(&f->in->chunk);
		buf_str(&begun, k->name);
		buf_char(&begun, ' ');
		buf_str(&begun, on);
		EACH (there, e->begun)
			if (str_eq(*there, buf_view(&begun))) return true;
	}
	return false;
}

/* Each is the only one that goes on, from the same source for the same need, begun within a month. */
static bool both_alone(const episode_search *f, const census_group *g, const episode_here *e)
{
	day on, before;
	size_t open_here = 0, open_there = 0;
	str source = said_of(g, S("ReferralSource")), need = said_of(g, S("PrimaryNeedCode"));
	EACH (one, f->here) open_here += !one->closed.n;
	EACH (one, f->child->groups) open_there += !closed_on(f, *one).n;
	if (open_here != 1 || open_there != 1 || e->closed.n || closed_on(f, g).n) return false;
	if (!source.n || !need.n || !str_eq(source, text_of(&e->is.v, S("source"))) || !str_eq(need, text_of(&e->is.v, S("primary_need")))) return false;
	if (!day_read(cin_began(f->in, g), &on) || !day_read(e->day, &before)) return false;
	return on.n - before.n <= DAYS_APART_MOST && before.n - on.n <= DAYS_APART_MOST;
}

static bool is_same(const episode_search *f, const census_group *g, const episode_here *e)
{
	str closed = closed_on(f, g);
	if (e->listed) return false;
	if (str_eq(cin_began(f->in, g), e->day)) return true; /* corrected by a file before */
	if (closed.n && e->closed.n) return str_eq(closed, e->closed);
	return begun_in_both(f, g, e) || both_alone(f, g, e);
}

/* The one that it is; NULL where there are none or several, or where another episode of the file might be it as well. */
static const episode_here *same_as(const episode_search *f, size_t at)
{
	const episode_here *same = NULL;
	size_t here = 0, there = 0;
	EACH (e, f->here) {
		if (!is_same(f, f->child->groups.at[at], e)) continue;
		same = e;
		here++;
	}
	for (size_t i = 0; i < f->child->groups.n && same; i++) there += !f->known[i].n && is_same(f, f->child->groups.at[i], same);
	return here == 1 && there == 1 ? same : NULL;
}

static void say_both(const episode_search *f, size_t at)
{
	const census_group *g = f->child->groups.at[at];
	EACH (e, f->here) {
		if (e->listed || e->closed.n) continue;
		buf *b = &f->in->said;
		cin_where(b, f->in->source, g->line);
		buf_lit(b, "child ");
		buf_str(b, said_of(f->child, S("LAchildID")));
		buf_lit(b, ": the referral ");
		buf_str(b, cin_natural_key(f->in, f->child, at));
		buf_lit(b, " is new, and the open one of ");
		buf_str(b, e->day);
		buf_lit(b, " is not in this file: both are kept, as nothing says that they are one\n");
	}
}

err cin_episodes_find(cin_import *in, const census_group *child, cin_record *person, str *ret_names)
{
	size_t unknown = 0;
	episode_search f = { .in = in, .child = child, .person = person->name, .referral = in->map.main[CENSUS_EPISODE] };
	TRY(batch_find(in->read->db, &in->chunk, person->name, &person->record, &person->first));
	person->looked_for = true;
	if (!person->record.n || !f.referral || !str_eq(f.referral->name, S("referral"))) return OK;
	f.known = TAKE_N(&in->chunk, record_id, child->groups.n);
	for (size_t i = 0; i < child->groups.n; i++) {
		uuid id;
		TRY(batch_find(in->read->db, &in->chunk, episode_name(&f, cin_natural_key(in, child, i)), &f.known[i], &id));
		unknown += !f.known[i].n;
	}
	if (!unknown) return OK;
	TRY(read_here(&f, person->record));
	for (size_t i = 0; i < child->groups.n; i++) {
		const episode_here *e = f.known[i].n ? NULL : same_as(&f, i);
		if (e) ret_names[i] = e->name;
		else if (!f.known[i].n) say_both(&f, i);
	}
	return OK;
}
