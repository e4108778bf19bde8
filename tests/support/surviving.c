/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "support/surviving.h"

#include "journal/verify.h"

static const char *wrong(arena *a, const char *what, long long n, err e, const trail *t)
{
	buf b = BUF(a);
	buf_printf(&b, "%s (%lld): %s at %s:%d", what, n, err_name(e), t->file ? t->file : "-", t->line);
	return str_c(a, buf_view(&b));
}

uuid writing_id(int64_t n)
{
	ARENA(a);
	buf b = BUF(&a);
	buf_printf(&b, "said %lld", (long long)n);
	return uuid_of_name(buf_view(&b));
}

static const char *entry_survived(db *d, arena *a, const acknowledged *ack)
{
	ARENA(own);
	entry e;
	uuid id = writing_id(ack->n);
	db_trail(d, &own.trail);
	err read = journal_entry(d, &own, ack->seq, &e);
	db_trail(d, NULL);
	if (read != OK) return wrong(a, "an acknowledged entry is not there", ack->seq.n, read, &own.trail);
	if (!uuid_eq(e.id, id)) return wrong(a, "another entry stands in its place", ack->seq.n, OK, &own.trail);
	if (str_find(e.bytes, writing_words(&own, ack->n)) < 0)
		return wrong(a, "an acknowledged entry has other words", ack->seq.n, OK, &own.trail);
	return NULL;
}

static const char *verified(db *d, arena *a)
{
	verdict v = { 0 };
	ARENA(own);
	db_trail(d, &own.trail);
	err e = journal_verify(d, &own, STR_NONE, NULL, NULL, &v);
	db_trail(d, NULL);
	if (e != OK) return wrong(a, "the journal could not be verified", v.from.n, e, &own.trail);
	if (!v.holds) return str_c(a, v.what);
	return NULL;
}

static err add_line(void *context, str line)
{
	sha256 *so_far = context;
	*so_far = sha256_of_many((const str[]){ sha256_view(so_far), line }, 2);
	return OK;
}

static err dump_rebuild_dump(db *d, const writing *w, sha256 *followed, sha256 *rebuilt)
{
	TRY(project_dump(d, w->practice, add_line, followed));
	TRY(project_rebuild(d, w->practice, w->zone, NULL, NULL));
	return project_dump(d, w->practice, add_line, rebuilt);
}

static const char *rebuilt_equals(db *d, arena *a)
{
	ARENA(own);
	writing w;
	sha256 followed = { 0 }, rebuilt = { 0 };
	err e = writing_practice(&own, &w);
	db_trail(d, &own.trail);
	if (e == OK) e = dump_rebuild_dump(d, &w, &followed, &rebuilt);
	db_trail(d, NULL);
	if (e != OK) return wrong(a, "projections could not be rebuilt", 0, e, &own.trail);
	return sha256_eq(followed, rebuilt) ? NULL : "rebuilt projections differ from those that followed";
}

const char *survived(arena *a, str address, const acknowledged_list *acks, size_t first, bool rebuilt)
{
	db *d CLEANUP(db_closep) = NULL;
	trail t = { 0 };
	err e = db_open(address, DB_READ_WRITE, WRITING_WAIT_MS, &t, &d);
	if (e != OK) return wrong(a, "the database does not open", 0, e, &t);
	db_trail(d, NULL);
	const char *why = NULL;
	for (size_t i = first; !why && i < acks->n; i++) why = entry_survived(d, a, &acks->at[i]);
	if (!why) why = verified(d, a);
	return !why && rebuilt ? rebuilt_equals(d, a) : why;
}
