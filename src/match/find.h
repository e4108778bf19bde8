/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Finding a person by whatever somebody types, among those whom the viewer may open and by nothing that the viewer may not
 * read: the index that is asked is made of what the viewer reads now, so that what is hidden is neither matched, nor ranked
 * on, nor a reason. In an area without sign-ins everybody is asked. */
#ifndef WAYMARK_MATCH_FIND_H
#define WAYMARK_MATCH_FIND_H

#include "access/access.h"
#include "match/index.h"

enum { FIND_SHOWN_MOST = 10 };

typedef LIST(pointer) pointer_list;

/* Those who are known here and whom the viewer may not open: only where what was typed says who is meant, a number of theirs or
 * given name, surname and date of birth (an age or a year where nobody else is like that), so that nobody can be looked through
 * for. At most FIND_POINTERS_MOST; each is noted with the text. After match_find, which counts the look-up and refuses. Answers
 * after a whole number of 5 ms, whoever is here or is kept from the viewer. */
enum { FIND_POINTERS_MOST = 3 };
err match_pointers(reading *r, str text, pointer_list *ret) MUST_USE;

/* The likeliest first, at most `most`; the look-up and its text are noted, with each person shown.
 * E_INVALID nothing to go by (query_read).   E_LIMIT longer than anybody types, or too many look-ups an hour.   E_DENIED. */
err match_find(reading *r, str text, size_t most, found_list *ret) MUST_USE;

#endif
