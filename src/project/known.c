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

err project_known(db *d, arena *a, const practice *p, str kind_name, seq_list *ret)
{
	ROWS(rows);
	if (!practice_kind(p, kind_name)) {
		*ret = (seq_list){ 0 };
		return OK;
	}
	const kind_table *of = kind_table_make(a, p, kind_name);
	TRY(db_query(d, table_select(a, &of->table, S("known_to IS NULL"), S("record")), NO_ARGS, &rows));
	return read_seqs(&rows, a, ret);
}

err project_about(db *d, arena *a, record_id child, seq_list *ret)
{
	ROWS(rows);
	TRY(db_query(d, SQL("SELECT seq FROM link WHERE target = $1 AND role = 'child' AND known_to IS NULL ORDER BY seq"),
	             ARGS(ARG(child.n)), &rows));
	return read_seqs(&rows, a, ret);
}
