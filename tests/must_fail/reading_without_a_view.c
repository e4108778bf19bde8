/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Content asked for with no proof of the right to it.
 * gcc: passing argument 1 of .access_story. from incompatible pointer type
 * clang: incompatible pointer types passing 'reading \*' */
#include "access/access.h"

err story(reading *r, record_id child, story_lines *ret);

err story(reading *r, record_id child, story_lines *ret)
{
#ifdef MISTAKE
	(void)child;
	return access_story(r, true, ret);
#else
	view v;
	TRY(access_open(r, child, PROJECT_NOW, S("story"), &v));
	return access_story(&v, true, ret);
#endif
}
