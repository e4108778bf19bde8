/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "match/link_em.h"

#include <math.h>
#include <stdlib.h>

/* DRAWN pairs give u, LEARNT_MOST teach m. USUAL_WEIGHS: as many pairs the usual probabilities are worth. */
enum { DRAWN = 60000, LEARNT_MOST = 100000, USUAL_WEIGHS = 40, ROUNDS_MOST = 30 };

/* ---- what is usual */

/* Of records of one person, whichever the file: mostly the same, else slips, else nothing alike. Levels a kind does not
 * have stay 0. */
static const double usual_m[LINK_KIND_N][ALIKE_N] = {
	[LINK_GIVEN] = { 0, .82, .03, .05, .02, .015, .02, .01, .005, .03 },
	[LINK_MIDDLE] = { 0, .88, .01, .03, .01, .03, 0, 0, 0, .04 },
	[LINK_SURNAME] = { 0, .85, .005, .04, .02, .04, 0, 0, 0, .045 },
	[LINK_BORN] = { 0, .9, .015, .03, .01, .015, .005, .005, 0, .02 },
	[LINK_SEX] = { 0, .98, 0, 0, 0, 0, 0, 0, 0, .02 },
	[LINK_ORDER] = { 0, .97, 0, 0, 0, 0, 0, 0, 0, .03 },
	[LINK_ADDRESS] = { 0, .8, .02, .04, .02, .02, 0, 0, 0, .1 },
	[LINK_POSTCODE] = { 0, .85, 0, .03, .02, 0, 0, 0, 0, .1 },
	[LINK_PLACE] = { 0, .85, 0, .05, .02, 0, 0, 0, 0, .08 },
	[LINK_NUMBER] = { 0, .97, 0, .02, 0, 0, 0, 0, 0, .01 },
};
/* Of two children of one household: what they share. Nothing else makes them alike. */
static const double usual_home[LINK_KIND_N][ALIKE_N] = {
	[LINK_SURNAME] = { 0, .75, .001, .03, .01, .06, 0, 0, 0, .15 },
	[LINK_ADDRESS] = { 0, .8, .02, .03, .02, .02, 0, 0, 0, .11 },
	[LINK_POSTCODE] = { 0, .85, 0, .02, .02, 0, 0, 0, 0, .11 },
	[LINK_PLACE] = { 0, .87, 0, .03, .02, 0, 0, 0, 0, .08 },
	[LINK_NUMBER] = { 0, 1e-5, 0, .05, 0, 0, 0, 0, 0, .95 }, /* given one after the other, to twins above all */
};
/* Of records drawn at random, where the drawing saw too few. */
static const double usual_u[ALIKE_N] = { 0, 1e-3, 2e-3, 2e-3, 2e-3, 2e-3, 2e-3, 1e-6, 1e-3, .98 };

