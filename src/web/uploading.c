/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/uploading.h"

struct uploading {
	incoming *files;
	form_files taking;
	form_stream *form; /* NULL: it does not say where its parts end */
	uploading_may *may;
	void *context;
	bool asked, welcome;
};

static err file_begins(void *context, const form_part *head)
{
	uploading *u = context;
	(void)head;
	if (!u->asked) u->welcome = u->may(u->context, &u->form->parts);
	u->asked = true;
	return OK;
}

static err file_goes_on(void *context, str bytes)
{
	uploading *u = context;
	incoming_more(u->files, bytes, u->welcome);
	return OK;
}

static err file_ends(void *context, form_part *io)
{
	uploading *u = context;
	incoming_end(u->files, io);
	return OK;
}

uploading *uploading_begin(area *ar, const http_request *r)
{
	uploading *u = TAKE(r->a, uploading);
	*u = (uploading){ .files = incoming_make(ar, r->a, r->now) };
	u->taking = (form_files){ .context = u, .begin = file_begins, .more = file_goes_on, .end = file_ends };
	if (form_stream_begin(r->a, r->content_type, &u->taking, &u->form) != OK) u->form = NULL;
	return u;
}

bool uploading_more(uploading *u, str bytes, uploading_may *may, void *context)
{
	u->may = may;
	u->context = context;
	if (u->form) (void)!form_stream_more(u->form, bytes); /* what is wrong is said again at the end */
	return u->welcome;
}

err uploading_end(uploading *u, form_parts *ret)
{
	return u->form ? form_stream_end(u->form, ret) : E_INVALID;
}

void uploading_drop(uploading *u)
{
	incoming_drop(u->files);
}
