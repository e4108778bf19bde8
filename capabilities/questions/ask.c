/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark ask: numbers that ask questions, of an area's journeys. */
#include "cmd/ask.h"

#include "capabilities/questions/drawn.h"
#include "capabilities/questions/table.h"
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
	if (!cmd_has_option(c, "by") && m->by.n) m->by.n = 1;
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

static void json_cell(buf *b, const answer_column *column, str cell)
{
	if (!column->number || str_eq(cell, S("c"))) buf_json(b, cell); /* left out: no number */
	else if (cell.n) buf_str(b, cell);
	else buf_lit(b, "null");
}

/* What is told of one question. */
typedef struct {
	const asked *x;
	const measure *m;      /* split as it was asked */
	const answer_table *t;
	str population;        /* of a rate: whose it is, or what there is to read in */
	thread said;
} told;

static void rows_as_json(buf *b, const answer_table *t)
{
	size_t n = t->columns.n;
	buf_lit(b, ",\"rows\":[");
	for (size_t i = 0; i < t->cells.n; i++) {
		buf_str(b, i % n ? S(",") : i ? S("},{") : S("{"));
		buf_json(b, t->columns.at[i % n].name);
		buf_char(b, ':');
		json_cell(b, &t->columns.at[i % n], t->cells.at[i]);
	}
	buf_str(b, t->cells.n ? S("}]") : S("]"));
}

static void put_json(buf *b, const char *name, str text)
{
	buf_str(b, str_of(name));
	buf_json(b, text);
}

static void as_json(buf *b, const told *is)
{
	put_json(b, "{\"measure\":", is->m->name);
	put_json(b, ",\"asks\":", is->m->asks);
	rows_as_json(b, is->t);
	put_json(b, ",\"population\":", is->population);
	put_json(b, ",\"caveat\":", caveat_words(is->x));
	buf_lit(b, ",\"said\":[");
	for (size_t i = 0; i < is->said.n; i++) {
		put_json(b, i ? ",{\"is\":" : "{\"is\":", is->said.at[i].what);
		put_json(b, ",\"words\":", is->said.at[i].words);
		put_json(b, ",\"by\":", is->said.at[i].by);
		buf_char(b, '}');
	}
	buf_lit(b, "],\"ask_locally\":[");
	for (size_t i = 0; i < is->m->ask_locally.n; i++) put_json(b, i ? "," : "", is->m->ask_locally.at[i]);
	buf_lit(b, "]}");
}

/* What was said of the number, in one cell. */
static str said_words(arena *a, const thread *said)
{
	buf b = BUF(a);
	EACH (one, *said) buf_printf(&b, "%s%.*s: %.*s (%.*s)", b.n ? "; " : "", STR_ARG(one->what), STR_ARG(one->words), STR_ARG(one->by));
	return b.n ? buf_view(&b) : S("Nothing was said of it here yet.");
}

/* The last two columns are the same in every row, so that no row is told without them: the caveat, and what was said. */
static void as_csv(buf *b, arena *a, const told *is)
{
	enum { CAVEAT, SAID, BESIDE };
	const answer_table *t = is->t;
	size_t n = t->columns.n;
	str *row = TAKE_N(a, str, n + BESIDE);
	for (size_t i = 0; i < n; i++) row[i] = t->columns.at[i].name;
	row[n + CAVEAT] = S("caveat");
	row[n + SAID] = S("said");
	csv_write_row(b, CSV_EXACT, row, n + BESIDE);
	row[n + CAVEAT] = caveat_words(is->x);
	row[n + SAID] = said_words(a, &is->said);
	for (size_t i = 0; i + n <= t->cells.n; i += n) {
		for (size_t c = 0; c < n; c++) row[c] = t->cells.at[i + c];
		csv_write_row(b, CSV_EXACT, row, n + BESIDE);
	}
}

