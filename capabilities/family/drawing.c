/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What entries say of people becomes unions and children. Nothing is guessed but what a word means: a brother has the child's
 * parents unless the record gives him others, an aunt her brother's. */
#include "capabilities/family/drawing.h"

#include "web/genogram.h"
#include "web/wording.h"

typedef struct {
	size_t child, parent; /* of the tree */
	child_how how;
} parent_of;
typedef struct {
	size_t one, other;
	bool twins, identical;
} sibling_of;

typedef struct {
	network *w;
	family_drawing *d;
	LIST(parent_of) parents;
	LIST(sibling_of) siblings;
} sketch;

static bool is_code(str code, const char *const *list)
{
	for (; *list; list++)
		if (str_eq(code, str_of(*list))) return true;
	return false;
}
#define IS(code, ...) is_code((code), (const char *const[]){ __VA_ARGS__, NULL })

/* ---- people */

static str year_of(arena *a, const char *before, when w)
{
	buf b = BUF(a);
	buf_str(&b, str_of(before));
	buf_int(&b, day_parts(w.on).year);
	return buf_view(&b);
}

static void label(const network *w, const relative *p, kin_person *to)
{
	arena *a = w->r->a;
	str note = p->called;
	if (to->died) note = year_of(a, "died ", p->known.died);
	if (to->unborn) note = year_of(a, "due ", p->known.born.is != WHEN_NONE ? p->known.born : p->known.expected);
	genogram_label(a, to, p->name, note);
	if (!to->unborn && !to->died && p->known.born.is != WHEN_NONE) {
		buf age = BUF(a);
		buf_int(&age, day_age(p->known.born.on, w->on));
		to->inside = buf_view(&age);
	}
}

/* In the tree; KIN_NONE where there is no room, or they were not there yet. */
static size_t draw_person(sketch *s, size_t at)
{
	if (at == KIN_NONE) return KIN_NONE;
	relative *p = &s->w->people.at[at];
	if (p->drawn != KIN_NONE || !network_there(s->w, p)) return p->drawn;
	kin_person k = { .unborn = network_unborn(s->w, p), .died = network_died(s->w, p), .born = p->known.born,
		         .sex = str_eq(p->known.sex, S("F")) ? KIN_FEMALE : str_eq(p->known.sex, S("M")) ? KIN_MALE : KIN_SEX_NOT_KNOWN };
	if (k.sex == KIN_SEX_NOT_KNOWN && str_eq(p->code, S("mother"))) k.sex = KIN_FEMALE;
	if (k.sex == KIN_SEX_NOT_KNOWN && str_eq(p->code, S("father"))) k.sex = KIN_MALE;
	label(s->w, p, &k);
	p->drawn = kin_add(&s->d->tree, k);
	s->d->left_over += p->drawn == KIN_NONE;
	if (p->drawn != KIN_NONE) s->d->relative_of[p->drawn] = at;
	return p->drawn;
}

static size_t draw_record(sketch *s, record_id person)
{
	return draw_person(s, network_find(s->w, person));
}

static void add_parent(sketch *s, size_t child, size_t parent, child_how how)
{
	if (child == KIN_NONE || parent == KIN_NONE || child == parent) return;
	EACH (p, s->parents)
		if (p->child == child && p->parent == parent) return;
	PUSH(s->w->r->a, &s->parents, ((parent_of){ child, parent, how }));
}

static void add_sibling(sketch *s, size_t one, size_t other, str code)
{
	if (one == KIN_NONE || other == KIN_NONE || one == other) return;
	bool identical = IS(code, "identical", "identical_twin");
	PUSH(s->w->r->a, &s->siblings, ((sibling_of){ one, other, identical || IS(code, "twin", "twins"), identical }));
}

static void add_couple(sketch *s, size_t one, size_t other, couple_is is, couple_end end)
{
	if (one == KIN_NONE || other == KIN_NONE) return;
	size_t u = kin_couple(&s->d->tree, one, other);
	if (u == KIN_NONE) return;
	s->d->tree.unions.at[u].is = is;
	s->d->tree.unions.at[u].end = end;
}

/* ---- what they are to the child, and to each other */

static bool is_over(const network *w, when until)
{
	return until.is != WHEN_NONE && until.on.n <= w->on.n;
}

static void sketch_through(sketch *s, size_t at, size_t through)
{
	const relative *p = &s->w->people.at[at];
	couple_end end = is_over(s->w, p->until) || str_eq(p->code, S("former_partner")) ? COUPLE_SEPARATED : COUPLE_LASTS;
	if (through == KIN_NONE) return;
	size_t drawn = draw_person(s, at);
	if (IS(p->code, "step_parent", "former_partner")) add_couple(s, through, drawn, COUPLE_TOGETHER, end);
	else if (IS(p->code, "half", "step")) add_parent(s, drawn, through, CHILD_BY_BIRTH);
	else if (str_eq(p->code, S("grandparent"))) add_parent(s, through, drawn, CHILD_BY_BIRTH);
	else add_sibling(s, through, drawn, STR_NONE);
}

