/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to match/: one look-up on one shelf. What was typed becomes readings (a word, or two written apart), each reading
 * the words of the shelf that it may stand for, and these lead to people, who are weighed.
 *
 * Weights are natural logarithms of probabilities. How likely is it that somebody who means this person types this? That is
 * compared with how likely anybody would: a product of the frequencies of the words in the area, and of the day among the
 * days of birth. Costs (of a slip, of a short form) are minus the logarithm of how often typed words differ in that way. */
#ifndef WAYMARK_MATCH_SEEK_H
#define WAYMARK_MATCH_SEEK_H

#include "match/query.h"

enum { READINGS_MOST = 3 * QUERY_WORDS_MOST, SENSES_MOST = 3000, KEPT_MOST = 64 };

/* A word of the shelf that a reading may stand for. */
typedef struct {
	uint32_t word;
	float cost;
	uint32_t next; /* another reading that may stand for the same word: place in seeking.senses, 0 none */
	uint8_t reading;
} sense;

typedef struct {
	str text;
	uint32_t mask;     /* which words of the query */
	uint32_t first, n; /* its senses, the cheapest first: seeking.senses */
	double people;     /* of how many people it may be a word, each by its probability */
	bool only_names;   /* none of its senses is anything but a name to anybody */
} reading_of;

typedef struct {
	uint32_t person;
	int number;    /* which of the query's numbers is the person's; -1: found otherwise */
	double weight; /* log of: somebody who means the person types this */
} candidate;

typedef struct {
	const shelf *s;
	const query *q;
	arena *a;
	reading_of readings[READINGS_MOST];
	size_t reading_n;
	sense *senses;         /* from 1 */
	uint32_t sense_n;
	struct { uint32_t word, sense; } *by_word; /* open addressing; sense 0: empty */
	uint32_t by_word_mask;
	/* what seek_people finds */
	double unexplained[QUERY_WORDS_MOST]; /* cost of a word that says nothing of the person; set by the caller */
	bool (*passed_over)(const void *context, record_id record); /* NULL: nobody */
	const void *context;
	uint32_t *seen;        /* people weighed already, + 1: open addressing */
	uint32_t seen_n, seen_cap;
	candidate kept[KEPT_MOST]; /* the best, best first */
	size_t kept_n, kept_most;
	double sum;            /* of the probabilities of all weighed */
} seeking;

/* Readings and their senses. */
void seek_words(seeking *k);
/* Candidates, weighed. */
void seek_people(seeking *k);
/* Weighs one person, once; number as in candidate. */
void seek_weigh(seeking *k, uint32_t person, int number);

/* ---- how a person answers to what was typed */
typedef struct {
	uint8_t reading;       /* in seeking.readings */
	uint32_t at;           /* in shelf.words */
	float cost;
	bool as_one;           /* with the next word of the person, written as one */
} answered;
enum { ANSWERED_MOST = QUERY_WORDS_MOST + 2 };
typedef struct {
	answered at[ANSWERED_MOST];
	size_t n;
	uint32_t mask;         /* words of the query that are answered */
	bool surname_first;
	double weight;
} answer_of;
answer_of weigh_person(const seeking *k, uint32_t person, int number);
/* No day but the one asked for and the one with day and month swapped weighs more; nobody's words cost less. */
#define SEEK_BEST_OTHER_DAY (-4.89)
#define SEEK_LEAST_COST 0.1
/* Log of the probability of any number of so many digits. Of long ones no more is made, as they are handed on within a family. */
double weigh_digits(size_t digits);
/* Two names written as one word, and a letter of it wrong. */
#define SEEK_WRITTEN_AS_ONE 1.5
#define SEEK_SLIP_IN_ONE 5.0
enum { TWO_IN_ONE_FROM_BYTES = 5 };
/* Log of the probability of the day asked for, for somebody born then. 0 where none was asked for. */
double weigh_born(const query *q, int32_t born, int32_t days);

#endif
