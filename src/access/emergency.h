/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Openings in an emergency, for those who look at each of them afterwards. */
#ifndef WAYMARK_ACCESS_EMERGENCY_H
#define WAYMARK_ACCESS_EMERGENCY_H

#include "access/access.h"

typedef struct {
	record_id record;    /* of the kind emergency_opening */
	record_id child;     /* the person that stands for it */
	str name, who, why;  /* what the child is called; who opened, and the reason they gave */
	instant at;
	bool own;            /* the viewer's: somebody else looks at it */
	str was;             /* the code of its newest review (emergency_review); empty: nobody has looked at it yet */
} emergency;
typedef LIST(emergency) emergency_list;

enum { EMERGENCIES_MOST = 200 };
/* For managers, whether or not they work with the child: those that nobody has looked at, then the others, the newest first; at
 * most EMERGENCIES_MOST. Without those about children in whom the viewer has an interest, and what is kept from the viewer.
 * Each child named is noted. E_DENIED not for this role. Empty where the area has not put the kind in force. */
err access_emergencies(reading *r, emergency_list *ret) MUST_USE;

#endif
