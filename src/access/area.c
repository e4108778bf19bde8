/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "access/area.h"

#include "access/area_parts.h"
#include "access/looks.h"
#include "base/clock.h"
#include "db/table.h"

#include <sodium.h>

/* ---- where things are */

const char *area_key_path(arena *a, const settings *s)
{
	buf b = BUF(a);
	if (s->keys.n) {
		buf_str(&b, s->keys);
		buf_lit(&b, "/waymark.key");
	} else if (db_engine_at(s->db) == DB_SQLITE) {
		buf_str(&b, s->db);
		buf_lit(&b, ".key");
	} else {
		return NULL;
	}
	return str_c(a, buf_view(&b));
}

/* ---- the practice in force */

static held_practice *hold_empty(void)
{
	arena a = arena_make();
	held_practice *h = TAKE(&a, held_practice);
	h->a = a;
	return h;
}

static void let_go(held_practice *h)
{
	arena own = h->a;
	arena_end(&own);
}

static err reload(area *ar, db *d)
{
	held_practice *h = hold_empty();
	err e = project_practice(d, &h->a, &h->practice, &h->position);
	if (e != OK) {
		let_go(h);
		return e;
	}
	h->older = ar->newest;
	ar->newest = h;
	return OK;
}

err area_practice(area *ar, db *d, const practice **ret)
{
	int64_t position = 0;
	TRY(db_one_int(d, SQL("SELECT COALESCE(MAX(seq), 0) FROM chain WHERE kind = 'declaration'"), NO_ARGS, &position));
	pthread_mutex_lock(&ar->practice_lock);
	bool newer = !ar->newest || position > ar->newest->position.n;
	err e = newer ? reload(ar, d) : OK;
	if (e == OK) *ret = ar->newest->practice;
	pthread_mutex_unlock(&ar->practice_lock);
	return e;
}

/* ---- opening */

static area *area_empty(arena *a, const settings *s)
{
	area *ar = TAKE(a, area);
	*ar = (area){ .settings = *s, .beside_arena = arena_make() };
	pthread_mutex_init(&ar->beside_lock, NULL);
	pthread_mutex_init(&ar->practice_lock, NULL);
	pthread_mutex_init(&ar->own_lock, NULL);
	pthread_mutex_init(&ar->drafts_lock, NULL);
	pthread_mutex_init(&ar->files_in.lock, NULL);
	pthread_mutex_init(&ar->files_out.lock, NULL);
	pthread_mutex_init(&ar->gate_lock, NULL);
	pthread_cond_init(&ar->gate_open, NULL);
	return ar;
}

void area_close(area *ar)
{
	if (!ar) return;
	for (size_t i = 0; i < ar->beside_n; i++) ar->beside[i].end(ar->beside[i].it);
	arena_end(&ar->beside_arena);
	if (ar->journal) journal_close(ar->journal);
	readlog_close(ar->log);
	projector_end(ar->projector);
	db_close(ar->own);
	db_close(ar->drafts);
	db_close(ar->files_in.d);
	db_close(ar->files_out.d);
	sodium_memzero(ar->drafts_key, sizeof ar->drafts_key);
	for (held_practice *h = ar->newest, *older; h; h = older) {
		older = h->older;
		let_go(h);
	}
	pthread_cond_destroy(&ar->gate_open);
	pthread_mutex_destroy(&ar->gate_lock);
	pthread_mutex_destroy(&ar->own_lock);
	pthread_mutex_destroy(&ar->drafts_lock);
	pthread_mutex_destroy(&ar->files_in.lock);
	pthread_mutex_destroy(&ar->files_out.lock);
	pthread_mutex_destroy(&ar->beside_lock);
	pthread_mutex_destroy(&ar->practice_lock);
}

void area_closep(area **ar)
{
	area_close(*ar);
	*ar = NULL;
}

void *area_beside(area *ar, void *(*make)(arena *a), void (*end)(void *beside))
{
	CHECK(pthread_mutex_lock(&ar->beside_lock) == 0);
	size_t i = 0;
	while (i < ar->beside_n && ar->beside[i].make != make) i++;
	if (i == ar->beside_n) {
		CHECK(i < BESIDE_MOST);
		ar->beside[ar->beside_n++] = (struct beside){ make, end, make(&ar->beside_arena) };
	}
	void *beside = ar->beside[i].it;
	CHECK(pthread_mutex_unlock(&ar->beside_lock) == 0);
	return beside;
}

