/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark demo: makes the demonstration area. */
#include "access/signin.h"
#include "base/clock.h"
#include "base/file.h"
#include "cmd/cmd.h"
#include "cmd/demo_area.h"
#include "kind/capability.h"

dice dice_make(uint64_t seed)
{
	return (dice){ seed * 0x9E3779B97F4A7C15u + 0x2545F4914F6CDD1Du };
}

uint64_t dice_roll(dice *d, uint64_t sides)
{
	CHECK(sides > 0);
	d->state ^= d->state >> 12;
	d->state ^= d->state << 25;
	d->state ^= d->state >> 27;
	return (d->state * 0x2545F4914F6CDD1Du >> 16) % sides;
}

bool dice_chance(dice *d, unsigned in_hundred)
{
	return dice_roll(d, 100) < in_hundred;
}

when demo_on(day d)
{
	return (when){ .is = WHEN_DAY, .on = d };
}

/* The id follows from the seed and the entry's number, so that the same area has the same ids. */
static uuid entry_id(demo *m)
{
	buf name = BUF(m->a);
	buf_printf(&name, "demonstration %lld %lld", (long long)m->seed, (long long)++m->made);
	return uuid_of_name(buf_view(&name));
}

err demo_record(demo *m, const char *kind_name, const demo_link *links, size_t link_n, const demo_value *given,
                size_t value_n, when happened, record_id *ret)
{
	if (ret) *ret = (record_id){ 0 };
	const kind *k = practice_kind(m->practice, str_of(kind_name));
	if (!k) return OK;
	values v = values_make(m->a, k);
	for (size_t i = 0; i < value_n; i++) {
		const field *f = kind_field(k, str_of(given[i].field));
		if (!f) continue;
		value_from_text(m->a, area_zone(m->area), f, given[i].text, values_of(&v, f->name));
		CHECK(values_of(&v, f->name)->is == VALUE_KNOWN);
	}
	entry_head head = { .id = entry_id(m), .happened = happened };
	for (size_t i = 0; i < link_n; i++) PUSH(m->a, &head.about, ((entry_link){ str_of(links[i].role), links[i].record }));
	seq made;
	bool forked;
	problems wrong = { 0 };
	TRY(journal_append(&m->writer, k, &v, &head, m->a, &made, &forked, &wrong));
	if (ret) *ret = (record_id){ made.n };
	return OK;
}

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
	buf b = BUF(m->a);
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
		{ "manager", "team manager: allocates children whom nobody holds", ROLE_MANAGER, m->team_managers[0] },
		{ "worker", "social worker: records what a child said", ROLE_PRACTITIONER, m->workers[0][0] },
		{ "colleague", "social worker of another team: cannot open those children", ROLE_PRACTITIONER, m->workers[1][0] },
		{ "health", "health visitor: a partner, for the children she works with", ROLE_PARTNER, m->health_worker },
		{ "desk", "out-of-hours social worker", ROLE_DESK, m->desk_worker },
		{ "board", "safeguarding board: reads about training, never about a child", ROLE_BOARD, m->school_worker },
		{ "administrator", "runs the system: sign-ins, never a child", ROLE_ADMINISTRATOR, { 0 } },
	};
	buf_lit(ret_list, "Sign in with (invented children; these pass phrases work only here):\n");
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		str phrase = pass_phrase(m), why;
		TRY(sign_in_add(m->area, m->a, str_of(all[i].name), all[i].role, all[i].worker, phrase, &why));
		buf_printf(ret_list, "  %-14s ", all[i].name);
		buf_str(ret_list, phrase);
		buf_printf(ret_list, "   %s\n", all[i].what);
	}
	return OK;
}

static err fill(demo *m, int64_t children, cmd *c)
{
	TRY(area_connect(m->area, &m->a->trail, &m->db));
	TRY(area_practice(m->area, m->db, &m->practice));
	m->writer = journal_job_writer(area_journal(m->area), area_zone(m->area));
	TRY(demo_workforce(m));
	TRY(demo_families(m, children, cmd_progress, c));
	buf list = BUF(m->a);
	TRY(add_sign_ins(m, &list));
	buf path = BUF(m->a);
	buf_str(&path, area_settings(m->area)->db);
	buf_lit(&path, ".sign-ins");
	bool file = str_find(area_settings(m->area)->db, S("://")) < 0;
	if (file) TRY(file_write(m->a, str_c(m->a, buf_view(&path)), buf_view(&list), 0600));
	cmd_print(c, buf_view(&list));
	return OK;
}

static int demo_run(cmd *c)
{
	int64_t children, seed;
	if (!cmd_option_int(c, "children", 1, 1000000, 300, &children)) return CMD_COULD_NOT;
	if (!cmd_option_int(c, "seed", 0, INT32_MAX, 2011, &seed)) return CMD_COULD_NOT;
	findings wrong = { 0 };
	kind_sources sources = embedded_kind_sources(c->a, SOURCE_KINDS);
	err e = area_make(c->a, &c->settings, sources.at, sources.n, true, &wrong);
	if (e == E_CONFLICT) return cmd_say(c, "there is an area already in this database; choose another --db"), CMD_COULD_NOT;
	if (e != OK) return cmd_could_not(c, e, "make the area", "Can this folder be written to?");
	AREA(ar);
	int status = cmd_open_area(c, AREA_SERVE, &ar);
	if (status != CMD_DONE) return status;
	demo m = { .a = c->a, .area = ar, .dice = dice_make((uint64_t)seed), .seed = (uint64_t)seed,
		   .today = zone_day(area_zone(ar), clock_now()) };
	str on = cmd_option(c, "on");
	if (on.n && !day_read(on, &m.today)) return cmd_say(c, "--on: there is no such day; write it as 2026-03-31");
	e = fill(&m, children, c);
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
	          "and kept beside the database, in a file ending in .sign-ins; the pass phrases work in no other area." },
	{ 0 },
};
