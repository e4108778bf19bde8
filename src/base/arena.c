/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

struct arena_block {
	arena_block *older;
	size_t used, size;
	alignas(max_align_t) unsigned char bytes[];
};

enum { FIRST_BLOCK_BYTES = 16 * 1024, LARGEST_STEP_BYTES = 1024 * 1024 };
enum { LARGE_PAGE_BYTES = 2 * 1024 * 1024, MANY_PAGES_BYTES = 8 * 1024 * 1024 };

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

/* Millions of items are taken at once: in pages of 2 MB, of which none is cut, the system gives them far sooner. Where it has
 * none, nothing changes. */
static arena_block *block_of(size_t bytes)
{
	if (bytes < MANY_PAGES_BYTES) return malloc(bytes);
	size_t whole = (bytes + LARGE_PAGE_BYTES - 1) & ~(size_t)(LARGE_PAGE_BYTES - 1);
	arena_block *b = aligned_alloc(LARGE_PAGE_BYTES, whole);
	if (b) (void)madvise(b, whole, MADV_HUGEPAGE);
	return b;
}

static arena_block *add_block(arena *a, size_t at_least)
{
	size_t size = a->newest ? a->newest->size * 2 : FIRST_BLOCK_BYTES;
	if (size > LARGEST_STEP_BYTES) size = LARGEST_STEP_BYTES;
	if (size < at_least) size = at_least;
	CHECK(a->used_bytes + size <= a->max_bytes);
	arena_block *b = block_of(sizeof *b + size);
	CHECK(b);
	*b = (arena_block){ .older = a->newest, .size = size };
	a->newest = b;
	return b;
}

/* As it comes, not zeroed. */
static void *take_room(arena *a, size_t bytes, size_t align)
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
	return b->bytes + start;
}

void *arena_take(arena *a, size_t bytes, size_t align)
{
	return memset(take_room(a, bytes, align), 0, bytes);
}

void *arena_take_n(arena *a, size_t n, size_t bytes, size_t align)
{
	CHECK(bytes == 0 || n <= SIZE_MAX / bytes);
	return arena_take(a, n * bytes, align);
}

void *arena_widen(arena *a, void *old, size_t old_bytes, size_t bytes, size_t align)
{
	arena_block *b = a->newest;
	bool last = b && old_bytes && (unsigned char *)old + old_bytes == b->bytes + b->used;
	if (last && bytes - old_bytes <= b->size - b->used) {
		b->used += bytes - old_bytes;
		a->used_bytes += bytes - old_bytes;
		return old;
	}
	void *wider = take_room(a, bytes, align);
	if (old_bytes) memcpy(wider, old, old_bytes);
	return wider;
}

void *arena_grow(arena *a, void *old, size_t *cap, size_t item_bytes)
{
	size_t wider = *cap ? *cap * 2 : 8;
	CHECK(wider <= SIZE_MAX / item_bytes);
	void *grown = arena_widen(a, old, *cap * item_bytes, wider * item_bytes, alignof(max_align_t));
	*cap = wider;
	return grown;
}
