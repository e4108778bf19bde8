/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The department's tables: told apart by their columns, parted into years, kept cell by cell. */
#include "journey/published.h"

#include "journal/batch.h"
#include "wire/csv.h"

#include <stdlib.h>

enum { YEAR_FIRST = 1990, YEAR_LAST = 2100, YEARS_BACK = 20, NUMBER_MAX_CHARS = 30 };

/* Which table a file is: the column that only it has, and where two tables share all of them, a word in a row. */
static const struct {
	const char *table, *column, *word;
} signs[] = {
	{ "a1", "category_type", "Episodes of need" }, { "a2", "category_type", "Section 47" }, { "b1", "Anypoint_episodes", NULL },
	{ "c1", "rereferral_count", NULL }, { "c2", "Same_day", NULL }, { "c3", "Episodes_with_assessment_factor", NULL },
	{ "c5", "Anonymous", NULL }, { "d1", "CPP_start_rate", NULL }, { "d3", "CPP_subsequent", NULL },
	{ "d5", "3_months_or_less", NULL }, { "population", "population_estimate", NULL }, { "neighbours", "SN_1", NULL },
	{ "workforce", "caseload_fte", NULL }, { "headline", "children_in_need_per_10000_children", NULL },
};

/* What says of whom a row is; every other column holds figures. */
static const char *const dimensions[] = {
	"time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code", "region_name",
	"old_la_code", "new_la_code", "la_name", "category", "category_type", "age_group",
};

typedef struct {
	arena *a;
	str file, why;
	str_list columns;
	bool *figures;      /* for each column: it holds figures */
	ptrdiff_t period;   /* the column time_period; -1 for a table of no year */
	const char *table;
	published_list years;
} splitting;

static ptrdiff_t column_at(const str_list *columns, str name)
{
	for (size_t i = 0; i < columns->n; i++)
		if (str_eq(columns->at[i], name)) return (ptrdiff_t)i;
	return -1;
}

static err refuse(splitting *s, int64_t line, const char *what, str quoted)
{
	buf b = BUF(s->a);
	buf_printf(&b, "line %lld: %s", (long long)line, what);
	if (quoted.n) {
		buf_lit(&b, ": «");
		buf_str(&b, str_first(quoted, 60));
		buf_lit(&b, "»");
	}
	s->why = buf_view(&b);
	return E_INVALID;
}

static bool is_number(str s)
{
	size_t i = str_starts(s, S("-")), digits = 0, points = 0;
	for (; i < s.n; i++)
		if (s.at[i] == '.') points++;
		else if (s.at[i] >= '0' && s.at[i] <= '9') digits++;
		else return false;
	return digits && points <= 1 && s.n <= NUMBER_MAX_CHARS;
}

str symbol_words(str symbol)
{
	static const struct {
		const char *symbol, *words;
	} symbols[] = { { "c", "kept back, so that nobody is found by it" }, { "x", "not available" }, { "z", "not applicable" },
		        { "u", "not reliable enough" }, { "k", "rounds to 0" },
		        { "low", "rounds to 0" } };
	for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
		if (str_eq(symbol, str_of(symbols[i].symbol))) return str_of(symbols[i].words);
	return STR_NONE;
}

/* ---- the first line, and whatever a row says of the table */

static bool row_holds(const str *cells, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (str_find(cells[i], str_of(word)) >= 0) return true;
	return false;
}

/* cells: of the first row, where only a word in it tells. */
static const char *table_of(const str_list *columns, const str *cells, size_t n)
{
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (column_at(columns, str_of(signs[i].column)) >= 0 && (!signs[i].word || row_holds(cells, n, signs[i].word)))
			return signs[i].table;
	return NULL;
}

static bool is_dimension(str column)
{
	for (size_t i = 0; i < sizeof dimensions / sizeof *dimensions; i++)
		if (str_eq(column, str_of(dimensions[i]))) return true;
	return false;
}

static err take_head(splitting *s, int64_t line, const str *cells, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		str name = str_copy(s->a, str_trim(cells[i]));
		if (!name.n) return refuse(s, line, "a column has no name", STR_NONE);
		if (column_at(&s->columns, name) >= 0) return refuse(s, line, "two columns have one name", name);
		PUSH(s->a, &s->columns, name);
	}
	s->period = column_at(&s->columns, S("time_period"));
	bool of_no_year = column_at(&s->columns, S("SN_1")) >= 0;
	s->figures = TAKE_N(s->a, bool, n);
	for (size_t i = 0; i < n; i++) s->figures[i] = !of_no_year && !is_dimension(s->columns.at[i]);
	if (s->period < 0 && !of_no_year)
		return refuse(s, line, "there is no column time_period: this is none of the department's tables", STR_NONE);
	return OK;
}

