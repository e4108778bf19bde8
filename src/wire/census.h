/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The children-in-need census (England), in and out: XML to groups of values, one child at a time, without holding the
 * file. Every year's form since 2017 is read, and read tolerantly: several Reviews, empty groups, text that stands between
 * elements and elements that nobody knows end nothing; what has no place comes as an oddity with its line. What a value
 * means (a date, a code) is for the caller to say.
 *
 *   census_reader *r CLEANUP(census_end) = census_start(a, &(census_visitor){ .context = &import, .child = takes_child });
 *   while (more) TRY(census_feed(r, chunk));
 *   TRY(census_finish(r));       on a failure census_wrong_of(r) says where and why */
#ifndef WAYMARK_WIRE_CENSUS_H
#define WAYMARK_WIRE_CENSUS_H

#include "base/buf.h"
#include "wire/xml.h"

enum {
	CENSUS_MAX_TEXT_BYTES = 4000,     /* of one element: none has more than a few words */
	CENSUS_MAX_VALUES = 20000,        /* of one child */
	CENSUS_MAX_BYTES = 512 * 1024 * 1024
};

/* What stands together and repeats as one. */
typedef enum {
	CENSUS_HEADER, CENSUS_CHILD, CENSUS_EPISODE, CENSUS_ASSESSMENT, CENSUS_IN_NEED_PLAN, CENSUS_SECTION_47,
	CENSUS_PROTECTION_PLAN, CENSUS_PRE_PROCEEDINGS
} census_group_name;

/* An element that holds a value. In the order in which a file holds them. */
typedef struct {
	const char *name;
	const char *inside;       /* the element that it stands in */
	census_group_name group;
	bool many;                /* may be said more than once */
} census_element;
extern const census_element census_elements[];
extern const size_t census_element_count;
/* NULL when there is none. */
const census_element *census_element_of(census_group_name group, str name);

typedef struct {
	const census_element *is;
	str text; /* trimmed, never empty, UTF-8 */
	int line;
} census_value;

/* Something in the file that is no value. */
typedef struct {
	int line;
	str element;      /* where it stands, or its own name where nobody knows it */
	str text;         /* as received, at most CENSUS_MAX_TEXT_BYTES */
	const char *what; /* a sentence without its full stop, static */
} census_oddity;

typedef struct census_group census_group;
struct census_group {
	census_group_name is;
	int line;
	LIST(census_value) values;
	LIST(census_group *) groups;
	LIST(census_oddity) oddities; /* of a header or a child as a whole */
};
/* The first value of that name; NULL when there is none. */
const census_value *census_value_of(const census_group *g, str name);

typedef struct {
	void *context;
	/* Borrowed for the call. Anything but OK ends the reading. Each may be NULL. header: once at most, before the children. */
	err (*header)(void *context, const census_group *header);
	err (*child)(void *context, const census_group *child);
	err (*oddity)(void *context, const census_oddity *o); /* outside header and children */
} census_visitor;

typedef struct census_reader census_reader;

/* In arena a, with memory of its own until census_end. */
census_reader *census_start(arena *a, const census_visitor *v);
void census_end(census_reader **r); /* for CLEANUP */
/* E_INVALID no XML, or no census; E_LIMIT over a limit here or of wire/xml.h; what the visitor returned. */
err census_feed(census_reader *r, str chunk) MUST_USE;
err census_finish(census_reader *r) MUST_USE;
xml_wrong census_wrong_of(const census_reader *r);

/* Out: a header first, then child by child, then the end. Values are written in the order of census_elements, whatever
 * their order in the group; groups in the order given. Oddities are not written. */
void census_write_header(buf *b, const census_group *header);
void census_write_child(buf *b, const census_group *child);
void census_write_end(buf *b);

#endif
