/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* When the children of a first page were last heard. */
#include "access/rights.h"

static err newest_heard(const view *v, record_id child, when *ret)
{
	ROWS(rows);
	bool heard = false;
	TRY(db_query(v->r->db, SQL("SELECT seq, record, kind, happened FROM story WHERE child = $1 AND stage = 'heard' "
	                           "AND " TRUE_AT("story", "$2", "$3") " ORDER BY happened_ms DESC NULLS LAST, seq DESC"),
	             ARGS(ARG(child.n), ARG(v->at.n), ARG(v->at.n)), &rows));
	while (!heard && db_next(&rows)) {
		const kind *k = practice_kind(v->r->practice, db_text(&rows, 2));
		bool hidden = view_hides(v, (seq){ db_int(&rows, 0) }, (record_id){ db_int(&rows, 1) });
		heard = k && !hidden && kind_readable(v, k) && when_read(area_zone(v->r->area), db_text(&rows, 3), ret);
	}
	return db_end(&rows);
}

err access_heard(const view *v, when *ret)
{
	when newest = { .is = WHEN_NONE };
	CHECK(v->proof);
	for (size_t i = 0; i < v->same.n; i++) {
		when w = { .is = WHEN_NONE };
		TRY(newest_heard(v, v->same.at[i], &w));
		if (w.is != WHEN_NONE && (newest.is == WHEN_NONE || when_cmp(newest, w) < 0)) newest = w;
	}
	*ret = newest;
	return OK;
}

err access_last_heard(reading *r, const found_list *mine, when *ret_heard)
{
	kept_entries kept;
	record_list may = { 0 };
	TRY(seal_read(r, &kept));
	TRY(works_with_whom(r, &may));
	for (size_t i = 0; i < mine->n; i++) {
		view v;
		ret_heard[i] = (when){ .is = WHEN_NONE };
		if (!records_hold(&may, mine->at[i].person)) continue;
		TRY(open_own(r, mine->at[i].person, &kept, &v));
		TRY(access_heard(&v, &ret_heard[i]));
	}
	return OK;
}
