/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Lawful disposal: the rows of what is gone go too, as if it had never been written, which is what a rebuild would find. */
#include "project/projector.h"

typedef struct {
	const kind_statements *from;
	int64_t seq, known_from;
	record_id record;
	arg known_to;
} gone;

/* Of which kind it was stands nowhere else once its body is gone. Disposals are rare: every table is asked. */
static err find_in(db *d, const kind_statements *from, int64_t s, gone *ret)
{
	ROWS(rows);
	TRY(db_query(d, from->find, ARGS(ARG(s)), &rows));
	if (db_next(&rows))
		*ret = (gone){ .from = from, .seq = s, .record = { db_int(&rows, ROW_RECORD) },
			       .known_from = db_int(&rows, ROW_KNOWN_FROM),
			       .known_to = db_is_null(&rows, ROW_KNOWN_TO) ? arg_null() : arg_int(db_int(&rows, ROW_KNOWN_TO)) };
	return db_end(&rows);
}

static err find_gone(const step *s, int64_t n, gone *ret)
{
	const practice *p = s->pr->practice;
	*ret = (gone){ 0 };
	for (size_t i = 0; i < practice_kind_count(p) && !ret->from; i++) {
		TRY(find_in(s->d, projector_table(s->pr, practice_kind_at(p, i)->name), n, ret));
	}
	return OK;
}

static err remove_rows(const step *s, const gone *g)
{
	TRY(db_run(s->d, g->from->forget, ARGS(ARG(g->seq)), NULL));
	TRY(db_run(s->d, SQL("DELETE FROM link WHERE seq = $1"), ARGS(ARG(g->seq)), NULL));
	TRY(db_run(s->d, SQL("DELETE FROM seal WHERE seq = $1"), ARGS(ARG(g->seq)), NULL));
	return db_run(s->d, SQL("DELETE FROM story WHERE record = $1 AND seq = $2"), ARGS(ARG(g->record.n), ARG(g->seq)), NULL);
}

/* What the entry had ended is known until what had ended the entry. */
static err lengthen_before(const step *s, const gone *g)
{
	const sql lengthening[] = {
		g->from->lengthen,
		SQL("UPDATE link SET known_to = $1 WHERE record = $2 AND known_to = $3"),
		SQL("UPDATE seal SET known_to = $1 WHERE record = $2 AND known_to = $3"),
		SQL("UPDATE story SET known_to = $1 WHERE record = $2 AND known_to = $3"),
	};
	for (size_t i = 0; i < sizeof lengthening / sizeof *lengthening; i++)
		TRY(db_run(s->d, lengthening[i], ARGS(g->known_to, ARG(g->record.n), ARG(g->known_from)), NULL));
	return OK;
}

static err forget_entry(const step *s, int64_t n, record_list *touched)
{
	gone g;
	TRY(find_gone(s, n, &g));
	if (!g.from) return OK; /* disposed of before */
	if (str_eq(g.from->is->kind, S("person"))) PUSH(s->a, touched, g.record);
	if (str_eq(g.from->is->kind, S("same_person"))) TRY(persons_joined_by(s->d, s->a, g.record, touched));
	TRY(remove_rows(s, &g));
	return lengthen_before(s, &g);
}

err step_disposal(const step *s)
{
	if (s->pr->replaying) return OK; /* what it names is gone already */
	seq_list names;
	record_list touched = { 0 };
	if (!journal_disposal_names(s->a, s->e, &names)) return FAIL(&s->a->trail, E_INVALID);
	for (size_t i = 0; i < names.n; i++) TRY(forget_entry(s, names.at[i].n, &touched));
	return touched.n ? persons_again(s->d, s->a, touched) : OK;
}
