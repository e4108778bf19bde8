/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/genogram.h"

enum { LETTERS = 14, LETTER_WIDTH_TENTHS = 66, HOP = 4, STROKE = 8, APART = 5, HOME_STEP = 4, HOME_NAME = 42, HOMES_BESIDE = 3, HALF = KIN_SYMBOL / 2 };

/* ---- words beside a symbol */

static str cut_line(arena *a, str s)
{
	buf b = BUF(a);
	if (str_chars(s) <= LETTERS + 2) return s;
	buf_str(&b, str_trim(str_first_chars(s, LETTERS)));
	buf_lit(&b, "…");
	return buf_view(&b);
}

/* As many whole words as a line holds; at least one. */
static str take_line(str *rest)
{
	size_t end = 0, n = 0;
	str s = *rest;
	while (end < s.n) {
		str after, word = str_cut(str_from(s, end), ' ', &after);
		if (end && str_chars(str_first(s, end + word.n)) > LETTERS) break;
		end += word.n;
		n = end;
		if (end < s.n) end++;
	}
	*rest = str_trim(str_from(s, n));
	return str_trim(str_first(s, n));
}

void genogram_label(arena *a, kin_person *p, str name, str note)
{
	size_t n = 0, most = note.n ? KIN_LABEL_LINES - 1 : KIN_LABEL_LINES;
	for (str rest = str_trim(name); rest.n && n < most; n++) {
		str line = n + 1 == most ? rest : take_line(&rest);
		if (n + 1 == most) rest = STR_NONE;
		p->label[n] = cut_line(a, line);
	}
	if (note.n) p->label[n++] = cut_line(a, note);
}

/* ---- marks */

static void number(buf *b, const char *name, int n)
{
	buf_char(b, ' ');
	buf_str(b, str_of(name));
	buf_lit(b, "=\"");
	buf_int(b, n);
	buf_char(b, '"');
}

static void write_stroke(buf *b, int x1, int y1, int x2, int y2)
{
	buf_lit(b, "<path d=\"M");
	buf_int(b, x1);
	buf_char(b, ' ');
	buf_int(b, y1);
	buf_char(b, 'L');
	buf_int(b, x2);
	buf_char(b, ' ');
	buf_int(b, y2);
	buf_lit(b, "\"/>");
}

/* ---- homes */

static void write_box(buf *b, const kin_box *box, int out)
{
	buf_lit(b, "<rect rx=\"6\"");
	number(b, "x", box->x - out);
	number(b, "y", box->y - out);
	number(b, "width", box->width + 2 * out);
	number(b, "height", box->height + 2 * out);
	buf_lit(b, "/>");
}

/* All boxes with a broken edge, then all again without: what is left is the edge around them together. */
static void write_home(buf *b, const genogram *g, size_t home)
{
	int out = HOME_STEP * (int)home;
	buf_lit(b, "<g fill=\"none\" stroke=\"#1c5a57\" stroke-width=\"3\" stroke-dasharray=\"5 4\">");
	EACH (box, g->outlines)
		if (box->home == home) write_box(b, box, out);
	buf_str(b, home % 2 ? S("</g><g fill=\"#f6efe0\">") : S("</g><g fill=\"#eef4f1\">"));
	EACH (box, g->outlines)
		if (box->home == home) write_box(b, box, out);
	buf_lit(b, "</g>");
}

/* Whoever lives in two homes stands in both outlines: their names stand beside each other. */
static void write_home_names(buf *b, const kin_tree *t, const genogram *g)
{
	buf_lit(b, "<g font-size=\"10\" fill=\"#123f3d\" text-anchor=\"end\">");
	EACH (box, g->outlines) {
		if (!box->tagged) continue;
		buf_lit(b, "<text");
		number(b, "x", box->x + box->width - 6 - (int)(box->home % HOMES_BESIDE) * HOME_NAME);
		number(b, "y", box->y + box->height - 4);
		buf_char(b, '>');
		buf_html(b, t->homes.at[box->home].name);
		buf_lit(b, "</text>");
	}
	buf_lit(b, "</g>");
}

/* ---- lines */

static str line_look(const kin_tree *t, const kin_line *l)
{
	if (l->is != KIN_LINE_DESCENT) {
		if (l->is == KIN_LINE_IDENTICAL) return S("");
		switch (t->unions.at[l->union_at].is) {
		case COUPLE_MARRIED: return S("");
		case COUPLE_TOGETHER: return S(" stroke-dasharray=\"9 4\"");
		case COUPLE_NOT_SAID: return S(" stroke-width=\"1\"");
		}
	}
	switch (l->how) {
	case CHILD_BY_BIRTH: return S("");
	case CHILD_ADOPTED: return S(" stroke-dasharray=\"6 4\"");
	case CHILD_FOSTERED: return S(" stroke-dasharray=\"0 5\" stroke-linecap=\"round\" stroke-width=\"2.5\"");
	}
	return S("");
}

/* The next line that an upright one crosses below y; INT_MAX none. */
static int next_bridge(const genogram *g, size_t line, int y)
{
	int next = INT32_MAX;
	EACH (c, g->crossings)
		if (c->upright == line && c->y > y && c->y < next) next = c->y;
	return next;
}

static void write_line(buf *b, const kin_tree *t, const genogram *g, size_t at)
{
	const kin_line *l = &g->lines.at[at];
	bool down = l->y1 <= l->y2;
	int x = down ? l->x1 : l->x2, y = down ? l->y1 : l->y2, end_x = down ? l->x2 : l->x1, end_y = down ? l->y2 : l->y1;
	buf_lit(b, "<path");
	buf_str(b, line_look(t, l));
	buf_printf(b, " d=\"M%d %d", x, y);
	for (int bridge = next_bridge(g, at, y); bridge < end_y; bridge = next_bridge(g, at, bridge))
		buf_printf(b, "V%da%d %d 0 0 1 0 %d", bridge - HOP, HOP, HOP, 2 * HOP);
	buf_printf(b, "L%d %d\"/>", end_x, end_y);
}

