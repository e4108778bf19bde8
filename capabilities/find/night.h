/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What happened out of hours, shown first to those who work with the child until they say what they did about it. */
#ifndef WAYMARK_CAPABILITIES_FIND_NIGHT_H
#define WAYMARK_CAPABILITIES_FIND_NIGHT_H

#include "web/page.h"

/* On the first page: whose record was opened, by whom and when; no words, which stand on the child's page. */
err nights_panel(request *r, const view *none, html *ret) MUST_USE;
/* On the child's page: what was done and what is not sure; for whoever has it open in an emergency, until when, and the form. */
err night_panel(request *r, const view *v, html *ret) MUST_USE;

#endif
