/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Lawful disposal: the rows of what is gone go too, as if it had never been written, which is what a rebuild would find. */
#include "project/projector.h"

typedef struct {
	const kind_statements *from;
	int64_t seq;
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
			       .known_to = db_is_null(&rows, ROW_KNOWN_TO) ? arg_null() : arg_int(db_int(&rows, ROW_KNOWN_TO)) };
	return db_end(&rows);
}

static err find_gone(const step *s, int64_t n, gone *ret)
{
	const practice *p = s->pr->practice;
	*ret = (gone){ 0 };
	for (size_t i = 0; i < practice_kind_count(p) && !ret->from; i++) {
		const kind_statements *from = projector_table(s->pr, practice_kind_at(p, i)->name);
		if (from) TRY(find_in(s->d, from, n, ret));
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
		TRY(db_run(s->d, lengthening[i], ARGS(g->known_to, ARG(g->record.n), ARG(g->seq)), NULL));
	return OK;
}

static err forget_entry(const step *s, int64_t n, record_list *touched)
{
	gone g;
	TRY(find_gone(s, n, &g));
	if (!g.from) return OK; /* disposed of before */
	str of = g.from->is->kind;
	if (str_eq(of, S("declaration")) || str_eq(of, S("disposal"))) return FAIL(&s->a->trail, E_INVALID);
	if (str_eq(of, S("person"))) PUSH(s->a, touched, g.record);
	if (str_eq(of, S("same_person"))) TRY(persons_joined_by(s->d, s->a, g.record, touched));
	TRY(remove_rows(s, &g));
	return lengthen_before(s, &g);
}

static bool next_number(str *rest, int64_t *ret)
{
	while (rest->n && (rest->at[0] < '0' || rest->at[0] > '9')) *rest = str_from(*rest, 1);
	size_t n = 0;
	while (n < rest->n && rest->at[n] >= '0' && rest->at[n] <= '9') n++;
	str digits = str_first(*rest, n);
	*rest = str_from(*rest, n);
	return n && str_to_int(digits, ret);
}

err step_disposal(const step *s)
{
	if (s->pr->replaying) return OK; /* what it names is gone already */
	str rest = values_get(s->v, S("entries"))->text;
	record_list touched = { 0 };
	for (int64_t n; next_number(&rest, &n);) TRY(forget_entry(s, n, &touched));
	return touched.n ? persons_again(s->d, s->a, touched) : OK;
}
