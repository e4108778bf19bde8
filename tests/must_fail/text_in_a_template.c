/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A template's {{{raw}}} with text instead of markup.
 * gcc: _Generic. selector of type .* is not compatible with any association
 * clang: controlling expression type 'str' not compatible with any generic association type */
#include "web/html.h"

void shown(buf *b, str words);

void shown(buf *b, str words)
{
#ifdef MISTAKE
	TEMPLATE_HTML(b, words);
#else
	TEMPLATE_VALUE(b, words);
#endif
}
