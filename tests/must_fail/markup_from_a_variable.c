/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Markup from anything but a literal.
 * gcc: expected .}. before .words.
 * clang: expected '}' */
#include "web/html.h"

html shown(const char *words);

html shown(const char *words)
{
#ifdef MISTAKE
	return HTML(words);
#else
	(void)words;
	return HTML("<hr>");
#endif
}
