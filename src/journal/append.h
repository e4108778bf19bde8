/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to journal/: one entry on its way from its writer to the disk. It stands on its writer's stack, who waits; the
 * writer thread fills in what only the transaction knows. */
#ifndef WAYMARK_JOURNAL_APPEND_H
#define WAYMARK_JOURNAL_APPEND_H

#include "journal/batch.h"
#include "journal/header.h"
#include "journal/seen.h"
#include "journal/tables.h"

#include <semaphore.h>

typedef struct append append;
struct append {
	entry e;               /* seq and recorded are given in the transaction */
	const zone *zone;      /* of its writer */
	instant told;          /* 0, or when it was recorded: in a demonstration */
	char salt[SALT_BYTES];
	sha256 content, leaf;
	bool id_is_new;        /* made here: nobody can have sent it before */
	bool asks_id;          /* whether it was sent before is asked; else the index of ids refuses it, and the group is written again */
	const kind *k;
	const values *v;
	const seq_list *disposes; /* NULL but for a disposal */
	arena *a;              /* the writer's: problems and their texts */
	problems *problems;
	size_t problem_n;      /* before the transaction */
	bool begins;           /* its record */
	bool known;            /* the same was written before: e.seq is the old one */
	bool forked;
	bool signs;            /* no entry: a checkpoint is asked for */
	bool much;             /* no entry: much will come */
	const batch *completes; /* NULL but for the last entry of a batch */
	append *beside;        /* stands or falls with this one, after it; NULL for none */
	bool of_first;         /* its last link is to the record of the first that it stands or falls with: known in its turn */
	bool together;         /* one of several that are undone together */

	append *next;          /* in the queue, then in the batch */
	bool taken;            /* out of the queue: under its lock */
	err result;
	sem_t done;            /* its own: a thousand who wake must not queue for one lock */
};

enum { LINKS_MOST = 1000, AFTER_MOST = 100 };

/* In the writer's own thread: checks what needs no database, and makes header, bytes and content digest.
 * E_INVALID with problems; E_LIMIT. */
err append_prepare(const writer *w, const kind *k, const values *v, const entry_head *head, append *x) MUST_USE;
/* Again for another link at the end: header and content digest. */
void append_prepare_again(append *x, record_id linked);
/* In the transaction. Reads only: a refusal (E_INVALID, E_NOT_FOUND, E_CONFLICT) leaves the transaction as it was. */
err append_check(db *d, seen_list *lately, const journal_end *end, append *x) MUST_USE;
/* Writes everything but the tree's new end. */
err append_insert(db *d, arena *scratch, append *x) MUST_USE;

/* Of one disposal. */
err dispose_check(db *d, append *x) MUST_USE;
err dispose_delete(db *d, arena *scratch, const append *x) MUST_USE;

err attachment_check(db *d, append *x) MUST_USE;  /* bytes are here, or on their way */
err attachment_insert(db *d, append *x) MUST_USE;
err attachment_sweep(db *d, const digest_list *files) MUST_USE; /* removes those that nobody names any more */

/* Into the queue; returns when it is durable or refused. E_BUSY no turn in time. */
err append_submit(journal *j, append *x) MUST_USE;
/* The same for n of them, in that order; OK when all are OK, else what the first that is not says. */
err append_submit_all(journal *j, append *x, size_t n) MUST_USE;

/* Of entries with a batch: batch.c. */
err batch_check(db *d, append *x) MUST_USE;

void append_problem(append *x, const field *where, str about, str message);
#define PROBLEM(x, where, about, ...) append_problem((x), (where), (about), message_of((x)->a, __VA_ARGS__))
/* A sentence made of numbers and static words. */
str message_of(arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
