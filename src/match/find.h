/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Finding a person by whatever somebody types, among those whom the viewer may open and by nothing that the viewer may not
 * read: the index that is asked is made of what the viewer reads now, so that what is hidden is neither matched, nor ranked
 * on, nor a reason. In an area without sign-ins everybody is asked. */
#ifndef WAYMARK_MATCH_FIND_H
#define WAYMARK_MATCH_FIND_H

#include "access/access.h"
#include "match/index.h"

enum { FIND_SHOWN_MOST = 10 };

/* The likeliest first, at most `most`; the look-up and its text are noted, with each person shown.
 * E_INVALID nothing to go by (query_read).   E_LIMIT longer than anybody types, or too many look-ups an hour.   E_DENIED. */
err match_find(reading *r, str text, size_t most, found_list *ret) MUST_USE;

/* Everybody of the area, without rights: for areas without sign-ins, and for measuring. Lives until index_end; holds memory
 * of its own. */
err match_everybody(reading *r, people_index **ret) MUST_USE;
/* What match_find asks where everybody was put into an index before: for many look-ups one after another in an area without
 * sign-ins. Nothing is noted. */
err match_find_in(reading *r, people_index *ix, str text, size_t most, index_hits *ret) MUST_USE;

#endif
