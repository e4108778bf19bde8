/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A scrutiny report: what stands before the table, and the table. */
#include "capabilities/tracker/document.h"
#include "wire/period.h"

enum { COLUMNS = 5 };
typedef enum { IN_NUMBER, IN_TEXT, IN_RESPONSE, IN_TIMESCALE, IN_POSITION } column;

typedef struct {
	arena *a;
	document *to;
	buf *said;
	int64_t line;
	bool in_table;
	str earlier[2]; /* the lines before, newest first: who signed stands above the date */
} table_reader;

static size_t split(str line, str cells[COLUMNS])
{
	size_t n = 0;
	while (n < COLUMNS - 1 && str_find_char(line, '\t') >= 0) cells[n++] = str_cut(line, '\t', &line);
	cells[n++] = line;
	for (size_t i = n; i < COLUMNS; i++) cells[i] = STR_NONE;
	return n;
}

/* "Munro Recommendation": the review is what stands before the word. */
static bool is_head(table_reader *r, const str cells[COLUMNS])
{
	ptrdiff_t at = str_find(cells[IN_TEXT], S("Recommendation"));
	if (at < 0 || str_find(cells[IN_RESPONSE], S("Response")) < 0 || str_find(cells[IN_TIMESCALE], S("Timescale")) < 0) return false;
	if (!r->to->review.n) r->to->review = plain_line(r->a, str_first(cells[IN_TEXT], (size_t)at));
	return true;
}

static void say(table_reader *r, const char *what)
{
	buf_printf(r->said, "line %lld: %s\n", (long long)r->line, what);
}

/* ---- rows */

void recommended_add(arena *a, recommended *row, text_of_row which, str between, str more)
{
	str *texts[TEXTS] = { &row->text, &row->response, &row->timescale, &row->position };
	buf *b = &row->grows[which];
	if (more.n == 0) return;
	if (b->n == 0) *b = BUF(a);
	else buf_str(b, between);
	buf_str(b, more);
	*texts[which] = buf_view(b);
}

/* "<b>Accepted</b> The government will ...": what is printed bold at the beginning is the answer. */
static str take_answer(arena *a, str cell, str *ret_rest)
{
	ptrdiff_t from = str_find(cell, S("<b>")), to = str_find(cell, S("</b>"));
	*ret_rest = cell;
	if (from < 0 || to < from || plain_text(a, str_first(cell, (size_t)from)).n) return STR_NONE;
	*ret_rest = str_from(cell, (size_t)to + 4);
	return plain_text(a, (str){ cell.at + from + 3, (size_t)(to - from) - 3 });
}

static void put_cells(table_reader *r, recommended *row, const str cells[COLUMNS])
{
	str response = cells[IN_RESPONSE];
	if (!row->answer.n && !row->response.n) row->answer = take_answer(r->a, cells[IN_RESPONSE], &response);
	const str texts[TEXTS] = { cells[IN_TEXT], response, cells[IN_TIMESCALE], cells[IN_POSITION] };
	for (text_of_row i = 0; i < TEXTS; i++) recommended_add(r->a, row, i, S(" "), plain_text(r->a, texts[i]));
}

static bool has_row(const document *d, int64_t number)
{
	for (size_t i = 0; i < d->rows.n; i++)
		if (d->rows.at[i].number == number) return true;
	return false;
}

static void read_row(table_reader *r, const str cells[COLUMNS], size_t n)
{
	document *d = r->to;
	int64_t number;
	str first = plain_text(r->a, cells[IN_NUMBER]);
	if (first.n == 0 && d->rows.n) {
		put_cells(r, &d->rows.at[d->rows.n - 1], cells);
	} else if (!str_to_int(first, &number) || number < 1) {
		say(r, "a row that begins with no number, not taken");
	} else if (has_row(d, number)) {
		say(r, "a number that was there before, not taken");
	} else if (d->rows.n == RECOMMENDED_MOST) {
		say(r, "more recommendations than a review makes, not taken");
	} else if (n < COLUMNS) {
		say(r, "a row with too few cells, not taken");
	} else {
		recommended row = { .line = r->line, .number = number };
		put_cells(r, &row, cells);
		PUSH(r->a, &d->rows, row);
	}
}

/* ---- what stands before the table */

/* The whole line is one day. */
static bool is_day(arena *a, str line, day *ret)
{
	period_list all;
	periods_read(a, line, &all);
	if (all.n != 1 || !str_eq(all.at[0].words, line) || all.at[0].first.n != all.at[0].last.n) return false;
	*ret = all.at[0].first;
	return true;
}

/* The name and the post above the date that a report is signed with. */
static str signed_by(table_reader *r, str when_signed)
{
	buf b = BUF(r->a);
	for (int i = 1; i >= 0; i--) {
		str line = r->earlier[i];
		if (line.n == 0 || line.n > 100 || str_ends(line, S("."))) continue;
		buf_str(&b, line);
		buf_lit(&b, ", ");
	}
	buf_str(&b, when_signed);
	return buf_view(&b);
}

static void read_before(table_reader *r, str raw)
{
	document *d = r->to;
	day on;
	str line = plain_line(r->a, raw);
	if (line.n == 0) return;
	if (str_starts(str_trim(raw), S("#"))) {
		if (!d->told_to.n) d->told_to = line;
		if (str_find(line, S("Recommendations")) >= 0) d->title = line;
	} else if (is_day(r->a, line, &on)) {
		if (d->dated) d->said_by = signed_by(r, line);
		else d->on = on;
		d->dated = true;
	}
	r->earlier[1] = r->earlier[0];
	r->earlier[0] = line;
}

static void read_line(table_reader *r, str line)
{
	str cells[COLUMNS];
	size_t n = split(line, cells);
	if (n > 1 && is_head(r, cells)) r->in_table = true;
	else if (!r->in_table) read_before(r, line);
	else if (n > 1) read_row(r, cells, n);
	else if (str_trim(line).n) say(r, "text outside the table, not taken");
}

err document_read_table(arena *a, str text, buf *said, document *ret)
{
	*ret = (document){ 0 };
	table_reader r = { .a = a, .to = ret, .said = said };
	bool ends = str_ends(text, S("\n"));
	while (text.n) {
		r.line++;
		read_line(&r, str_cut(text, '\n', &text));
	}
	if (ret->rows.n && !ends) say(&r, "the file ends inside a row: what comes after is not known");
	if (ret->rows.n && ret->dated) return OK;
	buf_str(said, ret->rows.n ? S("There is no day of the meeting: a line such as 10 November 2011 before the table.\n")
	                          : S("There is no table of recommendations: its head says Recommendation, Response and Timescale.\n"));
	return FAIL(&a->trail, E_INVALID);
}
