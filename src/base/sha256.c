/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* SHA-256 (FIPS 180-4) by the processor's own instructions where it has them, by libsodium elsewhere. Digests are a third of
 * what an append costs and half of what a verification costs; the instructions are five times as fast. Which of the two is
 * decided once, when the program is loaded. */
#include "base/hash.h"

#include <sodium.h>
#include <string.h>

static sha256 by_libsodium(const str *pieces, size_t n)
{
	sha256 digest;
	crypto_hash_sha256_state state;
	crypto_hash_sha256_init(&state);
	for (size_t i = 0; i < n; i++)
		if (pieces[i].n) crypto_hash_sha256_update(&state, (const unsigned char *)pieces[i].at, pieces[i].n);
	crypto_hash_sha256_final(&state, digest.at);
	return digest;
}

#ifndef __x86_64__

sha256 sha256_of_many(const str *pieces, size_t n)
{
	return by_libsodium(pieces, n);
}

#else

#include <cpuid.h>
#include <immintrin.h>

enum { BLOCK_BYTES = 64, LENGTH_BYTES = 8 };
#define OF_PROCESSOR __attribute__((target("sha,sse4.1")))

static const uint32_t round_constants[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01,
	0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
	0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
	0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08,
	0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/* The eight words of the state, in the order that the instructions keep them. */
typedef struct {
	__m128i abef, cdgh;
	unsigned char block[BLOCK_BYTES]; /* begun, not yet full */
	size_t begun;
	uint64_t bytes;
} hashing;

/* The next four words of the schedule from the sixteen before them. */
OF_PROCESSOR static inline __m128i schedule(__m128i w0, __m128i w1, __m128i w2, __m128i w3)
{
	return _mm_sha256msg2_epu32(_mm_add_epi32(_mm_sha256msg1_epu32(w0, w1), _mm_alignr_epi8(w3, w2, 4)), w3);
}

OF_PROCESSOR static inline void four_rounds(__m128i *abef, __m128i *cdgh, __m128i w, const uint32_t *constants)
{
	__m128i sum = _mm_add_epi32(w, _mm_loadu_si128((const __m128i *)(const void *)constants));
	*cdgh = _mm_sha256rnds2_epu32(*cdgh, *abef, sum);
	*abef = _mm_sha256rnds2_epu32(*abef, *cdgh, _mm_shuffle_epi32(sum, 0x0E));
}

OF_PROCESSOR static inline __m128i load(const unsigned char *at)
{
	const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
	return _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(const void *)at), big_endian);
}

OF_PROCESSOR static void add_blocks(hashing *h, const unsigned char *at, size_t blocks)
{
	for (; blocks; blocks--, at += BLOCK_BYTES) {
		__m128i abef = h->abef, cdgh = h->cdgh;
		__m128i w0 = load(at), w1 = load(at + 16), w2 = load(at + 32), w3 = load(at + 48);
		for (int round = 0;; round += 16) {
			four_rounds(&abef, &cdgh, w0, round_constants + round);
			four_rounds(&abef, &cdgh, w1, round_constants + round + 4);
			four_rounds(&abef, &cdgh, w2, round_constants + round + 8);
			four_rounds(&abef, &cdgh, w3, round_constants + round + 12);
			if (round == 48) break;
			w0 = schedule(w0, w1, w2, w3);
			w1 = schedule(w1, w2, w3, w0);
			w2 = schedule(w2, w3, w0, w1);
			w3 = schedule(w3, w0, w1, w2);
		}
		h->abef = _mm_add_epi32(h->abef, abef);
		h->cdgh = _mm_add_epi32(h->cdgh, cdgh);
	}
}

OF_PROCESSOR static void add_bytes(hashing *h, const unsigned char *at, size_t n)
{
	h->bytes += n;
	if (h->begun) {
		size_t fits = BLOCK_BYTES - h->begun < n ? BLOCK_BYTES - h->begun : n;
		memcpy(h->block + h->begun, at, fits);
		h->begun += fits;
		at += fits;
		n -= fits;
		if (h->begun < BLOCK_BYTES) return;
		add_blocks(h, h->block, 1);
		h->begun = 0;
	}
	add_blocks(h, at, n / BLOCK_BYTES);
	h->begun = n % BLOCK_BYTES;
	memcpy(h->block, at + (n - h->begun), h->begun);
}

OF_PROCESSOR static sha256 finish(hashing *h)
{
	sha256 digest;
	uint64_t bits = h->bytes * 8;
	unsigned char padding[BLOCK_BYTES + LENGTH_BYTES] = { 0x80 };
	size_t zeros = (BLOCK_BYTES * 2 - LENGTH_BYTES - 1 - h->begun) % BLOCK_BYTES;
	for (size_t i = 0; i < LENGTH_BYTES; i++) padding[1 + zeros + i] = (unsigned char)(bits >> (56 - 8 * i));
	add_bytes(h, padding, 1 + zeros + LENGTH_BYTES);
	uint32_t words[8] = {
		(uint32_t)_mm_extract_epi32(h->abef, 3), (uint32_t)_mm_extract_epi32(h->abef, 2),
		(uint32_t)_mm_extract_epi32(h->cdgh, 3), (uint32_t)_mm_extract_epi32(h->cdgh, 2),
		(uint32_t)_mm_extract_epi32(h->abef, 1), (uint32_t)_mm_extract_epi32(h->abef, 0),
		(uint32_t)_mm_extract_epi32(h->cdgh, 1), (uint32_t)_mm_extract_epi32(h->cdgh, 0),
	};
	for (size_t i = 0; i < sizeof digest.at; i++) digest.at[i] = (unsigned char)(words[i / 4] >> (24 - 8 * (i % 4)));
	return digest;
}

OF_PROCESSOR static sha256 by_processor(const str *pieces, size_t n)
{
	hashing h;
	h.abef = _mm_set_epi32(0x6a09e667, (int)0xbb67ae85, 0x510e527f, (int)0x9b05688c);
	h.cdgh = _mm_set_epi32(0x3c6ef372, (int)0xa54ff53a, 0x1f83d9ab, 0x5be0cd19);
	h.begun = h.bytes = 0;
	for (size_t i = 0; i < n; i++)
		if (pieces[i].n) add_bytes(&h, (const unsigned char *)pieces[i].at, pieces[i].n);
	return finish(&h);
}

typedef sha256 digest_fn(const str *pieces, size_t n);

/* Called by the loader, before anything else of the program has run: it uses nothing but the processor. */
__attribute__((used, no_sanitize("address", "undefined", "thread"))) static digest_fn *choose(void)
{
	unsigned leaves, a, b, c, d;
	__cpuid(0, leaves, b, c, d);
	if (leaves < 7) return by_libsodium;
	__cpuid(1, a, b, c, d);
	bool sse41 = (c & bit_SSE4_1) && (c & bit_SSSE3);
	__cpuid_count(7, 0, a, b, c, d);
	bool sha = b & bit_SHA;
	return sse41 && sha ? by_processor : by_libsodium;
}

sha256 sha256_of_many(const str *pieces, size_t n) __attribute__((ifunc("choose")));

#endif
