/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A request's head: the first line is the target, the others are headers. Whatever is let through reads in one way only. */
#include "fuzz/fuzz.h"
#include "web/http_inside.h"

#include <strings.h>

static size_t named(const http_head *h, str name)
{
	size_t n = 0;
	for (size_t i = 0; i < h->header_n; i++)
		n += h->headers[i].name.n == name.n && strncasecmp(h->headers[i].name.at, name.at, name.n) == 0;
	return n;
}

static void framing(const http_head *h)
{
	http_framing f;
	if (http_framing_check(h, &f) != 0) return;
	size_t lengths = named(h, S("Content-Length")), codings = named(h, S("Transfer-Encoding"));
	CHECK(named(h, S("Host")) == 1 && lengths + codings <= 1);
	CHECK(f.chunked == (codings == 1) && (f.has_body || f.body_bytes == 0));
	CHECK(f.chunked ? f.body_bytes == -1 : f.body_bytes >= 0);
	for (size_t i = 0; i < h->header_n; i++) CHECK(!str_has_control(h->headers[i].value, false));
}

static void target(arena *a, str received)
{
	str path, query, path_again, query_again;
	if (!http_target_read(a, received, &path, &query)) return;
	CHECK(path.n && path.at[0] == '/' && str_is_utf8(path) && !str_has_control(path, false));
	buf b = BUF(a);
	for (str rest = path; rest.n;) {
		str segment = str_cut(rest, '/', &rest);
		buf_url(&b, segment);
		if (rest.n || str_ends(path, S("/"))) buf_char(&b, '/');
	}
	CHECK(http_target_read(a, buf_view(&b), &path_again, &query_again) || path.n == 0);
	CHECK(str_eq(path, path_again));
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	ARENA(a);
	LIST(http_header) headers = { 0 };
	str rest, first = str_cut((str){ (const char *)at, n }, '\n', &rest);
	while (rest.n) {
		str text, name = str_cut(str_cut(rest, '\n', &rest), ':', &text);
		PUSH(&a, &headers, ((http_header){ name, str_trim(text) }));
	}
	target(&a, first);
	framing(&(http_head){ n % 2 ? S("HTTP/1.0") : S("HTTP/1.1"), first, headers.at, headers.n });
	return 0;
}