static void sketch_relative(sketch *s, size_t at)
{
	const relative *p = &s->w->people.at[at];
	size_t child = s->w->people.at[0].drawn;
	if (IS(p->code, "mother", "father", "parent")) add_parent(s, child, draw_person(s, at), CHILD_BY_BIRTH);
	else if (str_eq(p->code, S("adoptive_parent"))) add_parent(s, child, draw_person(s, at), CHILD_ADOPTED);
	else if (IS(p->code, "brother_or_sister", "twin", "identical_twin")) add_sibling(s, child, draw_person(s, at), p->code);
	else if (IS(p->code, "step_parent", "former_partner", "half", "step", "grandparent", "aunt_or_uncle"))
		sketch_through(s, at, draw_record(s, p->through));
}

static void sketch_tie(sketch *s, const family_bond *tie)
{
	size_t one = draw_record(s, tie->one), other = draw_record(s, tie->other);
	couple_end end = tie->holds || str_eq(tie->ended, S("died")) ? COUPLE_LASTS :
	                 str_eq(tie->ended, S("divorced"))           ? COUPLE_DIVORCED :
	                                                               COUPLE_SEPARATED;
	if (str_eq(tie->code, S("married"))) add_couple(s, one, other, COUPLE_MARRIED, end);
	else if (str_eq(tie->code, S("together"))) add_couple(s, one, other, COUPLE_TOGETHER, end);
	else if (str_eq(tie->code, S("parents"))) add_couple(s, one, other, COUPLE_NOT_SAID, end);
	else if (str_eq(tie->code, S("parent"))) add_parent(s, other, one, CHILD_BY_BIRTH);
	else if (str_eq(tie->code, S("adopted"))) add_parent(s, other, one, CHILD_ADOPTED);
	else add_sibling(s, one, other, tie->code);
}

/* An entry about several children says the same of each: their mother is the mother of all. */
static void sketch_children(sketch *s)
{
	for (size_t i = s->w->kin.n; i > 0; i--) {
		const relationship_row *row = &s->w->kin.at[i - 1];
		bool begun = row->entry->happened.is == WHEN_NONE || row->entry->happened.on.n <= s->w->on.n;
		if (row->person.n == 0 || !begun || !IS(row->is.text, "mother", "father", "parent", "adoptive_parent")) continue;
		child_how how = str_eq(row->is.text, S("adoptive_parent")) ? CHILD_ADOPTED : CHILD_BY_BIRTH;
		for (size_t c = 0; c < row->child.n; c++)
			add_parent(s, draw_record(s, row->child.at[c]), draw_record(s, row->person.at[0]), how);
	}
}

/* Who cares for the child and is nobody else's kin: as parents that foster. */
static void sketch_carers(sketch *s)
{
	for (size_t i = 1; i < s->w->people.n; i++)
		if (str_eq(s->w->people.at[i].code, S("carer")) && s->w->people.at[i].at_home)
			add_parent(s, s->w->people.at[0].drawn, draw_person(s, i), CHILD_FOSTERED);
}

/* ---- unions */

/* The union that a child is of; KIN_NONE none yet. */
static size_t birth_union(const kin_tree *t, size_t child)
{
	for (size_t u = 0; u < t->unions.n; u++)
		EACH (c, t->unions.at[u].children)
			if (c->who == child && c->how == CHILD_BY_BIRTH) return u;
	return KIN_NONE;
}

/* Two parents of one sort are a couple; a third stands alone beside them. */
static void tie_parents(sketch *s, size_t child, child_how how)
{
	size_t pair[2] = { KIN_NONE, KIN_NONE }, n = 0;
	EACH (p, s->parents) {
		if (p->child != child || p->how != how) continue;
		if (n < 2) pair[n] = p->parent;
		else (void)kin_child_of(&s->d->tree, kin_couple(&s->d->tree, p->parent, KIN_NONE), (kin_child){ .who = child, .how = how });
		n++;
	}
	if (n) (void)kin_child_of(&s->d->tree, kin_couple(&s->d->tree, pair[0], pair[1]), (kin_child){ .who = child, .how = how });
}

static void tie_sibling(kin_tree *t, size_t one, size_t other)
{
	size_t of_one = birth_union(t, one), of_other = birth_union(t, other);
	if (of_one == KIN_NONE && of_other == KIN_NONE) {
		of_one = kin_no_parents(t);
		(void)kin_child_of(t, of_one, (kin_child){ .who = one });
	}
	if (of_other == KIN_NONE) (void)kin_child_of(t, of_one, (kin_child){ .who = other });
	else if (of_one == KIN_NONE) (void)kin_child_of(t, of_other, (kin_child){ .who = one });
}

