/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who could read at a past moment. What was recorded by then is a matter of position; who could read it is asked by a reading
 * of its own, whose viewer, day and position are those of that moment: the same statements give both answers. */
#include "access/rights.h"
#include "access/sessions.h"

static reading *reading_of(const reading *r, const viewer *reader, instant on, seq at)
{
	reading *then = TAKE(r->a, reading);
	*then = (reading){ .area = r->area, .db = r->db, .a = r->a, .practice = r->practice, .who = reader, .now = on,
		           .today = zone_day(area_zone(r->area), on), .because = r->because, .at = at };
	return then;
}

err access_as_known(reading *r, instant on, record_id to, seq *ret_at)
{
	seq at;
	viewer *reader = TAKE(r->a, viewer);
	record_id worker = to.n ? to : r->who->worker;
	TRY(project_position_at(r->db, on, &at));
	if (at.n == 0) return FAIL(&r->a->trail, E_NOT_FOUND);
	*reader = *r->who;
	if (worker.n) TRY(viewer_then(r->area, r->db, r->a, worker, on, at, reader));
	r->then = reading_of(r, reader, on, at);
	r->today = r->then->today;
	*ret_at = at;
	return OK;
}

err then_reading(reading *r, seq at, reading **ret)
{
	instant on;
	if (r->then && r->then->at.n == at.n) {
		*ret = r->then;
		return OK;
	}
	TRY(db_one_int(r->db, SQL("SELECT recorded FROM entry WHERE seq = $1"), ARGS(ARG(at.n)), &on.ms));
	*ret = reading_of(r, r->who, on, at);
	return OK;
}
