/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void buf_reserve(buf *b, size_t more)
{
	if (more <= b->cap - b->n) return;
	size_t cap = b->cap ? b->cap * 2 : 256;
	while (cap - b->n < more) cap *= 2;
	char *grown = arena_take(b->a, cap, 1);
	if (b->n) memcpy(grown, b->at, b->n);
	b->at = grown;
	b->cap = cap;
}

void buf_bytes(buf *b, const void *at, size_t n)
{
	if (n == 0) return;
	buf_reserve(b, n);
	memcpy(b->at + b->n, at, n);
	b->n += n;
}

void buf_char(buf *b, char c)
{
	buf_bytes(b, &c, 1);
}

void buf_str(buf *b, str s)
{
	buf_bytes(b, s.at, s.n);
}

void buf_int(buf *b, int64_t n)
{
	char digits[24];
	buf_bytes(b, digits, (size_t)snprintf(digits, sizeof digits, "%lld", (long long)n));
}

void buf_int_padded(buf *b, int64_t n, int width)
{
	char digits[40];
	CHECK(n >= 0 && width > 0 && width < 32);
	buf_bytes(b, digits, (size_t)snprintf(digits, sizeof digits, "%0*lld", width, (long long)n));
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

void buf_html(buf *b, str s)
{
	size_t kept = 0;
	for (size_t i = 0; i < s.n; i++) {
		str as = STR_NONE;
		switch (s.at[i]) {
		case '&': as = S("&amp;"); break;
		case '<': as = S("&lt;"); break;
		case '>': as = S("&gt;"); break;
		case '"': as = S("&quot;"); break;
		case '\'': as = S("&#39;"); break;
		default: continue;
		}
		buf_bytes(b, s.at + kept, i - kept);
		buf_str(b, as);
		kept = i + 1;
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
	va_start(first, format);
	va_copy(second, first);
	int n = vsnprintf(NULL, 0, format, first);
	va_end(first);
	CHECK(n >= 0);
	buf_reserve(b, (size_t)n + 1);
	vsnprintf(b->at + b->n, (size_t)n + 1, format, second);
	va_end(second);
	b->n += (size_t)n;
}
