/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An ecomap as SVG: somebody in the middle, around them people and places, and how strong each tie is. Thick: strong; thin: thin;
 * a zigzag: stress; a gap across: broken off. An arrow points to whom it gives strength. The same in every viewer, as
 * web/genogram.h. */
#ifndef WAYMARK_WEB_ECOMAP_H
#define WAYMARK_WEB_ECOMAP_H

#include "web/html.h"

typedef enum { TIE_NOT_SAID, TIE_STRONG, TIE_THERE, TIE_THIN, TIE_STRESS, TIE_BOTH, TIE_BROKEN } tie_strength;

typedef struct {
	str name, note;
	tie_strength is;
	bool gives, takes; /* to, and from, the one in the middle */
} ecomap_tie;
typedef LIST(ecomap_tie) ecomap_ties;

/* In order round the middle, the first above it. id: unique on its page, a literal. Empty without ties. */
html ecomap_svg(arena *a, str middle, const ecomap_ties *ties, const char *id, str title, str description);

#endif
