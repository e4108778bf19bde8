/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The parts of a page that are no form controls, in the markup of govuk-frontend; compared with its fixtures by
 * tests/unit/web/controls.c. */
#ifndef WAYMARK_WEB_PARTS_H
#define WAYMARK_WEB_PARTS_H

#include "web/controls.h"

typedef struct {
	str text;
	html html;     /* instead of text */
} rich_text;

typedef struct {
	str text, href, hidden; /* hidden: said only to screen readers, «Change name» */
} action;

typedef struct {
	rich_text key, value;
	const action *actions;
	size_t action_n;
} summary_row;
void write_summary_list(buf *b, str classes, const summary_row *list, size_t n);

typedef struct {
	rich_text is;
	bool numeric;
} cell;
typedef struct {
	str caption, caption_classes, classes;
	const cell *head;
	size_t columns;
	const cell *cells; /* columns * row_n */
	size_t row_n;
	bool first_is_header;
} table_part;
void write_table(buf *b, const table_part *t);

void write_tag(buf *b, str text, str classes);
void write_warning(buf *b, str text);
void write_details(buf *b, str summary, html inner, bool open);
void write_inset(buf *b, html inner);
/* success: green, and takes the focus where scripts run. */
void write_notification_banner(buf *b, str text, bool success);

typedef struct {
	str text, href; /* href empty: where one is */
} crumb;
void write_breadcrumbs(buf *b, const crumb *crumbs, size_t n);
void write_back_link(buf *b, str text, str href);
void write_skip_link(buf *b, str text, str href);

#endif
