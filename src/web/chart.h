/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pictures of numbers, as SVG with classes only: a curve, bars, dots among limits, a stack, what follows what. Across, a picture
 * is drawn in parts of the width and down in letters' heights, so that it fits a phone, paper and large letters alike. Nothing
 * in it is a target: a line is a number that was counted, or how far chance carries it.
 *
 *   chart c = { .id = S("wait"), .title = ..., .says = ..., .x_most = 365, .y_most = 1, .y_share = true };
 *   chart_begin(&b, &c);                     axes, then what is drawn in the plot, which is cut at its edges:
 *   chart_band(&b, &c, "limits", low, high, n);
 *   chart_line(&b, &c, "curve", points, n, true);
 *   chart_marks(&b);                         then what keeps its shape and may stand across an edge:
 *   chart_dot(&b, &c, "dot", x, y);
 *   html picture = chart_end(&b); */
#ifndef WAYMARK_WEB_CHART_H
#define WAYMARK_WEB_CHART_H

#include "web/html.h"

typedef struct {
	double x, y;
} chart_point;

typedef struct {
	double at;
	str text;
} chart_tick;

typedef struct {
	str id;            /* of the picture, once on its page: letters, digits, - */
	str title, says;   /* what it says to whoever cannot see it */
	double x_from, x_most, y_from, y_most;
	bool y_share;      /* up stands a share of 1, told in per cent */
	bool small;        /* one of several beside each other */
	LIST(chart_tick) x_ticks, y_ticks; /* empty: round numbers */
} chart;

void chart_begin(buf *b, const chart *c);
/* class: the end of wm-chart__NAME. steps: it stays as high until the next point, as a curve of who still waits does. */
void chart_line(buf *b, const chart *c, const char *class, const chart_point *at, size_t n, bool steps);
/* Between two heights at each x. */
typedef struct {
	double x, low, high;
} chart_between;
void chart_band(buf *b, const chart *c, const char *class, const chart_between *at, size_t n, bool steps);
/* A bar from x to x + wide. */
void chart_bar(buf *b, const chart *c, const char *class, double x, double wide, double y);
void chart_marks(buf *b);
void chart_dot(buf *b, const chart *c, const char *class, double x, double y);
html chart_end(buf *b);

/* What follows what: the steps stand below each other in the order given, an arc to the right leads down the list, one to the
 * left back up or to itself. An arc is as wide as it is often. */
typedef struct {
	size_t from, to;  /* in the steps */
	uint64_t n;
	str label;        /* «41, 12 days» */
} map_arc;
html map_svg(arena *a, str id, str title, str says, const str *steps, size_t step_n, const map_arc *arcs, size_t arc_n);

#endif
