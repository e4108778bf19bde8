/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cmd/cmd.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- which row: the longest name that the first words spell */

static size_t words_matched(const char *name, int argc, char **argv)
{
	str rest = str_of(name);
	size_t n = 0;
	while (rest.n) {
		str word = str_cut(rest, ' ', &rest);
		if (1 + (int)n >= argc || !str_eq(word, str_of(argv[1 + n]))) return 0;
		n++;
	}
	return n;
}

static const command *command_find(int argc, char **argv, size_t *ret_words)
{
	const command *best = NULL;
	*ret_words = 0;
	for (const command *const *file = command_table; *file; file++)
		for (const command *row = *file; row->name; row++) {
			size_t n = words_matched(row->name, argc, argv);
			if (n > *ret_words) {
				best = row;
				*ret_words = n;
			}
		}
	return best;
}

/* ---- one flag */

typedef struct {
	cmd *c;
	int argc, at;
	char **argv;
} argument_reader;

static const option *option_find(const command *row, str name, char letter)
{
	for (const option *o = row->options; o && o->name; o++)
		if (letter ? o->letter == letter : str_eq(str_of(o->name), name)) return o;
	return NULL;
}

/* The value of a flag: after «=» or the next argument. */
static bool flag_value(argument_reader *r, const char *flag, const str *after_equals, str *ret)
{
	if (after_equals->at) {
		*ret = *after_equals;
		return true;
	}
	if (r->at >= r->argc) {
		cmd_say(r->c, "%s needs a value: see waymark help %s", flag, r->c->command->name);
		return false;
	}
	*ret = str_of(r->argv[r->at++]);
	return true;
}

static bool setting_set(argument_reader *r, const char *flag, str name, const str *after_equals)
{
	str why = STR_NONE, text;
	str known = str_copy(r->c->a, name);
	for (size_t i = 0; i < known.n; i++)
		if (known.at[i] == '-') ((char *)(uintptr_t)known.at)[i] = '_';
	bool there = false;
	for (size_t i = 0; i < setting_count; i++) there |= str_eq(known, str_of(setting_table[i].name));
	if (!there) {
		cmd_say(r->c, "there is no option %s: see waymark help %s", flag, r->c->command->name);
		return false;
	}
	if (!flag_value(r, flag, after_equals, &text)) return false;
	if (settings_set(r->c->a, &r->c->settings, known, text, &why) == OK) return true;
	cmd_say(r->c, "%s: %.*s", flag, STR_ARG(why));
	return false;
}

static bool option_give(argument_reader *r, const char *flag, const option *o, const str *after_equals)
{
	cmd *c = r->c;
	str text = S("yes");
	if (o->value && !flag_value(r, flag, after_equals, &text)) return false;
	if (!o->value && after_equals->at) {
		cmd_say(c, "%s takes no value", flag);
		return false;
	}
	if (c->given_n == CMD_MAX_OPTIONS || cmd_has_option(c, o->name)) {
		cmd_say(c, "%s is said twice", flag);
		return false;
	}
	c->given[c->given_n].is = o;
	c->given[c->given_n++].value = text;
	return true;
}

static bool read_flag(argument_reader *r, const char *flag)
{
	cmd *c = r->c;
	bool is_long = flag[1] == '-';
	str rest = STR_NONE, after = STR_NONE;
	str name = is_long ? str_cut(str_of(flag + 2), '=', &rest) : STR_NONE;
	if (is_long && flag[2 + name.n] == '=') after = (str){ flag + 2 + name.n + 1, rest.n };
	const option *o = option_find(c->command, name, is_long ? 0 : flag[1]);
	if (o && (is_long || !flag[2])) return option_give(r, flag, o, &after);
	bool content = c->command->takes == TAKES_CONTENT;
	if (content && str_eq(name, S("as"))) return flag_value(r, flag, &after, &c->as);
	if (content && str_eq(name, S("because"))) return flag_value(r, flag, &after, &c->because);
	if (is_long && str_eq(name, S("settings"))) return flag_value(r, flag, &after, &(str){ 0 }); /* read before */
	if (is_long && c->command->takes != TAKES_NOTHING) return setting_set(r, flag, name, &after);
	cmd_say(c, "there is no option %s: see waymark help %s", flag, c->command->name);
	return false;
}

