/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Digests, random bytes and ids, on libsodium. hash_start() once before anything else. */
#ifndef WAYMARK_BASE_HASH_H
#define WAYMARK_BASE_HASH_H

#include "base/buf.h"
#include "base/day.h"

typedef struct {
	unsigned char at[32];
} sha256;

typedef struct {
	unsigned char at[16];
} uuid;

/* E_IO when libsodium cannot start. */
err hash_start(void) MUST_USE;
sha256 sha256_of(str bytes);
/* The digest of several pieces one after another (no separators added). */
sha256 sha256_of_many(const str *pieces, size_t n);
bool sha256_eq(sha256 a, sha256 b);
str sha256_view(const sha256 *h);
/* A secret that two sides share. */
typedef struct {
	unsigned char at[32];
} secret_key;
/* From words that people tell each other, and a salt that is no secret (Argon2id, RFC 9106; 64 MiB, so that guessing words is
 * slow). E_LIMIT no memory for it. */
err secret_key_of_words(str words, uuid salt, secret_key *ret) MUST_USE;
/* BLAKE2b-256 (RFC 7693) with the key: nobody without it can make or try one. */
sha256 secret_digest(const secret_key *key, str bytes);
void random_bytes(void *at, size_t n);
bool hex_read(str s, void *ret, size_t bytes); /* exactly 2*bytes digits */
bool base64_read(arena *a, str s, str *ret);   /* padded, strict */

/* RFC 9562 UUID version 7: 48 bits of milliseconds, then random. */
uuid uuid_make(instant now);
/* A name-based id (RFC 9562 version 8, SHA-256 of the name): the same name gives the same id. */
uuid uuid_of_name(str name);
bool uuid_read(str s, uuid *ret); /* 8-4-4-4-12 hex */
void uuid_write(buf *b, uuid u);
bool uuid_eq(uuid a, uuid b);
bool uuid_is_none(uuid u); /* all zero */

#endif
