/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* YAML in, as far as declarations need it: one document of maps, lists and texts, with the line of everything. Anchors,
 * aliases, tags, directives, merge keys and a name twice in one map are refused. What a plain text means (yes, 12, 1..n)
 * is for the reader to say: nothing is turned into a number or a boolean here.
 *
 *   const yaml *y;
 *   yaml_wrong wrong;
 *   if (yaml_read(a, bytes, &y, &wrong) != OK) ... wrong.line, wrong.message ...
 *   for (size_t i = 0; i < y->n; i++) ... y->items[i].key, .key_line, .text ...
 */
#ifndef WAYMARK_WIRE_YAML_H
#define WAYMARK_WIRE_YAML_H

#include "base/str.h"

enum { YAML_MAX_BYTES = 1024 * 1024, YAML_MAX_DEPTH = 32 };

typedef enum { YAML_TEXT = 0, YAML_LIST, YAML_MAP } yaml_type;

typedef struct yaml yaml;
struct yaml {
	yaml_type is;
	int line, column; /* where it begins, from 1 */
	str key;          /* its name, where it stands in a map; else empty */
	int key_line, key_column;
	str text;         /* TEXT: valid UTF-8 without NUL; empty and plain where nothing was written */
	bool plain;       /* TEXT: written without quotation marks */
	yaml *items;      /* LIST, MAP: n of them, in the order written */
	size_t n;
};

typedef struct {
	int line, column; /* from 1 */
	str message;      /* what is wrong */
	str instead;      /* what to write; may be empty */
} yaml_wrong;

/* *ret in arena a, set only on OK; *ret_wrong (may be NULL) only on a failure.
 * E_INVALID  not YAML, or something refused above; an empty document.
 * E_LIMIT    over YAML_MAX_BYTES or YAML_MAX_DEPTH. */
err yaml_read(arena *a, str bytes, const yaml **ret, yaml_wrong *ret_wrong) MUST_USE;

/* The value of that name in a map; NULL when there is none, or y is NULL or no map. */
const yaml *yaml_get(const yaml *y, str name);

#endif
