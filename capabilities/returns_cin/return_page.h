/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The return in the browser, for managers: who is in it and why, what the rules find in it as counts, its totals beside the
 * published ones; and the file itself. All of it as it is known now, or was at the end of a past day. */
#ifndef WAYMARK_RETURNS_CIN_RETURN_PAGE_H
#define WAYMARK_RETURNS_CIN_RETURN_PAGE_H

#include "web/page.h"

err cin_return_ask(request *r, const view *none, model *to) MUST_USE;  /* page_fn: which return, and why */
err cin_return_take(request *r, const view *none, model *to) MUST_USE; /* form_fn. Every child shown or sent is in the read log, with the reason */
/* page_fn: what the rules find in children of others, as counts by team. */
err cin_teams_page(request *r, const view *none, model *to) MUST_USE;

#endif
