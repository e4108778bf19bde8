/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A family as it will be drawn: people, and what ties them. Pure: no database, no rights. Whoever may not be seen is not put in. */
#ifndef WAYMARK_KIN_TREE_H
#define WAYMARK_KIN_TREE_H

#include "base/day.h"

/* People of one drawing; unions that one has a part in, as a parent and as a child; lines beside a symbol. */
enum { KIN_MOST = 120, KIN_UNIONS_MOST = 12, KIN_LABEL_LINES = 3 };
#define KIN_NONE ((size_t)-1)

typedef enum { KIN_SEX_NOT_KNOWN, KIN_FEMALE, KIN_MALE } kin_sex;

typedef struct {
	kin_sex sex;
	bool died, unborn;
	when born;                  /* orders brothers and sisters; WHEN_NONE: not known, as they were put in */
	int generation;             /* where nothing ties them to the others: 0 the centre's, -1 its parents' */
	str label[KIN_LABEL_LINES]; /* borrowed; empty from the first that is not used */
	str inside;                 /* at most three letters: an age */
} kin_person;

/* How two stand to each other, as far as it is written. */
typedef enum { COUPLE_NOT_SAID, COUPLE_MARRIED, COUPLE_TOGETHER } couple_is;
typedef enum { COUPLE_LASTS, COUPLE_SEPARATED, COUPLE_DIVORCED } couple_end;
typedef enum { CHILD_BY_BIRTH, CHILD_ADOPTED, CHILD_FOSTERED } child_how;

typedef struct {
	size_t who;
	child_how how;
	int twins;      /* born with the others of this union that have the same number; 0 alone */
	bool identical;
	bool left_out;  /* not drawn: the carers belong to the family already. The words beside the drawing say it */
} kin_child;

/* One or two people and the children whom they have together; nobody, where brothers and sisters are known and no parent. */
typedef struct {
	size_t parents[2];
	size_t parent_n;
	couple_is is;
	couple_end end;
	LIST(kin_child) children;
} kin_union;

typedef struct {
	str name;       /* borrowed */
	LIST(size_t) members;
} kin_home;

typedef struct {
	arena *a;
	LIST(kin_person) people;
	LIST(kin_union) unions;
	LIST(kin_home) homes;
	size_t centre;  /* the child whom the drawing is about: 0 */
} kin_tree;

#define KIN_TREE(arena_) ((kin_tree){ .a = (arena_) })

/* KIN_NONE where there are KIN_MOST already. */
size_t kin_add(kin_tree *t, kin_person p);
/* The union of these two, or of one alone (other KIN_NONE): found, else made. KIN_NONE for one and the same, and where one of
 * them has KIN_UNIONS_MOST. */
size_t kin_couple(kin_tree *t, size_t one, size_t other);
/* A union without parents: brothers and sisters of whom no parent is known. */
size_t kin_no_parents(kin_tree *t);
/* false: the child is an ancestor of one of its parents, or one of them, or has KIN_UNIONS_MOST, or there is no union (KIN_NONE);
 * nothing is changed then. Already theirs: true. */
bool kin_child_of(kin_tree *t, size_t union_at, kin_child child);
/* Whether `of` comes from `who`, by birth or adoption. */
bool kin_descends(const kin_tree *t, size_t who, size_t of);

#endif
