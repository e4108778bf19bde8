/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark demo: makes the demonstration area. */
#include "access/signin.h"
#include "base/clock.h"
#include "base/file.h"
#include "cmd/cmd.h"
#include "demo/area.h"
#include "kind/capability.h"

/* ---- sign-ins: one for each role, with pass phrases that only a demonstration area takes */

typedef struct {
	const char *name, *what;
	role role;
	record_id worker;
} demo_sign_in;

static str pass_phrase(demo *m)
{
	static const char *const words[] = { "lantern", "otter",  "saddle", "pebble", "harbour", "thimble",
		                             "meadow",  "kettle", "violin", "parcel", "acorn",   "window" };
	buf b = BUF(m->whole);
	buf_str(&b, PASS_PHRASE_OF_DEMONSTRATION);
	for (int i = 0; i < 3; i++) {
		if (i) buf_char(&b, '-');
		buf_str(&b, str_of(words[dice_roll(&m->dice, sizeof words / sizeof *words)]));
	}
	return buf_view(&b);
}

static err add_sign_ins(demo *m, buf *ret_list)
{
	const demo_sign_in all[] = {
		{ "manager", "team manager: allocates children whom nobody holds", ROLE_MANAGER, m->teams[0].manager },
		{ "worker", "social worker: records what a child said", ROLE_PRACTITIONER, m->teams[0].workers[0] },
		{ "colleague", "social worker of another team: cannot open those children", ROLE_PRACTITIONER, m->teams[1].workers[0] },
		{ "health", "health visitor: a partner, for the children she works with", ROLE_PARTNER, m->partners[AGENCY_HEALTH] },
		{ "desk", "out-of-hours social worker", ROLE_DESK, m->desk },
		{ "board", "safeguarding board: reads about training, never about a child", ROLE_BOARD, m->partners[AGENCY_SCHOOLS] },
		{ "administrator", "runs the system: sign-ins, never a child", ROLE_ADMINISTRATOR, { 0 } },
	};
	buf_lit(ret_list, "Sign in with (invented children; these pass phrases work only here):\n");
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		str phrase = pass_phrase(m), why;
		TRY(sign_in_add(m->area, m->whole, str_of(all[i].name), all[i].role, all[i].worker, phrase, &why));
		buf_printf(ret_list, "  %-14s ", all[i].name);
		buf_str(ret_list, phrase);
		buf_printf(ret_list, "   %s\n", all[i].what);
	}
	return OK;
}

/* ---- the area */

/* In an area too small for them, the families written by hand would be all that there is. */
enum { BY_HAND_FROM = 100, BY_HAND_NUMBER = 900001 };

/* Some days before the first family, so that agencies and workers are there. */
static day begins(day today)
{
	return day_add(today, -DEMO_DAYS - 3);
}

static err prepare(demo *m)
{
	str bytes;
	TRY(area_connect(m->area, &m->whole->trail, &m->db));
	TRY(area_practice(m->area, m->db, &m->practice));
	TRY(journal_size(m->db, &m->next));
	m->next++;
	TRY(journal_expect_much(area_journal(m->area), m->whole));
	m->writer = journal_job_writer(area_journal(m->area), area_zone(m->area));
	m->rates = rates_read(m->whole);
	CHECK(embedded_file(S("practice/demonstration/words.yaml"), &bytes));
	CHECK(yaml_read(m->whole, bytes, &m->words, NULL) == OK);
	return OK;
}

static err tell(demo *m, int64_t children, cmd *c)
{
	TRY(demo_workforce(m, children));
	if (children >= BY_HAND_FROM) children -= demo_by_hand(m, BY_HAND_NUMBER);
	TRY(demo_families(m, children));
	return demo_tell_all(m, cmd_progress, c);
}

static err fill(demo *m, int64_t children, cmd *c)
{
	TRY(prepare(m));
	demo_begin(m);
	err told = tell(m, children, c), written = demo_end(m);
	TRY(told);
	TRY(written);
	buf list = BUF(m->whole);
	TRY(add_sign_ins(m, &list));
	buf path = BUF(m->whole);
	buf_str(&path, area_settings(m->area)->db);
	buf_lit(&path, ".sign-ins");
	bool file = str_find(area_settings(m->area)->db, S("://")) < 0;
	if (file) TRY(file_write(m->whole, str_c(m->whole, buf_view(&path)), buf_view(&list), 0600));
	cmd_print(c, buf_view(&list));
	return OK;
}

static int make(cmd *c, day today, const zone *z)
{
	findings wrong = { 0 };
	kind_sources sources = embedded_kind_sources(c->a, SOURCE_KINDS);
	instant since = zone_instant(z, begins(today), 7 * 60);
	err e = area_make_since(c->a, &c->settings, sources.at, sources.n, since, &wrong);
	if (e == OK) return CMD_DONE;
	if (e == E_CONFLICT) return cmd_say(c, "there is an area already in this database; choose another --db"), CMD_COULD_NOT;
	return cmd_could_not(c, e, "make the area", "Can this folder be written to?");
}

static int demo_run(cmd *c)
{
	int64_t children, seed;
	const zone *z;
	if (!cmd_option_int(c, "children", 1, DEMO_CHILDREN_OF_AREA, 300, &children)) return CMD_COULD_NOT;
	if (!cmd_option_int(c, "seed", 0, INT32_MAX, 2011, &seed)) return CMD_COULD_NOT;
	if (zone_load(c->a, c->settings.time_zone, &z) != OK) return cmd_say(c, "there is no such time zone");
	day today = zone_day(z, clock_now()), on = today;
	str said = cmd_option(c, "on");
	if (said.n && !day_read(said, &on)) return cmd_say(c, "--on: there is no such day; write it as 2026-03-31");
	if (on.n > today.n) return cmd_say(c, "--on: that day has not come yet");
	int status = make(c, on, z);
	if (status != CMD_DONE) return status;
	AREA(ar);
	status = cmd_open_area(c, AREA_SERVE, &ar);
	if (status != CMD_DONE) return status;
	demo m = { .whole = c->a, .area = ar, .zone = z, .dice = dice_make((uint64_t)seed), .seed = (uint64_t)seed,
		   .today = on, .since = begins(on) };
	err e = fill(&m, children, c);
	db_close(m.db);
	return e == OK ? CMD_DONE : cmd_could_not(c, e, "fill the demonstration area", "Delete it and try again.");
}

const command command_demo[] = {
	{ .name = "demo", .takes = TAKES_AREA, .run = demo_run,
	  .options = (const option[]){ { .name = "children", .value = "N", .help = "how many (300 unless said)" },
	                               { .name = "seed", .value = "S", .help = "another area for another number (2011)" },
	                               { .name = "on", .value = "DAY", .help = "as if made on that day (today)" },
	                               { 0 } },
	  .help = "make a demonstration area with invented children",
	  .more = "The same seed and day give the same families and words. Names, pass phrases and what each may do are printed "
	          "and kept beside the database, in a file ending in .sign-ins; the pass phrases work in no other area. Everything is "
	          "recorded on its own day of the three years before that day, so pages can be shown as they were known then." },
	{ 0 },
};
