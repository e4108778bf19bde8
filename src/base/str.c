/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/str.h"

#include <string.h>

str str_of(const char *c)
{
	return c ? (str){ c, strlen(c) } : STR_NONE;
}

str str_copy(arena *a, str s)
{
	char *copy = arena_take(a, s.n + 1, 1);
	if (s.n) memcpy(copy, s.at, s.n);
	return (str){ copy, s.n };
}

const char *str_c(arena *a, str s)
{
	CHECK(s.n == 0 || !memchr(s.at, 0, s.n));
	return str_copy(a, s).at;
}

int str_cmp(str a, str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.at, b.at, n) : 0;
	return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(str s, str prefix)
{
	return s.n >= prefix.n && str_eq(str_first(s, prefix.n), prefix);
}

bool str_ends(str s, str suffix)
{
	return s.n >= suffix.n && str_eq(str_from(s, s.n - suffix.n), suffix);
}

str str_from(str s, size_t start)
{
	return start >= s.n ? STR_NONE : (str){ s.at + start, s.n - start };
}

str str_first(str s, size_t n)
{
	return (str){ s.at, n < s.n ? n : s.n };
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

str str_trim(str s)
{
	while (s.n && is_space(s.at[0])) s = (str){ s.at + 1, s.n - 1 };
	while (s.n && is_space(s.at[s.n - 1])) s.n--;
	return s;
}

ptrdiff_t str_find_char(str s, char c)
{
	const char *hit = s.n ? memchr(s.at, c, s.n) : NULL;
	return hit ? hit - s.at : -1;
}

ptrdiff_t str_find(str s, str needle)
{
	if (needle.n == 0) return 0;
	const char *hit = s.n ? memmem(s.at, s.n, needle.at, needle.n) : NULL;
	return hit ? hit - s.at : -1;
}

str str_cut(str s, char c, str *rest)
{
	ptrdiff_t at = str_find_char(s, c);
	str before = at < 0 ? s : str_first(s, (size_t)at);
	*rest = at < 0 ? STR_NONE : str_from(s, (size_t)at + 1);
	return before;
}

/* The length of the valid UTF-8 sequence at the start of s (Unicode 15, table 3-7), or 0. */
static size_t sequence_length(const unsigned char *p, size_t n)
{
	if (p[0] < 0x80) return 1;
	size_t length = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
	if (p[0] < 0xC2 || p[0] > 0xF4 || length > n) return 0;
	for (size_t i = 1; i < length; i++)
		if ((p[i] & 0xC0) != 0x80) return 0;
	bool overlong = (p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xF0 && p[1] < 0x90);
	bool beyond = (p[0] == 0xED && p[1] > 0x9F) || (p[0] == 0xF4 && p[1] > 0x8F);
	return overlong || beyond ? 0 : length;
}

/* Eight bytes that are all ASCII: most of what is written. */
static bool eight_ascii(const char *at)
{
	uint64_t eight;
	memcpy(&eight, at, sizeof eight);
	return !(eight & UINT64_C(0x8080808080808080));
}

bool str_is_utf8(str s)
{
	for (size_t i = 0, step; i < s.n; i += step) {
		step = 8;
		if (s.n - i >= 8 && eight_ascii(s.at + i)) continue;
		step = sequence_length((const unsigned char *)s.at + i, s.n - i);
		if (!step) return false;
	}
	return true;
}

/* Eight bytes of which none is a control character or DEL: most of what is written. */
static bool eight_printable(const char *at)
{
	const uint64_t each = UINT64_C(0x0101010101010101), tops = each * 0x80;
	uint64_t eight;
	memcpy(&eight, at, sizeof eight);
	uint64_t delete = eight ^ each * 0x7F;
	return !((((eight - each * 0x20) & ~eight) | ((delete - each) & ~delete)) & tops);
}

bool str_has_control(str s, bool newlines_allowed)
{
	for (size_t i = 0; i < s.n; i++) {
		while (s.n - i >= 8 && eight_printable(s.at + i)) i += 8;
		if (i == s.n) break;
		unsigned char c = (unsigned char)s.at[i];
		bool newline = c == '\n' || c == '\r';
		if (c == 0x7F || (c < 0x20 && c != '\t' && !(newline && newlines_allowed))) return true;
	}
	return false;
}

str str_first_chars(str s, size_t n)
{
	size_t at = 0;
	while (at < s.n && n > 0) {
		at++;
		while (at < s.n && ((unsigned char)s.at[at] & 0xc0) == 0x80) at++;
		n--;
	}
	return str_first(s, at);
}

size_t str_chars(str s)
{
	size_t chars = 0;
	for (size_t i = 0; i < s.n; i++) chars += ((unsigned char)s.at[i] & 0xC0) != 0x80;
	return chars;
}

bool str_to_int(str s, int64_t *ret)
{
	bool minus = s.n && s.at[0] == '-';
	str digits = str_from(s, minus);
	if (digits.n == 0) return false;
	int64_t n = 0;
	for (size_t i = 0; i < digits.n; i++) {
		if (digits.at[i] < '0' || digits.at[i] > '9') return false;
		int digit = digits.at[i] - '0';
		if (__builtin_mul_overflow(n, 10, &n) || __builtin_sub_overflow(n, digit, &n)) return false;
	}
	if (!minus && n == INT64_MIN) return false;
	*ret = minus ? n : -n;
	return true;
}

int str_hex_digit(char c)
{
	if (c >= '0' && c <= '9') return c - '0';
	return (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

str str_ascii_lower(arena *a, str s)
{
	char *copy = arena_take(a, s.n + 1, 1);
	for (size_t i = 0; i < s.n; i++) copy[i] = s.at[i] >= 'A' && s.at[i] <= 'Z' ? (char)(s.at[i] + 32) : s.at[i];
	return (str){ copy, s.n };
}

uint64_t str_hash(str s)
{
	uint64_t h = 0xCBF29CE484222325u;
	for (size_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.at[i]) * 0x100000001B3u;
	return h;
}
