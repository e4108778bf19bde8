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
