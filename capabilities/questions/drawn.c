/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/questions/drawn.h"
#include "capabilities/questions/table.h"

#include <stdlib.h>

html picture_style(void)
{
	return HTML("<style>svg{font-family:'Atkinson Hyperlegible Next',sans-serif}"
	            ".wm-chart{display:block;overflow:visible}"
	            ".wm-chart text{font-size:13px;fill:#5f5a52}"
	            ".wm-chart path{fill:none;stroke:none;vector-effect:non-scaling-stroke}"
	            ".wm-chart .wm-chart__grid{stroke:#ded8ca;stroke-width:1px}"
	            ".wm-chart .wm-chart__up{text-anchor:end}"
	            ".wm-chart .wm-chart__across,.wm-chart .wm-map__step{text-anchor:middle}"
	            ".wm-chart .wm-chart__curve{stroke:#1c5a57;stroke-width:2px}"
	            ".wm-chart .wm-chart__thread{stroke:#1c5a57;stroke-width:1px}"
	            ".wm-chart .wm-chart__whole{stroke:#8f887b;stroke-width:1.5px}"
	            ".wm-chart .wm-chart__limits,.wm-chart .wm-chart__near{fill:#d8e5e0}"
	            ".wm-chart .wm-chart__far{fill:#eef4f1}"
	            ".wm-chart .wm-chart__middle{stroke:#5f5a52;stroke-width:1px}"
	            ".wm-chart .wm-chart__natural{stroke:#5f5a52;stroke-width:1px;stroke-dasharray:5 4}"
	            ".wm-chart .wm-chart__bar{fill:#8fb0aa}"
	            ".wm-chart .wm-chart__bar-on{fill:#ddd6c4}"
	            ".wm-chart .wm-chart__dot{fill:#1c5a57}"
	            ".wm-chart .wm-chart__signal{fill:#fff;stroke:#23211e;stroke-width:2.5px}"
	            ".wm-chart .wm-chart__shade-1{fill:#1c5a57}.wm-chart .wm-chart__shade-2{fill:#8fb0aa}.wm-chart .wm-chart__shade-3{fill:#d9c9a3}"
	            ".wm-chart .wm-chart__shade-4{fill:#7a746a}.wm-chart .wm-chart__shade-5{fill:#c9c1b0}.wm-chart .wm-chart__shade-6{fill:#4c3f73}"
	            ".wm-chart .wm-map__on{stroke:#8fb0aa}.wm-chart .wm-map__back{stroke:#c2b48f}"
	            ".wm-chart .wm-map__box{fill:#fff;stroke:#ded8ca}.wm-chart .wm-map__step{fill:#23211e}.wm-chart .wm-map__back-label{text-anchor:end}"
	            ".wm-chart .wm-map__plate{fill:#fff}</style>");
}

enum { PIXELS_A_REM = 16, WIDE = 736, MARGIN = 24, LINE = 21, LINE_CHARS = 100, HEADING_CHARS = 64, SHADES = 6 };

typedef struct {
	buf text;
	int down; /* pixels from above that are taken */
} sheet;

/* A picture on its own has no page whose letters its heights could be told in: each "1.50rem" becomes "24.0". */
static void put_pixels(buf *b, str svg)
{
	static const char unit[] = "rem\"";
	while (svg.n) {
		ptrdiff_t at = str_find(svg, str_of(unit));
		if (at < 0) break;
		size_t end = (size_t)at, from = end;
		while (from > 0 && svg.at[from - 1] != '"') from--;
		buf_str(b, str_first(svg, from));
		char number[16] = { 0 };
		if (end - from < sizeof number) memcpy(number, svg.at + from, end - from);
		buf_printf(b, "%.1f\"", strtod(number, NULL) * PIXELS_A_REM);
		svg = str_from(svg, end + sizeof unit - 1);
	}
	buf_str(b, svg);
}

/* What the picture itself says of its height. */
static int height_of(str svg)
{
	ptrdiff_t at = str_find(svg, S("height=\""));
	char number[16] = { 0 };
	if (at < 0) return 0;
	str from = str_from(svg, (size_t)at + S("height=\"").n);
	memcpy(number, from.at, from.n < sizeof number ? from.n : sizeof number - 1);
	return (int)(strtod(number, NULL) * PIXELS_A_REM);
}

static void put_picture(sheet *s, html picture)
{
	if (!picture.text.n) return;
	buf_printf(&s->text, "<g transform=\"translate(0 %d)\">", s->down);
	put_pixels(&s->text, picture.text);
	buf_lit(&s->text, "</g>\n");
	s->down += height_of(picture.text) + MARGIN / 2;
}

/* As many whole words as a line has room for. */
static str words_of_line(str *rest, size_t most)
{
	size_t n = rest->n;
	if (n > most)
		for (n = most; n > 1 && rest->at[n] != ' ';) n--;
	if (n <= 1) n = rest->n;
	str line = str_first(*rest, n);
	*rest = str_trim(str_from(*rest, n));
	return line;
}

