/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What must not leave, found in a text however it is spelt there: with other capitals, spaces, commas, hyphens or underscores, run
 * together in the name of a file, with the signs of an address of the web or of JSON between its parts.
 *
 *   spotter *s = spotter_make(a);
 *   spotter_hides(s, S("12 Rose Lane, Northmere, NG1 4AB"));
 *   spotter_meets(s, S("Ruth Bell"), true);
 *   spotter_passes_name(s, S("Asha Bell"));
 *   spot_list found = spotter_find(s, a, S("They moved to rose  lane."), false);
 *
 * It says too much rather than too little: whoever reads what it found decides. It reads spelling, not meaning: a nickname that
 * nobody wrote down, «the man next door» and a misspelt street pass. */
#ifndef WAYMARK_MATCH_SPOT_H
#define WAYMARK_MATCH_SPOT_H

#include "base/str.h"

typedef enum {
	SPOT_HIDDEN_ADDRESS, /* or its street, its house's name, its postcode */
	SPOT_KEPT_WORDS,     /* a sentence, or five words in a row */
	SPOT_PERSON,         /* somebody who is known by name */
	SPOT_ADDRESS,        /* where somebody else lives */
	SPOT_TELEPHONE,
	SPOT_NHS_NUMBER,     /* one whose check digit is right */
	SPOT_POSTCODE,
	SPOT_EMAIL
} spot_is;
enum { SPOT_KINDS = SPOT_EMAIL + 1 };

typedef struct {
	spot_is is;
	size_t from, to; /* bytes of the text */
} spot;
typedef LIST(spot) spot_list;

typedef struct spotter spotter;

/* Everything that it is told is copied into arena a, where it lives. Empty texts are nothing to it. */
spotter *spotter_make(arena *a);
void spotter_hides(spotter *s, str address);
void spotter_keeps(spotter *s, str words);
/* Somebody lives there: found as a hidden address is. */
void spotter_address(spotter *s, str address);
/* Somebody's name, given names first. near: around the child, so that the given name alone means them too. */
void spotter_meets(spotter *s, str name, bool near);
/* May be read: a name in any of its spellings (whole: only all of it, as those of workers, of whom a given name alone says
 * nothing); an address; a telephone number, an NHS number, an e-mail address. */
void spotter_passes_name(spotter *s, str name, bool whole);
void spotter_passes_address(spotter *s, str address);
void spotter_passes(spotter *s, str number);

/* What stands in the text, in its order, none over another; in arena a. only_told: not what merely has the shape of a number, a
 * postcode or an e-mail address: for bytes of a file that only look like text. */
spot_list spotter_find(const spotter *s, arena *a, str text, bool only_told);
/* The text without what was found, «…» in its places. */
str spot_take_out(arena *a, str text, const spot_list *found);

#endif
