/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where everybody stands across. Parents are drawn to the middle above their children, children below their parents, partners
 * together; in turns, row by row, each row by the nearest positions (least squares) that keep its order and its distances:
 * neighbours that would come too close move as one (pool adjacent violators; Best and Chakravarti 1990). */
#include "kin/inside.h"

#include <math.h>

enum { TURNS = 120, STEP = 2, GROUP = 22, PULL_CHILD = 2, PULL_PARENT = 2, PULL_PARTNER = 1, PULL_SIBLING = 1 };
#define WEIGHT_LEAST 0.01

static bool passes(const kin_plan *p, size_t node)
{
	return p->nodes.at[node].who == KIN_NONE;
}

/* ---- how near neighbours may come */

static bool are_siblings(const knot *k, size_t one, size_t other)
{
	bool has_one = false, has_other = false;
	EACH (c, k->children) {
		has_one |= c->node == one;
		has_other |= c->node == other;
	}
	return has_one && has_other;
}

static bool tied(const kin_plan *p, size_t row, size_t one, size_t other)
{
	for (size_t i = 0; i < p->channels[row].n; i++) {
		const knot *k = &p->knots.at[p->channels[row].at[i]];
		if (k->end_n == 2 && (k->ends[0] == one || k->ends[1] == one) && (k->ends[0] == other || k->ends[1] == other)) return true;
	}
	for (size_t i = 0; row && i < p->channels[row - 1].n; i++)
		if (are_siblings(&p->knots.at[p->channels[row - 1].at[i]], one, other)) return true;
	return false;
}

static int least_apart(const kin_plan *p, size_t row, size_t left, size_t right)
{
	int apart = (passes(p, left) ? KIN_PASS : KIN_RIGHT) + (passes(p, right) ? KIN_PASS : KIN_LEFT);
	bool strangers = !passes(p, left) && !passes(p, right) && !tied(p, row, left, right);
	return apart + (strangers ? GROUP : 0);
}

/* ---- what each is drawn to */

typedef struct {
	double sum, weight;
} pull;
typedef struct {
	double sum, weight;
	size_t first, n;
} pool;
typedef struct {
	kin_plan *p;
	double *x;          /* of each node */
	pull *pulls;        /* of each node */
	pool *pools;        /* room for a row */
	double *offset;     /* of each node: its least distance from the first of its row */
} across;

static double middle_of_ends(const across *w, const knot *k)
{
	double sum = 0;
	for (size_t e = 0; e < k->end_n; e++) sum += w->x[k->ends[e]];
	return sum / (double)k->end_n;
}

static double middle_of_children(const across *w, const knot *k)
{
	double least = w->x[k->children.at[0].node], most = least;
	EACH (c, k->children) {
		double x = w->x[c->node];
		if (x < least) least = x;
		if (x > most) most = x;
	}
	return (least + most) / 2;
}

static void draw_to(across *w, size_t node, double shift, double weight)
{
	w->pulls[node].sum += (w->x[node] + shift) * weight;
	w->pulls[node].weight += weight;
}

/* Two neighbours, towards the least distance between them. */
static void pull_together(across *w, size_t left, size_t right, double close, double weight)
{
	double shift = (w->x[right] - w->x[left] - close) / 2;
	draw_to(w, left, shift, weight);
	draw_to(w, right, -shift, weight);
}

static void pull_siblings(across *w, size_t row)
{
	const kin_row *list = &w->p->rows[row];
	for (size_t i = 0; row && i + 1 < list->n; i++) {
		size_t left = list->at[i], right = list->at[i + 1];
		for (size_t k = 0; k < w->p->channels[row - 1].n; k++)
			if (are_siblings(&w->p->knots.at[w->p->channels[row - 1].at[k]], left, right))
				pull_together(w, left, right, w->offset[right] - w->offset[left], PULL_SIBLING);
	}
}

static void pull_children(across *w, size_t row)
{
	const kin_plan *p = w->p;
	if (row == 0) return;
	for (size_t i = 0; i < p->channels[row - 1].n; i++) {
		const knot *k = &p->knots.at[p->channels[row - 1].at[i]];
		if (k->end_n == 0 || k->children.n == 0) continue;
		double shift = middle_of_ends(w, k) - middle_of_children(w, k);
		EACH (c, k->children) draw_to(w, c->node, shift, PULL_CHILD);
	}
}

