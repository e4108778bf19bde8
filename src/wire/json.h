/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* JSON in, strictly, into a small tree; JSON goes out through buf (buf_json, buf_int, ...).
 *
 *   const json *j;
 *   str why;
 *   TRY(json_read(a, bytes, &j, &why));
 *   const json *words = json_get(j, S("words"));
 *   if (words && words->is == JSON_TEXT) ... words->text ...
 */
#ifndef WAYMARK_WIRE_JSON_H
#define WAYMARK_WIRE_JSON_H

#include "base/str.h"

enum { JSON_MAX_BYTES = 4 * 1024 * 1024, JSON_MAX_DEPTH = 64 };

/* jansson has taken JSON_NULL and its like. */
typedef enum {
	JSON_NOTHING = 0, /* null */
	JSON_NO,
	JSON_YES,
	JSON_WHOLE,   /* a number written without point and exponent */
	JSON_DECIMAL, /* one written with them */
	JSON_TEXT,
	JSON_LIST,
	JSON_MAP
} json_shape;

typedef struct json json;
struct json {
	json_shape is;
	str key;         /* its name, where it stands in a map; else empty */
	str text;        /* TEXT: valid UTF-8 without NUL. WHOLE, DECIMAL: the number in decimal, without exponent and
	                    trailing zeros ("2.50" gives "2.5"); as written up to 15 digits */
	int64_t whole;   /* WHOLE: exact */
	double number;   /* WHOLE and DECIMAL */
	json *items;     /* LIST, MAP: n of them, in the order written */
	size_t n;
};

/* A whole document: a list or a map at its top. *ret in arena a, set only on OK. On a failure *ret_why (may be NULL)
 * says in one sentence where and what; it quotes nothing of the input.
 *
 * E_INVALID  not JSON; not UTF-8; a NUL, also as \u0000; a name twice in one map; an integer beyond 64 bits; something
 *            after the end.
 * E_LIMIT    over JSON_MAX_BYTES or JSON_MAX_DEPTH. */
err json_read(arena *a, str bytes, const json **ret, str *ret_why) MUST_USE;

/* The value of that name in a map; NULL when there is none, or j is NULL or no map. */
const json *json_get(const json *j, str name);
/* The text of that name in a map; empty when there is none or it is no text. */
str json_get_text(const json *j, str name);

#endif
