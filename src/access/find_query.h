/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to access/: what somebody typed into find. */
#ifndef WAYMARK_ACCESS_FIND_QUERY_H
#define WAYMARK_ACCESS_FIND_QUERY_H

#include "base/day.h"

typedef struct {
	str text;      /* as typed, trimmed: an identifier, perhaps */
	str names;     /* folded parts, without the date of birth; empty where none */
	bool has_born;
	day born;
} find_query;

/* Reads names and a date of birth in its usual forms: 5/3/2014, 05.03.14, 5-3-2014, 2014-03-05, 05032014, 5 March 2014,
 * 5th Mar 2014. Two digits of a year are the latest year not after today. No character stands for others.
 * E_INVALID nothing to go by: empty, one letter, over 200 bytes, not text. */
err find_query_read(arena *a, str text, day today, find_query *ret) MUST_USE;
/* Whether somebody born then may be the one asked for: a month or a year known fits the days in it. */
bool find_born_fits(day asked, when born);

#endif