static void pull_parents(across *w, size_t row)
{
	const kin_plan *p = w->p;
	for (size_t i = 0; i < p->channels[row].n; i++) {
		const knot *k = &p->knots.at[p->channels[row].at[i]];
		if (k->children.n && k->end_n) {
			double shift = middle_of_children(w, k) - middle_of_ends(w, k);
			for (size_t e = 0; e < k->end_n; e++) draw_to(w, k->ends[e], shift, PULL_PARENT);
		}
		if (k->end_n < 2) continue;
		bool first_left = p->nodes.at[k->ends[0]].at < p->nodes.at[k->ends[1]].at;
		pull_together(w, k->ends[!first_left], k->ends[first_left], KIN_LEFT + KIN_RIGHT, PULL_PARTNER);
	}
}

/* ---- one row, as near as it can be to where it is drawn */

static void settle(across *w, const kin_row *row)
{
	size_t n = 0;
	for (size_t i = 0; i < row->n; i++) {
		size_t node = row->at[i];
		pull of = w->pulls[node];
		double weight = of.weight > 0 ? of.weight : WEIGHT_LEAST, wanted = of.weight > 0 ? of.sum / of.weight : w->x[node];
		w->pools[n++] = (pool){ (wanted - w->offset[node]) * weight, weight, i, 1 };
		for (; n > 1 && w->pools[n - 2].sum * w->pools[n - 1].weight > w->pools[n - 1].sum * w->pools[n - 2].weight; n--) {
			w->pools[n - 2].sum += w->pools[n - 1].sum;
			w->pools[n - 2].weight += w->pools[n - 1].weight;
			w->pools[n - 2].n += w->pools[n - 1].n;
		}
	}
	for (size_t g = 0; g < n; g++)
		for (size_t i = w->pools[g].first; i < w->pools[g].first + w->pools[g].n; i++)
			w->x[row->at[i]] = w->pools[g].sum / w->pools[g].weight + w->offset[row->at[i]];
}

static void settle_row(across *w, size_t row)
{
	const kin_row *list = &w->p->rows[row];
	for (size_t i = 0; i < list->n; i++) w->pulls[list->at[i]] = (pull){ 0 };
	pull_children(w, row);
	pull_siblings(w, row);
	pull_parents(w, row);
	settle(w, list);
}

static void begin_row(across *w, size_t row)
{
	const kin_row *list = &w->p->rows[row];
	double from = 0;
	for (size_t i = 0; i < list->n; i++) {
		if (i) from += least_apart(w->p, row, list->at[i - 1], list->at[i]);
		w->x[list->at[i]] = w->offset[list->at[i]] = from;
	}
}

/* Every line finds an even number of units: what is drawn is sharp, and nothing comes nearer than it may. */
static void make_even(across *w)
{
	kin_plan *p = w->p;
	int least = 0;
	for (size_t r = 0; r < p->row_n; r++) {
		const kin_row *row = &p->rows[r];
		for (size_t i = 0; i < row->n; i++) {
			int x = STEP * (int)floor(w->x[row->at[i]] / STEP);
			int from = i ? p->nodes.at[row->at[i - 1]].x + least_apart(p, r, row->at[i - 1], row->at[i]) : x;
			p->nodes.at[row->at[i]].x = x < from ? from : x;
			if (i == 0 && (r == 0 || x < least)) least = x;
		}
	}
	EACH (node, p->nodes) node->x += KIN_MARGIN + KIN_LEFT - least;
}

void kin_across(kin_plan *p)
{
	size_t n = p->nodes.n + 1;
	across w = { p, TAKE_N(p->a, double, n), TAKE_N(p->a, pull, n), TAKE_N(p->a, pool, n), TAKE_N(p->a, double, n) };
	for (size_t r = 0; r < p->row_n; r++) begin_row(&w, r);
	for (size_t turn = 0; turn < TURNS; turn++)
		for (size_t i = 0; i < p->row_n; i++) settle_row(&w, turn % 2 ? i : p->row_n - 1 - i);
	make_even(&w);
}
