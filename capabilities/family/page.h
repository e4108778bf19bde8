/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to this folder: the page of a child's family and network. */
#ifndef WAYMARK_FAMILY_PAGE_H
#define WAYMARK_FAMILY_PAGE_H

#include "web/page.h"

page_fn family_show;

#endif
