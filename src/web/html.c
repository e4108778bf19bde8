/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/html.h"

#include "web/assets.h"

#include <string.h>

/* ---- addresses */

url url_number(arena *a, const char *before, int64_t n, const char *after)
{
	CHECK(before[0] == '/');
	buf b = BUF(a);
	buf_str(&b, str_of(before));
	buf_int(&b, n);
	buf_str(&b, str_of(after));
	return (url){ buf_view(&b) };
}

url url_with(arena *a, url before, str text)
{
	buf b = BUF(a);
	buf_str(&b, before.text);
	buf_url(&b, text);
	return (url){ buf_view(&b) };
}

url url_dial(arena *a, str telephone)
{
	bool abroad = str_starts(telephone, S("+"));
	buf digits = BUF(a);
	for (size_t i = 0; i < telephone.n; i++) {
		char c = telephone.at[i];
		if (c >= '0' && c <= '9') buf_char(&digits, c);
		else if (!memchr(abroad ? " -." : " -.()", c, abroad ? 3 : 5) && (c != '+' || i)) return (url){ 0 };
	}
	if (digits.n < 3 || digits.n > 15) return (url){ 0 };
	return url_with(a, abroad ? URL("tel:+") : URL("tel:"), buf_view(&digits));
}

static bool printable_ascii(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.at[i] <= ' ' || s.at[i] > '~') return false;
	return true;
}

bool url_local(str received, url *ret)
{
	/* Browsers read // and /\ as the beginning of another host. */
	bool path = received.n && received.at[0] == '/' && !(received.n > 1 && (received.at[1] == '/' || received.at[1] == '\\'));
	if (!path || !printable_ascii(received)) return false;
	*ret = (url){ received };
	return true;
}

bool url_outside(str setting, url *ret)
{
	if (!str_starts(setting, S("https://")) && !str_starts(setting, S("http://"))) return false;
	if (!printable_ascii(setting)) return false;
	*ret = (url){ setting };
	return true;
}

url asset_url(const char *name)
{
	const asset *at = asset_table;
	while (at->name && strcmp(at->name, name) != 0) at++;
	CHECK(at->name);
	return (url){ str_of(at->path) };
}

/* ---- values of templates */

void template_int(buf *b, int64_t n)
{
	buf_int(b, n);
}

void template_size(buf *b, size_t n)
{
	buf_int(b, (int64_t)n);
}

void template_url(buf *b, url u)
{
	buf_html(b, u.text);
}

void template_html(buf *b, html h)
{
	buf_str(b, h.text);
}

/* ---- values of JSON */

void json_str(buf *b, str s)
{
	buf_json(b, s);
}

void json_int(buf *b, int64_t n)
{
	buf_int(b, n);
}

void json_bool(buf *b, bool yes)
{
	buf_str(b, yes ? S("true") : S("false"));
}

void json_day(buf *b, day d)
{
	buf_char(b, '"');
	day_write(b, d);
	buf_char(b, '"');
}

void json_instant(buf *b, instant i)
{
	if (i.ms == 0) {
		buf_lit(b, "null");
		return;
	}
	buf_char(b, '"');
	instant_write(b, i);
	buf_char(b, '"');
}

void json_when(buf *b, when w)
{
	if (w.is == WHEN_NONE) {
		buf_lit(b, "null");
		return;
	}
	buf_char(b, '"');
	when_write(b, w);
	buf_char(b, '"');
}

void json_url(buf *b, url u)
{
	buf_json(b, u.text);
}