static void as_words(buf *b, const told *is)
{
	const answer_table *t = is->t;
	size_t n = t->columns.n, *wide = TAKE_N(b->a, size_t, n + 1);
	buf_printf(b, "%.*s\n", STR_ARG(is->m->asks));
	for (size_t i = 0; i < n; i++) wide[i] = t->columns.at[i].name.n;
	for (size_t i = 0; i < t->cells.n; i++)
		if (t->cells.at[i].n > wide[i % n]) wide[i % n] = t->cells.at[i].n;
	for (size_t i = 0; i < n; i++) buf_printf(b, "%s%*.*s", i ? "  " : "", t->columns.at[i].number ? (int)wide[i] : -(int)wide[i], STR_ARG(t->columns.at[i].name));
	for (size_t i = 0; i < t->cells.n; i++)
		buf_printf(b, "%s%*.*s", i % n ? "  " : "\n", t->columns.at[i % n].number ? (int)wide[i % n] : -(int)wide[i % n], STR_ARG(t->cells.at[i]));
	buf_str(b, t->cells.n ? S("\n") : S("\nThere is nothing that it begins with, so nobody is counted.\n"));
	if (is->population.n) buf_printf(b, "%.*s\n", STR_ARG(is->population));
	buf_printf(b, "%.*s\n", STR_ARG(caveat_words(is->x)));
	EACH (one, is->said) buf_printf(b, "%.*s: %.*s (%.*s)\n", STR_ARG(one->what), STR_ARG(one->words), STR_ARG(one->by));
	EACH (one, is->m->ask_locally) buf_printf(b, "Ask here: %.*s\n", STR_ARG(*one));
	buf_char(b, '\n');
}

static void tell(cmd *c, buf *b, const told *is, bool first)
{
	if (cmd_has_option(c, "json")) {
		if (!first) buf_char(b, ',');
		as_json(b, is);
	} else if (cmd_has_option(c, "csv")) {
		if (!first) buf_lit(b, "\r\n");
		as_csv(b, c->a, is);
		if (is->population.n) cmd_say(c, "%.*s", STR_ARG(is->population));
	} else {
		as_words(b, is);
	}
}

/* ---- asking */

static int could_not_ask(cmd *c, const measure *m, err e)
{
	if (e == E_LIMIT) return cmd_say(c, "%.*s: too many combinations of splits; ask --by fewer of them", STR_ARG(m->name));
	if (e == E_INVALID) return cmd_say(c, "%.*s: it cannot be split so: years, quarters and months hold each other, and a split needs values", STR_ARG(m->name));
	return cmd_could_not(c, e, "answer", "Try again.");
}

/* A split of which nothing was recorded tells no parts from each other. */
static bool splits_say(cmd *c, const journeys_held *held, const measure *m, const question *q)
{
	for (size_t i = 0; i < q->by_n; i++)
		if (!split_has_values(held->journeys, q->by[i]))
			return cmd_say(c, "%.*s: nothing that was recorded says its %.*s, so it cannot be split by it", STR_ARG(m->name), STR_ARG(m->by.at[i])), false;
	return true;
}

typedef struct {
	cmd *c;
	journeys_held *held;
	buf told;
	size_t n, counted; /* questions told of; those of them in which anybody was counted */
} asking;

/* A figure that is passed on has with it what was said of it: where nobody said anything, it is not passed on. */
static int with_thread(cmd *c, reading *r, const measure *m, thread *ret)
{
	static const char *const passed_on[] = { "csv", "json", "svg", "publish" };
	bool leaves = false;
	err e = thread_read(r, m->name, ret);
	if (e != OK) return cmd_could_not(c, e, "read what was said", "Try again.");
	for (size_t i = 0; i < sizeof passed_on / sizeof *passed_on; i++) leaves |= cmd_has_option(c, passed_on[i]);
	if (!leaves || ret->n) return CMD_DONE;
	return cmd_say(c, "%.*s: nobody has said anything about it yet, and no figure leaves without what was said of it; say on its page what may lie behind it",
	               STR_ARG(m->name));
}

