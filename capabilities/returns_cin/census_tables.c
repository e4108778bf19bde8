/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A census as flat tables: a folder with a CSV file for each, joined by the child's number and by the ids that count inside it.
 * All of them are held at once: their children stand in any order. */
#include "base/file.h"
#include "base/map.h"
#include "capabilities/returns_cin/check.h"
#include "wire/csv.h"

#include <string.h>

enum { MOST_COLUMNS = 64 };

/* What a column of a file is. */
typedef struct {
	enum { COLUMN_UNKNOWN, COLUMN_CHILD, COLUMN_EPISODE, COLUMN_PART, COLUMN_VALUE } is;
	const cin_column *column;
} file_column;

typedef struct {
	cin_child child;
	str_list episodes, parts; /* ids as received; their place from 1 is the row's */
	size_t rows;
} joined_child;
typedef LIST(joined_child *) joined_children;

typedef struct {
	arena *a;
	joined_children children; /* in the order in which they first stand */
	map by_id;
	cin_child header;
	bool any;
	/* of the table that is being read */
	cin_table table;
	str file;
	file_column columns[MOST_COLUMNS];
	size_t column_n;
	bool named; /* its first row was read */
	cin_unreadable *why;
} table_source;

static err refuse(table_source *t, err code, int64_t line, str message)
{
	*t->why = (cin_unreadable){ .line = (int)line, .message = message, .file = t->file };
	return FAIL(&t->a->trail, code);
}

/* ---- one row */

static joined_child *new_child(table_source *t)
{
	joined_child *c = TAKE(t->a, joined_child);
	c->child.a = t->a;
	PUSH(t->a, &t->children, c);
	return c;
}

/* A row without a number is a child of its own, and so is each row of ChildIdentifiers: a number that stands there twice is
 * for the rules to find. */
static joined_child *child_of(table_source *t, str id)
{
	joined_child *known = id.n ? map_get(&t->by_id, id) : NULL;
	if (known && t->table != CIN_IDENTIFIERS) return known;
	joined_child *c = new_child(t);
	if (id.n && !known) map_put(t->a, &t->by_id, str_copy(t->a, id), c);
	return c;
}

static int place_of(arena *a, str_list *ids, str id)
{
	if (!id.n) return 0;
	for (size_t i = 0; i < ids->n; i++)
		if (str_eq(ids->at[i], id)) return (int)i + 1;
	PUSH(a, ids, str_copy(a, id));
	return (int)ids->n;
}

/* "['1A', '2B']", "1A,2B" or "1A": every run of letters and digits is a code. */
static void set_codes(table_source *t, cin_child *c, cin_row *row, const cin_column *column, str text)
{
	for (size_t i = 0; i < text.n;) {
		size_t n = 0;
		while (i + n < text.n && str_find_char(S("[]'\",; "), text.at[i + n]) < 0) n++;
		if (n) cin_set(c, row, column, str_copy(t->a, (str){ text.at + i, n }));
		i += n + 1;
	}
}

static str cell_of(const table_source *t, const str *cells, size_t n, int is)
{
	for (size_t i = 0; i < n && i < t->column_n; i++)
		if ((int)t->columns[i].is == is) return str_trim(cells[i]);
	return STR_NONE;
}

static err take_row(table_source *t, int64_t line, const str *cells, size_t n)
{
	joined_child *joined = t->table == CIN_HEADER ? NULL : child_of(t, cell_of(t, cells, n, COLUMN_CHILD));
	cin_child *c = joined ? &joined->child : &t->header;
	if (joined && ++joined->rows > CIN_MOST_ROWS) return refuse(t, E_LIMIT, line, S("One child has more in these tables than a child can have."));
	cin_row *row = cin_add(c, t->table, (int)line);
	if (joined) {
		row->episode = place_of(t->a, &joined->episodes, cell_of(t, cells, n, COLUMN_EPISODE));
		row->part = place_of(t->a, &joined->parts, cell_of(t, cells, n, COLUMN_PART));
	}
	for (size_t i = 0; i < n && i < t->column_n; i++) {
		const file_column *of = &t->columns[i];
		str text = str_trim(cells[i]);
		if (!of->column || !text.n) continue;
		if (of->column->is == CIN_IS_TEXTS) set_codes(t, c, row, of->column, text);
		else cin_set(c, row, of->column, str_copy(t->a, text));
	}
	return OK;
}

