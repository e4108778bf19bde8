/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Links of an entry to other records, from its header and from its fields alike, and from whom it is kept. */
#include "project/projector.h"

typedef struct {
	str role_name;
	record_id target;
	bool seal, only;
} found_link;
typedef LIST(found_link) found_links;

/* A field may name a person twice. */
static void add(arena *a, found_links *list, found_link l)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->at[i].target.n == l.target.n && str_eq(list->at[i].role_name, l.role_name)) return;
	PUSH(a, list, l);
}

static void header_links(const step *s, found_links *list)
{
	for (size_t i = 0; i < s->e->about.n; i++)
		add(s->a, list, (found_link){ .role_name = s->e->about.at[i].role, .target = s->e->about.at[i].record });
}

static void field_links(const step *s, found_links *list)
{
	for (size_t i = 0; i < s->as->k->field_n; i++) {
		const field *f = &s->as->k->fields[i];
		const value *v = &s->v->at[i];
		if (v->is != VALUE_KNOWN) continue;
		for (size_t n = 0; n < v->records.n; n++)
			add(s->a, list, (found_link){ .role_name = f->name, .target = v->records.at[n], .seal = f->seal, .only = f->only });
	}
}

static err insert_link(const step *s, const found_link *l)
{
	return db_run_later(s->d,
	                    SQL("INSERT INTO link (seq, role, target, record, kind, known_from) VALUES ($1, $2, $3, $4, $5, $6)"),
	                    ARGS(ARG(s->e->seq.n), ARG(l->role_name), ARG(l->target.n), ARG(s->e->record.n), ARG(s->as->k->name),
	                         ARG(s->known.n)));
}

/* Two seal fields may name the same person. */
static err insert_seal(const step *s, record_id person)
{
	return db_run_later(s->d,
	                    SQL("INSERT INTO seal (seq, person, record, known_from) VALUES ($1, $2, $3, $4)"
	                        " ON CONFLICT (seq, person) DO NOTHING"),
	                    ARGS(ARG(s->e->seq.n), ARG(person.n), ARG(s->e->record.n), ARG(s->known.n)));
}

/* From everybody, but for those who are named. */
static err insert_only(const step *s, record_id person)
{
	TRY(insert_seal(s, SEAL_EVERYBODY));
	return insert_seal(s, seal_but_for(person));
}

err step_links(const step *s)
{
	found_links list = { 0 };
	header_links(s, &list);
	field_links(s, &list);
	for (size_t i = 0; i < list.n; i++) {
		const found_link *l = &list.at[i];
		TRY(insert_link(s, l));
		if (l->seal) TRY(insert_seal(s, l->target));
		if (l->only) TRY(insert_only(s, l->target));
	}
	return OK;
}
