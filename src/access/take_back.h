/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Taking back what one recorded a moment ago, until somebody else has read it (kind withdrawal). Nothing is deleted: it is left
 * out of every page from then on, and its own page says that it was taken back. */
#ifndef WAYMARK_ACCESS_TAKE_BACK_H
#define WAYMARK_ACCESS_TAKE_BACK_H

#include "access/access.h"

typedef enum {
	TAKE_BACK_MAY,
	TAKE_BACK_NOT_HERE,   /* no such kind in the area, or what is recorded so is corrected and not taken back */
	TAKE_BACK_NOT_OWN,
	TAKE_BACK_CORRECTED,  /* the record has more than that entry, or it was taken back already */
	TAKE_BACK_OLD,        /* over a day old */
	TAKE_BACK_NOT_LAST,   /* the viewer recorded something since */
	TAKE_BACK_READ        /* somebody else has had the record of a child that it is about on a page since */
} take_back;
enum { TAKE_BACK_MS = 24 * 60 * 60 * 1000 };

/* Whether the viewer may take back that record's entry now. */
err access_take_back_may(const view *v, const record *one, take_back *ret) MUST_USE;
/* Takes it back where it may, with what was recorded in the same press about one of its children alone. Whoever opened the child's record meanwhile may have had it: *ret_seen says so, of a look that came
 * while it was taken back. id: kept to try again. As journal_append. */
err access_take_back(const view *v, const record *one, uuid id, take_back *ret, bool *ret_seen) MUST_USE;
/* Whether it was taken back by the view's position. */
err access_taken_back(const view *v, record_id id, bool *ret) MUST_USE;

#endif
