/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What was written last grows in place, so that beginning small costs nothing. */
enum { FIRST_BYTES = 64 };

void buf_reserve(buf *b, size_t more)
{
	if (more <= b->cap - b->n) return;
	size_t cap = b->cap ? b->cap * 2 : FIRST_BYTES;
	while (cap - b->n < more) cap *= 2;
	b->at = arena_widen(b->a, b->at, b->cap, cap, 1);
	b->cap = cap;
}

static size_t digits_of(uint64_t n)
{
	size_t digits = 1;
	for (; n >= 100; n /= 100) digits += 2;
	return digits + (n >= 10);
}

/* Straight to where they go, the last first: a page has hundreds of numbers, most of them short. */
static void write_number(buf *b, uint64_t n, size_t width)
{
	size_t digits = digits_of(n);
	if (digits < width) digits = width;
	buf_reserve(b, digits);
	for (size_t at = digits; at > 0; n /= 10) b->at[b->n + --at] = (char)('0' + n % 10);
	b->n += digits;
}

void buf_int(buf *b, int64_t n)
{
	if (n < 0) buf_char(b, '-');
	write_number(b, n < 0 ? -(uint64_t)n : (uint64_t)n, 0);
}

void buf_int_padded(buf *b, int64_t n, int width)
{
	CHECK(n >= 0 && width > 0 && width < 32);
	write_number(b, (uint64_t)n, (size_t)width);
}

void buf_hex(buf *b, const void *at, size_t n)
{
	const unsigned char *p = at;
	buf_reserve(b, n * 2);
	for (size_t i = 0; i < n; i++) {
		buf_char(b, "0123456789abcdef"[p[i] >> 4]);
		buf_char(b, "0123456789abcdef"[p[i] & 15]);
	}
}

void buf_base64(buf *b, const void *at, size_t n)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = at;
	for (size_t i = 0; i < n; i += 3) {
		size_t left = n - i < 3 ? n - i : 3;
		uint32_t group = (uint32_t)p[i] << 16;
		if (left > 1) group |= (uint32_t)p[i + 1] << 8;
		if (left > 2) group |= p[i + 2];
		for (size_t k = 0; k < 4; k++) buf_char(b, k <= left ? alphabet[group >> (18 - 6 * k) & 63] : '=');
	}
}

/* Of each byte what stands for it in HTML; most stand for themselves. */
static const str html_escapes[256] = {
	['&'] = STR("&amp;"), ['<'] = STR("&lt;"), ['>'] = STR("&gt;"), ['"'] = STR("&quot;"), ['\''] = STR("&#39;"),
};

/* Sixteen bytes at once: most of a page is text in which none of them stands for anything else. */
typedef char sixteen __attribute__((vector_size(16)));

static bool any_to_escape(const char *at)
{
	sixteen v;
	uint64_t hit[2];
	memcpy(&v, at, sizeof v);
	v = (sixteen)((v == '&') | (v == '<') | (v == '>') | (v == '"') | (v == '\''));
	memcpy(hit, &v, sizeof hit);
	return hit[0] | hit[1];
}

/* The first byte from i on that does not stand for itself; s.n where all do. */
static size_t next_to_escape(str s, size_t i)
{
	while (i + sizeof(sixteen) <= s.n && !any_to_escape(s.at + i)) i += sizeof(sixteen);
	bool short_end = s.n - i < sizeof(sixteen) && s.n >= sizeof(sixteen);
	if (short_end && !any_to_escape(s.at + s.n - sizeof(sixteen))) return s.n; /* with some that were looked at before */
	while (i < s.n && html_escapes[(unsigned char)s.at[i]].n == 0) i++;
	return i;
}

void buf_html(buf *b, str s)
{
	size_t kept = 0;
	for (size_t i; (i = next_to_escape(s, kept)) < s.n; kept = i + 1) {
		buf_bytes(b, s.at + kept, i - kept);
		buf_str(b, html_escapes[(unsigned char)s.at[i]]);
	}
	if (kept < s.n) buf_bytes(b, s.at + kept, s.n - kept);
}

static bool is_line_separator(str s, size_t i) /* U+2028 and U+2029: E2 80 A8 and A9 */
{
	return i + 2 < s.n && (unsigned char)s.at[i] == 0xE2 && (unsigned char)s.at[i + 1] == 0x80 &&
	       ((unsigned char)s.at[i + 2] | 1) == 0xA9;
}

void buf_json(buf *b, str s)
{
	buf_char(b, '"');
	size_t kept = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.at[i];
		bool separator = is_line_separator(s, i);
		if (c >= 0x20 && c != '"' && c != '\\' && c != '<' && !separator) continue;
		if (kept < i) buf_bytes(b, s.at + kept, i - kept);
		if (separator) {
			buf_str(b, (unsigned char)s.at[i + 2] == 0xA8 ? S("\\u2028") : S("\\u2029"));
			i += 2;
		} else if (c == '"' || c == '\\') {
			buf_char(b, '\\');
			buf_char(b, (char)c);
		} else if (c == '\n') {
			buf_lit(b, "\\n");
		} else {
			buf_printf(b, "\\u%04x", c);
		}
		kept = i + 1;
	}
	if (kept < s.n) buf_bytes(b, s.at + kept, s.n - kept);
	buf_char(b, '"');
}

void buf_url(buf *b, str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.at[i];
		bool letter = (c | 32) >= 'a' && (c | 32) <= 'z', digit = c >= '0' && c <= '9';
		if (letter || digit || c == '-' || c == '.' || c == '_' || c == '~') buf_char(b, (char)c);
		else buf_printf(b, "%%%02X", c);
	}
}

void buf_be64(buf *b, uint64_t n)
{
	unsigned char bytes[8];
	for (size_t i = 0; i < 8; i++) bytes[i] = (unsigned char)(n >> (56 - 8 * i));
	buf_bytes(b, bytes, sizeof bytes);
}

str buf_view(const buf *b)
{
	return (str){ b->at, b->n };
}

void buf_printf(buf *b, const char *format, ...)
{
	va_list first, second;
	size_t room = b->cap - b->n;
	va_start(first, format);
	va_copy(second, first);
	int n = vsnprintf(room ? b->at + b->n : NULL, room, format, first);
	va_end(first);
	CHECK(n >= 0);
	if ((size_t)n >= room) { /* and a NUL, which is not counted */
		buf_reserve(b, (size_t)n + 1);
		vsnprintf(b->at + b->n, (size_t)n + 1, format, second);
	}
	va_end(second);
	b->n += (size_t)n;
}
