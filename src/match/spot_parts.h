/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to spot*.c: a text as its letters and digits alone, with the places where one piece ends and the next begins. */
#ifndef WAYMARK_MATCH_SPOT_PARTS_H
#define WAYMARK_MATCH_SPOT_PARTS_H

#include "base/buf.h"
#include "base/map.h"
#include "match/spot.h"

/* Letters without a capital inside, or digits: "12RoseLane" has three. */
typedef struct {
	size_t from, to;    /* bytes of the text */
	size_t at, end;     /* bytes of the joined letters */
	bool capital;       /* it begins with one */
	bool begins;        /* a sentence, or the text */
	bool digits;
} piece;

typedef struct {
	LIST(piece) pieces;
	str letters;        /* all pieces folded (match/fold.h), one after another */
} joined;

/* Short forms of streets are written out, the same way in what is looked for and in what is looked through. */
joined joined_of(arena *a, str text);
/* The letters of the pieces from i up to and including k. */
str joined_part(const joined *j, size_t i, size_t k);

/* What has the shape of a number, a postcode or an e-mail address. passed: those that may be read, as spot_number_key has them. */
void spot_shapes(arena *a, str text, const map *passed, spot_list *to);
/* A telephone number as 0..., a postcode and an e-mail address in small letters, without spaces. */
str spot_number_key(arena *a, str number);

#endif
