/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What an entry's values are as JSON, said to programs: JSON Schema (2020-12), from the declaration and nothing else. */
#ifndef WAYMARK_KIND_SCHEMA_H
#define WAYMARK_KIND_SCHEMA_H

#include "base/buf.h"
#include "kind/kind.h"

/* Every value that values_from_json takes for the kind: each field as declared, "not known", or as received. Fields and codes
 * that an overlay hides are in it, since older entries have them. The links of the header stand under "about", which
 * validators pass over. */
void kind_schema_write(buf *b, const kind *k);

#endif
