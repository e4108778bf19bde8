/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to this folder: the page of a child's family and network. */
#ifndef WAYMARK_FAMILY_PAGE_H
#define WAYMARK_FAMILY_PAGE_H

#include "web/page.h"

page_fn family_show;
/* The genogram, and what it says in words: of today, without what is kept from anybody. */
err family_part(request *r, const view *v, copy *to) MUST_USE;

#endif
