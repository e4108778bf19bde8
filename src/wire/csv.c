/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "wire/csv.h"

typedef enum {
	AT_START,   /* of the file: a byte order mark may come */
	AT_CELL,    /* the first byte of a cell comes next */
	IN_BARE,    /* in a cell without quotation marks */
	IN_QUOTED,  /* in one with them */
	AFTER_QUOTE /* after a mark in such a cell: its end, or the first of two */
} state;

typedef struct {
	size_t start, n; /* in reader.row */
} extent;

struct csv_reader {
	csv_visitor visitor;
	arena *a;
	state is;
	bool cr;       /* the last byte was CR outside quotation marks: LF must come */
	size_t mark_n; /* bytes of the byte order mark seen */
	buf row;       /* the bytes of all cells of this row, one after another */
	size_t cell_start;
	LIST(extent) cells;
	str_list views;
	int64_t line, row_line, quote_line;
	err failed;
	csv_wrong wrong;
};

csv_reader *csv_start(arena *a, const csv_visitor *v)
{
	csv_reader *r = TAKE(a, csv_reader);
	*r = (csv_reader){ .visitor = *v, .a = a, .row = BUF(a), .line = 1, .row_line = 1 };
	if (!r->visitor.separator) r->visitor.separator = ',';
	return r;
}

static err refuse(csv_reader *r, err code, int64_t line, str message)
{
	r->wrong = (csv_wrong){ line, message };
	return FAIL(&r->a->trail, code);
}

static err keep(csv_reader *r, const char *at, size_t n)
{
	if (r->row.n - r->cell_start + n > CSV_MAX_CELL_BYTES)
		return refuse(r, E_LIMIT, r->line, S("The cell is longer than 1 MiB."));
	if (r->row.n + n > CSV_MAX_ROW_BYTES) return refuse(r, E_LIMIT, r->line, S("The row is longer than 8 MiB."));
	buf_bytes(&r->row, at, n);
	return OK;
}

static err end_cell(csv_reader *r)
{
	str cell = str_from(buf_view(&r->row), r->cell_start);
	if (r->cells.n == CSV_MAX_CELLS) return refuse(r, E_LIMIT, r->line, S("The row has more than 2,000 cells."));
	if (!str_is_utf8(cell))
		return refuse(r, E_INVALID, r->line, S("This is not UTF-8: save the file as «CSV UTF-8»."));
	PUSH(r->a, &r->cells, ((extent){ r->cell_start, cell.n }));
	r->cell_start = r->row.n;
	r->is = AT_CELL;
	return OK;
}

static err end_row(csv_reader *r)
{
	/* A line without any byte is no row; a cell of two quotation marks is one. */
	if (r->is != AT_CELL || r->cells.n) {
		TRY(end_cell(r));
		r->views.n = 0;
		for (size_t i = 0; i < r->cells.n; i++)
			PUSH(r->a, &r->views,
			     str_first(str_from(buf_view(&r->row), r->cells.at[i].start), r->cells.at[i].n));
		TRY(r->visitor.row(r->visitor.context, r->row_line, r->views.at, r->views.n));
	}
	r->cells.n = r->row.n = r->cell_start = 0;
	return OK;
}

/* A byte that ends the cell, or the first byte of its end. *ret_ends false: it is none, and nothing was done. */
static err end_by(csv_reader *r, char c, bool *ret_ends)
{
	*ret_ends = true;
	if (c == r->visitor.separator) return end_cell(r);
	if (c == '\n') {
		TRY(end_row(r));
		r->row_line = ++r->line;
		r->cr = false;
		return OK;
	}
	*ret_ends = r->cr = c == '\r';
	return OK;
}

static err step(csv_reader *r, char c)
{
	bool ends = false, quoted = r->is == IN_QUOTED;
	if (c == 0) return refuse(r, E_INVALID, r->line, S("The character NUL stands here: this is no text."));
	if (r->cr && c != '\n') return refuse(r, E_INVALID, r->line, S("The line ends with CR alone: LF must follow."));
	if (quoted) { /* only a mark comes here */
		r->is = AFTER_QUOTE;
		return OK;
	}
	TRY(end_by(r, c, &ends));
	if (ends) return OK;
	if (r->is == AFTER_QUOTE && c != '"')
		return refuse(r, E_INVALID, r->line,
		              S("Text follows a closing quotation mark: write a mark inside a cell twice."));
	if (r->is == IN_BARE && c == '"')
		return refuse(
			r, E_INVALID, r->line,
			S("A quotation mark stands inside a bare cell: put the cell in marks, and the mark twice."));
	bool opens = r->is == AT_CELL && c == '"';
	if (opens) r->quote_line = r->line;
	r->is = c == '"' ? IN_QUOTED : IN_BARE;
	return opens ? OK : keep(r, &c, 1);
}

