/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Stretches of time as English prose tells them: "by December 2011", "autumn 2011", "the end of 2012", "from September to
 * December 2011", "Friday 6th January 2012", "second half of summer 2011".
 *
 * Spring is March to May, and so on by threes of months; winter 2011 ends in February 2012; 2011-12 is the financial year
 * from April. Early, mid and late are thirds. What names no year is no period, and neither is a year by itself that no
 * "in", "by", "during" or the like leads to: an Act of 2004 is no time at which something happens. */
#ifndef WAYMARK_WIRE_PERIOD_H
#define WAYMARK_WIRE_PERIOD_H

#include "base/day.h"

typedef enum {
	PERIOD_DURING, /* in it, or all through it */
	PERIOD_BY,     /* not later than `last` */
	PERIOD_FROM    /* not earlier than `first` */
} period_sense;

typedef struct {
	period_sense is;
	bool about;       /* "around November 2011" */
	day first, last;  /* both belong to it */
	str words;        /* the text that said so, "by December 2011"; borrowed */
} period;
typedef LIST(period) period_list;

/* Every period in the text, in its order; in arena a, borrowing the text. */
void periods_read(arena *a, str text, period_list *ret);

#endif
