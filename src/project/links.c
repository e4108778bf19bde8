/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Links of an entry to other records, from its header and from its fields alike, and from whom it is kept. */
#include "project/projector.h"

typedef struct {
	str role_name, target_kind;
	record_id target;
	bool seal;
} found_link;
typedef LIST(found_link) found_links;

static void add(arena *a, found_links *list, found_link l)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->at[i].target.n == l.target.n && str_eq(list->at[i].role_name, l.role_name)) return;
	PUSH(a, list, l);
}

static err header_links(const step *s, found_links *list)
{
	for (size_t i = 0; i < s->e->about.n; i++) {
		const entry_link *l = &s->e->about.at[i];
		const about_role *declared = kind_about(s->as->k, l->role);
		if (!declared && !s->pr->replaying) return FAIL(&s->a->trail, E_INVALID);
		add(s->a, list, (found_link){ .role_name = l->role, .target = l->record,
		                              .target_kind = declared ? declared->target : STR_NONE });
	}
	return OK;
}

static void field_links(const step *s, found_links *list)
{
	for (size_t i = 0; i < s->as->k->field_n; i++) {
		const field *f = &s->as->k->fields[i];
		const value *v = &s->v->at[i];
		if (v->is != VALUE_KNOWN) continue;
		for (size_t n = 0; n < v->records.n; n++)
			add(s->a, list, (found_link){ .role_name = f->name, .target = v->records.at[n], .target_kind = f->target,
			                              .seal = f->seal });
	}
}

static err insert_checked(const step *s, const found_link *l)
{
	int64_t inserted;
	TRY(db_run(s->d,
	           SQL("INSERT INTO link (seq, role, target, record, kind, known_from)"
	               " SELECT CAST($1 AS BIGINT), CAST($2 AS TEXT), CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS TEXT),"
	               " CAST($1 AS BIGINT) WHERE EXISTS (SELECT 1 FROM chain WHERE record = $3 AND kind = $6)"),
	           ARGS(ARG(s->e->seq.n), ARG(l->role_name), ARG(l->target.n), ARG(s->e->record.n), ARG(s->as->k->name),
	                ARG(l->target_kind)),
	           &inserted));
	return inserted ? OK : FAIL(&s->a->trail, E_NOT_FOUND);
}

static err insert_again(const step *s, const found_link *l)
{
	return db_run(s->d,
	              SQL("INSERT INTO link (seq, role, target, record, kind, known_from) VALUES ($1, $2, $3, $4, $5, $1)"),
	              ARGS(ARG(s->e->seq.n), ARG(l->role_name), ARG(l->target.n), ARG(s->e->record.n), ARG(s->as->k->name)), NULL);
}

/* Two seal fields may name the same person. */
static err insert_seal(const step *s, record_id person)
{
	return db_run(s->d,
	              SQL("INSERT INTO seal (seq, person, record, known_from) VALUES ($1, $2, $3, $1)"
	                  " ON CONFLICT (seq, person) DO NOTHING"),
	              ARGS(ARG(s->e->seq.n), ARG(person.n), ARG(s->e->record.n)), NULL);
}

err step_links(const step *s)
{
	found_links list = { 0 };
	TRY(header_links(s, &list));
	field_links(s, &list);
	for (size_t i = 0; i < list.n; i++) {
		const found_link *l = &list.at[i];
		TRY(s->pr->replaying ? insert_again(s, l) : insert_checked(s, l));
		if (l->seal) TRY(insert_seal(s, l->target));
	}
	return OK;
}
