/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "match/link_file.h"

#include "base/map.h"
#include "wire/csv.h"

/* What a column is for. */
typedef enum { FOR_NOTHING, FOR_ID, FOR_COMPARING, FOR_STREET_NUMBER } column_use;

typedef struct {
	const char *name; /* lower case, letters and digits alone */
	link_kind is;
	const char *label;
} known_name;

static const known_name known_names[] = {
	{ "given", LINK_GIVEN, "given name" },
	{ "givenname", LINK_GIVEN, "given name" },
	{ "givennames", LINK_GIVEN, "given name" },
	{ "firstname", LINK_GIVEN, "given name" },
	{ "forename", LINK_GIVEN, "given name" },
	{ "middle", LINK_MIDDLE, "middle name" },
	{ "middlename", LINK_MIDDLE, "middle name" },
	{ "middlenames", LINK_MIDDLE, "middle name" },
	{ "surname", LINK_SURNAME, "surname" },
	{ "familyname", LINK_SURNAME, "surname" },
	{ "lastname", LINK_SURNAME, "surname" },
	{ "dob", LINK_BORN, "birth date" },
	{ "dateofbirth", LINK_BORN, "birth date" },
	{ "birthdate", LINK_BORN, "birth date" },
	{ "born", LINK_BORN, "birth date" },
	{ "sex", LINK_SEX, "sex" },
	{ "gender", LINK_SEX, "sex" },
	{ "birthorder", LINK_ORDER, "birth order" },
	{ "address", LINK_ADDRESS, "address" },
	{ "address1", LINK_ADDRESS, "address" },
	{ "addressline1", LINK_ADDRESS, "address" },
	{ "street", LINK_ADDRESS, "address" },
	{ "address2", LINK_PLACE, "second line of the address" },
	{ "addressline2", LINK_PLACE, "second line of the address" },
	{ "suburb", LINK_PLACE, "suburb" },
	{ "town", LINK_PLACE, "town" },
	{ "city", LINK_PLACE, "town" },
	{ "state", LINK_PLACE, "state" },
	{ "county", LINK_PLACE, "county" },
	{ "postcode", LINK_POSTCODE, "postcode" },
	{ "zip", LINK_POSTCODE, "postcode" },
	{ "upn", LINK_NUMBER, "UPN" },
	{ "nhsnumber", LINK_NUMBER, "NHS number" },
	{ "nhs", LINK_NUMBER, "NHS number" },
	{ "uln", LINK_NUMBER, "ULN" },
	{ "localid", LINK_NUMBER, "local id" },
	{ "socsecid", LINK_NUMBER, "social security number" },
	{ "ssn", LINK_NUMBER, "social security number" },
};
enum { KNOWN_NAMES_N = sizeof known_names / sizeof *known_names };

typedef struct {
	column_use use;
	size_t column;
} file_column;

struct link_file {
	arena *a;
	csv_reader *csv;
	link_records *r;
	LIST(file_column) columns;
	int64_t id_at, number_at;  /* which cell; -1 for none */
	map ids;                   /* rec_id -> the line it was first read on */
	int64_t rows, wrong_line;
	str wrong;
	buf compared, left_out;
	bool has_header;
};

/* ---- the first row */

static str plain_name(arena *a, str s)
{
	buf b = BUF(a);
	for (size_t i = 0; i < s.n; i++) {
		char c = s.at[i];
		if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) buf_char(&b, c);
	}
	return buf_view(&b);
}

static err refuse(link_file *f, int64_t line, str message)
{
	f->wrong = message;
	f->wrong_line = line;
	return FAIL(&f->a->trail, E_INVALID);
}

static void list_name(buf *b, str name, const char *label)
{
	if (b->n) buf_lit(b, ", ");
	buf_str(b, name);
	if (label) buf_printf(b, " (%s)", label);
}

static err take_known(link_file *f, str name, const known_name *known, file_column *ret)
{
	bool once = known->is != LINK_NUMBER && known->is != LINK_PLACE;
	if (once && f->r->at[known->is] >= 0) { /* a second one of what a person has once: the first is compared */
		list_name(&f->left_out, name, NULL);
		return OK;
	}
	ret->use = FOR_COMPARING;
	list_name(&f->compared, name, known->label);
	return link_add_column(f->r, known->is, str_of(known->label), &ret->column);
}

