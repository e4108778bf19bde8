/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/returns_cin/group_rows.h"

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

static void take_values(const cin_column *const *columns, cin_child *c, const census_group *g, cin_row *row, cin_row *second)
{
	cin_row at = *row;
	EACH (v, g->values) {
		const cin_column *column = columns[v->is - census_elements];
		if (!column) continue;
		if (column->table == row->table) cin_set(c, row, column, v->text);
		else if (second && column->table == second->table) cin_set(c, second, column, v->text);
		else cin_set(c, row_of_its_own(c, column->table, &at, v->line), column, v->text);
	}
}

static void take_episode(const cin_column *const *columns, cin_child *c, const census_group *g)
{
	int episode = (int)c->episodes.n + 1, part = 0;
	cin_row *row = cin_add(c, CIN_EPISODES, g->line);
	row->episode = episode;
	take_values(columns, c, g, row, NULL);
	EACH (of, g->groups) {
		cin_row *inner = cin_add(c, table_of((*of)->is), (*of)->line);
		inner->episode = episode;
		inner->part = ++part;
		take_values(columns, c, *of, inner, NULL);
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

/* ---- the contract */

const cin_column *const *cin_element_columns(arena *a)
{
	const cin_column **columns = TAKE_N(a, const cin_column *, census_element_count);
	for (size_t i = 0; i < census_element_count; i++) columns[i] = column_of(&census_elements[i]);
	return columns;
}

void cin_header_row_of(const cin_column *const *columns, const census_group *header, cin_child *to)
{
	take_values(columns, to, header, cin_add(to, CIN_HEADER, header->line), NULL);
}

void cin_rows_of_child(const cin_column *const *columns, const census_group *child, cin_child *to)
{
	cin_row *characteristics = cin_add(to, CIN_CHARACTERISTICS, child->line);
	take_values(columns, to, child, cin_add(to, CIN_IDENTIFIERS, child->line), characteristics);
	EACH (episode, child->groups) take_episode(columns, to, *episode);
	take_empty_reviews(to, child);
}

static const census_group *group_of(const census_group *child, const cin_row *row)
{
	if (!row->episode) return child;
	const census_group *episode = child->groups.at[row->episode - 1];
	return row->part ? episode->groups.at[row->part - 1] : episode;
}

void cin_lines_of_row(arena *a, const census_group *child, const cin_row *row, cin_lines *ret)
{
	const census_group *g = group_of(child, row);
	*ret = (cin_lines){ 0 };
	PUSH(a, ret, row->line);
	if (row->table != table_of(g->is)) return; /* it has one line of its own */
	EACH (v, g->values) {
		bool known = v->is->many;
		EACH (line, *ret) known |= *line == v->line;
		if (!known) PUSH(a, ret, v->line);
	}
}

int cin_line_that_says(const census_group *child, const cin_row *row, str columns)
{
	const census_group *g = group_of(child, row);
	while (row->table == table_of(g->is) && columns.n) {
		const census_value *v = census_value_of(g, str_cut(columns, ' ', &columns));
		if (v) return v->line;
	}
	return row->line;
}
