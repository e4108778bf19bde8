/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "access/fold.h"

#include <utf8proc.h>

enum { NAME_MOST_PARTS = 32 };

/* Decomposed code points, in arena a. */
static utf8proc_int32_t *decompose(arena *a, str s, utf8proc_option_t how, size_t *ret_n)
{
	const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)s.at;
	utf8proc_ssize_t room = utf8proc_decompose(at, (utf8proc_ssize_t)s.n, NULL, 0, how);
	CHECK(room >= 0);
	utf8proc_int32_t *points = TAKE_N(a, utf8proc_int32_t, (size_t)room + 1);
	utf8proc_ssize_t n = utf8proc_decompose(at, (utf8proc_ssize_t)s.n, points, room, how);
	CHECK(n == room);
	*ret_n = (size_t)n;
	return points;
}

str fold_key(arena *a, str s)
{
	const utf8proc_option_t how = UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE | UTF8PROC_STABLE;
	size_t n;
	if (s.n == 0) return STR_NONE;
	utf8proc_int32_t *points = decompose(a, s, how, &n);
	utf8proc_ssize_t bytes = utf8proc_reencode(points, (utf8proc_ssize_t)n, how);
	CHECK(bytes >= 0);
	return (str){ (const char *)points, (size_t)bytes };
}

/* Letters that Unicode does not take apart, as people without them on their keyboard write them. */
static str plain_letter(utf8proc_int32_t c)
{
	switch (c) {
	case 0x142: return S("l");
	case 0xF8: return S("o");
	case 0x111: case 0xF0: return S("d");
	case 0x127: return S("h");
	case 0x131: return S("i");
	case 0xE6: return S("ae");
	case 0x153: return S("oe");
	case 0xFE: return S("th");
	default: return STR_NONE;
	}
}

/* General categories L* and N* stand together in Unicode's order, and in the library's. */
static bool is_letter_or_digit(utf8proc_int32_t c)
{
	utf8proc_category_t is = utf8proc_category(c);
	bool letter = is >= UTF8PROC_CATEGORY_LU && is <= UTF8PROC_CATEGORY_LO;
	return letter || (is >= UTF8PROC_CATEGORY_ND && is <= UTF8PROC_CATEGORY_NO);
}

static bool is_apostrophe(utf8proc_int32_t c)
{
	return c == '\'' || c == '`' || c == 0x2018 || c == 0x2019 || c == 0x2BC;
}

static void put_point(buf *b, utf8proc_int32_t c)
{
	utf8proc_uint8_t bytes[4];
	str plain = plain_letter(c);
	if (plain.n) buf_str(b, plain);
	else buf_bytes(b, bytes, (size_t)utf8proc_encode_char(c, bytes));
}

str fold_name(arena *a, str s)
{
	const utf8proc_option_t how = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE | UTF8PROC_STRIPMARK;
	size_t n = 0;
	buf b = BUF(a);
	utf8proc_int32_t *points = s.n ? decompose(a, s, how, &n) : NULL;
	bool between = false;
	for (size_t i = 0; i < n; i++) {
		if (is_letter_or_digit(points[i])) {
			if (between && b.n) buf_char(&b, ' ');
			put_point(&b, points[i]);
			between = false;
		} else if (!is_apostrophe(points[i])) {
			between = true;
		}
	}
	return buf_view(&b);
}

/* Parts are few: each part asked takes the first free part that it begins; longer ones choose first, so that "ann anna"
 * finds "Anna Ann". */
static size_t split(str s, str *parts)
{
	size_t n = 0;
	while (s.n && n < NAME_MOST_PARTS) parts[n++] = str_cut(s, ' ', &s);
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k > 0 && parts[k - 1].n < parts[k].n; k--) {
			str longer = parts[k];
			parts[k] = parts[k - 1];
			parts[k - 1] = longer;
		}
	return n;
}

bool fold_begins(str asked, str name)
{
	str want[NAME_MOST_PARTS], have[NAME_MOST_PARTS];
	bool taken[NAME_MOST_PARTS] = { false };
	size_t want_n = split(asked, want), have_n = split(name, have);
	for (size_t i = 0; i < want_n; i++) {
		size_t k = 0, best = have_n;
		for (k = 0; k < have_n; k++)
			if (!taken[k] && str_starts(have[k], want[i])) best = k; /* the shortest that fits: longer ones stay free */
		if (best == have_n) return false;
		taken[best] = true;
	}
	return want_n > 0;
}
