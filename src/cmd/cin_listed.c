/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whom a return may be about. */
#include "cmd/cin.h"

#include <stdlib.h>

typedef struct {
	content *in;
	const cin_map *map;
	seq at;
	cin_listed_list children;
	int64_t without;
} listing;

static int by_local_id(const void *x, const void *y)
{
	const cin_listed *a = x, *b = y;
	int ids = str_cmp(a->local_id, b->local_id);
	return ids ? ids : (a->record.n > b->record.n) - (a->record.n < b->record.n);
}

/* A child that the area has a record of, by the record that stands for it. */
static err note_person(listing *x, arena *a, seq s)
{
	entry e;
	values v;
	record_id stands;
	problems odd = { 0 };
	TRY(journal_entry(x->in->db, a, s, &e));
	const kind *k = e.disposed ? NULL : practice_version(x->map->practice, e.kind, e.version);
	if (!k) return OK;
	TRY(values_from_json(a, x->map->zone, k, e.bytes, false, &v, &odd));
	const value *child = values_get(&v, S("child")), *number = values_get(&v, S("local_id"));
	if (!child || child->is != VALUE_KNOWN || !child->yes) return OK;
	TRY(project_person(x->in->db, e.record, x->at, &stands));
	if (stands.n != e.record.n) return OK;
	str id = number ? str_copy(x->in->c->a, number->text) : STR_NONE;
	if (id.n) PUSH(x->in->c->a, &x->children, ((cin_listed){ id, e.record }));
	else x->without++;
	return OK;
}

err cin_list(content *in, const cin_map *m, seq at, cin_listed_list *ret, int64_t *ret_without)
{
	ARENA(all);
	ARENA(one);
	seq_list people;
	listing x = { .in = in, .map = m, .at = at };
	TRY(project_known(in->db, &all, m->practice, S("person"), at, &people));
	for (size_t i = 0; i < people.n; i++) {
		arena_reset(&one);
		TRY(note_person(&x, &one, people.at[i]));
	}
	if (x.children.n) qsort(x.children.at, x.children.n, sizeof *x.children.at, by_local_id);
	*ret = x.children;
	*ret_without = x.without;
	return OK;
}
