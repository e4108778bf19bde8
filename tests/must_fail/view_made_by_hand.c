/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A view that nobody opened: its proof cannot be made outside access/ (and a view without one stops at a CHECK).
 * gcc: invalid use of undefined type .struct view_proof.
 * clang: variable has incomplete type 'struct view_proof' */
#include "access/access.h"

err story(reading *r, record_id child, story_lines *ret);

err story(reading *r, record_id child, story_lines *ret)
{
#ifdef MISTAKE
	view v = { .r = r, .child = child, .works_with = true, .proof = &(struct view_proof){ 0 } };
#else
	view v;
	TRY(access_open(r, child, PROJECT_NOW, S("story"), &v));
#endif
	return access_story(&v, true, ret);
}
