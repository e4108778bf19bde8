/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journal/checkpoint.h"

#include "base/file.h"
#include "journal/tables.h"

#include <sodium.h>
#include <string.h>

enum { ED25519 = 0x01, KEY_HASH_BYTES = 4 };

/* ---- keys */

static void key_hash(str name, const unsigned char *public_key, unsigned char ret[KEY_HASH_BYTES])
{
	sha256 digest = sha256_of_many((const str[]){ name, S("\n\x01"), { (const char *)public_key, 32 } }, 3);
	memcpy(ret, digest.at, KEY_HASH_BYTES);
}

static void write_key(buf *b, const signer *s, const unsigned char *key)
{
	unsigned char hash[KEY_HASH_BYTES], typed[33] = { ED25519 };
	key_hash(s->name, s->public_key, hash);
	memcpy(typed + 1, key, 32);
	buf_str(b, s->name);
	buf_char(b, '+');
	buf_hex(b, hash, sizeof hash);
	buf_char(b, '+');
	buf_base64(b, typed, sizeof typed);
}

str signer_public(arena *a, const signer *s)
{
	buf b = BUF(a);
	write_key(&b, s, s->public_key);
	return buf_view(&b);
}

/* NAME+HASH+KEY, where the base64 of KEY may hold + as well: cut from the left. */
static bool read_key(arena *a, str text, str *ret_name, unsigned char ret_hash[KEY_HASH_BYTES], unsigned char ret_key[32])
{
	str rest, typed;
	*ret_name = str_cut(text, '+', &rest);
	if (!ret_name->n || !hex_read(str_cut(rest, '+', &rest), ret_hash, KEY_HASH_BYTES)) return false;
	if (!base64_read(a, rest, &typed) || typed.n != 33 || typed.at[0] != ED25519) return false;
	memcpy(ret_key, typed.at + 1, 32);
	return true;
}

static bool read_signer(arena *a, str line, signer *ret)
{
	static const char mark[] = "PRIVATE+KEY+";
	unsigned char seed[32], said[KEY_HASH_BYTES], hash[KEY_HASH_BYTES];
	if (!str_starts(line, (str){ mark, sizeof mark - 1 })) return false;
	if (!read_key(a, str_from(line, sizeof mark - 1), &ret->name, said, seed)) return false;
	crypto_sign_seed_keypair(ret->public_key, ret->secret_key, seed);
	sodium_memzero(seed, sizeof seed);
	key_hash(ret->name, ret->public_key, hash);
	return memcmp(hash, said, sizeof hash) == 0;
}

void signer_forget(signer *s)
{
	sodium_memzero(s->secret_key, sizeof s->secret_key);
}

/* E_NOT_FOUND no key of that name among the lines. */
static err find_signer(arena *a, str lines, str name, signer *ret)
{
	while (lines.n) {
		str line = str_cut(lines, '\n', &lines);
		signer s;
		if (line.n == 0) continue;
		if (!read_signer(a, line, &s)) return FAIL(&a->trail, E_INVALID);
		if (str_eq(s.name, name)) {
			*ret = s;
			return OK;
		}
		signer_forget(&s);
	}
	return E_NOT_FOUND;
}

static err add_signer(arena *a, const char *path, str lines, str name, signer *ret)
{
	buf b = BUF(a);
	signer s = { .name = name };
	crypto_sign_keypair(s.public_key, s.secret_key);
	buf_lit(&b, "PRIVATE+KEY+");
	write_key(&b, &s, s.secret_key);
	buf_char(&b, '\n');
	buf_str(&b, lines); /* below it: where one of this name stands there too, it is not the journal's */
	err e = file_write(a, path, buf_view(&b), 0600);
	sodium_memzero(b.at, b.n);
	if (e == OK) *ret = s;
	else signer_forget(&s);
	return e;
}

err signer_open(arena *a, const char *path, str name, signer *ret)
{
	ARENA(own); /* its trail may note a file that is not there yet: no failure */
	str lines = STR_NONE;
	err e = file_read(&own, path, KEY_FILE_MAX_BYTES, &lines);
	if (e == E_NOT_FOUND) return add_signer(a, path, STR_NONE, name, ret);
	if (e != OK) return FAIL_WITH(&a->trail, e, own.trail.detail);
	signer s;
	e = find_signer(&own, lines, name, &s);
	if (e == E_NOT_FOUND) e = add_signer(a, path, lines, name, &s);
	sodium_memzero((void *)(uintptr_t)lines.at, lines.n);
	if (e != OK) return FAIL(&a->trail, e);
	s.name = str_copy(a, name);
	*ret = s;
	return OK;
}

