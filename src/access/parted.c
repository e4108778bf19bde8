/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "access/parted.h"

#include "access/rights.h"

#define OF_PARTED "kind = 'identities_parted' AND x.role IN ('one', 'other')"

static bool is_among(const other_identity_list *list, record_id person)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->at[i].person.n == person.n) return true;
	return false;
}

static err read_parting(const view *v, record_id of, parting *to, record_list *others)
{
	ROWS(rows);
	TRY(db_query(v->r->db,
	             SQL("SELECT y.target, h.target FROM link x JOIN link y ON y.seq = x.seq AND y.role IN ('one', 'other') AND y.target <> x.target "
	                 "LEFT JOIN link h ON h.seq = x.seq AND h.role = 'holder' AND h.target = $2 WHERE x.target = $1 AND x." OF_PARTED
	                 " AND " TRUE_AT("x", "$3", "$4")),
	             ARGS(ARG(of.n), ARG(v->r->who->worker.n), ARG(v->at.n), ARG(v->at.n)), &rows));
	while (db_next(&rows)) {
		to->by_law = true;
		if (db_is_null(&rows, 1)) continue;
		to->holds = true;
		PUSH(v->r->a, others, ((record_id){ db_int(&rows, 0) }));
	}
	return db_end(&rows);
}

err access_parting(const view *v, parting *ret)
{
	parting p = { 0 };
	record_list others = { 0 };
	const kind *k = practice_kind(v->r->practice, S("person"));
	CHECK(v->proof);
	for (size_t i = 0; i < v->same.n; i++) TRY(read_parting(v, v->same.at[i], &p, &others));
	for (size_t i = 0; i < others.n; i++) {
		other_identity one = { .person = others.at[i] };
		if (is_among(&p.others, one.person)) continue;
		TRY(record_name(v->r, k, one.person, PROJECT_NOW, &one.name));
		PUSH(v->r->a, &p.others, one);
	}
	*ret = p;
	return OK;
}

err access_parted_records(reading *r, record_list *ret)
{
	ROWS(rows);
	record_list list = { 0 };
	TRY(db_scan(r->db, SQL("SELECT DISTINCT x.target FROM link x WHERE x.known_to IS NULL AND x." OF_PARTED " ORDER BY x.target"), NO_ARGS, &rows));
	while (db_next(&rows)) PUSH(r->a, &list, ((record_id){ db_int(&rows, 0) }));
	TRY(db_end(&rows));
	*ret = list;
	return OK;
}
