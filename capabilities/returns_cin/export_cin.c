/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark export cin: the census of a year. */
#include "access/transfer.h"
#include "base/file.h"
#include "capabilities/returns_cin/cin_return.h"

enum { RECORDS_NAMED_MOST = 20 };

typedef struct {
	cmd *c;
	buf table; /* of who is in and who is not */
	str made_by;
} exporting;

static void print(void *context, str xml)
{
	exporting *x = context;
	cmd_print(x->c, xml);
}

static void progress(void *context, int64_t done, int64_t all)
{
	exporting *x = context;
	cmd_progress(x->c, done, all);
}

static err reconcile(void *context, const cin_line *line)
{
	exporting *x = context;
	cin_reconciled stood = cin_reconcile(line);
	cin_reconcile_line(&x->table, &stood, x->made_by);
	return OK;
}

/* Beside the return, once it is whole. */
static int write_table(const exporting *x)
{
	cmd *c = x->c;
	if (!cmd_has_option(c, "reconcile")) return CMD_DONE;
	err e = file_write(c->a, str_c(c->a, cmd_option(c, "reconcile")), buf_view(&x->table), 0600);
	return e == OK ? CMD_DONE : cmd_could_not(c, e, "write the table of who is in the return", "Does its folder exist, and is there room?");
}

/* By their records: a number is what they lack. */
static int say_left_out(cmd *c, const record_list *left_out)
{
	buf b = BUF(c->a);
	if (!left_out->n) return CMD_DONE;
	for (size_t i = 0; i < left_out->n && i < RECORDS_NAMED_MOST; i++) buf_printf(&b, "%s%lld", i ? ", " : "", (long long)left_out->at[i].n);
	if (left_out->n > RECORDS_NAMED_MOST) buf_lit(&b, " and more");
	cmd_say(c, "%zu children belong in it and are not, as they have no local number: the records %.*s", left_out->n, STR_ARG(buf_view(&b)));
	return CMD_FINDINGS;
}

static int make_return(content *in, cin_returning *what)
{
	cmd *c = in->c;
	str known_on = cmd_option(c, "known-on");
	exporting x = { .c = c, .table = BUF(c->a), .made_by = working_words(&in->read) };
	err e = known_on.n ? project_position(in->db, area_zone(in->area), what->known_on, &what->at) : OK;
	what->reconciles = cmd_has_option(c, "reconcile");
	what->context = &x;
	what->child = what->reconciles ? reconcile : NULL;
	cin_reconcile_head(&x.table);
	if (e == OK) e = cin_return_make(what);
	if (e != OK) return cmd_could_not(c, e, "write the census", "The file is not whole: do not send it. waymark verify checks the database.");
	int status = write_table(&x);
	return status == CMD_DONE ? say_left_out(c, &what->left_out) : status;
}

static int export_run(cmd *c)
{
	CONTENT(in);
	int64_t year;
	str known_on = cmd_option(c, "known-on");
	cin_returning what = { .read = &in.read, .at = PROJECT_NOW, .authority = cmd_option(c, "authority"), .write = print, .progress = progress };
	if (!cmd_option_int(c, "year", 2009, 2100, 0, &year)) return CMD_COULD_NOT;
	if (known_on.n && !day_read(known_on, &what.known_on)) return cmd_say(c, "--known-on: there is no such day; write it as 2026-03-31");
	what.year = (int)year;
	int status = content_open(c, &in);
	if (status != CMD_DONE) return status;
	if (!in.who.measuring && !(in.who.roles & ROLE_MANAGER))
		return cmd_say(c, "%.*s may not make a return: a manager may", STR_ARG(in.who.name));
	status = content_go_through(&in);
	return status == CMD_DONE ? make_return(&in, &what) : status;
}

const command command_export_cin[] = {
	{ .name = "export cin", .takes = TAKES_CONTENT, .run = export_run,
	  .options = (const option[]){ { .name = "year", .value = "YEAR", .help = "the year in which it ends: 2026 for April 2025 to March 2026", .required = true },
	                               { .name = "known-on", .value = "DAY", .help = "as it was known at the end of that day" },
	                               { .name = "reconcile", .value = "FILE", .help = "a table beside it: who is in, who is not and why, and the year before" },
	                               { .name = "authority", .value = "NNN", .help = "number of the local authority, where no file of the year said it" },
	                               { .name = "out", .value = "FILE", .help = "where to (standard output)", .letter = 'o' },
	                               { 0 } },
	  .leaves = { LEAVES_DUTY | LEAVES_WORKING, "The children in need census (Children Act 1989, section 83), as the department sets it; and beside it who is in it and why." },
	  .help = "write the children-in-need census of a year",
	  .more = "In it are the referrals of the year and those that were open at its start, and whatever a census file of that year\n"
	          "held. In an area with sign-ins a manager makes it, with --as NAME --because REASON; each child in it is in the read\n"
	          "log as printed. The return of a past day can be made again with --known-on DAY: nothing that was written later is in it.\n"
	          "Ends with 1 where children had to be left out." },
	{ 0 },
};