err signer_verifier_key(arena *a, const char *path, str name, str *ret)
{
	ARENA(own);
	str lines;
	signer s;
	err e = file_read(&own, path, KEY_FILE_MAX_BYTES, &lines);
	if (e == OK) e = find_signer(&own, lines, name, &s);
	if (e != OK) return e;
	*ret = signer_public(a, &s);
	signer_forget(&s);
	return OK;
}

/* ---- notes */

static const char signature_start[] = "\xE2\x80\x94 "; /* an em dash and a space */

str checkpoint_sign(arena *a, const signer *s, const checkpoint *c)
{
	buf b = BUF(a), signature = BUF(a);
	unsigned char hash[KEY_HASH_BYTES], signed_[crypto_sign_BYTES];
	buf_str(&b, c->origin);
	buf_char(&b, '\n');
	buf_int(&b, c->size);
	buf_char(&b, '\n');
	buf_base64(&b, c->root.at, sizeof c->root.at);
	buf_char(&b, '\n');
	key_hash(s->name, s->public_key, hash);
	crypto_sign_detached(signed_, NULL, (const unsigned char *)b.at, b.n, s->secret_key);
	buf_bytes(&signature, hash, sizeof hash);
	buf_bytes(&signature, signed_, sizeof signed_);
	buf_char(&b, '\n');
	buf_bytes(&b, signature_start, sizeof signature_start - 1);
	buf_str(&b, s->name);
	buf_char(&b, ' ');
	buf_base64(&b, signature.at, signature.n);
	buf_char(&b, '\n');
	return buf_view(&b);
}

/* The text that is signed ends with the newline before the last empty line. */
static bool split_note(str note, str *ret_text, str *ret_signatures)
{
	size_t end = note.n;
	if (note.n > NOTE_MAX_BYTES || !str_ends(note, S("\n"))) return false;
	while (end > 1 && !(note.at[end - 1] == '\n' && note.at[end - 2] == '\n')) end--;
	*ret_text = str_first(note, end - 1);
	*ret_signatures = str_from(note, end);
	return end > 1 && ret_signatures->n > 0;
}

bool checkpoint_read(arena *a, str note, checkpoint *ret)
{
	str text, signatures, root;
	checkpoint c;
	if (!split_note(note, &text, &signatures)) return false;
	c.origin = str_cut(text, '\n', &text);
	str size = str_cut(text, '\n', &text);
	if (c.origin.n == 0 || !str_to_int(size, &c.size) || c.size < 0 || (size.n > 1 && size.at[0] == '0')) return false;
	if (!base64_read(a, str_cut(text, '\n', &text), &root) || root.n != sizeof c.root.at || text.n) return false;
	memcpy(c.root.at, root.at, root.n);
	*ret = c;
	return true;
}

bool checkpoint_signed_by(arena *a, str note, str verifier_key)
{
	str text, lines, name, bytes;
	unsigned char said[KEY_HASH_BYTES], hash[KEY_HASH_BYTES], key[32];
	if (!split_note(note, &text, &lines) || !read_key(a, verifier_key, &name, said, key)) return false;
	key_hash(name, key, hash);
	if (memcmp(hash, said, sizeof hash) != 0) return false;
	while (lines.n) {
		str line = str_cut(lines, '\n', &lines);
		str start = { signature_start, sizeof signature_start - 1 };
		if (!str_starts(line, start)) return false;
		str by = str_cut(str_from(line, start.n), ' ', &line);
		if (!base64_read(a, line, &bytes)) return false;
		if (!str_eq(by, name) || bytes.n != sizeof hash + crypto_sign_BYTES || memcmp(bytes.at, hash, sizeof hash) != 0)
			continue;
		return crypto_sign_verify_detached((const unsigned char *)bytes.at + sizeof hash, (const unsigned char *)text.at,
		                                   text.n, key) == 0;
	}
	return false;
}

/* ---- kept in the journal */

err journal_checkpoint(db *d, arena *a, str *ret_note)
{
	ROWS(found);
	TRY(db_query(d, SQL("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1"), NO_ARGS, &found));
	bool there = db_next(&found);
	if (there) *ret_note = db_text_copy(&found, 0, a);
	TRY(db_end(&found));
	return there ? OK : E_NOT_FOUND;
}