static err take_name(link_file *f, str cell, size_t at)
{
	file_column c = { .use = FOR_NOTHING };
	str name = str_copy(f->a, str_trim(cell)), plain = plain_name(f->a, name);
	if (str_eq(plain, S("recid")) || str_eq(plain, S("recordid")) || str_eq(plain, S("id"))) {
		c.use = FOR_ID;
		if (f->id_at >= 0) return refuse(f, 1, S("Two columns are called rec_id: leave one of them."));
		f->id_at = (int64_t)at;
	} else if (str_eq(plain, S("streetnumber")) || str_eq(plain, S("housenumber"))) {
		c.use = FOR_STREET_NUMBER;
		f->number_at = (int64_t)at;
		list_name(&f->compared, name, "address");
	} else {
		const known_name *known = NULL;
		for (size_t i = 0; i < KNOWN_NAMES_N && !known; i++)
			if (str_eq(plain, str_of(known_names[i].name))) known = &known_names[i];
		if (known) TRY(take_known(f, name, known, &c));
		else list_name(&f->left_out, name, NULL);
	}
	PUSH(f->a, &f->columns, c);
	return OK;
}

static err take_header(link_file *f, int64_t line, const str *cells, size_t n)
{
	f->has_header = true;
	for (size_t i = 0; i < n; i++) {
		err e = take_name(f, cells[i], i);
		if (e == E_LIMIT) return refuse(f, line, S("There are more columns to compare than can be: leave some out."));
		TRY(e);
	}
	if (f->r->column_n) return OK;
	return refuse(f, line, S("No column is known here: name them rec_id, given, surname, dob, postcode, ... in the first row."));
}

/* ---- the other rows */

static err take_id(link_file *f, int64_t line, str id)
{
	if (!id.n) return refuse(f, line, S("The row has no rec_id."));
	const int64_t *before = map_get(&f->ids, id);
	if (before) {
		buf b = BUF(f->a);
		buf_lit(&b, "The row has the same rec_id as line ");
		buf_int(&b, *before);
		buf_lit(&b, ": each record needs its own.");
		return refuse(f, line, buf_view(&b));
	}
	TRY(link_add_record(f->r, id));
	int64_t *where = TAKE(f->a, int64_t);
	*where = line;
	map_put(f->a, &f->ids, f->r->id.at[f->r->n - 1], where);
	return OK;
}

static err number_row(link_file *f)
{
	char room[24];
	buf b = { .a = f->a, .at = room, .cap = sizeof room };
	buf_int(&b, f->rows);
	return link_add_record(f->r, buf_view(&b));
}

static void set_address(link_file *f, size_t column, str number, str street)
{
	ARENA(a);
	buf b = BUF(&a);
	buf_str(&b, str_trim(number));
	buf_char(&b, ' ');
	buf_str(&b, street);
	if (str_trim(street).n) link_set(f->r, column, buf_view(&b));
}

static err take_row(void *context, int64_t line, const str *cells, size_t n)
{
	link_file *f = context;
	if (!f->has_header) return take_header(f, line, cells, n);
	if (n != f->columns.n) return refuse(f, line, S("The row has more or fewer cells than the first row has names."));
	f->rows++;
	err e = f->id_at >= 0 ? take_id(f, line, str_trim(cells[f->id_at])) : number_row(f);
	if (e == E_LIMIT) return refuse(f, line, S("There are more than 4,194,304 records: link a part of them at a time."));
	TRY(e);
	for (size_t i = 0; i < n; i++) {
		const file_column *c = &f->columns.at[i];
		if (c->use != FOR_COMPARING) continue;
		if (f->number_at >= 0 && f->r->column[c->column].is == LINK_ADDRESS)
			set_address(f, c->column, cells[f->number_at], cells[i]);
		else link_set(f->r, c->column, cells[i]);
	}
	return OK;
}

/* ---- the whole */

link_file *link_file_start(arena *a)
{
	link_file *f = TAKE(a, link_file);
	*f = (link_file){ .a = a, .r = link_records_start(a), .id_at = -1, .number_at = -1, .compared = BUF(a), .left_out = BUF(a) };
	f->csv = csv_start(a, &(csv_visitor){ .context = f, .row = take_row });
	return f;
}

static err told(link_file *f, err e)
{
	csv_wrong w = csv_wrong_of(f->csv);
	if (e != OK && !f->wrong.n) f->wrong = w.message, f->wrong_line = w.line;
	return e;
}

err link_file_feed(link_file *f, str chunk)
{
	return told(f, csv_feed(f->csv, chunk));
}

err link_file_finish(link_file *f, link_records **ret)
{
	TRY(told(f, csv_finish(f->csv)));
	if (!f->has_header) return refuse(f, 1, S("The file is empty: its first row names the columns."));
	link_records_close(f->r);
	*ret = f->r;
	return OK;
}

str link_file_wrong(const link_file *f, int64_t *ret_line)
{
	*ret_line = f->wrong_line;
	return f->wrong;
}

str link_file_compared(const link_file *f)
{
	return buf_view(&f->compared);
}

str link_file_left_out(const link_file *f)
{
	return buf_view(&f->left_out);
}

bool link_file_has_ids(const link_file *f)
{
	return f->id_at >= 0;
}
