/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to paper/: a picture on a page, drawn as lines and letters, not as dots. */
#ifndef WAYMARK_PAPER_PICTURE_H
#define WAYMARK_PAPER_PICTURE_H

#include "base/buf.h"

#include <cairo.h>

typedef struct picture picture;

typedef enum { PICTURE_START, PICTURE_MIDDLE, PICTURE_END } picture_anchor;
typedef struct {
	double x, y, size;    /* of its beginning, middle or end on the line of writing; in the picture's own measure */
	double most_wide;     /* 0: as wide as it is */
	picture_anchor anchor;
	str text;
} picture_word;
typedef LIST(picture_word) picture_words;
/* The SVG without its words, which are added to ret: of text elements as our own pictures have them, one line each. */
str picture_without_words(arena *a, str svg, picture_words *ret);

/* SVG, with or without its namespace. Given back by picture_end. E_INVALID it is none, or has no size. */
err picture_read(arena *a, str svg, picture **ret) MUST_USE;
void picture_end(picture *p);
/* How many of its own measure are a point, where it is not made smaller: what picture_word counts in. */
#define PICTURE_POINTS 0.75 /* CSS: 96 pixels and 72 points in an inch */
/* Points that it takes where it is not made smaller. */
double picture_width(const picture *p);
double picture_height(const picture *p);
/* Into that box, whose sides are to each other as the picture's. E_IO. */
err picture_draw(arena *a, const picture *p, cairo_t *to, double x, double y, double width, double height) MUST_USE;

#endif
