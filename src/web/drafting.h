/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What stands in a form and is not recorded yet, kept as a draft (access/drafts.h): by the form's second button, by script
 * while somebody types (assets/drafts.js), and when a form is sent whose session has ended. A form says of itself, in fields
 * named draft-..., what its draft is bound to. */
#ifndef WAYMARK_WEB_DRAFTING_H
#define WAYMARK_WEB_DRAFTING_H

#include "access/drafts.h"
#include "web/page.h"

/* A draft as it stands in its form again. Texts in the request's arena. */
typedef struct {
	draft draft;
	form_parts typed;
	str seen;       /* the entries of the record that its writer had seen */
} drafted;

/* The viewer's draft of that entry, of this kind and about these. E_NOT_FOUND there is none. E_BUSY, E_IO it cannot be read. */
err drafting_find(request *r, const draft *form, drafted *ret) MUST_USE;
/* Keeps what the sent form holds, but for files. ret as draft_keep has it. E_INVALID it is no form that can be kept. */
err drafting_keep(request *r, draft *ret) MUST_USE;
/* Where a draft is gone on with: the form's address with the entry to be. */
url drafting_address(arena *a, const draft *d);
/* The label of its kind, as far as that is in force. */
str drafting_label(const request *r, const draft *d);
/* The viewer's key for their browser, as hexadecimal digits; empty where there is none to give. */
str drafting_browser_key(request *r);

#endif
