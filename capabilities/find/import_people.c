/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark import people FILE.csv: people from a table, one record each. */
#include "base/file.h"
#include "cmd/content.h"
#include "journal/batch.h"
#include "wire/csv.h"

enum { FILE_MAX_BYTES = 1024 * 1024 * 1024, COLUMNS_MOST = 64, WRONG_SAID_MOST = 20 };

typedef struct {
	content *in;
	writer w;
	const kind *person;
	const field *columns[COLUMNS_MOST]; /* NULL: not taken */
	size_t column_n, id_column;
	bool has_people;                    /* somebody was there before */
	arena chunk;                        /* of the rows that wait to be written */
	LIST(batch_entry) waiting;
	LIST(int64_t) lines;
	int64_t newest, rows_of_file, taken, unchanged, refused, unread; /* newest: entry of the journal */
	str why;                            /* the file is not taken on */
} people_import;

/* ---- columns */

static const field *field_of_column(const kind *person, str name)
{
	if (str_eq(name, S("id"))) return kind_field(person, S("local_id"));
	if (str_eq(name, S("dob"))) return kind_field(person, S("born"));
	return kind_field(person, name);
}

static bool has_column(const people_import *p, size_t before, const field *f)
{
	for (size_t i = 0; i < before; i++)
		if (p->columns[i] == f) return true;
	return false;
}

static err take_head(people_import *p, const str *cells, size_t n)
{
	buf unknown = BUF(p->in->c->a);
	p->id_column = n;
	p->why = S("the first line names more columns than a table of people has");
	if (n > COLUMNS_MOST) return E_INVALID;
	p->why = S("two columns of the first line say the same of a person: leave one of them out");
	for (size_t i = 0; i < n; i++) {
		str name = str_ascii_lower(p->in->c->a, str_trim(cells[i]));
		p->columns[i] = field_of_column(p->person, name);
		if (p->columns[i] && has_column(p, i, p->columns[i])) return E_INVALID;
		if (str_eq(name, S("id"))) p->id_column = i;
		if (!p->columns[i]) {
			if (unknown.n) buf_lit(&unknown, ", ");
			buf_str(&unknown, name);
		}
	}
	p->column_n = n;
	if (unknown.n) cmd_say(p->in->c, "these columns are not of a person and are passed over: %.*s", STR_ARG(buf_view(&unknown)));
	p->why = S("the first line has no column id: every person needs a local number");
	return p->id_column < n ? OK : E_INVALID;
}

/* ---- rows */

static void refuse(people_import *p, int64_t line, const char *why)
{
	if (p->refused++ < WRONG_SAID_MOST) cmd_say(p->in->c, "%.*s:%lld: %s", STR_ARG(p->in->c->arg[0]), (long long)line, why);
}

static err write_waiting(people_import *p)
{
	problems wrong = { 0 };
	err e = p->waiting.n ? journal_append_all(&p->w, p->waiting.at, p->waiting.n, &p->chunk, &wrong) : OK;
	for (size_t i = 0; i < p->waiting.n; i++) {
		const batch_entry *one = &p->waiting.at[i];
		switch (one->result) {
		case OK:
			if (one->seq.n > p->newest) p->newest = one->seq.n, p->taken++;
			else p->unchanged++;
			break;
		case E_CONFLICT: refuse(p, p->lines.at[i], "this person is here already and is recorded otherwise: correct the record"); break;
		case E_INVALID: refuse(p, p->lines.at[i], "a value is longer than it may be"); break;
		case E_DENIED: case E_NOT_FOUND: case E_BUSY: case E_LIMIT: case E_IO: return e;
		}
	}
	arena_reset(&p->chunk);
	p->waiting.at = NULL, p->waiting.n = p->waiting.cap = 0;
	p->lines.at = NULL, p->lines.n = p->lines.cap = 0;
	return e == E_CONFLICT || e == E_INVALID ? OK : e;
}

/* Whether somebody with the number was recorded otherwise than by this command. */
static err is_known(people_import *p, str name, str id, uuid *ret_id, bool *ret)
{
	record_id begun, there;
	*ret = false;
	if (!p->has_people) {
		*ret_id = uuid_of_name(name);
		return OK;
	}
	TRY(batch_find(p->in->db, &p->chunk, name, &begun, ret_id));
	if (begun.n) {
		*ret_id = uuid_of_name(name);
		return OK;
	}
	err e = access_by_local_id(&p->in->read, id, &there);
	*ret = e == OK;
	if (e == E_NOT_FOUND) p->in->c->a->trail = (trail){ 0 };
	return e == E_NOT_FOUND ? OK : e;
}

static void say_unread(people_import *p, int64_t line, const field *f)
{
	if (p->unread++ < WRONG_SAID_MOST)
		cmd_say(p->in->c, "%.*s:%lld: %.*s: this does not read, and is kept as received", STR_ARG(p->in->c->arg[0]), (long long)line,
		        STR_ARG(f->label));
}

