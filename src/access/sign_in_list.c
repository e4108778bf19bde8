/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "access/signin.h"

err sign_in_list(db *d, arena *a, sign_in_rows *ret)
{
	ROWS(rows);
	sign_in_rows list = { 0 };
	TRY(db_query(d, SQL("SELECT id, shown, roles, worker, made FROM sign_in ORDER BY name"), NO_ARGS, &rows));
	while (db_next(&rows))
		PUSH(a, &list, ((sign_in_row){ .id = db_int(&rows, 0), .name = db_text_copy(&rows, 1, a),
		                               .roles = (role_set)db_int(&rows, 2), .worker = { db_int(&rows, 3) },
		                               .made = db_instant(&rows, 4) }));
	TRY(db_end(&rows));
	*ret = list;
	return OK;
}
