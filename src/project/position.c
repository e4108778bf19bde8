/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "project/project.h"

static err recorded_at(db *d, int64_t s, instant *ret)
{
	return db_one_int(d, SQL("SELECT recorded FROM entry WHERE seq = $1"), ARGS(ARG(s)), &ret->ms);
}

err project_position(db *d, const zone *z, day on, seq *ret)
{
	return project_position_at(d, (instant){ zone_instant(z, day_add(on, 1), 0).ms - 1 }, ret);
}

/* By halves: the server's clock never goes back, and no seq is missing. */
err project_position_at(db *d, instant on, seq *ret)
{
	int64_t before = 0, after;
	TRY(journal_size(d, &after));
	for (after++; after - before > 1;) {
		int64_t middle = before + (after - before) / 2;
		instant recorded;
		TRY(recorded_at(d, middle, &recorded));
		if (recorded.ms <= on.ms) before = middle;
		else after = middle;
	}
	*ret = (seq){ before };
	return OK;
}
