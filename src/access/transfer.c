/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "access/transfer.h"

#include "access/rights.h"

/* An area without sign-ins has nobody whose rights could be asked. */
static err import_writer(reading *r, const kind *k, const entry_head *head, writer *ret)
{
	if (!r->who->measuring) return access_writer(r, k, head, ret);
	*ret = journal_job_writer(area_journal(r->area), area_zone(r->area));
	return OK;
}

/* What follows may link to what was just recorded, so it has to be seen. */
static err read_on(reading *r)
{
	db_rollback(r->db);
	return db_begin(r->db, DB_SNAPSHOT);
}

static void say_problems(import_job *in, const kind *k, const problems *p)
{
	for (size_t i = 0; i < p->n; i++) {
		buf_str(&in->said, k->label);
		buf_lit(&in->said, ": ");
		buf_str(&in->said, p->at[i].message);
		buf_char(&in->said, '\n');
	}
}

err import_append(import_job *in, const values *v, const entry_head *head, record_id *ret)
{
	seq made;
	bool forked;
	problems wrong = { 0 };
	writer w;
	TRY(import_writer(in->read, v->k, head, &w));
	err e = journal_append(&w, v->k, v, head, in->read->a, &made, &forked, &wrong);
	if (e != OK) {
		say_problems(in, v->k, &wrong);
		return e;
	}
	*ret = head->record.n ? head->record : (record_id){ made.n };
	return read_on(in->read);
}

void access_print(const view *v)
{
	CHECK(v->proof);
	if (v->child.n) look_note(v->r, (look){ .child = v->child, .outcome = LOOK_PRINTED });
}