static kin_child *child_in(kin_union *u, size_t child)
{
	EACH (c, u->children)
		if (c->who == child) return c;
	return NULL;
}

static void tie_twins(kin_tree *t, const sibling_of *pair, int number)
{
	EACH (u, t->unions) {
		kin_child *one = child_in(u, pair->one), *other = child_in(u, pair->other);
		if (!one || !other) continue;
		int twins = one->twins ? one->twins : other->twins ? other->twins : number;
		one->twins = other->twins = twins;
		one->identical |= pair->identical;
		other->identical |= pair->identical;
	}
}

static void tie_all(sketch *s)
{
	kin_tree *t = &s->d->tree;
	for (size_t i = 0; i < t->people.n; i++)
		for (child_how how = CHILD_BY_BIRTH; how <= CHILD_FOSTERED; how++) tie_parents(s, i, how);
	EACH (p, s->siblings) tie_sibling(t, p->one, p->other);
	for (size_t i = 0; i < s->siblings.n; i++)
		if (s->siblings.at[i].twins) tie_twins(t, &s->siblings.at[i], (int)i + 1);
}

/* ---- homes */

static void add_member(sketch *s, kin_home *home, record_id person)
{
	size_t drawn = s->w->people.at[network_find(s->w, person)].drawn;
	if (drawn == KIN_NONE) return;
	for (size_t i = 0; i < home->members.n; i++)
		if (home->members.at[i] == drawn) return;
	PUSH(s->w->r->a, &home->members, drawn);
}

static kin_home *home_called(sketch *s, const record *said, str where)
{
	family_drawing *d = s->d;
	for (size_t i = 0; i < d->homes.n; i++)
		if (str_eq(d->homes.at[i], where)) return &d->tree.homes.at[i];
	buf name = BUF(s->w->r->a);
	buf_lit(&name, "Home ");
	buf_int(&name, (int64_t)d->homes.n + 1);
	PUSH(s->w->r->a, &d->homes, where);
	PUSH(s->w->r->a, &d->homes_from, joined_words(s->w->v, said, STR_NONE));
	PUSH(s->w->r->a, &d->tree.homes, ((kin_home){ .name = buf_view(&name) }));
	return &d->tree.homes.at[d->tree.homes.n - 1];
}

static void find_homes(sketch *s)
{
	network *w = s->w;
	for (size_t i = w->lives_with.n; i > 0; i--) {
		const lives_with_row *row = &w->lives_with.at[i - 1];
		if (!network_holds(w, row->entry, &row->until)) continue;
		const field *f = kind_field(row->entry->kind, S("kind_of"));
		const choice *c = f && row->kind_of.is == VALUE_KNOWN ? field_choice(f, row->kind_of.text) : NULL;
		kin_home *home = home_called(s, row->entry, row->place.is == VALUE_KNOWN ? row->place.text : c ? c->label : STR_NONE);
		for (size_t k = 0; k < row->child.n; k++) add_member(s, home, row->child.at[k]);
		for (size_t k = 0; k < row->person.n; k++) add_member(s, home, row->person.at[k]);
	}
	for (size_t i = w->addresses.n; i > 0; i--) {
		const address_row *row = &w->addresses.at[i - 1];
		if (!network_holds(w, row->entry, &row->until) || row->address.is != VALUE_KNOWN) continue;
		kin_home *home = home_called(s, row->entry, row->address.text);
		for (size_t k = 0; k < row->person.n; k++) add_member(s, home, row->person.at[k]);
	}
}

/* Who lives alone needs no outline. */
static void drop_lonely(family_drawing *d)
{
	size_t n = 0;
	for (size_t i = 0; i < d->homes.n; i++) {
		if (d->tree.homes.at[i].members.n < 2) continue;
		d->tree.homes.at[n].members = d->tree.homes.at[i].members;
		d->homes_from.at[n] = d->homes_from.at[i];
		d->homes.at[n++] = d->homes.at[i];
	}
	d->homes.n = d->homes_from.n = d->tree.homes.n = n;
}

void family_draw(network *w, family_drawing *ret)
{
	*ret = (family_drawing){ .tree = KIN_TREE(w->r->a), .relative_of = TAKE_N(w->r->a, size_t, KIN_MOST) };
	sketch s = { .w = w, .d = ret };
	if (draw_person(&s, 0) == KIN_NONE) return; /* the child was not expected yet */
	for (size_t i = 1; i < w->people.n; i++) sketch_relative(&s, i);
	EACH (tie, w->ties) sketch_tie(&s, tie);
	sketch_children(&s);
	sketch_carers(&s);
	tie_all(&s);
	find_homes(&s);
	drop_lonely(ret);
}
