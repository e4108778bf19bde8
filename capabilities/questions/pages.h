/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The pages of this capability. */
#ifndef WAYMARK_CAPABILITIES_QUESTIONS_PAGES_H
#define WAYMARK_CAPABILITIES_QUESTIONS_PAGES_H

#include "capabilities/questions/asked.h"
#include "capabilities/questions/thread.h"
#include "web/page.h"

err questions_show(request *r, const view *none, model *to) MUST_USE;
err question_show(request *r, const view *none, model *to) MUST_USE;
err question_take(request *r, const view *none, model *to) MUST_USE;
err behind_show(request *r, const view *none, model *to) MUST_USE;
err clock_show(request *r, const view *v, model *to) MUST_USE;
err clock_link_panel(request *r, const view *v, html *ret) MUST_USE;

/* The way that the address says: by, year, cohort, authority; where nobody said whose neighbours, those of the area's own authority. */
asked_way way_asked(const request *r);

/* What leaves the area: picture, table, caveat and thread, or none of it. as: S("page") or S("csv"). E_NOT_FOUND nobody has said
 * anything about the number yet. */
err figure_export(const asked *x, const thread *said, str as, model *to) MUST_USE;

#endif
