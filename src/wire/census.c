/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "wire/census.h"
#include "wire/census_form.h"

#include <string.h>

/* What an open element is. */
typedef struct {
	enum { IS_UNKNOWN, IS_CONTAINER, IS_ELEMENT } is;
	const census_container *container;
	const census_element *element;
	bool holds; /* an element */
} place;

struct census_reader {
	census_visitor visitor;
	arena *a;   /* the caller's */
	arena own;  /* one child's */
	xml_reader *xml;
	place open[XML_MAX_DEPTH + 1]; /* by depth */
	census_group *groups[4];       /* header or child, episode, and what is in it */
	int group_n;
	size_t values;
	xml_wrong wrong;
	bool any_child;
	/* The container that each container and each element stands in: its place in the table, NOWHERE for the outermost. Looked
	 * up once, as it is asked for with every tag. */
	unsigned char *container_in, *element_in;
};

enum { NOWHERE = 0xFF };

/* ---- where things stand */

const census_element *census_element_of(census_group_name group, str name)
{
	for (size_t i = 0; i < census_element_count; i++)
		if (census_elements[i].group == group && str_eq(str_of(census_elements[i].name), name)) return &census_elements[i];
	return NULL;
}

const census_value *census_value_of(const census_group *g, str name)
{
	for (size_t i = 0; i < g->values.n; i++)
		if (str_eq(str_of(g->values.at[i].is->name), name)) return &g->values.at[i];
	return NULL;
}

static bool is_named(const char *name, str s)
{
	return strncmp(name, s.at, s.n) == 0 && name[s.n] == '\0';
}

static unsigned char container_named(const char *name)
{
	CHECK(census_container_count < NOWHERE);
	for (size_t i = 0; i < census_container_count; i++)
		if (strcmp(census_containers[i].name, name) == 0) return (unsigned char)i;
	return NOWHERE;
}

static place place_of(const census_reader *r, const place *parent, str name)
{
	if (parent && parent->is != IS_CONTAINER) return (place){ .is = IS_UNKNOWN };
	unsigned char inside = parent ? (unsigned char)(parent->container - census_containers) : NOWHERE;
	for (size_t i = 0; i < census_element_count; i++)
		if (r->element_in[i] == inside && is_named(census_elements[i].name, name))
			return (place){ .is = IS_ELEMENT, .element = &census_elements[i] };
	for (size_t i = 0; i < census_container_count; i++)
		if (r->container_in[i] == inside && is_named(census_containers[i].name, name))
			return (place){ .is = IS_CONTAINER, .container = &census_containers[i] };
	return (place){ .is = IS_UNKNOWN };
}

static err refuse(census_reader *r, err code, int line, str message)
{
	r->wrong = (xml_wrong){ line, message };
	return FAIL(&r->a->trail, code);
}

/* ---- a group */

static err open_group(census_reader *r, census_group_name is, int line)
{
	CHECK(r->group_n < (int)(sizeof r->groups / sizeof *r->groups));
	if (++r->values > CENSUS_MAX_VALUES)
		return refuse(r, E_LIMIT, line, S("One child has more in this file than a child can have."));
	census_group *g = TAKE(&r->own, census_group);
	*g = (census_group){ .is = is, .line = line };
	if (r->group_n) PUSH(&r->own, &r->groups[r->group_n - 1]->groups, g);
	r->groups[r->group_n++] = g;
	return OK;
}

static err close_group(census_reader *r)
{
	census_group *g = r->groups[--r->group_n];
	if (r->group_n) return OK;
	err (*visit)(void *, const census_group *) = g->is == CENSUS_HEADER ? r->visitor.header : r->visitor.child;
	r->any_child |= g->is == CENSUS_CHILD;
	err e = visit ? visit(r->visitor.context, g) : OK;
	r->values = 0;
	arena_reset(&r->own);
	return e;
}

