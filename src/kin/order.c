/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who stands left of whom. People are put in one after another, from the child outwards, each at the place of its row that costs
 * least; nobody who stands already changes order with anybody else. What costs is what a reader stumbles over. */
#include "kin/inside.h"

enum {
	COST_APART = 1000,    /* for each who stands between partners */
	COST_APART_NOW = 1200,/* the same, where they have not parted */
	COST_BETWEEN = 20,    /* for each who stands among brothers and sisters and is none of them */
	COST_CROSSED = 50,    /* for two descents that cross */
	COST_AGE = 10,        /* for each two of them of whom the younger stands to the left */
	COST_TWINS_APART = 60,
	COST_SIDE = 15        /* partners the other way round than they are mostly drawn */
};

static int abs_of(int n)
{
	return n < 0 ? -n : n;
}

static bool placed(const kin_plan *p, size_t node)
{
	return p->nodes.at[node].at != KIN_NONE;
}

static int at_of(const kin_plan *p, size_t node)
{
	return (int)p->nodes.at[node].at;
}

/* ---- what a knot costs by itself */

static const kin_person *person_at(const kin_plan *p, size_t node)
{
	size_t who = p->nodes.at[node].who;
	return who == KIN_NONE ? NULL : &p->tree->people.at[who];
}

static int cost_of_ends(const kin_plan *p, const knot *k)
{
	if (k->end_n < 2 || !placed(p, k->ends[0]) || !placed(p, k->ends[1])) return 0;
	int apart = at_of(p, k->ends[1]) - at_of(p, k->ends[0]), against = apart < 0 ? k->first_left : -k->first_left;
	bool lasts = p->tree->unions.at[k->union_at].end == COUPLE_LASTS;
	return (against > 0 ? COST_SIDE : 0) + (abs_of(apart) - 1) * (lasts ? COST_APART_NOW : COST_APART);
}

/* -1: one was born before the other. */
static int born_before(const kin_plan *p, size_t one, size_t other)
{
	const kin_person *x = person_at(p, one), *y = person_at(p, other);
	if (!x || !y || x->born.is == WHEN_NONE || y->born.is == WHEN_NONE) return 0;
	return when_cmp(x->born, y->born);
}

static int cost_of_children(const kin_plan *p, const knot *k)
{
	int least = 0, most = 0, n = 0, cost = 0;
	for (size_t i = 0; i < k->children.n; i++) {
		const knot_child *c = &k->children.at[i];
		if (!placed(p, c->node)) continue;
		int at = at_of(p, c->node);
		if (n == 0 || at < least) least = at;
		if (n == 0 || at > most) most = at;
		n++;
		for (size_t j = i + 1; j < k->children.n; j++) {
			const knot_child *d = &k->children.at[j];
			if (!placed(p, d->node)) continue;
			int before = born_before(p, c->node, d->node), apart = at_of(p, d->node) - at;
			if ((before < 0 && apart < 0) || (before > 0 && apart > 0)) cost += COST_AGE;
			if (c->twins && c->twins == d->twins) cost += (abs_of(apart) - 1) * COST_TWINS_APART;
		}
	}
	return n ? cost + (most - least + 1 - n) * COST_BETWEEN : 0;
}

/* ---- what knots of one channel cost each other */

typedef struct {
	int above, below; /* twice the place of what it comes from; the place of the child */
	bool own;         /* it is the node's that a place is looked for */
} descent;

static size_t descents_of(const kin_plan *p, size_t channel, size_t node, descent *ret, size_t most)
{
	size_t n = 0;
	for (size_t i = 0; i < p->channels[channel].n; i++) {
		const knot *k = &p->knots.at[p->channels[channel].at[i]];
		int sum = 0, ends = 0;
		bool own = false;
		for (size_t e = 0; e < k->end_n; e++) {
			own |= k->ends[e] == node;
			if (!placed(p, k->ends[e])) continue;
			sum += 2 * at_of(p, k->ends[e]);
			ends++;
		}
		for (size_t c = 0; ends && c < k->children.n && n < most; c++) {
			size_t child = k->children.at[c].node;
			if (placed(p, child)) ret[n++] = (descent){ sum / ends, at_of(p, child), own || child == node };
		}
	}
	return n;
}

static int cost_of_crossings(const kin_plan *p, size_t channel, size_t node)
{
	descent list[4 * KIN_MOST];
	int cost = 0;
	size_t n = descents_of(p, channel, node, list, 4 * KIN_MOST);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; list[i].own && j < n; j++) {
			int above = list[i].above - list[j].above, below = list[i].below - list[j].below;
			if ((above < 0 && below > 0) || (above > 0 && below < 0)) cost += COST_CROSSED;
		}
	return cost;
}

