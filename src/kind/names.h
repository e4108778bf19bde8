/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Inside kind/: names of declarations, and what somebody who misspelt one meant. */
#ifndef WAYMARK_KIND_NAMES_H
#define WAYMARK_KIND_NAMES_H

#include "kind/kind.h"

bool field_type_of(str name, field_type *ret);
bool identifier_of(str code, identifier_type *ret);  /* "nhs" */
str identifier_code(identifier_type t);
/* A name that a table, a column and a C member can bear: [a-z][a-z0-9_]*, at most NAME_MAX_CHARS. */
enum { NAME_MAX_CHARS = 40 };
bool name_ok(str name);
/* "did_not_want_to" -> "Did not want to", in arena a: a label that nobody wrote. */
str name_as_label(arena *a, str name);

/* The word of the list that is nearest to what was written (by letters put in, left out, changed or swapped); empty when
 * none is near. */
str word_nearest(arena *a, str written, const str_list *known);
/* JOINED(a, S("there is no key «"), name, S("»")): pieces one after another, in arena a. */
#define JOINED(a, ...) words_join((a), (const str[]){ __VA_ARGS__ }, sizeof((const str[]){ __VA_ARGS__ }) / sizeof(str))
str words_join(arena *a, const str *pieces, size_t n);
/* "a, b, c". */
str words_joined(arena *a, const str_list *words);

str_list words_field_types(arena *a);
str_list words_stages(arena *a);
str_list words_roles(arena *a);
str_list words_identifiers(arena *a);

#endif
