/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The model of Fellegi and Sunter (1969), its probabilities estimated from the records themselves by expectation
 * maximisation (Dempster, Laird and Rubin 1977), and with it one remedy for what that model is known to get wrong: two
 * children of one household share surname, address and postcode, twins their birthday too, and a model that knows only
 * «the same person» and «anybody» takes them for one person. So a pair is of one of four sorts, and what a household
 * shares speaks for three of them alike. */
#ifndef WAYMARK_MATCH_LINK_EM_H
#define WAYMARK_MATCH_LINK_EM_H

#include "match/link_pair.h"

typedef enum {
	PAIR_PERSON, /* the same person */
	PAIR_TWINS,  /* of one household and one birth */
	PAIR_SIBLINGS, /* of one household */
	PAIR_ANYBODY
} pair_sort;
enum { PAIR_SORT_N = PAIR_ANYBODY + 1 };

typedef struct {
	const link_records *r;
	double m[LINK_COLUMNS_MOST][ALIKE_N];    /* how alike two records of one person are; each row sums to 1 */
	double home[LINK_COLUMNS_MOST][ALIKE_N]; /* of two children of one household: what households share */
	double u[LINK_COLUMNS_MOST][ALIKE_N];    /* of two records drawn at random */
	double share[PAIR_SORT_N];               /* of all n(n-1)/2 pairs */
	double log_share[PAIR_SORT_N];           /* natural logarithms */
	double namesakes; /* natural logarithm of how much oftener a name is shared by those who share another one already */
	double weight[PAIR_ANYBODY][LINK_COLUMNS_MOST][ALIKE_N]; /* logarithms of the ratios of likelihoods against anybody */
	int rounds;                              /* of expectation maximisation that were needed */
} link_model;

/* The model before it has seen a pair: what is usual for m, and u from pairs drawn at random (always the same ones). */
link_model link_model_usual(link_comparer *c, const link_records *r);
/* Estimates m, home and share from pairs; the usual probabilities weigh as much as a few dozen pairs do. */
void link_model_estimate(link_model *m, const link_pair *pairs, size_t n);

/* How strongly one column speaks for `sort` against PAIR_ANYBODY: the natural logarithm of the ratio of likelihoods. A
 * value that few have speaks louder (term frequencies). */
double link_weight(const link_model *m, const link_pair *p, size_t column, pair_sort sort);
/* ret[PAIR_SORT_N]: the probability of each sort; they sum to 1. */
void link_probabilities(const link_model *m, const link_pair *p, double *ret);

#endif
