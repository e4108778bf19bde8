/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/chart.h"

#include <math.h>

enum {
	PLOT_LEFT = 11, PLOT_WIDE = 85,       /* parts of a hundred of the width: numbers stand to the left */
	TOP = 75, HIGH = 1500, HIGH_SMALL = 800, BELOW = 225, /* hundredths of a letter's height (rem) */
	PLOT = 10000,                         /* inside the plot, whatever its size */
	TICKS = 5, TICKS_MOST = 40
};

static int high_of(const chart *c)
{
	return c->small ? HIGH_SMALL : HIGH;
}

static double part(double at, double from, double most)
{
	return most > from ? fmin(1, fmax(0, (at - from) / (most - from))) : 0;
}

static int plot_x(const chart *c, double x)
{
	return (int)lround(part(x, c->x_from, c->x_most) * PLOT);
}

static int plot_y(const chart *c, double y)
{
	return (int)lround((1 - part(y, c->y_from, c->y_most)) * PLOT);
}

static double across(const chart *c, double x)
{
	return PLOT_LEFT + part(x, c->x_from, c->x_most) * PLOT_WIDE;
}

static double down(const chart *c, double y)
{
	return (TOP + (1 - part(y, c->y_from, c->y_most)) * high_of(c)) / 100;
}

/* ---- the frame */

static void write_words(buf *b, const char *element, str id, str text)
{
	buf_printf(b, "<%s id=\"%.*s-%s\">", element, STR_ARG(id), element);
	buf_html(b, text);
	buf_printf(b, "</%s>", element);
}

static void write_head(buf *b, str id, str title, str says, double high_rem)
{
	buf_printf(b, "<svg class=\"wm-chart\" role=\"img\" aria-labelledby=\"%.*s-title %.*s-desc\" width=\"100%%\" height=\"%.2frem\">",
	           STR_ARG(id), STR_ARG(id), high_rem);
	write_words(b, "title", id, title);
	write_words(b, "desc", id, says);
}

/* 1, 2 or 5 times a power of ten, so that about TICKS of them fill the axis. */
static double round_step(double span)
{
	double rough = span / TICKS, power = pow(10, floor(log10(rough))), times = rough / power;
	return power * (times < 1.5 ? 1 : times < 3.5 ? 2 : times < 7.5 ? 5 : 10);
}

static void write_number(buf *b, const chart *c, bool up, double n)
{
	if (up && c->y_share) buf_printf(b, "%.0f%%", n * 100);
	else buf_printf(b, "%.*f", n == floor(n) ? 0 : 1, n);
}

static void write_tick(buf *b, const chart *c, bool up, double at, str text)
{
	double y = (TOP + high_of(c) + 125) / 100.0;
	if (up) buf_printf(b, "<line class=\"wm-chart__grid\" x1=\"%d%%\" x2=\"%d%%\" y1=\"%.2frem\" y2=\"%.2frem\"/>", PLOT_LEFT,
		           PLOT_LEFT + PLOT_WIDE, down(c, at), down(c, at));
	if (up) buf_printf(b, "<text class=\"wm-chart__up\" x=\"%d%%\" y=\"%.2frem\">", PLOT_LEFT - 1, down(c, at) + .3);
	else buf_printf(b, "<text class=\"wm-chart__across\" x=\"%.2f%%\" y=\"%.2frem\">", across(c, at), y);
	if (text.n) buf_html(b, text);
	else write_number(b, c, up, at);
	buf_lit(b, "</text>");
}

static void write_axis(buf *b, const chart *c, bool up, double from, double most)
{
	size_t said = up ? c->y_ticks.n : c->x_ticks.n;
	const chart_tick *at = up ? c->y_ticks.at : c->x_ticks.at;
	for (size_t i = 0; i < said; i++) write_tick(b, c, up, at[i].at, at[i].text);
	if (said || most <= from) return;
	double step = round_step(most - from);
	for (int i = 0; i < TICKS_MOST && ceil(from / step) * step + i * step <= most * 1.0001; i++)
		write_tick(b, c, up, ceil(from / step) * step + i * step, STR_NONE);
}

void chart_begin(buf *b, const chart *c)
{
	write_head(b, c->id, c->title, c->says, (TOP + high_of(c) + BELOW) / 100.0);
	write_axis(b, c, true, c->y_from, c->y_most);
	write_axis(b, c, false, c->x_from, c->x_most);
	buf_printf(b, "<svg aria-hidden=\"true\" x=\"%d%%\" y=\"%.2frem\" width=\"%d%%\" height=\"%.2frem\" viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\">",
	           PLOT_LEFT, TOP / 100.0, PLOT_WIDE, high_of(c) / 100.0, PLOT, PLOT);
}

