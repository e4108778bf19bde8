/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Nobody is recorded twice unawares: what was typed for a new person is looked for first, whoever is like that stands beside
 * the form, and that it is nobody of them is one press, which is recorded. */
#ifndef WAYMARK_WEB_LOOKED_FIRST_H
#define WAYMARK_WEB_LOOKED_FIRST_H

#include "web/recording.h"

typedef struct {
	str typed;     /* of the form: names, birth date, numbers, postcode; empty: nothing to look for */
	size_t shown;  /* how many are like that */
	html beside;   /* who they are, as far as the viewer may know */
	bool pressed;  /* «this is a new person» */
} looked_first;

/* Looks for the person of the sent form; the look-up is noted. Finds nobody where nothing can be looked for, or the viewer has
 * looked too often: recording is not refused for that. The name of the button is LOOKED_FIRST_BUTTON. */
#define LOOKED_FIRST_BUTTON S("new-person")
err looked_first_ask(request *r, looked_first *ret) MUST_USE;
/* What is recorded with the new person: what was typed, and how many were shown; the same form makes the same entry. NULL where
 * nothing was looked for, or the area has not put the kind in force. */
const entry_beside *looked_first_beside(request *r, const looked_first *l);

/* «Ann Poe, 01752 000000; Sam Moss (no number is recorded)». */
str whom_to_ring(arena *a, const pointer *p);

#endif
