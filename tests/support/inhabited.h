/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An area with a few people in it, opened as serving: for tests of access/. Its kinds stand here, so that any capability may
 * be deleted. */
#ifndef WAYMARK_TESTS_SUPPORT_INHABITED_H
#define WAYMARK_TESTS_SUPPORT_INHABITED_H

#include "access/access.h"
#include "access/signin.h"
#include "support/projected.h"

typedef struct {
	projected g;        /* for says(): appends as the program itself, without rights */
	test_area *t;
	arena *a;
	settings settings;
	kind_source sources[2]; /* what is in force */
	area *area;
	db *d;              /* read only, as a request has it */
	day today;
	instant now;
	/* Records. Ann works with Bell since the spring; Ben is her colleague; Cleo their manager; Kit works with Bell and is
	 * kin; the administrator keeps the system going. */
	record_id bell, robin, ann_herself, ben_herself;
	record_id team, agency, ann, ben, cleo, kit;
	record_id ann_works;
} inhabited;

#define INHABITED(name) inhabited name CLEANUP(inhabited_end) = { 0 }
void inhabited_make(test_area *t, inhabited *ret);
void inhabited_end(inhabited *h);
/* Closes the area and opens it again with other settings. */
void inhabited_again(inhabited *h);

/* Puts one kind in force with these words of its declaration replaced. */
void redeclare(inhabited *h, const char *before, const char *after);
viewer viewing(inhabited *h, role_set roles, record_id by);
viewer viewing_administrator(inhabited *h);
/* One request's reading, with nothing noted yet. */
reading reads(inhabited *h, const viewer *by);
/* works_with of the worker about the child; from and until as days, until NULL for none. */
record_id works(inhabited *h, record_id by, record_id child, const char *from, const char *until);
record_id said_of(int64_t n);
/* As if whoever has the sign-in had chosen the pass phrase: nothing waits for it to be changed. */
void phrase_is_own(inhabited *h, const char *name);
/* Text of numbers and static words, in the test's arena. */
const char *text_of_(inhabited *h, const char *format, ...) __attribute__((format(printf, 2, 3)));
#define TEXT_OF(h, ...) text_of_((h), __VA_ARGS__)

#endif
