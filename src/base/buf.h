/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Bytes written one after another, in an arena. */
#ifndef WAYMARK_BASE_BUF_H
#define WAYMARK_BASE_BUF_H

#include "base/str.h"

typedef struct {
	arena *a;
	char *at;
	size_t n, cap;
} buf;

#define BUF(arena_) ((buf){ .a = (arena_) })

void buf_reserve(buf *b, size_t more); /* room for `more` bytes at b->at + b->n */
/* These three are most of what a page does, so the compiler sees them whole. */
static inline void buf_bytes(buf *b, const void *at, size_t n)
{
	if (n == 0) return;
	if (n > b->cap - b->n) buf_reserve(b, n);
	memcpy(b->at + b->n, at, n);
	b->n += n;
}
static inline void buf_char(buf *b, char c)
{
	if (b->n == b->cap) buf_reserve(b, 1);
	b->at[b->n++] = c;
}
static inline void buf_str(buf *b, str s)
{
	buf_bytes(b, s.at, s.n);
}
#define buf_lit(b, literal) buf_str((b), S(literal))
void buf_int(buf *b, int64_t n);
void buf_int_padded(buf *b, int64_t n, int width); /* with leading zeros; n >= 0 */
void buf_hex(buf *b, const void *at, size_t n);    /* lower case */
void buf_base64(buf *b, const void *at, size_t n); /* RFC 4648 section 4, padded */
void buf_html(buf *b, str s);                      /* escapes & < > " ' : for text and quoted attributes */
void buf_json(buf *b, str s);          /* a JSON string with its quotes (RFC 8259); U+2028/2029 and < escaped */
void buf_url(buf *b, str s);           /* percent-encoded, RFC 3986 unreserved kept */
void buf_be64(buf *b, uint64_t n);     /* eight bytes, the highest first */
/* What has been written: borrowed, valid until the next write. */
str buf_view(const buf *b);
/* Formatted through vsnprintf: for messages made of numbers and static words. Text of people goes through
 * buf_str, buf_html or buf_json. */
void buf_printf(buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
