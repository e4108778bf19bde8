/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One entry into the projections: what its record showed before ends, what it says begins. */
#include "journal/batch.h"
#include "project/projector.h"

/* Known until the entry after it is: $1 that position, $2 the record. */
err close_record(const step *s, const kind_statements *of, record_id id)
{
	const sql closing[] = {
		of->close,
		SQL("UPDATE link SET known_to = $1 WHERE record = $2 AND known_to IS NULL"),
		SQL("UPDATE seal SET known_to = $1 WHERE record = $2 AND known_to IS NULL"),
		SQL("UPDATE story SET known_to = $1 WHERE record = $2 AND known_to IS NULL"),
	};
	for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
		TRY(db_run_later(s->d, closing[i], ARGS(ARG(s->known.n), ARG(id.n))));
	return OK;
}

static err step_meaning(const step *s)
{
	switch (s->as->means) {
	case MEANS_NOTHING_MORE: return OK;
	case MEANS_DECLARATION: return step_declaration(s);
	case MEANS_DISPOSAL: return step_disposal(s);
	case MEANS_PERSON: return step_person(s);
	case MEANS_SAME_PERSON: return step_same_person(s);
	case MEANS_WITHDRAWAL: return step_withdrawal(s);
	}
	return OK;
}

static err write_rows(step *s)
{
	const entry *e = s->e;
	bool known = e->happened.is != WHEN_NONE;
	buf text = BUF(s->a);
	if (known) when_write(&text, e->happened);
	s->happened = known ? arg_text(buf_view(&text)) : arg_null();
	s->happened_ms = known ? when_sort_ms(s->pr->zone, e->happened) : e->recorded.ms;
	if (e->record.n != e->seq.n) TRY(close_record(s, s->as->to, e->record));
	TRY(step_row(s));
	TRY(step_links(s));
	TRY(step_story(s));
	return step_meaning(s);
}

static err apply_from(projector *pr, db *d, arena *a, const entry *e, seq known)
{
	values v;
	problems none = { 0 };
	step s = { .pr = pr, .d = d, .a = a, .e = e, .known = known, .v = &v };
	TRY(projector_shape(pr, d, e->kind, e->version, &a->trail, &s.as));
	TRY(values_from_json(a, pr->zone, s.as->k, e->bytes, false, &v, &none));
	return write_rows(&s);
}

/* ---- batches: nothing of one is there before the entry that completes it */

typedef struct {
	projector *pr;
	db *d;
	seq known;
} completing;

static err apply_of_batch(void *context, arena *a, const entry *e)
{
	const completing *c = context;
	return apply_from(c->pr, c->d, a, e, c->known);
}

err projector_apply(projector *pr, db *d, arena *a, const entry *e)
{
	TRY(projector_catch_up(pr, d, e, &a->trail));
	if (e->disposed || batch_holds(e)) return OK;
	if (batch_completes(e))
		TRY(journal_scan_batch(d, e->batch, e->seq, apply_of_batch, &(completing){ .pr = pr, .d = d, .known = e->seq }));
	return apply_from(pr, d, a, e, e->seq);
}

static err follow(void *context, db *d, arena *a, const entry *e)
{
	projector *pr = context;
	err r = projector_apply(pr, d, a, e);
	if (r != OK) pr->doubtful = true;
	return r;
}

follower projector_follower(projector *pr)
{
	return (follower){ .context = pr, .apply = follow };
}
