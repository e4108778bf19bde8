/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to match/: days and ages as people type them. */
#ifndef WAYMARK_MATCH_QUERY_DAY_H
#define WAYMARK_MATCH_QUERY_DAY_H

#include "base/day.h"

/* How many of the n words from here on are a date of birth, a month, a year or an age; 0: none. What they leave open lies
 * between *ret_from and *ret_to, both included. The forms are those of query_read. */
size_t query_day(arena *a, const str *words, size_t n, day today, day *ret_from, day *ret_to);

#endif
