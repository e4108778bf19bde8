/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A page that is given the right to write.
 * gcc: initialization of .* from incompatible pointer type
 * clang: incompatible function pointer types initializing */
#include "web/page.h"

#ifdef MISTAKE
static err page(request *r, const view *v, writer *w, model *m)
{
	(void)w;
#else
static err page(request *r, const view *v, model *m)
{
#endif
	(void)r, (void)v, (void)m;
	return OK;
}

extern const route routes[];
const route routes[] = { { GET, "/x", .may = MAY_SIGNED_IN, .page = page } };
