/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/returns_cin/check.h"
#include "web/page.h"

static const check_code checks[] = {
	{ .name = "cin", .help = "the children in need census, as XML or as a folder of flat tables", .check = cin_check_return },
};
const capability_code capability_returns_cin = { .capability = "returns_cin", .checks = checks, .check_n = 1 };
