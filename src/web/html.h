/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Markup and addresses as types of their own, so that unescaped text and foreign addresses do not compile. */
#ifndef WAYMARK_WEB_HTML_H
#define WAYMARK_WEB_HTML_H

#include "base/buf.h"
#include "base/day.h"

typedef struct {
	str text; /* made by templates, form controls and HTML() only */
} html;
#define HTML(literal) ((html){ S(literal) })

typedef struct {
	str text; /* made by the functions below only; not yet escaped for HTML */
} url;
#define URL(literal) ((url){ S(literal) })

/* before and after are literals of code: url_number(a, "/child/", 17, "/record"). */
url url_number(arena *a, const char *before, int64_t n, const char *after);
url url_with(arena *a, url before, str text); /* text is percent-encoded */
/* For a thumb: tel: and the digits (RFC 3966). Empty where the text is not plainly one number (words in it, a national 0 in
 * brackets after +44, fewer digits than 3 or more than the 15 of E.164): that is read, and not dialled wrongly. */
url url_dial(arena *a, str telephone);
/* Received text: true only for a path of this server, without control characters; *ret borrows it. */
bool url_local(str received, url *ret);
/* A setting: true only for https:// (or http://) with printable ASCII. */
bool url_outside(str setting, url *ret);
/* The address of an embedded asset, with the hash of its bytes. CHECKs that there is one. */
url asset_url(const char *name);

/* What compiled templates call. A type that is not listed does not compile. */
#define TEMPLATE_VALUE(b, v)                                                                                           \
	_Generic((v), str: buf_html, day: day_write_long, int: template_int, int64_t: template_int, size_t: template_size) \
		((b), (v))
#define TEMPLATE_IN_URL(b, v)                                                                                          \
	_Generic((v), str: buf_url, int: template_int, int64_t: template_int, size_t: template_size)((b), (v))
#define TEMPLATE_WHOLE_URL(b, v) _Generic((v), url: template_url)((b), (v))
#define TEMPLATE_HTML(b, v) _Generic((v), html: template_html)((b), (v))
void template_int(buf *b, int64_t n);
void template_size(buf *b, size_t n);
void template_url(buf *b, url u);
void template_html(buf *b, html h);
/* In JSON. */
void json_str(buf *b, str s);
void json_int(buf *b, int64_t n);
void json_bool(buf *b, bool yes);
void json_day(buf *b, day d);
void json_instant(buf *b, instant i); /* null for the instant 0 */
void json_when(buf *b, when w);       /* null for WHEN_NONE */
void json_url(buf *b, url u);

#endif
