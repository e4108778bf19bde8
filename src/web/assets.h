/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the program carries with it: style sheets, scripts, typefaces, pictures. Made by tools/assets.c. */
#ifndef WAYMARK_WEB_ASSETS_H
#define WAYMARK_WEB_ASSETS_H

#include <stddef.h>

typedef struct {
	const char *name, *path, *media; /* "style.css", "/assets/style.0123456789abcdef.css", "text/css; charset=utf-8" */
	const unsigned char *plain;
	size_t plain_n;
	const unsigned char *gzip; /* NULL where compressing gains nothing */
	size_t gzip_n;
} asset;

extern const asset asset_table[]; /* ended by a name that is NULL */

#endif
