/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "project/project.h"

err project_person(db *d, record_id r, seq at, record_id *ret)
{
	return db_one_int(d,
	                  SQL("SELECT person FROM person_now WHERE record = $1 AND known_from <= $2"
	                      " AND (known_to IS NULL OR known_to > $2)"),
	                  ARGS(ARG(r.n), ARG(at.n)), &ret->n);
}

err project_same_person(db *d, arena *a, record_id r, seq at, record_list *ret)
{
	ROWS(rows);
	record_list list = { 0 };
	TRY(db_query(d,
	             SQL("SELECT o.record FROM person_now n JOIN person_now o ON o.person = n.person WHERE n.record = $1"
	                 " AND n.known_from <= $2 AND (n.known_to IS NULL OR n.known_to > $2)"
	                 " AND o.known_from <= $2 AND (o.known_to IS NULL OR o.known_to > $2) ORDER BY o.record"),
	             ARGS(ARG(r.n), ARG(at.n)), &rows));
	while (db_next(&rows)) PUSH(a, &list, (record_id){ db_int(&rows, 0) });
	TRY(db_end(&rows));
	if (list.n == 0) return E_NOT_FOUND; /* an answer, not a failure */
	*ret = list;
	return OK;
}
