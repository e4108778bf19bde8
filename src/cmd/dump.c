/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark dump: every row of every projection, for comparing. Rows together are more than any one person may read: where people
 * sign in, each is printed as its table's name and a digest, which tells whether two rows are equal and nothing else. */
#include "base/hash.h"
#include "cmd/content.h"

typedef struct {
	cmd *c;
	arena chunk;
	buf out;
	bool veiled;
	str veil; /* goes into every digest, so that short values cannot be guessed from it */
} dump;

enum { CHUNK_BYTES = 64 * 1024 };

static void chunk_end(dump *w)
{
	cmd_print(w->c, buf_view(&w->out));
	arena_reset(&w->chunk);
	w->out = BUF(&w->chunk);
}

/* ["story",7,...] as it is, or ["story","9f86d0..."]. */
static err dump_line(void *context, str text)
{
	dump *w = context;
	if (w->out.n + text.n > CHUNK_BYTES) chunk_end(w);
	if (w->veiled) {
		sha256 digest = sha256_of_many((const str[]){ w->veil, text }, 2);
		buf_str(&w->out, str_first(text, (size_t)str_find_char(text, ',')));
		buf_lit(&w->out, ",\"");
		buf_hex(&w->out, &digest, sizeof digest);
		buf_lit(&w->out, "\"]");
	} else {
		buf_str(&w->out, text);
	}
	buf_char(&w->out, '\n');
	return w->c->out_failed ? FAIL(&w->c->a->trail, E_IO) : OK;
}

/* The first entry's leaf: the same for the life of the area, and made with a salt that nobody outside knows. */
static err veil_of(db *d, arena *a, str *ret)
{
	ROWS(rows);
	TRY(db_query(d, SQL("SELECT leaf FROM entry WHERE seq = 1"), NO_ARGS, &rows));
	str leaf = db_next(&rows) ? db_bytes_copy(&rows, 0, a) : STR_NONE;
	TRY(db_end(&rows));
	*ret = leaf;
	return OK;
}

static err dump_rows(dump *w, db *d, const practice *p)
{
	w->out = BUF(&w->chunk);
	if (w->veiled) TRY(veil_of(d, w->c->a, &w->veil));
	TRY(project_dump(d, p, dump_line, w));
	chunk_end(w);
	return OK;
}

static err dump_veiled(dump *w, area *ar)
{
	db *d CLEANUP(db_closep) = NULL;
	const practice *p;
	TRY(area_connect(ar, &w->c->a->trail, &d));
	TRY(db_begin(d, DB_SNAPSHOT));
	err e = area_practice(ar, d, &p);
	if (e == OK) e = dump_rows(w, d, p);
	db_rollback(d);
	return e;
}

static err dump_content(dump *w, content *in)
{
	PUSH(w->c->a, &in->read.looks, ((look){ .at = in->read.now, .outcome = LOOK_PRINTED, .purpose = S("dump of all projections") }));
	int status = content_print(in, OK, STR_NONE);
	return status == CMD_DONE ? dump_rows(w, in->db, in->read.practice) : E_IO;
}

static int dump_run(cmd *c)
{
	dump w = { .c = c, .chunk = arena_make() };
	AREA(ar);
	CONTENT(in);
	int status = cmd_open_area(c, AREA_READ, &ar);
	if (status != CMD_DONE) return status;
	db *d CLEANUP(db_closep) = NULL;
	err e = area_connect(ar, &c->a->trail, &d);
	if (e != OK) return cmd_could_not(c, e, "read the area", "Can the database be reached?");
	w.veiled = area_has_sign_ins(ar, d);
	if (w.veiled) {
		e = dump_veiled(&w, ar);
	} else {
		status = content_open(c, &in);
		if (status != CMD_DONE) return status;
		e = dump_content(&w, &in);
	}
	arena_end(&w.chunk);
	return e == OK ? CMD_DONE : cmd_could_not(c, e, "read the projections", "waymark rebuild makes them again.");
}

const command command_dump[] = {
	{ .name = "dump", .takes = TAKES_CONTENT, .run = dump_run,
	  .options = (const option[]){ { .name = "o", .letter = 'o', .value = "FILE", .help = "write there instead" }, { 0 } },
	  .leaves = { LEAVES_NOBODY, "Where anybody signs in, digests of rows; the rows themselves only of an area that is for measuring." },
	  .help = "print the projections in canonical order, for comparing",
	  .more = "One JSON array a line: the table's name, then every column. All rows together are more than any one person may "
	          "read: in an area with sign-ins each line is the table's name and a digest of the row, which shows nothing." },
	{ 0 },
};