/* ---- in the plot */

static void begin_path(buf *b, const char *class)
{
	buf_printf(b, "<path class=\"wm-chart__%s\" d=\"", class);
}

void chart_line(buf *b, const chart *c, const char *class, const chart_point *at, size_t n, bool steps)
{
	if (n == 0) return;
	begin_path(b, class);
	buf_printf(b, "M%d %d", plot_x(c, at[0].x), plot_y(c, at[0].y));
	for (size_t i = 1; i < n; i++)
		if (steps) buf_printf(b, "H%dV%d", plot_x(c, at[i].x), plot_y(c, at[i].y));
		else buf_printf(b, "L%d %d", plot_x(c, at[i].x), plot_y(c, at[i].y));
	buf_lit(b, "\"/>");
}

void chart_band(buf *b, const chart *c, const char *class, const chart_between *at, size_t n, bool steps)
{
	if (n == 0) return;
	begin_path(b, class);
	buf_printf(b, "M%d %d", plot_x(c, at[0].x), plot_y(c, at[0].high));
	for (size_t i = 1; i < n; i++) {
		if (steps) buf_printf(b, "H%d", plot_x(c, at[i].x));
		buf_printf(b, "L%d %d", plot_x(c, at[i].x), plot_y(c, at[i].high));
	}
	for (size_t i = n; i-- > 0;) {
		buf_printf(b, "L%d %d", plot_x(c, at[i].x), plot_y(c, at[i].low));
		if (steps && i) buf_printf(b, "V%d", plot_y(c, at[i - 1].low));
	}
	buf_lit(b, "Z\"/>");
}

void chart_bar(buf *b, const chart *c, const char *class, double x, double wide, double y)
{
	begin_path(b, class);
	buf_printf(b, "M%d %dV%dH%dV%dZ\"/>", plot_x(c, x), PLOT, plot_y(c, y), plot_x(c, x + wide), PLOT);
}

void chart_marks(buf *b)
{
	buf_lit(b, "</svg>");
}

void chart_dot(buf *b, const chart *c, const char *class, double x, double y)
{
	buf_printf(b, "<circle class=\"wm-chart__%s\" cx=\"%.2f%%\" cy=\"%.2frem\" r=\"0.3rem\"/>", class, across(c, x), down(c, y));
}

html chart_end(buf *b)
{
	buf_lit(b, "</svg>");
	return (html){ buf_view(b) };
}

/* ---- what follows what */

enum { STEP_APART = 490, STEP_FIRST = 230, RIGHT_FROM = 63, LEFT_TO = 24, REACH = 26, ARC_WIDEST = 9, NAME_CHARS = 21, NAME_LINES = 4, LABEL_HIGH = 110, LABEL_WIDE = 20, LETTER_ON_PHONE = 21 /* tenths of a hundredth of the width */ };

static double step_down(size_t i)
{
	return (STEP_FIRST + STEP_APART * (double)i) / 100;
}

/* An arc reaches out the further the more steps it passes. */
static int reach(size_t from, size_t to, size_t step_n)
{
	size_t passed = from < to ? to - from : from - to;
	return step_n > 1 ? (int)(REACH * (.25 + .75 * (double)passed / (double)(step_n - 1))) : REACH / 2;
}

static void write_arc(buf *b, const map_arc *is, size_t step_n, uint64_t most)
{
	bool on = is->from < is->to;
	int out = reach(is->from, is->to, step_n), x = on ? RIGHT_FROM : LEFT_TO, turn = on ? x + out : x - out * 2 / 3;
	double y1 = step_down(is->from) * 100, y2 = step_down(is->to) * 100, wide = 1 + (ARC_WIDEST - 1) * sqrt((double)is->n / (double)most);
	if (is->from == is->to) y1 -= 40, y2 += 40;
	buf_printf(b, "<path class=\"wm-map__%s\" stroke-width=\"%.1f\" d=\"M%d %.0fC%d %.0f %d %.0f %d %.0f\"/>", on ? "on" : "back", wide,
	           x * 100, y1, turn * 100, y1, turn * 100, y2, x * 100, y2);
}

/* Where a label stands: beside the middle of its arc, below those that stand there already, and within the picture even where it
 * is as narrow as a phone. */
