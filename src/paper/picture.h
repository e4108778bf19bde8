/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to paper/: a picture on a page, drawn as lines and letters, not as dots. */
#ifndef WAYMARK_PAPER_PICTURE_H
#define WAYMARK_PAPER_PICTURE_H

#include "base/str.h"

#include <cairo.h>

typedef struct picture picture;

/* SVG, with or without its namespace. Given back by picture_end. E_INVALID it is none, or has no size. */
err picture_read(arena *a, str svg, picture **ret) MUST_USE;
void picture_end(picture *p);
/* Points that it takes where it is not made smaller. */
double picture_width(const picture *p);
double picture_height(const picture *p);
/* Into that box, whose sides are to each other as the picture's. E_IO. */
err picture_draw(arena *a, const picture *p, cairo_t *to, double x, double y, double width, double height) MUST_USE;

#endif
