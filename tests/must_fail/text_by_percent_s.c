/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A text that does not end with NUL, printed as if it did.
 * gcc: format .%s. expects argument of type .char \*.
 * clang: format specifies type 'char \*' but the argument has type 'str' */
#include "base/buf.h"

void put(buf *b, str s);

void put(buf *b, str s)
{
#ifdef MISTAKE
	buf_printf(b, "%s", s);
#else
	buf_str(b, s);
#endif
}
