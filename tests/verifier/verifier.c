/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Checks a journal's checkpoints and proofs. Written from docs/journal-format.md alone: it shares no line with the program
 * whose word it checks, and needs libsodium only.
 *
 *   verifier KEY checkpoint NOTE                    the signature holds
 *   verifier KEY inclusion PROOF NOTE               the entry is among those that NOTE signs
 *   verifier KEY consistency PROOF OLD_NOTE NOTE    what NOTE signs continues what OLD_NOTE signs
 *
 * KEY is a verifier key, name+hash+base64; the others are files. Exit status 0 it holds, 1 it does not, 2 it cannot be read. */
#include <inttypes.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MOST = 16384, PATH_MOST = 130, DIGEST = 32, KEY_HASH = 4, NAME_MOST = 256 };

typedef unsigned char digest[DIGEST];
typedef struct {
	char name[NAME_MOST];
	unsigned char hash[KEY_HASH], key[32];
} verifier_key;
typedef struct {
	uint64_t size;
	digest root;
} checkpoint;
typedef struct {
	uint64_t seq, recorded, old, size;
	digest content, path[PATH_MOST];
	size_t path_n;
} proof;

static _Noreturn void unreadable(const char *what)
{
	fprintf(stderr, "verifier: %s\n", what);
	exit(2);
}

static _Noreturn void does_not_hold(const char *what)
{
	printf("does not hold: %s\n", what);
	exit(1);
}

/* ---- reading */

static void read_file(const char *path, char text[FILE_MOST + 1])
{
	FILE *f = fopen(path, "rb");
	if (!f) unreadable(path);
	size_t n = fread(text, 1, FILE_MOST, f);
	bool whole = feof(f) && !ferror(f) && n > 0 && !memchr(text, 0, n) && text[n - 1] == '\n';
	fclose(f);
	if (!whole) unreadable(path);
	text[n] = 0;
}

/* The next line without its newline; *at moves behind it. NULL at the end. */
static char *next_line(char **at)
{
	char *line = *at, *end = strchr(line, '\n');
	if (!*line || !end) return NULL;
	*end = 0;
	*at = end + 1;
	return line;
}

static uint64_t number(const char *text)
{
	char again[32], *end;
	unsigned long long n = strtoull(text, &end, 10);
	snprintf(again, sizeof again, "%llu", n);
	if (*end || strcmp(text, again) != 0 || n > INT64_MAX) unreadable("a number is not written as one");
	return n;
}

static void hex_digest(const char *text, digest ret)
{
	size_t n;
	if (strlen(text) != 2 * DIGEST || strspn(text, "0123456789abcdef") != 2 * DIGEST ||
	    sodium_hex2bin(ret, DIGEST, text, 2 * DIGEST, NULL, &n, NULL) != 0)
		unreadable("a digest is not written as one");
}

static void base64(const char *text, unsigned char *ret, size_t expected)
{
	size_t n;
	const char *end;
	if (sodium_base642bin(ret, expected, text, strlen(text), NULL, &n, &end, sodium_base64_VARIANT_ORIGINAL) != 0 || *end ||
	    n != expected)
		unreadable("base64 of another length was expected");
}

static verifier_key read_key(const char *text)
{
	verifier_key k;
	unsigned char typed[33], expected[DIGEST];
	char hex[2 * KEY_HASH + 1], *said;
	const char *plus = strchr(text, '+'), *second = plus ? strchr(plus + 1, '+') : NULL;
	if (!second || plus == text || plus - text >= NAME_MOST || second - plus != 9) unreadable("the key is no verifier key");
	snprintf(k.name, sizeof k.name, "%.*s", (int)(plus - text), text);
	base64(second + 1, typed, sizeof typed);
	if (typed[0] != 1) unreadable("the key is of another type than Ed25519");
	memcpy(k.key, typed + 1, sizeof k.key);
	crypto_hash_sha256_state s;
	crypto_hash_sha256_init(&s);
	crypto_hash_sha256_update(&s, (const unsigned char *)k.name, strlen(k.name));
	crypto_hash_sha256_update(&s, (const unsigned char *)"\n", 1);
	crypto_hash_sha256_update(&s, typed, sizeof typed);
	crypto_hash_sha256_final(&s, expected);
	memcpy(k.hash, expected, KEY_HASH);
	said = sodium_bin2hex(hex, sizeof hex, k.hash, KEY_HASH);
	if (strncmp(said, plus + 1, 2 * KEY_HASH) != 0) unreadable("the key's hash is of another key");
	return k;
}

