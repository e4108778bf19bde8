/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is known of somebody whom a child's record names: enough to draw a family, and no more. */
#ifndef WAYMARK_ACCESS_PERSON_H
#define WAYMARK_ACCESS_PERSON_H

#include "access/access.h"

typedef struct {
	record_id record;  /* the one that stands for the person: two records of one person give the same */
	str sex;           /* F, M, U or empty */
	when born, expected, died; /* WHEN_NONE: not known, or not for this viewer */
} person_known;

/* Of whom access_name names to this viewer. Of a child who has a record of its own, only where the viewer may open that too:
 * being a brother gives no right to read. Everybody else: record alone, and all the rest not known. */
err access_person(const view *v, record_id person, person_known *ret) MUST_USE;

#endif