static err take_names(table_source *t, int64_t line, const str *cells, size_t n)
{
	bool known = false;
	if (n > MOST_COLUMNS) return refuse(t, E_LIMIT, line, S("This table has more columns than any of the census."));
	for (size_t i = 0; i < n; i++) {
		str name = str_trim(cells[i]);
		file_column *c = &t->columns[i];
		*c = (file_column){ .column = cin_column_of(t->table, name) };
		if (str_eq(name, S("LAchildID"))) c->is = COLUMN_CHILD;
		else if (str_eq(name, S("CINdetailsID"))) c->is = COLUMN_EPISODE;
		else if (str_eq(name, S("CPPID")) || str_eq(name, S("AssessmentID"))) c->is = COLUMN_PART;
		else if (c->column) c->is = COLUMN_VALUE;
		known |= c->is != COLUMN_UNKNOWN;
	}
	if (!known) return refuse(t, E_INVALID, line, S("The first line names no column of this table of the census."));
	t->column_n = n;
	t->named = true;
	return OK;
}

static err on_row(void *context, int64_t line, const str *cells, size_t n)
{
	table_source *t = context;
	return t->named ? take_row(t, line, cells, n) : take_names(t, line, cells, n);
}

/* ---- all tables */

static err read_table(table_source *t, str folder)
{
	str bytes;
	buf path = BUF(t->a);
	buf_str(&path, folder);
	buf_char(&path, '/');
	size_t name_from = path.n;
	buf_str(&path, str_of(cin_table_name(t->table)));
	buf_lit(&path, ".csv");
	t->file = str_from(buf_view(&path), name_from);
	t->named = false;
	t->column_n = 0;
	err e = file_read(t->a, str_c(t->a, buf_view(&path)), CIN_TABLE_MOST_BYTES, &bytes);
	if (e == E_NOT_FOUND) return OK;
	if (e != OK) return refuse(t, e, 0, e == E_LIMIT ? S("This table is over 64 megabytes: send the census as XML.") : S("This table cannot be read."));
	csv_reader *r = csv_start(t->a, &(csv_visitor){ .context = t, .row = on_row });
	e = csv_feed(r, bytes);
	if (e == OK) e = csv_finish(r);
	if (e != OK && !t->why->message.n) return refuse(t, e, csv_wrong_of(r).line, csv_wrong_of(r).message);
	t->any = true;
	return e;
}

/* Factors in a table of their own belong into the assessment that says none itself. */
static void join_factors(cin_child *c)
{
	EACH (a, c->assessments) {
		if (a->factors.n) continue;
		EACH (f, c->factors)
			if (f->code.n && f->is.episode == a->is.episode && f->is.part == a->is.part) PUSH(c->a, &a->factors, f->code);
	}
}

err cin_check_tables(cin_check *c, arena *a, str folder, cin_unreadable *ret_why)
{
	table_source t = { .a = a, .header = { .a = a }, .why = ret_why };
	*ret_why = (cin_unreadable){ 0 };
	for (int table = 0; table < CIN_TABLES; table++) {
		t.table = (cin_table)table;
		TRY(read_table(&t, folder));
	}
	t.file = STR_NONE;
	if (!t.any) return refuse(&t, E_NOT_FOUND, 0, S("No table of the census is in this folder: they are called ChildIdentifiers.csv, CINdetails.csv and so on."));
	cin_check_header(c, &t.header);
	EACH (child, t.children) {
		join_factors(&(*child)->child);
		TRY(cin_check_child(c, &(*child)->child));
	}
	return OK;
}
