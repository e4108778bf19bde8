/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "access/signin.h"

#include "access/area_parts.h"
#include "access/fold.h"
#include "access/sessions.h"
#include "base/clock.h"
#include "db/table.h"

#include <sodium.h>
#include <string.h>

enum {
	NAME_MOST_BYTES = 100,
	WAITING_MOST = 4,                    /* for a turn to check; more would keep every worker from answering anybody else */
	WRONG_TRIES_MOST = 8,                /* within WRONG_TRIES_MS, for each name */
	WRONG_TRIES_MS = 10 * 60 * 1000,
	ARGON2_PASSES = 3,
	ARGON2_BYTES = 64 * 1024 * 1024
};

/* Of a pass phrase that nobody knows, made with the same cost as all others: what an unknown name is checked against. */
static const char unknown_phrase[crypto_pwhash_STRBYTES] = "$argon2id$v=19$m=65536,t=3,p=1$lDfB3AmXbXq7vPzfKZLJ5g$MTtV3f1IyPSDlVoRUkCnox8NhZz8vX0650joGyM0zKw";

/* ---- tables */

#define NAMED(literal) { "" literal, sizeof(literal) - 1 }
static const col sign_in_cols[] = {
	{ NAMED("id"), COL_INT, true },     { NAMED("name"), COL_KEY, true },    { NAMED("shown"), COL_TEXT, true },
	{ NAMED("roles"), COL_INT, true },  { NAMED("worker"), COL_INT, true },  { NAMED("phrase"), COL_TEXT, true },
	{ NAMED("made"), COL_INT, true },   { NAMED("ended"), COL_INT, false },
	{ NAMED("given"), COL_INT, false }, /* when somebody else set the pass phrase; NULL: the person chose it */
};
static const table_index sign_in_indexes[] = {
	{ .name = NAMED("sign_in_name"), .unique = true, .columns = NAMED("name") },
};
static const col wrong_try_cols[] = {
	{ NAMED("id"), COL_INT, true }, { NAMED("name"), COL_BYTES, true }, { NAMED("at"), COL_INT, true },
};
static const table_index wrong_try_indexes[] = {
	{ .name = NAMED("wrong_try_name"), .columns = NAMED("name, at") },
	{ .name = NAMED("wrong_try_at"), .columns = NAMED("at") },
};
static const col session_cols[] = {
	{ NAMED("id"), COL_INT, true },   { NAMED("sign_in"), COL_INT, true }, { NAMED("csrf"), COL_KEY, true },
	{ NAMED("begun"), COL_INT, true }, { NAMED("used"), COL_INT, true },   { NAMED("rotated"), COL_INT, true },
	{ NAMED("ended"), COL_INT, true },
};
static const table_index session_indexes[] = {
	{ .name = NAMED("session_sign_in"), .columns = NAMED("sign_in") },
	{ .name = NAMED("session_begun"), .columns = NAMED("begun") },
};
static const col token_cols[] = {
	{ NAMED("digest"), COL_BYTES, true }, { NAMED("session"), COL_INT, true },
	{ NAMED("seen"), COL_INT, true },     { NAMED("until"), COL_INT, false },
};
static const table_index token_indexes[] = { { .name = NAMED("session_token_session"), .columns = NAMED("session") } };

#define COLS(list) .cols = (list), .col_n = sizeof(list) / sizeof *(list)
#define INDEXES(list) .indexes = (list), .index_n = sizeof(list) / sizeof *(list)
static const table tables[] = {
	{ .name = NAMED("sign_in"), COLS(sign_in_cols), .primary_key = NAMED("id"), INDEXES(sign_in_indexes) },
	{ .name = NAMED("wrong_try"), COLS(wrong_try_cols), .primary_key = NAMED("id"), INDEXES(wrong_try_indexes) },
	{ .name = NAMED("session"), COLS(session_cols), .primary_key = NAMED("id"), INDEXES(session_indexes) },
	{ .name = NAMED("session_token"), COLS(token_cols), .primary_key = NAMED("digest"), INDEXES(token_indexes) },
};

err signin_make(db *d, arena *a)
{
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) TRY(table_make(d, a, &tables[i]));
	return OK;
}

/* ---- adding */

static str name_refused(str name)
{
	if (name.n == 0) return S("Give the sign-in a name.");
	if (name.n > NAME_MOST_BYTES) return S("A name has at most 100 bytes.");
	if (!str_is_utf8(name) || str_has_control(name, false)) return S("Write the name as plain text in one line.");
	return STR_NONE;
}

/* Where an area was copied from a demonstration, or its flag taken away, these still open nothing. */
static bool only_for_demonstration(const area *ar, str phrase)
{
	return !area_is_demonstration(ar) && str_starts(phrase, PASS_PHRASE_OF_DEMONSTRATION);
}