typedef struct {
	bool on;
	int x;
	double y;
} label_place;

static label_place place_of(const map_arc *is, size_t step_n, const label_place *placed, size_t n)
{
	bool on = is->from < is->to;
	int out = reach(is->from, is->to, step_n), wide = (int)is->label.n * LETTER_ON_PHONE / 10;
	int right = RIGHT_FROM + out * 3 / 4 + 2, left = LEFT_TO - out / 2 - 2;
	label_place at = { on, on ? (right + wide > 100 ? 100 - wide : right) : (left < wide ? wide : left),
		           (step_down(is->from) + step_down(is->to)) / 2 + .3 };
	for (size_t i = 0; i < n; i++) {
		int apart = at.x > placed[i].x ? at.x - placed[i].x : placed[i].x - at.x;
		if (placed[i].on != on || apart > LABEL_WIDE || fabs(at.y - placed[i].y) * 100 >= LABEL_HIGH - 1) continue;
		at.y = placed[i].y + LABEL_HIGH / 100.0;
		i = (size_t)-1; /* it may stand on another now */
	}
	return at;
}

/* On a plate, so that no arc that passes touches it. */
static void write_arc_label(buf *b, const map_arc *is, label_place at)
{
	double wide = (double)is->label.n * .46 + .3;
	buf_printf(b, "<svg x=\"%d%%\" y=\"%.2frem\" overflow=\"visible\"><rect class=\"wm-map__plate\" x=\"%.2frem\" y=\"-0.80rem\" width=\"%.2frem\" height=\"1.05rem\"/>"
	              "<text class=\"wm-map__%s-label\">", at.x, at.y, at.on ? -.15 : .15 - wide, wide, at.on ? "on" : "back");
	buf_html(b, is->label);
	buf_lit(b, "</text></svg>");
}

/* As many whole words as a line has room for. */
static str name_line(str *rest)
{
	size_t n = rest->n;
	if (n > NAME_CHARS)
		for (n = NAME_CHARS; n > 1 && rest->at[n] != ' ';) n--;
	if (n <= 1) n = rest->n; /* one long word */
	str line = str_first(*rest, n);
	*rest = str_trim(str_from(*rest, n));
	return line;
}

static void write_step(buf *b, str name, double at)
{
	str lines[NAME_LINES];
	size_t n = 0;
	for (str rest = name; rest.n && n < NAME_LINES; n++) lines[n] = n + 1 < NAME_LINES ? name_line(&rest) : rest;
	buf_printf(b, "<rect class=\"wm-map__box\" x=\"%d%%\" y=\"%.2frem\" width=\"%d%%\" height=\"%.2frem\"/>", LEFT_TO,
	           at - (double)n * 1.05 / 2 - .3, RIGHT_FROM - LEFT_TO, (double)n * 1.05 + .6);
	for (size_t i = 0; i < n; i++) {
		buf_printf(b, "<text class=\"wm-map__step\" x=\"%d.5%%\" y=\"%.2frem\">", (LEFT_TO + RIGHT_FROM) / 2,
		           at + .3 + ((double)i - (double)(n - 1) / 2) * 1.05);
		buf_html(b, lines[i]);
		buf_lit(b, "</text>");
	}
}

html map_svg(arena *a, str id, str title, str says, const str *steps, size_t step_n, const map_arc *arcs, size_t arc_n)
{
	buf b = BUF(a);
	uint64_t most = 1;
	double high = step_down(step_n);
	for (size_t i = 0; i < arc_n; i++) most = arcs[i].n > most ? arcs[i].n : most;
	write_head(&b, id, title, says, high);
	buf_printf(&b, "<svg aria-hidden=\"true\" x=\"0\" y=\"0\" width=\"100%%\" height=\"%.2frem\" viewBox=\"0 0 10000 %.0f\" preserveAspectRatio=\"none\">", high, high * 100);
	for (size_t i = 0; i < arc_n; i++) write_arc(&b, &arcs[i], step_n, most);
	buf_lit(&b, "</svg>");
	for (size_t i = 0; i < step_n; i++) write_step(&b, steps[i], step_down(i));
	label_place *placed = TAKE_N(a, label_place, arc_n + 1);
	for (size_t i = 0; i < arc_n; i++) {
		placed[i] = place_of(&arcs[i], step_n, placed, i);
		write_arc_label(&b, &arcs[i], placed[i]);
	}
	buf_lit(&b, "</svg>");
	return (html){ buf_view(&b) };
}
