/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A form with files while it comes: what is typed is held, and its files go where access/incoming.h puts them. */
#ifndef WAYMARK_WEB_UPLOADING_H
#define WAYMARK_WEB_UPLOADING_H

#include "access/incoming.h"
#include "web/http.h"

typedef struct uploading uploading;
/* Whether whoever sends may leave files here, by what has come of the form before the first of them. Asked once. */
typedef bool uploading_may(void *context, const form_parts *so_far);

/* r->a holds it. */
uploading *uploading_begin(area *ar, const http_request *r);
/* The next of its bytes. Whether may was asked, and said yes. */
bool uploading_more(uploading *u, str bytes, uploading_may *may, void *context);
/* The whole form. E_INVALID, E_LIMIT as form_read_multipart. */
err uploading_end(uploading *u, form_parts *ret) MUST_USE;
/* Takes away those of its files that no entry has taken. Every path ends here. */
void uploading_drop(uploading *u);

#endif
