/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "access/sessions.h"

#include "access/area_parts.h"
#include "access/fold.h"
#include "access/rights.h"

enum {
	TOKEN_BYTES = 32,
	MINUTE_MS = 60 * 1000,
	HOUR_MS = 60 * MINUTE_MS,
	ROTATE_MS = 15 * MINUTE_MS,
	GRACE_MS = MINUTE_MS,
	USED_MS = MINUTE_MS /* how exactly the last use is kept */
};

int64_t random_id(void)
{
	uint64_t n;
	random_bytes(&n, sizeof n);
	return (int64_t)(n >> 11) | 1;
}

static str random_token(arena *a)
{
	unsigned char secret[TOKEN_BYTES];
	buf b = BUF(a);
	random_bytes(secret, sizeof secret);
	buf_hex(&b, secret, sizeof secret);
	return buf_view(&b);
}

static err add_token(db *d, arena *a, int64_t id, str *ret_token)
{
	str token = random_token(a);
	sha256 digest = sha256_of(token);
	TRY(db_run(d, SQL("INSERT INTO session_token (digest, session, seen) VALUES ($1, $2, 0)"),
	           ARGS(arg_bytes(sha256_view(&digest)), ARG(id)), NULL));
	*ret_token = token;
	return OK;
}

err session_begin(db *d, arena *a, const settings *s, int64_t sign_in, instant now, str *ret_token)
{
	int64_t id = random_id(), over = now.ms - s->session_hours * HOUR_MS;
	TRY(db_run(d, SQL("DELETE FROM session_token WHERE session IN (SELECT id FROM session WHERE begun < $1)"),
	           ARGS(ARG(over)), NULL));
	TRY(db_run(d, SQL("DELETE FROM session WHERE begun < $1"), ARGS(ARG(over)), NULL));
	TRY(db_run(d, SQL("INSERT INTO session (id, sign_in, csrf, begun, used, rotated, ended) VALUES ($1, $2, $3, $4, $5, $6, 0)"),
	           ARGS(ARG(id), ARG(sign_in), ARG(random_token(a)), ARG(now), ARG(now), ARG(now)), NULL));
	return add_token(d, a, id, ret_token);
}

/* ---- whose it is */

/* A row for each link of the worker's record, and one where there is none. */
static err read_worker(db *d, arena *a, seq at, viewer *by)
{
	ROWS(rows);
	TRY(db_query(d, SQL("SELECT l.role, l.target, t.target, w.name FROM p_worker w LEFT JOIN link l ON l.seq = w.seq "
	                    "LEFT JOIN link t ON t.record = l.target AND l.role = 'team' AND t.role = 'agency' AND " TRUE_AT("t", "$2", "$3")
	                    " WHERE w.record = $1 AND " TRUE_AT("w", "$4", "$5")),
	             ARGS(ARG(by->worker.n), ARG(at.n), ARG(at.n), ARG(at.n), ARG(at.n)), &rows));
	record_id agency_of_team = { 0 };
	for (bool first = true; db_next(&rows); first = false) {
		if (first && db_text(&rows, 3).n) by->name = db_text_copy(&rows, 3, a);
		str as = db_text(&rows, 0);
		record_id target = { db_int(&rows, 1) };
		if (str_eq(as, S("person"))) by->person = target;
		if (str_eq(as, S("agency"))) by->agency = target;
		if (str_eq(as, S("team"))) {
			by->team = target;
			agency_of_team = (record_id){ db_int(&rows, 2) };
		}
	}
	if (by->agency.n == 0) by->agency = agency_of_team;
	return db_end(&rows);
}

err viewer_of(db *d, arena *a, int64_t sign_in, str shown, role_set roles, record_id worker, viewer *ret)
{
	viewer by = { .sign_in = sign_in, .name = shown, .roles = roles, .worker = worker };
	if (worker.n) TRY(read_worker(d, a, PROJECT_NOW, &by));
	*ret = by;
	return OK;
}

/* An area made for demonstration tells of years before anybody signed in to it: there everybody had the first sign-in always. */
static err roles_then(area *ar, db *d, record_id worker, instant on, role_set *ret)
{
	ROWS(rows);
	role_set roles = 0;
	bool first = true, always = area_is_demonstration(ar);
	TRY(db_query(d, SQL("SELECT roles, made, ended FROM sign_in WHERE worker = $1 ORDER BY made"), ARGS(ARG(worker.n)), &rows));
	for (; db_next(&rows); first = false) {
		bool begun = (always && first) || db_int(&rows, 1) <= on.ms;
		if (begun && (db_is_null(&rows, 2) || db_int(&rows, 2) > on.ms)) roles |= (role_set)db_int(&rows, 0);
	}
	TRY(db_end(&rows));
	*ret = roles;
	return OK;
}

