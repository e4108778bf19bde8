/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The two files of an exchange: a question about one child, and its answer. JSON, each with a digest of itself under the words
 * that both sides know. */
#ifndef WAYMARK_CAPABILITIES_EXCHANGE_QUESTION_H
#define WAYMARK_CAPABILITIES_EXCHANGE_QUESTION_H

#include "match/elsewhere.h"

typedef struct {
	uuid id;             /* and the salt of the key */
	str agency, by, because;
	asked_digests of;
} question;

typedef struct {
	uuid question;
	str agency, by;
	str known;           /* yes, no, several */
	bool agrees[ASKED_N], differs[ASKED_N];
} answer;

str question_write(arena *a, const question *q, const secret_key *key);
str answer_write(arena *a, const answer *w, const secret_key *key);

/* The key comes from the words and the number that the file says. E_INVALID it is no such file, or other words, or it was changed
 * on the way: *ret_why says which. E_LIMIT no memory for the key. */
err question_read(arena *a, str bytes, str words, question *ret, secret_key *ret_key, const char **ret_why) MUST_USE;
err answer_read(arena *a, str bytes, str words, answer *ret, const char **ret_why) MUST_USE;

/* "given name, birth date"; empty for none. */
str fields_words(arena *a, const bool *which);

#endif
