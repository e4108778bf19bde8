/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "match/everybody.h"

#include "access/parted.h"
#include "base/clock.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

typedef struct {
	pthread_mutex_t lock; /* who changes the index */
	arena a;
	people_index *ix;     /* NULL: not made yet */
	int64_t known;        /* the journal's size that it was made of */
	bool measuring;
	day today;            /* whom somebody lives with is a matter of the day */
} everybody;

static void *everybody_make(arena *a)
{
	everybody *e = TAKE(a, everybody);
	e->a = arena_make();
	CHECK(pthread_mutex_init(&e->lock, NULL) == 0);
	return e;
}

static void everybody_end(void *beside)
{
	everybody *e = beside;
	index_end(e->ix);
	arena_end(&e->a);
	pthread_mutex_destroy(&e->lock);
}

/* ---- one record, from its rows */

typedef struct {
	const kind *person;
	bool measuring;
	shelved p;
	arena a;                 /* its texts */
	bool has;
	record_list parted;      /* by law: no name from before */
	shelving *to;            /* where a whole one goes; NULL: it is kept in p */
} rows_of_one;

/* Whether everybody who may be shown the person may be told by this field. */
static bool may_tell(const rows_of_one *o, const char *field_name)
{
	const field *f = kind_field(o->person, str_of(field_name));
	return o->measuring || (f && !f->own_read);
}

static str told(rows_of_one *o, const char *field_name, str text)
{
	return may_tell(o, field_name) ? str_copy(&o->a, text) : STR_NONE;
}

static void put_near(rows_of_one *o, const known_near *near)
{
	buf name = BUF(&o->a);
	bool home = str_eq(near->is, PROJECT_LIVES_WITH);
	buf_str(&name, near->given);
	buf_char(&name, ' ');
	buf_str(&name, near->surname);
	shelved_word(&o->p, home ? TRAIT_LIVES_WITH : trait_of_tie(near->is), buf_view(&name));
}

static void put_row(rows_of_one *o, const known_person *row)
{
	shelved *p = &o->p;
	shelved_word(p, TRAIT_GIVEN, told(o, "given", row->given));
	shelved_word(p, TRAIT_SURNAME, told(o, "surname", row->surname));
	shelved_word(p, TRAIT_KNOWN_AS, told(o, "known_as", row->known_as));
	p->local_id = told(o, "local_id", row->local_id);
	shelved_number(p, p->local_id);
	shelved_number(p, told(o, "nhs_number", row->nhs_number));
	shelved_number(p, told(o, "upn", row->upn));
	if (may_tell(o, "born")) p->born = row->born.is != WHEN_NONE ? row->born : row->expected;
	if (!o->measuring) return;
	shelved_word(p, TRAIT_POSTCODE, str_copy(&o->a, row->postcode));
	shelved_word(p, TRAIT_STREET, str_copy(&o->a, row->lives_at));
	shelved_word(p, TRAIT_SCHOOL, str_copy(&o->a, row->school));
	shelved_number(p, str_copy(&o->a, row->telephone));
	shelved_number(p, str_copy(&o->a, row->former_upn));
	for (size_t i = 0; i < row->near_n; i++) put_near(o, &row->near[i]);
}

static void shelve(rows_of_one *o)
{
	if (o->has && o->to) shelving_add(o->to, &o->p);
	arena_reset(&o->a);
	o->has = false;
}

static bool is_parted(const rows_of_one *o, record_id id)
{
	size_t low = 0, high = o->parted.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (o->parted.at[middle].n < id.n) low = middle + 1;
		else high = middle;
	}
	return low < o->parted.n && o->parted.at[low].n == id.n;
}

static err take_row(void *context, const known_person *row)
{
	rows_of_one *o = context;
	if (!o->has || o->p.record.n != row->record.n) {
		shelve(o);
		o->p = (shelved){ .record = row->record, .person = row->person };
		o->has = true;
	}
	if (row->now) {
		put_row(o, row);
	} else if (o->measuring && !is_parted(o, row->record)) {
		shelved_word(&o->p, TRAIT_FORMER, str_copy(&o->a, row->given));
		shelved_word(&o->p, TRAIT_FORMER, str_copy(&o->a, row->surname));
	}
	return OK;
}

