/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to this folder: what whoever goes there tonight has to know, for the head of the child's page. */
#ifndef WAYMARK_FAMILY_TONIGHT_H
#define WAYMARK_FAMILY_TONIGHT_H

#include "kind/typed.h"
#include "web/page.h"

/* Panels, as page.h has them. */
err warning_panel(request *r, const view *v, html *ret); /* of what to be warned, when it is looked at again, who was told */
err reach_panel(request *r, const view *v, html *ret);   /* carers, and who else is involved, with how they are reached */
/* "To be looked at again on 3 May 2026. The person was told." of a danger or a warning. */
str family_standing(const view *v, const typed_when *review, const typed_text *told);

#endif
