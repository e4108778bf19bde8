/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark import records KIND FILE.csv: records of any kind that is declared, one a row. What the columns may be follows from
 * the declaration. */
#include "access/transfer.h"
#include "base/file.h"
#include "cmd/content.h"
#include "journal/batch.h"
#include "wire/csv.h"

enum { COLUMNS_MOST = 256 };

typedef struct {
	const field *field; /* or */
	const about_role *role;
	bool happened, id;
} column;

typedef struct {
	import_job in;
	const kind *kind;
	column columns[COLUMNS_MOST];
	size_t column_n;
	map rows_by_name; /* name of a row -> its place in the file, and all it says */
	int64_t rows, made, refused, unread;
} table;

typedef struct {
	int64_t line;
	str all;
} row_read;

static err say(table *t, int64_t line, const char *what, str name)
{
	buf_printf(&t->in.said, "%.*s:%lld: ", STR_ARG(t->in.file), (long long)line);
	if (name.n) buf_printf(&t->in.said, "%.*s: ", STR_ARG(name));
	buf_printf(&t->in.said, "%s\n", what);
	return OK;
}

/* ---- the first line */

static bool column_of(const kind *k, str name, column *ret)
{
	*ret = (column){ .field = kind_field(k, name), .role = kind_about(k, name) };
	if (ret->field) ret->role = NULL;
	ret->happened = !ret->field && str_eq(name, S("happened"));
	ret->id = !ret->field && str_eq(name, S("id"));
	return ret->field || ret->role || ret->happened || ret->id;
}

static void say_columns(table *t)
{
	buf_lit(&t->in.said, "these can be: id, happened");
	for (size_t i = 0; i < t->kind->about_n; i++) buf_printf(&t->in.said, ", %.*s", STR_ARG(t->kind->about[i].role));
	for (size_t i = 0; i < t->kind->field_n; i++)
		if (t->kind->fields[i].type != FIELD_FILE) buf_printf(&t->in.said, ", %.*s", STR_ARG(t->kind->fields[i].name));
	buf_char(&t->in.said, '\n');
}

static err read_head(table *t, const str *cells, size_t n)
{
	bool wrong = n > COLUMNS_MOST;
	if (wrong) return E_LIMIT;
	for (size_t i = 0; i < n; i++) {
		str name = str_trim(cells[i]);
		bool known = column_of(t->kind, name, &t->columns[i]);
		const field *f = t->columns[i].field;
		if (known && f && f->type == FIELD_FILE) say(t, 1, "a file does not fit into a table", name);
		else if (!known) say(t, 1, "no column of this kind", name);
		wrong |= !known || (f && f->type == FIELD_FILE);
	}
	t->column_n = n;
	if (wrong) say_columns(t);
	return wrong ? E_INVALID : OK;
}

/* ---- a row */

/* A person by local number or by the record's own; anything else by its record's number. */
static err linked(table *t, const about_role *as, str text, entry_links *to)
{
	record_id id = { 0 };
	err e = E_NOT_FOUND;
	if (str_eq(as->target, S("person"))) e = access_by_local_id(t->in.read, text, &id);
	if (e != OK && e != E_NOT_FOUND) return e;
	if (e == E_NOT_FOUND && (!str_to_int(text, &id.n) || id.n <= 0)) return E_NOT_FOUND;
	PUSH(t->in.read->a, to, ((entry_link){ as->role, id }));
	return OK;
}

static err read_happened(table *t, str text, when *ret)
{
	static const field day_field = { .type = FIELD_DAY };
	value on;
	value_from_text(t->in.read->a, area_zone(t->in.read->area), &day_field, text, &on);
	if (on.is == VALUE_UNREAD) return E_INVALID;
	if (on.is == VALUE_KNOWN) *ret = on.on;
	return OK;
}

/* *io_refused: said why, and nothing of the file will be taken. */
static err read_cell(table *t, int64_t line, const column *c, str text, values *v, entry_head *head, bool *io_refused)
{
	str name = c->field ? c->field->name : c->role ? c->role->role : S("happened");
	err e = OK;
	if (text.n == 0 || c->id) return OK;
	if (c->field) {
		value *to = values_of(v, c->field->name);
		value_from_text(t->in.read->a, area_zone(t->in.read->area), c->field, text, to);
		if (to->is != VALUE_UNREAD) return OK;
		t->unread++;
		return say(t, line, "does not read; it is kept as it stands there", name);
	}
	e = c->role ? linked(t, c->role, text, &head->about) : read_happened(t, text, &head->happened);
	if (e != E_NOT_FOUND && e != E_INVALID) return e;
	*io_refused = true;
	return say(t, line, e == E_INVALID ? "no day; write 2024-03-05, 2024-03 or 2024" : "there is no such record", name);
}

