/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WAYMARK_RETURNS_CIN_ASKED_H
#define WAYMARK_RETURNS_CIN_ASKED_H

#include "capabilities/returns_cin/record_child.h"
#include "web/page.h"

/* What is found in the children that the viewer works with: a page_fn. Each look is noted. */
err cin_asked_page(request *r, const view *none, model *to) MUST_USE;
/* What is found in the record that the page shows: for the slot record.foot. */
err cin_asked_panel(request *r, const view *v, html *ret) MUST_USE;

extern const beside_code cin_beside;

#endif
