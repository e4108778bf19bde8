/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark routes: every address that is answered and the right it needs, from the tables that answer. */
#include "cmd/cmd.h"
#include "web/dispatch.h"

static int routes_run(cmd *c)
{
	buf b = BUF(c->a);
	err e = site_list_routes(&b);
	if (e != OK) return cmd_could_not(c, e, "list the addresses", "Two pages of this build have one address.");
	cmd_print(c, buf_view(&b));
	return CMD_DONE;
}

const command command_routes[] = {
	{ .name = "routes", .takes = TAKES_NOTHING, .run = routes_run,
	  .help = "list every address that is answered, and the right it needs" },
	{ 0 },
};
