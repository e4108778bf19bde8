/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/ecomap.h"

#include <math.h>

enum {
	BOX_WIDTH = 138, BOX_HEIGHT = 46, MIDDLE = 46,  /* half the middle's width */
	APART = 30, LEAST_RADIUS = 150, LETTER = 13, LETTERS = 19,
	ZIG = 12, ZAG = 5, HEAD = 9
};

typedef struct {
	double x, y;
} point;

static void write_point(buf *b, char command, point p)
{
	buf_printf(b, "%c%.1f %.1f", command, p.x, p.y);
}

static point along(point from, point to, double part)
{
	return (point){ from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part };
}

static double length(point from, point to)
{
	return hypot(to.x - from.x, to.y - from.y);
}

/* So many units to the left of the way from one to the other. */
static point aside(point at, point from, point to, double by)
{
	double n = length(from, to);
	return (point){ at.x + (to.y - from.y) / n * by, at.y - (to.x - from.x) / n * by };
}

/* ---- the line of a tie */

static void write_straight(buf *b, point from, point to, const char *look)
{
	buf_printf(b, "<path%s d=\"", look);
	write_point(b, 'M', from);
	write_point(b, 'L', to);
	buf_lit(b, "\"/>");
}

static void write_zigzag(buf *b, point from, point to)
{
	int n = (int)(length(from, to) / ZIG);
	buf_lit(b, "<path stroke-width=\"2\" d=\"");
	write_point(b, 'M', from);
	for (int i = 1; i < n; i++) write_point(b, 'L', aside(along(from, to, (double)i / n), from, to, i % 2 ? ZAG : -ZAG));
	write_point(b, 'L', to);
	buf_lit(b, "\"/>");
}

/* Two strokes across a gap in the middle. */
static void write_broken(buf *b, point from, point to)
{
	write_straight(b, from, along(from, to, 0.44), " stroke-width=\"2\"");
	write_straight(b, along(from, to, 0.56), to, " stroke-width=\"2\"");
	for (int i = 0; i < 2; i++) {
		point at = along(from, to, i ? 0.56 : 0.44);
		write_straight(b, aside(at, from, to, ZAG + 3), aside(at, from, to, -ZAG - 3), " stroke-width=\"2\"");
	}
}

static void write_head(buf *b, point from, point to)
{
	double n = length(from, to);
	point back = along(from, to, 1 - HEAD / n);
	buf_lit(b, "<path fill=\"#1d1d1b\" stroke=\"none\" d=\"");
	write_point(b, 'M', to);
	write_point(b, 'L', aside(back, from, to, HEAD * 0.6));
	write_point(b, 'L', aside(back, from, to, -HEAD * 0.6));
	buf_lit(b, "Z\"/>");
}

static void write_tie(buf *b, const ecomap_tie *t, point middle, point other)
{
	switch (t->is) {
	case TIE_NOT_SAID: write_straight(b, middle, other, " stroke-width=\"1\" stroke=\"#6f6a5e\" stroke-dasharray=\"2 5\""); break;
	case TIE_STRONG: write_straight(b, middle, other, " stroke-width=\"6\""); break;
	case TIE_THERE: write_straight(b, middle, other, " stroke-width=\"2.5\""); break;
	case TIE_THIN: write_straight(b, middle, other, " stroke-width=\"1\""); break;
	case TIE_STRESS: write_zigzag(b, middle, other); break;
	case TIE_BOTH:
		write_straight(b, middle, other, " stroke-width=\"6\" stroke=\"#b9b2a2\"");
		write_zigzag(b, middle, other);
		break;
	case TIE_BROKEN: write_broken(b, middle, other); break;
	}
	if (t->gives) write_head(b, other, middle);
	if (t->takes) write_head(b, middle, other);
}

/* ---- people and places around */

static void write_text(buf *b, double x, double y, str text, const char *look)
{
	size_t letters = str_chars(text);
	buf_printf(b, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\"%s", x, y, look);
	if (letters > LETTERS) buf_printf(b, " textLength=\"%d\" lengthAdjust=\"spacingAndGlyphs\"", BOX_WIDTH - 12);
	buf_char(b, '>');
	buf_html(b, text);
	buf_lit(b, "</text>");
}

