/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journey/sort.h"

#include <stdbool.h>
#include <string.h>

enum { DIGIT_MOST_BITS = 12 };

static void by_digit(const uint64_t *from, uint64_t *to, size_t n, unsigned shift, unsigned bits)
{
	const uint64_t mask = ((uint64_t)1 << bits) - 1;
	size_t at[(1 << DIGIT_MOST_BITS) + 1] = { 0 };
	for (size_t i = 0; i < n; i++) at[(from[i] >> shift & mask) + 1]++;
	for (size_t d = 0; d <= mask; d++) at[d + 1] += at[d];
	for (size_t i = 0; i < n; i++) to[at[from[i] >> shift & mask]++] = from[i];
}

static void by_insertion(uint64_t *keys, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		uint64_t key = keys[i];
		size_t k = i;
		for (; k > 0 && keys[k - 1] > key; k--) keys[k] = keys[k - 1];
		keys[k] = key;
	}
}

uint64_t *sort_u64(uint64_t *keys, uint64_t *spare, size_t n, unsigned bits)
{
	enum { FEW = 48 };
	if (n <= FEW) {
		by_insertion(keys, n);
		return keys;
	}
	unsigned passes = (bits + DIGIT_MOST_BITS - 1) / DIGIT_MOST_BITS;
	for (unsigned pass = 0; pass < passes; pass++) {
		unsigned shift = bits * pass / passes, end = bits * (pass + 1) / passes;
		by_digit(keys, spare, n, shift, end - shift);
		uint64_t *was = keys;
		keys = spare;
		spare = was;
	}
	return keys;
}
