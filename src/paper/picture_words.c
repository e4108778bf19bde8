/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The words of a picture, taken out of it: the library that draws the picture would write them so that a reader of PDF gets joined letters
 * of Arabic backwards; set like the words of a page they are right (run.h). */
#include "paper/picture.h"

#include <stdlib.h>

enum { DEEPEST = 16 };

typedef struct {
	double size;
	picture_anchor anchor;
} letters;

static str attribute(str tag, const char *name)
{
	for (size_t i = 1; i < tag.n; i++) {
		str rest = str_from(tag, i);
		if (tag.at[i - 1] != ' ' || !str_starts(rest, str_of(name))) continue;
		rest = str_from(rest, str_of(name).n);
		if (!str_starts(rest, S("=\""))) continue;
		return str_cut(str_from(rest, 2), '"', &rest);
	}
	return STR_NONE;
}

static double number_of(arena *a, str s, double otherwise)
{
	return s.n ? strtod(str_c(a, s), NULL) : otherwise;
}

static letters letters_of(arena *a, str tag, letters around)
{
	str anchor = attribute(tag, "text-anchor");
	around.size = number_of(a, attribute(tag, "font-size"), around.size);
	if (str_eq(anchor, S("middle"))) around.anchor = PICTURE_MIDDLE;
	else if (str_eq(anchor, S("end"))) around.anchor = PICTURE_END;
	else if (anchor.n) around.anchor = PICTURE_START;
	return around;
}

/* The five that buf_html writes. */
static str unescaped(arena *a, str s)
{
	static const struct {
		str is, letter;
	} all[] = { { STR("&amp;"), STR("&") }, { STR("&lt;"), STR("<") }, { STR("&gt;"), STR(">") }, { STR("&quot;"), STR("\"") }, { STR("&#39;"), STR("'") } };
	buf b = BUF(a);
	for (size_t i = 0; i < s.n;) {
		size_t n = 0;
		for (size_t k = 0; k < sizeof all / sizeof *all && !n; k++) {
			if (!str_starts(str_from(s, i), all[k].is)) continue;
			buf_str(&b, all[k].letter);
			n = all[k].is.n;
		}
		if (!n) buf_char(&b, s.at[i]);
		i += n ? n : 1;
	}
	return buf_view(&b);
}

static void put_word(arena *a, str tag, str text, letters is, picture_words *to)
{
	is = letters_of(a, tag, is);
	PUSH(a, to, ((picture_word){ .x = number_of(a, attribute(tag, "x"), 0), .y = number_of(a, attribute(tag, "y"), 0), .size = is.size,
	                             .anchor = is.anchor, .most_wide = number_of(a, attribute(tag, "textLength"), 0), .text = unescaped(a, text) }));
}

str picture_without_words(arena *a, str svg, picture_words *ret)
{
	letters open[DEEPEST] = { { .size = 16 } };
	size_t deep = 0;
	buf rest = BUF(a);
	while (svg.n) {
		ptrdiff_t at = str_find_char(svg, '<'), end = at < 0 ? -1 : str_find_char(str_from(svg, (size_t)at), '>');
		if (end < 0) break;
		str tag = str_first(str_from(svg, (size_t)at), (size_t)end + 1);
		buf_str(&rest, str_first(svg, (size_t)at));
		svg = str_from(svg, (size_t)at + tag.n);
		bool opens = str_starts(tag, S("<g")) || str_starts(tag, S("<svg")), closes = str_starts(tag, S("</g")) || str_starts(tag, S("</svg"));
		if (opens && deep + 1 < DEEPEST) open[deep + 1] = letters_of(a, tag, open[deep]);
		if (opens && deep + 1 < DEEPEST) deep++;
		else if (closes && deep) deep--;
		if (!str_starts(tag, S("<text"))) {
			buf_str(&rest, tag);
			continue;
		}
		ptrdiff_t over = str_find(svg, S("</text>"));
		if (over < 0) break;
		put_word(a, tag, str_first(svg, (size_t)over), open[deep], ret);
		svg = str_from(svg, (size_t)over + 7);
	}
	buf_str(&rest, svg);
	return buf_view(&rest);
}
