/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark verify: the journal first, from the database alone; then what needs an area that opens. */
#include "cmd/cmd.h"

#include "access/readlog.h"
#include "journal/checkpoint.h"
#include "journal/verify.h"

static void say_count(cmd *c, const char *what, int64_t n)
{
	buf b = BUF(c->a);
	buf_printf(&b, "%-12s %lld\n", what, (long long)n);
	cmd_print(c, buf_view(&b));
}

/* ---- the journal */

/* The key in use, where its file is at hand; empty elsewhere. */
static err key_in_use(cmd *c, db *d, str *ret)
{
	str origin;
	const char *path = area_key_path(c->a, &c->settings);
	TRY(journal_origin(d, c->a, &origin));
	err e = path ? signer_verifier_key(c->a, path, origin, ret) : E_NOT_FOUND;
	return e == E_NOT_FOUND ? OK : e;
}

static int say_verdict(cmd *c, const verdict *v)
{
	buf b = BUF(c->a);
	say_count(c, "entries", v->entries);
	say_count(c, "disposed of", v->disposed);
	say_count(c, "attachments", v->attachments);
	say_count(c, "checkpoints", v->checkpoints);
	buf_lit(&b, "root         ");
	buf_base64(&b, v->root.at, sizeof v->root.at);
	buf_char(&b, '\n');
	if (v->holds) {
		cmd_print(c, buf_view(&b));
		return CMD_DONE;
	}
	if (v->from.n && v->from.n == v->to.n) buf_printf(&b, "wrong        entry %lld: ", (long long)v->from.n);
	else if (v->from.n) buf_printf(&b, "wrong        entries %lld to %lld: ", (long long)v->from.n, (long long)v->to.n);
	else buf_lit(&b, "wrong        ");
	buf_str(&b, v->what);
	buf_char(&b, '\n');
	cmd_print(c, buf_view(&b));
	cmd_say(c, "the journal is not as it was written. Keep the database as it is, and compare it with a copy");
	return CMD_FINDINGS;
}

static int verify_journal(cmd *c)
{
	db *d CLEANUP(db_closep) = NULL;
	verdict v;
	str key = STR_NONE;
	err e = db_open(c->settings.db, DB_READ_ONLY, c->settings.write_wait_ms, &c->a->trail, &d);
	if (e == OK) e = key_in_use(c, d, &key);
	if (e == OK) e = journal_verify(d, c->a, key, cmd_progress, c, &v);
	if (e == E_NOT_FOUND) return cmd_say(c, "%.*s: there is no journal here", STR_ARG(c->settings.db));
	if (e == E_CONFLICT) return cmd_say(c, "%.*s: was written by a newer waymark. Use that", STR_ARG(c->settings.db));
	if (e != OK) return cmd_could_not(c, e, "read the journal", "Is the file whole, and may you read it?");
	return say_verdict(c, &v);
}

/* ---- the read log */

static int verify_read_log(cmd *c, area *ar)
{
	int64_t size, bad;
	err e = readlog_verify(ar, c->a, &size, &bad);
	if (e != OK) return cmd_could_not(c, e, "read the read log", "It stands beside the area: FILE.readlog.");
	say_count(c, "looks", size);
	if (!bad) return CMD_DONE;
	buf b = BUF(c->a);
	buf_printf(&b, "wrong        look %lld of the read log\n", (long long)bad);
	cmd_print(c, buf_view(&b));
	cmd_say(c, "the read log is not as it was written. Keep it as it is, and compare it with a copy");
	return CMD_FINDINGS;
}

/* ---- the projections */

static err differing(cmd *c, area *ar, str_list *ret)
{
	db *d CLEANUP(db_closep) = NULL;
	const practice *p;
	TRY(db_open(c->settings.db, DB_READ_WRITE, c->settings.write_wait_ms, &c->a->trail, &d));
	TRY(area_practice(ar, d, &p));
	c->progress_shown = -1;
	return project_check(d, c->a, p, area_zone(ar), cmd_progress, c, ret);
}

static int verify_projections(cmd *c, area *ar)
{
	str_list differ = { 0 };
	err e = differing(c, ar, &differ);
	if (e != OK) return cmd_could_not(c, e, "compare the projections", "With --no-projections they are left out.");
	if (!differ.n) {
		cmd_print(c, S("projections  equal to what the journal gives\n"));
		return CMD_DONE;
	}
	for (size_t i = 0; i < differ.n; i++) {
		buf b = BUF(c->a);
		buf_lit(&b, "differs      ");
		buf_str(&b, differ.at[i]);
		buf_char(&b, '\n');
		cmd_print(c, buf_view(&b));
	}
	cmd_say(c, "projections are not what the journal gives. waymark rebuild makes them again");
	return CMD_FINDINGS;
}

static int verify_run(cmd *c)
{
	AREA(ar);
	if (c->settings.db.n == 0) return cmd_say(c, "which area? Give --db FILE, --db postgresql://..., or set WAYMARK_DB");
	int status = verify_journal(c);
	if (status != CMD_DONE) return status; /* what is derived from a changed journal says nothing more */
	status = cmd_open_area(c, AREA_READ, &ar);
	if (status != CMD_DONE) return status;
	status = verify_read_log(c, ar);
	if (status == CMD_COULD_NOT || cmd_has_option(c, "no-projections")) return status;
	int derived = verify_projections(c, ar);
	return derived > status ? derived : status;
}

const command command_verify[] = {
	{ .name = "verify", .takes = TAKES_AREA, .run = verify_run,
	  .options = (const option[]){ { .name = "no-projections", .help = "leave the projections out: writers need not wait" },
	                               { 0 } },
	  .help = "recompute everything, and name the first entry with any changed value",
	  .more = "Every entry from its bytes, every root against every signed checkpoint, attachments, disposals, the read log, "
	          "and the projections against what the journal gives; for these, writers wait until they are compared. Ends "
	          "with 0 when all holds, 1 when something was changed, 2 when it could not be read." },
	{ 0 },
};
