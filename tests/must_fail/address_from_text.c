/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Received text as an address to send somebody to.
 * gcc: incompatible types when returning type .str. but .url. was expected
 * clang: returning 'str' from a function with incompatible result type 'url' */
#include "web/html.h"

url next(str received);

url next(str received)
{
#ifdef MISTAKE
	return received;
#else
	url to = URL("/");
	(void)url_local(received, &to);
	return to;
#endif
}
