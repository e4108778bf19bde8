/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "access/drafts.h"

#include "access/allocating.h"
#include "access/area_parts.h"
#include "db/table.h"
#include "journal/checkpoint.h"

#include <sodium.h>

_Static_assert(DRAFT_KEY_BYTES == crypto_kdf_KEYBYTES && DRAFT_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
               "one length for every key");

/* id: a digest of the entry under the person's key, so that a draft is not even known by the entry that comes of it. */
static const col draft_cols[] = {
	{ STR("id"), COL_BYTES, true },   { STR("sign_in"), COL_INT, true }, { STR("at"), COL_INT, true },
	{ STR("head"), COL_BYTES, true }, { STR("words"), COL_BYTES, true },
};
static const table_index draft_indexes[] = { { .name = STR("draft_sign_in"), .columns = STR("sign_in, at") } };
static const table draft_table = {
	.name = STR("draft"), .cols = draft_cols, .col_n = sizeof draft_cols / sizeof *draft_cols, .primary_key = STR("id"),
	.indexes = draft_indexes, .index_n = 1,
};

/* ---- the store */

static str drafts_address(arena *a, str area_address)
{
	buf b = BUF(a);
	buf_str(&b, area_address);
	if (!str_starts(area_address, S("postgres"))) buf_lit(&b, ".drafts");
	return buf_view(&b);
}

static err read_secret(area *ar, arena *a)
{
	db *d CLEANUP(db_closep) = NULL;
	signer by;
	const char *path = area_key_path(a, &ar->settings);
	if (!path) return FAIL(&a->trail, E_INVALID);
	TRY(area_connect(ar, &a->trail, &d));
	TRY(signer_of_journal(d, a, path, &by));
	crypto_generichash(ar->drafts_key, sizeof ar->drafts_key, by.secret_key, 32, NULL, 0);
	signer_forget(&by);
	return OK;
}

static err open_store(area *ar, arena *a)
{
	db *d CLEANUP(db_closep) = NULL;
	if (ar->drafts) return OK;
	TRY(read_secret(ar, a));
	TRY(db_open(drafts_address(a, ar->settings.db), DB_CREATE, ar->settings.write_wait_ms, &a->trail, &d));
	TRY(table_make(d, a, &draft_table));
	ar->drafts = d;
	d = NULL;
	return OK;
}

/* After OK every path ends in store_end, which commits when e is OK. */
static err store_begin(area *ar, arena *a, db_transaction as, db **ret)
{
	pthread_mutex_lock(&ar->drafts_lock);
	err e = open_store(ar, a);
	if (e == OK) {
		db_trail(ar->drafts, &a->trail);
		e = db_begin(ar->drafts, as);
	}
	if (e != OK) pthread_mutex_unlock(&ar->drafts_lock);
	else *ret = ar->drafts;
	return e;
}

static err store_end(area *ar, err e)
{
	if (e == OK) e = db_commit(ar->drafts);
	else db_rollback(ar->drafts);
	db_trail(ar->drafts, NULL);
	if (e == E_IO) db_closep(&ar->drafts); /* made anew for the next */
	pthread_mutex_unlock(&ar->drafts_lock);
	return e;
}

/* ---- keys, and what they close */

static void key_of(const area *ar, const char use[8], int64_t sign_in, unsigned char ret[DRAFT_KEY_BYTES])
{
	crypto_kdf_derive_from_key(ret, DRAFT_KEY_BYTES, (uint64_t)sign_in, use, ar->drafts_key);
}

/* One person's drafts within a transaction. */
typedef struct {
	reading *r;
	db *d;
	unsigned char key[DRAFT_KEY_BYTES];
} shelf;

static str id_of(const shelf *s, uuid of)
{
	unsigned char *id = arena_take(s->r->a, crypto_generichash_BYTES, 1);
	crypto_generichash(id, crypto_generichash_BYTES, of.at, sizeof of.at, s->key, sizeof s->key);
	return (str){ (const char *)id, crypto_generichash_BYTES };
}

/* part: 'h' the head, 'w' the words. Bound to its place: a row pasted elsewhere does not open. */
static str bound_to(arena *a, str id, char part)
{
	buf b = BUF(a);
	buf_str(&b, id);
	buf_char(&b, part);
	return buf_view(&b);
}

enum { NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, MARK = crypto_aead_xchacha20poly1305_ietf_ABYTES };

