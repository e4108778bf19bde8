/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to match/: why a person was found, in words. */
#ifndef WAYMARK_MATCH_WHY_H
#define WAYMARK_MATCH_WHY_H

#include "match/index.h"
#include "match/seek.h"

/* «surname one letter off; birth date with day and month swapped; same postcode». In arena a. */
str why_found(const seeking *k, const candidate *c, arena *a);

/* What of it is the person's: sets numbered, number, named, dated and aged of the hit. */
void why_grounds(const seeking *k, const candidate *c, index_hit *hit);

#endif
