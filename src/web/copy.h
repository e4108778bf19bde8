/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a capability gives to a copy that may leave: its matter as blocks, each with the entry that it rests on, so that whoever
 * looks through the copy decides block by block, and the same blocks stand on a page and on paper.
 *
 * A part leaves out what is kept from anybody (access_kept) for everybody, without a gap or a number that tells of it: a copy reads
 * as if it had never been said. */
#ifndef WAYMARK_WEB_COPY_H
#define WAYMARK_WEB_COPY_H

#include "paper/paper.h"
#include "web/page.h"

typedef enum { COPY_SAID, COPY_HEADS, COPY_ROW, COPY_PICTURE } copy_is;

typedef struct {
	copy_is is;
	paper_style style;  /* COPY_SAID */
	size_t n;           /* of texts: one but for heads and rows; a picture's are its names, for whoever looks through it */
	str text[PAPER_MOST_COLUMNS];
	int share[PAPER_MOST_COLUMNS]; /* COPY_HEADS */
	record_id source;   /* 0: the part's own words */
	html picture;       /* SVG */
} copy_block;

struct copy {
	arena *a;
	LIST(copy_block) blocks;
};

copy copy_make(arena *a);
/* A block of its own. An empty text is left out. Texts are borrowed. */
void copy_say(copy *c, paper_style style, str text, record_id source);
void copy_table(copy *c, const paper_column *columns, size_t n);
/* A row of the table before it. */
void copy_row(copy *c, const str *texts, record_id source);
/* names: all that is written in the picture. Its own words follow it as blocks. */
void copy_picture(copy *c, html picture, str names, record_id source);

/* All of it on paper. */
void copy_set(const copy *c, paper *p);
/* The part of that name that a capability of the program gives; NULL: none. */
const copy_part_code *copy_part_of(str name);

#endif
