/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark practice lint, docs, apply: what an area records, what it is called and which questions are asked. */
#include "cmd/practice_docs.h"
#include "cmd/practice_files.h"
#include "journey/own_measures.h"

typedef struct {
	practice_files files;
	const practice *practice;
	capabilities capabilities;
	measures measures;
} whole_practice;

/* CMD_DONE, or after findings CMD_FINDINGS, or after a message CMD_COULD_NOT. */
static int read_whole(cmd *c, str folder, whole_practice *ret)
{
	findings wrong = { 0 };
	*ret = (whole_practice){ 0 };
	if (!practice_files_read(c, folder, &ret->files)) return CMD_COULD_NOT;
	const practice_files *f = &ret->files;
	err e = practice_load(c->a, f->kinds.at, f->kinds.n, &wrong, &ret->practice);
	int status = cmd_findings(c, &wrong);
	if (status != CMD_DONE) return status;
	if (e != OK) return cmd_could_not(c, e, "read the declarations", "");
	e = capabilities_load(c->a, ret->practice, f->capabilities.at, f->capabilities.n, &wrong, &ret->capabilities,
	                      &ret->measures);
	return e == OK || wrong.n ? cmd_findings(c, &wrong) : cmd_could_not(c, e, "read the capabilities", "");
}

static int lint_run(cmd *c)
{
	whole_practice p;
	int status = read_whole(c, c->arg[0], &p);
	if (status != CMD_DONE) return status;
	buf said = BUF(c->a);
	buf_printf(&said, "%zu kinds, %zu capabilities, %zu measures: nothing wrong\n", practice_kind_count(p.practice),
	           p.capabilities.n, p.measures.n);
	cmd_print(c, buf_view(&said));
	return CMD_DONE;
}

static int docs_run(cmd *c)
{
	whole_practice p;
	buf b = BUF(c->a);
	int status = read_whole(c, c->arg[0], &p);
	if (status != CMD_DONE) return status;
	practice_docs_write(&b, p.practice, &p.capabilities, &p.measures);
	cmd_print(c, buf_view(&b));
	return CMD_DONE;
}

/* The area's own questions; the kinds are in force by now. */
static int apply_measures(cmd *c, area *ar, const practice_files *files, int *applied)
{
	db *d CLEANUP(db_closep) = NULL;
	const practice *p = NULL;
	int more = 0;
	kind_sources own = practice_files_own_measures(c->a, files);
	if (own.n == 0) return CMD_DONE;
	err e = area_connect(ar, &c->a->trail, &d);
	if (e == OK) e = area_practice(ar, d, &p);
	if (e == OK) e = own_measures_apply(ar, d, c->a, p, own.at, own.n, &more);
	*applied += more;
	if (e == E_NOT_FOUND) return cmd_say(c, "this area keeps no questions of its own: it has not the kind asked_here of the capability questions");
	return e == OK ? CMD_DONE : cmd_could_not(c, e, "put the questions in force", "It is safe to try again.");
}

static int apply_run(cmd *c)
{
	AREA(ar);
	findings wrong = { 0 };
	whole_practice p;
	int applied = 0, status = read_whole(c, c->arg[0], &p);
	if (status == CMD_DONE) status = cmd_open_area(c, AREA_SERVE, &ar);
	if (status != CMD_DONE) return status;
	const kind_sources *kinds = &p.files.kinds;
	err e = c->arg_n ? area_apply(ar, c->a, kinds->at, kinds->n, &wrong, &applied)
	                 : area_apply_missing(ar, c->a, kinds->at, kinds->n, &wrong, &applied);
	status = cmd_findings(c, &wrong);
	if (status != CMD_DONE) return status;
	if (e != OK) return cmd_could_not(c, e, "put the declarations in force", "It is safe to try again.");
	if ((status = apply_measures(c, ar, &p.files, &applied)) != CMD_DONE) return status;
	buf said = BUF(c->a);
	buf_printf(&said, applied == 1 ? "%d declaration put in force\n" : "%d declarations put in force\n", applied);
	cmd_print(c, buf_view(&said));
	return CMD_DONE;
}

const command command_practice[] = {
	{ .name = "practice lint", .arguments = "[DIR]", .run = lint_run,
	  .help = "check declarations: what is wrong, where, and what to write",
	  .more = "Every kinds.yaml, overlay.yaml, capability.yaml and measures.yaml below DIR is read together with what the\n"
	          "program holds; a file in a folder of the same name takes the place of the program's own. Without DIR, the\n"
	          "program's own." },
	{ .name = "practice docs", .arguments = "[DIR]", .run = docs_run,
	  .help = "write the data dictionary, as Markdown" },
	{ .name = "practice apply", .arguments = "[DIR]", .takes = TAKES_AREA, .run = apply_run,
	  .help = "put declarations in force in an area",
	  .more = "What is below DIR is checked as by practice lint; each kind that differs from what is in force becomes an\n"
	          "entry of the journal, and so does each measures.yaml. Old entries stay readable as they were written. Without DIR: the kinds that the program has\n"
	          "and the area has not, after the program was renewed; those that the area has stay as they are." },
	{ 0 },
};
