/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A family laid out: who stands where, and the lines between them. Generations are rows; between two rows lies a channel in which
 * every line has a track of its own, so that no line runs along another, through a person or through a name, however tangled
 * the family is; where two of different relations must cross, the crossing is given, to be drawn as a bridge. People keep their
 * order when somebody is added: everybody is put in one after another, beginning with the child, at the place that fits best.
 *
 * Lengths are in units of a drawing in which a letter is KIN_LETTER high; y grows downwards. */
#ifndef WAYMARK_KIN_GENOGRAM_H
#define WAYMARK_KIN_GENOGRAM_H

#include "kin/tree.h"

enum {
	KIN_SYMBOL = 36,          /* the side of a square, the width of a circle */
	KIN_LABEL_GAP = 6, KIN_LABEL = 92, /* to the right of the symbol */
	KIN_LETTER = 13, KIN_LABEL_LINE = 15,
	KIN_BAND = KIN_LABEL_LINES * KIN_LABEL_LINE + 19, /* the height of a row: a symbol, what stands beside it, the name of a home */
	KIN_MARGIN = 24
};

typedef struct {
	int x, y;    /* the middle of the symbol */
	int row;
} kin_spot;

typedef enum { KIN_LINE_COUPLE, KIN_LINE_DESCENT, KIN_LINE_IDENTICAL } kin_line_is;

/* Straight from (x1, y1) to (x2, y2): upright or level, but for what forks to twins. */
typedef struct {
	int x1, y1, x2, y2;
	kin_line_is is;
	child_how how;    /* of a descent */
	size_t union_at;  /* of the tree */
} kin_line;
typedef LIST(kin_line) kin_lines;

/* Where an upright line crosses a level one of another relation. */
typedef struct {
	int x, y;
	size_t upright; /* of the lines: the one that is drawn as a bridge */
} kin_crossing;

/* On a couple's line: separated one stroke, divorced two. */
typedef struct {
	int x, y;
	couple_end end;
} kin_mark;

typedef struct {
	int x, y, width, height;
	size_t home; /* of the tree */
	bool tagged; /* the first of each piece: the home's name stands there */
} kin_box;

typedef struct {
	kin_spot *spots; /* one for each of the tree's people */
	kin_lines lines;
	LIST(kin_crossing) crossings;
	LIST(kin_mark) marks;
	LIST(kin_box) outlines; /* of a home: they overlap and are drawn as one; nobody stands in them who does not live there */
	int width, height;
} genogram;

/* Never fails. children of the tree may be marked left_out. In arena a. */
genogram genogram_lay(arena *a, kin_tree *t);
/* What the symbol, with its name, takes up. */
kin_box genogram_box(const genogram *g, size_t who);

#endif