static str closed(const shelf *s, str id, char part, str plain)
{
	unsigned char *out = arena_take(s->r->a, NONCE + plain.n + MARK, 1);
	str bound = bound_to(s->r->a, id, part);
	random_bytes(out, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE, NULL, (const unsigned char *)plain.at, plain.n,
	                                           (const unsigned char *)bound.at, bound.n, NULL, out, s->key);
	return (str){ (const char *)out, NONCE + plain.n + MARK };
}

static bool opened(const shelf *s, str id, char part, str from, str *ret)
{
	if (from.n < NONCE + MARK) return false;
	size_t n = from.n - NONCE - MARK;
	unsigned char *out = arena_take(s->r->a, n + 1, 1);
	const unsigned char *in = (const unsigned char *)from.at;
	str bound = bound_to(s->r->a, id, part);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, in + NONCE, n + MARK, (const unsigned char *)bound.at,
	                                               bound.n, in, s->key) != 0) return false;
	*ret = (str){ (const char *)out, n };
	return true;
}

static err shelf_begin(reading *r, db_transaction as, shelf *ret)
{
	*ret = (shelf){ .r = r };
	if (!r->who || r->who->sign_in == 0) return FAIL(&r->a->trail, E_DENIED);
	TRY(store_begin(r->area, r->a, as, &ret->d));
	key_of(r->area, "wm-draft", r->who->sign_in, ret->key);
	return OK;
}

static err shelf_end(shelf *s, err e)
{
	sodium_memzero(s->key, sizeof s->key);
	return store_end(s->r->area, e);
}

/* ---- the head of a draft: a line for each thing it says */

static str head_text(arena *a, const draft *d)
{
	buf b = BUF(a);
	uuid_write(&b, d->entry);
	buf_char(&b, '\n');
	buf_str(&b, d->kind);
	buf_printf(&b, "\n%lld\n%lld\n", (long long)d->child.n, (long long)d->record.n);
	buf_str(&b, d->address);
	buf_char(&b, '\n');
	buf_str(&b, d->tab);
	return buf_view(&b);
}

static bool head_read(str text, instant at, draft *ret)
{
	draft d = { .at = at };
	bool whole = uuid_read(str_cut(text, '\n', &text), &d.entry);
	d.kind = str_cut(text, '\n', &text);
	whole = whole && str_to_int(str_cut(text, '\n', &text), &d.child.n) && str_to_int(str_cut(text, '\n', &text), &d.record.n);
	d.address = str_cut(text, '\n', &text);
	d.tab = text;
	*ret = d;
	return whole;
}

/* ---- within a transaction */

/* words may be NULL: the head alone. E_NOT_FOUND also for what does not open: it was closed with a key that is lost. */
static err read_one(const shelf *s, uuid of, draft *ret, str *words)
{
	ROWS(rows);
	bool there = false;
	str id = id_of(s, of), head;
	TRY(db_query(s->d, SQL("SELECT at, head, words FROM draft WHERE id = $1"), ARGS(arg_bytes(id)), &rows));
	if (db_next(&rows)) {
		there = opened(s, id, 'h', db_bytes(&rows, 1), &head) && head_read(head, db_instant(&rows, 0), ret);
		if (there && words) there = opened(s, id, 'w', db_bytes(&rows, 2), words);
	}
	TRY(db_end(&rows));
	return there ? OK : E_NOT_FOUND;
}

static err write_one(const shelf *s, const draft *d, str words)
{
	str id = id_of(s, d->entry);
	int64_t n;
	TRY(db_one_int(s->d, SQL("SELECT COUNT(*) FROM draft WHERE sign_in = $1 AND id <> $2"), ARGS(ARG(s->r->who->sign_in), arg_bytes(id)), &n));
	if (n >= DRAFTS_MOST) return FAIL(&s->r->a->trail, E_LIMIT);
	return db_run(s->d, table_upsert(s->r->a, &draft_table),
	              ARGS(arg_bytes(id), ARG(s->r->who->sign_in), ARG(d->at), arg_bytes(closed(s, id, 'h', head_text(s->r->a, d))),
	                   arg_bytes(closed(s, id, 'w', words))), NULL);
}

/* What its page began with, or what the page itself kept since, is followed; anything else was typed elsewhere. */
static bool typed_elsewhere(const draft *there, str there_words, const draft *now, str words)
{
	bool same_page = now->tab.n && str_eq(there->tab, now->tab);
	return !same_page && there->at.ms != now->at.ms && !str_eq(there_words, words);
}

