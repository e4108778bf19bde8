/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where a request ends and the next begins, and what it asks for: RFC 9112, at its strictest. Whatever a server in front
 * could understand otherwise than this one is refused, since that is how a request is smuggled past it. */
#include "web/http_inside.h"

#include <string.h>
#include <strings.h>

static bool same_name(str a, str b)
{
	return a.n == b.n && strncasecmp(a.at, b.at, a.n) == 0;
}

str http_header_value(const http_head *h, str name)
{
	for (size_t i = 0; i < h->header_n; i++)
		if (same_name(h->headers[i].name, name)) return h->headers[i].value;
	return STR_NONE;
}

static size_t times(const http_head *h, str name)
{
	size_t n = 0;
	for (size_t i = 0; i < h->header_n; i++) n += same_name(h->headers[i].name, name);
	return n;
}

static bool is_token(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.at[i];
		bool plain = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
		if (!plain && (c == '\0' || !strchr("!#$%&'*+-.^_`|~", c))) return false;
	}
	return s.n > 0;
}

static bool all_digits(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.at[i] < '0' || s.at[i] > '9') return false;
	return s.n > 0;
}

/* A name or address with an optional port; nothing that another reader could take for a path or a user. */
static bool host_ok(str host)
{
	for (size_t i = 0; i < host.n; i++) {
		char c = host.at[i];
		bool plain = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
		if (!plain && (c == '\0' || !strchr("-._:[]%", c))) return false;
	}
	return host.n > 0;
}

static bool headers_ok(const http_head *h)
{
	for (size_t i = 0; i < h->header_n; i++)
		if (!is_token(h->headers[i].name) || str_has_control(h->headers[i].value, false)) return false;
	return true;
}

int http_framing_check(const http_head *h, http_framing *ret)
{
	*ret = (http_framing){ 0 };
	size_t lengths = times(h, S("Content-Length")), codings = times(h, S("Transfer-Encoding"));
	if (!headers_ok(h) || lengths > 1 || codings > 1 || (lengths && codings)) return 400;
	if (times(h, S("Host")) != 1 || !host_ok(http_header_value(h, S("Host")))) return 400;
	bool http_1_1 = str_eq(h->version, S("HTTP/1.1"));
	if (!http_1_1 && !str_eq(h->version, S("HTTP/1.0"))) return 400;
	if (codings) {
		if (!http_1_1 || !same_name(http_header_value(h, S("Transfer-Encoding")), S("chunked"))) return 400;
		*ret = (http_framing){ .has_body = true, .chunked = true, .body_bytes = -1 };
	} else if (lengths) {
		str length = http_header_value(h, S("Content-Length"));
		if (!all_digits(length) || !str_to_int(length, &ret->body_bytes)) return 400;
		ret->has_body = ret->body_bytes > 0;
	}
	return 0;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9') return c - '0';
	if (c >= 'a' && c <= 'f') return c - 'a' + 10;
	if (c >= 'A' && c <= 'F') return c - 'A' + 10;
	return -1;
}

/* Percent-decoded; an encoded slash would make one segment look like two. */
static bool path_decode(arena *a, str path, str *ret)
{
	buf b = BUF(a);
	for (size_t i = 0; i < path.n; i++) {
		char c = path.at[i];
		if (c == '%') {
			int high = i + 2 < path.n ? hex_digit(path.at[i + 1]) : -1, low = high < 0 ? -1 : hex_digit(path.at[i + 2]);
			if (low < 0) return false;
			c = (char)(high << 4 | low);
			i += 2;
			if (c == '/' || c == '\\') return false;
		}
		buf_char(&b, c);
	}
	*ret = buf_view(&b);
	return str_is_utf8(*ret) && !str_has_control(*ret, false) && str_find_char(*ret, '\t') < 0;
}

bool http_target_read(arena *a, str target, str *ret_path, str *ret_query)
{
	for (size_t i = 0; i < target.n; i++)
		if (target.at[i] <= ' ' || target.at[i] > '~' || target.at[i] == '#' || target.at[i] == '\\') return false;
	str path = str_cut(target, '?', ret_query);
	if (path.n == 0 || path.at[0] != '/') return false; /* the absolute form is for proxies */
	return path_decode(a, path, ret_path);
}
