/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "access/area_parts.h"
#include "access/drafts.h"
#include "access/signin.h"

err sign_in_list(db *d, arena *a, sign_in_rows *ret)
{
	ROWS(rows);
	sign_in_rows list = { 0 };
	TRY(db_query(d, SQL("SELECT id, shown, roles, worker, made, given FROM sign_in WHERE ended IS NULL ORDER BY name"), NO_ARGS, &rows));
	while (db_next(&rows))
		PUSH(a, &list, ((sign_in_row){ .id = db_int(&rows, 0), .name = db_text_copy(&rows, 1, a),
		                               .roles = (role_set)db_int(&rows, 2), .worker = { db_int(&rows, 3) },
		                               .made = db_instant(&rows, 4), .first_phrase = !db_is_null(&rows, 5) }));
	TRY(db_end(&rows));
	*ret = list;
	return OK;
}

static err end_one(db *d, int64_t sign_in, instant now, trail *t)
{
	int64_t changed = 0;
	TRY(db_run(d, SQL("UPDATE sign_in SET ended = $1 WHERE id = $2 AND ended IS NULL"), ARGS(ARG(now), ARG(sign_in)), &changed));
	return changed ? OK : FAIL(t, E_NOT_FOUND);
}

err sign_in_end(area *ar, arena *a, int64_t sign_in, instant now)
{
	db *d;
	TRY(own_begin(ar, a, &d));
	TRY(own_end(ar, end_one(d, sign_in, now, &a->trail)));
	TRY(session_end_everywhere(ar, a, sign_in));
	return drafts_forget(ar, a, sign_in);
}