/* ---- checkpoints */

static bool is_signed(const verifier_key *k, const char *text, size_t n, char *lines)
{
	unsigned char bytes[KEY_HASH + crypto_sign_BYTES];
	char start[NAME_MOST + 8];
	snprintf(start, sizeof start, "\xE2\x80\x94 %s ", k->name);
	for (char *line; (line = next_line(&lines));) {
		if (strncmp(line, start, strlen(start)) != 0) continue;
		base64(line + strlen(start), bytes, sizeof bytes);
		if (memcmp(bytes, k->hash, KEY_HASH) == 0)
			return crypto_sign_verify_detached(bytes + KEY_HASH, (const unsigned char *)text, n, k->key) == 0;
	}
	return false;
}

static checkpoint read_checkpoint(const verifier_key *k, const char *path)
{
	char text[FILE_MOST + 1];
	checkpoint c;
	read_file(path, text);
	char *end = strstr(text, "\n\n"), *at = text;
	if (!end) unreadable("a note has no signature");
	if (!is_signed(k, text, (size_t)(end + 1 - text), end + 2)) does_not_hold("the signature of the checkpoint");
	end[1] = 0;
	const char *origin = next_line(&at), *size = next_line(&at), *root = next_line(&at);
	if (!root || *at) unreadable("the note is no checkpoint");
	if (strcmp(origin, k->name) != 0) does_not_hold("the checkpoint is of another journal than the key");
	c.size = number(size);
	base64(root, c.root, sizeof c.root);
	return c;
}

/* ---- proofs */

static const char *value_of(char **at, const char *name)
{
	char *line = next_line(at);
	size_t n = strlen(name);
	if (!line || strncmp(line, name, n) != 0 || line[n] != ' ') unreadable("the proof lacks a line");
	return line + n + 1;
}

static proof read_proof(const char *path, bool inclusion)
{
	char text[FILE_MOST + 1], *at = text;
	proof p = { 0 };
	read_file(path, text);
	if (strcmp(value_of(&at, inclusion ? "waymark-inclusion" : "waymark-consistency"), "1") != 0)
		unreadable("the proof is of another version");
	if (inclusion) {
		p.seq = number(value_of(&at, "seq"));
		p.recorded = number(value_of(&at, "recorded"));
		hex_digest(value_of(&at, "content"), p.content);
	} else {
		p.old = number(value_of(&at, "old"));
	}
	p.size = number(value_of(&at, "size"));
	while (*at) {
		if (p.path_n == PATH_MOST) unreadable("the proof is too long");
		hex_digest(value_of(&at, "path"), p.path[p.path_n++]);
	}
	return p;
}

static void node(const digest left, const digest right, digest ret)
{
	unsigned char bytes[1 + 2 * DIGEST] = { 1 };
	memcpy(bytes + 1, left, DIGEST);
	memcpy(bytes + 1 + DIGEST, right, DIGEST);
	crypto_hash_sha256(ret, bytes, sizeof bytes);
}

static void leaf_of(const proof *p, digest ret)
{
	unsigned char bytes[1 + 8 + 8 + DIGEST] = { 0 };
	for (int i = 0; i < 8; i++) {
		bytes[1 + i] = (unsigned char)(p->seq >> (56 - 8 * i));
		bytes[9 + i] = (unsigned char)(p->recorded >> (56 - 8 * i));
	}
	memcpy(bytes + 17, p->content, DIGEST);
	crypto_hash_sha256(ret, bytes, sizeof bytes);
}

