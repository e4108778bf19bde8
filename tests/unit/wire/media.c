/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a file is, by its bytes: each sort by its sign, and what only looks like one. */
#include "support/expect.h"
#include "wire/media.h"

#define UNKNOWN "application/octet-stream"
#define WORD "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#define MP4(brand, track) "\0\0\0\x18" "ftyp" brand "\0\0\0\0moov....hdlr\0\0\0\0\0\0\0\0" track

static const struct {
	str bytes;
	const char *media;
} cases[] = {
	{ STR("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "image/png" },
	{ STR("\xff\xd8\xff\xe0\0\x10JFIF"), "image/jpeg" },
	{ STR("GIF89a\1\0\1\0"), "image/gif" },
	{ STR("RIFF\x24\0\0\0WEBPVP8 "), "image/webp" },
	{ STR("RIFF\x24\0\0\0WAVEfmt "), "audio/wav" },
	{ STR("RIFF\x24\0\0\0AVI LIST"), UNKNOWN },
	{ STR("ID3\4\0\0\0\0\0\0"), "audio/mpeg" },
	{ STR("\xff\xfb\x90\x64\0\0"), "audio/mpeg" },
	{ STR("\xff\xf3\xf4\x64\0\0"), UNKNOWN },  /* a rate of bits that does not exist */
	{ STR("\xff\xfe<\0h\0t\0m\0l\0>\0"), UNKNOWN }, /* UTF-16 */
	{ STR(MP4("M4A ", "soun")), "audio/mp4" },
	{ STR(MP4("mp42", "soun")), "audio/mp4" },
	{ STR(MP4("mp42", "vide")), "video/mp4" },
	{ STR(MP4("isom", "meta")), UNKNOWN },
	{ STR("\0\0\0\x18" "ftypheic\0\0\0\0"), "image/heic" },
	{ STR("OggS\0\2........\1\x1e\1vorbis"), "audio/ogg" },
	{ STR("OggS\0\2........OpusHead"), "audio/ogg" },
	{ STR("OggS\0\2........\x80theora"), "video/ogg" },
	{ STR("\x1a\x45\xdf\xa3\x42\x82\x84webm...A_OPUS"), "audio/webm" },
	{ STR("\x1a\x45\xdf\xa3\x42\x82\x84webm...V_VP9"), "video/webm" },
	{ STR("\x1a\x45\xdf\xa3\x42\x82\x88matroska"), UNKNOWN },
	{ STR("%PDF-1.7\n"), "application/pdf" },
	{ STR("PK\3\4....[Content_Types].xml....word/document.xml"), WORD },
	{ STR("PK\3\4....notes.txt"), "application/zip" },
	{ STR("<!DOCTYPE html><title>x</title>"), "text/html" },
	{ STR("\xef\xbb\xbf\n <HTML>"), "text/html" },
	{ STR("<svg xmlns='http://www.w3.org/2000/svg'/>"), "image/svg+xml" },
	{ STR("<?xml version='1.0'?>\n<!-- a dog -->\n<svg/>"), "image/svg+xml" },
	{ STR("<?xml version='1.0'?><Message/>"), "application/xml" },
	{ STR("Dear J\xc3\xb3zef,\r\n\tthank you.\n"), "text/plain" },
	{ STR("Dear J\xf3zef"), UNKNOWN }, /* not UTF-8 */
	{ STR("a\0b"), UNKNOWN },
	{ STR(""), UNKNOWN },
};

static void each_by_its_bytes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		str got = media_of(cases[i].bytes);
		if (!str_eq(got, str_of(cases[i].media))) print_message("# case %zu is told as %.*s\n", i, STR_ARG(got));
		assert_true(str_eq(got, str_of(cases[i].media)));
	}
}

/* Cut anywhere, a file is read no further than it goes. */
static void cut_short(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (size_t n = 0; n < cases[i].bytes.n; n++) {
			ARENA(a);
			char *exact = TAKE_N(&a, char, n + 1);
			memcpy(exact, cases[i].bytes.at, n);
			assert_true(media_of((str){ exact, n }).n > 0);
		}
}

/* In pieces of any length it is told as what it is whole. */
static void in_pieces(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (size_t piece = 1; piece <= cases[i].bytes.n; piece++) {
			media_reader m = { .first_n = 0 };
			for (str rest = cases[i].bytes; rest.n; rest = str_from(rest, piece)) media_more(&m, str_first(rest, piece));
			if (!str_eq(media_end(&m), str_of(cases[i].media))) print_message("# case %zu in pieces of %zu\n", i, piece);
			assert_true(str_eq(media_end(&m), str_of(cases[i].media)));
		}
}

/* A sign far from the beginning, and on a seam; and when there is nothing left to wait for. */
static void far_inside(void **state)
{
	(void)state;
	ARENA(a);
	buf b = BUF(&a);
	buf_str(&b, S("\0\0\0\x18" "ftypM4A "));
	while (b.n < 3 * MEDIA_FIRST_BYTES) buf_char(&b, 'm');
	size_t sound = b.n;
	buf_str(&b, S("hdlr\0\0\0\0\0\0\0\0soun"));
	for (size_t cut = sound; cut <= b.n; cut++) {
		media_reader m = { .first_n = 0 };
		media_more(&m, str_first(buf_view(&b), cut));
		assert_false(media_decided(&m)); /* a film may follow */
		media_more(&m, str_from(buf_view(&b), cut));
		assert_true(str_eq(media_end(&m), S("audio/mp4")));
	}
	media_reader noise = { .first_n = 0 }, words = { .first_n = 0 };
	for (int i = 0; i < MEDIA_FIRST_BYTES; i++) {
		assert_false(media_decided(&noise) || media_decided(&words));
		media_more(&noise, S("\1"));
		media_more(&words, S("w"));
	}
	assert_true(media_decided(&noise));
	assert_false(media_decided(&words));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_by_its_bytes),
		cmocka_unit_test(cut_short),
		cmocka_unit_test(in_pieces),
		cmocka_unit_test(far_inside),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
