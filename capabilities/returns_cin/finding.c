/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the rules find, as whoever mends it reads it. */
#include "capabilities/returns_cin/check.h"

#include <string.h>

/* ---- words */

/* {1} in a rule's words is its first figure. */
str cin_finding_words(arena *a, const cin_finding *f)
{
	buf b = BUF(a);
	str rest = str_of(f->rule->says);
	while (rest.n) {
		str before = str_cut(rest, '{', &rest);
		buf_str(&b, before);
		if (!rest.n) break;
		int which = rest.at[0] - '1';
		CHECK(which >= 0 && which < CIN_MOST_FIGURES && rest.n > 1 && rest.at[1] == '}');
		buf_int(&b, f->figures[which]);
		rest = str_from(rest, 2);
	}
	return buf_view(&b);
}

static const cin_rule_place *place_of(const cin_rule *r, size_t k, const cin_row *row)
{
	str table = str_of(cin_table_name(row->table));
	if (k < CIN_MOST_PLACES && r->places[k].table && str_eq(str_of(r->places[k].table), table)) return &r->places[k];
	for (size_t i = 0; i < CIN_MOST_PLACES && r->places[i].table; i++)
		if (str_eq(str_of(r->places[i].table), table)) return &r->places[i];
	check_failed("a finding is about a place of its rule", __FILE__, __LINE__);
}

static return_place place_with_cells(arena *a, const cin_rule_place *p, const cin_row *row)
{
	return_place place = { .table = str_of(p->table), .line = row->line };
	str rest = str_of(p->columns);
	while (rest.n) {
		str column = str_cut(rest, ' ', &rest);
		const cin_column *of = cin_column_of(row->table, column);
		PUSH(a, &place.cells, ((return_cell){ .column = column, .text = of ? cin_cell_text(a, row, of) : STR_NONE }));
	}
	return place;
}

static void add_columns(arena *a, str_list *to, str columns)
{
	while (columns.n) {
		str column = str_cut(columns, ' ', &columns);
		bool known = false;
		EACH (c, *to) known |= str_eq(*c, column);
		if (!known) PUSH(a, to, column);
	}
}

typedef struct {
	arena own; /* one finding's */
	return_check *to;
} telling;

static void tell(void *context, const cin_finding *f)
{
	telling *t = context;
	arena *a = &t->own;
	return_finding out = { .code = str_of(f->rule->code), .query = f->rule->query, .child = f->child,
		               .table = str_of(f->rule->places[0].table), .says = cin_finding_words(a, f), .mend = str_of(f->rule->mend) };
	for (size_t i = 0; i < CIN_MOST_PLACES && f->rule->places[i].table; i++) add_columns(a, &out.columns, str_of(f->rule->places[i].columns));
	for (size_t i = 0; i < f->row_n; i++) PUSH(a, &out.places, place_with_cells(a, place_of(f->rule, i, f->rows[i]), f->rows[i]));
	t->to->found(t->to->context, &out);
	arena_reset(a);
}

/* ---- the file */

static str rules_of(arena *a, int year)
{
	buf b = BUF(a);
	buf_int(&b, year - 1);
	buf_char(&b, '-');
	buf_int_padded(&b, year % 100, 2);
	return buf_view(&b);
}

err cin_check_return(return_check *to)
{
	telling t = { .own = arena_make(), .to = to };
	cin_unreadable why = { 0 };
	cin_check *c CLEANUP(cin_check_end) = cin_check_start(to->a, to->year, &t, tell);
	err e = to->fd >= 0 ? cin_check_xml(c, to->a, to->fd, &why) : cin_check_tables(c, to->a, str_of(to->path), &why);
	if (e == OK) cin_check_finish(c);
	if (e == E_INVALID && to->fd >= 0 && str_ends(str_of(to->path), S(".csv")))
		why = (cin_unreadable){ .message = S("This is a table, not XML: give the folder that holds all tables of the census.") };
	to->children = cin_check_children(c);
	to->rules = rules_of(to->a, cin_check_year(c)->year);
	to->why = why.message;
	to->line = why.line;
	to->file = why.file;
	arena_end(&t.own);
	return e;
}
