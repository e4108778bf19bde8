/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/tracker/document.h"

static bool breaks_line(str tag)
{
	static const char *const names[] = { "p", "li", "br", "ul", "ol", "div", "tr" };
	if (str_starts(tag, S("/"))) tag = str_from(tag, 1);
	size_t n = 0;
	while (n < tag.n && tag.at[n] != ' ' && tag.at[n] != '/') n++;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq(str_first(tag, n), str_of(names[i]))) return true;
	return false;
}

static const struct {
	const char *mark, *text;
} entities[] = { { "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&#39;", "'" }, { "&nbsp;", " " } };

static size_t entity_at(str s, str *ret)
{
	for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
		if (str_starts(s, str_of(entities[i].mark))) {
			*ret = str_of(entities[i].text);
			return str_of(entities[i].mark).n;
		}
	*ret = str_first(s, 1);
	return 1;
}

/* Text while it is written: white space is held back until something follows. */
typedef struct {
	buf out;
	bool space, line;
} plain;

static void put(plain *p, str s)
{
	if (p->out.n && p->line) buf_char(&p->out, '\n');
	else if (p->out.n && p->space) buf_char(&p->out, ' ');
	p->space = p->line = false;
	buf_str(&p->out, s);
}

/* A tag begins with a letter or a slash: a "<" in prose is prose. */
static size_t tag_length(str s)
{
	bool tag = s.n > 1 && (s.at[1] == '/' || (s.at[1] >= 'a' && s.at[1] <= 'z') || (s.at[1] >= 'A' && s.at[1] <= 'Z'));
	ptrdiff_t end = tag ? str_find_char(s, '>') : -1;
	return end < 0 ? 0 : (size_t)end + 1;
}

str plain_text(arena *a, str cell)
{
	plain p = { .out = BUF(a) };
	while (cell.n) {
		char c = cell.at[0];
		size_t tag = c == '<' ? tag_length(cell) : 0, taken = 1;
		str text;
		if (tag) {
			p.line |= breaks_line(str_first(str_from(cell, 1), tag - 2));
			taken = tag;
		} else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
			p.line |= p.space && c == ' '; /* two spaces stand where a line ended */
			p.space = true;
		} else {
			taken = entity_at(cell, &text);
			put(&p, text);
		}
		cell = str_from(cell, taken);
	}
	return buf_view(&p.out);
}

static str without_stars(arena *a, str s)
{
	buf b = BUF(a);
	for (size_t i = 0; i < s.n; i++)
		if (s.at[i] != '*') buf_char(&b, s.at[i]);
	return str_trim(buf_view(&b));
}

str plain_line(arena *a, str line)
{
	str s = str_trim(line);
	while (str_starts(s, S("#"))) s = str_from(s, 1);
	return without_stars(a, plain_text(a, s));
}

str answer_code(arena *a, str answer)
{
	str s = str_ascii_lower(a, answer);
	if (str_find(s, S("principle")) >= 0) return S("in_principle");
	if (str_find(s, S("further")) >= 0 || str_find(s, S("consider")) >= 0) return S("further");
	if (str_find(s, S("reject")) >= 0 || str_find(s, S("not accept")) >= 0) return S("rejected");
	return str_find(s, S("accept")) >= 0 ? S("accepted") : answer;
}