err viewer_then(area *ar, db *d, arena *a, record_id worker, instant on, seq at, viewer *ret)
{
	viewer by = { .worker = worker };
	TRY(roles_then(ar, d, worker, on, &by.roles));
	TRY(read_worker(d, a, at, &by));
	if (by.name.n == 0) return E_NOT_FOUND;
	*ret = by;
	return OK;
}

err sign_in_viewer(area *ar, db *d, arena *a, str name, viewer *ret)
{
	(void)ar;
	ROWS(rows);
	int64_t id = 0;
	role_set roles = 0;
	record_id worker = { 0 };
	str shown = STR_NONE;
	if (!str_is_utf8(name)) return FAIL(&a->trail, E_NOT_FOUND);
	TRY(db_query(d, SQL("SELECT id, roles, worker, shown FROM sign_in WHERE name = $1 AND ended IS NULL"), ARGS(ARG(fold_key(a, str_trim(name)))),
	             &rows));
	if (db_next(&rows)) {
		id = db_int(&rows, 0);
		roles = (role_set)db_int(&rows, 1);
		worker.n = db_int(&rows, 2);
		shown = db_text_copy(&rows, 3, a);
	}
	TRY(db_end(&rows));
	return id ? viewer_of(d, a, id, shown, roles, worker, ret) : FAIL(&a->trail, E_NOT_FOUND);
}

err sign_in_worker(db *d, arena *a, str name, record_id *ret)
{
	if (!str_is_utf8(name)) return FAIL(&a->trail, E_NOT_FOUND);
	return db_one_int(d, SQL("SELECT worker FROM sign_in WHERE name = $1 AND worker <> 0"), ARGS(ARG(fold_key(a, str_trim(name)))), &ret->n);
}

/* ---- finding one by its token */

typedef struct {
	int64_t id, sign_in;
	instant begun, used, rotated;
	str csrf, shown;
	role_set roles;
	record_id worker;
	bool seen, until_set, given, ended;
	instant until;
} found_session;

static err find_token(db *d, arena *a, const sha256 *digest, found_session *ret)
{
	ROWS(rows);
	TRY(db_query(d, SQL("SELECT s.id, s.sign_in, s.begun, s.used, s.rotated, s.csrf, i.shown, i.roles, i.worker, t.seen, t.until, i.given, s.ended "
	                    "FROM session_token t JOIN session s ON s.id = t.session JOIN sign_in i ON i.id = s.sign_in "
	                    "WHERE t.digest = $1 AND i.ended IS NULL"), ARGS(arg_bytes(sha256_view(digest))), &rows));
	bool there = db_next(&rows);
	if (there)
		*ret = (found_session){
			.id = db_int(&rows, 0),
			.sign_in = db_int(&rows, 1),
			.begun = db_instant(&rows, 2),
			.used = db_instant(&rows, 3),
			.rotated = db_instant(&rows, 4),
			.csrf = db_text_copy(&rows, 5, a),
			.shown = db_text_copy(&rows, 6, a),
			.roles = (role_set)db_int(&rows, 7),
			.worker = { db_int(&rows, 8) },
			.seen = db_int(&rows, 9) != 0,
			.until_set = !db_is_null(&rows, 10),
			.until = db_instant(&rows, 10),
			.given = !db_is_null(&rows, 11),
			.ended = db_int(&rows, 12) != 0,
		};
	TRY(db_end(&rows));
	return there ? OK : E_NOT_FOUND;
}

static bool is_over(const settings *s, const found_session *f, instant now)
{
	bool idle = now.ms - f->used.ms > s->idle_minutes * MINUTE_MS;
	bool long_enough = now.ms - f->begun.ms > s->session_hours * HOUR_MS;
	return f->ended || idle || long_enough || (f->until_set && now.ms > f->until.ms);
}

/* The browser has the new token: the ones before it end soon. */
static err mark_seen(db *d, const found_session *f, const sha256 *digest, instant now)
{
	str token = sha256_view(digest);
	TRY(db_run(d, SQL("UPDATE session_token SET seen = 1 WHERE digest = $1"), ARGS(arg_bytes(token)), NULL));
	return db_run(d, SQL("UPDATE session_token SET until = $1 WHERE session = $2 AND digest <> $3 AND until IS NULL"),
	              ARGS(ARG(now.ms + GRACE_MS), ARG(f->id), arg_bytes(token)), NULL);
}

