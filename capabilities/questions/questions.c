/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/questions/stats.h"

static const import_code imports[] = {
	{ .name = "stats", .help = "figures as the department publishes them: a1 a2 b1 c1 c2 c3 c5 d1 d3 d5, populations, neighbours", .take = stats_take },
};
const capability_code capability_questions = { .capability = "questions", .imports = imports, .import_n = 1 };
