/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What somebody typed to find a person: names and other words, a date of birth or an age, numbers; in any order. */
#ifndef WAYMARK_MATCH_QUERY_H
#define WAYMARK_MATCH_QUERY_H

#include "match/shelf.h"

enum { QUERY_TEXT_BYTES = 500, QUERY_WORDS_MOST = 10, QUERY_NUMBERS_MOST = 16, AGE_BARE_MOST = 25 };

typedef struct {
	str text;       /* folded */
	bool of_trait;  /* said of whom: «mother Sharon» */
	trait is;
	bool goes_on;   /* a further group of the number that the word before it began: «01752 496 012» says one thing */
} query_word;

typedef struct {
	str key;        /* number_key of what may be a number of the person */
	uint32_t words; /* of the query, that it was typed in */
	size_t beside;  /* of a group of a longer number, as «476» of «943 476 5919»: how many digits stand beside it */
	bool is_day;    /* the day of birth, or a local number that looks like one */
} query_number;

typedef struct {
	str text;                  /* as typed, trimmed */
	query_word words[QUERY_WORDS_MOST];
	size_t word_n;
	query_number numbers[QUERY_NUMBERS_MOST]; /* the whole before its parts */
	size_t number_n;
	bool has_born;             /* born between these days; the same day twice where the day was given */
	day born_from, born_to;
	bool more_words;           /* than are looked at */
} query;

/* Dates: 5/3/2014, 05.03.14, 5-3-2014, 2014-03-05, 05032014, 050314, 20140305, 5 3 2014, 5 March 2014, 5th Mar 2014, March 2014,
 * 2014-03, 2014, and 3/15/2014 where the other order is no day; ages: age 7, 7 years, 7yo, 7-year-old, 8 months, 6 weeks, and a
 * number up to AGE_BARE_MOST that ends what was typed after a name. Two digits of a year are the latest year not after today.
 * «Surname:», «named» and the like say nothing of the person. No character stands for others.
 * *ret in arena a, borrows from text.
 * E_INVALID nothing to go by: empty, one letter, only signs, not text.   E_LIMIT over QUERY_TEXT_BYTES. */
err query_read(arena *a, str text, day today, query *ret) MUST_USE;

#endif