static int cost_of_channel(const kin_plan *p, size_t channel, size_t node)
{
	int cost = cost_of_crossings(p, channel, node);
	for (size_t i = 0; i < p->channels[channel].n; i++) {
		const knot *k = &p->knots.at[p->channels[channel].at[i]];
		cost += cost_of_ends(p, k) + cost_of_children(p, k);
	}
	return cost;
}

/* What depends on where the node stands. */
static int cost_around(const kin_plan *p, size_t node)
{
	size_t row = p->nodes.at[node].row;
	return (row ? cost_of_channel(p, row - 1, node) : 0) + cost_of_channel(p, row, node);
}

/* ---- putting in */

static void number_row(kin_plan *p, size_t row, size_t from)
{
	for (size_t i = from; i < p->rows[row].n; i++) p->nodes.at[p->rows[row].at[i]].at = i;
}

static void put_at(kin_plan *p, size_t node, size_t at)
{
	size_t row = p->nodes.at[node].row;
	kin_row *list = &p->rows[row];
	PUSH(p->a, list, node);
	for (size_t i = list->n - 1; i > at; i--) list->at[i] = list->at[i - 1];
	list->at[at] = node;
	number_row(p, row, at);
}

static void take_out(kin_plan *p, size_t node)
{
	size_t row = p->nodes.at[node].row;
	kin_row *list = &p->rows[row];
	for (size_t i = p->nodes.at[node].at; i + 1 < list->n; i++) list->at[i] = list->at[i + 1];
	list->n--;
	p->nodes.at[node].at = KIN_NONE;
	number_row(p, row, 0);
}

/* From the right end to the left: the place that costs least, of several the rightmost. */
static size_t best_place(kin_plan *p, size_t node)
{
	size_t row = p->nodes.at[node].row, best = p->rows[row].n;
	put_at(p, node, best);
	int least = cost_around(p, node);
	for (size_t at = best; at > 0; at--) {
		size_t other = p->rows[row].at[at - 1];
		p->rows[row].at[at - 1] = node;
		p->rows[row].at[at] = other;
		number_row(p, row, at - 1);
		int cost = cost_around(p, node);
		if (cost < least) {
			least = cost;
			best = at - 1;
		}
	}
	take_out(p, node);
	return best;
}

static void put_in(kin_plan *p, size_t node)
{
	if (!placed(p, node)) put_at(p, node, best_place(p, node));
}

/* ---- from the child outwards */

typedef struct {
	kin_plan *p;
	LIST(size_t) queue; /* nodes */
} outwards;

static void meet(outwards *o, size_t node)
{
	if (placed(o->p, node)) return;
	put_in(o->p, node);
	PUSH(o->p->a, &o->queue, node);
}

static bool is_child(const knot *k, size_t node)
{
	EACH (c, k->children)
		if (c->node == node) return true;
	return false;
}

static bool is_end(const knot *k, size_t node)
{
	return (k->end_n > 0 && k->ends[0] == node) || (k->end_n > 1 && k->ends[1] == node);
}

/* Partners; parents, and who else is a child of theirs; children. */
static void meet_around(outwards *o, size_t node)
{
	kin_plan *p = o->p;
	for (size_t i = 0; i < p->knots.n; i++)
		for (size_t e = 0; is_end(&p->knots.at[i], node) && e < p->knots.at[i].end_n; e++) meet(o, p->knots.at[i].ends[e]);
	for (size_t i = 0; i < p->knots.n; i++) {
		const knot *k = &p->knots.at[i];
		if (!is_child(k, node)) continue;
		for (size_t e = 0; e < k->end_n; e++) meet(o, k->ends[e]);
		for (size_t c = 0; c < k->children.n; c++) meet(o, k->children.at[c].node);
	}
	for (size_t i = 0; i < p->knots.n; i++)
		for (size_t c = 0; is_end(&p->knots.at[i], node) && c < p->knots.at[i].children.n; c++) meet(o, p->knots.at[i].children.at[c].node);
}

void kin_order(kin_plan *p)
{
	outwards o = { .p = p };
	size_t at = 0;
	if (p->nodes.n) meet(&o, p->tree->centre);
	for (size_t i = 0; i < p->nodes.n; i++) {
		for (; at < o.queue.n; at++) meet_around(&o, o.queue.at[at]);
		meet(&o, i);
	}
	for (; at < o.queue.n; at++) meet_around(&o, o.queue.at[at]);
}
