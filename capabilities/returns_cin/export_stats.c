/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark export stats: the department's tables from the area's own records, counted from the census that the area would return. */
#include "base/file.h"
#include "capabilities/returns_cin/cin_return.h"
#include "journey/published.h"
#include "journey/returned.h"

#include <errno.h>
#include <sys/stat.h>

typedef struct {
	content *in;
	returned counted;
	returned_place place;
} stats_export;

static err count_child(void *context, const cin_line *line)
{
	stats_export *x = context;
	if (line->now->group) returned_add(&x->counted, line->now->group, line->before->group);
	return OK;
}

static void progress(void *context, int64_t done, int64_t all)
{
	stats_export *x = context;
	cmd_progress(x->in->c, done, all);
}

/* What the published tables say of where the area is, and of how many children live there: mid-year estimates of the year
 * before, as in the department's own rates. */
static err read_place(stats_export *x, int64_t year)
{
	published p;
	const zone *z = area_zone(x->in->area);
	returned_place *is = &x->place;
	is->authority = cmd_option(x->in->c, "authority");
	err e = published_newest(x->in->db, x->in->c->a, x->in->read.practice, z, S("population"), year - 1, &p);
	if (e != OK) return e == E_NOT_FOUND ? OK : e;
	is->new_code = published_words(&p, is->authority, S("new_la_code"));
	is->name = published_words(&p, is->authority, S("la_name"));
	is->region = published_words(&p, is->authority, S("region_name"));
	is->region_code = published_words(&p, is->authority, S("region_code"));
	is->population = published_figure(&p, is->authority, STR_NONE, S("population_estimate")).number;
	return OK;
}

static int write_tables(stats_export *x)
{
	cmd *c = x->in->c;
	str folder = cmd_option(c, "into");
	if (mkdir(str_c(c->a, folder), 0700) != 0 && errno != EEXIST)
		return cmd_say(c, "the folder %.*s cannot be made: does the one above it exist?", STR_ARG(folder));
	for (size_t i = 0; returned_tables[i]; i++) {
		buf path = BUF(c->a), rows = BUF(c->a);
		buf_str(&path, folder);
		buf_printf(&path, "/%s.csv", returned_tables[i]);
		returned_write(&x->counted, returned_tables[i], &x->place, cmd_has_option(c, "publish"), &rows);
		err e = file_write(c->a, str_c(c->a, buf_view(&path)), buf_view(&rows), 0600);
		if (e != OK) return cmd_could_not(c, e, "write a table", "Is there room, and may you write into the folder?");
	}
	return CMD_DONE;
}

static int export_stats_run(cmd *c)
{
	CONTENT(in);
	int64_t year, population;
	stats_export x = { .in = &in };
	if (!cmd_option_int(c, "year", 2009, 2100, 0, &year)) return CMD_COULD_NOT;
	if (!cmd_option_int(c, "population", 1, 20000000, 0, &population)) return CMD_COULD_NOT;
	int status = content_open(c, &in);
	if (status != CMD_DONE) return status;
	if (!in.who.measuring && !(in.who.roles & ROLE_MANAGER))
		return cmd_say(c, "%.*s may not count the area's records: a manager may", STR_ARG(in.who.name));
	status = content_go_through(&in);
	if (status != CMD_DONE) return status;
	cin_returning what = { .read = &in.read, .year = (int)year, .at = PROJECT_NOW, .reconciles = true, .context = &x, .child = count_child,
		               .progress = progress };
	x.counted = returned_of_year(c->a, what.year);
	err e = read_place(&x, year);
	if (population) x.place.population = (double)population;
	if (e == OK) e = cin_return_make(&what);
	if (e != OK) return cmd_could_not(c, e, "count the area's records", "waymark verify checks the database.");
	status = write_tables(&x);
	if (status != CMD_DONE) return status;
	if (x.place.population <= 0)
		cmd_say(c, "nobody said how many children live here, so rates are x: --population N, or waymark import stats the populations");
	if (what.left_out.n) cmd_say(c, "%zu children have no local number, and so are not counted", what.left_out.n);
	return what.left_out.n ? CMD_FINDINGS : CMD_DONE;
}

const command command_export_stats[] = {
	{ .name = "export stats", .takes = TAKES_CONTENT, .run = export_stats_run,
	  .options = (const option[]){ { .name = "year", .value = "YEAR", .help = "the year in which it ends: 2026 for April 2025 to March 2026", .required = true },
	                               { .name = "authority", .value = "NNN", .help = "number of the local authority, as in the published tables" },
	                               { .name = "population", .value = "N", .help = "how many aged 0 to 17 live here (as imported, unless said)" },
	                               { .name = "publish", .help = "small numbers, and what would give them away, are left out as c" },
	                               { .name = "into", .letter = 'o', .folder = true, .value = "DIR", .help = "where a1.csv a2.csv b1.csv c1.csv c2.csv c3.csv c5.csv d1.csv d3.csv d5.csv are written", .required = true },
	                               { 0 } },
	  .leaves = { LEAVES_COUNTED, "Numbers of the area, for managers; with --publish small ones, and what would give them away, are left out." },
	  .help = "write the department's published tables from the area's own records",
	  .more = "The columns are those of the tables as published, so that one can be checked against the other. Counted is what the\n"
	          "children-in-need census of that year would hold. In an area with sign-ins a manager makes it, with --as NAME\n"
	          "--because REASON. Ends with 1 where children had to be left out." },
	{ 0 },
};