/* The root that a path leads to from the node `at` of the level where the tree's last node is `last`. With an old tree that
 * ends there, old gets its root. false: the path has another length. */
static bool climb(const proof *p, size_t from, uint64_t at, uint64_t last, digest root, digest old)
{
	for (size_t i = from; i < p->path_n; i++) {
		if (last == 0) return false;
		if (at % 2 == 1 || at == last) {
			node(p->path[i], root, root);
			if (old) node(p->path[i], old, old);
			while (at % 2 == 0 && at != 0) at /= 2, last /= 2;
		} else {
			node(root, p->path[i], root);
		}
		at /= 2;
		last /= 2;
	}
	return last == 0;
}

static void check_inclusion(const proof *p, const checkpoint *c)
{
	digest root;
	if (p->size != c->size) does_not_hold("the proof is for another size than the checkpoint");
	if (p->seq == 0 || p->seq > p->size) does_not_hold("the entry is not within that size");
	leaf_of(p, root);
	if (!climb(p, 0, p->seq - 1, p->size - 1, root, NULL)) does_not_hold("the path has another length");
	if (memcmp(root, c->root, DIGEST) != 0) does_not_hold("the path leads to another root than was signed");
	printf("holds: entry %" PRIu64 " is among the %" PRIu64 " entries\n", p->seq, c->size);
}

static void check_consistency(const proof *p, const checkpoint *old, const checkpoint *c)
{
	digest was, is;
	if (p->old != old->size || p->size != c->size) does_not_hold("the proof is for other sizes than the checkpoints");
	if (p->old == 0 || p->old > p->size) does_not_hold("the older checkpoint is not older");
	uint64_t at = p->old - 1, last = p->size - 1;
	while (at % 2 == 1) at /= 2, last /= 2;
	bool whole = at == 0; /* the old tree is one complete subtree, whose root the path leaves out */
	if (p->old == p->size) {
		if (p->path_n || memcmp(old->root, c->root, DIGEST) != 0) does_not_hold("one size, two roots");
	} else {
		if (!whole && p->path_n == 0) does_not_hold("the path is empty");
		memcpy(was, whole ? old->root : p->path[0], DIGEST);
		memcpy(is, was, DIGEST);
		if (!climb(p, whole ? 0 : 1, at, last, is, was)) does_not_hold("the path has another length");
		if (memcmp(was, old->root, DIGEST) != 0) does_not_hold("the path leads to another old root than was signed");
		if (memcmp(is, c->root, DIGEST) != 0) does_not_hold("the path leads to another root than was signed");
	}
	printf("holds: %" PRIu64 " entries continue the %" PRIu64 "\n", c->size, old->size);
}

int main(int n, char **words)
{
	if (n < 4 || sodium_init() < 0) unreadable("KEY checkpoint NOTE | KEY inclusion PROOF NOTE | KEY consistency PROOF OLD_NOTE NOTE");
	verifier_key k = read_key(words[1]);
	if (strcmp(words[2], "checkpoint") == 0 && n == 4) {
		checkpoint c = read_checkpoint(&k, words[3]);
		printf("holds: %" PRIu64 " entries signed\n", c.size);
	} else if (strcmp(words[2], "inclusion") == 0 && n == 5) {
		checkpoint c = read_checkpoint(&k, words[4]);
		proof p = read_proof(words[3], true);
		check_inclusion(&p, &c);
	} else if (strcmp(words[2], "consistency") == 0 && n == 6) {
		checkpoint old = read_checkpoint(&k, words[4]), c = read_checkpoint(&k, words[5]);
		proof p = read_proof(words[3], false);
		check_consistency(&p, &old, &c);
	} else {
		unreadable("checkpoint, inclusion or consistency?");
	}
	return 0;
}
