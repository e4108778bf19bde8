/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Text as pointer and length, borrowed unless said otherwise; UTF-8 once past the door. */
#ifndef WAYMARK_BASE_STR_H
#define WAYMARK_BASE_STR_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef struct {
	const char *at; /* not ended by NUL; may be NULL where n is 0 */
	size_t n;
} str;

#define S(literal) ((str){ "" literal, sizeof(literal) - 1 })
#define STR(literal) { "" literal, sizeof(literal) - 1 } /* the same, for the initialiser of a static table */
#define STR_NONE ((str){ 0 })
/* For printf: "%.*s", STR_ARG(s). */
#define STR_ARG(s) (int)(s).n, (s).at

str str_of(const char *c);                      /* borrows; NULL gives the empty str */
str str_copy(arena *a, str s);                  /* in arena a, followed by a NUL that is not counted */
const char *str_c(arena *a, str s);             /* in arena a, ended by NUL; s must hold no NUL (CHECK) */
static inline bool str_eq(str a, str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.at, b.at, a.n) == 0);
}
int str_cmp(str a, str b);                      /* by bytes; <0, 0, >0 */
bool str_starts(str s, str prefix);
bool str_ends(str s, str suffix);
str str_from(str s, size_t start);              /* from byte start; empty past the end */
str str_first(str s, size_t n);                 /* the first n bytes, or all */
str str_trim(str s);                            /* without ASCII white space at both ends */
/* Offset of the first c, or -1. */
ptrdiff_t str_find_char(str s, char c);
ptrdiff_t str_find(str s, str needle);
/* Cuts at the first c: returns what is before it, *rest gets what is after; without c all of s, rest empty.
 * `rest` may be the same variable as s. */
str str_cut(str s, char c, str *rest);
bool str_is_utf8(str s);                        /* strict: no surrogates, no overlong forms */
bool str_has_control(str s, bool newlines_allowed); /* NUL and other C0 (tab allowed), DEL */
size_t str_chars(str s);                        /* code points of valid UTF-8 */
str str_first_chars(str s, size_t n);           /* the first n code points of valid UTF-8, or all */
/* Decimal digits with an optional minus, nothing else; false when not a number or out of range. */
bool str_to_int(str s, int64_t *ret);
int str_hex_digit(char c);                      /* 0..15, or -1 */
/* Lower case ASCII only, in arena a: for keys and codes, never for names. */
str str_ascii_lower(arena *a, str s);
uint64_t str_hash(str s);                       /* FNV-1a: for maps in memory only, never stored */

typedef LIST(str) str_list;

#endif
