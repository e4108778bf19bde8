/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "match/link_group.h"

#include <math.h>
#include <stdlib.h>

/* A pair counts at most so much for or against a group, in natural logarithms of the odds; over GROUP_MOST pairs two
 * groups are not compared any more, and stay two. */
enum { MOST_SAID = 9, GROUP_MOST = 1024 };

typedef struct {
	uint32_t pair;
	float odds; /* natural logarithm */
} link_edge;

typedef struct {
	link_result *result;
	link_comparer *comparer;
	const link_records *r;
	uint32_t *group;      /* by record: the first record of its group */
	uint32_t *next;       /* by record: the next of its group, or itself at the end */
	uint32_t *size;       /* by group */
	double threshold;
} grouping;

static double odds_of(const double *of)
{
	double p = of[PAIR_PERSON];
	return log((p > 1e-12 ? p : 1e-12) / (1 - p > 1e-12 ? 1 - p : 1e-12));
}

/* *ret_given: how alike the given names are. */
static double pair_odds(const grouping *g, uint32_t one, uint32_t other, alike *ret_given)
{
	double of[PAIR_SORT_N];
	link_pair p = link_compare(g->comparer, one, other);
	link_probabilities(&g->result->model, &p, of);
	double odds = odds_of(of);
	int given = g->r->at[LINK_GIVEN];
	*ret_given = given < 0 ? ALIKE_NOTHING : (alike)p.level[given];
	return odds > MOST_SAID ? MOST_SAID : odds < -MOST_SAID ? -MOST_SAID : odds;
}

/* Whether two groups are of one person: what all pairs between them say together, weighed as one pair. «Baby A» may have become
 * either twin, and so may «Baby B»: where there are names, what has none yet does not make one of two. */
static bool groups_fit(const grouping *g, uint32_t one, uint32_t other, double least)
{
	if (g->size[one] * g->size[other] > GROUP_MOST) return false;
	double sum = 0, named_sum = 0;
	size_t n = 0, named_n = 0, unborn_n = 0;
	for (uint32_t i = one;; i = g->next[i]) {
		for (uint32_t k = other;; k = g->next[k]) {
			alike given;
			double odds = pair_odds(g, i, k, &given);
			sum += odds, n++;
			if (given == ALIKE_UNBORN) unborn_n++;
			else if (given != ALIKE_NOTHING) named_sum += odds, named_n++;
			if (g->next[k] == k) break;
		}
		if (g->next[i] == i) break;
	}
	return sum / (double)n >= least && (!unborn_n || !named_n || named_sum / (double)named_n >= least);
}

static void join(grouping *g, uint32_t one, uint32_t other)
{
	uint32_t end = one;
	while (g->next[end] != end) end = g->next[end];
	g->next[end] = other;
	for (uint32_t k = other;; k = g->next[k]) {
		g->group[k] = one;
		if (g->next[k] == k) break;
	}
	g->size[one] += g->size[other];
}

static int strongest_edge(const void *x, const void *y)
{
	const link_edge *a = x, *b = y;
	if (a->odds != b->odds) return a->odds < b->odds ? 1 : -1;
	return (a->pair > b->pair) - (a->pair < b->pair);
}

/* The record of the group that speaks most for both: two that alone would not be linked are one person by it. */
static uint32_t between(const grouping *g, uint32_t one, uint32_t other)
{
	alike given;
	double best = -2 * MOST_SAID;
	uint32_t by = one;
	for (uint32_t i = g->group[one];; i = g->next[i]) {
		double odds = i == one || i == other ? best : fmin(pair_odds(g, one, i, &given), pair_odds(g, i, other, &given));
		if (odds > best) best = odds, by = i;
		if (g->next[i] == i) return by;
	}
}

static void found_push(grouping *g, uint32_t one, uint32_t other)
{
	double of[PAIR_SORT_N];
	link_found f = { .pair = link_compare(g->comparer, one, other) };
	link_probabilities(&g->result->model, &f.pair, of);
	f.probability = of[PAIR_PERSON];
	f.twins = of[PAIR_TWINS] + of[PAIR_SIBLINGS];
	f.through = f.pair.a;
	if (f.probability < g->threshold) {
		f.probability = g->threshold;
		f.through = between(g, f.pair.a, f.pair.b);
	}
	PUSH(g->r->a, &g->result->found, f);
}

static void write_groups(grouping *g)
{
	for (uint32_t i = 0; i < g->r->n; i++) {
		if (g->group[i] != i || g->next[i] == i) continue;
		for (uint32_t k = i;; k = g->next[k]) {
			for (uint32_t l = g->next[k]; l != k; l = g->next[l]) {
				found_push(g, k, l);
				if (g->next[l] == l) break;
			}
			if (g->next[k] == k) break;
		}
	}
}

void link_group(link_result *result, link_comparer *c, const link_pairs *pairs, double threshold)
{
	ARENA(a);
	const link_records *r = result->model.r;
	grouping g = { .result = result, .comparer = c, .r = r, .threshold = threshold };
	g.group = TAKE_N(&a, uint32_t, r->n);
	g.next = TAKE_N(&a, uint32_t, r->n);
	g.size = TAKE_N(&a, uint32_t, r->n);
	for (uint32_t i = 0; i < r->n; i++) g.group[i] = g.next[i] = i, g.size[i] = 1;
	LIST(link_edge) edges = { 0 };
	double least = log(threshold / (1 - threshold));
	for (size_t i = 0; i < pairs->n; i++) {
		double of[PAIR_SORT_N];
		link_probabilities(&result->model, &pairs->at[i], of);
		if (of[PAIR_PERSON] >= threshold) PUSH(&a, &edges, ((link_edge){ (uint32_t)i, (float)odds_of(of) }));
	}
	if (edges.n) qsort(edges.at, edges.n, sizeof *edges.at, strongest_edge);
	for (size_t i = 0; i < edges.n; i++) {
		const link_pair *p = &pairs->at[edges.at[i].pair];
		uint32_t one = g.group[p->a], other = g.group[p->b];
		if (one != other && groups_fit(&g, one, other, least)) join(&g, one, other);
	}
	write_groups(&g);
}
