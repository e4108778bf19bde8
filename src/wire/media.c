/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Signatures: PNG ISO/IEC 15948 5.2; JPEG ITU-T T.81 B.1.1.3; GIF89a 17; WebP and WAV RIFF; ISO/IEC 14496-12 4.3 and 8.4.3; Ogg RFC 3533;
 * MP3 ISO/IEC 11172-3 2.4.1.3 and ID3v2 3.1; Matroska RFC 9559; PDF ISO 32000-1 7.5.2; ZIP and ECMA-376. A short table, and
 * no library that guesses at thousands of formats: bytes that anybody sends would go through each of its readers, and what it
 * answers changes from release to release. */
#include "wire/media.h"

static const str unknown = STR("application/octet-stream");

static bool within(str bytes, str part)
{
	return str_find(bytes, part) >= 0;
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

/* What tells containers apart, wherever in the file it stands. */
static const str told_by[MEDIA_SIGNS] = {
	[MEDIA_FILM] = STR("hdlr\0\0\0\0\0\0\0\0vide"), [MEDIA_SOUND] = STR("hdlr\0\0\0\0\0\0\0\0soun"),
	[MEDIA_WORD] = STR("word/document.xml"), [MEDIA_SHEET] = STR("xl/workbook.xml"), [MEDIA_SLIDES] = STR("ppt/presentation.xml"),
};

static str first_page(const media_reader *m)
{
	return (str){ m->first, m->first_n };
}

static bool is_mp4(str first)
{
	return str_starts(str_from(first, 4), S("ftyp"));
}

static bool is_zip(str first)
{
	return str_starts(first, S("PK\x03\x04"));
}

/* ---- as it comes */

/* Signs that stand in these bytes, or that began in those before them. */
static void look_for(media_reader *m, media_sign from, media_sign to, str bytes)
{
	char seam[2 * MEDIA_SIGN_BYTES];
	str begun = str_first(bytes, MEDIA_SIGN_BYTES);
	memcpy(seam, m->last, m->last_n);
	if (begun.n) memcpy(seam + m->last_n, begun.at, begun.n);
	str both = { seam, m->last_n + begun.n };
	for (media_sign i = from; i <= to; i++) m->found[i] |= within(both, told_by[i]) || within(bytes, told_by[i]);
	str last = bytes.n >= MEDIA_SIGN_BYTES ? str_from(bytes, bytes.n - MEDIA_SIGN_BYTES)
	                                       : str_from(both, both.n > MEDIA_SIGN_BYTES ? both.n - MEDIA_SIGN_BYTES : 0);
	if (last.n) memmove(m->last, last.at, last.n);
	m->last_n = last.n;
}

static size_t sequence_bytes(unsigned char lead)
{
	return lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
}

/* The letter at the end of s that is not whole yet. */
static str begun_letter(str s)
{
	for (size_t back = 1; back <= 3 && back <= s.n; back++) {
		unsigned char c = (unsigned char)s.at[s.n - back];
		if (c >= 0xC0) return sequence_bytes(c) > back ? str_from(s, s.n - back) : STR_NONE;
		if (c < 0x80) break;
	}
	return STR_NONE;
}

static bool only_letters(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.at[i];
		if (c == 0x7F || (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f')) return false;
	}
	return str_is_utf8(s);
}

static void look_for_text(media_reader *m, str bytes)
{
	if (m->no_text) return;
	while (m->letter_n && bytes.n && m->letter_n < sequence_bytes((unsigned char)m->letter[0])) {
		m->letter[m->letter_n++] = bytes.at[0];
		bytes = str_from(bytes, 1);
	}
	if (m->letter_n == sequence_bytes((unsigned char)m->letter[0])) {
		m->no_text = !only_letters((str){ m->letter, m->letter_n });
		m->letter_n = 0;
	}
	if (m->letter_n) return;
	str begun = begun_letter(bytes);
	m->no_text |= !only_letters(str_first(bytes, bytes.n - begun.n));
	if (begun.n) memcpy(m->letter, begun.at, begun.n);
	m->letter_n = begun.n;
}

void media_more(media_reader *m, str bytes)
{
	str first = str_first(bytes, MEDIA_FIRST_BYTES - m->first_n);
	if (first.n) memcpy(m->first + m->first_n, first.at, first.n);
	m->first_n += first.n;
	bool short_yet = m->first_n < MEDIA_SIGN_BYTES;
	look_for_text(m, bytes);
	if (short_yet || is_mp4(first_page(m))) look_for(m, MEDIA_FILM, MEDIA_SOUND, bytes);
	else if (is_zip(first_page(m))) look_for(m, MEDIA_WORD, MEDIA_SLIDES, bytes);
}

/* ---- containers, of which the inside says what they are */

/* A film has a track of pictures; a telephone's recording has a sound track only, whatever its brand says. */
static str media_of_mp4(const media_reader *m)
{
	static const char *const heic[] = { "heic", "heix", "heim", "heis", "hevc", "mif1", "msf1" };
	str brand = str_first(str_from(first_page(m), 8), 4);
	for (size_t i = 0; i < sizeof heic / sizeof *heic; i++)
		if (str_eq(brand, str_of(heic[i]))) return S("image/heic");
	if (m->found[MEDIA_FILM]) return S("video/mp4");
	return m->found[MEDIA_SOUND] ? S("audio/mp4") : unknown;
}

static str media_of_webm(str first)
{
	if (!within(first, S("webm"))) return unknown;
	return within(first, S("V_VP")) || within(first, S("V_AV1")) ? S("video/webm") : S("audio/webm");
}

static str media_of_ogg(str first)
{
	if (within(first, S("theora"))) return S("video/ogg");
	return within(first, S("OpusHead")) || within(first, S("\x01vorbis")) ? S("audio/ogg") : unknown;
}

static str media_of_zip(const media_reader *m)
{
	if (!within(first_page(m), S("[Content_Types].xml"))) return S("application/zip");
	if (m->found[MEDIA_WORD]) return S("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
	if (m->found[MEDIA_SHEET]) return S("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
	if (m->found[MEDIA_SLIDES]) return S("application/vnd.openxmlformats-officedocument.presentationml.presentation");
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
	if (within(s, S("<svg")) && (begins(s, "<svg") || begins(s, "<?xml") || begins(s, "<!"))) return S("image/svg+xml");
	if (begins(s, "<?xml")) return S("application/xml");
	for (size_t i = 0; i < sizeof page / sizeof *page; i++)
		if (begins(s, page[i])) return S("text/html");
	return S("text/plain");
}

/* ---- in the end */

str media_end(const media_reader *m)
{
	str first = first_page(m);
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (str_starts(first, signs[i].begins) && str_starts(str_from(first, signs[i].at), signs[i].then)) return signs[i].media;
	if (is_mp4(first)) return media_of_mp4(m);
	if (str_starts(first, S("\x1a\x45\xdf\xa3"))) return media_of_webm(first);
	if (str_starts(first, S("OggS"))) return media_of_ogg(first);
	if (is_zip(first)) return media_of_zip(m);
	if (begins_mp3_frame(first)) return S("audio/mpeg");
	return first.n && !m->no_text && !m->letter_n ? media_of_text(first) : unknown;
}

bool media_decided(const media_reader *m)
{
	str first = first_page(m);
	if (first.n < MEDIA_FIRST_BYTES) return false;
	if (is_mp4(first)) return m->found[MEDIA_FILM];
	return !is_zip(first) && m->no_text;
}

str media_of(str bytes)
{
	media_reader m = { .first_n = 0 };
	media_more(&m, bytes);
	return media_end(&m);
}
