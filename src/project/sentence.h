/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to project/: how a story sentence is kept. project.h has the reading side. */
#ifndef WAYMARK_PROJECT_SENTENCE_H
#define WAYMARK_PROJECT_SENTENCE_H

#include "journal/journal.h"
#include "kind/values.h"

/* A sentence of the kind, its `story` or a moment's, for one entry. */
void sentence_write(buf *b, const zone *z, const sentence_part *parts, size_t n, const values *v, const entry_links *about);

#endif
