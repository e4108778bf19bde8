/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to this folder: a network as a genogram, and the same in words. */
#ifndef WAYMARK_FAMILY_DRAWING_H
#define WAYMARK_FAMILY_DRAWING_H

#include "capabilities/family/network.h"

typedef struct {
	kin_tree tree;
	size_t *relative_of;  /* of each of the tree's people, its number in the network */
	int64_t left_over;    /* people for whom there was no room */
	str_list homes;       /* of each of the tree's homes: where it is, in words */
	str_list homes_from;  /* and the joined record that says so first; else empty */
} family_drawing;

/* Whom the record ties, drawn; who is not tied to anybody stands in the words only. Sets `drawn` in the network. */
void family_draw(network *w, family_drawing *ret);
/* A sentence for each couple, or parent alone, with their children: all that the lines say (words.c). */
str_list family_in_words(const network *w, const family_drawing *d);

#endif
