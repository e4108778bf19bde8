/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "access/leaving.h"

void leaving_write(buf *b, const leaving *l)
{
	static const struct {
		leaves_as is;
		const char *words;
	} all[] = { { LEAVES_GATE, "released" }, { LEAVES_WORKING, "working copy" }, { LEAVES_RECEIVED, "as received" }, { LEAVES_DUTY, "under a duty" },
		    { LEAVES_COUNTED, "numbers" }, { LEAVES_NOBODY, "of no child" },
		    { LEAVES_TO_CHILD, "for the child to keep" } };
	bool any = false;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		if (!(l->as & all[i].is)) continue;
		if (any) buf_lit(b, "; ");
		any = true;
		buf_str(b, str_of(all[i].words));
	}
}
