/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cmd/content.h"

#include "access/signin.h"
#include "access/transfer.h"
#include "base/clock.h"

static int content_viewer(content *in)
{
	cmd *c = in->c;
	if (!area_has_sign_ins(in->area, in->db)) {
		in->who = (viewer){ .name = S("command line"), .measuring = true };
		return CMD_DONE;
	}
	if (c->as.n == 0 || c->because.n == 0)
		return cmd_say(c, "this area has sign-ins: say who reads and why, with --as NAME --because REASON");
	err e = sign_in_viewer(in->area, in->db, c->a, c->as, &in->who);
	if (e == E_NOT_FOUND) return cmd_say(c, "there is no sign-in %.*s in this area: see waymark user", STR_ARG(c->as));
	if (e != OK) return cmd_could_not(c, e, "read the sign-in", "Can the database be read?");
	return CMD_DONE;
}

int content_open(cmd *c, content *ret)
{
	*ret = (content){ .c = c };
	if (!c->command->leaves.as || !c->command->leaves.why) return cmd_say(c, "this command does not say how what it prints leaves the record (cmd/cmd.h)");
	int status = cmd_open_area(c, AREA_SERVE, &ret->area);
	if (status != CMD_DONE) return status;
	const practice *p = NULL;
	err e = area_connect(ret->area, &c->a->trail, &ret->db);
	if (e == OK) e = db_begin(ret->db, DB_SNAPSHOT);
	if (e == OK) e = area_practice(ret->area, ret->db, &p);
	if (e != OK) return cmd_could_not(c, e, "read the area", "Can the database be reached?");
	status = content_viewer(ret);
	if (status != CMD_DONE) return status;
	instant now = clock_now();
	ret->read = (reading){ .area = ret->area, .db = ret->db, .a = c->a, .practice = p, .who = &ret->who, .now = now,
		               .today = zone_day(area_zone(ret->area), now), .because = c->because };
	return CMD_DONE;
}

int content_go_through(content *in)
{
	db_rollback(in->db);
	err e = db_hold_little(in->db);
	if (e == OK) e = db_begin(in->db, DB_SNAPSHOT);
	return e == OK ? CMD_DONE : cmd_could_not(in->c, e, "read the area", "Can the database be reached?");
}

void content_end(content *in)
{
	if (in->db) db_rollback(in->db);
	db_closep(&in->db);
	area_closep(&in->area);
}

/* What a page shows is gone with the window; what a command prints stays. */
static void note_printed(look_list *looks)
{
	for (size_t i = 0; i < looks->n; i++)
		if (looks->at[i].outcome == LOOK_OPENED) looks->at[i].outcome = LOOK_PRINTED;
}

/* Of lines the first says it; of JSON, which has no room for it, standard error does. Where nobody signs in, nobody's record is. */
static void print_mark(const content *in, str text)
{
	cmd *c = in->c;
	str made_by = working_words(&in->read);
	if (!(c->command->leaves.as & LEAVES_WORKING) || (c->command->leaves.as & ~(unsigned)LEAVES_WORKING) || in->who.measuring || text.n == 0) return;
	if (cmd_has_option(c, "json")) {
		(void)cmd_say(c, WORKING_MARK ". %.*s", STR_ARG(made_by));
		return;
	}
	cmd_print(c, S(WORKING_MARK ". "));
	cmd_print(c, made_by);
	cmd_print(c, S(".\n\n"));
}

int content_print(content *in, err e, str text)
{
	cmd *c = in->c;
	if (e == OK) note_printed(&in->read.looks);
	if (readlog_write(area_readlog(in->area), in->read.looks.at, in->read.looks.n) != OK)
		return cmd_say(c, "the read log cannot be written, so nothing is shown: is its disk full? (%.*s.readlog)",
		               STR_ARG(c->settings.db));
	switch (e) {
	case OK:
		print_mark(in, text);
		cmd_print(c, text);
		return CMD_DONE;
	case E_NOT_FOUND: return cmd_say(c, "there is no such record, or none that %.*s may read", STR_ARG(in->who.name));
	case E_DENIED:
		return cmd_say(c, "%.*s may not read this: only who works with the child may. The try is in the read log",
		               STR_ARG(in->who.name));
	case E_INVALID: case E_CONFLICT: case E_BUSY: case E_LIMIT: case E_IO: break;
	}
	return cmd_could_not(c, e, "read", "Try again; waymark verify checks the database.");
}