/* Of several requests at once, one rotates: the others find `rotated` moved. */
static err rotate(db *d, arena *a, const found_session *f, instant now, str *ret_fresh)
{
	int64_t changed = 0;
	TRY(db_run(d, SQL("UPDATE session SET rotated = $1 WHERE id = $2 AND rotated = $3"),
	           ARGS(ARG(now), ARG(f->id), ARG(f->rotated)), &changed));
	return changed ? add_token(d, a, f->id, ret_fresh) : OK;
}

static err keep_up_within(db *d, arena *a, const found_session *f, const sha256 *digest, instant now, str *ret_fresh)
{
	if (now.ms - f->used.ms >= USED_MS)
		TRY(db_run(d, SQL("UPDATE session SET used = $1 WHERE id = $2 AND used < $3"), ARGS(ARG(now), ARG(f->id), ARG(now)), NULL));
	if (!f->seen) TRY(mark_seen(d, f, digest, now));
	if (!f->until_set && now.ms - f->rotated.ms >= ROTATE_MS) return rotate(d, a, f, now, ret_fresh);
	return OK;
}

/* What a request leaves behind, seldom. Where it cannot be written now, the next request tries again: nobody is refused a
 * page for it. */
static str keep_up(area *ar, const found_session *f, const sha256 *digest, arena *a, instant now)
{
	ARENA(own);
	db *d;
	str fresh = STR_NONE;
	bool due = now.ms - f->used.ms >= USED_MS || !f->seen || now.ms - f->rotated.ms >= ROTATE_MS;
	if (!due || own_begin(ar, &own, &d) != OK) return STR_NONE;
	if (own_end(ar, keep_up_within(d, &own, f, digest, now, &fresh)) != OK) return STR_NONE;
	return fresh.n ? str_copy(a, fresh) : STR_NONE;
}

err session_find(area *ar, db *d, arena *a, str token, instant now, session *ret)
{
	found_session f;
	sha256 digest = sha256_of(token);
	err e = token.n == 2 * TOKEN_BYTES ? find_token(d, a, &digest, &f) : E_NOT_FOUND;
	if (e != OK && e != E_NOT_FOUND) return e;
	if (e == E_NOT_FOUND || is_over(&ar->settings, &f, now)) return E_DENIED; /* an answer, not a failure */
	session s = { .id = f.id, .csrf = f.csrf, .first_phrase = f.given && !ar->demonstration };
	TRY(viewer_of(d, a, f.sign_in, f.shown, f.roles, f.worker, &s.who));
	s.fresh_token = keep_up(ar, &f, &digest, a, now);
	*ret = s;
	return OK;
}

err session_lapsed(db *d, arena *a, str token, session *ret)
{
	found_session f;
	sha256 digest = sha256_of(token);
	err e = token.n == 2 * TOKEN_BYTES ? find_token(d, a, &digest, &f) : E_NOT_FOUND;
	if (e == E_NOT_FOUND) return E_DENIED;
	TRY(e);
	*ret = (session){ .id = f.id, .csrf = f.csrf };
	return viewer_of(d, a, f.sign_in, f.shown, f.roles, f.worker, &ret->who);
}

/* ---- ending */

err session_end(area *ar, arena *a, str token)
{
	db *d;
	sha256 digest = sha256_of(token);
	TRY(own_begin(ar, a, &d));
	return own_end(ar, db_run(d, SQL("UPDATE session SET ended = 1 WHERE id IN (SELECT session FROM session_token WHERE digest = $1)"),
	                          ARGS(arg_bytes(sha256_view(&digest))), NULL));
}

err session_end_everywhere(area *ar, arena *a, int64_t sign_in)
{
	db *d;
	TRY(own_begin(ar, a, &d));
	return own_end(ar, db_run(d, SQL("UPDATE session SET ended = 1 WHERE sign_in = $1"), ARGS(ARG(sign_in)), NULL));
}

err session_list(area *ar, db *d, arena *a, int64_t sign_in, session_rows *ret)
{
	(void)ar;
	ROWS(rows);
	session_rows list = { 0 };
	TRY(db_query(d, SQL("SELECT id, begun, used FROM session WHERE sign_in = $1 AND ended = 0 ORDER BY used DESC, id"),
	             ARGS(ARG(sign_in)), &rows));
	while (db_next(&rows))
		PUSH(a, &list, ((session_row){ .id = db_int(&rows, 0), .begun = db_instant(&rows, 1), .used = db_instant(&rows, 2) }));
	TRY(db_end(&rows));
	*ret = list;
	return OK;
}
