/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark import cin FILE...: children-in-need census files into the area. A file is read twice: once to see that it can be
 * taken whole, once to append; what was appended becomes visible with the last entry. */
#include "capabilities/returns_cin/cin.h"


enum { IDS_SAID_MOST = 20, AUTHORITY_MAX_BYTES = 20, RECORDS_A_TIME = 8000 };

typedef struct {
	cin_import *in;
	arena ids_arena;
	map ids;           /* LAchildID -> where it was read */
	buf head;          /* what it says of itself, a line each */
	int64_t children;
	int refusals;      /* of single children: the file is not taken */
} census_file;

/* ---- the first time: can it be taken whole? */

static err note_header(void *context, const census_group *header)
{
	census_file *f = context;
	for (size_t i = 0; i < header->values.n; i++) {
		const census_value *v = &header->values.at[i];
		if (str_eq(str_of(v->is->name), S("Year"))) f->in->year = str_copy(f->in->c->a, v->text);
		if (str_eq(str_of(v->is->name), S("LEA"))) f->in->authority = str_copy(f->in->c->a, v->text);
		buf_str(&f->head, str_of(v->is->name));
		buf_lit(&f->head, ": ");
		buf_str(&f->head, v->text);
		buf_char(&f->head, '\n');
	}
	return OK;
}

static void say_same_id(const cin_import *in, int line, int before)
{
	ARENA(a);
	buf b = BUF(&a);
	cin_where(&b, in->source, line);
	buf_lit(&b, "this child has the LAchildID of the one in ");
	cin_where(&b, in->source, before);
	buf_lit(&b, "they are two, or one said twice");
	cmd_say(in->c, "%.*s", STR_ARG(buf_view(&b)));
}

static err note_id(void *context, const census_group *child)
{
	census_file *f = context;
	const census_value *id = census_value_of(child, S("LAchildID"));
	const int *before = id ? map_get(&f->ids, id->text) : NULL;
	f->children++;
	if (id && !before) {
		int *line = TAKE(&f->ids_arena, int);
		*line = id->line;
		map_put(&f->ids_arena, &f->ids, str_copy(&f->ids_arena, id->text), line);
		return OK;
	}
	if (++f->refusals > IDS_SAID_MOST) return E_DENIED;
	if (!id) cin_refuse(f->in->source, child->line, "this child has no LAchildID: give it one");
	else say_same_id(f->in, id->line, *before);
	return OK;
}

/* The schema lets a file do without a header, and the flat form often has none: what it would have said may be said beside. */
static bool look_through(census_file *f)
{
	int64_t year;
	cin_import *in = f->in;
	err e = cin_source_read(in->source, &(census_visitor){ .context = f, .header = note_header, .child = note_id });
	if (e != OK && e != E_DENIED) return false;
	if (!in->year.n) in->year = cmd_option(in->c, "year");
	if (!in->authority.n) in->authority = cmd_option(in->c, "authority");
	bool fit_year = !in->year.n || (in->year.n == 4 && str_to_int(in->year, &year));
	if (!fit_year) cin_refuse(in->source, 1, "the header's year is none (Header/CollectionDetails/Year)");
	bool fit_source = in->authority.n <= AUTHORITY_MAX_BYTES;
	if (!fit_source) cin_refuse(in->source, 1, "the number of the local authority (Header/Source/LEA) is no number of one");
	return e == OK && fit_year && fit_source && !f->refusals;
}

/* ---- the second time: append */

static err say_header(void *context, const census_group *header)
{
	census_file *f = context;
	for (size_t i = 0; i < header->oddities.n; i++) {
		const census_oddity *o = &header->oddities.at[i];
		buf *b = cin_unread(f->in, o->line, STR_NONE);
		buf_str(b, o->element);
		buf_char(b, ' ');
		if (o->text.n) cin_say_text(b, o->text);
		if (o->text.n) buf_char(b, ' ');
		buf_str(b, str_of(o->what));
		buf_char(b, '\n');
	}
	return OK;
}

static err say_oddity(void *context, const census_oddity *o)
{
	census_group around = { 0 };
	ARENA(a);
	PUSH(&a, &around.oddities, *o);
	return say_header(context, &around);
}

