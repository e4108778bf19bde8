/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One form for brothers and sisters: what is recorded of all of them, and beside it what is only about one, recorded in that child's
 * record alone (kind only_about). Who may read only the other child's finds nothing of it. */
#ifndef WAYMARK_WEB_ONLY_ABOUT_H
#define WAYMARK_WEB_ONLY_ABOUT_H

#include "web/recording.h"

/* The kind, if the viewer may write it and the area has put it in force; else NULL: nobody is asked. */
const kind *only_about_kind(const request *r);
/* The box for what is only about that child, with what was typed there and what is wrong with it. */
html only_about_box(request *r, const kind_form *f, record_id child, str name);
/* Whether something stands in it. */
bool only_about_typed(request *r, const kind_form *f, record_id child);

/* Before anything is recorded: adds an entry for each child of whom something was said alone. The same form makes the same
 * entries. E_INVALID with problems: what a box holds does not read (about "only-CHILD"), or its child is not chosen ("child"). */
err only_about_read(request *r, const recording *what, when happened, entries_beside *io, problems *p) MUST_USE;

#endif