static err keep(const shelf *s, draft *io, str words)
{
	draft there;
	str there_words;
	err e = read_one(s, io->entry, &there, &there_words);
	if (e != OK && e != E_NOT_FOUND) return e;
	if (e == OK && typed_elsewhere(&there, there_words, io, words)) io->entry = uuid_make(s->r->now);
	io->at = s->r->now;
	return write_one(s, io, words);
}

static err drop(const shelf *s, uuid of)
{
	return db_run(s->d, SQL("DELETE FROM draft WHERE id = $1"), ARGS(arg_bytes(id_of(s, of))), NULL);
}

static err read_own(const shelf *s, draft_list *ret)
{
	ROWS(rows);
	draft_list list = { 0 };
	TRY(db_query(s->d, SQL("SELECT id, at, head FROM draft WHERE sign_in = $1 ORDER BY at DESC, id"), ARGS(ARG(s->r->who->sign_in)), &rows));
	while (db_next(&rows)) {
		draft one;
		str head;
		if (opened(s, db_bytes(&rows, 0), 'h', db_bytes(&rows, 2), &head) && head_read(head, db_instant(&rows, 1), &one))
			PUSH(s->r->a, &list, one);
	}
	TRY(db_end(&rows));
	*ret = list;
	return OK;
}

/* ---- for one viewer */

/* Nothing is shown, and nothing noted: what is kept is the writer's own. */
static err may_keep(reading *r, const draft *d)
{
	bool works = true;
	if (!r->who || r->who->sign_in == 0 || !practice_kind(r->practice, d->kind)) return FAIL(&r->a->trail, E_DENIED);
	if (d->child.n) TRY(access_works_with(r, d->child, &works));
	return works ? OK : FAIL(&r->a->trail, E_DENIED);
}

err draft_keep(reading *r, draft *io, str words)
{
	shelf s;
	bool recorded;
	TRY(may_keep(r, io));
	TRY(access_recorded_before(r, io->entry, &recorded));
	if (recorded) return FAIL(&r->a->trail, E_CONFLICT);
	TRY(shelf_begin(r, DB_WRITE_APART, &s));
	return shelf_end(&s, keep(&s, io, words));
}

err draft_find(reading *r, uuid of, draft *ret, str *ret_words)
{
	shelf s;
	bool recorded;
	TRY(access_recorded_before(r, of, &recorded));
	if (recorded) return E_NOT_FOUND;
	TRY(shelf_begin(r, DB_SNAPSHOT, &s));
	return shelf_end(&s, read_one(&s, of, ret, ret_words));
}

err draft_drop(reading *r, uuid of)
{
	shelf s;
	TRY(shelf_begin(r, DB_WRITE_APART, &s));
	return shelf_end(&s, drop(&s, of));
}

/* What the program was stopped before it could take away. */
static err leave_out_recorded(reading *r, draft_list *list)
{
	size_t n = 0;
	for (size_t i = 0; i < list->n; i++) {
		bool recorded;
		TRY(access_recorded_before(r, list->at[i].entry, &recorded));
		if (recorded) TRY(draft_drop(r, list->at[i].entry));
		else list->at[n++] = list->at[i];
	}
	list->n = n;
	return OK;
}

err draft_own(reading *r, draft_list *ret)
{
	shelf s;
	draft_list list = { 0 };
	TRY(shelf_begin(r, DB_SNAPSHOT, &s));
	TRY(shelf_end(&s, read_own(&s, &list)));
	TRY(leave_out_recorded(r, &list));
	*ret = list;
	return OK;
}

err drafts_forget(area *ar, arena *a, int64_t sign_in)
{
	db *d;
	TRY(store_begin(ar, a, DB_WRITE_APART, &d));
	return store_end(ar, db_run(d, SQL("DELETE FROM draft WHERE sign_in = $1"), ARGS(ARG(sign_in)), NULL));
}

err draft_browser_key(reading *r, unsigned char ret[DRAFT_KEY_BYTES])
{
	area *ar = r->area;
	if (!r->who || r->who->sign_in == 0) return FAIL(&r->a->trail, E_DENIED);
	pthread_mutex_lock(&ar->drafts_lock);
	err e = open_store(ar, r->a);
	if (e == OK) key_of(ar, "wmbrowse", r->who->sign_in, ret);
	pthread_mutex_unlock(&ar->drafts_lock);
	return e;
}
