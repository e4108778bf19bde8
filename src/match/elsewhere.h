/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whether a child is known elsewhere, asked without saying who it is: fields as digests that only those two can make who share
 * a key. An answer says which fields agree and nothing else. Whoever has the key could try a name against a question: it is
 * told to one agency, for one child, by telephone. */
#ifndef WAYMARK_MATCH_ELSEWHERE_H
#define WAYMARK_MATCH_ELSEWHERE_H

#include "access/access.h"
#include "base/hash.h"

typedef enum { ASKED_GIVEN, ASKED_SURNAME, ASKED_BORN, ASKED_POSTCODE, ASKED_NHS, ASKED_UPN } asked_field;
enum { ASKED_N = ASKED_UPN + 1, ASKED_FORMS = 2 };

/* Of each field up to two digests: of itself, and of what it may have become (the sound of a name, day and month swapped). */
typedef struct {
	size_t n[ASKED_N]; /* 0: not known, or not for the viewer to read */
	sha256 of[ASKED_N][ASKED_FORMS];
} asked_digests;

str asked_field_words(asked_field f); /* "given name" */
str asked_field_name(asked_field f);  /* "given" */

/* Of the view's child, as the viewer may read it. */
err elsewhere_digests(const view *v, const secret_key *key, asked_digests *ret) MUST_USE;

typedef struct {
	size_t like;         /* how many people here are like that: an answer is given for exactly one */
	record_id person;
	bool agrees[ASKED_N], differs[ASKED_N]; /* neither: one of the two does not know the field */
} elsewhere_found;
/* Who here is like that: a number of theirs agrees and a name or the birth date with it; or given name, surname and birth date
 * do. Not by fields that the declarations keep from some readers, nor whom the viewer may not know of. Counted and noted as a
 * look-up: access_find_begin. E_DENIED, E_LIMIT. */
err elsewhere_look(reading *r, const secret_key *key, const asked_digests *asked, elsewhere_found *ret) MUST_USE;

#endif