static void write_other(buf *b, const ecomap_tie *t, point at)
{
	buf_printf(b, "<rect rx=\"8\" x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\" fill=\"#fff\" stroke=\"#1d1d1b\" stroke-width=\"1.5\"/>",
	           at.x - BOX_WIDTH / 2.0, at.y - BOX_HEIGHT / 2.0, BOX_WIDTH, BOX_HEIGHT);
	write_text(b, at.x, at.y + (t->note.n ? -3 : 5), t->name, "");
	if (t->note.n) write_text(b, at.x, at.y + 14, t->note, " font-size=\"11\" fill=\"#4d4a43\"");
}

/* Where the way to the middle leaves the box. */
static point edge_of(point box, point middle)
{
	double dx = middle.x - box.x, dy = middle.y - box.y;
	double part = fmin(fabs(dx) > 0 ? BOX_WIDTH / 2.0 / fabs(dx) : 1, fabs(dy) > 0 ? BOX_HEIGHT / 2.0 / fabs(dy) : 1);
	return along(box, middle, fmin(part, 1));
}

/* ---- the ring: boxes are wider than high, so it is an ellipse, walked in equal steps of its edge */

typedef struct {
	double a, b;
} ring;

static point on_ring(ring r, point middle, double angle)
{
	return (point){ middle.x + r.a * sin(angle), middle.y - r.b * cos(angle) };
}

enum { RING_STEPS = 720 };

static double edge_length(ring r)
{
	double sum = 0;
	for (int i = 0; i < RING_STEPS; i++)
		sum += length(on_ring(r, (point){ 0, 0 }, 2 * M_PI * i / RING_STEPS), on_ring(r, (point){ 0, 0 }, 2 * M_PI * (i + 1) / RING_STEPS));
	return sum;
}

static ring ring_for(size_t n)
{
	ring r = { LEAST_RADIUS * 1.45, LEAST_RADIUS };
	while (edge_length(r) < (double)n * (BOX_WIDTH + APART)) r = (ring){ r.a * 1.05, r.b * 1.05 };
	return r;
}

/* The i-th of n places, each as far from the next along the edge. */
static double angle_of(ring r, size_t i, size_t n)
{
	double target = edge_length(r) * (double)i / (double)n, gone = 0;
	int step = 0;
	while (step < RING_STEPS && gone < target) {
		gone += length(on_ring(r, (point){ 0, 0 }, 2 * M_PI * step / RING_STEPS), on_ring(r, (point){ 0, 0 }, 2 * M_PI * (step + 1) / RING_STEPS));
		step++;
	}
	return 2 * M_PI * step / RING_STEPS;
}

static str first_word(str name)
{
	str rest;
	return str_cut(name, ' ', &rest);
}

html ecomap_svg(arena *a, str middle_name, const ecomap_ties *ties, const char *id, str title, str description)
{
	buf b = BUF(a);
	if (ties->n == 0) return HTML("");
	ring r = ring_for(ties->n);
	int width = (int)(2 * r.a) + BOX_WIDTH + 16, height = (int)(2 * r.b) + BOX_HEIGHT + 16;
	point middle = { width / 2.0, height / 2.0 };
	buf_printf(&b, "<svg class=\"wm-ecomap\" role=\"img\" aria-labelledby=\"%s-title %s-words\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" font-size=\"%d\">",
	           id, id, width, height, width, height, LETTER);
	buf_printf(&b, "<title id=\"%s-title\">", id);
	buf_html(&b, title);
	buf_printf(&b, "</title><desc id=\"%s-words\">", id);
	buf_html(&b, description);
	buf_lit(&b, "</desc><g fill=\"none\" stroke=\"#1d1d1b\">");
	for (size_t i = 0; i < ties->n; i++) {
		point at = on_ring(r, middle, angle_of(r, i, ties->n));
		write_tie(&b, &ties->at[i], along(middle, at, MIDDLE / length(middle, at)), edge_of(at, middle));
	}
	buf_printf(&b, "</g><circle cx=\"%.1f\" cy=\"%.1f\" r=\"%d\" fill=\"#eef4f1\" stroke=\"#1c5a57\" stroke-width=\"2.5\"/><g fill=\"#1d1d1b\">", middle.x,
	           middle.y, MIDDLE);
	write_text(&b, middle.x, middle.y + 5, first_word(middle_name), " font-weight=\"700\"");
	for (size_t i = 0; i < ties->n; i++) write_other(&b, &ties->at[i], on_ring(r, middle, angle_of(r, i, ties->n)));
	buf_lit(&b, "</g></svg>");
	return (html){ buf_view(&b) };
}
