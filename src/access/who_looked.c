/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "access/rights.h"

enum { LOOKS_MOST = 1000 }; /* the newest: the log itself keeps all */

err access_who_looked(const view *v, looked_list *ret)
{
	record_list same;
	look_list looks;
	looked_list list = { 0 };
	arena *a = v->r->a;
	CHECK(v->proof && v->child.n);
	TRY(project_same_person(v->r->db, a, v->child, PROJECT_NOW, &same));
	TRY(readlog_about(v->r->area, a, same.at, same.n, LOOKS_MOST, &looks));
	for (size_t i = 0; i < looks.n; i++) {
		record_id by = looks.at[i].worker;
		str name = by.n ? access_name(v, by) : S("somebody at the command line");
		PUSH(a, &list, ((looked){ .look = looks.at[i], .who = name }));
	}
	*ret = list;
	return OK;
}
