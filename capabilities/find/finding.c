/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark find: a person by whatever somebody has of them; and many look-ups one after another, for measuring. */
#include "base/clock.h"
#include "base/file.h"
#include "cmd/content.h"
#include "match/everybody.h"
#include "match/find.h"
#include "wire/csv.h"

#include <stdlib.h>

enum { BATCH_MAX_BYTES = 256 * 1024 * 1024 };

static const char remedy[] = "Write at least two letters of a name, a date of birth, or a number; at most 500 characters.";

/* ---- one look-up */

static str local_id_of(content *in, record_id person)
{
	view v;
	records of;
	const kind *k = practice_kind(in->read.practice, S("person"));
	if (access_open(&in->read, person, PROJECT_NOW, S("find"), &v) != OK || access_records(&v, k, 0, &of) != OK) return STR_NONE;
	for (size_t i = 0; i < of.n; i++) {
		const value *known = values_get(&of.at[i].values, S("local_id"));
		if (known && known->is == VALUE_KNOWN) return known->text;
	}
	return STR_NONE;
}

static void write_json_hit(buf *b, size_t rank, str local_id, const found *f)
{
	buf_printf(b, "%s\n{\"rank\":%zu,\"id\":", rank > 1 ? "," : "", rank);
	buf_json(b, local_id);
	buf_printf(b, ",\"person\":%lld,\"name\":", (long long)f->person.n);
	buf_json(b, f->name);
	buf_printf(b, ",\"score\":%.4f,\"why\":", f->sure);
	buf_json(b, f->why);
	buf_lit(b, ",\"lives_with\":");
	buf_json(b, f->lives_with);
	buf_lit(b, ",\"works_with\":");
	buf_json(b, f->works_with);
	if (f->beware.n) {
		buf_lit(b, ",\"beware\":");
		buf_json(b, f->beware);
		buf_lit(b, ",\"alike\":");
		buf_json(b, f->alike);
	}
	buf_char(b, '}');
}

static void write_hit(buf *b, size_t rank, str local_id, const found *f)
{
	buf_printf(b, "%2zu  %-12.*s %.3f  ", rank, STR_ARG(local_id), f->sure);
	buf_str(b, f->name);
	buf_lit(b, ": ");
	buf_str(b, f->why);
	if (f->beware.n) {
		buf_lit(b, " (not to be taken for ");
		buf_str(b, f->beware);
		buf_char(b, ')');
	}
	buf_char(b, '\n');
}

static int find_one(content *in, int64_t limit)
{
	cmd *c = in->c;
	found_list list = { 0 };
	buf b = BUF(c->a);
	bool json = cmd_has_option(c, "json");
	err e = match_find(&in->read, c->arg[0], (size_t)limit, &list);
	if (e == E_INVALID) return cmd_say(c, "there is nothing to go by. %s", remedy);
	if (e == E_LIMIT) return cmd_say(c, "that is too long, or too many look-ups in an hour. %s", remedy);
	if (json) buf_char(&b, '[');
	for (size_t i = 0; e == OK && i < list.n; i++)
		(json ? write_json_hit : write_hit)(&b, i + 1, local_id_of(in, list.at[i].person), &list.at[i]);
	if (json) buf_lit(&b, "\n]\n");
	else if (list.n == 0) buf_lit(&b, "nobody like that\n");
	return content_print(in, e, buf_view(&b));
}

/* ---- many */

typedef struct {
	content *in;
	people_index *ix;
	buf out;
	int64_t asked, refused, sum_us;
	LIST(int64_t) us;
	bool has_head, wrong_head;
} batch_find_job;

static err write_answer(batch_find_job *job, str id, const index_hits *hits, int64_t us)
{
	str cells[FIND_SHOWN_MOST + 2] = { id };
	buf time = BUF(job->in->c->a);
	for (size_t i = 0; i < hits->n && i < FIND_SHOWN_MOST; i++) cells[1 + i] = hits->at[i].local_id;
	buf_int(&time, us);
	cells[FIND_SHOWN_MOST + 1] = buf_view(&time);
	csv_write_row(&job->out, CSV_EXACT, cells, FIND_SHOWN_MOST + 2);
	return OK;
}

