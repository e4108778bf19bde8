/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Records that were joined: which part came from which, and taking it back. */
#ifndef WAYMARK_DUPLICATES_JOINED_H
#define WAYMARK_DUPLICATES_JOINED_H

#include "web/page.h"

err joined_panel(request *r, const view *v, html *ret);     /* child.side */
err parted_panel(request *r, const view *v, html *ret) MUST_USE; /* for those who may know of both identities */
err written_to_panel(request *r, const view *v, html *ret); /* record.foot */
err join_show(request *r, const view *v, model *to);
err join_part(request *r, const view *v, model *to);
/* For managers who work with neither. */
err unread_join_show(request *r, const view *none, model *to);
err unread_join_part(request *r, const view *none, model *to);

#endif
