/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Records of an area that may be of one person, for somebody who says whether they are. */
#ifndef WAYMARK_MATCH_DUPLICATES_H
#define WAYMARK_MATCH_DUPLICATES_H

#include "access/identities.h"

typedef struct {
	identity one, other;  /* the older record first */
	double probability;   /* that both are of one person */
	double siblings;      /* that they are twins, or brother and sister */
	str because;          /* in words, column by column */
} duplicate;
typedef LIST(duplicate) duplicate_list;

/* Strongest first; without those that are one person already, that somebody said are two, and that a law parts. Compared is
 * what the viewer may read of both, and nothing else. Notes no look. As access_identities. */
err duplicates_find(reading *r, duplicate_list *ret) MUST_USE;

#endif
