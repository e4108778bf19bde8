/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "access/incoming.h"
#include "access/readlog.h"
#include "base/clock.h"
#include "cmd/cmd.h"
#include "journey/area_journeys.h"
#include "kind/capability.h"
#include "match/everybody.h"
#include "web/dispatch.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>

static int cannot_listen(const cmd *c, err e)
{
	str at = c->settings.listen;
	switch (e) {
	case E_DENIED:
		return cmd_say(c, "%.*s is not an address of this machine alone. Until there is a second factor, pages go to this "
		               "machine only: listen on 127.0.0.1:8080 or unix:/path, and put a server such as nginx in front, which "
		               "takes TLS and signs people in to your network", STR_ARG(at));
	case E_INVALID:
		return cmd_say(c, "%.*s is no address to listen on. Write 127.0.0.1:8080, [::1]:8080 or unix:/path", STR_ARG(at));
	case E_CONFLICT:
		return cmd_say(c, "%.*s is in use: is waymark serve running already? Choose another with --listen", STR_ARG(at));
	case OK: case E_NOT_FOUND: case E_BUSY: case E_LIMIT: case E_IO: break;
	}
	return cmd_could_not(c, e, "listen", "Is there room in the folder, and may you write there?");
}

/* Until somebody asks to end. The signals are blocked in every thread, so one of them waits here. */
static void wait_for_signal(const sigset_t *ends)
{
	int got;
	while (sigwait(ends, &got) != 0) continue;
}

/* So that whoever looks first does not wait for it. What goes wrong here goes wrong again for them, and is said there. */
static void *gather_ahead(void *of)
{
	err e = everybody_gather(of);
	(void)e;
	journeys_make_ahead(of);
	return NULL;
}

/* Files that were coming when the program last ended. Nobody sees them; what cannot be taken away now is at the next beginning. */
static void sweep(cmd *c, area *ar)
{
	if (incoming_sweep(ar, c->a, clock_now()) != OK) c->a->trail = (trail){ 0 };
}

static int serve_area(cmd *c, area *ar, const sigset_t *ends)
{
	site *s = NULL;
	http_server *server = NULL;
	err e = site_make(c->a, ar, &c->settings, &s);
	if (e != OK) return cmd_could_not(c, e, "prepare the pages", "Two routes with one address? See waymark practice lint.");
	sweep(c, ar);
	http_handler h = site_handler(s);
	e = http_start(&c->settings, &h, &c->a->trail, &server);
	if (e != OK) {
		site_end(s);
		return cannot_listen(c, e);
	}
	cmd_print(c, S("Waymark is at "));
	cmd_print(c, http_address(server));
	cmd_print(c, S(" (Ctrl-C ends it)\n"));
	pthread_t gathering;
	CHECK(pthread_create(&gathering, NULL, gather_ahead, ar) == 0);
	wait_for_signal(ends);
	http_stop(server);
	CHECK(pthread_join(gathering, NULL) == 0);
	site_end(s);
	return CMD_DONE;
}

static str joined(arena *a, const str_list *list)
{
	buf b = BUF(a);
	for (size_t i = 0; i < list->n; i++) {
		if (i) buf_lit(&b, ", ");
		buf_str(&b, list->at[i]);
	}
	return buf_view(&b);
}

/* An area made by an older program, without what this one's pages rest on, would fail on most of them. */
static int area_is_current(cmd *c, area *ar)
{
	db *d CLEANUP(db_closep) = NULL;
	area_lacks lacks = { 0 };
	kind_sources own = embedded_kind_sources(c->a, SOURCE_KINDS);
	err e = area_connect(ar, &c->a->trail, &d);
	if (e == OK) e = area_lacking(ar, d, c->a, own.at, own.n, &lacks);
	if (e != OK) return cmd_could_not(c, e, "compare the declarations in force with the program's own", "");
	if (lacks.core.n)
		return cmd_say(c, "this area was made by an older waymark and lacks what every page rests on: %.*s. Put it in force: waymark "
		               "practice apply%s --db %.*s", STR_ARG(joined(c->a, &lacks.core)),
		               lacks.missing == lacks.core.n ? "" : " DIR, DIR being the folder of the area's own declarations,",
		               STR_ARG(c->settings.db));
	if (lacks.others.n)
		cmd_say(c, "not in force here, so it cannot be recorded: %.*s. To put it in force: waymark practice apply --db %.*s",
		        STR_ARG(joined(c->a, &lacks.others)), STR_ARG(c->settings.db));
	return CMD_DONE;
}

static int serve_run(cmd *c)
{
	sigset_t ends;
	sigemptyset(&ends);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &ends, NULL); /* before any thread is made */
	AREA(ar);
	int status = cmd_open_area(c, AREA_SERVE, &ar);
	if (status == CMD_DONE) status = area_is_current(c, ar);
	return status == CMD_DONE ? serve_area(c, ar, &ends) : status;
}

const command command_serve[] = {
	{ .name = "serve", .takes = TAKES_AREA, .run = serve_run, .help = "serve the area's pages to this machine",
	  .more = "Listens on 127.0.0.1:8080 unless --listen says otherwise, and on no address but this machine's own or a Unix\n"
	          "socket. Ends on SIGINT or SIGTERM after the requests that are running." },
	{ 0 },
};