static err oddity(census_reader *r, int line, str element, str text, const char *what)
{
	if (++r->values > CENSUS_MAX_VALUES) return refuse(r, E_LIMIT, line, S("There is more in this file that nobody knows than a census holds."));
	census_oddity o = { .line = line, .what = what };
	if (!r->group_n) {
		o.element = element;
		o.text = text;
		return r->visitor.oddity ? r->visitor.oddity(r->visitor.context, &o) : OK;
	}
	o.element = str_copy(&r->own, element);
	o.text = str_copy(&r->own, text);
	PUSH(&r->own, &r->groups[0]->oddities, o);
	return OK;
}

static bool said_before(const census_group *g, const census_element *is)
{
	for (size_t i = 0; i < g->values.n; i++)
		if (g->values.at[i].is == is) return true;
	return false;
}

static err take_value(census_reader *r, const census_element *is, const xml_element *e, str text)
{
	census_group *g = r->groups[r->group_n - 1];
	if (!is->many && said_before(g, is)) return oddity(r, e->line, e->name, text, "is said twice: the first was taken");
	if (++r->values > CENSUS_MAX_VALUES)
		return refuse(r, E_LIMIT, e->line, S("One child has more in this file than a child can have."));
	PUSH(&r->own, &g->values, ((census_value){ .is = is, .text = str_copy(&r->own, text), .line = e->line }));
	return OK;
}

/* ---- as it is read */

static err opens(void *context, const xml_element *e)
{
	census_reader *r = context;
	place here = e->space.n ? (place){ .is = IS_UNKNOWN } : place_of(r, e->depth > 1 ? &r->open[e->depth - 1] : NULL, e->name);
	r->open[e->depth] = here;
	r->open[e->depth - 1].holds = true;
	if (e->depth == 1 && here.is != IS_CONTAINER)
		return refuse(r, E_INVALID, e->line, S("This is no census: the outermost element is not Message."));
	if (here.is == IS_CONTAINER && here.container->begins) return open_group(r, here.container->group, e->line);
	return OK;
}

static err close_container(census_reader *r, const census_container *c, const xml_element *e, str text)
{
	if (text.n) TRY(oddity(r, e->line, e->name, text, "holds text between its elements"));
	else if (!r->open[e->depth].holds) TRY(oddity(r, e->line, e->name, text, "is empty"));
	return c->begins ? close_group(r) : OK;
}

static err closes(void *context, const xml_element *e)
{
	census_reader *r = context;
	place here = r->open[e->depth];
	str text = str_trim(e->text);
	if (text.n > CENSUS_MAX_TEXT_BYTES) return refuse(r, E_LIMIT, e->line, S("One element holds more text than any in a census does."));
	switch (here.is) {
	case IS_CONTAINER: return close_container(r, here.container, e, text);
	case IS_ELEMENT: return text.n ? take_value(r, here.element, e, text) : oddity(r, e->line, e->name, text, "is empty");
	case IS_UNKNOWN: return oddity(r, e->line, e->name, text, "is no element of the census here");
	}
	return OK;
}

/* ---- the contract */

census_reader *census_start(arena *a, const census_visitor *v)
{
	census_reader *r = TAKE(a, census_reader);
	*r = (census_reader){ .visitor = *v, .a = a, .own = arena_make(), .container_in = TAKE_N(a, unsigned char, census_container_count),
		              .element_in = TAKE_N(a, unsigned char, census_element_count) };
	for (size_t i = 0; i < census_container_count; i++) r->container_in[i] = container_named(census_containers[i].inside);
	for (size_t i = 0; i < census_element_count; i++) r->element_in[i] = container_named(census_elements[i].inside);
	r->xml = xml_start(a, &(xml_visitor){ .context = r, .open = opens, .close = closes });
	return r;
}

void census_end(census_reader **r)
{
	if (!*r) return;
	xml_end(&(*r)->xml);
	arena_end(&(*r)->own);
	*r = NULL;
}

err census_feed(census_reader *r, str chunk)
{
	return xml_feed(r->xml, chunk);
}

err census_finish(census_reader *r)
{
	TRY(xml_finish(r->xml));
	return r->any_child ? OK : refuse(r, E_INVALID, 0, S("There is no child in this file."));
}

xml_wrong census_wrong_of(const census_reader *r)
{
	return r->wrong.message.n ? r->wrong : xml_wrong_of(r->xml);
}
