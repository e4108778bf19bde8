/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "match/elsewhere.h"

#include "match/fold.h"
#include "match/shelf.h"

str asked_field_words(asked_field f)
{
	static const str words[ASKED_N] = { [ASKED_GIVEN] = STR("given name"), [ASKED_SURNAME] = STR("surname"), [ASKED_BORN] = STR("birth date"),
		                            [ASKED_POSTCODE] = STR("postcode"), [ASKED_NHS] = STR("NHS number"), [ASKED_UPN] = STR("UPN") };
	return words[f];
}

str asked_field_name(asked_field f)
{
	static const str names[ASKED_N] = { [ASKED_GIVEN] = STR("given"), [ASKED_SURNAME] = STR("surname"), [ASKED_BORN] = STR("born"),
		                            [ASKED_POSTCODE] = STR("postcode"), [ASKED_NHS] = STR("nhs_number"), [ASKED_UPN] = STR("upn") };
	return names[f];
}

/* ---- digests */

static void add_digest(const secret_key *key, asked_field f, str form, str text, asked_digests *to)
{
	ARENA(a);
	buf b = BUF(&a);
	if (!text.n) return;
	buf_str(&b, asked_field_name(f));
	buf_char(&b, '\n');
	buf_str(&b, form);
	buf_char(&b, '\n');
	buf_str(&b, text);
	to->of[f][to->n[f]++] = secret_digest(key, buf_view(&b));
}

static void add_name(const secret_key *key, asked_field f, str name, asked_digests *to)
{
	ARENA(a);
	name_parts p = name_fold(&a, name);
	char sound[NAME_PART_BYTES];
	if (!p.n) return;
	add_digest(key, f, S("name"), name_run_together(&a, &p), to);
	str first = p.at[f == ASKED_SURNAME ? p.n - 1 : 0];
	add_digest(key, f, S("sound"), (str){ sound, name_sound(first, sound) }, to);
}

static void add_day(const secret_key *key, when born, asked_digests *to)
{
	ARENA(a);
	day swapped;
	if (born.is != WHEN_DAY || born.about) return;
	ymd on = day_parts(born.on);
	day low = born.on;
	buf exact = BUF(&a), either = BUF(&a);
	if (on.dom != on.month && day_make(on.year, on.dom, on.month, &swapped) && swapped.n < low.n) low = swapped;
	day_write(&exact, born.on);
	day_write(&either, low);
	add_digest(key, ASKED_BORN, S("day"), buf_view(&exact), to);
	add_digest(key, ASKED_BORN, S("either way"), buf_view(&either), to);
}

static void add_number(const secret_key *key, asked_field f, str text, asked_digests *to)
{
	ARENA(a);
	add_digest(key, f, S("number"), number_key(&a, text), to);
}

static const value *known_in(const records *of, asked_field f)
{
	for (size_t i = 0; i < of->n; i++) {
		const value *v = values_get(&of->at[i].values, asked_field_name(f));
		if (v && v->is == VALUE_KNOWN) return v;
	}
	return NULL;
}

err elsewhere_digests(const view *v, const secret_key *key, asked_digests *ret)
{
	records of;
	asked_digests d = { 0 };
	const kind *person = practice_kind(v->r->practice, S("person"));
	TRY(access_records(v, person, 0, &of));
	for (int i = 0; i < ASKED_N; i++) {
		asked_field f = (asked_field)i;
		const value *known = known_in(&of, f);
		if (!known) continue;
		if (f == ASKED_BORN) add_day(key, known->on, &d);
		else if (f == ASKED_GIVEN || f == ASKED_SURNAME) add_name(key, f, known->text, &d);
		else add_number(key, f, known->text, &d);
	}
	*ret = d;
	return OK;
}

/* ---- looking */

typedef struct {
	reading *r;
	const kind *person;
	const secret_key *key;
	const asked_digests *asked;
	LIST(elsewhere_found) like; /* each person once, as the record of theirs that agrees in most */
} looking;

