/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark dump: every row of every projection, or its digest. Rows together are more than any one person may read, so they
 * are printed only where nobody signs in; the digest tells whether two areas are equal and nothing else. */
#include "base/hash.h"
#include "cmd/content.h"

typedef struct {
	cmd *c;
	arena chunk;
	buf out;
	bool digest;
	sha256 so_far; /* of what was before and the next chunk, again and again */
} dump;

enum { CHUNK_BYTES = 64 * 1024 };

static void chunk_end(dump *w)
{
	str text = buf_view(&w->out);
	if (w->digest) w->so_far = sha256_of_many((const str[]){ sha256_view(&w->so_far), text }, 2);
	else cmd_print(w->c, text);
	arena_reset(&w->chunk);
	w->out = BUF(&w->chunk);
}

static err dump_line(void *context, str text)
{
	dump *w = context;
	if (w->out.n + text.n > CHUNK_BYTES) chunk_end(w);
	buf_str(&w->out, text);
	buf_char(&w->out, '\n');
	return w->c->out_failed ? FAIL(&w->c->a->trail, E_IO) : OK;
}

static int dump_rows(cmd *c, db *d, const practice *p, bool digest)
{
	dump w = { .c = c, .chunk = arena_make(), .digest = digest };
	w.out = BUF(&w.chunk);
	err e = project_dump(d, p, dump_line, &w);
	chunk_end(&w);
	arena_end(&w.chunk);
	if (e != OK) return cmd_could_not(c, e, "read the projections", "waymark rebuild makes them again.");
	if (!digest) return CMD_DONE;
	buf line = BUF(c->a);
	buf_hex(&line, &w.so_far, sizeof w.so_far);
	buf_char(&line, '\n');
	cmd_print(c, buf_view(&line));
	return CMD_DONE;
}

static int dump_digest(cmd *c)
{
	AREA(ar);
	db *d CLEANUP(db_closep) = NULL;
	const practice *p = NULL;
	int status = cmd_open_area(c, AREA_READ, &ar);
	if (status != CMD_DONE) return status;
	err e = area_connect(ar, &c->a->trail, &d);
	if (e == OK) e = db_begin(d, DB_SNAPSHOT);
	if (e == OK) e = area_practice(ar, d, &p);
	if (e != OK) return cmd_could_not(c, e, "read the area", "Can the database be reached?");
	status = dump_rows(c, d, p, true);
	db_rollback(d);
	return status;
}

static int dump_run(cmd *c)
{
	if (cmd_has_option(c, "digest")) return dump_digest(c);
	CONTENT(in);
	int status = content_open(c, &in);
	if (status != CMD_DONE) return status;
	look printed = { .at = in.read.now, .worker = in.who.worker, .outcome = in.who.measuring ? LOOK_PRINTED : LOOK_REFUSED,
		         .purpose = S("dump of all projections") };
	PUSH(c->a, &in.read.looks, printed);
	status = content_print(&in, OK, STR_NONE);
	if (status != CMD_DONE) return status;
	if (!in.who.measuring)
		return cmd_say(c, "nobody may read all that this area holds at once. To compare, use --digest, which shows nothing");
	return dump_rows(c, in.db, in.read.practice, false);
}

const command command_dump[] = {
	{ .name = "dump", .takes = TAKES_CONTENT, .run = dump_run,
	  .options = (const option[]){ { .name = "digest", .help = "print one digest of all rows instead of the rows" }, { 0 } },
	  .help = "print the projections in canonical order, for comparing",
	  .more = "One JSON array a line: the table's name, then every column. In an area with sign-ins no one person may read "
	          "everything: there only --digest answers. Equal digests: equal projections." },
	{ 0 },
};
