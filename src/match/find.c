/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "match/find.h"

/* ---- a person, by what may be typed of them */

static void put_word(shelved *p, trait is, str text)
{
	if (!text.n || p->word_n == sizeof p->words / sizeof *p->words) return;
	p->words[p->word_n].is = is;
	p->words[p->word_n++].text = text;
}

static void put_number(shelved *p, str text)
{
	if (text.n && p->identifier_n < sizeof p->identifiers / sizeof *p->identifiers) p->identifiers[p->identifier_n++] = text;
}

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
	put_word(p, TRAIT_GIVEN, text_of(v, "given"));
	put_word(p, TRAIT_SURNAME, text_of(v, "surname"));
	put_word(p, TRAIT_KNOWN_AS, text_of(v, "known_as"));
	put_word(p, TRAIT_POSTCODE, text_of(v, "postcode"));
	put_word(p, TRAIT_STREET, text_of(v, "lives_at"));
	put_number(p, text_of(v, "local_id"));
	put_number(p, text_of(v, "nhs_number"));
	put_number(p, text_of(v, "upn"));
	put_number(p, text_of(v, "former_upn"));
	p->local_id = text_of(v, "local_id");
	p->born = day_of(v, "born");
	if (p->born.is == WHEN_NONE) p->born = day_of(v, "expected");
}

/* ---- those whom the viewer may open */

typedef struct {
	reading *r;
	shelving *people;
} gathering;

/* Names that the record had before a correction. */
static err put_former(const view *v, record_id of, shelved *p)
{
	records versions;
	err e = access_versions(v, of, &versions);
	if (e == E_NOT_FOUND) return OK;
	TRY(e);
	for (size_t i = 1; i < versions.n; i++) {
		put_word(p, TRAIT_FORMER, text_of(&versions.at[i].values, "given"));
		put_word(p, TRAIT_FORMER, text_of(&versions.at[i].values, "surname"));
	}
	return OK;
}

/* People whom a record of that kind names beside the child. */
static err put_around(const view *v, str kind_name, str is_field, shelved *p)
{
	const kind *k = practice_kind(v->r->practice, kind_name);
	records list = { 0 };
	if (k) TRY(access_records(v, k, 0, &list));
	for (size_t i = 0; i < list.n; i++) {
		const value *until = values_get(&list.at[i].values, S("until"));
		str is = STR_NONE;
		const value *known = is_field.n ? values_get(&list.at[i].values, is_field) : NULL;
		if (until && until->is == VALUE_KNOWN && until->on.on.n <= v->r->today.n) continue;
		if (known && known->is == VALUE_KNOWN) is = known->text;
		for (size_t n = 0; n < list.at[i].about.n; n++) {
			if (!str_eq(list.at[i].about.at[n].role, S("person"))) continue;
			trait as = str_eq(is, S("mother")) ? TRAIT_MOTHER : str_eq(is, S("father")) ? TRAIT_FATHER : TRAIT_LIVES_WITH;
			put_word(p, as, access_name(v, list.at[i].about.at[n].record));
		}
	}
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
		TRY(put_around(v, S("relationship"), S("is"), &p));
		TRY(put_around(v, S("lives_with"), STR_NONE, &p));
		shelving_add(g->people, &p);
	}
	return OK;
}

/* ---- everybody */

typedef struct {
	shelving *people;
	shelved p;      /* of the record whose rows come now */
	arena a;        /* its texts */
	bool has;
} everybody;

static void put_row(arena *a, shelved *p, const known_person *row)
{
	put_word(p, TRAIT_GIVEN, str_copy(a, row->given));
	put_word(p, TRAIT_SURNAME, str_copy(a, row->surname));
	put_word(p, TRAIT_KNOWN_AS, str_copy(a, row->known_as));
	put_word(p, TRAIT_POSTCODE, str_copy(a, row->postcode));
	put_word(p, TRAIT_STREET, str_copy(a, row->lives_at));
	p->local_id = str_copy(a, row->local_id);
	put_number(p, p->local_id);
	put_number(p, str_copy(a, row->nhs_number));
	put_number(p, str_copy(a, row->upn));
	put_number(p, str_copy(a, row->former_upn));
	p->born = row->born.is != WHEN_NONE ? row->born : row->expected;
}