static err take_child(void *context, const census_group *child)
{
	census_file *f = context;
	TRY(cin_take_child(f->in, child));
	if (f->in->records.n < RECORDS_A_TIME) return OK;
	cmd_progress(f->in->c, f->in->children, f->children + f->children / 2);
	return cin_write(f->in);
}

static void set_number(values *v, const char *field_name, int64_t n, arena *a)
{
	buf b = BUF(a);
	buf_int(&b, n);
	*values_of(v, str_of(field_name)) = (value){ .is = VALUE_KNOWN, .text = buf_view(&b), .number = (double)n };
}

static void set_words(values *v, const char *field_name, str text)
{
	if (text.n) *values_of(v, str_of(field_name)) = (value){ .is = VALUE_KNOWN, .text = text };
}

/* What the story names as saying so. */
static str source_words(const cin_import *in)
{
	buf b = BUF(in->c->a);
	buf_lit(&b, "the children in need census ");
	buf_str(&b, in->year.n ? in->year : S("(of which year, the file does not say)"));
	if (in->authority.n) {
		buf_lit(&b, " of local authority ");
		buf_str(&b, in->authority);
	}
	return buf_view(&b);
}

/* The last entry: from here on everybody sees what came. The file is the source of the rest; this one is said by whoever
 * read it in. */
static err complete(census_file *f)
{
	cin_import *in = f->in;
	arena *a = in->c->a;
	const kind *k = practice_kind(in->map.practice, S("import"));
	values v = values_make(a, k);
	seq done;
	problems wrong = { 0 };
	str name = cin_source_name(a, in->source);
	for (ptrdiff_t slash; (slash = str_find_char(name, '/')) >= 0;) name = str_from(name, (size_t)slash + 1);
	set_words(&v, "what", S("cin"));
	if (str_is_utf8(name) && !str_has_control(name, false) && name.n <= LINE_MAX_CHARS) set_words(&v, "file", name);
	set_words(&v, "year", in->year);
	set_words(&v, "source", source_words(in));
	set_words(&v, "head", buf_view(&f->head));
	if (in->read->who->sign_in) set_words(&v, "by", in->read->who->name);
	set_words(&v, "because", in->read->because);
	set_number(&v, "children", in->children, a);
	set_number(&v, "entries", in->made + in->corrected, a);
	set_number(&v, "unread", in->unread, a);
	in->batch.w.author = in->read->who->worker;
	in->batch.w.agency = in->read->who->agency;
	return batch_complete(&in->batch, k, &v, &(entry_head){ 0 }, a, &done, &wrong);
}

static void say_no_year(cin_import *in)
{
	buf *b = cin_unread(in, 1, STR_NONE);
	buf_lit(b, "nothing here says of which year it is: with --year YEAR it goes out again in the census of that year\n");
}

static int append_all(census_file *f)
{
	cin_import *in = f->in;
	sha256 first = in->source->seen;
	if (!in->year.n) say_no_year(in);
	err e = cin_source_read(in->source, &(census_visitor){ .context = f, .header = say_header, .child = take_child, .oddity = say_oddity });
	if (e != OK) return CMD_COULD_NOT;
	if (!sha256_eq(first, in->source->seen)) return cin_refuse(in->source, 1, "the file changed while it was read: nothing of it shows");
	e = cin_write(in);
	if (e == OK && in->made + in->corrected > 0) e = complete(f);
	cmd_progress(in->c, 1, 1);
	if (e == E_CONFLICT) return cmd_say(in->c, "another file was read in meanwhile: nothing of this one shows; run it again");
	if (e == OK) return CMD_DONE;
	return cmd_could_not(in->c, e, "append what the file says", "Nothing of it shows. Run it again; waymark verify checks the database.");
}

static void say_sum(const cin_import *in)
{
	buf b = BUF(in->c->a);
	buf_str(&b, cin_source_name(in->c->a, in->source));
	buf_lit(&b, ": census of children in need");
	if (in->year.n) buf_char(&b, ' ');
	buf_str(&b, in->year);
	buf_printf(&b, ": %lld children, %lld episodes, ", (long long)in->children, (long long)in->episodes);
	if (in->made + in->corrected == 0) buf_lit(&b, "nothing new: the area has all of it");
	else buf_printf(&b, "%lld entries", (long long)(in->made + in->corrected));
	if (in->corrected) buf_printf(&b, " (%lld of them correct what was there)", (long long)in->corrected);
	buf_printf(&b, "; %lld things could not be read\n", (long long)in->unread);
	cmd_print(in->c, buf_view(&b));
}

