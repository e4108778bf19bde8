/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* JPEG: ITU-T T.81, annex B. PNG: ISO/IEC 15948, 11.3. PDF: ISO 32000-1, 7.3.4 and 7.4.4. */
#include "wire/file_words.h"

#include "base/buf.h"

#include <zlib.h>

enum { RUN_LEAST = 3, UNPACKED_MOST = 16 * 1024 * 1024 };

/* ---- runs of text */

static bool is_printable(unsigned char c)
{
	return c >= 0x20 && c != 0x7F;
}

static void put_run(arena *a, str_list *to, str run)
{
	if (run.n >= RUN_LEAST) PUSH(a, to, run);
}

static void put_utf8(arena *a, str s, str_list *to)
{
	size_t from = 0;
	for (size_t i = 0; i <= s.n; i++) {
		if (i < s.n && (is_printable((unsigned char)s.at[i]) || s.at[i] == '\n' || s.at[i] == '\t' || s.at[i] == '\r')) continue;
		put_run(a, to, str_first(str_from(s, from), i - from));
		from = i + 1;
	}
}

static void put_point(buf *b, unsigned c)
{
	if (c < 0x80) {
		buf_char(b, (char)c);
	} else if (c < 0x800) {
		buf_char(b, (char)(0xC0 | c >> 6));
		buf_char(b, (char)(0x80 | (c & 0x3F)));
	} else {
		buf_char(b, (char)(0xE0 | c >> 12));
		buf_char(b, (char)(0x80 | (c >> 6 & 0x3F)));
		buf_char(b, (char)(0x80 | (c & 0x3F)));
	}
}

/* Latin and its neighbours (below U+0800), of which most names in UTF-16 here are made; anything else ends the run. */
static void put_utf16(arena *a, str s, bool low_first, str_list *to)
{
	for (size_t start = 0; start < 2; start++) {
		buf run = BUF(a);
		for (size_t i = start; i + 1 < s.n; i += 2) {
			unsigned one = (unsigned char)s.at[i], two = (unsigned char)s.at[i + 1];
			unsigned c = low_first ? two << 8 | one : one << 8 | two;
			if (c >= 0x20 && c < 0x800 && c != 0x7F) {
				put_point(&run, c);
				continue;
			}
			put_run(a, to, str_copy(a, buf_view(&run)));
			run.n = 0;
		}
		put_run(a, to, str_copy(a, buf_view(&run)));
	}
}

static void put_text(arena *a, str s, str_list *to)
{
	put_utf8(a, s, to);
	put_utf16(a, s, true, to);
	put_utf16(a, s, false, to);
}

/* As far as it goes: what is damaged further on does not hide what came before. */
static str unpacked(arena *a, str s)
{
	buf out = BUF(a);
	z_stream z = { 0 };
	if (inflateInit2(&z, 15 + 32) != Z_OK) return STR_NONE;
	z.next_in = (Bytef *)(uintptr_t)s.at;
	z.avail_in = (uInt)s.n;
	for (int done = Z_OK; done == Z_OK && out.n < UNPACKED_MOST;) {
		buf_reserve(&out, 65536);
		z.next_out = (Bytef *)out.at + out.n;
		z.avail_out = 65536;
		done = inflate(&z, Z_NO_FLUSH);
		out.n += 65536 - z.avail_out;
	}
	inflateEnd(&z);
	return buf_view(&out);
}

/* ---- PNG */

static size_t be32(str s, size_t at)
{
	const unsigned char *b = (const unsigned char *)s.at + at;
	return (size_t)b[0] << 24 | (size_t)b[1] << 16 | (size_t)b[2] << 8 | b[3];
}

#define PNG_SIGN S("\x89PNG\r\n\x1a\n")

/* What the picture itself is made of; every other chunk says something beside it. */
static bool is_png_picture(str name)
{
	static const str own[] = { STR("IHDR"), STR("PLTE"), STR("IDAT"), STR("IEND"), STR("tRNS"), STR("gAMA"), STR("cHRM"), STR("sRGB"),
		                   STR("sBIT"), STR("bKGD"), STR("pHYs") };
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (str_eq(own[i], name)) return true;
	return false;
}

/* The next chunk, whole; false where there is none. */
static bool png_chunk(str s, size_t *at, str *ret_name, str *ret_data, str *ret_whole)
{
	if (*at + 12 > s.n) return false;
	size_t n = be32(s, *at);
	if (n > s.n - *at - 12) return false;
	*ret_name = str_first(str_from(s, *at + 4), 4);
	*ret_data = str_first(str_from(s, *at + 8), n);
	*ret_whole = str_first(str_from(s, *at), n + 12);
	*at += n + 12;
	return true;
}

/* Packed texts begin after a name, a NUL and a byte or more: each place where a packed stream can begin is tried. */
static void put_packed(arena *a, str data, str_list *to)
{
	for (size_t i = 0; i + 2 < data.n && i < 256; i++)
		if (data.at[i] == 0x78) put_text(a, unpacked(a, str_from(data, i)), to);
}

static bool png_split(arena *a, str s, str_list *words, buf *without)
{
	str name = STR_NONE, data, whole;
	size_t at = PNG_SIGN.n;
	buf_str(without, PNG_SIGN);
	while (!str_eq(name, S("IEND")) && png_chunk(s, &at, &name, &data, &whole)) {
		if (is_png_picture(name)) {
			buf_str(without, whole);
			continue;
		}
		put_text(a, data, words);
		put_packed(a, data, words);
	}
	put_text(a, str_from(s, at), words);
	return str_eq(name, S("IEND"));
}