/* ---- rows */

/* The last year that the name of a file says: a table of no year is of that one. */
static int64_t year_in(str name)
{
	int64_t year = 0, found = 0;
	for (size_t i = 0; i + 4 <= name.n; i++)
		if (str_to_int(str_first(str_from(name, i), 4), &year) && year >= YEAR_FIRST && year <= YEAR_LAST) found = year;
	return found;
}

static published *of_year(splitting *s, int64_t year)
{
	EACH (p, s->years)
		if (p->year == year) return p;
	PUSH(s->a, &s->years, ((published){ .table = str_of(s->table), .year = year, .file = s->file, .columns = s->columns }));
	return &s->years.at[s->years.n - 1];
}

static err check_figures(splitting *s, int64_t line, const str *cells)
{
	for (size_t i = 0; i < s->columns.n; i++) {
		if (!s->figures[i] || !cells[i].n || is_number(cells[i]) || symbol_words(cells[i]).n) continue;
		buf b = BUF(s->a);
		buf_str(&b, s->columns.at[i]);
		buf_lit(&b, " is neither a number nor one of the symbols c, x, z, u, k, low");
		return refuse(s, line, str_c(s->a, buf_view(&b)), cells[i]);
	}
	return OK;
}

static err take_row(void *context, int64_t line, const str *cells, size_t n)
{
	splitting *s = context;
	str_list row = { 0 };
	int64_t year = 0;
	if (!s->columns.n) return take_head(s, line, cells, n);
	if (n != s->columns.n) return refuse(s, line, "the row has more or fewer cells than the first line", STR_NONE);
	if (!s->table && !(s->table = table_of(&s->columns, cells, n)))
		return refuse(s, line, "by its columns this is none of the tables known here: a1 a2 b1 c1 c2 c3 c5 d1 d3 d5, population, "
		                       "neighbours, workforce, headline", STR_NONE);
	if (s->period < 0) year = year_in(s->file);
	else if (!str_to_int(cells[s->period], &year) || year < YEAR_FIRST || year > YEAR_LAST)
		return refuse(s, line, "time_period is no year, as 2025", cells[s->period]);
	TRY(check_figures(s, line, cells));
	for (size_t i = 0; i < n; i++) PUSH(s->a, &row, str_copy(s->a, cells[i]));
	published *p = of_year(s, year);
	PUSH(s->a, &p->rows, row);
	return OK;
}

err published_split(arena *a, str file, str text, published_list *ret, str *ret_why)
{
	splitting s = { .a = a, .file = file };
	csv_reader *r = csv_start(a, &(csv_visitor){ .context = &s, .row = take_row });
	err e = csv_feed(r, text);
	if (e == OK) e = csv_finish(r);
	if (e != OK && !s.why.n) {
		csv_wrong wrong = csv_wrong_of(r);
		(void)refuse(&s, wrong.line, str_c(a, wrong.message), STR_NONE);
	}
	if (e == OK && !s.years.n) e = refuse(&s, 1, "there is no row of figures in it", STR_NONE);
	*ret_why = s.why;
	if (e != OK) return FAIL(&a->trail, e);
	int64_t edition = 0;
	EACH (p, s.years) edition = p->year > edition ? p->year : edition;
	EACH (p, s.years) p->edition = edition;
	*ret = s.years;
	return OK;
}

static void write_row(buf *b, const str_list *row)
{
	csv_write_row(b, CSV_EXACT, row->at, row->n);
	b->n -= 2; /* CR LF: a text of an entry has line feeds */
	buf_char(b, '\n');
}

void published_write(buf *b, const published *p)
{
	write_row(b, &p->columns);
	EACH (row, p->rows) write_row(b, row);
}

/* ---- what the area holds */

str published_name(arena *a, str table, int64_t year)
{
	buf b = BUF(a);
	buf_lit(&b, "published table ");
	buf_str(&b, table);
	buf_printf(&b, " %lld", (long long)year);
	return buf_view(&b);
}

typedef struct {
	arena *a;
	published *to;
} kept_rows;

