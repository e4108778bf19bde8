/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to this folder: what whoever goes there tonight has to know, for the head of the child's page. */
#ifndef WAYMARK_FAMILY_TONIGHT_H
#define WAYMARK_FAMILY_TONIGHT_H

#include "web/page.h"

/* Panels, as page.h has them. */
err warning_panel(request *r, const view *v, html *ret); /* of what to be warned, when it is looked at again, who was told */
err reach_panel(request *r, const view *v, html *ret);   /* carers, and who else is involved, with how they are reached */
/* Whether the entry is one of those that access_kept gives: it is left out of what is seen over a shoulder. */
bool family_kept(const record_list *kept, const record *said);

#endif
