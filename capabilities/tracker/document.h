/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Two documents as councils and governments publish them, saved as text with marks of headings, tables in lines with tabs,
 * and pieces of HTML in their cells. */
#ifndef WAYMARK_TRACKER_DOCUMENT_H
#define WAYMARK_TRACKER_DOCUMENT_H

#include "base/buf.h"
#include "base/day.h"

enum { RECOMMENDED_MOST = 1000 }; /* of one document */

typedef enum { OF_TEXT, OF_RESPONSE, OF_TIMESCALE, OF_POSITION, TEXTS } text_of_row;

/* A row of the table, or a recommendation's section. Texts without marks, a line for each paragraph. */
typedef struct {
	int64_t line;       /* where it begins, from 1 */
	int64_t number;
	str text;
	str answer;         /* as written: "Accepted in principle" */
	str response, timescale, position;
	bool cut;           /* the document ends inside it */
	buf grows[TEXTS];   /* the texts, while the document is read */
} recommended;

typedef struct {
	str review;         /* "Munro" */
	str title, told_to, said_by;
	bool dated;
	day on;             /* of the meeting that it was written for */
	LIST(recommended) rows;
} document;

/* The table of a scrutiny report: number, recommendation, response, timescale, position; rows may go on over a page.
 * said: a line for each thing that could not be read. E_INVALID there is no such table; said tells why. */
err document_read_table(arena *a, str text, buf *said, document *ret) MUST_USE;
/* The Government's response: one section for each recommendation, in any order; answer and timescale are taken. As above. */
err document_read_response(arena *a, str text, buf *said, document *ret) MUST_USE;

/* Adds to a text of the row, after `between` where there is one already. */
void recommended_add(arena *a, recommended *row, text_of_row which, str between, str more);
/* A cell without its marks: paragraphs and items of lists on lines of their own. */
str plain_text(arena *a, str cell);
/* One line of text without the marks of a heading. */
str plain_line(arena *a, str line);
/* "accepted", "in_principle", "further", "rejected"; as written where it is none of these. */
str answer_code(arena *a, str answer);

#endif