/* ---- JPEG */

enum { JPEG_MARK = 0xFF, JPEG_APP0 = 0xE0, JPEG_APP14 = 0xEE, JPEG_APP15 = 0xEF, JPEG_COM = 0xFE, JPEG_SCAN = 0xDA, JPEG_END = 0xD9 };

/* JFIF's and Adobe's own segments say how colours are meant. */
static bool says_words(unsigned char mark)
{
	return mark == JPEG_COM || (mark > JPEG_APP0 && mark <= JPEG_APP15 && mark != JPEG_APP14);
}

static bool jpeg_split(arena *a, str s, str_list *words, buf *without)
{
	size_t at = 2;
	buf_str(without, str_first(s, 2));
	while (at + 4 <= s.n && (unsigned char)s.at[at] == JPEG_MARK) {
		unsigned char mark = (unsigned char)s.at[at + 1];
		size_t n = (size_t)(unsigned char)s.at[at + 2] << 8 | (unsigned char)s.at[at + 3];
		if (mark == JPEG_SCAN) break;
		if (n < 2 || n > s.n - at - 2) return false;
		str whole = str_first(str_from(s, at), n + 2);
		if (says_words(mark)) put_text(a, str_from(whole, 4), words);
		else buf_str(without, whole);
		at += n + 2;
	}
	ptrdiff_t end = -1; /* a second picture may follow the first: the first end counts */
	for (size_t i = at; i + 1 < s.n && end < 0; i++)
		if ((unsigned char)s.at[i] == JPEG_MARK && (unsigned char)s.at[i + 1] == JPEG_END) end = (ptrdiff_t)i + 2;
	if (end < 0) return false;
	buf_str(without, str_first(str_from(s, at), (size_t)end - at));
	put_text(a, str_from(s, (size_t)end), words);
	return true;
}

/* ---- PDF */

/* <526F7365> as the letters that it stands for. */
static str hex_letters(arena *a, str s)
{
	buf b = BUF(a);
	int high = -1;
	for (size_t i = 0; i < s.n; i++) {
		int digit = str_hex_digit(s.at[i]);
		if (digit < 0) continue;
		if (high >= 0) buf_char(&b, (char)(high << 4 | digit));
		high = high >= 0 ? -1 : digit;
	}
	return buf_view(&b);
}

/* (\122ose) */
static void put_octal(arena *a, str s, str_list *to)
{
	buf b = BUF(a);
	for (size_t i = 0; i < s.n; i++) {
		bool octal = s.at[i] == '\\' && i + 3 < s.n;
		for (size_t k = 1; octal && k <= 3; k++) octal = s.at[i + k] >= '0' && s.at[i + k] <= '7';
		if (!octal) {
			buf_char(&b, s.at[i]);
			continue;
		}
		buf_char(&b, (char)((s.at[i + 1] - '0') << 6 | (s.at[i + 2] - '0') << 3 | (s.at[i + 3] - '0')));
		i += 3;
	}
	put_text(a, buf_view(&b), to);
}

static void put_pdf(arena *a, str s, str_list *to)
{
	put_octal(a, s, to);
	for (str rest = s; rest.n;) { /* texts between < and > */
		str hex;
		(void)str_cut(rest, '<', &rest);
		hex = str_cut(rest, '>', &rest);
		for (ptrdiff_t inner; (inner = str_find_char(hex, '<')) >= 0;) hex = str_from(hex, (size_t)inner + 1);
		if (hex.n > 5) put_text(a, hex_letters(a, hex), to);
	}
	for (str rest = s;;) {
		ptrdiff_t at = str_find(rest, S("stream"));
		if (at < 0) return;
		rest = str_from(rest, (size_t)at + 6);
		while (rest.n && (rest.at[0] == '\r' || rest.at[0] == '\n')) rest = str_from(rest, 1);
		if (rest.n && rest.at[0] == 0x78) put_octal(a, unpacked(a, rest), to);
	}
}

/* ---- all */

static bool split(arena *a, str bytes, str_list *words, buf *without)
{
	if (str_starts(bytes, PNG_SIGN)) return png_split(a, bytes, words, without);
	if (str_starts(bytes, S("\xff\xd8\xff"))) return jpeg_split(a, bytes, words, without);
	return false;
}

str_list file_words(arena *a, str bytes, file_sort *ret_sort)
{
	str_list words = { 0 };
	buf without = BUF(a);
	*ret_sort = FILE_PICTURE;
	if (split(a, bytes, &words, &without)) return words;
	words.n = 0;
	*ret_sort = str_is_utf8(bytes) && !str_has_control(bytes, true) ? FILE_DRAWING : FILE_DOCUMENT;
	put_text(a, bytes, &words);
	if (str_starts(bytes, S("%PDF"))) put_pdf(a, bytes, &words);
	return words;
}

bool file_without_words(arena *a, str bytes, str *ret)
{
	str_list words = { 0 };
	buf without = BUF(a);
	if (!split(a, bytes, &words, &without)) return false;
	*ret = buf_view(&without);
	return true;
}
