/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "wire/census_tables.h"
#include "base/map.h"
#include "wire/csv.h"

#define CHILD_KEY S("LAchildID")
#define EPISODE_KEY S("CINdetailsID")

typedef struct {
	enum { COLUMN_PASSED_OVER, COLUMN_CHILD, COLUMN_EPISODE, COLUMN_GROUP, COLUMN_VALUE, COLUMN_UNKNOWN } is;
	const census_element *element;
	str name;
} column;

/* Tables are read in this order: what stands inside comes after what it stands in. */
typedef enum { IS_HEADER, IS_CHILDREN, IS_OF_CHILDREN, IS_EPISODES, IS_GROUPS, IS_LISTS, RANKS } rank;

typedef struct {
	rank rank;
	census_group_name group;
	column columns[CENSUS_TABLE_COLUMNS_MOST];
	size_t n;
	str text;
	int lines_before;
} table;

struct census_tables {
	arena *a;
	LIST(table *) tables;
	bool joined;
	census_group *header;
	LIST(census_group *) children;
	map groups; /* of children, episodes and what is in them, by their keys */
	xml_wrong wrong;
};

/* A table while its rows are read. */
typedef struct {
	census_tables *t;
	table *is;
	bool head_read;
} table_reader;

static err refuse(census_tables *t, err code, int line, str message)
{
	t->wrong = (xml_wrong){ line, message };
	return FAIL(&t->a->trail, code);
}

/* ---- columns */

/* The flat form calls one factor of a list by its own name. */
static str element_name(str column_name)
{
	return str_eq(column_name, S("AssessmentFactor")) ? S("AssessmentFactors") : column_name;
}

/* The group that alone has an element of that name. */
static bool group_of(str name, census_group_name *ret)
{
	size_t n = 0;
	if (str_eq(name, CHILD_KEY)) return false;
	for (size_t i = 0; i < census_element_count; i++) {
		if (!str_eq(str_of(census_elements[i].name), element_name(name))) continue;
		*ret = census_elements[i].group;
		n++;
	}
	return n == 1;
}

static column column_of(arena *a, census_group_name group, str name)
{
	column c = { .name = str_copy(a, name), .element = census_element_of(group, element_name(name)) };
	c.is = str_eq(name, CHILD_KEY)                         ? COLUMN_CHILD
	       : str_eq(name, EPISODE_KEY)                     ? COLUMN_EPISODE
	       : c.element                                     ? COLUMN_VALUE
	       : name.n == 0 || str_starts(name, S("Unnamed")) ? COLUMN_PASSED_OVER /* how a program numbered its rows */
	       : str_ends(name, S("ID")) && group > CENSUS_EPISODE ? COLUMN_GROUP
	                                                       : COLUMN_UNKNOWN;
	return c;
}

static rank rank_of(const table *is)
{
	bool identifies = false, list = true;
	for (size_t i = 0; i < is->n; i++) {
		if (is->columns[i].is != COLUMN_VALUE) continue;
		identifies |= str_eq(str_of(is->columns[i].element->inside), S("ChildIdentifiers"));
		list &= is->columns[i].element->many;
	}
	if (is->group == CENSUS_HEADER) return IS_HEADER;
	if (is->group == CENSUS_CHILD) return identifies ? IS_CHILDREN : IS_OF_CHILDREN;
	if (is->group == CENSUS_EPISODE) return IS_EPISODES;
	return list ? IS_LISTS : IS_GROUPS;
}

static err take_head(table_reader *r, const str *cells, size_t n)
{
	table *is = r->is;
	bool known = false, children = false;
	if (n > CENSUS_TABLE_COLUMNS_MOST) return refuse(r->t, E_LIMIT, is->lines_before + 1, S("The table has more columns than any of a census."));
	for (size_t i = 0; i < n && !known; i++) known = group_of(str_trim(cells[i]), &is->group);
	if (!known) return refuse(r->t, E_INVALID, is->lines_before + 1, S("This is no census: no column is an element of one."));
	is->n = n;
	for (size_t i = 0; i < n; i++) {
		is->columns[i] = column_of(r->t->a, is->group, str_trim(cells[i]));
		children |= is->columns[i].is == COLUMN_CHILD;
	}
	if (!children && is->group != CENSUS_HEADER)
		return refuse(r->t, E_INVALID, is->lines_before + 1, S("The table has no column LAchildID: of which child is a row?"));
	is->rank = rank_of(is);
	return OK;
}

