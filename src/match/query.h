/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What somebody typed to find a person: names and other words, a date of birth or an age, numbers; in any order. */
#ifndef WAYMARK_MATCH_QUERY_H
#define WAYMARK_MATCH_QUERY_H

#include "match/shelf.h"

enum { QUERY_TEXT_BYTES = 500, QUERY_WORDS_MOST = 10, QUERY_NUMBERS_MOST = 16 };

typedef struct {
	str text;       /* folded */
	bool of_trait;  /* said of whom: «mother Sharon» */
	trait is;
	bool goes_on;   /* a further group of the number that the word before it began: «01752 496 012» says one thing */
} query_word;

typedef struct {
	str text;                  /* as typed, trimmed */
	query_word words[QUERY_WORDS_MOST];
	size_t word_n;
	str numbers[QUERY_NUMBERS_MOST]; /* number_key of what may be a number of the person */
	size_t number_n;
	bool has_born;             /* born between these days; the same day twice where the day was given */
	day born_from, born_to;
	bool more_words;           /* than are looked at */
} query;

/* Dates: 5/3/2014, 05.03.14, 5-3-2014, 2014-03-05, 05032014, 5 3 2014, 5 March 2014, 5th Mar 2014, March 2014, 2014-03, 2014;
 * ages: age 7, 7 years, 7yo. Two digits of a year are the latest year not after today. No character stands for others.
 * *ret in arena a, borrows from text.
 * E_INVALID nothing to go by: empty, one letter, only signs, not text.   E_LIMIT over QUERY_TEXT_BYTES. */
err query_read(arena *a, str text, day today, query *ret) MUST_USE;

#endif
