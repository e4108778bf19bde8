/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark report: a document for a meeting, written by the capability that knows it. */
#include "cmd/content.h"
#include "web/page.h"

static const report_code *report_find(arena *a, str name, str *ret_known)
{
	buf known = BUF(a);
	for (size_t i = 0; capability_codes[i]; i++)
		for (size_t k = 0; k < capability_codes[i]->report_n; k++) {
			const report_code *one = &capability_codes[i]->reports[k];
			if (str_eq(str_of(one->name), name)) return one;
			buf_printf(&known, "\n  %s: %s", one->name, one->help);
		}
	*ret_known = buf_view(&known);
	return NULL;
}

static int report_run(cmd *c)
{
	str known = STR_NONE, file = cmd_option(c, "output");
	const report_code *code = report_find(c->a, c->arg[0], &known);
	if (!code) return cmd_say(c, "there is no report %.*s; these are known:%.*s", STR_ARG(c->arg[0]), STR_ARG(known));
	if (!code->without_children) return cmd_say(c, "what is about children leaves through the gate: see waymark help release");
	bool as_html = str_ends(file, S(".html"));
	if (!as_html && file.n && !str_ends(file, S(".txt"))) return cmd_say(c, "write -o FILE.html or -o FILE.txt");
	CONTENT(in);
	int status = content_open(c, &in);
	if (status != CMD_DONE) return status;
	report_job to = { .read = &in.read, .html = as_html, .out = BUF(c->a) };
	err e = code->write(&to);
	return content_print(&in, e, buf_view(&to.out));
}

const command command_report[] = {
	{ .name = "report", .arguments = "NAME", .takes = TAKES_CONTENT, .run = report_run,
	  .options = (const option[]){ { .name = "output", .letter = 'o', .value = "FILE", .help = "FILE.html or FILE.txt; without it, text on the screen" }, { 0 } },
	  .leaves = { LEAVES_NOBODY, "Documents that hold nothing of any child: see the reports that there are." },
	  .help = "write a document for a meeting",
	  .more = "Without a known NAME, those that there are are listed." },
	{ 0 },
};
