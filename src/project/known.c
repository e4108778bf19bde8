/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "project/tables.h"

#include "project/project.h"

static err read_seqs(db_rows *rows, arena *a, seq_list *ret)
{
	seq_list list = { 0 };
	while (db_next(rows)) PUSH(a, &list, ((seq){ db_int(rows, 0) }));
	TRY(db_end(rows));
	*ret = list;
	return OK;
}

err project_known(db *d, arena *a, const practice *p, str kind_name, seq at, seq_list *ret)
{
	ROWS(rows);
	if (!practice_kind(p, kind_name)) {
		*ret = (seq_list){ 0 };
		return OK;
	}
	const kind_table *of = kind_table_make(a, p, kind_name);
	sql known = table_select(a, &of->table, S("known_from <= $1 AND (known_to IS NULL OR known_to > $1)"), S("record"));
	TRY(db_query(d, known, ARGS(ARG(at.n)), &rows));
	return read_seqs(&rows, a, ret);
}

err project_about(db *d, arena *a, record_id child, seq at, seq_list *ret)
{
	ROWS(rows);
	TRY(db_query(d, SQL("SELECT seq FROM link WHERE target = $1 AND role = 'child' AND known_from <= $2"
	                    " AND (known_to IS NULL OR known_to > $2) ORDER BY seq"),
	             ARGS(ARG(child.n), ARG(at.n)), &rows));
	return read_seqs(&rows, a, ret);
}

err project_shown(db *d, record_id person, seq at, seq *ret)
{
	*ret = (seq){ 0 };
	err e = db_one_int(d, SQL("SELECT seq FROM p_person WHERE record = $1 AND known_from <= $2 AND (known_to IS NULL OR known_to > $2)"),
	                   ARGS(ARG(person.n), ARG(at.n)), &ret->n);
	return e == E_NOT_FOUND ? OK : e;
}
