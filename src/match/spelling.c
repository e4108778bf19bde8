/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Keys that a word shares with what it may be mistyped as: what is left of both without a letter or two (the symmetric
 * deletion of Garbe's SymSpell), and its sound. A key is a hash: what it finds is compared afterwards. */
#include "match/fold.h"
#include "match/shelf.h"

#include <stdlib.h>
#include <string.h>

enum { TWO_SLIPS_TO_BYTES = 15 };

bool spelling_counts(str word)
{
	for (size_t i = 0; i < word.n; i++)
		if (word.at[i] >= '0' && word.at[i] <= '9') return false;
	return word.n > 1;
}

static uint32_t key_of(str s)
{
	uint64_t h = str_hash(s);
	return (uint32_t)(h ^ h >> 32);
}

static size_t put_without(str word, size_t from, char *left, uint32_t *ret)
{
	size_t n = 0;
	for (size_t i = from; i < word.n; i++) {
		if (i > from && word.at[i] == word.at[i - 1]) continue; /* the same is left */
		memcpy(left, word.at, i);
		memcpy(left + i, word.at + i + 1, word.n - i - 1);
		ret[n++] = key_of((str){ left, word.n - 1 });
	}
	return n;
}

size_t slip_keys(str word, uint32_t *ret)
{
	char one[NAME_PART_BYTES], two[NAME_PART_BYTES];
	word = str_first(word, NAME_PART_BYTES);
	size_t n = 1;
	ret[0] = key_of(word);
	n += put_without(word, 0, one, ret + n);
	if (word.n < TWO_SLIPS_FROM_BYTES || word.n > TWO_SLIPS_TO_BYTES) return n;
	for (size_t i = 0; i < word.n; i++) {
		memcpy(one, word.at, i);
		memcpy(one + i, word.at + i + 1, word.n - i - 1);
		n += put_without((str){ one, word.n - 1 }, i, two, ret + n);
	}
	return n;
}

uint32_t sound_key(str word)
{
	char sound[NAME_PART_BYTES];
	return key_of((str){ sound, name_sound(word, sound) });
}

static int by_key(const void *a, const void *b)
{
	const spelling *x = a, *y = b;
	return x->key != y->key ? (x->key > y->key) - (x->key < y->key) : (x->word > y->word) - (x->word < y->word);
}

enum { BEGINS_LEAST_BITS = 4, BEGINS_MOST_BITS = 18, KEYS_TOGETHER = 8 };

spellings spellings_make(arena *a, spelling *list, size_t n)
{
	unsigned bits = BEGINS_LEAST_BITS;
	CHECK(n < UINT32_MAX);
	while (bits < BEGINS_MOST_BITS && n >> bits > KEYS_TOGETHER) bits++;
	unsigned shift = 32 - bits;
	uint32_t *begins = TAKE_N(a, uint32_t, ((size_t)1 << bits) + 1);
	if (n) qsort(list, n, sizeof *list, by_key);
	for (size_t i = 0; i < n; i++) begins[(list[i].key >> shift) + 1]++;
	for (size_t i = 0; i < (size_t)1 << bits; i++) begins[i + 1] += begins[i];
	return (spellings){ .at = list, .shift = shift, .begins = begins };
}

uint32_t spellings_find(const spellings *list, uint32_t key, uint32_t *ret_first)
{
	uint32_t first = list->begins[key >> list->shift], end = list->begins[(key >> list->shift) + 1], n = 0;
	while (first < end && list->at[first].key < key) first++;
	while (first + n < end && list->at[first + n].key == key) n++;
	*ret_first = first;
	return n;
}