/* ---- the command */

/* Everything is looked up as it was when the file's turn came. */
static err begin_file(cin_import *in)
{
	reading *r = in->read;
	arena *a = in->c->a;
	writer w = journal_job_writer(area_journal(r->area), area_zone(r->area));
	db_rollback(r->db);
	TRY(db_begin(r->db, DB_SNAPSHOT));
	TRY(area_practice(r->area, r->db, &r->practice));
	cin_map_make(r->practice, area_zone(r->area), &in->map);
	return batch_begin(r->db, &w, a, &in->batch);
}

static int import_opened(census_file *f)
{
	cin_import *in = f->in;
	if (!look_through(f)) return CMD_COULD_NOT;
	err e = begin_file(in);
	if (e != OK) return cmd_could_not(in->c, e, "read the area", "Can the database be reached?");
	if (!practice_kind(in->map.practice, S("import")))
		return cmd_say(in->c, "this area does not know imports yet: run waymark practice apply");
	int status = append_all(f);
	if (status != CMD_DONE) return status;
	say_sum(in);
	return in->unread ? CMD_FINDINGS : CMD_DONE;
}

static int import_source(cmd *c, reading *r, cin_source *s)
{
	cin_import in = { .c = c, .read = r, .source = s, .chunk = arena_make() };
	census_file f = { .in = &in, .ids_arena = arena_make(), .head = BUF(c->a) };
	in.said = BUF(&in.chunk);
	int status = import_opened(&f);
	arena_end(&in.chunk);
	arena_end(&f.ids_arena);
	return status;
}

/* Tables of the flat form are one census together; each other file is one. */
static int import_all(cmd *c, reading *r)
{
	int worst = CMD_DONE;
	bool whole = true;
	cin_source tables = { .c = c, .fd = -1 };
	for (size_t i = 0; i < c->arg_n; i++) {
		cin_source s;
		int status = cin_source_open(c, c->arg[i], &s);
		if (status == CMD_DONE) status = s.is_table ? cin_source_add_table(&tables, c->arg[i]) : import_source(c, r, &s);
		whole &= !s.is_table || status == CMD_DONE;
		cin_source_close(&s);
		if (status > worst) worst = status;
	}
	if (!tables.tables) return worst;
	if (!whole) return cmd_say(c, "of these tables not all can be read: nothing of them was taken");
	int status = import_source(c, r, &tables);
	return status > worst ? status : worst;
}

static int import_run(cmd *c)
{
	CONTENT(in);
	int64_t year;
	if (!cmd_option_int(c, "year", 2009, 2100, 0, &year)) return CMD_COULD_NOT;
	int status = content_open(c, &in);
	if (status != CMD_DONE) return status;
	if (!in.who.measuring && !(in.who.roles & (ROLE_MANAGER | ROLE_ADMINISTRATOR)))
		return cmd_say(c, "%.*s may not read files in: a manager or an administrator may", STR_ARG(in.who.name));
	status = content_go_through(&in);
	return status == CMD_DONE ? import_all(c, &in.read) : status;
}

const command command_import_cin[] = {
	{ .name = "import cin", .arguments = "FILE...", .takes = TAKES_CONTENT, .run = import_run,
	  .options = (const option[]){ { .name = "year", .value = "YEAR", .help = "of which year it is, where the file does not say it" },
	                               { .name = "authority", .value = "NNN", .help = "number of the local authority, where the file does not say it" },
	                               { 0 } },
	  .leaves = { LEAVES_NOBODY, "What became of the lines of the files." },
	  .help = "read children-in-need census files into an area",
	  .more = "FILE is the XML of a census, or a table of its flat form (CSV, known by its columns): all tables named are one\n"
	          "census together. Prints what could not be read, with line and child, and what differs from files before; what does\n"
	          "not read is kept as received. A file that is no census, is cut, or holds a child without an id or twice is not taken\n"
	          "at all. The same file again changes nothing. In an area with sign-ins a manager or an administrator reads files in,\n"
	          "with --as NAME --because REASON. Ends with 1 where something could not be read, with 2 where a file was not taken." },
	{ 0 },
};
