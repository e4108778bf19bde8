/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Names taken apart into parts that can be compared, and what the same name may look like: another spelling of its sound,
 * a short form, a part that people leave out. Nothing here knows a record. */
#ifndef WAYMARK_MATCH_FOLD_H
#define WAYMARK_MATCH_FOLD_H

#include "base/buf.h"

enum { NAME_PARTS_MOST = 16, NAME_PART_BYTES = 40 };

/* Parts in the order written, each 1..NAME_PART_BYTES bytes; what is longer is cut, further parts are left out. */
typedef struct {
	str at[NAME_PARTS_MOST];
	size_t n;
} name_parts;

/* Lower case without accents; hyphens and white space part, apostrophes do not; Cyrillic and Greek letters as they are
 * usually written in Latin ones (BGN/PCGN, Ukrainian of 2010). "Zoë O'Neill-Łoś" is zoe, oneill, los. Anything that is
 * not UTF-8 has no parts. Parts in arena a. */
name_parts name_fold(arena *a, str s);
/* The parts of one text with nothing between: "neillos" for "Neil Los" and "Neil-Los". In arena a. */
str name_run_together(arena *a, const name_parts *p);

/* Whether people leave the part out or write it together with the next: de, van, al, el, bin, ben, mac, o, ... */
bool name_is_particle(str part);

/* The sound of a part: its consonants, as spellings of one name share them. "muhammad", "mohammed" and "mohamed" are
 * mmt, "catherine" and "kathryn" ktrn. Many names share a sound: it finds what is then compared. Not empty for a part
 * that is not. ret has room for NAME_PART_BYTES; returns the length. */
size_t name_sound(str part, char *ret);

/* Whether one is a usual short or pet form of the other, or both are of one name, or two spellings of one name that do not
 * sound alike by rule: liz and elizabeth, bill and william, sean and shaun. Both as name_fold gives them. */
bool name_is_form_of(str one, str other);
/* All that name_is_form_of says yes to; ret has room for most. Returns how many there are. Static storage. */
size_t name_forms(str part, str *ret, size_t most);

#endif
