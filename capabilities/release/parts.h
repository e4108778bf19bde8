/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to this folder: a long copy in parts. */
#ifndef WAYMARK_RELEASE_PARTS_H
#define WAYMARK_RELEASE_PARTS_H

#include "capabilities/release/made_up.h"

/* Each takes at most three fields of a form, which takes FORM_MAX_PARTS. */
enum { RELEASE_PART_THINGS = 200 };

typedef struct {
	size_t number;                  /* from 1 */
	size_t from, to;                /* among all things */
	size_t blocks_from, files_from; /* of the first block, the first file */
} release_part;

size_t release_parts(const made_up *m); /* at least 1 */
release_part release_part_at(const made_up *m, size_t number);
/* As the form or the address asks; the first where it asks for none. */
release_part release_part_asked(const request *r, const made_up *m);
/* Whether that one of m->sealed, m->matter.blocks, m->files stands in it. */
bool release_part_has_sealed(const release_part *p, size_t i);
bool release_part_has_block(const release_part *p, size_t i);
bool release_part_has_file(const release_part *p, size_t i);
/* How many things in it wait for a decision. */
size_t release_part_open(const made_up *m, const release_part *p);
/* The number of the first after that one, from the beginning again, in which anything waits; 0: nothing does. */
size_t release_part_next_open(const made_up *m, size_t after);

#endif
