/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What capabilities say beside one of the viewer's own children (capability.yaml, my_children): days, the words of what comes
 * next, and what waits. Words that are kept from somebody, and what answers them, are left out for everybody. */
#ifndef WAYMARK_WEB_OWN_CHILD_H
#define WAYMARK_WEB_OWN_CHILD_H

#include "web/page.h"

typedef struct {
	own_tells tells;
	str label;
	when on;      /* last: WHEN_NONE where there is none yet; next, waits: the day, where one is known; after: since when */
	str words;    /* of what comes next */
	str from;     /* the joined record that it was written in: "in the record of Asha Belle"; else empty */
	url to;       /* the record, or the page; empty for none */
} own_said;
typedef LIST(own_said) own_saids;

/* In their order. A line of next or waits that has nothing to tell is left out. */
err own_child_says(request *r, const view *v, own_saids *ret) MUST_USE;

/* Those alone that tell so. */
err own_child_told(request *r, const view *v, own_tells tells, own_saids *ret) MUST_USE;

#endif
