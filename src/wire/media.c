/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Signatures: PNG ISO/IEC 15948 5.2; JPEG ITU-T T.81 B.1.1.3; GIF89a 17; WebP and WAV RIFF; ISO/IEC 14496-12 4.3 and 8.4.3; Ogg RFC 3533;
 * MP3 ISO/IEC 11172-3 2.4.1.3 and ID3v2 3.1; Matroska RFC 9559; PDF ISO 32000-1 7.5.2; ZIP and ECMA-376. A short table, and
 * no library that guesses at thousands of formats: bytes that anybody sends would go through each of its readers, and what it
 * answers changes from release to release. */
#include "wire/media.h"

enum { FIRST_PAGE_BYTES = 4096 };

static const str unknown = STR("application/octet-stream");

static bool within(str bytes, size_t first, str part)
{
	return str_find(str_first(bytes, first), part) >= 0;
}

static const struct {
	str begins;
	size_t at; /* where the second part stands */
	str then;
	str media;
} signs[] = {
	{ STR("\x89PNG\r\n\x1a\n"), 0, STR(""), STR("image/png") },
	{ STR("\xff\xd8\xff"), 0, STR(""), STR("image/jpeg") },
	{ STR("GIF87a"), 0, STR(""), STR("image/gif") },
	{ STR("GIF89a"), 0, STR(""), STR("image/gif") },
	{ STR("RIFF"), 8, STR("WEBP"), STR("image/webp") },
	{ STR("RIFF"), 8, STR("WAVE"), STR("audio/wav") },
	{ STR("ID3"), 0, STR(""), STR("audio/mpeg") },
	{ STR("%PDF-"), 0, STR(""), STR("application/pdf") },
};

/* ---- containers, of which the inside says what they are */

/* A film has a track of pictures; a telephone's recording has a sound track only, whatever its brand says. */
static str media_of_mp4(str bytes)
{
	static const char *const heic[] = { "heic", "heix", "heim", "heis", "hevc", "mif1", "msf1" };
	str brand = str_first(str_from(bytes, 8), 4);
	for (size_t i = 0; i < sizeof heic / sizeof *heic; i++)
		if (str_eq(brand, str_of(heic[i]))) return S("image/heic");
	if (str_find(bytes, S("hdlr\0\0\0\0\0\0\0\0vide")) >= 0) return S("video/mp4");
	return str_find(bytes, S("hdlr\0\0\0\0\0\0\0\0soun")) >= 0 ? S("audio/mp4") : unknown;
}

static str media_of_webm(str bytes)
{
	if (!within(bytes, FIRST_PAGE_BYTES, S("webm"))) return unknown;
	bool film = within(bytes, FIRST_PAGE_BYTES, S("V_VP")) || within(bytes, FIRST_PAGE_BYTES, S("V_AV1"));
	return film ? S("video/webm") : S("audio/webm");
}

static str media_of_ogg(str bytes)
{
	if (within(bytes, FIRST_PAGE_BYTES, S("theora"))) return S("video/ogg");
	bool sound = within(bytes, FIRST_PAGE_BYTES, S("OpusHead")) || within(bytes, FIRST_PAGE_BYTES, S("\x01vorbis"));
	return sound ? S("audio/ogg") : unknown;
}

static str media_of_zip(str bytes)
{
	static const struct {
		str part, media;
	} documents[] = {
		{ STR("word/document.xml"), STR("application/vnd.openxmlformats-officedocument.wordprocessingml.document") },
		{ STR("xl/workbook.xml"), STR("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet") },
		{ STR("ppt/presentation.xml"), STR("application/vnd.openxmlformats-officedocument.presentationml.presentation") },
	};
	for (size_t i = 0; within(bytes, FIRST_PAGE_BYTES, S("[Content_Types].xml")) && i < sizeof documents / sizeof *documents; i++)
		if (str_find(bytes, documents[i].part) >= 0) return documents[i].media;
	return S("application/zip");
}

/* Layer III with a rate of bits and of samples that exist; the byte order mark of UTF-16 is no frame. */
static bool begins_mp3_frame(str bytes)
{
	if (bytes.n < 4) return false;
	unsigned one = (unsigned char)bytes.at[0], two = (unsigned char)bytes.at[1], three = (unsigned char)bytes.at[2];
	bool layer_3 = one == 0xFF && (two & 0xE6) == 0xE2 && (two & 0x18) != 0x08;
	return layer_3 && three >> 4 != 0 && three >> 4 != 15 && (three & 0x0C) != 0x0C;
}

/* ---- text */

static bool begins(str s, const char *lower)
{
	for (size_t i = 0; lower[i]; i++) {
		if (i >= s.n) return false;
		char c = s.at[i] >= 'A' && s.at[i] <= 'Z' ? (char)(s.at[i] | 32) : s.at[i];
		if (c != lower[i]) return false;
	}
	return true;
}

/* Anything a browser could take for a page is none of ours, however it begins. */
static str media_of_text(str s)
{
	static const char *const page[] = { "<!doctype html", "<html", "<head", "<body", "<script", "<iframe", "<style", "<title", "<a ", "<p>",
		                            "<div", "<h1", "<table", "<img", "<form", "<!--" };
	if (str_starts(s, S("\xef\xbb\xbf"))) s = str_from(s, 3);
	s = str_trim(s);
	if (within(s, FIRST_PAGE_BYTES, S("<svg")) && (begins(s, "<svg") || begins(s, "<?xml") || begins(s, "<!"))) return S("image/svg+xml");
	if (begins(s, "<?xml")) return S("application/xml");
	for (size_t i = 0; i < sizeof page / sizeof *page; i++)
		if (begins(s, page[i])) return S("text/html");
	return S("text/plain");
}

static bool is_text(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.at[i];
		if (c == 0x7F || (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f')) return false;
	}
	return s.n > 0 && str_is_utf8(s);
}

str media_of(str bytes)
{
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (str_starts(bytes, signs[i].begins) && str_starts(str_from(bytes, signs[i].at), signs[i].then)) return signs[i].media;
	if (str_starts(str_from(bytes, 4), S("ftyp"))) return media_of_mp4(bytes);
	if (str_starts(bytes, S("\x1a\x45\xdf\xa3"))) return media_of_webm(bytes);
	if (str_starts(bytes, S("OggS"))) return media_of_ogg(bytes);
	if (str_starts(bytes, S("PK\x03\x04"))) return media_of_zip(bytes);
	if (begins_mp3_frame(bytes)) return S("audio/mpeg");
	return is_text(bytes) ? media_of_text(bytes) : unknown;
}