static str phrase_refused(const area *ar, arena *a, str name, str phrase)
{
	if (only_for_demonstration(ar, phrase)) return S("Pass phrases that begin with invented- are for demonstration areas only.");
	if (phrase.n > PASS_PHRASE_MOST_BYTES) return S("A pass phrase has at most 1,024 bytes.");
	if (!str_is_utf8(phrase) || str_has_control(phrase, false)) return S("Write the pass phrase as plain text in one line.");
	if (str_chars(phrase) < PASS_PHRASE_LEAST_CHARS)
		return S("A pass phrase has at least 12 characters: three or four words that do not belong together are good.");
	if (str_find(fold_key(a, phrase), fold_key(a, name)) >= 0) return S("Choose a pass phrase without the name in it.");
	size_t same = 1;
	while (same < phrase.n && phrase.at[same] == phrase.at[0]) same++;
	return same == phrase.n ? S("Choose a pass phrase of more than one letter.") : STR_NONE;
}

/* Who looks after the system does not work with children, in one sign-in or at all. */
static str roles_refused(role_set roles)
{
	if (roles == 0) return S("Give the sign-in a role.");
	if ((roles & ROLE_ADMINISTRATOR) && roles != ROLE_ADMINISTRATOR)
		return S("An administrator of the system has no other role: give the person two sign-ins.");
	return STR_NONE;
}

static err worker_known(area *ar, arena *a, role_set roles, record_id worker, str *ret_why)
{
	db *d CLEANUP(db_closep) = NULL;
	int64_t one;
	if (worker.n == 0 && roles == ROLE_ADMINISTRATOR) return OK;
	TRY(area_connect(ar, &a->trail, &d));
	err e = db_one_int(d, SQL("SELECT 1 FROM p_worker WHERE record = $1 LIMIT 1"), ARGS(ARG(worker.n)), &one);
	if (e == E_NOT_FOUND) *ret_why = worker.n ? S("There is no such worker.") : S("Name the worker whose sign-in this is.");
	if (e == E_NOT_FOUND) return FAIL(&a->trail, E_INVALID);
	TRY(e);
	e = db_one_int(d, SQL("SELECT 1 FROM sign_in WHERE worker = $1 AND ended IS NULL LIMIT 1"), ARGS(ARG(worker.n)), &one);
	if (e == E_NOT_FOUND) return OK;
	TRY(e);
	*ret_why = S("This worker has a sign-in already. End that one first: nobody signs in as somebody else unnoticed.");
	return FAIL(&a->trail, E_INVALID);
}

static err name_taken(area *ar, arena *a, str name)
{
	db *d CLEANUP(db_closep) = NULL;
	int64_t one;
	TRY(area_connect(ar, &a->trail, &d));
	err e = db_one_int(d, SQL("SELECT 1 FROM sign_in WHERE name = $1"), ARGS(ARG(fold_key(a, name))), &one);
	if (e == OK) return FAIL(&a->trail, E_CONFLICT);
	return e == E_NOT_FOUND ? OK : e;
}

err sign_in_check(area *ar, arena *a, str name, role_set roles, str pass_phrase, str *ret_why)
{
	name = str_trim(name);
	str why = name_refused(name);
	if (why.n == 0) why = roles_refused(roles);
	if (why.n == 0) why = phrase_refused(ar, a, name, pass_phrase);
	if (why.n == 0) return name_taken(ar, a, name);
	*ret_why = why;
	return FAIL(&a->trail, E_INVALID);
}

static err insert_sign_in(area *ar, arena *a, str name, role_set roles, record_id worker, const char *phrase)
{
	db *d;
	TRY(own_begin(ar, a, &d));
	instant now = clock_now();
	return own_end(ar, db_run(d, SQL("INSERT INTO sign_in (id, name, shown, roles, worker, phrase, made, given) "
	                                 "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"),
	                          ARGS(ARG(random_id()), ARG(fold_key(a, name)), ARG(name), ARG((int64_t)roles),
	                               ARG(worker.n), ARG(str_of(phrase)), ARG(now), ARG(now)), NULL));
}

err sign_in_add(area *ar, arena *a, str name, role_set roles, record_id worker, str pass_phrase, str *ret_why)
{
	char phrase[crypto_pwhash_STRBYTES];
	name = str_trim(name);
	TRY(sign_in_check(ar, a, name, roles, pass_phrase, ret_why));
	TRY(worker_known(ar, a, roles, worker, ret_why));
	if (crypto_pwhash_str(phrase, pass_phrase.at, pass_phrase.n, ARGON2_PASSES, ARGON2_BYTES) != 0)
		return FAIL(&a->trail, E_LIMIT);
	return insert_sign_in(ar, a, name, roles, worker, phrase);
}

