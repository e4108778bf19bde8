/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark user add: gives somebody a sign-in. waymark user reset: a new first pass phrase for whoever forgot theirs. */
#include "access/signin.h"
#include "base/clock.h"
#include "cmd/cmd.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* ---- the pass phrase: from a terminal without showing it, else the first line of standard input */

static bool read_line(str *ret, char *line, size_t room)
{
	size_t n = 0;
	while (n < room) {
		ssize_t got = read(STDIN_FILENO, line + n, 1);
		if (got < 0 && errno == EINTR) continue;
		if (got <= 0 || line[n] == '\n') break;
		n++;
	}
	*ret = (str){ line, n };
	return n < room;
}

static bool ask(str *ret, char *line, size_t room)
{
	struct termios shown, hidden;
	if (tcgetattr(STDIN_FILENO, &shown) != 0) return read_line(ret, line, room);
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	fprintf(stderr, "Pass phrase, at least %d characters: ", PASS_PHRASE_LEAST_CHARS);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
	bool whole = read_line(ret, line, room);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
	fputc('\n', stderr);
	return whole;
}

/* ---- who */

static int roles_of(cmd *c, str text, role_set *ret)
{
	role_set roles = 0;
	while (text.n) {
		role one;
		str name = str_trim(str_cut(text, ',', &text));
		if (!role_of(name, &one))
			return cmd_say(c, "there is no role %.*s: write practitioner, manager, partner, desk, board or administrator", STR_ARG(name));
		roles |= one;
	}
	*ret = roles;
	return CMD_DONE;
}

/* A record of the kind worker with this name. */
static err make_worker(cmd *c, area *ar, const practice *p, record_id *ret)
{
	const kind *k = practice_kind(p, S("worker"));
	values v = values_make(c->a, k);
	entry_head head = { 0 };
	problems wrong = { 0 };
	seq made;
	bool forked;
	writer w = journal_job_writer(area_journal(ar), area_zone(ar));
	*values_of(&v, S("name")) = (value){ .is = VALUE_KNOWN, .text = c->arg[0] };
	TRY(journal_append(&w, k, &v, &head, c->a, &made, &forked, &wrong));
	ret->n = made.n;
	return OK;
}

static err worker_of(cmd *c, area *ar, record_id *ret)
{
	db *d CLEANUP(db_closep) = NULL;
	const practice *p;
	if (cmd_has_option(c, "worker")) return str_to_int(cmd_option(c, "worker"), &ret->n) ? OK : E_INVALID;
	TRY(area_connect(ar, &c->a->trail, &d));
	TRY(area_practice(ar, d, &p));
	return make_worker(c, ar, p, ret);
}

static int add(cmd *c, area *ar, role_set roles, str phrase)
{
	record_id worker = { 0 };
	str why = STR_NONE;
	err e = sign_in_check(ar, c->a, c->arg[0], roles, phrase, &why);
	if (e == OK) e = worker_of(c, ar, &worker);
	if (e == OK) e = sign_in_add(ar, c->a, c->arg[0], roles, worker, phrase, &why);
	if (why.n) return cmd_say(c, "%.*s", STR_ARG(why));
	if (e == E_INVALID) return cmd_say(c, "--worker is the number of a worker's record");
	if (e == E_CONFLICT) return cmd_say(c, "there is a sign-in %.*s already: choose another name", STR_ARG(c->arg[0]));
	if (e != OK) return cmd_could_not(c, e, "add the sign-in", "It is safe to try again.");
	buf b = BUF(c->a);
	buf_str(&b, c->arg[0]);
	buf_printf(&b, " can sign in now, as worker %lld\n", (long long)worker.n);
	cmd_print(c, buf_view(&b));
	return CMD_DONE;
}

static int user_add_run(cmd *c)
{
	AREA(ar);
	char line[PASS_PHRASE_MOST_BYTES + 1];
	str phrase;
	role_set roles = 0;
	int status = roles_of(c, cmd_option(c, "role"), &roles);
	if (status == CMD_DONE) status = cmd_open_area(c, AREA_SERVE, &ar);
	if (status != CMD_DONE) return status;
	if (!ask(&phrase, line, sizeof line)) return cmd_say(c, "a pass phrase has at most %d bytes", PASS_PHRASE_MOST_BYTES);
	status = add(c, ar, roles, phrase);
	explicit_bzero(line, sizeof line);
	return status;
}

static err reset(cmd *c, area *ar, str *ret_phrase)
{
	db *d CLEANUP(db_closep) = NULL;
	viewer v;
	TRY(area_connect(ar, &c->a->trail, &d));
	TRY(sign_in_viewer(ar, d, c->a, c->arg[0], &v));
	return sign_in_reset(ar, c->a, v.sign_in, clock_now(), ret_phrase);
}

static int user_reset_run(cmd *c)
{
	AREA(ar);
	str phrase;
	int status = cmd_open_area(c, AREA_SERVE, &ar);
	if (status != CMD_DONE) return status;
	err e = reset(c, ar, &phrase);
	if (e == E_NOT_FOUND) return cmd_say(c, "there is no sign-in %.*s, or it was ended", STR_ARG(c->arg[0]));
	if (e != OK) return cmd_could_not(c, e, "set a new pass phrase", "It is safe to try again.");
	cmd_print(c, phrase);
	cmd_print(c, S("\n"));
	return CMD_DONE;
}

const command command_user[] = {
	{ .name = "user add", .arguments = "NAME", .takes = TAKES_AREA, .run = user_add_run,
	  .options = (const option[]){ { .name = "role", .value = "ROLE", .required = true,
	                                 .help = "practitioner, manager, partner, desk, board or administrator; several with commas" },
	                               { .name = "worker", .value = "RECORD", .help = "the worker whose sign-in it is; one is recorded unless said" },
	                               { 0 } },
	  .help = "give somebody a sign-in",
	  .more = "Asks for the pass phrase on the terminal without showing it; where standard input is no terminal, its first line\n"
	          "is the pass phrase. Whoever signs in with it has to choose another before anything else is open, except in a\n"
	          "demonstration area. An administrator runs the system and never opens a child." },
	{ .name = "user reset", .arguments = "NAME", .takes = TAKES_AREA, .run = user_reset_run,
	  .help = "give somebody who forgot theirs a new first pass phrase",
	  .more = "Prints it, once. Every session of the sign-in ends. It opens one page, where the person chooses their own." },
	{ 0 },
};