/* ---- following */

static err rows_start(reading *r, shelving *to, rows_of_one *ret)
{
	const kind *person = practice_kind(r->practice, S("person"));
	CHECK(person);
	*ret = (rows_of_one){ .person = person, .measuring = r->who->measuring, .a = arena_make(), .to = to };
	return r->who->measuring ? access_parted_records(r, &ret->parted) : OK;
}

static project_people_of whom(reading *r, record_id of)
{
	return (project_people_of){ .zone = area_zone(r->area), .of = of, .with_near = r->who->measuring, .today = r->today };
}

static err make_again(reading *r, everybody *e)
{
	shelving *people = shelving_start(&e->a);
	rows_of_one o;
	project_people_of of = whom(r, (record_id){ 0 });
	err failed = rows_start(r, people, &o);
	if (failed == OK) failed = project_people(r->db, r->practice, &of, take_row, &o);
	if (failed == OK) shelve(&o);
	arena_end(&o.a);
	if (failed != OK) shelving_end(people);
	else if (e->ix) index_replace(e->ix, people);
	else e->ix = index_make(&e->a, people);
	return failed;
}

static err put_one(reading *r, everybody *e, record_id of)
{
	rows_of_one o;
	project_people_of asked = whom(r, of);
	err failed = rows_start(r, NULL, &o);
	o.p.record = of; /* without a row: gone */
	if (failed == OK) failed = project_people(r->db, r->practice, &asked, take_row, &o);
	if (failed == OK) index_put(e->ix, &o.p);
	arena_end(&o.a);
	return failed;
}

/* Of nobody yet, of other readers, or of another day. */
static bool is_of_before(const reading *r, const everybody *e)
{
	return !e->ix || e->measuring != r->who->measuring || (e->measuring && e->today.n != r->today.n);
}

static err catch_up(reading *r, everybody *e, int64_t size)
{
	bool all = is_of_before(r, e);
	record_list changed = { 0 };
	if (!all) TRY(project_people_changed(r->db, r->a, (seq){ e->known }, &all, &changed));
	if (all) TRY(make_again(r, e));
	for (size_t i = 0; i < changed.n; i++) TRY(put_one(r, e, changed.at[i]));
	if (changed.n) index_put_done(e->ix);
	e->known = size;
	e->measuring = r->who->measuring;
	e->today = r->today;
	return OK;
}

enum { WAITS_US = 2000000 };

/* A page that waits longer would keep others from being worked on. */
static err take_lock(reading *r, everybody *e)
{
	int64_t until_us = clock_monotonic_us() + WAITS_US;
	struct timespec until = { .tv_sec = until_us / 1000000, .tv_nsec = until_us % 1000000 * 1000 };
	int taken = pthread_mutex_clocklock(&e->lock, CLOCK_MONOTONIC, &until);
	CHECK(taken == 0 || taken == ETIMEDOUT);
	return taken == 0 ? OK : FAIL(&r->a->trail, E_BUSY);
}

err everybody_index(reading *r, people_index **ret)
{
	everybody *e = area_beside(r->area, everybody_make, everybody_end);
	int64_t size;
	err failed = OK;
	TRY(journal_size(r->db, &size));
	TRY(take_lock(r, e));
	if (is_of_before(r, e) || e->known < size) failed = catch_up(r, e, size);
	CHECK(pthread_mutex_unlock(&e->lock) == 0);
	if (failed == OK) *ret = e->ix;
	return failed;
}

err everybody_gather(area *ar)
{
	ARENA(a);
	people_index *made;
	db *d CLEANUP(db_closep) = NULL;
	viewer nobody = { .name = S("for the index of people") };
	instant now = clock_now();
	reading r = { .area = ar, .a = &a, .who = &nobody, .now = now, .today = zone_day(area_zone(ar), now) };
	TRY(area_connect(ar, &a.trail, &d));
	TRY(db_hold_little(d)); /* everybody is read once */
	r.db = d;
	TRY(db_begin(d, DB_SNAPSHOT));
	err e = area_practice(ar, d, &r.practice);
	if (e == OK) e = everybody_index(&r, &made);
	db_rollback(d);
	return e;
}
