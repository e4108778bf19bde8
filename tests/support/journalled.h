/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A journal with a handful of kinds and nobody following: for tests of journal/. */
#ifndef WAYMARK_TESTS_SUPPORT_JOURNALLED_H
#define WAYMARK_TESTS_SUPPORT_JOURNALLED_H

#include "journal/journal.h"
#include "support/engines.h"

typedef struct {
	test_area *t;
	arena *a;
	const zone *zone;
	const practice *practice;
	const char *key_path;
	journal *j;
	writer w;
	db *d; /* reads and writes beside the journal's own connection */
} journalled;

enum { JOURNALLED_WAIT_MS = 20000 };

#define JOURNALLED(name) journalled name CLEANUP(journalled_end) = { 0 }
/* Tables, and a journal to append to. */
void journalled_make(test_area *t, follower f, journalled *ret);
/* The same with a journal of invented entries. */
void journalled_demonstration(test_area *t, follower f, journalled *ret);
void journalled_end(journalled *g);
/* Closes the journal and opens it again, as a program that was started anew. */
void journalled_again(journalled *g, follower f);

/* A person and a note about one: what a test says, the rest is made up. */
typedef struct {
	const char *words;      /* NULL: not answered */
	const char *id;         /* NULL: one is made */
	int64_t child, with, record;
	int64_t after[3];       /* ended by 0 */
	when happened;
	str file;               /* the bytes of an attachment; at NULL: none */
	bool in_parts;          /* they came before the entry */
} note;
typedef struct {
	seq s;
	bool forked;
	problems problems;
} noted;
err journalled_note(journalled *g, arena *a, const note *n, noted *ret);
/* A file as it comes in: all of its parts, at a place of its own. */
file_value comes_in(journalled *g, arena *a, str bytes);
/* Must succeed. */
int64_t notes(journalled *g, note n);
#define NOTES(g, ...) notes((g), (note){ __VA_ARGS__ })
int64_t adds_person(journalled *g, const char *name);
void disposes_of(journalled *g, const int64_t *seqs, size_t n);

#endif
