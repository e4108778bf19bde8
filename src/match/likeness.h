/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How alike two written things are: words by the slips of a typing hand, days by the ways in which dates go wrong. */
#ifndef WAYMARK_MATCH_LIKENESS_H
#define WAYMARK_MATCH_LIKENESS_H

#include "base/day.h"

/* How many letters have to be left out, put in, changed, or swapped with their neighbour, each place once (optimal string
 * alignment); by bytes. most + 1 where it is more than most. Words over 64 bytes are compared as their first 64. */
int slips_between(str a, str b, int most);

/* Jaro-Winkler: 0 nothing in common .. 1 the same; prefix scale 0.1 over at most four letters, as Winkler (1990) has it. */
double name_likeness(str a, str b);

/* How one date came to be the other, the likeliest way first. */
typedef enum {
	DAYS_SAME,
	DAYS_SWAPPED,       /* day and month: 3 April, 4 March */
	DAYS_ONE_DIGIT,     /* one digit of ddmmyyyy differs, or two neighbours are swapped */
	DAYS_YEAR_OFF,      /* one year apart or ten, the same day and month */
	DAYS_NEAR,          /* at most ten days apart, or the same day of a neighbouring month */
	DAYS_SAME_YEAR,
	DAYS_YEAR_NEAR,     /* at most a year apart */
	DAYS_OTHER
} days_likeness;
enum { DAYS_LIKENESS_N = DAYS_OTHER + 1 };
days_likeness days_between(day a, day b);
/* "the same", "day and month swapped", "one digit off": after «birth date»; static. */
str days_likeness_words(days_likeness is);

#endif
