/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What capabilities show on other pages: lists of their records, or what their C writes. */
#ifndef WAYMARK_WEB_PANELS_H
#define WAYMARK_WEB_PANELS_H

#include "web/page.h"

/* All panels of the slot, in their order. */
err panels_write(request *r, const view *v, slot where, html *ret) MUST_USE;

#endif
