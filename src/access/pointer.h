/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to access/: whom to ring about a child. */
#ifndef WAYMARK_ACCESS_POINTER_H
#define WAYMARK_ACCESS_POINTER_H

#include "access/access.h"

/* relation.c: workers who work with the record's child today, added to the list. */
err who_works_with(reading *r, record_id child, record_list *into) MUST_USE;

/* Who works with any of these records of one person today, each with the number to ring: added to to->ring. */
err ring_about(const view *v, const record_list *same, pointer *to) MUST_USE;

#endif
