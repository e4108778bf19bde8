/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/hash.h"

#include <sodium.h>
#include <string.h>

err hash_start(void)
{
	return sodium_init() < 0 ? E_IO : OK;
}

sha256 sha256_of(str bytes)
{
	return sha256_of_many(&bytes, 1);
}

bool sha256_eq(sha256 a, sha256 b)
{
	return memcmp(a.at, b.at, sizeof a.at) == 0;
}

str sha256_view(const sha256 *h)
{
	return (str){ (const char *)h->at, sizeof h->at };
}

err secret_key_of_words(str words, uuid salt, secret_key *ret)
{
	_Static_assert(sizeof salt.at == crypto_pwhash_argon2id_SALTBYTES, "a UUID is a salt");
	int failed = crypto_pwhash(ret->at, sizeof ret->at, words.at, words.n, salt.at, crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE,
	                           crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13);
	return failed ? E_LIMIT : OK;
}

sha256 secret_digest(const secret_key *key, str bytes)
{
	sha256 digest;
	CHECK(crypto_generichash(digest.at, sizeof digest.at, (const unsigned char *)bytes.at, bytes.n, key->at, sizeof key->at) == 0);
	return digest;
}

void random_bytes(void *at, size_t n)
{
	randombytes_buf(at, n);
}

bool hex_read(str s, void *ret, size_t bytes)
{
	unsigned char *out = ret;
	if (s.n != bytes * 2) return false;
	for (size_t i = 0; i < s.n; i++)
		if (str_hex_digit(s.at[i]) < 0) return false;
	for (size_t i = 0; i < bytes; i++)
		out[i] = (unsigned char)(str_hex_digit(s.at[2 * i]) << 4 | str_hex_digit(s.at[2 * i + 1]));
	return true;
}

bool base64_read(arena *a, str s, str *ret)
{
	if (s.n % 4) return false;
	size_t room = s.n / 4 * 3, n = 0;
	char *bytes = arena_take(a, room + 1, 1);
	if (s.n &&
	    sodium_base642bin((unsigned char *)bytes, room, s.at, s.n, NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL))
		return false;
	*ret = (str){ bytes, n };
	return true;
}

static uuid mark(uuid u, unsigned version)
{
	u.at[6] = (unsigned char)((u.at[6] & 0x0F) | version << 4);
	u.at[8] = (unsigned char)((u.at[8] & 0x3F) | 0x80);
	return u;
}

uuid uuid_make(instant now)
{
	uuid u;
	for (size_t i = 0; i < 6; i++) u.at[i] = (unsigned char)((uint64_t)now.ms >> (40 - 8 * i));
	random_bytes(u.at + 6, 10);
	return mark(u, 7);
}

uuid uuid_of_name(str name)
{
	uuid u;
	sha256 digest = sha256_of(name);
	memcpy(u.at, digest.at, sizeof u.at);
	return mark(u, 8);
}

bool uuid_read(str s, uuid *ret)
{
	char digits[32];
	if (s.n != 36 || s.at[8] != '-' || s.at[13] != '-' || s.at[18] != '-' || s.at[23] != '-') return false;
	memcpy(digits, s.at, 8);
	memcpy(digits + 8, s.at + 9, 4);
	memcpy(digits + 12, s.at + 14, 4);
	memcpy(digits + 16, s.at + 19, 4);
	memcpy(digits + 20, s.at + 24, 12);
	return hex_read((str){ digits, sizeof digits }, ret->at, sizeof ret->at);
}

void uuid_write(buf *b, uuid u)
{
	for (size_t i = 0; i < sizeof u.at; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10) buf_char(b, '-');
		buf_hex(b, u.at + i, 1);
	}
}

bool uuid_eq(uuid a, uuid b)
{
	return memcmp(a.at, b.at, sizeof a.at) == 0;
}

bool uuid_is_none(uuid u)
{
	return uuid_eq(u, (uuid){ 0 });
}