/* ---- wrong tries: counted for names that are there and for names that are not */

static sha256 name_digest(arena *a, str name)
{
	return sha256_of(fold_key(a, name)); /* people type pass phrases into the wrong box: no text is kept */
}

/* Notes a try before it is checked, so that many at once are counted too; a right one takes it back. */
static err note_try(db *d, arena *a, const sha256 *name, instant now)
{
	int64_t tries = 0, since = now.ms - WRONG_TRIES_MS;
	TRY(db_run(d, SQL("DELETE FROM wrong_try WHERE at < $1"), ARGS(ARG(since)), NULL));
	TRY(db_one_int(d, SQL("SELECT COUNT(*) FROM wrong_try WHERE name = $1"), ARGS(arg_bytes(sha256_view(name))), &tries));
	if (tries >= WRONG_TRIES_MOST) return FAIL(&a->trail, E_BUSY);
	return db_run(d, SQL("INSERT INTO wrong_try (id, name, at) VALUES ($1, $2, $3)"),
	              ARGS(ARG(random_id()), arg_bytes(sha256_view(name)), ARG(now)), NULL);
}

static err begin_try(area *ar, arena *a, const sha256 *name, instant now)
{
	db *d;
	TRY(own_begin(ar, a, &d));
	return own_end(ar, note_try(d, a, name, now));
}

/* ---- checking */

static err enter_gate(area *ar, arena *a)
{
	pthread_mutex_lock(&ar->gate_lock);
	bool full = ar->checking >= SIGN_IN_AT_ONCE && ar->waiting >= WAITING_MOST;
	if (!full) {
		ar->waiting++;
		while (ar->checking >= SIGN_IN_AT_ONCE) pthread_cond_wait(&ar->gate_open, &ar->gate_lock);
		ar->waiting--;
		ar->checking++;
	}
	pthread_mutex_unlock(&ar->gate_lock);
	return full ? FAIL(&a->trail, E_BUSY) : OK;
}

static void leave_gate(area *ar)
{
	pthread_mutex_lock(&ar->gate_lock);
	ar->checking--;
	pthread_cond_signal(&ar->gate_open);
	pthread_mutex_unlock(&ar->gate_lock);
}

typedef struct {
	int64_t id; /* 0: there is none */
	const char *phrase;
} known_sign_in;

/* The library reads all its bytes. */
static const char *stored_phrase(arena *a, str text)
{
	char *all = arena_take(a, crypto_pwhash_STRBYTES, 1);
	CHECK(text.n < crypto_pwhash_STRBYTES);
	memcpy(all, text.at, text.n);
	return all;
}

static err look_up(area *ar, arena *a, str name, known_sign_in *ret)
{
	db *d CLEANUP(db_closep) = NULL;
	ROWS(rows);
	known_sign_in known = { .phrase = unknown_phrase };
	TRY(area_connect(ar, &a->trail, &d));
	TRY(db_query(d, SQL("SELECT id, phrase FROM sign_in WHERE name = $1 AND ended IS NULL"), ARGS(ARG(fold_key(a, name))), &rows));
	if (db_next(&rows)) known = (known_sign_in){ db_int(&rows, 0), stored_phrase(a, db_text(&rows, 1)) };
	TRY(db_end(&rows));
	*ret = known;
	return OK;
}

static err check_phrase(area *ar, arena *a, str name, const sha256 *digest, str phrase, instant now, int64_t *ret_id)
{
	known_sign_in known;
	TRY(begin_try(ar, a, digest, now));
	TRY(look_up(ar, a, name, &known));
	bool right = crypto_pwhash_str_verify(known.phrase, phrase.at, phrase.n) == 0;
	*ret_id = known.id;
	return right && known.id && !only_for_demonstration(ar, phrase) ? OK : FAIL(&a->trail, E_DENIED);
}

static err begin_session(area *ar, arena *a, const sha256 *name, int64_t sign_in_id, instant now, str *ret_token)
{
	db *d;
	TRY(own_begin(ar, a, &d));
	err e = db_run(d, SQL("DELETE FROM wrong_try WHERE name = $1"), ARGS(arg_bytes(sha256_view(name))), NULL);
	if (e == OK) e = session_begin(d, a, &ar->settings, sign_in_id, now, ret_token);
	return own_end(ar, e);
}

