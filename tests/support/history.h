/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A random history of a small area, written into it, and as the list of all that was written (support/known_then.h): children of whom
 * two are one person at times, workers who come, go, cover for each other, open records in an emergency, are kin; words said, kept
 * from somebody, corrected, answered, taken back; names that change; declarations that let others read. */
#ifndef WAYMARK_TESTS_SUPPORT_HISTORY_H
#define WAYMARK_TESTS_SUPPORT_HISTORY_H

#include "support/inhabited.h"
#include "support/known_then.h"

enum { CHILDREN = 3, WORKERS = 4, SELVES = 3, KIN = 2, DAY_MS = 24 * 60 * 60 * 1000 };

typedef struct {
	inhabited h;
	uint64_t random;
	facts all;
	sign_ins in;
	int32_t began;
	int64_t child[CHILDREN]; /* the first two are one person at times */
	int64_t worker[WORKERS], self[SELVES]; /* whom workers are: the first two selves are one person at times */
	int64_t kin[KIN];        /* whom children meet: their names change */
	int version;
} history;

/* The same seed makes the same history. */
void history_begin(history *y, test_area *t, uint64_t seed);
void history_live(history *y, int steps);
void history_end(history *y);
/* 0 <= it < below. */
int64_t history_roll(history *y, int64_t below);
/* How a declaration's sentence tells of words; version 1, 2, 3. */
const char *history_says_by(int version);

#endif
