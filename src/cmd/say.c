/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a command says: results on standard output, messages on standard error. */
#include "cmd/cmd.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

str cmd_option(const cmd *c, const char *name)
{
	for (size_t i = 0; i < c->given_n; i++)
		if (strcmp(c->given[i].is->name, name) == 0) return c->given[i].value;
	return STR_NONE;
}

bool cmd_has_option(const cmd *c, const char *name)
{
	for (size_t i = 0; i < c->given_n; i++)
		if (strcmp(c->given[i].is->name, name) == 0) return true;
	return false;
}

bool cmd_option_int(cmd *c, const char *name, int64_t least, int64_t most, int64_t otherwise, int64_t *ret)
{
	*ret = otherwise;
	if (!cmd_has_option(c, name)) return true;
	if (str_to_int(cmd_option(c, name), ret) && *ret >= least && *ret <= most) return true;
	cmd_say(c, "--%s is a whole number from %lld to %lld", name, (long long)least, (long long)most);
	return false;
}

void cmd_print(cmd *c, str text)
{
	while (text.n && !c->out_failed) {
		ssize_t n = write(c->out, text.at, text.n);
		if (n > 0) text = str_from(text, (size_t)n);
		else if (n < 0 && errno != EINTR) c->out_failed = true;
	}
}

int cmd_say(const cmd *c, const char *format, ...)
{
	va_list numbers;
	va_start(numbers, format);
	fprintf(stderr, "waymark %s: ", c->command->name);
	vfprintf(stderr, format, numbers);
	fputc('\n', stderr);
	va_end(numbers);
	return CMD_COULD_NOT;
}

static const char *why(err e)
{
	switch (e) {
	case OK: return "done";
	case E_INVALID: return "the input is wrong";
	case E_DENIED: return "not allowed";
	case E_NOT_FOUND: return "there is no such thing";
	case E_CONFLICT: return "it is there already, or is another's";
	case E_BUSY: return "no turn in time";
	case E_LIMIT: return "a limit is reached, or the disk is full";
	case E_IO: return "the disk, the database or the network failed";
	}
	return "";
}

int cmd_could_not(const cmd *c, err e, const char *what, const char *remedy)
{
	const trail *t = &c->a->trail;
	if (!t->file) return cmd_say(c, "could not %s: %s. %s", what, why(e), remedy ? remedy : "");
	return cmd_say(c, "could not %s: %s (%s:%d, %d). %s", what, why(e), t->file, t->line, t->detail, remedy ? remedy : "");
}

int cmd_findings(const cmd *c, const findings *f)
{
	int status = CMD_DONE;
	(void)c;
	for (size_t i = 0; i < f->n; i++) {
		const finding *at = &f->at[i];
		fprintf(stderr, "%.*s:%d: %s%.*s; write: %.*s\n", STR_ARG(at->file), at->line, at->warning ? "warning: " : "",
		        STR_ARG(at->message), STR_ARG(at->instead));
		if (!at->warning) status = CMD_FINDINGS;
	}
	return status;
}

void cmd_progress(void *context, int64_t done, int64_t all)
{
	cmd *c = context;
	if (all <= 0 || !isatty(STDERR_FILENO)) return;
	int now = (int)(done * 100 / all);
	if (now == c->progress_shown) return;
	c->progress_shown = now;
	fprintf(stderr, "\r%s: %d %%%s", c->command->name, now, done == all ? "\n" : "");
}

int cmd_open_area(cmd *c, area_mode mode, area **ret)
{
	if (c->settings.db.n == 0) return cmd_say(c, "which area? Give --db FILE, --db postgresql://..., or set WAYMARK_DB");
	err e = area_open(c->a, &c->settings, mode, ret);
	switch (e) {
	case OK: return CMD_DONE;
	case E_NOT_FOUND:
		return cmd_say(c, "%.*s: there is no area here. Make one: waymark init --db %.*s", STR_ARG(c->settings.db),
		               STR_ARG(c->settings.db));
	case E_CONFLICT:
		return cmd_say(c, "%.*s: was written by a newer waymark, or is no area. Use the newer program",
		               STR_ARG(c->settings.db));
	case E_DENIED:
		if (mode != AREA_SERVE) break;
		return cmd_say(c, "the key that signs this area is not in %s. Put its copy back there, or name its folder with --keys. If it is "
		               "lost for good: waymark checkpoint new-key --because REASON makes another, and notes in the journal that it did",
		               area_key_path(c->a, &c->settings));
	case E_BUSY: case E_INVALID: case E_LIMIT: case E_IO: break;
	}
	return cmd_could_not(c, e, "open the area", "Can the file or the server be reached, and may you read it?");
}