/* The time is of the whole look-up: reading what was typed, and answering. */
static err answer_row(void *context, int64_t line, const str *cells, size_t n)
{
	batch_find_job *job = context;
	if (line == 1) {
		job->has_head = true;
		job->wrong_head = n < 2 || !str_eq(cells[0], S("id")) || !str_eq(cells[1], S("text"));
		return job->wrong_head ? E_INVALID : OK;
	}
	ARENA(a);
	index_hits hits = { 0 };
	int64_t began = clock_monotonic_us();
	query q;
	err e = query_read(&a, n > 1 ? cells[1] : STR_NONE, job->in->read.today, &q);
	if (e == OK) index_find(job->ix, &q, FIND_SHOWN_MOST, &a, &hits);
	int64_t us = clock_monotonic_us() - began;
	job->asked++;
	job->refused += e != OK;
	job->sum_us += us;
	PUSH(job->in->c->a, &job->us, us);
	return write_answer(job, cells[0], &hits, us);
}

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static void say_times(batch_find_job *job, int64_t wall_us)
{
	index_size size = index_size_of(job->ix);
	size_t n = job->us.n;
	if (n) qsort(job->us.at, n, sizeof *job->us.at, by_size);
	cmd_say(job->in->c, "%lld people in %lld MB; %lld look-ups, %lld of them refused: %.3f s passed, %.3f s together, middle %.3f ms, p99 %.3f ms",
	        (long long)size.people, (long long)(size.bytes / 1000000), (long long)job->asked, (long long)job->refused,
	        (double)wall_us / 1e6, (double)job->sum_us / 1e6, n ? (double)job->us.at[n / 2] / 1e3 : 0,
	        n ? (double)job->us.at[n * 99 / 100] / 1e3 : 0);
}

static void write_head(buf *b)
{
	buf_lit(b, "id");
	for (int i = 1; i <= FIND_SHOWN_MOST; i++) buf_printf(b, ",found_%d", i);
	buf_lit(b, ",microseconds\r\n");
}

static int find_many(content *in)
{
	cmd *c = in->c;
	str text;
	batch_find_job job = { .in = in, .out = BUF(c->a) };
	const char *path = str_c(c->a, cmd_option(c, "batch"));
	if (!in->who.measuring)
		return cmd_say(c, "many look-ups at once are for measuring, in an area without sign-ins: people are found one by one");
	err e = file_read(c->a, path, BATCH_MAX_BYTES, &text);
	if (e != OK) return cmd_could_not(c, e, "read the file", "Is there a file of that name, and is it under 256 MB?");
	int64_t began = clock_monotonic_us();
	e = everybody_index(&in->read, &job.ix);
	if (e != OK) return cmd_could_not(c, e, "read the people", "Run waymark verify.");
	cmd_say(c, "read and built in %.1f s", (double)(clock_monotonic_us() - began) / 1e6);
	write_head(&job.out);
	csv_reader *r = csv_start(c->a, &(csv_visitor){ .context = &job, .row = answer_row });
	began = clock_monotonic_us();
	e = csv_feed(r, text);
	if (e == OK) e = csv_finish(r);
	say_times(&job, clock_monotonic_us() - began);
	if (job.wrong_head || (e == OK && !job.has_head)) return cmd_say(c, "%s: the first line has to be id,text and whatever follows", path);
	if (e != OK) return cmd_say(c, "%s:%lld: %.*s", path, (long long)csv_wrong_of(r).line, STR_ARG(csv_wrong_of(r).message));
	return content_print(in, OK, buf_view(&job.out));
}

static int find_run(cmd *c)
{
	int64_t limit;
	bool many = cmd_has_option(c, "batch");
	if (!cmd_option_int(c, "limit", 1, INDEX_MOST_HITS, FIND_SHOWN_MOST, &limit)) return CMD_COULD_NOT;
	if (many == (c->arg_n == 1)) return cmd_say(c, "say what you know of the person, or --batch FILE.csv: one of the two");
	CONTENT(in);
	int status = content_open(c, &in);
	if (status == CMD_DONE) status = content_go_through(&in);
	if (status != CMD_DONE) return status;
	return many ? find_many(&in) : find_one(&in, limit);
}

const command command_finding[] = {
	{ .name = "find", .arguments = "[TEXT]", .takes = TAKES_CONTENT, .run = find_run,
	  .options = (const option[]){
		  { .name = "limit", .value = "N", .help = "at most so many (10 unless said)" },
		  { .name = "json", .help = "as JSON" },
		  { .name = "batch", .value = "FILE.csv", .help = "look-ups, one a line: id,text and whatever follows" },
		  { .name = "out", .value = "FILE", .letter = 'o', .help = "write to FILE" }, { 0 } },
	  .leaves = { LEAVES_WORKING, "Whom one may find, with nothing of their records." },
	  .help = "find a person by whatever you have of them",
	  .more = "TEXT is names, nicknames, a date of birth or an age, a number, a postcode, an address, «mother NAME», «lives with\n"
	          "NAME», in any order, spelt as well as may be. Prints rank, local number, how sure it is (0 to 1) and why. In an area\n"
	          "with sign-ins only those are found whom NAME works with, and by nothing that NAME may not read. --batch is for an\n"
	          "area without sign-ins: id, the local numbers of the first ten, and the microseconds of each look-up." },
	{ 0 },
};
