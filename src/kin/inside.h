/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to kin/: a genogram while it is laid out. */
#ifndef WAYMARK_KIN_INSIDE_H
#define WAYMARK_KIN_INSIDE_H

#include "kin/genogram.h"

enum {
	KIN_LEFT = KIN_SYMBOL / 2 + 8,                         /* of a person's middle: what is theirs to the left, and to the right */
	KIN_RIGHT = KIN_SYMBOL / 2 + KIN_LABEL_GAP + KIN_LABEL + 6,
	KIN_PASS = 12                                          /* on both sides of a line that passes through a row */
};

/* A place in a row: a person, or a line that passes through on its way to another row. */
typedef struct {
	size_t who; /* KIN_NONE: a line passes */
	size_t row, at; /* at: the place in its row; KIN_NONE while it has none */
	int x;
} kin_node;

typedef struct {
	size_t node;
	child_how how;
	int twins;
	bool identical;
	int drop, top;  /* x of its line where it leaves the bar, and where it comes to the child: not the same for twins */
} knot_child;

/* What is tied in the channel below a row: up to two above, any number below. A union is one knot, with more of them where
 * somebody stands further up or down than the next row. */
typedef struct {
	size_t union_at, row;
	size_t ends[2], end_n;
	LIST(knot_child) children;
	int first_left;  /* votes for its first end to stand to the left of the second */
	bool of_couple;  /* leads a partner down to the other: no descent */
	int ports[2];    /* x where its line leaves each end */
	int trunk;       /* x of the line down to the children */
	size_t level, bar;
	bool has_bar;
} knot;

typedef LIST(size_t) kin_row;
typedef struct {
	arena *a;
	kin_tree *tree;
	size_t row_n;
	LIST(kin_node) nodes;    /* the first are the tree's people, in their order */
	LIST(knot) knots;
	kin_row *rows;           /* the nodes of each, from left to right */
	kin_row *channels;       /* the knots below each row */
} kin_plan;

/* rows.c: the row of each person. ret has room for all. Marks children left_out. */
size_t kin_rows(arena *a, kin_tree *t, size_t *ret);
/* knots.c: nodes and knots. */
void kin_tie(kin_plan *p, const size_t *rows);
/* order.c: who stands left of whom. */
void kin_order(kin_plan *p);
/* across.c: where each stands across. */
void kin_across(kin_plan *p);
/* channel.c: tracks, and from them how far down everything stands. */
void kin_draw(kin_plan *p, genogram *g);
/* homes.c */
void kin_outline(const kin_plan *p, genogram *g);

#endif
