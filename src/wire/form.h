/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What browsers send: urlencoded and multipart forms, queries, cookies. */
#ifndef WAYMARK_WIRE_FORM_H
#define WAYMARK_WIRE_FORM_H

#include "base/str.h"

typedef struct {
	str name, text;       /* valid UTF-8 without NUL; a file's text is its bytes, unchecked */
	str file_name, media; /* of an upload */
	bool is_file;
} form_part;
typedef LIST(form_part) form_parts;

enum { FORM_MAX_PARTS = 2000, FORM_MAX_NAME_BYTES = 200 };

/* application/x-www-form-urlencoded and queries. E_INVALID (bad escape, not UTF-8, NUL), E_LIMIT. */
err form_read_urlencoded(arena *a, str s, form_parts *ret) MUST_USE;
/* multipart/form-data (RFC 7578); content_type with its boundary. Texts borrow from body. A field for files that was
 * left empty comes as one file without a name and without bytes. E_INVALID (also where the last boundary is missing),
 * E_LIMIT. */
err form_read_multipart(arena *a, str content_type, str body, form_parts *ret) MUST_USE;
/* The value of a cookie; empty where it is absent, or sent twice with different values (somebody planted one). */
str cookie_read(str header, str name);

#endif
