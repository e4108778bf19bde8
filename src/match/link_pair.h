/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Two records side by side: for each column, in which of a few ways they are alike. */
#ifndef WAYMARK_MATCH_LINK_PAIR_H
#define WAYMARK_MATCH_LINK_PAIR_H

#include "match/link_record.h"

/* How alike, from most to least; what each means depends on the kind of column: link_level_words. ALIKE_NOTHING, where one
 * of the two says nothing, is no evidence. */
typedef enum {
	ALIKE_NOTHING,
	ALIKE_SAME,
	ALIKE_FORM,    /* a name's short or other form; day and month swapped; another number of the same street */
	ALIKE_SLIP,    /* one letter or digit off */
	ALIKE_NEAR,    /* a little more than that, or sounding the same; a day of the same month; the same district */
	ALIKE_PART,    /* one of several names, or an initial; another year, the same day */
	ALIKE_CROSSED, /* one's given name is the other's middle name; a day near it */
	ALIKE_SWAPPED, /* given name and surname changed places; the same year */
	ALIKE_UNBORN,  /* not named yet in one, born lately in the other */
	ALIKE_NOT
} alike;
enum { ALIKE_N = ALIKE_NOT + 1 };

typedef struct {
	uint32_t a, b; /* records, a < b */
	uint8_t level[LINK_COLUMNS_MOST]; /* alike */
	uint8_t names;                    /* of given, middle and surname, how many are alike */
	float rare, rare_home, rare_born; /* the rarity of what is the same: of everything, of what a household shares, of the day */
} link_pair;

/* Compares; remembers what it compared before, so each thread has its own. In arena a; r is closed and outlives it. */
typedef struct link_comparer link_comparer;
link_comparer *link_comparer_make(arena *a, const link_records *r);
link_pair link_compare(link_comparer *c, uint32_t one, uint32_t other);

/* "one letter off": to follow the column's label. Static storage. */
str link_level_words(link_kind is, alike level);

#endif
