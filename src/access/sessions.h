/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to access/: sessions as they stand in the database.
 *
 * session        one row a session: whose, its token for forms, when begun, last used (to the minute), last rotated.
 * session_token  the digests of its secret tokens. A rotation adds one; the one before stays good until the browser has
 *                shown that it got the new one (seen), and GRACE_MS longer for requests already on their way. */
#ifndef WAYMARK_ACCESS_SESSIONS_H
#define WAYMARK_ACCESS_SESSIONS_H

#include "access/signin.h"

int64_t random_id(void); /* 53 bits: exact in JSON too */
/* Inside a transaction; clears away what ended long ago. *ret_token in arena a. */
err session_begin(db *d, arena *a, const settings *s, int64_t sign_in, instant now, str *ret_token) MUST_USE;
/* Who a worker was at a past moment: the roles of the sign-in that it had then (none where it had none), its team, agency and
 * person as recorded by that position. E_NOT_FOUND no such worker then. */
err viewer_then(area *ar, db *d, arena *a, record_id worker, instant on, seq at, viewer *ret) MUST_USE;
/* Whose sign-in it is: the worker's name, team, agency and person. */
err viewer_of(db *d, arena *a, int64_t sign_in, str shown, role_set roles, record_id worker, viewer *ret) MUST_USE;

#endif
