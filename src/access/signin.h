/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Signing in: names, pass phrases (argon2id), sessions. Neither journal nor derived; `rebuild` never touches them. */
#ifndef WAYMARK_ACCESS_SIGNIN_H
#define WAYMARK_ACCESS_SIGNIN_H

#include "access/access.h"

enum { SIGN_IN_AT_ONCE = 2 /* argon2id uses 64 MiB each */, PASS_PHRASE_LEAST_CHARS = 12, PASS_PHRASE_MOST_BYTES = 1024 };

/* Pass phrases of demonstration areas begin so; they are printed for all to read, and are taken nowhere else. */
#define PASS_PHRASE_OF_DEMONSTRATION S("invented-")

/* Whether such a sign-in could be added, its worker left aside. E_INVALID with the reason in *ret_why; E_CONFLICT. */
err sign_in_check(area *ar, arena *a, str name, role_set roles, str pass_phrase, str *ret_why) MUST_USE;
/* Adds a sign-in, whose pass phrase somebody else than the person set: session.first_phrase. worker may be 0 (administrators). E_INVALID with the reason in *ret_why; E_CONFLICT the name is taken.
 * A worker has one sign-in at a time: a second would let whoever adds it read as that worker. */
err sign_in_add(area *ar, arena *a, str name, role_set roles, record_id worker, str pass_phrase, str *ret_why) MUST_USE;

/* Checks a pass phrase: slow on purpose, for a worker thread; waits until fewer than SIGN_IN_AT_ONCE run. The same time
 * and E_DENIED for an unknown name and for a wrong phrase; E_BUSY after many wrong tries in a short time, for any name, and
 * when many others are waiting for their turn.
 * On OK a new session: *ret_token (secret, for the cookie) in arena a. */
err sign_in(area *ar, arena *a, str name, str pass_phrase, instant now, str *ret_token) MUST_USE;

/* Puts a new pass phrase in the place of one's own, and ends every session of the sign-in. Slow, and counts wrong tries, as
 * sign_in does. E_DENIED the old one is wrong; E_INVALID with what is wrong with the new one in *ret_why; E_BUSY. */
err sign_in_change(area *ar, arena *a, int64_t sign_in, str old_phrase, str new_phrase, instant now, str *ret_why) MUST_USE;

/* A new pass phrase that holds until the person has signed in with it and chosen another, for whoever forgot theirs; every
 * session of the sign-in ends. Slow. *ret_phrase in arena a: shown once, kept nowhere. E_NOT_FOUND, E_BUSY. */
err sign_in_reset(area *ar, arena *a, int64_t sign_in, instant now, str *ret_phrase) MUST_USE;

typedef struct {
	int64_t id;
	str csrf;            /* the token for forms of this session */
	viewer who;
	str fresh_token;     /* set when the token was rotated: send it */
	bool first_phrase;   /* somebody else set the pass phrase and knows it: nothing is open until it is changed. Never in a
	                        demonstration area, whose pass phrases are printed for all to read. */
} session;
/* E_DENIED unknown, idle too long, ended. Costs two indexed reads; the last use is
 * written at most once a minute, and where that fails the next request tries again. */
err session_find(area *ar, db *d, arena *a, str token, instant now, session *ret) MUST_USE;
/* Whose session it was that has ended, by time or by signing out: for keeping as a draft what they sent when it was over, and
 * for nothing else. E_DENIED not known any more. */
err session_lapsed(db *d, arena *a, str token, session *ret) MUST_USE;
err session_end(area *ar, arena *a, str token) MUST_USE;
err session_end_everywhere(area *ar, arena *a, int64_t sign_in) MUST_USE;
typedef struct {
	int64_t id;
	instant begun, used; /* used to the minute */
} session_row;
typedef LIST(session_row) session_rows;
err session_list(area *ar, db *d, arena *a, int64_t sign_in, session_rows *ret) MUST_USE;

/* Everybody who may sign in, in order of name: for administrators. */
typedef struct {
	int64_t id;
	str name;
	role_set roles;
	record_id worker; /* 0 for administrators */
	instant made;
	bool first_phrase; /* as in session */
} sign_in_row;
typedef LIST(sign_in_row) sign_in_rows;
err sign_in_list(db *d, arena *a, sign_in_rows *ret) MUST_USE;
/* Somebody who left: nobody signs in with it any more, and its sessions end. Its name is not given again. E_NOT_FOUND. */
err sign_in_end(area *ar, arena *a, int64_t sign_in, instant now) MUST_USE;

/* For commands: --as NAME --because REASON. E_NOT_FOUND, E_INVALID (no reason). No pass phrase: whoever may read the
 * database file may run this; it is in the read log. */
err sign_in_viewer(area *ar, db *d, arena *a, str name, viewer *ret) MUST_USE;

/* The worker whose sign-in that is, or was, whoever asks: for access_as_known. E_NOT_FOUND none, or an administrator's. */
err sign_in_worker(db *d, arena *a, str name, record_id *ret) MUST_USE;

#endif
