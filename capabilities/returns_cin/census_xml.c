/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A census as XML, through the rules while it is read. */
#include "capabilities/returns_cin/check.h"
#include "wire/census.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { PIECE_BYTES = 64 * 1024 };

typedef struct {
	cin_check *check;
	arena *a;
	arena own; /* one child's */
	const cin_column **columns; /* by the element's place in census_elements; NULL: the rules do not ask for it */
	cin_unreadable *why;
} xml_source;

static cin_table table_of(census_group_name g)
{
	switch (g) {
	case CENSUS_HEADER: return CIN_HEADER;
	case CENSUS_CHILD: return CIN_IDENTIFIERS;
	case CENSUS_EPISODE: return CIN_EPISODES;
	case CENSUS_ASSESSMENT: return CIN_ASSESSMENTS;
	case CENSUS_IN_NEED_PLAN: return CIN_PLANS;
	case CENSUS_SECTION_47: return CIN_ENQUIRIES;
	case CENSUS_PROTECTION_PLAN: return CIN_PROTECTION;
	case CENSUS_PRE_PROCEEDINGS: return CIN_PRE_PROCEEDINGS;
	}
	return CIN_TABLES;
}

/* An element's value stands in the row of its group, or makes a row of its own. */
static const cin_column *column_of(const census_element *e)
{
	str name = str_of(e->name);
	const cin_column *c = cin_column_of(table_of(e->group), name);
	if (!c && e->group == CENSUS_CHILD) c = cin_column_of(CIN_CHARACTERISTICS, name);
	if (!c && e->group == CENSUS_CHILD) c = cin_column_of(CIN_DISABILITIES, name);
	if (!c && e->group == CENSUS_PROTECTION_PLAN) c = cin_column_of(CIN_REVIEWS, name);
	return c;
}

static cin_row *row_of_its_own(cin_child *c, cin_table t, const cin_row *of, int line)
{
	cin_row *row = cin_add(c, t, line);
	row->episode = of->episode;
	row->part = of->part;
	return row;
}

static void take_values(const xml_source *x, cin_child *c, const census_group *g, cin_row *row, cin_row *second)
{
	cin_row at = *row;
	EACH (v, g->values) {
		const cin_column *column = x->columns[v->is - census_elements];
		if (!column) continue;
		if (column->table == row->table) cin_set(c, row, column, v->text);
		else if (second && column->table == second->table) cin_set(c, second, column, v->text);
		else cin_set(c, row_of_its_own(c, column->table, &at, v->line), column, v->text);
	}
}

static void take_episode(const xml_source *x, cin_child *c, const census_group *g)
{
	int episode = (int)c->episodes.n + 1, part = 0;
	cin_row *row = cin_add(c, CIN_EPISODES, g->line);
	row->episode = episode;
	take_values(x, c, g, row, NULL);
	EACH (of, g->groups) {
		cin_row *inner = cin_add(c, table_of((*of)->is), (*of)->line);
		inner->episode = episode;
		inner->part = ++part;
		take_values(x, c, *of, inner, NULL);
	}
}

/* A review without a day leaves no value, but a place where nothing stood. */
static void take_empty_reviews(cin_child *c, const census_group *g)
{
	EACH (o, g->oddities) {
		const cin_row *plan = NULL;
		bool empty = !o->text.n && (str_eq(o->element, S("Reviews")) || str_eq(o->element, S("CPPreviewDate")));
		EACH (p, c->protection)
			if (empty && p->is.line <= o->line && (!plan || p->is.line >= plan->line)) plan = &p->is;
		if (plan) row_of_its_own(c, CIN_REVIEWS, plan, o->line);
	}
}

static size_t rows_in(const census_group *g)
{
	size_t n = g->values.n + g->oddities.n + 1;
	EACH (of, g->groups) n += rows_in(*of);
	return n;
}

static err take_header(void *context, const census_group *g)
{
	xml_source *x = context;
	cin_child header = { .a = x->a };
	take_values(x, &header, g, cin_add(&header, CIN_HEADER, g->line), NULL);
	cin_check_header(x->check, &header);
	return OK;
}

static err refuse(xml_source *x, err code, int line, str message)
{
	*x->why = (cin_unreadable){ .line = line, .message = message };
	return FAIL(&x->a->trail, code);
}

static err take_child(void *context, const census_group *g)
{
	xml_source *x = context;
	cin_child child = { .a = &x->own };
	if (rows_in(g) > CIN_MOST_ROWS) return refuse(x, E_LIMIT, g->line, S("One child has more in this file than a child can have."));
	cin_row *characteristics = cin_add(&child, CIN_CHARACTERISTICS, g->line);
	take_values(x, &child, g, cin_add(&child, CIN_IDENTIFIERS, g->line), characteristics);
	EACH (episode, g->groups) take_episode(x, &child, *episode);
	take_empty_reviews(&child, g);
	err e = cin_check_child(x->check, &child);
	arena_reset(&x->own);
	return e == E_LIMIT ? refuse(x, e, g->line, S("There are more than four million children in this file.")) : e;
}

static err feed_all(xml_source *x, census_reader *r, int fd)
{
	char piece[PIECE_BYTES];
	for (;;) {
		ssize_t n = read(fd, piece, sizeof piece);
		if (n == 0) return census_finish(r);
		if (n < 0 && errno == EINTR) continue;
		if (n < 0) return refuse(x, E_IO, 0, S("The file cannot be read to its end."));
		TRY(census_feed(r, (str){ piece, (size_t)n }));
	}
}

err cin_check_xml(cin_check *c, arena *a, int fd, cin_unreadable *ret_why)
{
	xml_source x = { .check = c, .a = a, .own = arena_make(), .why = ret_why };
	x.columns = TAKE_N(a, const cin_column *, census_element_count);
	*ret_why = (cin_unreadable){ 0 };
	for (size_t i = 0; i < census_element_count; i++) x.columns[i] = column_of(&census_elements[i]);
	census_reader *r CLEANUP(census_end) =
		census_start(a, &(census_visitor){ .context = &x, .header = take_header, .child = take_child });
	err e = feed_all(&x, r, fd);
	xml_wrong wrong = census_wrong_of(r);
	if (e != OK && !ret_why->message.n) *ret_why = (cin_unreadable){ .line = wrong.line, .message = wrong.message };
	arena_end(&x.own);
	return e;
}
