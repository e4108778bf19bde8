/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* When the children of a first page were last heard. */
#include "access/rights.h"

typedef struct {
	when newest;
	LIST(day) days; /* of the last year, each once */
} heard_so_far;

static bool is_heard(const view *v, const db_rows *r, when *ret)
{
	const kind *k = practice_kind(v->r->practice, db_text(r, 2));
	bool hidden = view_hides(v, (seq){ db_int(r, 0) }, (record_id){ db_int(r, 1) });
	return k && !hidden && kind_readable(v, k) && when_read(area_zone(v->r->area), db_text(r, 3), ret);
}

static void note_day(const view *v, heard_so_far *h, day on)
{
	if (on.n > v->r->today.n || on.n <= v->r->today.n - 365) return;
	for (size_t i = 0; i < h->days.n; i++)
		if (h->days.at[i].n == on.n) return;
	PUSH(v->r->a, &h->days, on);
}

/* Newest first: the year is over with the first that is older. */
static err read_heard(const view *v, record_id child, bool count, heard_so_far *h)
{
	ROWS(rows);
	bool within = true;
	TRY(db_query(v->r->db, SQL("SELECT seq, record, kind, happened FROM story WHERE child = $1 AND stage = 'heard' "
	                           "AND " TRUE_AT("story", "$2", "$3") " ORDER BY happened_ms DESC NULLS LAST, seq DESC"),
	             ARGS(ARG(child.n), ARG(v->at.n), ARG(v->at.n)), &rows));
	while (within && db_next(&rows)) {
		when w = { .is = WHEN_NONE };
		if (!is_heard(v, &rows, &w) || w.is == WHEN_NONE) continue;
		if (h->newest.is == WHEN_NONE || when_cmp(h->newest, w) < 0) h->newest = w;
		note_day(v, h, w.on);
		within = count && w.on.n > v->r->today.n - 365;
	}
	return db_end(&rows);
}

err access_heard(const view *v, when *ret, size_t *ret_times)
{
	heard_so_far h = { .newest = { .is = WHEN_NONE } };
	CHECK(v->proof);
	for (size_t i = 0; i < v->same.n; i++) TRY(read_heard(v, v->same.at[i], ret_times != NULL, &h));
	*ret = h.newest;
	if (ret_times) *ret_times = h.days.n;
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
		TRY(access_heard(&v, &ret_heard[i], NULL));
	}
	return OK;
}