static bool may_tell(const looking *l, asked_field f)
{
	const field *known = kind_field(l->person, asked_field_name(f));
	return known && !known->own_read;
}

static asked_digests digests_of_row(const looking *l, const known_person *row)
{
	asked_digests d = { 0 };
	if (may_tell(l, ASKED_GIVEN)) add_name(l->key, ASKED_GIVEN, row->given, &d);
	if (may_tell(l, ASKED_SURNAME)) add_name(l->key, ASKED_SURNAME, row->surname, &d);
	if (may_tell(l, ASKED_BORN)) add_day(l->key, row->born, &d);
	if (may_tell(l, ASKED_POSTCODE)) add_number(l->key, ASKED_POSTCODE, row->postcode, &d);
	if (may_tell(l, ASKED_NHS)) add_number(l->key, ASKED_NHS, row->nhs_number, &d);
	if (may_tell(l, ASKED_UPN)) add_number(l->key, ASKED_UPN, row->upn, &d);
	return d;
}

static bool share_form(const asked_digests *x, const asked_digests *y, asked_field f)
{
	for (size_t i = 0; i < x->n[f] && i < y->n[f]; i++)
		if (sha256_eq(x->of[f][i], y->of[f][i])) return true;
	return false;
}

static size_t agreeing(const elsewhere_found *f)
{
	size_t n = 0;
	for (int i = 0; i < ASKED_N; i++) n += f->agrees[i];
	return n;
}

static void take_like(looking *l, const elsewhere_found *one)
{
	EACH (before, l->like) {
		if (before->person.n != one->person.n) continue;
		if (agreeing(one) > agreeing(before)) *before = *one;
		return;
	}
	PUSH(l->r->a, &l->like, *one);
}

static err compare(void *context, const known_person *row)
{
	looking *l = context;
	elsewhere_found one = { .person = row->person };
	if (!row->now) return OK;
	asked_digests here = digests_of_row(l, row);
	for (int i = 0; i < ASKED_N; i++) {
		bool both = here.n[i] && l->asked->n[i];
		one.agrees[i] = both && share_form(&here, l->asked, (asked_field)i);
		one.differs[i] = both && !one.agrees[i];
	}
	bool names = one.agrees[ASKED_GIVEN] && one.agrees[ASKED_SURNAME];
	bool by_number = (one.agrees[ASKED_NHS] || one.agrees[ASKED_UPN]) && (one.agrees[ASKED_GIVEN] || one.agrees[ASKED_SURNAME] || one.agrees[ASKED_BORN]);
	if (by_number || (names && one.agrees[ASKED_BORN])) take_like(l, &one);
	return OK;
}

/* Kept from the viewer, or kin: as if they were not here. Whoever is told of is noted. */
static err may_answer_of(reading *r, record_id person, bool *ret)
{
	pointer known;
	found own;
	bool works;
	TRY(access_works_with(r, person, &works));
	err e = works ? access_found(r, person, S("asked by another agency"), &own) : access_pointer(r, person, S("asked by another agency"), &known);
	*ret = e == OK;
	return e == E_NOT_FOUND ? OK : e;
}

err elsewhere_look(reading *r, const secret_key *key, const asked_digests *asked, elsewhere_found *ret)
{
	looking l = { .r = r, .person = practice_kind(r->practice, S("person")), .key = key, .asked = asked };
	project_people_of everybody = { .zone = area_zone(r->area) };
	elsewhere_found best = { 0 };
	TRY(access_find_begin(r, S("asked by another agency")));
	TRY(project_people(r->db, r->practice, &everybody, compare, &l));
	EACH (one, l.like) {
		bool may;
		size_t like = best.like;
		TRY(may_answer_of(r, one->person, &may));
		if (!may) continue;
		if (!like || agreeing(one) > agreeing(&best)) best = *one;
		best.like = like + 1;
	}
	if (!best.like) access_found_nobody(r, S("asked by another agency"));
	*ret = best;
	return OK;
}