/* ---- all arguments */

static void arguments_wanted(const char *arguments, size_t *ret_least, size_t *ret_most)
{
	*ret_least = *ret_most = 0;
	str rest = str_of(arguments);
	while (rest.n) {
		str word = str_cut(rest, ' ', &rest);
		*ret_least += word.at[0] != '[';
		*ret_most = str_find(word, S("...")) >= 0 ? CMD_MAX_ARGUMENTS : *ret_most + 1;
	}
}

static bool arguments_ok(const cmd *c)
{
	size_t least, most;
	arguments_wanted(c->command->arguments, &least, &most);
	if (c->arg_n >= least && c->arg_n <= most) {
		for (const option *o = c->command->options; o && o->name; o++)
			if (o->required && !cmd_has_option(c, o->name)) {
				cmd_say(c, "--%s %s is needed (%s)", o->name, o->value ? o->value : "", o->help);
				return false;
			}
		return true;
	}
	cmd_say(c, "write: waymark %s %s", c->command->name, c->command->arguments ? c->command->arguments : "");
	return false;
}

static bool read_arguments(argument_reader *r)
{
	cmd *c = r->c;
	bool only_arguments = false;
	while (r->at < r->argc) {
		const char *word = r->argv[r->at++];
		if (!only_arguments && strcmp(word, "--") == 0) {
			only_arguments = true;
		} else if (!only_arguments && word[0] == '-' && word[1]) {
			if (!read_flag(r, word)) return false;
		} else if (c->arg_n < CMD_MAX_ARGUMENTS) {
			c->arg[c->arg_n++] = str_of(word);
		} else {
			cmd_say(c, "more than %d arguments", (int)CMD_MAX_ARGUMENTS);
			return false;
		}
	}
	return arguments_ok(c);
}

/* File, environment, flags: in that order, so the file must be found before the flags are read. */
static bool read_settings(cmd *c, int argc, char **argv)
{
	str why = STR_NONE;
	const char *file = NULL;
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--settings") == 0 && i + 1 < argc) file = argv[i + 1];
		if (strncmp(argv[i], "--settings=", 11) == 0) file = argv[i] + 11;
	}
	c->settings = settings_initial(c->a);
	if (file && settings_read_file(c->a, &c->settings, file, &why) != OK) {
		cmd_say(c, "%s: %.*s", file, STR_ARG(why));
		return false;
	}
	if (settings_read_environment(c->a, &c->settings, &why) == OK) return true;
	cmd_say(c, "%.*s", STR_ARG(why));
	return false;
}

static bool open_out(cmd *c)
{
	const option *o = option_find(c->command, STR_NONE, 'o');
	if (!o || o->folder || !cmd_has_option(c, o->name)) return true;
	const char *path = str_c(c->a, cmd_option(c, o->name));
	c->out = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (c->out >= 0) return true;
	cmd_say(c, "%s cannot be written: %s", path, strerror(errno));
	return false;
}

static int finish(cmd *c, int status)
{
	if (c->out > STDOUT_FILENO && close(c->out) != 0) c->out_failed = true;
	if (!c->out_failed) return status;
	return cmd_say(c, "the output could not be written whole: is the disk full?");
}

int cmd_main(int argc, char **argv)
{
	ARENA(a);
	cmd c = { .a = &a, .out = STDOUT_FILENO, .progress_shown = -1 };
	size_t words;
	bool asks_help = argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0;
	char *help[] = { argv[0], (char[]){ "help" } };
	if (asks_help) {
		argc = 2;
		argv = help;
	}
	c.command = command_find(argc, argv, &words);
	if (!c.command) {
		fprintf(stderr, "waymark: there is no command %s: see waymark help\n", argv[1]);
		return CMD_COULD_NOT;
	}
	argument_reader r = { .c = &c, .argc = argc, .at = 1 + (int)words, .argv = argv };
	if (!read_settings(&c, argc, argv) || !read_arguments(&r) || !open_out(&c)) return CMD_COULD_NOT;
	return finish(&c, c.command->run(&c));
}
