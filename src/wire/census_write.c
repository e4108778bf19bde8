/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The census as XML: in the order that its schema asks for. */
#include "wire/census_form.h"

#include <string.h>

/* Groups stand among an episode's values: where the schema has them. */
static const struct {
	census_group_name group;
	const char *before; /* NULL: after all values */
} order[] = {
	{ CENSUS_ASSESSMENT, "ReferralNFA" },       { CENSUS_IN_NEED_PLAN, "ReferralNFA" }, { CENSUS_SECTION_47, "ReferralNFA" },
	{ CENSUS_PROTECTION_PLAN, NULL },           { CENSUS_PRE_PROCEEDINGS, NULL },
};

static void indent(buf *b, int depth)
{
	for (int i = 0; i < depth; i++) buf_char(b, '\t');
}

static void tag(buf *b, int depth, bool end, const char *name)
{
	indent(b, depth);
	buf_str(b, end ? S("</") : S("<"));
	buf_str(b, str_of(name));
	buf_lit(b, ">\n");
}

static void escaped(buf *b, str text)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.at[i];
		if (c == '&') buf_lit(b, "&amp;");
		else if (c == '<') buf_lit(b, "&lt;");
		else if (c == '>') buf_lit(b, "&gt;");
		else if (c == '\r') buf_lit(b, "&#13;");
		else buf_char(b, c);
	}
}

static void write_value(buf *b, int depth, const census_value *v)
{
	indent(b, depth);
	buf_char(b, '<');
	buf_str(b, str_of(v->is->name));
	buf_char(b, '>');
	escaped(b, v->text);
	buf_lit(b, "</");
	buf_str(b, str_of(v->is->name));
	buf_lit(b, ">\n");
}

static const census_container *container_of(const char *name)
{
	for (size_t i = 0; i < census_container_count; i++)
		if (strcmp(census_containers[i].name, name) == 0) return &census_containers[i];
	check_failed("the container is in the table", __FILE__, __LINE__);
}

static const census_container *container_of_group(census_group_name group)
{
	for (size_t i = 0; i < census_container_count; i++)
		if (census_containers[i].begins && census_containers[i].group == group) return &census_containers[i];
	check_failed("the group has a container", __FILE__, __LINE__);
}

/* The containers between the group and its values: open those of the next value, close those of the last. */
typedef struct {
	const char *open[4];
	int n, depth; /* depth of the group's own element */
	const char *own;
} nesting;

static void nest(buf *b, nesting *at, const char *inside)
{
	const char *wanted[4];
	int n = 0, same = 0;
	for (const char *c = inside; strcmp(c, at->own) != 0; c = container_of(c)->inside) {
		CHECK(n < 4);
		wanted[n++] = c;
	}
	while (same < n && same < at->n && strcmp(at->open[same], wanted[n - 1 - same]) == 0) same++;
	while (at->n > same) {
		at->n--;
		tag(b, at->depth + 1 + at->n, true, at->open[at->n]);
	}
	for (; at->n < n; at->n++) {
		at->open[at->n] = wanted[n - 1 - at->n];
		tag(b, at->depth + 1 + at->n, false, at->open[at->n]);
	}
}

static void write_group(buf *b, int depth, const census_group *g);

static void write_groups(buf *b, int depth, const census_group *g, const char *before)
{
	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		if ((order[i].before == NULL) != (before == NULL)) continue;
		if (before && strcmp(order[i].before, before) != 0) continue;
		for (size_t k = 0; k < g->groups.n; k++)
			if (g->groups.at[k]->is == order[i].group) write_group(b, depth, g->groups.at[k]);
	}
}

static void write_values(buf *b, const census_group *g, nesting *at)
{
	for (size_t i = 0; i < census_element_count; i++) {
		const census_element *e = &census_elements[i];
		if (e->group != g->is) continue;
		write_groups(b, at->depth + 1, g, e->name);
		for (size_t k = 0; k < g->values.n; k++) {
			if (g->values.at[k].is != e) continue;
			nest(b, at, e->inside);
			write_value(b, at->depth + 1 + at->n, &g->values.at[k]);
		}
	}
	nest(b, at, at->own);
}

static void write_group(buf *b, int depth, const census_group *g)
{
	const char *own = container_of_group(g->is)->name;
	nesting at = { .depth = depth, .own = own };
	tag(b, depth, false, own);
	write_values(b, g, &at);
	write_groups(b, depth + 1, g, NULL);
	tag(b, depth, true, own);
}

void census_write_header(buf *b, const census_group *header)
{
	buf_lit(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Message>\n");
	if (header) write_group(b, 1, header);
	buf_lit(b, "\t<Children>\n");
}

/* Episodes after what a child is. */
void census_write_child(buf *b, const census_group *child)
{
	nesting at = { .depth = 2, .own = "Child" };
	tag(b, 2, false, "Child");
	write_values(b, child, &at);
	for (size_t i = 0; i < child->groups.n; i++) write_group(b, 3, child->groups.at[i]);
	tag(b, 2, true, "Child");
}

void census_write_end(buf *b)
{
	buf_lit(b, "\t</Children>\n</Message>\n");
}
