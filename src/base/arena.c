/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct arena_block {
	arena_block *older;
	size_t used, size;
	alignas(max_align_t) unsigned char bytes[];
};

enum { FIRST_BLOCK_BYTES = 16 * 1024, LARGEST_STEP_BYTES = 1024 * 1024 };

arena arena_make(void)
{
	return (arena){ .max_bytes = ARENA_MAX_BYTES };
}

void arena_end(arena *a)
{
	for (arena_block *b = a->newest, *older; b; b = older) {
		older = b->older;
		free(b);
	}
	*a = arena_make();
}

void arena_reset(arena *a)
{
	arena_block *b = a->newest;
	while (b && b->older) {
		arena_block *older = b->older;
		free(b);
		b = older;
	}
	if (b) b->used = 0;
	*a = (arena){ .newest = b, .used_bytes = 0, .max_bytes = a->max_bytes };
}

static arena_block *add_block(arena *a, size_t at_least)
{
	size_t size = a->newest ? a->newest->size * 2 : FIRST_BLOCK_BYTES;
	if (size > LARGEST_STEP_BYTES) size = LARGEST_STEP_BYTES;
	if (size < at_least) size = at_least;
	CHECK(a->used_bytes + size <= a->max_bytes);
	arena_block *b = malloc(sizeof *b + size);
	CHECK(b);
	*b = (arena_block){ .older = a->newest, .size = size };
	a->newest = b;
	return b;
}

void *arena_take(arena *a, size_t bytes, size_t align)
{
	CHECK(bytes <= a->max_bytes && align <= alignof(max_align_t));
	arena_block *b = a->newest;
	size_t start = b ? (b->used + align - 1) & ~(align - 1) : 0;
	if (!b || start > b->size || bytes > b->size - start) {
		b = add_block(a, bytes);
		start = 0;
	}
	b->used = start + bytes;
	a->used_bytes += bytes;
	return memset(b->bytes + start, 0, bytes);
}

void *arena_take_n(arena *a, size_t n, size_t bytes, size_t align)
{
	CHECK(bytes == 0 || n <= SIZE_MAX / bytes);
	return arena_take(a, n * bytes, align);
}

void *arena_grow(arena *a, const void *old, size_t n, size_t *cap, size_t item_bytes)
{
	size_t wider = *cap ? *cap * 2 : 8;
	void *grown = arena_take_n(a, wider, item_bytes, alignof(max_align_t));
	if (n) memcpy(grown, old, n * item_bytes);
	*cap = wider;
	return grown;
}
