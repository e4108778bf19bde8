/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Every opening in an emergency is looked at afterwards by a manager who did not make it. */
#ifndef WAYMARK_CAPABILITIES_FIND_OPENINGS_H
#define WAYMARK_CAPABILITIES_FIND_OPENINGS_H

#include "web/page.h"

/* The list; one of them with its form; taking the form. E_DENIED, E_NOT_FOUND. */
err openings_show(request *r, const view *none, model *to) MUST_USE;
err opening_show(request *r, const view *none, model *to) MUST_USE;
err opening_take(request *r, const view *none, model *to) MUST_USE;

#endif
