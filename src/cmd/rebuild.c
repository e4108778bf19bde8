/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark rebuild: needs nothing of what it makes again, so it opens the database and not the area. */
#include "cmd/cmd.h"

static err rebuild(cmd *c, db *d, int64_t *ret_entries)
{
	const zone *z;
	const practice *p;
	seq newest;
	TRY(zone_load(c->a, c->settings.time_zone, &z));
	TRY(journal_size(d, ret_entries));
	TRY(project_practice(d, c->a, &p, &newest));
	if (newest.n == 0) return FAIL(&c->a->trail, E_NOT_FOUND);
	TRY(project_rebuild(d, p, z, cmd_progress, c));
	return db_take_stock(d);
}

static int rebuild_run(cmd *c)
{
	db *d CLEANUP(db_closep) = NULL;
	int64_t entries = 0;
	if (c->settings.db.n == 0) return cmd_say(c, "which area? Give --db FILE, --db postgresql://..., or set WAYMARK_DB");
	err e = db_open(c->settings.db, DB_READ_WRITE, c->settings.write_wait_ms, &c->a->trail, &d);
	if (e == OK) e = rebuild(c, d, &entries);
	if (e == E_NOT_FOUND) return cmd_say(c, "%.*s: there is no area here", STR_ARG(c->settings.db));
	if (e != OK) return cmd_could_not(c, e, "rebuild", "Nothing was changed. waymark verify checks the journal.");
	buf said = BUF(c->a);
	buf_printf(&said, "%lld entries projected again\n", (long long)entries);
	cmd_print(c, buf_view(&said));
	return CMD_DONE;
}

const command command_rebuild[] = {
	{ .name = "rebuild", .takes = TAKES_AREA, .run = rebuild_run,
	  .help = "make the projections again from the journal",
	  .more = "Stories, lists and links are thrown away and made again in one transaction; readers keep what was there until "
	          "it ends, and writers wait. The journal, the read log and the sign-ins are not touched." },
	{ 0 },
};
