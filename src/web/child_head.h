/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is known of a child, for the head of its page: each thing with the day since when the record has said so. Where records were
 * joined, what another of them says stands there too, unless it is the same. */
#ifndef WAYMARK_WEB_CHILD_HEAD_H
#define WAYMARK_WEB_CHILD_HEAD_H

#include "web/page.h"

typedef struct {
	str label, value;
	day since;
	str from; /* the name of the joined record that says so; empty: the record that the page is called by */
} known_fact;

typedef struct {
	str name, called, age;
	value born;
	LIST(known_fact) top, facts; /* top: language, interpreter, disability */
	str_list top_unknown;        /* labels of those that nobody knows */
	day as_of;   /* the day since when most of the facts have stood */
	str unknown; /* labels of what nobody has said, or what is said not to be known */
} child_head;

err child_head_read(const view *v, child_head *ret) MUST_USE;

#endif