bool census_is_table(str begins)
{
	str line = str_cut(begins, '\n', &(str){ 0 });
	if (str_starts(line, S("\xEF\xBB\xBF"))) line = str_from(line, 3);
	while (line.n) {
		str name = str_trim(str_cut(line, ',', &line));
		if (name.n > 1 && name.at[0] == '"') name = (str){ name.at + 1, name.n - 2 };
		if (str_eq(name, CHILD_KEY) || group_of(name, &(census_group_name){ 0 })) return true;
	}
	return false;
}

/* ---- rows */

/* Where a row belongs, in the numbers that the tables give. */
typedef struct {
	str child, episode, group;
} place;

static str key_of(arena *a, const place *at, bool episode, const table *of)
{
	buf b = BUF(a);
	buf_str(&b, at->child);
	buf_char(&b, '\x1F');
	if (episode) buf_str(&b, at->episode);
	if (of) {
		buf_char(&b, '\x1F');
		buf_int(&b, (int64_t)of->group);
		buf_char(&b, '\x1F');
		buf_str(&b, at->group);
	}
	return buf_view(&b);
}

static census_group *group_make(census_tables *t, census_group *parent, census_group_name is, int line, str key)
{
	census_group *g = TAKE(t->a, census_group);
	*g = (census_group){ .is = is, .line = line };
	if (parent) PUSH(t->a, &parent->groups, g);
	else PUSH(t->a, &t->children, g);
	if (!map_get(&t->groups, key)) map_put(t->a, &t->groups, key, g);
	return g;
}

/* A child whom no table of children names is one all the same. */
static census_group *child_of(census_tables *t, const table *is, const place *at, int line)
{
	str key = key_of(t->a, at, false, NULL);
	census_group *g = is->rank == IS_CHILDREN ? NULL : map_get(&t->groups, key);
	if (g) return g;
	g = group_make(t, NULL, CENSUS_CHILD, line, key);
	PUSH(t->a, &g->values, ((census_value){ census_element_of(CENSUS_CHILD, CHILD_KEY), str_copy(t->a, at->child), line }));
	return g;
}

/* NULL: what it belongs to is in no table. */
static census_group *group_for_row(census_tables *t, const table *is, const place *at, census_group *child, int line)
{
	switch (is->rank) {
	case IS_HEADER:
	case RANKS: return t->header;
	case IS_CHILDREN:
	case IS_OF_CHILDREN: return child;
	case IS_EPISODES: return group_make(t, child, CENSUS_EPISODE, line, key_of(t->a, at, true, NULL));
	case IS_LISTS: return map_get(&t->groups, key_of(t->a, at, true, is));
	case IS_GROUPS: break;
	}
	census_group *episode = at->episode.n ? map_get(&t->groups, key_of(t->a, at, true, NULL)) : NULL;
	return episode ? group_make(t, episode, is->group, line, key_of(t->a, at, true, is)) : NULL;
}

static err take_cell(census_tables *t, census_group *child, census_group *to, const column *c, str text, int line)
{
	const char *what = c->is != COLUMN_VALUE ? "is no element of the census here" : !to ? "belongs to nothing in these tables" : NULL;
	if (text.n > CENSUS_MAX_TEXT_BYTES) return refuse(t, E_LIMIT, line, S("One cell holds more text than any in a census does."));
	if (to && to->values.n >= CENSUS_MAX_VALUES) return refuse(t, E_LIMIT, line, S("One child has more in these tables than a child can have."));
	if (!what && !c->element->many && census_value_of(to, str_of(c->element->name))) what = "is said twice: the first was taken";
	text = str_copy(t->a, text);
	if (!what) PUSH(t->a, &to->values, ((census_value){ c->element, text, line }));
	else if (child) PUSH(t->a, &child->oddities, ((census_oddity){ line, c->name, text, what }));
	return OK;
}