static values read_values(people_import *p, int64_t line, const str *cells)
{
	values v = values_make(&p->chunk, p->person);
	for (size_t i = 0; i < p->column_n; i++) {
		str cell = str_trim(cells[i]);
		if (!p->columns[i] || !cell.n) continue;
		value *to = &v.at[p->columns[i]->at];
		value_from_text(&p->chunk, area_zone(p->in->area), p->columns[i], str_copy(&p->chunk, cell), to);
		if (to->is == VALUE_UNREAD) say_unread(p, line, p->columns[i]);
	}
	if (kind_field(p->person, S("child"))) *values_of(&v, S("child")) = (value){ .is = VALUE_KNOWN, .yes = true };
	return v;
}

static err take_row(void *context, int64_t line, const str *cells, size_t n)
{
	people_import *p = context;
	uuid id;
	bool known;
	if (line == 1) return take_head(p, cells, n);
	p->rows_of_file++;
	if (n != p->column_n) return refuse(p, line, "this line has another number of cells than the first"), OK;
	str number = str_trim(cells[p->id_column]);
	if (!number.n) return refuse(p, line, "this person has no id"), OK;
	buf name = BUF(&p->chunk);
	buf_lit(&name, "people ");
	buf_str(&name, number);
	TRY(is_known(p, buf_view(&name), number, &id, &known));
	if (known) return refuse(p, line, "somebody with this number is recorded already: nothing of this line was taken"), OK;
	values *v = TAKE(&p->chunk, values);
	*v = read_values(p, line, cells);
	PUSH(&p->chunk, &p->waiting, ((batch_entry){ .k = p->person, .v = v, .head = { .id = id } }));
	PUSH(&p->chunk, &p->lines, line);
	return p->waiting.n == BATCH_APPEND_MOST ? write_waiting(p) : OK;
}

/* ---- the command */

static err begin(people_import *p)
{
	seq_list people;
	p->w = journal_job_writer(area_journal(p->in->area), area_zone(p->in->area));
	p->person = practice_kind(p->in->read.practice, S("person"));
	CHECK(p->person);
	TRY(journal_size(p->in->db, &p->newest));
	TRY(project_known(p->in->db, &p->chunk, p->in->read.practice, S("person"), PROJECT_NOW, &people));
	p->has_people = people.n > 0;
	arena_reset(&p->chunk);
	return OK;
}

static int import_all(people_import *p, str text)
{
	cmd *c = p->in->c;
	csv_reader *r = csv_start(c->a, &(csv_visitor){ .context = p, .row = take_row });
	err e = begin(p);
	if (e == OK) e = csv_feed(r, text);
	if (e == OK) e = csv_finish(r);
	if (e == OK) e = write_waiting(p);
	if (e == OK && !p->column_n) return cmd_say(c, "%.*s: the file is empty: its first line names the columns", STR_ARG(c->arg[0]));
	buf b = BUF(c->a);
	buf_printf(&b, "%lld people: %lld taken, %lld here already, %lld refused; %lld values could not be read and are kept as received\n",
	           (long long)p->rows_of_file, (long long)p->taken, (long long)p->unchanged, (long long)p->refused, (long long)p->unread);
	cmd_print(c, buf_view(&b));
	csv_wrong wrong = csv_wrong_of(r);
	if (e == OK) return p->refused || p->unread ? CMD_FINDINGS : CMD_DONE;
	if (e == E_INVALID && wrong.message.n) return cmd_say(c, "%.*s:%lld: %.*s", STR_ARG(c->arg[0]), (long long)wrong.line, STR_ARG(wrong.message));
	if (e == E_INVALID && p->why.n) return cmd_say(c, "%.*s:1: %.*s", STR_ARG(c->arg[0]), STR_ARG(p->why));
	return cmd_could_not(c, e, "record the people", "Run it again: what was recorded stays, and is not doubled.");
}

static int import_run(cmd *c)
{
	CONTENT(in);
	str text;
	err e = file_read(c->a, str_c(c->a, c->arg[0]), FILE_MAX_BYTES, &text);
	if (e != OK) return cmd_could_not(c, e, "read the file", "Is there a file of that name, and is it under 1 GB?");
	int status = content_open(c, &in);
	if (status != CMD_DONE) return status;
	if (!in.who.measuring && !(in.who.roles & (ROLE_MANAGER | ROLE_ADMINISTRATOR)))
		return cmd_say(c, "%.*s may not read files in: a manager or an administrator may", STR_ARG(in.who.name));
	people_import p = { .in = &in, .chunk = arena_make() };
	status = content_go_through(&in);
	if (status == CMD_DONE) status = import_all(&p, text);
	arena_end(&p.chunk);
	return status;
}

const command command_import_people[] = {
	{ .name = "import people", .arguments = "FILE.csv", .takes = TAKES_CONTENT, .run = import_run,
	  .leaves = { LEAVES_NOBODY, "What became of the lines of a table." },
	  .help = "take people from a table into an area",
	  .more = "The first line names the columns: id (the local number) and any of given, surname, known_as, dob, postcode,\n"
	          "lives_at, nhs_number, upn, former_upn and the other fields of a person. Each line becomes a record of its own.\n"
	          "The same file again changes nothing; whoever is here already is not made twice. What could not be taken is said,\n"
	          "with its line. In an area with sign-ins a manager or an administrator reads files in, with --as NAME --because\n"
	          "REASON. Ends with 1 where something was refused or did not read." },
	{ 0 },
};
