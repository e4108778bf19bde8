/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A journal to write into without sign-ins, with projections that follow it: for tests/bench and tests/fault. What is
 * written is what a child said, with links, a row, a story and somebody from whom it is kept. The declaration stands here,
 * so that any capability may be deleted. */
#ifndef WAYMARK_TESTS_SUPPORT_WRITING_H
#define WAYMARK_TESTS_SUPPORT_WRITING_H

#include "project/project.h"

typedef struct {
	arena *a;
	str address;
	const char *key_path;
	const zone *zone;
	const practice *practice;
	const kind *said;
	bool follows;         /* false: the bare journal */
	projector *projector;
	journal *journal;
	record_list people;
} writing;

enum { WRITING_PEOPLE = 50, WRITING_WAIT_MS = 20000 };

/* Tables and people where there are none yet, then a journal to append to. key_path is borrowed. */
err writing_open(arena *a, str address, const char *key_path, bool follows, writing *ret) MUST_USE;
void writing_close(writing *w);
/* Where the practice and the zone come from; writing_open calls it. */
err writing_practice(arena *a, writing *ret) MUST_USE;

/* The n-th thing said: the same n gives the same words, of the same child. From any thread, with its own arena. id none:
 * one is made. */
err writing_append(const writing *w, arena *a, uuid id, int64_t n, seq *ret) MUST_USE;
str writing_words(arena *a, int64_t n);

#endif