/* As its page has it. What asked_read would ask otherwise is not told: whoever asked for something else would not see that it is. */
static int ask_as_page(cmd *c, const journeys_held *held, str name, str by, asked *ret)
{
	question days = { 0 };
	asked_way way = { .by = by };
	if (str_find_char(by, ',') >= 0) return cmd_say(c, "--svg and --publish split --by no more than one thing");
	if (!window(c, held, &days)) return CMD_COULD_NOT;
	way.from_day = days.from_day;
	way.until_day = days.until_day;
	err e = asked_read(held->r, held, name, &way, ret);
	if (e == E_NOT_FOUND) return cmd_say(c, "there is no question %.*s: waymark ask without one lists them", STR_ARG(name));
	if (e == OK && ret->why.n) return cmd_say(c, "%.*s: %.*s", STR_ARG(ret->m->name), STR_ARG(ret->why));
	if (e == OK && ret->notice.n) return cmd_say(c, "%.*s: it cannot be split by %.*s", STR_ARG(ret->m->name), STR_ARG(by));
	if (e != OK) return cmd_could_not(c, e, "answer", "Try again.");
	ret->to_publish = cmd_has_option(c, "publish");
	asked_settle(ret);
	return CMD_DONE;
}

static int ask_to_publish(cmd *c, const journeys_held *held, const measure *m, asked *ret, answer_table *ret_table, str *ret_population)
{
	str first = m->by.n ? m->by.at[0] : STR_NONE;
	int status = ask_as_page(c, held, m->name, cmd_has_option(c, "by") ? cmd_option(c, "by") : first, ret);
	if (status != CMD_DONE) return status;
	told_table t = asked_table(ret, true);
	*ret_table = (answer_table){ .cells = t.cells };
	EACH (column, t.columns) PUSH(c->a, &ret_table->columns, *column);
	*ret_population = rate_source(ret);
	return CMD_DONE;
}

static int ask_exactly(cmd *c, const journeys_held *held, measure *m, asked *x, answer_table *ret, str *ret_population)
{
	if (!split_by(c, m)) return CMD_COULD_NOT;
	if (!question_of(m, held->words, &x->q, &x->why)) return cmd_say(c, "%.*s: %.*s", STR_ARG(m->name), STR_ARG(x->why));
	if (!window(c, held, &x->q) || !splits_say(c, held, m, &x->q)) return CMD_COULD_NOT;
	err e = questions_ask(c->a, held->journeys, &x->q, 1, journeys_threads(), &x->is);
	if (e == OK) e = population_read(x);
	if (e != OK) return could_not_ask(c, m, e);
	answer_tabled(c->a, m, &x->is, &held->journeys->on, &held->names, ret);
	if (rate_columns(x, ret)) *ret_population = rate_source(x);
	return CMD_DONE;
}

static int ask_one(asking *of, const measure *as_declared)
{
	cmd *c = of->c;
	measure m = *as_declared;
	asked x = { .r = of->held->r, .held = of->held, .m = as_declared };
	answer_table table;
	told is = { .x = &x, .m = &m, .t = &table };
	int status = cmd_has_option(c, "publish") ? ask_to_publish(c, of->held, &m, &x, &table, &is.population) :
	                                            ask_exactly(c, of->held, &m, &x, &table, &is.population);
	if (status == CMD_DONE) status = with_thread(c, of->held->r, &m, &is.said);
	if (status != CMD_DONE) return status;
	tell(c, &of->told, &is, of->n++ == 0);
	of->counted += table.cells.n > 0;
	return CMD_DONE;
}

static int ask_each(asking *of)
{
	cmd *c = of->c;
	bool json = cmd_has_option(c, "json");
	if (json) buf_char(&of->told, '[');
	for (size_t i = 0; i < c->arg_n; i++) {
		const measure *m = journeys_measure(of->held, c->arg[i]);
		if (!m) return cmd_say(c, "there is no question %.*s: waymark ask without one lists them", STR_ARG(c->arg[i]));
		int status = ask_one(of, m);
		if (status != CMD_DONE) return status;
	}
	if (json) buf_lit(&of->told, "]\n");
	return CMD_DONE;
}

/* ---- the picture */

