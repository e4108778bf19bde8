/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/working_copy.h"

paper_about working_about(const request *r, str title)
{
	buf called = BUF(r->a);
	buf_lit(&called, WORKING_MARK ": ");
	buf_str(&called, title);
	return (paper_about){ .title = buf_view(&called), .mark = S(WORKING_MARK), .made_by = working_words(&r->read), .made = r->read.now };
}

void working_send(request *r, const view *v, str pdf, const char *name, model *to)
{
	buf file_name = BUF(r->a);
	buf_printf(&file_name, "working-copy-%s.pdf", name);
	access_print(v);
	to->file = pdf;
	to->file_as = LEAVES_WORKING;
	to->file_media = S("application/pdf");
	to->file_name = buf_view(&file_name);
}
