/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Memory for one request or one job: taken piece by piece, given back all at once. */
#ifndef WAYMARK_BASE_ARENA_H
#define WAYMARK_BASE_ARENA_H

#include "base/err.h"

#include <stdalign.h>
#include <stddef.h>

typedef struct arena_block arena_block;

typedef struct {
	arena_block *newest;
	size_t used_bytes, max_bytes; /* over max_bytes the process stops: a request's limits are checked long before */
	trail trail;                  /* the trail of the request or job that this arena belongs to */
} arena;

#define ARENA_MAX_BYTES ((size_t)1 << 30)

/* An empty arena; takes no memory until asked. ARENA(a) declares one that ends with its scope. */
arena arena_make(void);
void arena_end(arena *a);
/* Gives everything back but the first block, and clears the trail: for a worker's next request. */
void arena_reset(arena *a);
#define ARENA(name) arena name CLEANUP(arena_end) = arena_make()

/* Zeroed memory, living as long as the arena. Never NULL. */
void *arena_take(arena *a, size_t bytes, size_t align) __attribute__((malloc, returns_nonnull));
#define TAKE(a, type) ((type *)arena_take((a), sizeof(type), alignof(type)))
#define TAKE_N(a, type, n) ((type *)arena_take_n((a), (n), sizeof(type), alignof(type)))
void *arena_take_n(arena *a, size_t n, size_t bytes, size_t align) __attribute__((malloc, returns_nonnull));
/* More room for what stands in old, `bytes` in all: in place where old was taken last, else a copy. What is new is not
 * zeroed. old_bytes 0: old is not looked at. */
void *arena_widen(arena *a, void *old, size_t old_bytes, size_t bytes, size_t align) __attribute__((returns_nonnull));

/* LIST(T) is { T *at; size_t n, cap; }; PUSH appends one item, growing inside arena a. Beyond n nothing is zeroed. */
#define LIST(T)                                                                                                        \
	struct {                                                                                                       \
		T *at;                                                                                                 \
		size_t n, cap;                                                                                         \
	}
#define PUSH(a, list, ...)                                                                                             \
	do {                                                                                                           \
		if ((list)->n == (list)->cap)                                                                          \
			(list)->at = arena_grow((a), (list)->at, &(list)->cap, sizeof *(list)->at);                    \
		(list)->at[(list)->n++] = (__VA_ARGS__);                                                               \
	} while (0)
void *arena_grow(arena *a, void *old, size_t *cap, size_t item_bytes);

/* EACH (x, list) goes through a LIST with a pointer to each of its items. */
#define EACH(x, list)                                                                                                  \
	for (__typeof__((list).at + 0) x = (list).at, x##_end = (list).n ? x + (list).n : x; x < x##_end; x++)

#endif