static void put_words(sheet *s, const char *as, str words, size_t most)
{
	str rest = words;
	while (rest.n) {
		str line = words_of_line(&rest, most);
		buf_printf(&s->text, "<text x=\"%d\" y=\"%d\" %s>", MARGIN, s->down + LINE - 5, as);
		buf_html(&s->text, line);
		buf_lit(&s->text, "</text>\n");
		s->down += most == HEADING_CHARS ? LINE + 5 : LINE;
	}
}

#define HEADING "font-size=\"19\" font-weight=\"700\" fill=\"#23211e\""
#define SUBHEADING "font-size=\"15\" font-weight=\"700\" fill=\"#23211e\""
#define WORDS "font-size=\"14\" fill=\"#23211e\""
#define QUIET "font-size=\"14\" fill=\"#5f5a52\""

static void put_keys(sheet *s, const str_list *keys)
{
	for (size_t i = 0; i < keys->n; i++) {
		buf_printf(&s->text, "<g class=\"wm-chart\"><rect class=\"wm-chart__shade-%zu\" x=\"%d\" y=\"%d\" width=\"12\" height=\"12\"/></g>"
		                     "<text x=\"%d\" y=\"%d\" " QUIET ">", i % SHADES + 1, MARGIN, s->down + 5, MARGIN + 20, s->down + LINE - 5);
		buf_html(&s->text, keys->at[i]);
		buf_lit(&s->text, "</text>\n");
		s->down += LINE;
	}
}

static void put_parts(sheet *s, const asked *x)
{
	for (uint32_t at = 0; x->q.by_n && at < x->is.cells; at++) {
		html picture = part_counted(x, at) ? asked_picture_of(x, at) : HTML("");
		if (!picture.text.n) continue;
		s->down += MARGIN / 2;
		put_words(s, SUBHEADING, value_words_of(x, at), HEADING_CHARS);
		put_picture(s, picture);
		put_words(s, QUIET, answer_words(x, &x->q, &x->is, at), LINE_CHARS);
		put_words(s, QUIET, part_signal_words(x, at), LINE_CHARS);
	}
}

static str said_words(arena *a, const thread_line *one)
{
	buf b = BUF(a);
	buf_str(&b, one->what);
	buf_lit(&b, ": ");
	buf_str(&b, one->words);
	buf_lit(&b, " (");
	buf_str(&b, one->by);
	buf_char(&b, ')');
	return buf_view(&b);
}

static void put_thread(sheet *s, const asked *x, const thread *said)
{
	s->down += MARGIN / 2;
	put_words(s, SUBHEADING, S("What people here said lies behind it"), HEADING_CHARS);
	if (!said->n) put_words(s, QUIET, S("Nobody has said anything yet."), LINE_CHARS);
	EACH (one, *said) put_words(s, WORDS, said_words(x->r->a, one), LINE_CHARS);
}

static void put_said_aloud(buf *b, const asked *x, str words, const thread *said)
{
	buf_lit(b, "<title id=\"file-title\">");
	buf_html(b, x->m->asks);
	buf_lit(b, "</title><desc id=\"file-desc\">");
	buf_html(b, words);
	buf_char(b, ' ');
	buf_html(b, denominator_words(x));
	buf_char(b, ' ');
	buf_html(b, caveat_words(x));
	EACH (one, *said) {
		buf_char(b, ' ');
		buf_html(b, said_words(x->r->a, one));
	}
	buf_lit(b, "</desc>\n");
}

str picture_file(const asked *x, const thread *said)
{
	arena *a = x->r->a;
	buf b = BUF(a);
	sheet s = { .text = BUF(a), .down = MARGIN };
	pictured p = asked_picture(x);
	told_table t = { 0 };
	if (x->to_publish) t = asked_table(x, true);
	if (!p.picture.text.n || t.small) return STR_NONE; /* a small number could be read from it */
	str words = x->to_publish ? words_outside(x, &t) : answer_words(x, &x->whole_q, &x->whole, 0);
	put_words(&s, HEADING, x->m->asks, HEADING_CHARS);
	put_words(&s, WORDS, words, LINE_CHARS);
	s.down += MARGIN / 2;
	put_picture(&s, p.picture);
	put_words(&s, QUIET, p.caption, LINE_CHARS);
	put_keys(&s, &p.keys);
	put_words(&s, QUIET, p.signals, LINE_CHARS);
	if (!x->to_publish) put_picture(&s, asked_bands(x));
	if (!x->to_publish) put_parts(&s, x);
	s.down += MARGIN / 2;
	put_words(&s, QUIET, denominator_words(x), LINE_CHARS);
	str_list left_out = not_counted(x);
	EACH (one, left_out) put_words(&s, QUIET, *one, LINE_CHARS);
	put_words(&s, WORDS, caveat_words(x), LINE_CHARS);
	put_thread(&s, x, said);
	buf_printf(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" "
	               "aria-labelledby=\"file-title file-desc\">\n", WIDE, s.down + MARGIN, WIDE, s.down + MARGIN);
	put_said_aloud(&b, x, words, said);
	buf_str(&b, picture_style().text);
	buf_printf(&b, "\n<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", WIDE, s.down + MARGIN);
	buf_str(&b, buf_view(&s.text));
	buf_lit(&b, "</svg>\n");
	return buf_view(&b);
}
