/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "kin/tree.h"

size_t kin_add(kin_tree *t, kin_person p)
{
	if (t->people.n == KIN_MOST) return KIN_NONE;
	PUSH(t->a, &t->people, p);
	return t->people.n - 1;
}

static bool is_of(const kin_union *u, size_t one, size_t other)
{
	if (other == KIN_NONE) return u->parent_n == 1 && u->parents[0] == one;
	return u->parent_n == 2 && ((u->parents[0] == one && u->parents[1] == other) || (u->parents[0] == other && u->parents[1] == one));
}

static bool has_parent(const kin_union *u, size_t who)
{
	return (u->parent_n > 0 && u->parents[0] == who) || (u->parent_n > 1 && u->parents[1] == who);
}

static bool has_room(const kin_tree *t, size_t who, bool as_child)
{
	size_t n = 0;
	EACH (u, t->unions) {
		if (!as_child) n += has_parent(u, who);
		for (size_t i = 0; as_child && i < u->children.n; i++) n += u->children.at[i].who == who;
	}
	return n < KIN_UNIONS_MOST;
}

size_t kin_couple(kin_tree *t, size_t one, size_t other)
{
	CHECK(one < t->people.n && (other == KIN_NONE || other < t->people.n));
	if (one == other) return KIN_NONE;
	for (size_t i = 0; i < t->unions.n; i++)
		if (is_of(&t->unions.at[i], one, other)) return i;
	if (!has_room(t, one, false) || (other != KIN_NONE && !has_room(t, other, false))) return KIN_NONE;
	PUSH(t->a, &t->unions, ((kin_union){ .parents = { one, other }, .parent_n = other == KIN_NONE ? 1 : 2 }));
	return t->unions.n - 1;
}

size_t kin_no_parents(kin_tree *t)
{
	PUSH(t->a, &t->unions, ((kin_union){ .parent_n = 0 }));
	return t->unions.n - 1;
}

/* Each is looked at once: seen has room for everybody. */
static bool comes_from(const kin_tree *t, size_t who, size_t of, bool *seen)
{
	if (who == of) return true;
	if (seen[who]) return false;
	seen[who] = true;
	EACH (u, t->unions) {
		if (!has_parent(u, who)) continue;
		EACH (c, u->children)
			if (comes_from(t, c->who, of, seen)) return true;
	}
	return false;
}

bool kin_descends(const kin_tree *t, size_t who, size_t of)
{
	bool seen[KIN_MOST] = { 0 };
	return comes_from(t, who, of, seen);
}

bool kin_child_of(kin_tree *t, size_t union_at, kin_child child)
{
	if (union_at == KIN_NONE) return false;
	kin_union *u = &t->unions.at[union_at];
	CHECK(child.who < t->people.n);
	EACH (c, u->children)
		if (c->who == child.who) return true;
	for (size_t i = 0; i < u->parent_n; i++)
		if (kin_descends(t, child.who, u->parents[i])) return false;
	if (!has_room(t, child.who, true)) return false;
	PUSH(t->a, &u->children, child);
	return true;
}
