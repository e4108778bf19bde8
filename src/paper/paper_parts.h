/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What paper.c collects and setting.c sets. */
#ifndef WAYMARK_PAPER_PAPER_PARTS_H
#define WAYMARK_PAPER_PAPER_PARTS_H

#include "paper/paper.h"

/* Everything on a page is a row of cells: a paragraph is a row of one. A picture is a row of none. */
typedef struct paper_block paper_block;
struct paper_block {
	paper_style style;
	bool heads;      /* of a table */
	size_t n;        /* of cells */
	int table;       /* which one it belongs to; 0 for none. Its heads are the first of its rows */
	str text[PAPER_MOST_COLUMNS];
	int share[PAPER_MOST_COLUMNS];
	bool contents;   /* stands for a row for each heading after it */
	bool begins_contents, ends_contents;
	const paper_block *leads_to; /* a row of the contents: the heading whose page it names */
	str picture;     /* SVG; empty: none */
};

struct paper {
	arena *a;
	paper_about about;
	LIST(paper_block) blocks;
	int tables;
	bool in_table;
};

#endif
