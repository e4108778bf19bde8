/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* XML in, piece by piece as it arrives, without holding the file. UTF-8 and what its declaration names are read; a
 * DOCTYPE is refused, and with it every entity but the five that XML itself has; nothing is ever fetched.
 *
 *   static err opens(void *context, const xml_element *e) { ... }
 *   xml_reader *r CLEANUP(xml_end) = xml_start(a, &(xml_visitor){ .context = &import, .close = closes });
 *   while (more) TRY(xml_feed(r, chunk));
 *   TRY(xml_finish(r));          on a failure xml_wrong_of(r) says where and why
 */
#ifndef WAYMARK_WIRE_XML_H
#define WAYMARK_WIRE_XML_H

#include "base/str.h"

enum { XML_MAX_DEPTH = 64, XML_MAX_ATTRIBUTES = 100, XML_MAX_TEXT_BYTES = 1024 * 1024 };
#define XML_MAX_BYTES ((int64_t)8 * 1024 * 1024 * 1024)

typedef struct {
	str name, space; /* the local name, and its namespace's address or empty */
	str value;
} xml_attribute;

/* Everything in it is borrowed for the call. */
typedef struct {
	str name, space;
	int line;
	int depth; /* 1 for the outermost */
	const xml_attribute *attributes;
	size_t attribute_n;
	/* For close: all text that stands directly in the element, one piece after another, without pieces of white space that
	 * another element follows. */
	str text;
} xml_element;

typedef struct {
	void *context;
	/* Each may be NULL. Anything but OK ends the reading; xml_feed or xml_finish returns it. */
	err (*open)(void *context, const xml_element *e);
	err (*close)(void *context, const xml_element *e); /* without attributes */
} xml_visitor;

typedef struct {
	int line;    /* from 1; 0 where no line can be named */
	str message; /* one sentence that quotes nothing of the input, static; empty where the visitor ended it */
} xml_wrong;

typedef struct xml_reader xml_reader;

/* The reader is in arena a and holds memory of the library until xml_end. */
xml_reader *xml_start(arena *a, const xml_visitor *v);
void xml_end(xml_reader **r); /* for CLEANUP; *r may be NULL */
/* After a failure every further call returns it again.
 * E_INVALID  not XML, a DOCTYPE, not the encoding it claims.
 * E_LIMIT    over XML_MAX_BYTES, XML_MAX_DEPTH, XML_MAX_ATTRIBUTES or XML_MAX_TEXT_BYTES. */
err xml_feed(xml_reader *r, str chunk) MUST_USE;
err xml_finish(xml_reader *r) MUST_USE;
xml_wrong xml_wrong_of(const xml_reader *r);

/* The attribute of that name without a namespace; empty when there is none. */
str xml_attribute_of(const xml_element *e, str name);

#endif
