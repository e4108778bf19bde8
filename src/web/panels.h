/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What capabilities show on other pages: lists of their records, or what their C writes. */
#ifndef WAYMARK_WEB_PANELS_H
#define WAYMARK_WEB_PANELS_H

#include "web/page.h"

/* One thing that a capability says, with its label; html empty: it has nothing to say. */
typedef struct {
	str label;
	html html;
} panel_said;
typedef LIST(panel_said) panels_said;

/* Each panel of the slot as it was written, in their order: for a page that sets them itself. */
err panels_say(request *r, const view *v, slot where, panels_said *ret) MUST_USE;
/* All panels of the slot under their headings, in their order. */
err panels_write(request *r, const view *v, slot where, html *ret) MUST_USE;

#endif
