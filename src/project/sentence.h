/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to project/: how a story sentence is kept. project.h has the reading side. */
#ifndef WAYMARK_PROJECT_SENTENCE_H
#define WAYMARK_PROJECT_SENTENCE_H

#include "journal/journal.h"
#include "kind/values.h"

/* The sentence of the kind's `story` for one entry. */
void sentence_write(buf *b, const zone *z, const values *v, const entry_links *about);

#endif