static err take_row(table_reader *r, int line, const str *cells, size_t n)
{
	table *is = r->is;
	census_tables *t = r->t;
	place at = { 0 };
	census_group *child = NULL;
	if (n != is->n) return refuse(t, E_INVALID, line, S("The row has not as many cells as the table has columns: is the file cut?"));
	for (size_t i = 0; i < n; i++) {
		str text = str_trim(cells[i]);
		if (is->columns[i].is == COLUMN_CHILD) at.child = text;
		if (is->columns[i].is == COLUMN_EPISODE) at.episode = text;
		if (is->columns[i].is == COLUMN_GROUP) at.group = text;
	}
	if (is->rank != IS_HEADER) {
		if (!at.child.n) return refuse(t, E_INVALID, line, S("The row has no LAchildID: of which child is it?"));
		child = child_of(t, is, &at, line);
	}
	census_group *to = group_for_row(t, is, &at, child, line);
	for (size_t i = 0; i < n; i++) {
		str text = str_trim(cells[i]);
		bool holds = is->columns[i].is == COLUMN_VALUE || is->columns[i].is == COLUMN_UNKNOWN;
		if (holds && text.n) TRY(take_cell(t, child, to, &is->columns[i], text, line));
	}
	return OK;
}

/* ---- tables */

static err row(void *context, int64_t line, const str *cells, size_t n)
{
	table_reader *r = context;
	if (!r->head_read) {
		r->head_read = true;
		return r->is->n ? OK : take_head(r, cells, n);
	}
	return r->t->joined ? take_row(r, r->is->lines_before + (int)line, cells, n) : OK;
}

/* Before the tables are joined only their heads are taken, but each is read whole: whether it is one. */
static err read_table(census_tables *t, table *is)
{
	ARENA(a);
	table_reader r = { .t = t, .is = is };
	csv_reader *csv = csv_start(&a, &(csv_visitor){ .context = &r, .row = row });
	err e = csv_feed(csv, is->text);
	if (e == OK) e = csv_finish(csv);
	csv_wrong wrong = csv_wrong_of(csv);
	if (e != OK && wrong.message.n) return refuse(t, e, is->lines_before + (int)wrong.line, wrong.message);
	if (e == OK && !r.head_read) return refuse(t, E_INVALID, is->lines_before + 1, S("The file is empty."));
	return e;
}

census_tables *census_tables_start(arena *a)
{
	census_tables *t = TAKE(a, census_tables);
	*t = (census_tables){ .a = a };
	return t;
}

err census_tables_add(census_tables *t, str text, int lines_before)
{
	CHECK(!t->joined);
	table *is = TAKE(t->a, table);
	*is = (table){ .text = text, .lines_before = lines_before };
	TRY(read_table(t, is));
	PUSH(t->a, &t->tables, is);
	return OK;
}

static err join(census_tables *t)
{
	t->joined = true;
	for (rank at = 0; at < RANKS; at++)
		for (size_t i = 0; i < t->tables.n; i++) {
			table *is = t->tables.at[i];
			if (is->rank != at) continue;
			if (at == IS_HEADER && !t->header) {
				t->header = TAKE(t->a, census_group);
				*t->header = (census_group){ .is = CENSUS_HEADER, .line = is->lines_before + 1 };
			}
			TRY(read_table(t, is));
		}
	return OK;
}

err census_tables_read(census_tables *t, const census_visitor *v)
{
	if (!t->joined) TRY(join(t));
	if (t->header && v->header) TRY(v->header(v->context, t->header));
	for (size_t i = 0; i < t->children.n && v->child; i++) TRY(v->child(v->context, t->children.at[i]));
	return t->children.n ? OK : refuse(t, E_INVALID, 1, S("There is no child in these tables."));
}

xml_wrong census_tables_wrong(const census_tables *t)
{
	return t->wrong;
}
