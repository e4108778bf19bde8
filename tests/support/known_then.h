/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What may be shown as known at a past moment, worked out anew from the list of everything that was ever written: no table, no
 * query, nothing of the program but its days. For holding the program's own answer against. */
#ifndef WAYMARK_TESTS_SUPPORT_KNOWN_THEN_H
#define WAYMARK_TESTS_SUPPORT_KNOWN_THEN_H

#include "base/arena.h"
#include "base/day.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum { FACT_PERSON, FACT_WORKER, FACT_DECLARED, FACT_WORKS, FACT_INTEREST, FACT_JOIN, FACT_TOLD, FACT_REPLY, FACT_NOTE, FACT_WITHDRAWN,
	       FACT_COVER, FACT_EMERGENCY, FACT_MET } fact_is;

enum { FACT_AFTER_MOST = 8 };
typedef struct {
	fact_is is;
	int64_t seq, record, recorded;
	int64_t after[FACT_AFTER_MOST];
	size_t after_n;
	bool gone;              /* lawfully disposed of */
	int64_t child[2];       /* records; 0 none */
	int64_t worker, person; /* FACT_WORKS, FACT_INTEREST; FACT_WORKER: who the worker is; FACT_COVER: who is away; FACT_EMERGENCY:
	                           who opened it; FACT_MET: whom the child met */
	int64_t covers;         /* FACT_COVER: the worker who covers */
	int64_t to;             /* FACT_REPLY; FACT_WITHDRAWN: the record taken back */
	int64_t keep, other;    /* FACT_JOIN */
	int64_t kept_from;      /* a person's record; 0 nobody */
	int64_t only_for;       /* a person's record; 0 all. The histories have no writer among those who read */
	int32_t from, until;    /* days; until 0: none */
	bool withdrawn;
	int version;            /* as declared: 1, 2, 3 ... */
	int name;               /* FACT_PERSON, FACT_TOLD, FACT_NOTE, FACT_REPLY: which words */
} fact;
typedef LIST(fact) facts;

/* A sign-in of a worker: roles hold for from <= t < until (until 0: still). */
enum { KNOWN_PRACTITIONER = 1, KNOWN_MANAGER = 2 };
typedef struct {
	int64_t worker, from, until;
	int roles;
} signed_in;
typedef LIST(signed_in) sign_ins;

/* Whose eyes: a worker at a moment. */
typedef struct {
	int64_t worker, at;
	int32_t on;     /* the day of it */
} eyes;

typedef enum { THEN_SHOWN, THEN_DENIED, THEN_NOTHING } then_answer;

typedef struct {
	const facts *all;
	const sign_ins *in;
	eyes now, then;
	int64_t child;
} known_question;

/* Of the child's record: THEN_DENIED the present viewer may not open it, THEN_NOTHING it was not there or not to be read then. */
then_answer known_answer(const known_question *q);
/* Of a fact, where it is THEN_SHOWN: whether it stands in the story; whether it stands among its record's entries. And whether the
 * thoughts beside the words may be read. */
bool known_told(const known_question *q, const fact *f);
bool known_entry_shown(const known_question *q, const fact *f);
bool known_thought(const known_question *q);
/* The newest words for a person's record by then. */
int known_name(const known_question *q, int64_t person);
/* Of a record's entry that is shown: nobody had written after it by then. And which declaration was in force then. */
bool known_head(const known_question *q, const fact *f);
int known_declared(const known_question *q);

#endif