/* Everything that writes. p serves until the journal has newer declarations. */
static err start_writing(area *ar, arena *a, const practice *p)
{
	const settings *s = &ar->settings;
	const char *key = area_key_path(a, s);
	if (!key) return FAIL(&a->trail, E_INVALID);
	TRY(db_open(s->db, DB_READ_WRITE, s->write_wait_ms, NULL, &ar->own));
	TRY(signin_make(ar->own, a)); /* an area that an older program made lacks what is kept of sign-ins since */
	ar->projector = projector_make(a, p, ar->zone);
	TRY(journal_open(s->db, key, s->write_wait_ms, projector_follower(ar->projector), &a->trail, &ar->journal));
	return readlog_open(a, s, &ar->log);
}

static err area_is_there(db *d)
{
	int64_t one;
	if (db_engine_of(d) == DB_SQLITE)
		return db_one_int(d, SQL("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'area'"), NO_ARGS, &one);
	return db_one_int(d, SQL("SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema() "
	                         "AND table_name = 'area'"), NO_ARGS, &one);
}

static err read_area(area *ar, arena *a, const practice **ret)
{
	db *d CLEANUP(db_closep) = NULL;
	int64_t demonstration = 0;
	TRY(area_connect(ar, &a->trail, &d));
	TRY(area_is_there(d));
	TRY(db_one_int(d, SQL("SELECT demonstration FROM area WHERE one = 1"), NO_ARGS, &demonstration));
	ar->demonstration = demonstration != 0;
	return area_practice(ar, d, ret);
}

err area_open(arena *a, const settings *s, area_mode mode, area **ret)
{
	area *ar CLEANUP(area_closep) = area_empty(a, s);
	const practice *p;
	TRY(zone_load(a, s->time_zone, &ar->zone));
	TRY(read_area(ar, a, &p));
	if (mode == AREA_SERVE) TRY(start_writing(ar, a, p));
	*ret = ar;
	ar = NULL;
	return OK;
}

/* ---- making */

static const col area_cols[] = {
	{ { "one", 3 }, COL_INT, true },
	{ { "demonstration", 13 }, COL_INT, true },
	{ { "made", 4 }, COL_INT, true },
};
static const table area_table = { .name = { "area", 4 }, .cols = area_cols, .col_n = 3, .primary_key = { "one", 3 } };

/* Every step finds what an interrupted one left: the row of `area` comes last and says that the area is whole. */
static err make_tables(db *d, arena *a, const settings *s, const practice *p, bool demonstration)
{
	int64_t one;
	TRY(table_make(d, a, &area_table));
	err e = db_one_int(d, SQL("SELECT one FROM area"), NO_ARGS, &one);
	if (e == OK) return FAIL(&a->trail, E_CONFLICT);
	if (e != E_NOT_FOUND) return e;
	TRY(demonstration ? journal_make_demonstration(d) : journal_make(d));
	TRY(project_make(d, p));
	TRY(signin_make(d, a));
	return looks_make(a, s);
}

static err append_declaration(writer *w, arena *a, const kind *declaration, const kind *k, instant told)
{
	values v = values_make(a, declaration);
	*values_of(&v, S("name")) = (value){ .is = VALUE_KNOWN, .text = k->name };
	*values_of(&v, S("version")) = (value){ .is = VALUE_KNOWN, .text = k->version };
	*values_of(&v, S("source")) = (value){ .is = VALUE_KNOWN, .text = k->declaration };
	seq at;
	bool forked;
	problems wrong = { 0 };
	entry_head head = { .told = told };
	return journal_append(w, declaration, &v, &head, a, &at, &forked, &wrong);
}

/* `declaration` itself goes first: the others are entries of that kind. told: 0 but for a demonstration's. */
static err append_declarations(area *ar, arena *a, const practice *p, const practice *in_force, instant told, bool only_missing,
                               int *ret_applied)
{
	writer w = journal_job_writer(ar->journal, ar->zone);
	const kind *declaration = practice_kind(in_force ? in_force : p, S("declaration"));
	CHECK(declaration);
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < practice_kind_count(p); i++) {
			const kind *k = practice_kind_at(p, i);
			const kind *now = in_force ? practice_kind(in_force, k->name) : NULL;
			bool first = str_eq(k->name, S("declaration"));
			if (first == (pass != 0) || (now && (only_missing || str_eq(now->version, k->version)))) continue;
			TRY(append_declaration(&w, a, declaration, k, told));
			++*ret_applied;
		}
	return OK;
}

static err make_whole(area *ar, arena *a, db *d, const practice *p, bool demonstration, instant told)
{
	int applied = 0;
	seq newest;
	const practice *before;
	TRY(project_practice(d, a, &before, &newest));
	if (newest.n == 0) before = NULL;
	TRY(start_writing(ar, a, p));
	TRY(append_declarations(ar, a, p, before, told, false, &applied));
	return db_run(d, SQL("INSERT INTO area (one, demonstration, made) VALUES (1, $1, $2)"),
	              ARGS(ARG((int64_t)demonstration), ARG(clock_now())), NULL);
}

