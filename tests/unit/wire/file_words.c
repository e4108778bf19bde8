/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where a file says more than it shows: found, and gone from the bytes when it is taken out. */
#include "support/expect.h"

#include "wire/file_words.h"

#include <zlib.h>

static bool says(arena *a, str bytes, const char *what)
{
	file_sort sort;
	str_list words = file_words(a, bytes, &sort);
	for (size_t i = 0; i < words.n; i++)
		if (str_find(words.at[i], str_of(what)) >= 0) return true;
	return false;
}

static void put_be32(buf *b, size_t n)
{
	for (int shift = 24; shift >= 0; shift -= 8) buf_char(b, (char)(n >> shift & 0xFF));
}

static void put_chunk(buf *b, str name, str data)
{
	buf whole = BUF(b->a);
	put_be32(b, data.n);
	buf_str(&whole, name);
	buf_str(&whole, data);
	buf_str(b, buf_view(&whole));
	put_be32(b, crc32(0, (const Bytef *)whole.at, (uInt)whole.n));
}

static str packed(arena *a, str s)
{
	uLongf n = compressBound(s.n);
	char *at = TAKE_N(a, char, n);
	assert_int_equal(compress((Bytef *)at, &n, (const Bytef *)s.at, s.n), Z_OK);
	return (str){ at, n };
}

static str png_with(arena *a, str name, str data)
{
	buf b = BUF(a);
	buf_str(&b, S("\x89PNG\r\n\x1a\n"));
	put_chunk(&b, S("IHDR"), S("\0\0\0\1\0\0\0\1\10\6\0\0\0"));
	if (name.n) put_chunk(&b, name, data);
	put_chunk(&b, S("IDAT"), packed(a, S("\0\0\0\0\0")));
	put_chunk(&b, S("IEND"), STR_NONE);
	return buf_view(&b);
}

static str jpeg_with(arena *a, unsigned char mark, str data)
{
	buf b = BUF(a);
	buf_str(&b, S("\xff\xd8\xff\xe0\0\20JFIF\0\1\1\0\0\1\0\1\0\0"));
	if (mark) {
		buf_char(&b, (char)0xFF);
		buf_char(&b, (char)mark);
		buf_char(&b, (char)((data.n + 2) >> 8));
		buf_char(&b, (char)((data.n + 2) & 0xFF));
		buf_str(&b, data);
	}
	buf_str(&b, S("\xff\xda\0\10\1\1\0\0\77\0scan of the picture\xff\xd9"));
	return buf_view(&b);
}

static str wide(arena *a, const char *s, bool low_first)
{
	buf b = BUF(a);
	for (; *s; s++) {
		if (!low_first) buf_char(&b, 0);
		buf_char(&b, *s);
		if (low_first) buf_char(&b, 0);
	}
	return buf_view(&b);
}

static str joined(arena *a, str one, str other)
{
	buf b = BUF(a);
	buf_str(&b, one);
	buf_str(&b, other);
	return buf_view(&b);
}

static void test_words_of_files(void **state)
{
	(void)state;
	ARENA(a);
	const str files[] = {
		png_with(&a, S("tEXt"), S("Comment\0Rose Lane")),
		png_with(&a, S("zTXt"), joined(&a, S("Comment\0\0"), packed(&a, S("We live in Rose Lane now.")))),
		png_with(&a, S("iTXt"), S("XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta><dc:title>Rose Lane</dc:title>")),
		png_with(&a, S("iTXt"), joined(&a, S("Title\0\1\0\0\0"), packed(&a, S("Rose Lane")))),
		png_with(&a, S("eXIf"), S("MM\0*Rose Lane\0")),
		jpeg_with(&a, 0xE1, S("Exif\0\0II*\0\10\0\0\0Rose Lane\0")),
		jpeg_with(&a, 0xE1, joined(&a, S("Exif\0\0II*\0"), wide(&a, "Rose Lane", true))),
		jpeg_with(&a, 0xE1, S("http://ns.adobe.com/xap/1.0/\0<photoshop:City>Rose Lane</photoshop:City>")),
		jpeg_with(&a, 0xED, S("Photoshop 3.0\0" "8BIM\4\4Rose Lane")),
		jpeg_with(&a, 0xFE, S("Rose Lane")),
		joined(&a, jpeg_with(&a, 0, STR_NONE), S("after the end: Rose Lane")),
		S("<svg xmlns='http://www.w3.org/2000/svg'><title>Rose Lane</title></svg>"),
		S("%PDF-1.7\n1 0 obj<</Title(Rose Lane)>>"),
		S("%PDF-1.7\n1 0 obj<</Title(\\122ose \\114ane)>>"),
		S("%PDF-1.7\n1 0 obj<</Title<526F7365204C616E65>>>"),
		joined(&a, S("%PDF-1.7\n1 0 obj<</Author("), wide(&a, "Rose Lane", false)),
		S("%PDF-1.7\n1 0 obj<</Title<FEFF0052006F007300650020004C0061006E0065>>>"),
		joined(&a, S("%PDF-1.7\n1 0 obj<</Filter/FlateDecode>>stream\r\n"), packed(&a, S("<</Type/ObjStm>> <</Title(Rose Lane)>>"))),
	};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		if (!says(&a, files[i], "Rose Lane")) fail_msg("file %zu does not say it", i);
}

static void test_taken_out(void **state)
{
	(void)state;
	ARENA(a);
	str out;
	file_sort sort;
	assert_true(file_without_words(&a, png_with(&a, S("tEXt"), S("Comment\0Rose Lane")), &out));
	str bare = png_with(&a, STR_NONE, STR_NONE);
	assert_true(str_eq(out, bare));
	assert_true(file_without_words(&a, jpeg_with(&a, 0xE1, S("Exif\0\0Rose Lane")), &out));
	bare = jpeg_with(&a, 0, STR_NONE);
	assert_true(str_eq(out, bare));
	assert_true(file_without_words(&a, joined(&a, bare, S("Rose Lane")), &out));
	assert_true(str_eq(out, bare));
	assert_false(file_without_words(&a, str_first(bare, bare.n - 4), &out));
	assert_false(file_without_words(&a, S("%PDF-1.7"), &out));
	(void)file_words(&a, bare, &sort);
	assert_int_equal(sort, FILE_PICTURE);
	(void)file_words(&a, S("<svg/>"), &sort);
	assert_int_equal(sort, FILE_DRAWING);
	(void)file_words(&a, S("PK\3\4\0\0"), &sort);
	assert_int_equal(sort, FILE_DOCUMENT);
}

/* Cut anywhere, nothing is read beyond it. */
static void test_cut_short(void **state)
{
	(void)state;
	ARENA(a);
	str whole[] = { png_with(&a, S("tEXt"), S("Comment\0Rose Lane")), jpeg_with(&a, 0xE1, S("Exif\0\0Rose Lane")), S("%PDF stream\nx\\12<5") };
	for (size_t i = 0; i < 3; i++)
		for (size_t n = 0; n <= whole[i].n; n++) {
			file_sort sort;
			str out;
			ARENA(b);
			str cut = str_copy(&b, str_first(whole[i], n));
			(void)file_words(&b, cut, &sort);
			(void)file_without_words(&b, cut, &out);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_words_of_files), cmocka_unit_test(test_taken_out), cmocka_unit_test(test_cut_short) };
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