static int draw(cmd *c, const journeys_held *held, str *ret)
{
	asked x;
	thread said = { 0 };
	if (c->arg_n != 1) return cmd_say(c, "--svg draws one question");
	if (cmd_has_option(c, "csv") || cmd_has_option(c, "json")) return cmd_say(c, "--svg draws; ask for --csv or --json apart");
	int status = ask_as_page(c, held, c->arg[0], cmd_option(c, "by"), &x);
	if (status == CMD_DONE) status = with_thread(c, held->r, x.m, &said);
	if (status != CMD_DONE) return status;
	*ret = picture_file(&x, &said);
	if (ret->n) return CMD_DONE;
	return cmd_say(c, "%.*s: nobody is counted, or in too few months%s, so there is nothing to draw", STR_ARG(x.m->name),
	               x.to_publish ? ", or a small number could be read from it" : "");
}

/* Not before the read log has who looked. */
static int ask_picture(content *in, const journeys_held *held)
{
	str picture = STR_NONE, path = cmd_option(in->c, "svg");
	int status = draw(in->c, held, &picture);
	if (status == CMD_DONE) status = content_print(in, OK, STR_NONE);
	if (status != CMD_DONE) return status;
	err e = file_write(in->c->a, str_c(in->c->a, path), picture, 0600);
	return e == OK ? CMD_DONE : cmd_could_not(in->c, e, "write the picture", "Is there room, and may you write there?");
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
	asking all = { .c = c, .held = &held, .told = BUF(c->a) };
	int status = content_open(c, &in);
	if (status != CMD_DONE) return status;
	c->a->max_bytes = SIZE_MAX;
	if (!in.who.measuring && !(in.who.roles & (ROLE_PRACTITIONER | ROLE_MANAGER | ROLE_BOARD)))
		return cmd_say(c, "questions are asked by practitioners, managers and the board");
	err e = journeys_hold(&in.read, &held);
	if (e != OK) return cmd_could_not(c, e, "read the journeys", "Can the database be read? waymark verify checks it.");
	if (cmd_has_option(c, "svg")) return ask_picture(&in, &held);
	if (c->arg_n == 0) list_questions(&all.told, &held);
	else if ((status = ask_each(&all)) != CMD_DONE) return status;
	say_later(c, &held);
	journeys_let_go(&held);
	status = content_print(&in, OK, buf_view(&all.told));
	if (status == CMD_DONE && all.n && !all.counted) return cmd_say(c, "nobody is counted: nothing that it begins with was recorded in that time");
	return status;
}

static int ask_run(cmd *c)
{
	return cmd_has_option(c, "events") ? ask_of_file(c) : ask_of_area(c);
}

const command command_ask[] = {
	{ .name = "ask", .arguments = "[MEASURE...]", .takes = TAKES_CONTENT, .run = ask_run,
	  .options = (const option[]){ { .name = "by", .value = "WAYS", .help = "year, quarter, month, locality, team, agency, age_band, sex or KIND.FIELD, parted by commas (the first that the question declares, unless said)" },
	                               { .name = "from", .value = "DAY", .help = "what begins from this day on" },
	                               { .name = "to", .value = "DAY", .help = "what begins up to this day" },
	                               { .name = "publish", .help = "for outside: numbers under 5 are left out (c), and what would give them away" },
	                               { .name = "csv", .help = "as CSV; the last columns are its caveat and what was said of it" },
	                               { .name = "json", .help = "as JSON" },
	                               { .name = "svg", .value = "FILE", .help = "the picture of the question's page, with its caveat and what was said of it" },
	                               { .name = "events", .value = "EVENTS.csv", .help = "of a file instead: lines child,seconds,kind,area,team" },
	                               { .name = "measures", .value = "DIR", .help = "with --events: kinds.yaml, events.yaml and measures.yaml: what is asked, and what the numbers mean" },
	                               { .name = "into", .letter = 'o', .folder = true, .value = "DIR", .help = "with --events: where MEASURE.csv is written for each" },
	                               { 0 } },
	  .leaves = { LEAVES_COUNTED, "Numbers with their caveat and what was said of them." },
	  .help = "ask declared questions of all journeys",
	  .more = "Without MEASURE: the list. What happened, what has not yet and what nobody can know are told apart. With --events, no\n"
	          "area is read: prints how long each question took, and all of them in one pass.\n"
	          "What is passed on (--csv, --json, --svg, --publish) has with it what people said of the number on its page: where nobody\n"
	          "said anything, it is not passed on. --publish splits by one thing." },
	{ 0 },
};