static str all_cells(arena *a, const str *cells, size_t n)
{
	buf b = BUF(a);
	for (size_t i = 0; i < n; i++) {
		buf_char(&b, '\n');
		buf_json(&b, cells[i]);
	}
	return buf_view(&b);
}

/* From the row's own key, or from all that it says: the same file again changes nothing. */
static str name_of_row(const table *t, const str *cells, size_t n)
{
	buf b = BUF(t->in.read->a);
	buf_printf(&b, "waymark import records %.*s", STR_ARG(t->kind->name));
	for (size_t i = 0; i < n; i++) {
		if (!t->columns[i].id || str_trim(cells[i]).n == 0) continue;
		buf_lit(&b, " id ");
		buf_str(&b, str_trim(cells[i]));
		return buf_view(&b);
	}
	buf_str(&b, all_cells(t->in.read->a, cells, n));
	return buf_view(&b);
}

/* Whether a row before says the same, or says otherwise under the same id (refused). */
static bool read_before(table *t, int64_t line, str name, str all, bool *io_refused)
{
	arena *a = t->in.read->a;
	const row_read *before = map_get(&t->rows_by_name, name);
	if (before && !str_eq(before->all, all)) {
		buf_printf(&t->in.said, "%.*s:%lld: has the id of line %lld and says otherwise\n", STR_ARG(t->in.file), (long long)line,
		           (long long)before->line);
		*io_refused = true;
	}
	if (before) return true;
	row_read *this = TAKE(a, row_read);
	*this = (row_read){ line, all };
	map_put(a, &t->rows_by_name, name, this);
	return false;
}

static bool same_about(const entry_links *x, const entry_links *y)
{
	bool same = x->n == y->n;
	for (size_t i = 0; i < x->n && same; i++) same = x->at[i].record.n == y->at[i].record.n && str_eq(x->at[i].role, y->at[i].role);
	return same;
}

/* What the record began with: whatever was corrected since, the row was taken. */
static err recorded_so(table *t, record_id id, const values *v, const entry_head *head, bool *ret)
{
	entry first;
	arena *a = t->in.read->a;
	buf bytes = BUF(a), then = BUF(a), now = BUF(a);
	TRY(journal_entry(t->in.read->db, a, (seq){ id.n }, &first));
	values_write_json(&bytes, v);
	if (first.happened.is != WHEN_NONE) when_write(&then, first.happened);
	if (head->happened.is != WHEN_NONE) when_write(&now, head->happened);
	*ret = first.disposed || (str_eq(first.bytes, buf_view(&bytes)) && str_eq(buf_view(&then), buf_view(&now)) && same_about(&first.about, &head->about));
	return OK;
}

static void say_wrong(table *t, int64_t line, const problems *wrong)
{
	for (size_t i = 0; i < wrong->n; i++)
		say(t, line, str_c(t->in.read->a, wrong->at[i].message), wrong->at[i].where ? wrong->at[i].where->name : STR_NONE);
}

static err record_row(table *t, int64_t line, str name, values *v, entry_head *head, bool *io_refused)
{
	record_id there;
	problems wrong = { 0 };
	bool same = true;
	reading *r = t->in.read;
	if (values_check(r->a, v, &wrong) == E_INVALID) {
		*io_refused = true;
		say_wrong(t, line, &wrong);
		return OK;
	}
	TRY(batch_find(r->db, r->a, name, &there, &head->id));
	if (there.n) TRY(recorded_so(t, there, v, head, &same));
	*io_refused = !same;
	if (!same) return say(t, line, "was recorded before, with other values: correct that record instead", STR_NONE);
	if (there.n || t->refused) return OK; /* after a row that is refused the rest is only read */
	err e = import_append_later(&t->in, v, head, line);
	t->made += e == OK;
	if (e != E_NOT_FOUND) return e;
	*io_refused = true;
	return say(t, line, "names something that is not there, or that you may not know of", STR_NONE);
}

