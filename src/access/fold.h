/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Names as they are compared: without case, marks and the ways in which Unicode writes one letter twice. */
#ifndef WAYMARK_ACCESS_FOLD_H
#define WAYMARK_ACCESS_FOLD_H

#include "base/buf.h"

/* Parts of lower-case letters and digits with one space between: "Zoë O'Neill-Łoś" is "zoe oneill los". s is UTF-8. */
str fold_name(arena *a, str s);
/* A sign-in's name: NFKC with case folded (Unicode 15 section 5.18), and everything else kept. */
str fold_key(arena *a, str s);
/* Whether each part of `asked` begins a part of `name` of its own; both folded. */
bool fold_begins(str asked, str name);

#endif
