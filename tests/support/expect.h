/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cmocka with the headers it wants, and texts compared as texts. */
#ifndef WAYMARK_TESTS_EXPECT_H
#define WAYMARK_TESTS_EXPECT_H

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* expected ends with a NUL that is not compared. */
static inline void expect_text_at(str got, const char *expected, const char *file, int line)
{
	str want = str_of(expected);
	if (str_eq(got, want)) return;
	print_error("got «%.*s», expected «%s»\n", STR_ARG(got), expected);
	_fail(file, line);
}
#define expect_text(got, expected) expect_text_at((got), (expected), __FILE__, __LINE__)
#define expect_written(buf_, expected) expect_text_at(buf_view(buf_), (expected), __FILE__, __LINE__)

static inline void expect_contains_at(str got, const char *part, const char *file, int line)
{
	if (str_find(got, str_of(part)) >= 0) return;
	print_error("got «%.*s», expected to find «%s» in it\n", STR_ARG(got), part);
	_fail(file, line);
}
#define expect_contains(got, part) expect_contains_at((got), (part), __FILE__, __LINE__)

#endif