err journal_origin(db *d, arena *a, str *ret)
{
	return meta_read(d, a, S("origin"), ret);
}

err journal_verifier_keys(db *d, arena *a, str_list *ret)
{
	str lines;
	str_list keys = { 0 };
	TRY(meta_read(d, a, S("verifier_keys"), &lines));
	while (lines.n) PUSH(a, &keys, str_cut(lines, '\n', &lines));
	*ret = keys;
	return OK;
}

static err is_kept(db *d, arena *a, str key, bool *ret)
{
	str_list keys = { 0 };
	err e = journal_verifier_keys(d, a, &keys);
	if (e != OK && e != E_NOT_FOUND) return e;
	*ret = false;
	for (size_t i = 0; i < keys.n; i++) *ret |= str_eq(keys.at[i], key);
	return OK;
}

static err keep(db *d, arena *a, str key)
{
	bool kept;
	str before = STR_NONE;
	TRY(is_kept(d, a, key, &kept));
	if (kept) return OK;
	err e = meta_read(d, a, S("verifier_keys"), &before);
	if (e != OK && e != E_NOT_FOUND) return e;
	buf lines = BUF(a);
	buf_str(&lines, before);
	if (before.n) buf_char(&lines, '\n');
	buf_str(&lines, key);
	return meta_write(d, S("verifier_keys"), buf_view(&lines));
}

/* The file's key of the journal's name, where it is one that signs the journal. */
static err kept_signer(db *d, arena *a, const char *path, str origin, signer *ret, bool *ret_kept)
{
	str key;
	*ret_kept = false;
	if (signer_verifier_key(a, path, origin, &key) != OK) return OK;
	TRY(is_kept(d, a, key, ret_kept));
	return *ret_kept ? signer_open(a, path, origin, ret) : OK;
}

static err nobody_signs(db *d, arena *a, bool *ret)
{
	str_list keys = { 0 };
	err e = journal_verifier_keys(d, a, &keys);
	if (e != OK && e != E_NOT_FOUND) return e;
	*ret = keys.n == 0;
	return OK;
}

static err first_signer(db *d, arena *a, const char *path, str origin, signer *ret)
{
	bool kept, nobody;
	TRY(kept_signer(d, a, path, origin, ret, &kept)); /* another program may have been first */
	if (kept) return OK;
	TRY(nobody_signs(d, a, &nobody));
	if (!nobody) return FAIL(&a->trail, E_DENIED);
	TRY(signer_open(a, path, origin, ret));
	return keep(d, a, signer_public(a, ret));
}

static err end_with(db *d, err e)
{
	if (e == OK) return db_commit(d);
	db_rollback(d);
	return e;
}

err signer_of_journal(db *d, arena *a, const char *path, signer *ret)
{
	str origin;
	bool kept;
	TRY(journal_origin(d, a, &origin));
	TRY(kept_signer(d, a, path, origin, ret, &kept));
	if (kept) return OK;
	/* Programs that start at once: one makes the key, and the others wait here, as without the lock each could see the
	 * first one's key appear between two looks and take it for a stranger's. */
	TRY(db_begin(d, DB_WRITE));
	return end_with(d, first_signer(d, a, path, origin, ret));
}

/* The newest key stands first in the file: it is the one that is found. */
static err renew(db *d, arena *a, const char *path, str *ret_key)
{
	signer s;
	str origin, lines = STR_NONE;
	bool kept;
	ARENA(own);
	TRY(journal_origin(d, a, &origin));
	TRY(kept_signer(d, a, path, origin, &s, &kept));
	if (kept) signer_forget(&s);
	if (kept) return FAIL(&a->trail, E_CONFLICT);
	err e = file_read(&own, path, KEY_FILE_MAX_BYTES, &lines);
	if (e != OK && e != E_NOT_FOUND) return FAIL_WITH(&a->trail, e, own.trail.detail);
	TRY(add_signer(a, path, lines, origin, &s));
	*ret_key = signer_public(a, &s);
	signer_forget(&s);
	return keep(d, a, *ret_key);
}

err signer_renew(db *d, arena *a, const char *path, str *ret_key)
{
	TRY(db_begin(d, DB_WRITE));
	return end_with(d, renew(d, a, path, ret_key));
}
