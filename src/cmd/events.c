/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark events: the journeys of an area as numbers, for other programs and for waymark ask --events. */
#include "base/file.h"
#include "cmd/content.h"
#include "journey/area_journeys.h"
#include "wire/csv.h"

static void events_write(buf *b, const journeys *j)
{
	for (size_t c = 0; c < j->children; c++)
		for (uint32_t i = j->first[c]; i < j->end[c]; i++) {
			const uint32_t cells[] = { (uint32_t)c, j->second[i], j->kind[i], j->locality[i], j->team[i] };
			for (size_t k = 0; k < sizeof cells / sizeof *cells; k++) {
				if (k) buf_char(b, ',');
				buf_int(b, cells[k]);
			}
			buf_char(b, '\n');
		}
}

/* ---- what the numbers mean */

static void meaning_row(buf *b, const char *of, uint32_t n, str words, str kind_name, str stage_words)
{
	buf number = BUF(b->a);
	buf_int(&number, n);
	csv_write_row(b, CSV_EXACT, (str[]){ str_of(of), buf_view(&number), words, kind_name, stage_words }, 5);
}

static void split_meanings(buf *b, const journeys_held *held, const char *of, split s, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		buf words = BUF(b->a);
		journeys_value(held, &words, s, i);
		meaning_row(b, of, i, buf_view(&words), STR_NONE, STR_NONE);
	}
}

static int meaning_write(cmd *c, const journeys_held *held)
{
	buf b = BUF(c->a), first = BUF(c->a);
	if (!cmd_has_option(c, "meaning")) return CMD_DONE;
	day_write(&first, held->journeys->on.first_day);
	csv_write_row(&b, CSV_EXACT, (str[]){ S("of"), S("number"), S("means"), S("kind"), S("stage") }, 5);
	meaning_row(&b, "seconds", 0, buf_view(&first), STR_NONE, STR_NONE);
	meaning_row(&b, "days", held->journeys->on.days, S("so many days were looked at"), STR_NONE, STR_NONE);
	for (size_t i = 0; i < held->words->events.n; i++) {
		const event_meaning *e = &held->words->events.at[i];
		buf words = BUF(c->a);
		journeys_event(held, &words, (uint8_t)(i + 1));
		meaning_row(&b, "kind", (uint32_t)i + 1, buf_view(&words), e->kind, stage_name(e->stage));
	}
	split_meanings(&b, held, "area", SPLIT_LOCALITY, held->journeys->localities);
	split_meanings(&b, held, "team", SPLIT_TEAM, held->journeys->teams);
	err e = file_write(c->a, str_c(c->a, cmd_option(c, "meaning")), buf_view(&b), 0600);
	return e == OK ? CMD_DONE : cmd_could_not(c, e, "write what the numbers mean", "Is the folder there, and may it be written to?");
}

/* Every child in the file was looked at. */
static void note_looks(content *in, const journeys *j)
{
	reading *r = &in->read;
	for (size_t c = 0; c < j->children; c++)
		PUSH(r->a, &r->looks, ((look){ .at = r->now, .worker = in->who.worker, .child = j->person[c], .outcome = LOOK_PRINTED, .purpose = r->because }));
}

static int events_run(cmd *c)
{
	CONTENT(in);
	JOURNEYS_HELD(held);
	buf b = BUF(c->a);
	int status = content_open(c, &in);
	if (status != CMD_DONE) return status;
	c->a->max_bytes = SIZE_MAX;
	if (!in.who.measuring && !(in.who.roles & ROLE_MANAGER)) return cmd_say(c, "journeys of everybody are exported by managers");
	err e = journeys_hold(&in.read, &held);
	if (e != OK) return cmd_could_not(c, e, "read the journeys", "Can the database be read? waymark verify checks it.");
	journeys j = journeys_packed(c->a, &held);
	events_write(&b, &j);
	if ((status = meaning_write(c, &held)) != CMD_DONE) return status;
	note_looks(&in, &j);
	journeys_let_go(&held);
	return content_print(&in, OK, buf_view(&b));
}

const command command_events[] = {
	{ .name = "events", .takes = TAKES_CONTENT, .run = events_run,
	  .options = (const option[]){ { .name = "out", .letter = 'o', .value = "EVENTS.csv", .help = "where they are written" },
	                               { .name = "meaning", .value = "FILE.csv", .help = "also what the numbers mean, in words" },
	                               { 0 } },
	  .leaves = { LEAVES_COUNTED, "Journeys as numbers, for managers; nobody's name or number is in it, and each child's look is noted. It is still about persons: it is not to be published." },
	  .help = "export the journeys of all children as numbers",
	  .more = "Lines child,seconds,kind,area,team without a header, in order of child and time; seconds are counted from the first\n"
	          "day. No name and no number that anybody knows a child by is in it. Each child's look is in the read log." },
	{ 0 },
};
