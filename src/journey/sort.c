/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journey/sort.h"

#include <stdbool.h>
#include <string.h>

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

static void by_digit(const uint64_t *from, uint64_t *to, size_t n, unsigned shift)
{
	size_t at[DIGITS + 1] = { 0 };
	for (size_t i = 0; i < n; i++) at[(from[i] >> shift & (DIGITS - 1)) + 1]++;
	for (size_t d = 0; d < DIGITS; d++) at[d + 1] += at[d];
	for (size_t i = 0; i < n; i++) to[at[from[i] >> shift & (DIGITS - 1)]++] = from[i];
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
	for (unsigned shift = 0; shift < bits && shift < 64; shift += DIGIT_BITS) {
		by_digit(keys, spare, n, shift);
		uint64_t *was = keys;
		keys = spare;
		spare = was;
	}
	return keys;
}
