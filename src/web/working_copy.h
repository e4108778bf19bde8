/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A document about a child that has not been through the gate: each sheet says so, large and in the words that are read aloud, with
 * who made it and when. */
#ifndef WAYMARK_WEB_WORKING_COPY_H
#define WAYMARK_WEB_WORKING_COPY_H

#include "web/copy.h"

/* A document that carries that mark on each of its sheets. */
paper_about working_about(const request *r, str title);
/* In the page's place: the finished document, to be kept as working-copy-NAME.pdf. The look is noted as printed. */
void working_send(request *r, const view *v, str pdf, const char *name, model *to);

#endif
