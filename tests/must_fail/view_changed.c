/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A view turned to another child.
 * gcc: assignment of member .child. in read-only object
 * clang: cannot assign to variable 'v' with const-qualified type */
#include "access/access.h"

err other(const view *v, record_id child, story_lines *ret);

err other(const view *v, record_id child, story_lines *ret)
{
#ifdef MISTAKE
	v->child = child;
	return access_story(v, true, ret);
#else
	view own;
	TRY(access_open(v->r, child, PROJECT_NOW, S("story"), &own));
	return access_story(&own, true, ret);
#endif
}
