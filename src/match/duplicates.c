/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "match/duplicates.h"

#include "match/link.h"

/* A person decides: what is more likely than not is worth a look. */
#define WORTH_A_LOOK .5

static const struct {
	const char *field;
	link_kind is;
	const char *label;
} compared[] = {
	{ "given", LINK_GIVEN, "given name" },        { "surname", LINK_SURNAME, "surname" },     { "born", LINK_BORN, "birth date" },
	{ "sex", LINK_SEX, "sex" },                   { "lives_at", LINK_ADDRESS, "address" },    { "postcode", LINK_POSTCODE, "postcode" },
	{ "nhs_number", LINK_NUMBER, "NHS number" },  { "upn", LINK_NUMBER, "unique pupil number" },
};
enum { COMPARED_N = sizeof compared / sizeof *compared };

/* Empty where the viewer does not know it, or nobody does. A day counts where it is known exactly. */
static str text_of(arena *a, const identity *of, const char *field_name)
{
	const value *v = values_get(&of->values, str_of(field_name));
	if (!v || v->is != VALUE_KNOWN) return STR_NONE;
	const field *f = kind_field(of->values.k, str_of(field_name));
	if (f->type != FIELD_DAY) return v->text;
	if (v->on.is != WHEN_DAY || v->on.about) return STR_NONE;
	buf b = BUF(a);
	day_write(&b, v->on.on);
	return buf_view(&b);
}

static err to_records(arena *a, const identity_list *people, link_records **ret)
{
	link_records *r = link_records_start(a);
	for (size_t i = 0; i < COMPARED_N; i++) {
		size_t at;
		TRY(link_add_column(r, compared[i].is, str_of(compared[i].label), &at));
	}
	for (size_t i = 0; i < people->n; i++) {
		TRY(link_add_record(r, people->at[i].name));
		for (size_t c = 0; c < COMPARED_N; c++) link_set(r, c, text_of(a, &people->at[i], compared[c].field));
	}
	link_records_close(r);
	*ret = r;
	return OK;
}

static bool is_apart(const apart_list *apart, record_id one, record_id other)
{
	for (size_t i = 0; i < apart->n; i++) {
		const people_apart *p = &apart->at[i];
		if ((p->one.n == one.n && p->other.n == other.n) || (p->one.n == other.n && p->other.n == one.n)) return true;
	}
	return false;
}

/* The same two people may be found by several of their records: the strongest stands for them. */
static bool is_listed(const duplicate_list *list, const identity *one, const identity *other)
{
	for (size_t i = 0; i < list->n; i++) {
		record_id p = list->at[i].one.person, q = list->at[i].other.person;
		if ((p.n == one->person.n && q.n == other->person.n) || (p.n == other->person.n && q.n == one->person.n)) return true;
	}
	return false;
}

static str because_of(arena *a, const link_result *of, const link_found *f)
{
	buf b = BUF(a);
	link_because(&b, of, f);
	return buf_view(&b);
}

err duplicates_find(reading *r, duplicate_list *ret)
{
	identity_list people;
	apart_list apart;
	link_records *table;
	duplicate_list list = { 0 };
	TRY(access_identities(r, &people));
	TRY(access_apart(r, &apart));
	TRY(to_records(r->a, &people, &table));
	const link_result *linked = link_solve(table, WORTH_A_LOOK);
	for (size_t i = 0; i < linked->found.n; i++) {
		const link_found *f = &linked->found.at[i];
		const identity *one = &people.at[f->pair.a], *other = &people.at[f->pair.b];
		if (one->person.n == other->person.n || is_apart(&apart, one->person, other->person) || is_listed(&list, one, other)) continue;
		bool older = one->record.n < other->record.n;
		PUSH(r->a, &list, ((duplicate){ .one = older ? *one : *other, .other = older ? *other : *one, .probability = f->probability,
		                                .siblings = f->twins, .because = because_of(r->a, linked, f) }));
	}
	*ret = list;
	return OK;
}
