/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "match/find.h"

#include "access/parted.h"
#include "match/everybody.h"
#include "base/clock.h"
#include "match/mistaken.h"

#include <errno.h>
#include <time.h>

/* ---- a person, by what may be typed of them */

static str text_of(const values *v, const char *field_name)
{
	const value *known = values_get(v, str_of(field_name));
	return known && known->is == VALUE_KNOWN ? known->text : STR_NONE;
}

static when day_of(const values *v, const char *field_name)
{
	const value *known = values_get(v, str_of(field_name));
	return known && known->is == VALUE_KNOWN ? known->on : (when){ 0 };
}

static void put_values(shelved *p, const values *v)
{
	shelved_word(p, TRAIT_GIVEN, text_of(v, "given"));
	shelved_word(p, TRAIT_SURNAME, text_of(v, "surname"));
	shelved_word(p, TRAIT_KNOWN_AS, text_of(v, "known_as"));
	shelved_word(p, TRAIT_POSTCODE, text_of(v, "postcode"));
	shelved_word(p, TRAIT_STREET, text_of(v, "lives_at"));
	shelved_word(p, TRAIT_SCHOOL, text_of(v, "school"));
	shelved_number(p, text_of(v, "telephone"));
	shelved_number(p, text_of(v, "local_id"));
	shelved_number(p, text_of(v, "nhs_number"));
	shelved_number(p, text_of(v, "upn"));
	shelved_number(p, text_of(v, "former_upn"));
	p->local_id = text_of(v, "local_id");
	p->born = day_of(v, "born");
	if (p->born.is == WHEN_NONE) p->born = day_of(v, "expected");
}

/* ---- those whom the viewer may open */

typedef struct {
	reading *r;
	shelving *people;
} gathering;

/* Names that the record had before a correction; not of whom a law parts from another identity, except for a holder, who
 * finds the one by the other's name. */
static err put_former(const view *v, record_id of, shelved *to)
{
	records versions;
	parting p;
	TRY(access_parting(v, &p));
	for (size_t i = 0; i < p.others.n; i++) shelved_word(to, TRAIT_FORMER, p.others.at[i].name);
	if (p.by_law && !p.holds) return OK;
	err e = access_versions(v, of, &versions);
	if (e == E_NOT_FOUND) return OK;
	TRY(e);
	for (size_t i = 1; i < versions.n; i++) {
		shelved_word(to, TRAIT_FORMER, text_of(&versions.at[i].values, "given"));
		shelved_word(to, TRAIT_FORMER, text_of(&versions.at[i].values, "surname"));
	}
	return OK;
}

/* People around the child: what they are to it, and with whom it lives. */
static err put_around(const view *v, shelved *p)
{
	near_list kin, home;
	TRY(access_around(v, S("relationship"), S("person"), S("is"), &kin));
	TRY(access_around(v, S("lives_with"), S("person"), STR_NONE, &home));
	for (size_t i = 0; i < kin.n; i++) shelved_word(p, trait_of_tie(kin.at[i].as), kin.at[i].name);
	for (size_t i = 0; i < home.n; i++) shelved_word(p, TRAIT_LIVES_WITH, home.at[i].name);
	return OK;
}

static err gather(void *context, const view *v)
{
	gathering *g = context;
	const kind *person = practice_kind(g->r->practice, S("person"));
	records of;
	CHECK(person);
	TRY(access_records(v, person, 0, &of));
	for (size_t i = 0; i < of.n; i++) {
		shelved p = { .record = of.at[i].record, .person = v->child };
		put_values(&p, &of.at[i].values);
		TRY(put_former(v, of.at[i].record, &p));
		TRY(put_around(v, &p));
		shelving_add(g->people, &p);
	}
	return OK;
}

/* ---- asking */

static err read_query(reading *r, str text, query *ret)
{
	TRY(query_read(r->a, text, r->today, ret));
	return access_find_begin(r, ret->text);
}

/* Of those whom the viewer may open: made for this look-up, and ended with it. */
static err index_of_own(reading *r, people_index **ret)
{
	gathering g = { r, shelving_start(r->a) };
	err e = access_find_among(r, gather, &g);
	if (e == OK) *ret = index_make(r->a, g.people);
	else shelving_end(g.people);
	return e;
}

err match_find(reading *r, str text, size_t most, found_list *ret)
{
	query q;
	index_hits hits;
	found_list list = { 0 };
	people_index *own CLEANUP(index_endp) = NULL, *ix = NULL;
	TRY(read_query(r, text, &q));
	TRY(r->who->measuring ? everybody_index(r, &ix) : index_of_own(r, &own));
	index_find(own ? own : ix, &q, most, r->a, &hits);
	for (size_t i = 0; i < hits.n; i++) {
		found one;
		err e = access_found(r, hits.at[i].person, q.text, &one);
		if (e == E_NOT_FOUND) continue;
		TRY(e);
		one.why = hits.at[i].why;
		one.sure = hits.at[i].sure;
		PUSH(r->a, &list, one);
	}
	if (list.n == 0) access_found_nobody(r, q.text);
	mistaken_warn(r->a, &list);
	*ret = list;
	return OK;
}

/* ---- known here, and not to be opened */

/* Less than an even chance is somebody else: but twins are two, and a pointer to either is one to ring about. */
#define POINTED_TO_FROM 0.3

static bool says_who(const index_hit *hit)
{
	if (hit->named && hit->aged && hit->sure >= INDEX_SURE) return true; /* nobody else of that name is so old */
	return hit->numbered || (hit->named && hit->dated && hit->sure >= POINTED_TO_FROM);
}

/* Somebody of whom nothing may be told (kept from the viewer, or kin of theirs) takes a few questions more to be passed over than
 * somebody who is not here. So that the time says nothing either, every answer waits for the next of these beats. */
enum { BEAT_US = 5000 };

static void wait_for_beat(int64_t began_us)
{
	int64_t spent = clock_monotonic_us() - began_us, left = BEAT_US - spent % BEAT_US;
	struct timespec rest = { .tv_nsec = left * 1000 };
	while (nanosleep(&rest, &rest) != 0 && errno == EINTR) {}
}

static err find_pointers(reading *r, str text, pointer_list *ret)
{
	query q;
	index_hits hits;
	people_index *ix;
	int number = -1;
	pointer_list list = { 0 };
	*ret = list;
	TRY(query_read(r->a, text, r->today, &q));
	TRY(everybody_index(r, &ix));
	index_find(ix, &q, FIND_SHOWN_MOST, r->a, &hits);
	for (size_t i = 0; i < hits.n && list.n < FIND_POINTERS_MOST; i++) {
		pointer one;
		const index_hit *hit = &hits.at[i];
		if (!says_who(hit) || (hit->numbered && number >= 0 && hit->number != number)) continue;
		err e = access_pointer(r, hit->person, q.text, &one);
		if (e == E_NOT_FOUND) continue;
		TRY(e);
		PUSH(r->a, &list, one);
		if (hit->numbered) number = hit->number; /* a list of numbers is no look-up of one child */
	}
	*ret = list;
	return OK;
}

err match_pointers(reading *r, str text, pointer_list *ret)
{
	int64_t began = clock_monotonic_us();
	*ret = (pointer_list){ 0 };
	if (r->who->measuring) return OK;
	err e = find_pointers(r, text, ret);
	wait_for_beat(began);
	return e;
}