static err take_kept_row(void *context, int64_t line, const str *cells, size_t n)
{
	kept_rows *k = context;
	str_list row = { 0 };
	(void)line;
	for (size_t i = 0; i < n; i++) PUSH(k->a, &row, str_copy(k->a, cells[i]));
	if (k->to->columns.n) PUSH(k->a, &k->to->rows, row);
	else k->to->columns = row;
	return OK;
}

static int64_t number_of(const values *v, str name)
{
	const value *is = values_get(v, name);
	return is && is->is == VALUE_KNOWN ? (int64_t)is->number : 0;
}

static str text_of(const values *v, str name)
{
	const value *is = values_get(v, name);
	return is && is->is == VALUE_KNOWN ? is->text : STR_NONE;
}

err published_read(db *d, arena *a, const practice *p, const zone *z, str table, int64_t year, published *ret)
{
	record_id record;
	uuid id;
	seq_list heads = { 0 };
	entry e;
	values v;
	problems odd = { 0 };
	TRY(batch_find(d, a, published_name(a, table, year), &record, &id));
	if (record.n) TRY(journal_heads(d, a, record, &heads));
	if (!heads.n) return E_NOT_FOUND; /* asked year by year: nothing went wrong */
	TRY(journal_entry(d, a, heads.at[0], &e));
	const kind *k = e.disposed ? NULL : practice_version(p, e.kind, e.version);
	if (!k) return E_NOT_FOUND;
	TRY(values_from_json(a, z, k, e.bytes, false, &v, &odd));
	published is = { .table = table, .year = year, .edition = number_of(&v, S("edition")), .file = text_of(&v, S("file")),
		         .taken = e.recorded };
	kept_rows rows = { a, &is };
	csv_reader *r = csv_start(a, &(csv_visitor){ .context = &rows, .row = take_kept_row });
	TRY(csv_feed(r, text_of(&v, S("rows"))));
	TRY(csv_finish(r));
	*ret = is;
	return OK;
}

err published_newest(db *d, arena *a, const practice *p, const zone *z, str table, int64_t last, published *ret)
{
	err e = E_NOT_FOUND;
	for (int64_t year = last; year > last - YEARS_BACK && e == E_NOT_FOUND; year--)
		e = published_read(d, a, p, z, table, year, ret);
	return e;
}

/* ---- one figure */

static const str_list *row_of(const published *p, str place, str category)
{
	static const str places[] = { STR("old_la_code"), STR("new_la_code"), STR("region_code"), STR("country_code") };
	ptrdiff_t level = column_at(&p->columns, S("geographic_level")), is = column_at(&p->columns, S("category_type"));
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		ptrdiff_t at = column_at(&p->columns, places[i]);
		bool national = str_eq(places[i], S("country_code")), regional = str_eq(places[i], S("region_code"));
		if (at < 0) continue;
		EACH (row, p->rows) {
			str of = level < 0 ? S("Local authority") : row->at[level];
			if (national != str_eq(of, S("National")) || regional != str_eq(of, S("Regional"))) continue;
			if (str_eq(row->at[at], place) && (!category.n || (is >= 0 && str_eq(row->at[is], category)))) return row;
		}
	}
	return NULL;
}

figure published_figure(const published *p, str place, str category, str column)
{
	const str_list *row = row_of(p, place, category);
	ptrdiff_t at = column_at(&p->columns, column);
	if (!row || at < 0 || !row->at[at].n) return (figure){ 0 };
	figure f = { .is = FIGURE_SYMBOL, .text = row->at[at] };
	if (!is_number(f.text)) return f;
	char digits[NUMBER_MAX_CHARS + 1] = { 0 };
	memcpy(digits, f.text.at, f.text.n);
	f.is = FIGURE_NUMBER;
	f.number = strtod(digits, NULL);
	return f;
}

str published_words(const published *p, str place, str column)
{
	const str_list *row = row_of(p, place, STR_NONE);
	ptrdiff_t at = column_at(&p->columns, column);
	return row && at >= 0 ? row->at[at] : STR_NONE;
}

str_list published_neighbours(arena *a, const published *neighbours, str authority)
{
	str_list list = { 0 };
	for (int i = 1; i <= 10; i++) {
		buf column = BUF(a);
		buf_printf(&column, "SN_%d", i);
		str code = published_words(neighbours, authority, buf_view(&column));
		if (code.n) PUSH(a, &list, code);
	}
	return list;
}
