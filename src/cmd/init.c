/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark init: makes an empty area. */
#include "cmd/cmd.h"
#include "kind/capability.h"

static void say_made(cmd *c)
{
	buf b = BUF(c->a);
	buf_lit(&b, "There is an area now. Its signing key is ");
	buf_str(&b, str_of(area_key_path(c->a, &c->settings)));
	buf_lit(&b, ": keep a copy of it apart from the database.\n"
	            "Next, somebody who allocates children: waymark user add NAME --role manager\n");
	cmd_print(c, buf_view(&b));
}

static int init_run(cmd *c)
{
	findings wrong = { 0 };
	kind_sources sources = embedded_kind_sources(c->a, SOURCE_KINDS);
	if (c->settings.db.n == 0) return cmd_say(c, "where? Give --db FILE, --db postgresql://..., or set WAYMARK_DB");
	err e = area_make(c->a, &c->settings, sources.at, sources.n, false, &wrong);
	int status = cmd_findings(c, &wrong);
	if (e == OK) say_made(c);
	if (e == OK || status != CMD_DONE) return status == CMD_DONE ? CMD_DONE : CMD_COULD_NOT;
	if (e == E_CONFLICT)
		return cmd_say(c, "there is an area here already, or the read log of one: choose another --db, or move AREA.readlog away");
	return cmd_could_not(c, e, "make the area", "Does the folder or the server of --db exist, and may you write there?");
}

const command command_init[] = {
	{ .name = "init", .takes = TAKES_AREA, .run = init_run, .help = "make an empty area",
	  .more = "The kinds of record that the program holds are put in force. On PostgreSQL the database must be there, and the\n"
	          "setting --keys must name a folder for the signing key." },
	{ 0 },
};
