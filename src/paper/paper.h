/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading matter set on A4 as a tagged PDF (ISO 32000-1, 14.8): for a court, a family, a file on somebody's shelf. Every
 * script is shaped, text can be taken out again in its reading order, headings make the outline, and each page carries the
 * same words above and below with its number.
 *
 *   paper *p = paper_make(a, (paper_about){ .title = S("Chronology"), .made = now, .above = S("Not for the family") });
 *   paper_say(p, PAPER_HEADING, S("2024"));
 *   paper_table(p, (const paper_column[]){ { S("Day"), 1 }, { S("What happened"), 4 } }, 2);
 *   paper_row(p, (const str[]){ day, words });
 *   TRY(paper_finish(p, &pdf));
 *
 * All text is UTF-8 without NUL and is copied. It breaks where a line or a page ends; nothing is ever left out. */
#ifndef WAYMARK_PAPER_PAPER_H
#define WAYMARK_PAPER_PAPER_H

#include "base/buf.h"
#include "base/day.h"

enum { PAPER_MOST_COLUMNS = 6 };

typedef struct {
	str title;        /* of the document, in its properties */
	str above, below; /* on every page; may be empty */
	str mark;         /* what must be told of it: on every page, read aloud with it, and large behind the matter; may be empty */
	str made_by;      /* beside the mark */
	instant made;     /* in its properties: the same matter made at the same instant gives the same bytes */
} paper_about;

typedef enum {
	PAPER_TITLE,
	PAPER_HEADING,
	PAPER_SUBHEADING,
	PAPER_TEXT,
	PAPER_QUOTE, /* somebody's own words */
	PAPER_SMALL  /* who says so, and when it was written down */
} paper_style;

typedef struct {
	str head;
	int share; /* of the width, beside the other columns' */
} paper_column;

typedef struct paper paper;

/* Borrows nothing of about but its arena-held copies; the paper lives in arena a. */
paper *paper_make(arena *a, paper_about about);
/* A block of its own. Newlines in the text are kept. Ends a table. */
void paper_say(paper *p, paper_style style, str text);
/* Begins a table of 1..PAPER_MOST_COLUMNS columns; its heads are repeated on each page. Another block ends it. */
void paper_table(paper *p, const paper_column *columns, size_t n);
/* The next row, a text for each column. Only after paper_table. */
void paper_row(paper *p, const str *texts);
/* The headings (PAPER_HEADING) that follow, with their pages. At most once. */
void paper_contents(paper *p);
/* A picture as SVG of our own making, as wide as it is or as the page has room for. Whoever hears the page read needs the same in words
 * after it. */
void paper_picture(paper *p, str svg);
/* Sets it all and appends the document's bytes to ret. E_IO where the library could not (its code is the trail's
 * detail); E_INVALID a picture is none. */
err paper_finish(paper *p, buf *ret) MUST_USE;

#endif
