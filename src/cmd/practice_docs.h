/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WAYMARK_CMD_PRACTICE_DOCS_H
#define WAYMARK_CMD_PRACTICE_DOCS_H

#include "base/buf.h"
#include "kind/capability.h"

/* The data dictionary as Markdown, in order of capability and kind: everything that the declarations say. */
void practice_docs_write(buf *b, const practice *p, const capabilities *all, const measures *asked);

#endif
