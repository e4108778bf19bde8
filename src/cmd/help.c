/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark help: everything that it says comes from the rows of the commands and the table of settings. */
#include "cmd/cmd.h"

enum { NAME_COLUMN = 30 };

static void in_columns(buf *b, size_t from, str first, str second)
{
	size_t start = b->n;
	for (size_t i = 0; i < from; i++) buf_char(b, ' ');
	buf_str(b, first);
	do buf_char(b, ' ');
	while (b->n - start < NAME_COLUMN);
	buf_str(b, second);
	buf_char(b, '\n');
}

static str usage(arena *a, const command *row)
{
	buf b = BUF(a);
	buf_str(&b, str_of(row->name));
	if (row->arguments) buf_printf(&b, " %s", row->arguments);
	for (const option *o = row->options; o && o->name; o++)
		if (o->required) buf_printf(&b, " --%s %s", o->name, o->value);
	return buf_view(&b);
}

static void list_commands(buf *b)
{
	buf_lit(b, "waymark keeps each child's journey from needing to receiving help.\n\nCommands:\n");
	for (const command *const *file = command_table; *file; file++)
		for (const command *row = *file; row->name; row++) in_columns(b, 2, usage(b->a, row), str_of(row->help));
	buf_lit(b, "\nwaymark help COMMAND says more about one; waymark help settings lists the settings.\n"
	           "Exit status: 0 done, 1 done with findings, 2 could not.\n");
}

static void list_settings(buf *b)
{
	buf_lit(b, "Every setting can stand in a file (--settings FILE, lines NAME = VALUE), in the environment (WAYMARK_NAME),\n"
	           "or as a flag (--name VALUE). The later of these three wins.\n\n");
	for (size_t i = 0; i < setting_count; i++) {
		const setting *s = &setting_table[i];
		buf line = BUF(b->a);
		buf_str(&line, str_of(s->help));
		if (s->unit && *s->unit) buf_printf(&line, " (%s)", s->unit);
		if (s->initial && *s->initial) buf_printf(&line, ". Unless said: %s", s->initial);
		if (s->type == SETTING_NUMBER) buf_printf(&line, ", %lld to %lld", (long long)s->least, (long long)s->most);
		in_columns(b, 2, str_of(s->name), buf_view(&line));
	}
}

static void one_option(buf *b, const option *o)
{
	buf name = BUF(b->a);
	if (o->letter) buf_printf(&name, "-%c, ", o->letter);
	buf_printf(&name, "--%s%s%s", o->name, o->value ? " " : "", o->value ? o->value : "");
	in_columns(b, 2, buf_view(&name), str_of(o->help));
}

static void one_command(buf *b, const command *row)
{
	buf_printf(b, "waymark %.*s\n  %s\n", STR_ARG(usage(b->a, row)), row->help);
	if (row->more) buf_printf(b, "\n%s\n", row->more);
	buf_lit(b, "\n");
	for (const option *o = row->options; o && o->name; o++) one_option(b, o);
	if (row->leaves.as) {
		buf leaves = BUF(b->a);
		leaving_write(&leaves, &row->leaves);
		buf_printf(b, "  What it prints leaves: %.*s. %s\n", STR_ARG(buf_view(&leaves)), row->leaves.why);
	}
	if (row->takes == TAKES_CONTENT) {
		in_columns(b, 2, S("--as NAME"), S("who reads: a sign-in, with its rights (needed in an area with sign-ins)"));
		in_columns(b, 2, S("--because REASON"), S("why: it stands in the read log"));
	}
	if (row->takes == TAKES_NOTHING) return;
	in_columns(b, 2, S("--db DB"), S("a file or postgresql://...; WAYMARK_DB unless given"));
	in_columns(b, 2, S("--SETTING VALUE"), S("any other setting: see waymark help settings"));
}

static bool starts_with_words(const char *name, str words)
{
	str s = str_of(name);
	return str_starts(s, words) && (s.n == words.n || s.at[words.n] == ' ');
}

static int help_run(cmd *c)
{
	buf b = BUF(c->a), words = BUF(c->a);
	for (size_t i = 0; i < c->arg_n; i++) {
		if (i) buf_char(&words, ' ');
		buf_str(&words, c->arg[i]);
	}
	str wanted = buf_view(&words);
	if (wanted.n == 0) list_commands(&b);
	else if (str_eq(wanted, S("settings"))) list_settings(&b);
	else
		for (const command *const *file = command_table; *file; file++)
			for (const command *row = *file; row->name; row++)
				if (starts_with_words(row->name, wanted)) {
					if (b.n) buf_char(&b, '\n');
					one_command(&b, row);
				}
	if (b.n == 0) return cmd_say(c, "there is no command %.*s: see waymark help", STR_ARG(wanted));
	cmd_print(c, buf_view(&b));
	return CMD_DONE;
}

const command command_help[] = {
	{ .name = "help", .arguments = "[COMMAND...]", .run = help_run, .help = "say what the commands do" },
	{ 0 },
};
