/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to access/: what an area is made of. */
#ifndef WAYMARK_ACCESS_AREA_PARTS_H
#define WAYMARK_ACCESS_AREA_PARTS_H

#include "access/readlog.h"

#include <pthread.h>

/* A practice read from the journal. Kept until the area closes: a request may hold it, and declarations are applied a few
 * times a year. */
typedef struct held_practice held_practice;
struct held_practice {
	arena a; /* holds everything here */
	const practice *practice;
	seq position; /* the newest declaration in it */
	held_practice *older;
};

/* A connection that many threads use in turn, a moment each: opened when first asked for (incoming.c). */
typedef struct {
	pthread_mutex_t lock;
	db *d;
} file_store;

enum { BESIDE_MOST = 4 };
struct area {
	settings settings;
	const zone *zone;
	bool demonstration;
	projector *projector;
	journal *journal;
	readlog *log;
	pthread_mutex_t practice_lock;
	held_practice *newest;
	/* The writing connection for what is neither journal nor derived: sign-ins and sessions. */
	pthread_mutex_t own_lock;
	db *own;
	file_store files_in, files_out;
	/* Drafts, in a store of their own (drafts.c): opened when first asked for. */
	pthread_mutex_t drafts_lock;
	db *drafts;
	unsigned char drafts_key[32];
	/* Pass phrases being checked: each takes 64 MiB. */
	pthread_mutex_t gate_lock;
	pthread_cond_t gate_open;
	int checking, waiting;
	/* area_beside */
	pthread_mutex_t beside_lock;
	arena beside_arena;
	struct beside {
		void *(*make)(arena *a);
		void (*end)(void *it);
		void *it;
	} beside[BESIDE_MOST];
	size_t beside_n;
};

/* The log's thread; it opens the log with the first look. E_IO. */
err readlog_open(arena *a, const settings *s, readlog **ret) MUST_USE;
void readlog_close(readlog *r); /* after all looks submitted are answered; NULL is allowed */

/* Tables of sign-ins and sessions. */
err signin_make(db *d, arena *a) MUST_USE;

/* A transaction on the area's own connection. After OK from own_begin every path ends in own_end, which commits when e
 * is OK and otherwise undoes it and passes e on. */
err own_begin(area *ar, arena *a, db **ret) MUST_USE;
err own_end(area *ar, err e) MUST_USE;

#endif