static void write_mark(buf *b, const kin_mark *m)
{
	int first = m->end == COUPLE_DIVORCED ? -APART / 2 : 0;
	for (int i = 0; i <= (m->end == COUPLE_DIVORCED); i++) {
		int x = m->x + first + i * APART;
		write_stroke(b, x - STROKE / 2, m->y + STROKE, x + STROKE / 2, m->y - STROKE);
	}
}

/* ---- people */

static void write_shape(buf *b, const kin_person *p, kin_spot at, int half)
{
	if (p->unborn) {
		buf_printf(b, "<path d=\"M%d %dL%d %dL%d %dZ\"/>", at.x, at.y - half, at.x + half, at.y + half, at.x - half, at.y + half);
		return;
	}
	switch (p->sex) {
	case KIN_MALE:
		buf_printf(b, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>", at.x - half, at.y - half, 2 * half, 2 * half);
		return;
	case KIN_FEMALE: buf_printf(b, "<circle cx=\"%d\" cy=\"%d\" r=\"%d\"/>", at.x, at.y, half); return;
	case KIN_SEX_NOT_KNOWN:
		buf_printf(b, "<path d=\"M%d %dL%d %dL%d %dL%d %dZ\"/>", at.x, at.y - half, at.x + half, at.y, at.x, at.y + half, at.x - half, at.y);
	}
}

/* Within the shape, so that no corner sticks out. */
static void write_cross(buf *b, const kin_person *p, kin_spot at)
{
	int r = p->sex == KIN_MALE && !p->unborn ? HALF : p->sex == KIN_FEMALE && !p->unborn ? HALF * 7 / 10 : HALF / 2;
	write_stroke(b, at.x - r, at.y - r, at.x + r, at.y + r);
	write_stroke(b, at.x - r, at.y + r, at.x + r, at.y - r);
}

static void write_label(buf *b, const kin_person *p, kin_spot at)
{
	int n = 0;
	while (n < KIN_LABEL_LINES && p->label[n].n) n++;
	for (int i = 0; i < n; i++) {
		buf_lit(b, "<text");
		number(b, "x", at.x + HALF + KIN_LABEL_GAP);
		number(b, "y", at.y - (n - 1) * KIN_LABEL_LINE / 2 + i * KIN_LABEL_LINE + 4);
		if ((int)str_chars(p->label[i]) * LETTER_WIDTH_TENTHS > KIN_LABEL * 10) {
			number(b, "textLength", KIN_LABEL);
			buf_lit(b, " lengthAdjust=\"spacingAndGlyphs\"");
		}
		buf_char(b, '>');
		buf_html(b, p->label[i]);
		buf_lit(b, "</text>");
	}
}

static void write_inside(buf *b, const kin_person *p, kin_spot at)
{
	if (!p->inside.n || p->died) return; /* a cross stands there */
	buf_lit(b, "<text text-anchor=\"middle\"");
	number(b, "x", at.x);
	number(b, "y", at.y + (p->unborn ? 12 : 5));
	buf_char(b, '>');
	buf_html(b, p->inside);
	buf_lit(b, "</text>");
}

static void write_people(buf *b, const kin_tree *t, const genogram *g)
{
	buf_lit(b, "<g fill=\"#fff\" stroke=\"#1d1d1b\" stroke-width=\"2\">");
	for (size_t i = 0; i < t->people.n; i++) {
		write_shape(b, &t->people.at[i], g->spots[i], HALF);
		if (i == t->centre) write_shape(b, &t->people.at[i], g->spots[i], HALF - 5);
		if (t->people.at[i].died) write_cross(b, &t->people.at[i], g->spots[i]);
	}
	buf_lit(b, "</g><g fill=\"#1d1d1b\">");
	for (size_t i = 0; i < t->people.n; i++) {
		write_inside(b, &t->people.at[i], g->spots[i]);
		write_label(b, &t->people.at[i], g->spots[i]);
	}
	buf_lit(b, "</g>");
}

static void write_head(buf *b, const genogram *g, const char *id, str title, str description)
{
	buf_printf(b, "<svg class=\"wm-genogram\" role=\"img\" aria-labelledby=\"%s-title %s-words\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\"",
	           id, id, g->width, g->height, g->width, g->height);
	buf_printf(b, " font-size=\"%d\"><title id=\"%s-title\">", KIN_LETTER, id);
	buf_html(b, title);
	buf_printf(b, "</title><desc id=\"%s-words\">", id);
	buf_html(b, description);
	buf_lit(b, "</desc>");
}

html genogram_svg(arena *a, const kin_tree *t, const genogram *g, const char *id, str title, str description)
{
	buf b = BUF(a);
	if (t->people.n == 0) return HTML("");
	write_head(&b, g, id, title, description);
	for (size_t home = t->homes.n; home > 0; home--) write_home(&b, g, home - 1);
	write_home_names(&b, t, g);
	buf_lit(&b, "<g fill=\"none\" stroke=\"#1d1d1b\" stroke-width=\"2\">");
	for (size_t i = 0; i < g->lines.n; i++) write_line(&b, t, g, i);
	EACH (m, g->marks) write_mark(&b, m);
	buf_lit(&b, "</g>");
	write_people(&b, t, g);
	buf_lit(&b, "</svg>");
	return (html){ buf_view(&b) };
}
