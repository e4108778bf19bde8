/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Unions tied to rows. What leads over more than one row passes through the rows between, at a place of its own in each. */
#include "kin/inside.h"

static size_t pass_through(kin_plan *p, size_t row)
{
	PUSH(p->a, &p->nodes, ((kin_node){ .who = KIN_NONE, .row = row, .at = KIN_NONE }));
	return p->nodes.n - 1;
}

static void add_knot(kin_plan *p, knot k)
{
	PUSH(p->a, &p->channels[k.row], p->knots.n);
	PUSH(p->a, &p->knots, k);
}

/* From a node down to the row `to`, one row after another: the last passing node, or the node itself. */
static size_t lead_down(kin_plan *p, const knot *of, size_t node, size_t to, child_how how)
{
	while (p->nodes.at[node].row < to) {
		size_t next = pass_through(p, p->nodes.at[node].row + 1);
		knot k = { .union_at = of->union_at, .row = p->nodes.at[node].row, .ends = { node }, .end_n = 1, .of_couple = of->of_couple };
		PUSH(p->a, &k.children, ((knot_child){ .node = next, .how = how }));
		add_knot(p, k);
		node = next;
	}
	return node;
}

static void tie_children(kin_plan *p, const kin_union *u, knot *k)
{
	EACH (c, u->children) {
		if (c->left_out) continue;
		size_t row = p->nodes.at[c->who].row;
		if (row == k->row + 1) {
			PUSH(p->a, &k->children, ((knot_child){ .node = c->who, .how = c->how, .twins = c->twins, .identical = c->identical }));
			continue;
		}
		size_t first = pass_through(p, k->row + 1);
		PUSH(p->a, &k->children, ((knot_child){ .node = first, .how = c->how }));
		size_t last = lead_down(p, k, first, row - 1, c->how);
		knot end = { .union_at = k->union_at, .row = row - 1, .ends = { last }, .end_n = 1 };
		PUSH(p->a, &end.children, ((knot_child){ .node = c->who, .how = c->how }));
		add_knot(p, end);
	}
}

/* A man stands to the left of a woman, as genograms are mostly drawn. Somebody's second partner stands on the other side than the
 * first, the third beyond the first, and so on: whoever is found later takes nobody's place. */
static int votes_of(const kin_plan *p, size_t union_at, size_t end)
{
	const kin_union *u = &p->tree->unions.at[union_at];
	size_t who = u->parents[end], before = 0;
	bool woman_first = p->tree->people.at[u->parents[0]].sex == KIN_FEMALE && p->tree->people.at[u->parents[1]].sex == KIN_MALE;
	for (size_t i = 0; i < union_at; i++) {
		const kin_union *other = &p->tree->unions.at[i];
		before += (other->parent_n > 0 && other->parents[0] == who) || (other->parent_n > 1 && other->parents[1] == who);
	}
	int weight = before ? 2 : 1;
	return woman_first != (before % 2 == 1) ? -weight : weight;
}

static void tie_union(kin_plan *p, size_t at)
{
	const kin_union *u = &p->tree->unions.at[at];
	knot k = { .union_at = at, .end_n = u->parent_n };
	size_t drawn = 0;
	EACH (c, u->children) drawn += !c->left_out;
	if (drawn + u->parent_n < 2) return; /* it ties nobody to anybody */
	for (size_t i = 0; i < u->parent_n; i++)
		if (p->nodes.at[u->parents[i]].row > k.row) k.row = p->nodes.at[u->parents[i]].row;
	if (u->parent_n == 0) { /* the row above the topmost child */
		k.row = p->row_n;
		EACH (c, u->children)
			if (p->nodes.at[c->who].row - 1 < k.row) k.row = p->nodes.at[c->who].row - 1;
	}
	const knot leads_to_partner = { .union_at = at, .of_couple = true };
	for (size_t i = 0; i < u->parent_n; i++) k.ends[i] = lead_down(p, &leads_to_partner, u->parents[i], k.row, CHILD_BY_BIRTH);
	if (u->parent_n == 2) k.first_left = votes_of(p, at, 0) + votes_of(p, at, 1);
	tie_children(p, u, &k);
	add_knot(p, k);
}

void kin_tie(kin_plan *p, const size_t *rows)
{
	for (size_t i = 0; i < p->tree->people.n; i++)
		PUSH(p->a, &p->nodes, ((kin_node){ .who = i, .row = rows[i], .at = KIN_NONE }));
	p->rows = TAKE_N(p->a, kin_row, p->row_n);
	p->channels = TAKE_N(p->a, kin_row, p->row_n);
	for (size_t i = 0; i < p->tree->unions.n; i++) tie_union(p, i);
}
