/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A page shown as known on a past day leads on to pages of that day. Templates know of no day: their links are changed here,
 * on the way out. In what they wrote a quotation mark within text is escaped, so that href=" is markup wherever it stands. */
#include "web/dispatch_inside.h"

bool past_of_child(const route *r)
{
	return r->then || r->may == MAY_READ_CHILD || r->may == MAY_READ_RECORD || str_starts(str_of(r->path), S("/child/:"));
}

/* What is written is written now: a form is asked for the day all the same, and says so. */
static bool knows_days(const past_asked *p, http_method m, str address)
{
	size_t end = 0;
	bool other;
	str params[ROUTE_PARAMS];
	while (end < address.n && address.at[end] != '?' && address.at[end] != '#') end++;
	const route *r = route_find(p->routes, m, str_first(address, end), params, &other);
	return r && past_of_child(r);
}

static void write_asked(buf *b, const past_asked *p)
{
	buf_lit(b, "known=");
	buf_url(b, p->known);
	if (!p->to.n) return;
	buf_lit(b, "&amp;to=");
	buf_url(b, p->to);
}

static void write_dated(buf *b, http_method m, str address, const past_asked *p)
{
	ptrdiff_t mark = str_find_char(address, '#');
	str before = mark < 0 ? address : str_first(address, (size_t)mark);
	buf_str(b, before);
	if (knows_days(p, m, address) && str_find(before, S("known=")) < 0) {
		buf_str(b, str_find_char(before, '?') < 0 ? S("?") : S("&amp;"));
		write_asked(b, p);
	}
	buf_str(b, str_from(address, before.n));
}

/* One that asks for another page of the same, and does not ask for a day itself. */
static void write_asking(buf *b, str address, str inside, const past_asked *p)
{
	if (!knows_days(p, GET, address) || str_find(inside, S("name=\"known\"")) >= 0) return;
	buf_lit(b, "<input type=\"hidden\" name=\"known\" value=\"");
	buf_html(b, p->known);
	buf_lit(b, "\">");
	if (!p->to.n) return;
	buf_lit(b, "<input type=\"hidden\" name=\"to\" value=\"");
	buf_html(b, p->to);
	buf_lit(b, "\">");
}

static void write_form(buf *b, str tag, str inside, const past_asked *p)
{
	static const str action = { "action=\"", 8 };
	ptrdiff_t at = str_find(tag, action);
	bool asks = str_find(tag, S("method=\"get\"")) >= 0, sends = str_find(tag, S("method=\"post\"")) >= 0;
	size_t begin = at < 0 ? tag.n : (size_t)at + action.n;
	ptrdiff_t n = str_find_char(str_from(tag, begin), '"');
	if (n < 0 || !(asks || sends)) {
		buf_str(b, tag);
		return;
	}
	str address = str_first(str_from(tag, begin), (size_t)n);
	buf_str(b, str_first(tag, begin));
	if (sends) write_dated(b, POST, address, p);
	else buf_str(b, address);
	buf_str(b, str_from(tag, begin + address.n));
	if (asks) write_asking(b, address, inside, p);
}

str past_links(arena *a, str html_text, const past_asked *p)
{
	static const str link = { "href=\"", 6 };
	buf b = BUF(a);
	buf_reserve(&b, html_text.n + html_text.n / 16);
	while (html_text.n) {
		ptrdiff_t to_link = str_find(html_text, link), to_form = str_find(html_text, S("<form "));
		if (to_link < 0 && to_form < 0) break;
		bool is_link = to_form < 0 || (to_link >= 0 && to_link < to_form);
		size_t at = is_link ? (size_t)to_link + link.n : (size_t)to_form;
		buf_str(&b, str_first(html_text, at));
		html_text = str_from(html_text, at);
		ptrdiff_t end = str_find_char(html_text, is_link ? '"' : '>');
		if (end < 0) break;
		size_t n = (size_t)end + (is_link ? 0 : 1);
		ptrdiff_t close = str_find(html_text, S("</form>"));
		if (is_link) write_dated(&b, GET, str_first(html_text, n), p);
		else write_form(&b, str_first(html_text, n), str_first(html_text, close < 0 ? html_text.n : (size_t)close), p);
		html_text = str_from(html_text, n);
	}
	buf_str(&b, html_text);
	return buf_view(&b);
}
