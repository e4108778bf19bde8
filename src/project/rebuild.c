/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "project/projector.h"

enum { PROGRESS_EVERY = 512 }; /* entries */

typedef struct {
	projector *pr;
	db *d;
	project_progress *progress;
	void *context;
	int64_t all;
} rebuilding;

static err replay(void *context, arena *a, const entry *e)
{
	const rebuilding *r = context;
	if (r->progress && e->seq.n % PROGRESS_EVERY == 0) r->progress(r->context, e->seq.n, r->all);
	return projector_apply(r->pr, r->d, a, e);
}

/* Emptied rather than dropped, so that those who read meanwhile go on reading what was there. */
static err empty_all(db *d, const practice *p)
{
	ARENA(a);
	table_list tables = project_tables(&a, p);
	TRY(project_make(d, p));
	for (size_t i = 0; i < tables.n; i++) TRY(table_empty(d, &a, tables.at[i]->name));
	return OK;
}

static err make_again(db *d, const practice *p, const zone *z, rebuilding *r)
{
	ARENA(a);
	projector *pr CLEANUP(projector_endp) = projector_make(&a, p, z);
	pr->replaying = true;
	r->pr = pr;
	TRY(empty_all(d, p));
	TRY(journal_chain_rebuild(d, &a));
	TRY(journal_size(d, &r->all));
	TRY(journal_scan(d, (seq){ 1 }, (seq){ 0 }, replay, r));
	if (r->progress) r->progress(r->context, r->all, r->all);
	return OK;
}

err project_rebuild(db *d, const practice *p, const zone *z, project_progress *progress, void *context)
{
	rebuilding r = { .d = d, .progress = progress, .context = context };
	TRY(db_begin(d, DB_WRITE));
	err e = make_again(d, p, z, &r);
	if (e == OK) return db_commit(d);
	db_rollback(d);
	return e;
}

/* ---- is what is there what the journal means? */

static err chain_digest(void *context, str text)
{
	sha256 *so_far = context;
	*so_far = sha256_of_many((const str[]){ sha256_view(so_far), text }, 2);
	return OK;
}

static err digest_each(db *d, const table_list *tables, sha256 *ret)
{
	for (size_t i = 0; i < tables->n; i++) TRY(project_dump_table(d, tables->at[i], chain_digest, &ret[i]));
	return OK;
}

static err compare(db *d, arena *a, const practice *p, const zone *z, rebuilding *r, str_list *ret)
{
	table_list tables = project_tables(a, p);
	sha256 *there = TAKE_N(a, sha256, tables.n), *again = TAKE_N(a, sha256, tables.n);
	TRY(project_make(d, p)); /* a table that is missing differs */
	TRY(digest_each(d, &tables, there));
	TRY(make_again(d, p, z, r));
	TRY(digest_each(d, &tables, again));
	for (size_t i = 0; i < tables.n; i++)
		if (!sha256_eq(there[i], again[i])) PUSH(a, ret, tables.at[i]->name);
	return OK;
}

err project_check(db *d, arena *a, const practice *p, const zone *z, project_progress *progress, void *context,
                  str_list *ret_differ)
{
	rebuilding r = { .d = d, .progress = progress, .context = context };
	str_list differ = { 0 };
	TRY(db_begin(d, DB_WRITE));
	err e = compare(d, a, p, z, &r, &differ);
	db_rollback(d);
	if (e == OK) *ret_differ = differ;
	return e;
}
