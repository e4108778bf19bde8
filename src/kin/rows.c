/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Generations. Counted outwards from the child, so that a parent stands one row up and a partner beside; then put right where
 * the family is tied in more than one way. A child always stands below both its parents. */
#include "kin/inside.h"

enum { FAR = 1 << 20 };

typedef struct {
	const kin_tree *t;
	int *generation;  /* FAR: not reached yet */
	LIST(size_t) queue;
	bool fostered;    /* carers are looked at too */
	arena *a;
} walk;

static void reach(walk *w, size_t who, int generation)
{
	if (w->generation[who] != FAR) return;
	w->generation[who] = generation;
	PUSH(w->a, &w->queue, who);
}

/* Whether the walk goes along this child's line. */
static bool leads(const walk *w, const kin_child *c)
{
	return !c->left_out && (c->how != CHILD_FOSTERED || w->fostered);
}

static bool takes_part(const walk *w, const kin_union *u, size_t who, bool *ret_parent)
{
	*ret_parent = (u->parent_n > 0 && u->parents[0] == who) || (u->parent_n > 1 && u->parents[1] == who);
	bool child = false;
	EACH (c, u->children) child |= c->who == who && leads(w, c);
	return child || *ret_parent;
}

static void reach_from(walk *w, size_t who)
{
	EACH (u, w->t->unions) {
		bool parent;
		if (!takes_part(w, u, who, &parent)) continue;
		int of_parents = parent ? w->generation[who] : w->generation[who] - 1;
		for (size_t i = 0; i < u->parent_n; i++) reach(w, u->parents[i], of_parents);
		EACH (c, u->children)
			if (leads(w, c)) reach(w, c->who, of_parents + 1);
	}
}

static void reach_all(walk *w)
{
	for (size_t at = 0; at < w->queue.n; at++) reach_from(w, w->queue.at[at]);
}

/* Carers who belong to the family already would pull it out of shape. */
static void leave_out_kin_carers(walk *w, kin_tree *t)
{
	EACH (u, t->unions)
		EACH (c, u->children)
			for (size_t i = 0; c->how == CHILD_FOSTERED && i < u->parent_n; i++)
				c->left_out |= w->generation[u->parents[i]] != FAR && w->generation[c->who] != FAR;
}

static bool push_children_down(const kin_tree *t, int *generation)
{
	bool moved = false;
	EACH (u, t->unions) {
		EACH (c, u->children)
			for (size_t i = 0; !c->left_out && i < u->parent_n; i++)
				if (generation[c->who] <= generation[u->parents[i]]) {
					generation[c->who] = generation[u->parents[i]] + 1;
					moved = true;
				}
	}
	return moved;
}

/* Partners stand in one row, unless one comes from the other. */
static bool level_partners(const kin_tree *t, int *generation)
{
	bool moved = false;
	EACH (u, t->unions) {
		if (u->parent_n < 2) continue;
		int *one = &generation[u->parents[0]], *other = &generation[u->parents[1]];
		if (*one == *other || kin_descends(t, u->parents[0], u->parents[1]) || kin_descends(t, u->parents[1], u->parents[0])) continue;
		*(*one < *other ? one : other) = *one < *other ? *other : *one;
		moved = true;
	}
	return moved;
}

/* Two men who each marry the other's daughter cannot both stand beside her: then children below parents is all that is kept. */
static void put_right(arena *a, const kin_tree *t, int *generation)
{
	size_t n = t->people.n;
	int *counted = TAKE_N(a, int, n + 1);
	for (size_t i = 0; i < n; i++) counted[i] = generation[i];
	bool moved = true;
	for (size_t turn = 0; moved && turn < n + 2; turn++) {
		moved = push_children_down(t, generation);
		moved |= level_partners(t, generation);
	}
	if (!moved) return;
	for (size_t i = 0; i < n; i++) generation[i] = counted[i];
	while (push_children_down(t, generation)) {}
}

static bool any_without_parents(const kin_tree *t, const int *generation, int first)
{
	EACH (u, t->unions)
		EACH (c, u->children)
			if (u->parent_n == 0 && generation[c->who] == first) return true;
	return false;
}

size_t kin_rows(arena *a, kin_tree *t, size_t *ret)
{
	walk w = { .t = t, .generation = TAKE_N(a, int, t->people.n + 1), .a = a };
	for (size_t i = 0; i < t->people.n; i++) w.generation[i] = FAR;
	if (t->people.n) reach(&w, t->centre, 0);
	reach_all(&w);
	leave_out_kin_carers(&w, t);
	w.fostered = true;
	w.queue.n = 0;
	for (size_t i = 0; i < t->people.n; i++)
		if (w.generation[i] != FAR) PUSH(a, &w.queue, i);
	reach_all(&w);
	for (size_t i = 0; i < t->people.n; i++) {
		reach(&w, i, t->people.at[i].generation);
		reach_all(&w);
	}
	put_right(a, t, w.generation);
	int first = FAR, last = -FAR;
	for (size_t i = 0; i < t->people.n; i++) {
		if (w.generation[i] < first) first = w.generation[i];
		if (w.generation[i] > last) last = w.generation[i];
	}
	if (t->people.n == 0) return 0;
	if (any_without_parents(t, w.generation, first)) first--;
	for (size_t i = 0; i < t->people.n; i++) ret[i] = (size_t)(w.generation[i] - first);
	return (size_t)(last - first) + 1;
}
