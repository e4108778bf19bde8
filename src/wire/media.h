/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a file is, by its own bytes. What its sender calls it, and its name, say nothing. */
#ifndef WAYMARK_WIRE_MEDIA_H
#define WAYMARK_WIRE_MEDIA_H

#include "base/str.h"

/* The media type of a whole file, a text that lives for ever: pictures and sounds that a page may show, and what else people send
 * (PDF, HEIC, films, office documents, ZIP, HTML, SVG, XML, UTF-8 text); application/octet-stream for all that is none of
 * them. The same bytes have the same type in every release: an entry keeps it, under its digest. A type says what the bytes
 * claim to be; it is no promise that they are whole or harmless. */
str media_of(str bytes);

typedef enum { MEDIA_FILM, MEDIA_SOUND, MEDIA_WORD, MEDIA_SHEET, MEDIA_SLIDES, MEDIA_SIGNS } media_sign;
enum { MEDIA_FIRST_BYTES = 4096, MEDIA_SIGN_BYTES = 24 /* no sign is longer */ };
/* The same of a file whose bytes come in pieces: media_reader m = { .first_n = 0 }, media_more for each piece, media_end. However it
 * is cut, the answer is media_of's. */
typedef struct {
	char first[MEDIA_FIRST_BYTES], last[MEDIA_SIGN_BYTES], letter[4];
	size_t first_n, last_n, letter_n;
	bool found[MEDIA_SIGNS], no_text;
} media_reader;
void media_more(media_reader *m, str bytes);
str media_end(const media_reader *m);
/* Whatever is still to come changes nothing. */
bool media_decided(const media_reader *m);

#endif
