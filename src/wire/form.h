/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What browsers send: urlencoded and multipart forms, queries, cookies. */
#ifndef WAYMARK_WIRE_FORM_H
#define WAYMARK_WIRE_FORM_H

#include "base/buf.h"
#include "base/hash.h"

/* A file whose bytes did not stay with the form: they stand at `place`. */
typedef struct {
	uuid place;         /* none: nowhere */
	int64_t size_bytes;
	sha256 digest;
	str media;          /* by its bytes (wire/media.h) */
} form_file;

typedef struct {
	str name, text;       /* valid UTF-8 without NUL; a file's text is its bytes, unchecked */
	str file_name, media; /* of an upload */
	bool is_file;
	const form_file *file; /* of an upload whose bytes stand elsewhere; NULL: they are in text */
} form_part;
typedef LIST(form_part) form_parts;

enum { FORM_MAX_PARTS = 2000, FORM_MAX_NAME_BYTES = 200, FORM_TEXT_MOST_BYTES = 8 * 1024 * 1024 };

/* application/x-www-form-urlencoded and queries. E_INVALID (bad escape, not UTF-8, NUL), E_LIMIT. */
err form_read_urlencoded(arena *a, str s, form_parts *ret) MUST_USE;
/* multipart/form-data (RFC 7578); content_type with its boundary. A field for files that was left empty comes as one file
 * without a name and without bytes. E_INVALID (also where the last boundary is missing), E_LIMIT. */
err form_read_multipart(arena *a, str content_type, str body, form_parts *ret) MUST_USE;

/* The same as it comes, in pieces cut anywhere, with files going where their receiver puts them: memory holds what is typed, at
 * most FORM_TEXT_MOST_BYTES of it, and of a file one piece. */
typedef struct {
	void *context;
	/* For each file: its head is read (name, file_name, media), some of its bytes, all of it has come; end may set text or file.
	 * An error ends the reading. */
	err (*begin)(void *context, const form_part *head);
	err (*more)(void *context, str bytes);
	err (*end)(void *context, form_part *io);
} form_files;
typedef struct {
	arena *a;
	const form_files *files;
	str boundary;
	enum { FORM_BEFORE, FORM_HEAD, FORM_INSIDE, FORM_ENDED } at;
	buf held;        /* what may be the beginning of a delimiter or of a head */
	form_part part;  /* the one that is coming */
	buf text;
	size_t text_bytes;
	form_parts parts; /* those that came */
	err failed;
} form_stream;
/* files: NULL keeps their bytes as texts. E_INVALID no boundary. */
err form_stream_begin(arena *a, str content_type, const form_files *files, form_stream **ret) MUST_USE;
/* Errors as form_read_multipart, or of files. After one nothing more is read, and it is said again. */
err form_stream_more(form_stream *s, str bytes) MUST_USE;
err form_stream_end(form_stream *s, form_parts *ret) MUST_USE;
/* The value of a cookie; empty where it is absent, or sent twice with different values (somebody planted one). */
str cookie_read(str header, str name);

#endif
