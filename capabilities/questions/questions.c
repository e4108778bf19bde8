/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/questions/pages.h"
#include "capabilities/questions/stats.h"

static const route routes[] = {
	{ GET, "/c/questions", .may = MAY_SIGNED_IN, .page = questions_show, .purpose = "questions of all journeys" },
	{ GET, "/questions/:measure", .may = MAY_SIGNED_IN, .page = question_show, .purpose = "a question of all journeys",
	  .leaves = { LEAVES_COUNTED, "A figure with its caveat and what was said of it; numbers under 5, and what would give them away, are left out." } },
	{ POST, "/questions/:measure", .may = MAY_SIGNED_IN, .form = question_take, .purpose = "saying what may lie behind a number" },
	{ GET, "/questions/:measure/children", .may = MAY_SIGNED_IN, .page = behind_show, .purpose = "the children behind a number" },
	{ GET, "/child/:child/clock", .may = MAY_READ_CHILD, .page = clock_show, .paper = true, .then = true, .purpose = "the child's clock" },
};
static const panel_code panels[] = { { "clock", clock_link_panel } };
static const import_code imports[] = {
	{ .name = "stats", .help = "figures as the department publishes them: a1 a2 b1 c1 c2 c3 c5 d1 d3 d5, populations, neighbours", .take = stats_take },
};
const capability_code capability_questions = {
	.capability = "questions", .routes = routes, .route_n = sizeof routes / sizeof *routes, .panels = panels, .panel_n = 1,
	.imports = imports, .import_n = 1,
};
