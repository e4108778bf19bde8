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

#endif
