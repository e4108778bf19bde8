/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How often things happen: practice/demonstration/rates.yaml, and the dice that follow it. */
#ifndef WAYMARK_DEMO_RATES_H
#define WAYMARK_DEMO_RATES_H

#include "base/map.h"

/* A stream of numbers from a seed (xorshift64*, Marsaglia 2003 and Vigna 2016): not for secrets. */
typedef struct {
	uint64_t state;
} dice;
dice dice_make(uint64_t seed);
uint64_t dice_roll(dice *d, uint64_t sides); /* 0 .. sides-1 */
double dice_unit(dice *d);                   /* 0 <= x < 1 */
bool dice_chance(dice *d, double share);
int dice_between(dice *d, int least, int most); /* both may come */

typedef struct {
	double share;      /* of the whole */
	str_list as;       /* what it stands for here */
	int least, most;   /* days */
	int from_age;
	str with;          /* a main need: among children who have it the share is `then` */
	double then;
} rate_part;
typedef struct {
	rate_part *at;
	size_t n;
} rate;
typedef struct {
	map by_name; /* rate */
} rates;

/* In arena a. The file is part of the program: what is wrong in it stops the program. */
rates rates_read(arena *a);
const rate *rate_of(const rates *r, const char *name); /* CHECKs that there is one */
double rate_share(const rates *r, const char *name);   /* of its first part */
/* One part by its share; NULL for what none of them is, where they are no whole. */
const rate_part *rate_pick(const rates *r, const char *name, dice *d);
str rate_word(const rates *r, const char *name, dice *d); /* what the part stands for; one of several by chance */
int rate_days(const rates *r, const char *name, dice *d);

#endif