/* splitmix64: the same pairs are drawn each time. */
static uint64_t draw(uint64_t *state)
{
	uint64_t z = *state += 0x9E3779B97F4A7C15u;
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

static void draw_u(link_model *m, link_comparer *c)
{
	double seen[LINK_COLUMNS_MOST][ALIKE_N] = { 0 };
	const link_records *r = m->r;
	uint64_t state = 1, all = r->n * (r->n - 1) / 2;
	for (size_t drawn = 0; drawn < (all < DRAWN ? all : DRAWN); drawn++) {
		uint32_t one = (uint32_t)(draw(&state) % r->n), other = (uint32_t)(draw(&state) % r->n);
		if (one == other) continue;
		link_pair p = link_compare(c, one, other);
		for (size_t i = 0; i < r->column_n; i++) seen[i][p.level[i]] += p.level[i] != ALIKE_NOTHING;
	}
	for (size_t i = 0; i < r->column_n; i++) {
		double sum = 0, few = 300, alike_same = r->column[i].alike > 1e-9 ? r->column[i].alike : 1e-9;
		for (size_t l = 2; l < ALIKE_N; l++) sum += seen[i][l] + few * usual_u[l];
		m->u[i][ALIKE_SAME] = alike_same < .999 ? alike_same : .999; /* known exactly */
		for (size_t l = 2; l < ALIKE_N; l++)
			m->u[i][l] = (seen[i][l] + few * usual_u[l]) / sum * (1 - m->u[i][ALIKE_SAME]);
	}
}

/* ---- namesakes */

/* Names go together: who is called Simran is oftener called Kaur than others are. Taken as independent, two strangers of one
 * tradition look like one person. How much oftener is counted among those who cannot be one: born years apart. */
typedef struct {
	uint64_t names;
	int year;
} named_year;

static int by_names_then_year(const void *x, const void *y)
{
	const named_year *a = x, *b = y;
	if (a->names != b->names) return a->names < b->names ? -1 : 1;
	return a->year - b->year;
}

/* Pairs within a stretch, in order of year, that are more than a year apart. */
static double pairs_apart(const named_year *list, size_t n)
{
	double pairs = 0;
	for (size_t i = 0, near = 0; i < n; i++) {
		while (list[near].year + 1 < list[i].year) near++;
		pairs += (double)near;
	}
	return pairs;
}

/* The same of all, in any order. */
static double all_apart(const named_year *list, size_t n)
{
	double born[DAY_LAST_YEAR + 1] = { 0 }, pairs = 0, before = 0;
	for (size_t i = 0; i < n; i++) born[list[i].year]++;
	for (int year = DAY_FIRST_YEAR + 2; year <= DAY_LAST_YEAR; year++) {
		before += born[year - 2];
		pairs += born[year] * before;
	}
	return pairs;
}

static size_t named_years(const link_records *r, named_year *list)
{
	size_t n = 0, given = (size_t)r->at[LINK_GIVEN], surname = (size_t)r->at[LINK_SURNAME], born = (size_t)r->at[LINK_BORN];
	for (uint32_t i = 0; i < r->n; i++) {
		uint64_t g = link_cell(r, i, given), s = link_cell(r, i, surname);
		const link_value *on = link_value_of(&r->column[born], link_cell(r, i, born));
		if (g && s && on->is_day && !link_value_of(&r->column[given], (value_id)g)->unborn)
			list[n++] = (named_year){ g << 32 | s, day_parts(on->on).year };
	}
	return n;
}

static double count_namesakes(const link_records *r)
{
	ARENA(a);
	if (r->at[LINK_GIVEN] < 0 || r->at[LINK_SURNAME] < 0 || r->at[LINK_BORN] < 0) return 0;
	named_year *list = TAKE_N(&a, named_year, r->n);
	size_t n = named_years(r, list), end;
	double of_names = 0;
	if (n < 2) return 0;
	qsort(list, n, sizeof *list, by_names_then_year);
	for (size_t start = 0; start < n; start = end) {
		for (end = start; end < n && list[end].names == list[start].names;) end++;
		of_names += pairs_apart(list + start, end - start);
	}
	double by_chance = all_apart(list, n) * r->column[r->at[LINK_GIVEN]].alike * r->column[r->at[LINK_SURNAME]].alike;
	return of_names > by_chance && by_chance > 0 ? log(of_names / by_chance) : 0;
}

/* ---- likelihoods */

/* NULL where the sort says nothing of the column: then it is as with anybody. */
static const double *levels_of(const link_model *m, size_t column, pair_sort sort)
{
	link_kind is = m->r->column[column].is;
	switch (sort) {
	case PAIR_PERSON: return m->m[column];
	case PAIR_TWINS:
		if (is == LINK_BORN) return m->m[column];
		return link_is_of_household(is) || is == LINK_NUMBER ? m->home[column] : NULL;
	case PAIR_SIBLINGS: return link_is_of_household(is) || is == LINK_NUMBER ? m->home[column] : NULL;
	case PAIR_ANYBODY: break;
	}
	return NULL;
}

/* What is the same has no u of its own: the rarity of the very value takes its place. */
static void weigh(link_model *m)
{
	for (int s = 0; s < PAIR_SORT_N; s++) m->log_share[s] = log(m->share[s]);
	for (int s = 0; s < PAIR_ANYBODY; s++)
		for (size_t i = 0; i < m->r->column_n; i++) {
			const double *levels = levels_of(m, i, (pair_sort)s);
			for (size_t l = 1; l < ALIKE_N; l++) {
				double u = l == ALIKE_SAME ? 1 : m->u[i][l];
				m->weight[s][i][l] = levels ? log((levels[l] > 1e-7 ? levels[l] : 1e-7) / u) : 0;
			}
		}
}

double link_weight(const link_model *m, const link_pair *p, size_t column, pair_sort sort)
{
	const link_column *c = &m->r->column[column];
	if (sort == PAIR_ANYBODY || !levels_of(m, column, sort)) return 0;
	return m->weight[sort][column][p->level[column]] +
	       (p->level[column] == ALIKE_SAME ? (double)c->rarity[link_cell(m->r, p->a, column)] : 0);
}

void link_probabilities(const link_model *m, const link_pair *p, double *ret)
{
	double again = p->names > 1 ? 1 : 0; /* a name shared besides another */
	double person = m->log_share[PAIR_PERSON] + (double)p->rare,
	       twins = m->log_share[PAIR_TWINS] + (double)(p->rare_home + p->rare_born),
	       siblings = m->log_share[PAIR_SIBLINGS] + (double)p->rare_home, anybody = m->log_share[PAIR_ANYBODY] + again * m->namesakes;
	for (size_t i = 0; i < m->r->column_n; i++) {
		person += m->weight[PAIR_PERSON][i][p->level[i]];
		twins += m->weight[PAIR_TWINS][i][p->level[i]];
		siblings += m->weight[PAIR_SIBLINGS][i][p->level[i]];
	}
	double best = fmax(fmax(person, twins), fmax(siblings, anybody)), sum = 0;
	ret[PAIR_PERSON] = exp(person - best);
	ret[PAIR_TWINS] = exp(twins - best);
	ret[PAIR_SIBLINGS] = exp(siblings - best);
	ret[PAIR_ANYBODY] = exp(anybody - best);
	for (int s = 0; s < PAIR_SORT_N; s++) sum += ret[s];
	for (int s = 0; s < PAIR_SORT_N; s++) ret[s] /= sum;
}

link_model link_model_usual(link_comparer *c, const link_records *r)
{
	link_model m = { .r = r };
	double n = (double)(r->n > 2 ? r->n : 2);
	for (size_t i = 0; i < r->column_n; i++)
		for (size_t l = 0; l < ALIKE_N; l++) {
			m.m[i][l] = usual_m[r->column[i].is][l];
			m.home[i][l] = usual_home[r->column[i].is][l];
		}
	/* About one other record for each, fewer of brothers and sisters, and of twins one in forty; in few records less. */
	m.share[PAIR_PERSON] = fmin(2 / n, .05);
	m.share[PAIR_SIBLINGS] = fmin(1 / n, .025);
	m.share[PAIR_TWINS] = fmin(.05 / n, .00125);
	m.share[PAIR_ANYBODY] = 1 - m.share[PAIR_PERSON] - m.share[PAIR_SIBLINGS] - m.share[PAIR_TWINS];
	m.namesakes = count_namesakes(r);
	draw_u(&m, c);
	weigh(&m);
	return m;
}

/* ---- expectation maximisation */

typedef struct {
	double person[LINK_COLUMNS_MOST][ALIKE_N], home[LINK_COLUMNS_MOST][ALIKE_N], share[PAIR_SORT_N];
} expected;

static void expect_pair(const link_model *m, const link_pair *p, expected *to)
{
	double of[PAIR_SORT_N];
	link_probabilities(m, p, of);
	for (int s = 0; s < PAIR_SORT_N; s++) to->share[s] += of[s];
	for (size_t i = 0; i < m->r->column_n; i++) {
		to->person[i][p->level[i]] += of[PAIR_PERSON];
		to->home[i][p->level[i]] += of[PAIR_TWINS] + of[PAIR_SIBLINGS];
	}
}

/* The usual probabilities count as pairs that were seen (a Dirichlet prior). */
static void maximise_levels(const double usual[ALIKE_N], const double seen[ALIKE_N], double ret[ALIKE_N])
{
	double sum = 0;
	for (size_t l = 1; l < ALIKE_N; l++) sum += seen[l] + USUAL_WEIGHS * usual[l];
	for (size_t l = 1; l < ALIKE_N && sum > 0; l++) ret[l] = (seen[l] + USUAL_WEIGHS * usual[l]) / sum;
}

/* Returns by how much a share of the pairs changed. */
static double maximise(link_model *m, const expected *seen, double of_all)
{
	double n = (double)m->r->n, all = n * (n - 1) / 2, before = m->share[PAIR_PERSON], rest = 1;
	for (size_t i = 0; i < m->r->column_n; i++) {
		link_kind is = m->r->column[i].is;
		maximise_levels(usual_m[is], seen->person[i], m->m[i]);
		if (link_is_of_household(is)) maximise_levels(usual_home[is], seen->home[i], m->home[i]);
	}
	for (int s = 0; s < PAIR_ANYBODY; s++) {
		m->share[s] = (seen->share[s] * of_all + 1) / (all + 4);
		rest -= m->share[s];
	}
	m->share[PAIR_ANYBODY] = rest > 1e-6 ? rest : 1e-6;
	weigh(m);
	return fabs(m->share[PAIR_PERSON] - before) / before;
}

void link_model_estimate(link_model *m, const link_pair *pairs, size_t n)
{
	size_t step = n / LEARNT_MOST + 1;
	double changed = 1;
	for (m->rounds = 0; m->rounds < ROUNDS_MOST && changed > 1e-4; m->rounds++) {
		expected seen = { 0 };
		for (size_t i = 0; i < n; i += step) expect_pair(m, &pairs[i], &seen);
		changed = maximise(m, &seen, (double)step);
	}
}