static void shelve(everybody *e)
{
	if (e->has) shelving_add(e->people, &e->p);
	arena_reset(&e->a);
	e->has = false;
}

static err take_row(void *context, const known_person *row)
{
	everybody *e = context;
	if (!e->has || e->p.record.n != row->record.n) {
		shelve(e);
		e->p = (shelved){ .record = row->record, .person = row->person };
		e->has = true;
	}
	if (row->now) {
		put_row(&e->a, &e->p, row);
	} else {
		put_word(&e->p, TRAIT_FORMER, str_copy(&e->a, row->given));
		put_word(&e->p, TRAIT_FORMER, str_copy(&e->a, row->surname));
	}
	return OK;
}

err match_everybody(reading *r, people_index **ret)
{
	everybody all = { .people = shelving_start(r->a), .a = arena_make() };
	err e = project_people(r->db, r->practice, area_zone(r->area), take_row, &all);
	if (e == OK) shelve(&all);
	arena_end(&all.a);
	if (e == OK) *ret = index_make(r->a, all.people);
	else shelving_end(all.people);
	return e;
}

/* ---- asking */

static err read_query(reading *r, str text, query *ret)
{
	TRY(query_read(r->a, text, r->today, ret));
	return access_find_begin(r, ret->text);
}

static err index_for(reading *r, people_index **ret)
{
	if (r->who->measuring) return match_everybody(r, ret);
	gathering g = { r, shelving_start(r->a) };
	err e = access_find_among(r, gather, &g);
	if (e == OK) *ret = index_make(r->a, g.people);
	else shelving_end(g.people);
	return e;
}

/* The name's last part, which is most people's surname. */
static str last_part(str name)
{
	for (ptrdiff_t at; (at = str_find_char(name, ' ')) >= 0;) name = str_from(name, (size_t)at + 1);
	return name;
}

static bool born_alike(const found *one, const found *other)
{
	return one->born.is == VALUE_KNOWN && other->born.is == VALUE_KNOWN && one->born.on.is == WHEN_DAY &&
	       other->born.on.is == WHEN_DAY && one->born.on.on.n == other->born.on.on.n;
}

/* Twins, and namesakes born on one day: the surname, the birth date and the address are the same, so that only the given name
 * tells them apart. */
static void warn(arena *a, found_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		for (size_t k = 0; k < list->n && !list->at[i].beware.n; k++) {
			const found *one = &list->at[i], *other = &list->at[k];
			if (i == k || !born_alike(one, other) || !str_eq(last_part(one->name), last_part(other->name))) continue;
			list->at[i].beware = str_copy(a, other->name);
		}
}

/* Twins stand together: whoever is warned of follows at once. */
static void put_together(found_list *list)
{
	for (size_t i = 0; i + 1 < list->n; i++) {
		size_t k = i + 1;
		while (k < list->n && !(list->at[i].beware.n && born_alike(&list->at[i], &list->at[k]) &&
		                        str_eq(last_part(list->at[i].name), last_part(list->at[k].name))))
			k++;
		if (k == list->n) continue;
		found twin = list->at[k];
		for (; k > i + 1; k--) list->at[k] = list->at[k - 1];
		list->at[i + 1] = twin;
	}
}

err match_find(reading *r, str text, size_t most, found_list *ret)
{
	query q;
	index_hits hits;
	found_list list = { 0 };
	people_index *ix CLEANUP(index_endp) = NULL;
	TRY(read_query(r, text, &q));
	TRY(index_for(r, &ix));
	index_find(ix, &q, most, r->a, &hits);
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
	warn(r->a, &list);
	put_together(&list);
	*ret = list;
	return OK;
}

err match_find_in(reading *r, people_index *ix, str text, size_t most, index_hits *ret)
{
	query q;
	CHECK(r->who->measuring);
	TRY(query_read(r->a, text, r->today, &q));
	index_find(ix, &q, most, r->a, ret);
	return OK;
}
