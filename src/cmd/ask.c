/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark ask: numbers that ask questions, of an area's journeys. */
#include "cmd/ask.h"

#include "base/file.h"
#include "cmd/content.h"
#include "journey/area_journeys.h"
#include "wire/csv.h"

enum { MANY_EVENTS_LATER = 1 };

/* ---- what is asked */

static void list_line(buf *b, const measure *m)
{
	buf_printf(b, "%-26.*s %-4.*s %.*s\n", STR_ARG(m->name), STR_ARG(m->item), STR_ARG(m->asks));
	if (m->not_answerable.n) buf_printf(b, "%31s not answerable: %.*s\n", "", STR_ARG(m->not_answerable));
}

static void list_questions(buf *b, const journeys_held *held)
{
	EACH(m, *held->measures) list_line(b, m);
}

static bool split_by(cmd *c, measure *m)
{
	str rest = cmd_option(c, "by");
	if (!cmd_has_option(c, "by")) return true;
	m->by = (str_list){ 0 };
	while (rest.n) {
		str way = str_trim(str_cut(rest, ',', &rest));
		if (way.n) PUSH(c->a, &m->by, way);
	}
	return true;
}

/* The day of an option, counted from the first; what was before that or is later than today is said. */
static bool window_day(cmd *c, const journeys_held *held, const char *name, uint32_t otherwise, uint32_t *ret)
{
	const calendar *on = &held->journeys->on;
	day d;
	*ret = otherwise;
	if (!cmd_has_option(c, name)) return true;
	if (!day_read(cmd_option(c, name), &d)) return cmd_say(c, "--%s: there is no such day; write 2024-04-01", name), false;
	if (d.n > held->r->today.n) return cmd_say(c, "--%s is in the future: nothing has happened on it yet", name), false;
	*ret = d.n < on->first_day.n ? 0 : (uint32_t)(d.n - on->first_day.n);
	return true;
}

static bool window(cmd *c, const journeys_held *held, question *q)
{
	if (!window_day(c, held, "from", 0, &q->from_day)) return false;
	if (!window_day(c, held, "to", held->journeys->on.days, &q->until_day)) return false;
	if (cmd_has_option(c, "to")) q->until_day++;
	if (q->from_day >= q->until_day) return cmd_say(c, "--from is later than --to"), false;
	if (!cmd_has_option(c, "from") && !cmd_has_option(c, "to")) q->until_day = 0;
	return true;
}

/* ---- what is told */

static void as_csv(buf *b, arena *a, const answer_table *t)
{
	size_t n = t->columns.n;
	str *names = TAKE_N(a, str, n + 1);
	for (size_t i = 0; i < n; i++) names[i] = t->columns.at[i].name;
	csv_write_row(b, CSV_EXACT, names, n);
	for (size_t i = 0; i + n <= t->cells.n; i += n) csv_write_row(b, CSV_EXACT, t->cells.at + i, n);
}

static void json_cell(buf *b, const answer_column *column, str cell)
{
	if (!column->number) buf_json(b, cell);
	else if (cell.n) buf_str(b, cell);
	else buf_lit(b, "null");
}

static void as_json(buf *b, const measure *m, const answer_table *t)
{
	size_t n = t->columns.n;
	buf_lit(b, "{\"measure\":");
	buf_json(b, m->name);
	buf_lit(b, ",\"asks\":");
	buf_json(b, m->asks);
	buf_lit(b, ",\"rows\":[");
	for (size_t i = 0; i < t->cells.n; i++) {
		buf_str(b, i % n ? S(",") : i ? S("},{") : S("{"));
		buf_json(b, t->columns.at[i % n].name);
		buf_char(b, ':');
		json_cell(b, &t->columns.at[i % n], t->cells.at[i]);
	}
	buf_str(b, t->cells.n ? S("}],\"ask_locally\":[") : S("],\"ask_locally\":["));
	for (size_t i = 0; i < m->ask_locally.n; i++) {
		if (i) buf_char(b, ',');
		buf_json(b, m->ask_locally.at[i]);
	}
	buf_lit(b, "]}");
}

static void as_words(buf *b, const measure *m, const answer_table *t)
{
	size_t n = t->columns.n, *wide = TAKE_N(b->a, size_t, n + 1);
	buf_printf(b, "%.*s\n", STR_ARG(m->asks));
	for (size_t i = 0; i < n; i++) wide[i] = t->columns.at[i].name.n;
	for (size_t i = 0; i < t->cells.n; i++)
		if (t->cells.at[i].n > wide[i % n]) wide[i % n] = t->cells.at[i].n;
	for (size_t i = 0; i < n; i++) buf_printf(b, "%s%*.*s", i ? "  " : "", t->columns.at[i].number ? (int)wide[i] : -(int)wide[i], STR_ARG(t->columns.at[i].name));
	for (size_t i = 0; i < t->cells.n; i++)
		buf_printf(b, "%s%*.*s", i % n ? "  " : "\n", t->columns.at[i % n].number ? (int)wide[i % n] : -(int)wide[i % n], STR_ARG(t->cells.at[i]));
	buf_str(b, t->cells.n ? S("\n") : S("\nThere is nothing that it begins with, so nobody is counted.\n"));
	for (size_t i = 0; i < m->ask_locally.n; i++) buf_printf(b, "Ask here: %.*s\n", STR_ARG(m->ask_locally.at[i]));
	buf_char(b, '\n');
}

