/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/returns_cin/asked.h"
#include "capabilities/returns_cin/return_page.h"

static const route routes[] = {
	{ GET, "/c/returns_cin", .may = MAY_SIGNED_IN, .page = cin_asked_page, .purpose = "what the census will ask" },
	{ GET, "/c/returns_cin/teams", .may = MAY_SIGNED_IN, .page = cin_teams_page, .slow = true },
	{ GET, "/c/returns_cin/return", .may = MAY_ALLOCATE, .page = cin_return_ask },
	{ POST, "/c/returns_cin/return", .may = MAY_ALLOCATE, .form = cin_return_take, .slow = true,
	  .leaves = { LEAVES_DUTY | LEAVES_WORKING, "The children in need census (Children Act 1989, section 83), as the department sets it; and beside it who is in it and why." } },
};
static const panel_code panels[] = { { "asked", cin_asked_panel } };
static const check_code checks[] = {
	{ .name = "cin", .help = "the children in need census, as XML or as a folder of flat tables", .check = cin_check_return },
};
const capability_code capability_returns_cin = {
	.capability = "returns_cin", .routes = routes, .route_n = sizeof routes / sizeof *routes, .panels = panels, .panel_n = 1, .checks = checks, .check_n = 1,
	.beside = &cin_beside,
};