/* How many bytes at the start of s only continue the cell. */
static size_t run_length(csv_reader *r, str s)
{
	size_t n = 0;
	if (r->cr) return 0;
	if (r->is == IN_QUOTED)
		for (; n < s.n && s.at[n] != '"' && s.at[n]; n++) r->line += s.at[n] == '\n';
	if (r->is == IN_BARE)
		while (n < s.n && s.at[n] != r->visitor.separator && s.at[n] != '"' && s.at[n] != '\r' &&
		       s.at[n] != '\n' && s.at[n])
			n++;
	return n;
}

/* Passes over a byte order mark, which may come in pieces. What only began like one is the first cell's. */
static err begin(csv_reader *r, str *s)
{
	static const char mark[] = "\xEF\xBB\xBF";
	while (s->n && r->mark_n < 3 && s->at[0] == mark[r->mark_n]) {
		*s = str_from(*s, 1);
		r->mark_n++;
	}
	if (r->mark_n < 3 && s->n == 0) return OK;
	bool was_text = r->mark_n > 0 && r->mark_n < 3;
	r->is = was_text ? IN_BARE : AT_CELL;
	return was_text ? keep(r, mark, r->mark_n) : OK;
}

static err read_chunk(csv_reader *r, str s)
{
	if (r->is == AT_START) TRY(begin(r, &s));
	while (s.n) {
		size_t n = run_length(r, s);
		if (n) TRY(keep(r, s.at, n));
		s = str_from(s, n);
		if (s.n) TRY(step(r, s.at[0]));
		s = str_from(s, 1);
	}
	return OK;
}

err csv_feed(csv_reader *r, str chunk)
{
	if (r->failed == OK) r->failed = read_chunk(r, chunk);
	return r->failed;
}

static err finish(csv_reader *r)
{
	if (r->is == IN_QUOTED)
		return refuse(r, E_INVALID, r->quote_line, S("A quotation mark opens here and is never closed."));
	if (r->cr) return refuse(r, E_INVALID, r->line, S("The line ends with CR alone: LF must follow."));
	if (r->is != AT_START) return end_row(r);
	return r->mark_n % 3 ? refuse(r, E_INVALID, 1, S("This is not UTF-8: save the file as «CSV UTF-8».")) : OK;
}

err csv_finish(csv_reader *r)
{
	if (r->failed == OK) r->failed = finish(r);
	return r->failed;
}

csv_wrong csv_wrong_of(const csv_reader *r)
{
	return r->wrong;
}

static bool looks_like_formula(str cell)
{
	return cell.n && (cell.at[0] == '=' || cell.at[0] == '+' || cell.at[0] == '-' || cell.at[0] == '@' ||
	                  cell.at[0] == '\t' || cell.at[0] == '\r');
}

/* A row that is one empty cell needs its marks, or it would be an empty line. */
static void write_cell(buf *b, csv_dress dress, str cell, bool alone)
{
	bool dressed = dress == CSV_FOR_SPREADSHEET && looks_like_formula(cell), marked = cell.n == 0 && alone;
	for (size_t i = 0; i < cell.n && !marked; i++)
		marked = cell.at[i] == ',' || cell.at[i] == '"' || cell.at[i] == '\r' || cell.at[i] == '\n';
	if (marked) buf_char(b, '"');
	if (dressed) buf_char(b, '\'');
	for (size_t i = 0; i < cell.n; i++) {
		if (cell.at[i] == '"') buf_char(b, '"');
		buf_char(b, cell.at[i]);
	}
	if (marked) buf_char(b, '"');
}

void csv_write_row(buf *b, csv_dress dress, const str *cells, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i) buf_char(b, ',');
		write_cell(b, dress, cells[i], n == 1);
	}
	buf_lit(b, "\r\n");
}
