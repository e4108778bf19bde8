/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark leaving: every way by which something leaves the record as a file, from the tables that answer and that run. */
#include "cmd/cmd.h"
#include "web/dispatch.h"

static void list_commands(buf *b)
{
	for (const command *const *file = command_table; *file; file++)
		for (const command *row = *file; row->name; row++) {
			if (!row->leaves.as && row->takes != TAKES_CONTENT) continue;
			buf_printf(b, "waymark %s: ", row->name);
			leaving_write(b, &row->leaves);
			buf_printf(b, ". %s\n", row->leaves.why ? row->leaves.why : "IT IS NOT SAID");
		}
}

static int leaving_run(cmd *c)
{
	buf b = BUF(c->a);
	err e = site_list_leaving(&b);
	if (e != OK) return cmd_could_not(c, e, "list the addresses", "Two pages of this build have one address, or one says no reason.");
	list_commands(&b);
	cmd_print(c, buf_view(&b));
	return CMD_DONE;
}

const command command_leaving[] = {
	{ .name = "leaving", .takes = TAKES_NOTHING, .run = leaving_run,
	  .help = "list every way by which something leaves the record as a file",
	  .more = "Each address that sends a file, and each command that prints from records: how that leaves (released, working copy, as\n"
	          "received, under a duty, numbers, of no child), and why it may. What is not on the list sends no file. A page that is\n"
	          "printed from a browser is a working copy, and says so on each sheet." },
	{ 0 },
};
