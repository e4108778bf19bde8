/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The compiler of pages: head (a model) and body (markup), see docs/templates.md. */
#ifndef WAYMARK_TOOLS_TEMPLATE_H
#define WAYMARK_TOOLS_TEMPLATE_H

#include "base/buf.h"

typedef enum {
	MEMBER_STR, MEMBER_INT, MEMBER_BOOL, MEMBER_DAY, MEMBER_INSTANT, MEMBER_WHEN, MEMBER_URL, MEMBER_HTML, MEMBER_LIST,
	MEMBER_PAGE
} member_type;

typedef struct member {
	str name;
	member_type type;
	str of;                 /* MEMBER_LIST: its item's name; MEMBER_PAGE: the other template */
	LIST(struct member) members;
	int line;
} member;

typedef struct {
	arena *a;
	const char *file, *included_as;
	str name;               /* of the page */
	str_list includes;
	member model;           /* its members are the head's */
	str rest;               /* not read yet */
	int line;               /* of the first byte of rest */
} page_source;

_Noreturn void refuse(const page_source *p, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));
void head_read(page_source *p);
void head_write_header(const page_source *p, buf *h);
void head_write_code(const page_source *p, buf *c); /* includes and the JSON writer */
void body_write(page_source *p, buf *c);            /* the HTML writer, and the model's functions */

#endif
