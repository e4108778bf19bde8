/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to this folder: its pages and forms. */
#ifndef WAYMARK_RELEASE_PAGES_H
#define WAYMARK_RELEASE_PAGES_H

#include "web/page.h"

/* make.c: making a copy up. */
page_fn release_new_form;
form_fn release_new_take;
bool release_may_make(const request *r);
/* left.c: what has left a child's record, and what waits. */
page_fn release_list_show;
/* look.c: one copy with what was found in it, and as it would leave. */
page_fn release_show, release_pdf;
/* decide.c: what is done with it; the second person. */
form_fn release_decide, release_second;

#endif
