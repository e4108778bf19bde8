/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark link FILE -o PAIRS: which records of a table are of one person, and why. The file is read once, whole. */
#include "cmd/cmd.h"
#include "match/link.h"
#include "match/link_file.h"
#include "wire/csv.h"

#include <errno.h>
#include <string.h>
#include <zlib.h>

enum { READ_BYTES = 256 * 1024, WRITE_BYTES = 64 * 1024 };
#define TABLE_MAX_BYTES ((size_t)8 << 30) /* of the most records there may be, with all their values */

static void close_gz(gzFile *z)
{
	if (*z) gzclose(*z);
}

static int refuse(const cmd *c, const link_file *f)
{
	int64_t line;
	str why = link_file_wrong(f, &line);
	return cmd_say(c, "%.*s:%lld: %.*s", STR_ARG(c->arg[0]), (long long)line, STR_ARG(why));
}

/* zlib reads what is not packed as it is. */
static int read_records(cmd *c, link_records **ret)
{
	const char *path = str_c(c->a, c->arg[0]);
	gzFile z CLEANUP(close_gz) = gzopen(path, "rbe");
	if (!z) return cmd_say(c, "%s cannot be opened: %s", path, strerror(errno));
	c->a->max_bytes = TABLE_MAX_BYTES;
	link_file *f = link_file_start(c->a);
	char *room = TAKE_N(c->a, char, READ_BYTES);
	int n, why = Z_OK;
	while ((n = gzread(z, room, READ_BYTES)) > 0)
		if (link_file_feed(f, (str){ room, (size_t)n }) != OK) return refuse(c, f);
	gzerror(z, &why);
	if (n < 0 || why == Z_BUF_ERROR)
		return cmd_say(c, "%s cannot be read to its end: it is torn, or the disk failed. Fetch it again.", path);
	if (link_file_finish(f, ret) != OK) return refuse(c, f);
	cmd_say(c, "compares %.*s", STR_ARG(link_file_compared(f)));
	str rest = link_file_left_out(f);
	if (rest.n) cmd_say(c, "does not read %.*s", STR_ARG(rest));
	if (!link_file_has_ids(f)) cmd_say(c, "there is no column rec_id: records are called by the number of their row");
	return CMD_DONE;
}

/* "0.95": a fraction between 0 and 1. */
static bool threshold_of(cmd *c, double *ret)
{
	str text = cmd_option(c, "threshold"), tail = STR_NONE;
	int64_t part = 0;
	*ret = LINK_THRESHOLD;
	if (!cmd_has_option(c, "threshold")) return true;
	str whole = str_cut(text, '.', &tail);
	double scale = 1;
	for (size_t i = 0; i < tail.n; i++) scale *= 10;
	bool ok = (str_eq(whole, S("0")) || !whole.n) && tail.n && tail.n <= 9 && str_to_int(tail, &part) && part > 0 && tail.at[0] != '-';
	if (!ok) cmd_say(c, "--threshold %.*s: write a number between 0 and 1, as 0.9", STR_ARG(text));
	*ret = (double)part / scale;
	return ok;
}

static void write_pair(buf *row, arena *words, const link_result *of, const link_found *f)
{
	buf probability = BUF(words), because = BUF(words);
	buf_printf(&probability, "%.4f", f->probability);
	link_because(&because, of, f);
	const link_records *r = of->model.r;
	csv_write_row(row, CSV_EXACT, (str[]){ r->id.at[f->pair.a], r->id.at[f->pair.b], buf_view(&probability), buf_view(&because) }, 4);
}

static void write_pairs(cmd *c, const link_result *of)
{
	ARENA(words);
	buf rows = BUF(c->a);
	buf_reserve(&rows, WRITE_BYTES + 8192);
	csv_write_row(&rows, CSV_EXACT, (str[]){ S("rec_id_1"), S("rec_id_2"), S("probability"), S("because") }, 4);
	for (size_t i = 0; i < of->found.n && !c->out_failed; i++) {
		arena_reset(&words);
		write_pair(&rows, &words, of, &of->found.at[i]);
		if (rows.n < WRITE_BYTES) continue;
		cmd_print(c, buf_view(&rows));
		rows.n = 0;
	}
	cmd_print(c, buf_view(&rows));
}

static int link_run(cmd *c)
{
	link_records *records = NULL;
	double threshold;
	if (!threshold_of(c, &threshold)) return CMD_COULD_NOT;
	int status = read_records(c, &records);
	if (status != CMD_DONE) return status;
	const link_result *result = link_solve(records, threshold);
	write_pairs(c, result);
	cmd_say(c, "%zu records, %zu pairs compared, %zu pairs of one person", records->n, result->compared, result->found.n);
	return CMD_DONE;
}

const command command_link[] = {
	{ .name = "link", .arguments = "FILE.csv[.gz]", .run = link_run,
	  .options = (const option[]){ { .name = "output", .letter = 'o', .value = "PAIRS.csv", .help = "write there; without it, on the screen" },
	                               { .name = "threshold", .value = "P", .help = "how probable a pair has to be (0.8 unless said)" },
	                               { 0 } },
	  .help = "find the records of one person in a table of people",
	  .more = "Columns are known by their names: rec_id, given, middle, surname, dob, sex, birth_order, address, postcode, upn, "
	          "nhs_number and other usual ones; others are not read, and none has to be there. Written are rec_id_1, rec_id_2, "
	          "probability and because. How much each likeness tells is estimated from the file itself." },
	{ 0 },
};