static err read_row(void *context, int64_t line, const str *cells, size_t n)
{
	table *t = context;
	arena *a = t->in.read->a;
	bool refused = n != t->column_n;
	if (t->column_n == 0) return read_head(t, cells, n);
	t->rows++;
	values *v = TAKE(a, values);
	*v = values_make(a, t->kind);
	entry_head head = { 0 };
	str name = refused ? STR_NONE : name_of_row(t, cells, n);
	if (refused) say(t, line, "as many cells as the first line has are needed", STR_NONE);
	bool before = !refused && read_before(t, line, name, all_cells(a, cells, n), &refused);
	for (size_t i = 0; !refused && i < n; i++) TRY(read_cell(t, line, &t->columns[i], str_copy(a, str_trim(cells[i])), v, &head, &refused));
	if (!refused && !before) TRY(record_row(t, line, name, v, &head, &refused));
	t->refused += refused;
	return OK;
}

/* ---- the whole */

static err read_table(table *t)
{
	csv_visitor visitor = { .context = t, .row = read_row };
	csv_reader *r = csv_start(t->in.read->a, &visitor);
	err e = csv_feed(r, t->in.text);
	if (e == OK) e = csv_finish(r);
	csv_wrong wrong = csv_wrong_of(r);
	if (e != OK && wrong.message.n) say(t, wrong.line, str_c(t->in.read->a, wrong.message), STR_NONE);
	return e == OK && !t->refused ? import_complete(&t->in, t->kind->name) : e;
}

static int end(content *with, table *t, err e)
{
	cmd *c = with->c;
	buf b = BUF(c->a);
	if (e == E_INVALID || e == E_LIMIT || e == E_CONFLICT || (e == OK && t->refused)) {
		if (e == E_CONFLICT) buf_lit(&t->in.said, "Another file was read in meanwhile, or a row is here otherwise: run it again.\n");
		cmd_say(c, "%.*snothing of it was taken", STR_ARG(buf_view(&t->in.said)));
		int status = content_print(with, OK, STR_NONE); /* whom it looked for is noted */
		return status == CMD_DONE ? CMD_FINDINGS : status;
	}
	buf_printf(&b, "%.*s: %lld rows; %lld new records, %lld as they were\n", STR_ARG(t->kind->plural.n ? t->kind->plural : t->kind->label),
	           (long long)t->rows, (long long)t->made, (long long)(t->rows - t->made));
	buf_str(&b, buf_view(&t->in.said));
	int status = content_print(with, e, buf_view(&b));
	return status == CMD_DONE && t->unread ? CMD_FINDINGS : status;
}

static int read_text(cmd *c, str *ret)
{
	const char *path = str_c(c->a, c->arg[1]);
	err e = file_read(c->a, path, IMPORT_MAX_BYTES, ret);
	if (e == E_LIMIT) return cmd_say(c, "%s is over %d megabytes: cut it into parts", path, IMPORT_MAX_BYTES / 1024 / 1024);
	if (e != OK) return cmd_could_not(c, e, "read the file", "Is there a file of that name, and may you read it?");
	return CMD_DONE;
}

static int import_records_run(cmd *c)
{
	str text = STR_NONE;
	int status = read_text(c, &text);
	CONTENT(with);
	if (status == CMD_DONE) status = content_open(c, &with);
	if (status != CMD_DONE) return status;
	table *t = TAKE(c->a, table);
	*t = (table){ .in = { .read = &with.read, .file = c->arg[1], .text = text, .said = BUF(c->a) }, .kind = practice_kind(with.read.practice, c->arg[0]) };
	if (!t->kind) return cmd_say(c, "there is no kind %.*s: waymark practice docs lists them", STR_ARG(c->arg[0]));
	return end(&with, t, read_table(t));
}

const command command_import_records[] = {
	{ .name = "import records", .arguments = "KIND FILE", .takes = TAKES_CONTENT, .run = import_records_run,
	  .leaves = { LEAVES_NOBODY, "What became of the lines of a table." },
	  .help = "record what a table (CSV) says, one record of a kind a row",
	  .more = "The first line names the columns: fields of the kind, happened, whom it is about (a person by local number), and\n"
	          "id, the row's own key. The same file again changes nothing: rows are told apart by id, or by all they say. What\n"
	          "does not read is kept as it stands and told with its line. Where a row cannot be recorded each such row is told with\n"
	          "file and line, and nothing of the file is taken." },
	{ 0 },
};