err sign_in(area *ar, arena *a, str name, str pass_phrase, instant now, str *ret_token)
{
	int64_t id = 0;
	name = str_trim(name);
	bool sensible = name_refused(name).n == 0 && pass_phrase.n <= PASS_PHRASE_MOST_BYTES;
	if (!sensible) return FAIL(&a->trail, E_DENIED);
	sha256 digest = name_digest(a, name);
	TRY(enter_gate(ar, a));
	err e = check_phrase(ar, a, name, &digest, pass_phrase, now, &id);
	leave_gate(ar);
	return e == OK ? begin_session(ar, a, &digest, id, now, ret_token) : e;
}

/* ---- a new pass phrase */

static err folded_name(area *ar, arena *a, int64_t id, str *ret)
{
	db *d CLEANUP(db_closep) = NULL;
	ROWS(rows);
	TRY(area_connect(ar, &a->trail, &d));
	TRY(db_query(d, SQL("SELECT name FROM sign_in WHERE id = $1"), ARGS(ARG(id)), &rows));
	bool there = db_next(&rows);
	if (there) *ret = db_text_copy(&rows, 0, a);
	TRY(db_end(&rows));
	return there ? OK : FAIL(&a->trail, E_NOT_FOUND);
}

/* given: when somebody else set it; NULL: the person chose it. */
static err put_phrase(area *ar, arena *a, int64_t id, const char *phrase, const sha256 *name, const instant *given)
{
	db *d;
	TRY(own_begin(ar, a, &d));
	int64_t changed = 0;
	str text = str_of(phrase);
	err e = given ? db_run(d, SQL("UPDATE sign_in SET phrase = $1, given = $2 WHERE id = $3 AND ended IS NULL"),
	                       ARGS(ARG(text), ARG(*given), ARG(id)), &changed)
	              : db_run(d, SQL("UPDATE sign_in SET phrase = $1, given = NULL WHERE id = $2 AND ended IS NULL"),
	                       ARGS(ARG(text), ARG(id)), &changed);
	if (e == OK && changed == 0) e = FAIL(&a->trail, E_NOT_FOUND);
	if (e == OK) e = db_run(d, SQL("DELETE FROM wrong_try WHERE name = $1"), ARGS(arg_bytes(sha256_view(name))), NULL);
	TRY(own_end(ar, e));
	return session_end_everywhere(ar, a, id);
}

err sign_in_change(area *ar, arena *a, int64_t sign_in, str old_phrase, str new_phrase, instant now, str *ret_why)
{
	char kept[crypto_pwhash_STRBYTES];
	str name;
	int64_t id = 0;
	TRY(folded_name(ar, a, sign_in, &name));
	str why = phrase_refused(ar, a, name, new_phrase);
	if (why.n == 0 && str_eq(old_phrase, new_phrase)) why = S("Choose a pass phrase that is not the old one.");
	if (why.n) *ret_why = why;
	if (why.n) return FAIL(&a->trail, E_INVALID);
	if (old_phrase.n > PASS_PHRASE_MOST_BYTES) return FAIL(&a->trail, E_DENIED);
	sha256 digest = sha256_of(name);
	TRY(enter_gate(ar, a));
	err e = check_phrase(ar, a, name, &digest, old_phrase, now, &id);
	bool made = e == OK && crypto_pwhash_str(kept, new_phrase.at, new_phrase.n, ARGON2_PASSES, ARGON2_BYTES) == 0;
	leave_gate(ar);
	if (e != OK) return e;
	return made ? put_phrase(ar, a, id, kept, &digest, NULL) : FAIL(&a->trail, E_LIMIT);
}

/* 100 bits in groups that can be read out: without letters that sound or look like others. */
static str new_phrase(arena *a)
{
	static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";
	enum { GROUPS = 4, OF_EACH = 5 };
	unsigned char random[GROUPS * OF_EACH];
	buf b = BUF(a);
	random_bytes(random, sizeof random);
	for (size_t i = 0; i < sizeof random; i++) {
		if (i && i % OF_EACH == 0) buf_char(&b, '-');
		buf_char(&b, letters[random[i] % 32]);
	}
	return buf_view(&b);
}

err sign_in_reset(area *ar, arena *a, int64_t sign_in, instant now, str *ret_phrase)
{
	char kept[crypto_pwhash_STRBYTES];
	str name, phrase = new_phrase(a);
	TRY(folded_name(ar, a, sign_in, &name));
	sha256 digest = sha256_of(name);
	TRY(enter_gate(ar, a));
	bool made = crypto_pwhash_str(kept, phrase.at, phrase.n, ARGON2_PASSES, ARGON2_BYTES) == 0;
	leave_gate(ar);
	if (!made) return FAIL(&a->trail, E_LIMIT);
	TRY(put_phrase(ar, a, sign_in, kept, &digest, &now));
	*ret_phrase = phrase;
	return OK;
}
