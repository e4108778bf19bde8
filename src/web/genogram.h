/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A genogram as SVG, in the signs that the field knows: a square, a circle, a diamond where nobody knows which, a triangle before
 * birth, a cross over the dead; one stroke for separated, two for divorced; broken lines for adoption, dotted for fostering.
 * It carries its own looks, so that it is the same in a page, on paper and in a file. */
#ifndef WAYMARK_WEB_GENOGRAM_H
#define WAYMARK_WEB_GENOGRAM_H

#include "kin/genogram.h"
#include "web/html.h"

/* What stands beside a symbol: the name on one or two lines, then the note. Too long a word is cut with «…»; the words beside
 * the drawing have all of it. Sets p->label, in arena a. */
void genogram_label(arena *a, kin_person *p, str name, str note);
/* title and description: for whoever cannot see it; the whole stands in words beside it. id: unique on its page, a literal. Empty
 * for nobody. */
html genogram_svg(arena *a, const kin_tree *t, const genogram *g, const char *id, str title, str description);

#endif