static void tell(cmd *c, buf *b, const measure *m, const answer_table *t, bool first)
{
	if (cmd_has_option(c, "json")) {
		if (!first) buf_char(b, ',');
		as_json(b, m, t);
	} else if (cmd_has_option(c, "csv")) {
		if (!first) buf_lit(b, "\r\n");
		as_csv(b, c->a, t);
	} else {
		as_words(b, m, t);
	}
}

/* ---- asking */

static int could_not_ask(cmd *c, const measure *m, err e)
{
	if (e == E_LIMIT) return cmd_say(c, "%.*s: too many combinations of splits; ask --by fewer of them", STR_ARG(m->name));
	if (e == E_INVALID) return cmd_say(c, "%.*s: it cannot be split so: years, quarters and months hold each other, and a split needs values", STR_ARG(m->name));
	return cmd_could_not(c, e, "answer", "Try again.");
}

static int ask_one(cmd *c, journeys_held *held, const measure *asked, buf *b, bool first)
{
	measure m = *asked;
	question q;
	answer is;
	answer_table table;
	str why;
	if (!split_by(c, &m)) return CMD_COULD_NOT;
	if (!question_of(&m, held->words, &q, &why)) return cmd_say(c, "%.*s: %.*s", STR_ARG(m.name), STR_ARG(why));
	if (!window(c, held, &q)) return CMD_COULD_NOT;
	err e = questions_ask(c->a, held->journeys, &q, 1, journeys_threads(), &is);
	if (e != OK) return could_not_ask(c, &m, e);
	answer_tabled(c->a, &m, &is, &held->journeys->on, &held->names, &table);
	tell(c, b, &m, &table, first);
	return CMD_DONE;
}

static int ask_each(cmd *c, journeys_held *held, buf *b)
{
	bool json = cmd_has_option(c, "json");
	if (json) buf_char(b, '[');
	for (size_t i = 0; i < c->arg_n; i++) {
		const measure *m = journeys_measure(held, c->arg[i]);
		if (!m) return cmd_say(c, "there is no question %.*s: waymark ask without one lists them", STR_ARG(c->arg[i]));
		int status = ask_one(c, held, m, b, i == 0);
		if (status != CMD_DONE) return status;
	}
	if (json) buf_lit(b, "]\n");
	return CMD_DONE;
}

static void say_later(cmd *c, const journeys_held *held)
{
	if (held->later)
		cmd_say(c, held->later == MANY_EVENTS_LATER ? "%lld record is dated later than today, and is left out" :
		                                              "%lld records are dated later than today, and are left out", (long long)held->later);
}

static int ask_of_area(cmd *c)
{
	CONTENT(in);
	JOURNEYS_HELD(held);
	buf b = BUF(c->a);
	int status = content_open(c, &in);
	if (status != CMD_DONE) return status;
	c->a->max_bytes = SIZE_MAX;
	if (!in.who.measuring && !(in.who.roles & (ROLE_PRACTITIONER | ROLE_MANAGER | ROLE_BOARD)))
		return cmd_say(c, "questions are asked by practitioners, managers and the board");
	err e = journeys_hold(&in.read, &held);
	if (e != OK) return cmd_could_not(c, e, "read the journeys", "Can the database be read? waymark verify checks it.");
	if (c->arg_n == 0) list_questions(&b, &held);
	else if ((status = ask_each(c, &held, &b)) != CMD_DONE) return status;
	say_later(c, &held);
	journeys_let_go(&held);
	return content_print(&in, OK, buf_view(&b));
}

static int ask_run(cmd *c)
{
	return cmd_has_option(c, "events") ? ask_of_file(c) : ask_of_area(c);
}

const command command_ask[] = {
	{ .name = "ask", .arguments = "[MEASURE...]", .takes = TAKES_CONTENT, .run = ask_run,
	  .options = (const option[]){ { .name = "by", .value = "WAYS", .help = "year, quarter, month, locality, team, agency, age_band, sex or KIND.FIELD, parted by commas" },
	                               { .name = "from", .value = "DAY", .help = "what begins from this day on" },
	                               { .name = "to", .value = "DAY", .help = "what begins up to this day" },
	                               { .name = "csv", .help = "as CSV" },
	                               { .name = "json", .help = "as JSON" },
	                               { .name = "events", .value = "EVENTS.csv", .help = "of a file instead: lines child,seconds,kind,area,team" },
	                               { .name = "measures", .value = "DIR", .help = "with --events: kinds.yaml, events.yaml and measures.yaml: what is asked, and what the numbers mean" },
	                               { .name = "into", .letter = 'o', .folder = true, .value = "DIR", .help = "with --events: where MEASURE.csv is written for each" },
	                               { 0 } },
	  .help = "ask declared questions of all journeys",
	  .more = "Without MEASURE: the list. What happened, what has not yet and what nobody can know are told apart. With --events, no\n"
	          "area is read: prints how long each question took, and all of them in one pass." },
	{ 0 },
};
