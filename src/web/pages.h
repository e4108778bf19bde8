/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The program's own pages: a table of routes for each page_*.c, ended by a route without a path. */
#ifndef WAYMARK_WEB_PAGES_H
#define WAYMARK_WEB_PAGES_H

#include "web/page.h"

extern const route sign_in_routes[], home_routes[], find_routes[], child_routes[], record_new_routes[], record_routes[],
	looked_routes[], nobody_holds_routes[], about_routes[], sign_ins_routes[], capability_routes[], interest_routes[],
	pass_phrase_routes[], file_routes[], schema_routes[], draft_routes[], team_routes[], part_routes[];

#define ALL_PAGES                                                                                                      \
	sign_in_routes, home_routes, find_routes, child_routes, record_new_routes, record_routes, looked_routes,       \
		nobody_holds_routes, about_routes, sign_ins_routes, capability_routes, interest_routes,                \
		pass_phrase_routes, file_routes, schema_routes, draft_routes, team_routes, part_routes

#endif
