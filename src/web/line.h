/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The journey line: a picture of a journey, as SVG with classes only. Time runs from left to right, each stage has a lane;
 * a bar's length is the wait from the first sign of need, a broken line is what the record does not say, a shaded band is
 * time in which nothing was recorded. Across it is drawn in parts of the width and down it in letters' heights, so that
 * it fits a phone and large letters alike. */
#ifndef WAYMARK_WEB_LINE_H
#define WAYMARK_WEB_LINE_H

#include "web/html.h"
#include "web/journey.h"

/* Hundredths of a per cent of the width, where a day stands; 0..10000. */
int line_position(const journey *j, day d);
/* The name of a lane: "Help came". */
str lane_name(stage s);
/* title and description: what it says to whoever cannot see it. Empty for a journey without episodes. */
html line_svg(arena *a, const journey *j, str title, str description);

#endif