static err make_area(arena *a, const settings *s, const kind_source *sources, size_t n, bool demonstration, instant told,
                     findings *ret_findings)
{
	const practice *p;
	area *ar CLEANUP(area_closep) = area_empty(a, s);
	db *d CLEANUP(db_closep) = NULL;
	TRY(practice_load(a, sources, n, ret_findings, &p));
	if (!area_key_path(a, s)) {
		finding f = { .file = s->db, .message = S("a PostgreSQL area keeps its signing key in a folder"),
			      .instead = S("--keys FOLDER, or WAYMARK_KEYS") };
		PUSH(a, ret_findings, f);
		return FAIL(&a->trail, E_INVALID);
	}
	TRY(zone_load(a, s->time_zone, &ar->zone));
	TRY(db_open(s->db, DB_CREATE, s->write_wait_ms, &a->trail, &d));
	TRY(make_tables(d, a, s, p, demonstration));
	return make_whole(ar, a, d, p, demonstration, told);
}

err area_make(arena *a, const settings *s, const kind_source *sources, size_t n, bool demonstration, findings *ret_findings)
{
	return make_area(a, s, sources, n, demonstration, (instant){ 0 }, ret_findings);
}

err area_make_since(arena *a, const settings *s, const kind_source *sources, size_t n, instant since, findings *ret_findings)
{
	return make_area(a, s, sources, n, true, since, ret_findings);
}

typedef LIST(old_declaration) old_declarations;

/* What the journal holds, oldest first. */
static err declarations(db *d, arena *a, old_declarations *ret)
{
	ROWS(rows);
	old_declarations list = { 0 };
	TRY(db_query(d, SQL("SELECT seq, source FROM p_declaration ORDER BY seq"), NO_ARGS, &rows));
	while (db_next(&rows)) PUSH(a, &list, ((old_declaration){ db_text_copy(&rows, 1, a), { db_int(&rows, 0) } }));
	TRY(db_end(&rows));
	*ret = list;
	return OK;
}

/* The appender makes the tables that a declaration needs, in the transaction that declares it. */
static err apply(area *ar, arena *a, const kind_source *sources, size_t n, bool only_missing, findings *ret_findings, int *ret_applied)
{
	const practice *p, *in_force;
	old_declarations old;
	db *d CLEANUP(db_closep) = NULL;
	int applied = 0;
	TRY(area_connect(ar, &a->trail, &d));
	TRY(area_practice(ar, d, &in_force));
	TRY(declarations(d, a, &old));
	TRY(practice_load_with_history(a, sources, n, old.at, old.n, ret_findings, &p));
	TRY(append_declarations(ar, a, p, in_force, (instant){ 0 }, only_missing, &applied));
	*ret_applied = applied;
	return OK;
}

err area_apply(area *ar, arena *a, const kind_source *sources, size_t n, findings *ret_findings, int *ret_applied)
{
	return apply(ar, a, sources, n, false, ret_findings, ret_applied);
}

err area_apply_missing(area *ar, arena *a, const kind_source *sources, size_t n, findings *ret_findings, int *ret_applied)
{
	return apply(ar, a, sources, n, true, ret_findings, ret_applied);
}

/* ---- its parts */

const settings *area_settings(const area *ar)
{
	return &ar->settings;
}

const zone *area_zone(const area *ar)
{
	return ar->zone;
}

journal *area_journal(area *ar)
{
	return ar->journal;
}

readlog *area_readlog(area *ar)
{
	return ar->log;
}

bool area_is_demonstration(const area *ar)
{
	return ar->demonstration;
}

bool area_has_sign_ins(area *ar, db *d)
{
	(void)ar;
	int64_t one;
	return db_one_int(d, SQL("SELECT 1 FROM sign_in LIMIT 1"), NO_ARGS, &one) != E_NOT_FOUND;
}

err area_connect(area *ar, trail *t, db **ret)
{
	return db_open(ar->settings.db, DB_READ_ONLY, ar->settings.write_wait_ms, t, ret);
}

err own_begin(area *ar, arena *a, db **ret)
{
	pthread_mutex_lock(&ar->own_lock);
	db_trail(ar->own, &a->trail);
	err e = db_begin(ar->own, DB_WRITE_APART);
	if (e != OK) pthread_mutex_unlock(&ar->own_lock);
	else *ret = ar->own;
	return e;
}

err own_end(area *ar, err e)
{
	if (e == OK) e = db_commit(ar->own);
	else db_rollback(ar->own);
	db_trail(ar->own, NULL);
	pthread_mutex_unlock(&ar->own_lock);
	return e;
}
