/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Text of a person where markup is wanted: it would reach the page unescaped.
 * gcc: invalid initializer
 * clang: initializing 'html' with an expression of incompatible type 'str' */
#include "web/html.h"

html shown(buf *b, str words);

html shown(buf *b, str words)
{
#ifdef MISTAKE
	(void)b;
	html out = words;
	return out;
#else
	buf_html(b, words);
	return (html){ buf_view(b) };
#endif
}
