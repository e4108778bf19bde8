/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The head of a page: from it come the struct and the JSON writer. */
#include "template.h"

#include <string.h>
#include <unistd.h>

static const struct {
	const char *name, *c, *json; /* json: the function of web/html.h */
} types[] = {
	[MEMBER_STR] = { "str", "str", "json_str" },     [MEMBER_INT] = { "int", "int64_t", "json_int" },
	[MEMBER_BOOL] = { "bool", "bool", "json_bool" }, [MEMBER_DAY] = { "day", "day", "json_day" },
	[MEMBER_INSTANT] = { "instant", "instant", "json_instant" },
	[MEMBER_WHEN] = { "when", "when", "json_when" }, [MEMBER_URL] = { "url", "url", "json_url" },
	[MEMBER_HTML] = { "html", "html", NULL },
};

static bool is_name(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.at[i];
		if (!(c >= 'a' && c <= 'z') && c != '_' && (i == 0 || !(c >= '0' && c <= '9'))) return false;
	}
	return s.n > 0;
}

/* ---- reading */

static str next_line(page_source *p)
{
	p->line++;
	return str_cut(p->rest, '\n', &p->rest);
}

static size_t tabs_before(str s)
{
	size_t n = 0;
	while (n < s.n && s.at[n] == '\t') n++;
	return n;
}

static void type_read(page_source *p, member *m, str type)
{
	for (size_t i = 0; i <= MEMBER_HTML; i++)
		if (str_eq(str_of(types[i].name), type)) {
			m->type = (member_type)i;
			return;
		}
	bool list = str_starts(type, S("list of "));
	m->type = list ? MEMBER_LIST : MEMBER_PAGE;
	m->of = list ? str_trim(str_from(type, 8)) : type;
	if (!is_name(m->of))
		refuse(p, m->line, "%.*s: not a type. One of str, int, bool, day, instant, when, url, html, «list of ITEM», or the "
		       "name of another template", STR_ARG(type));
}

static void members_read(page_source *p, member *into, size_t depth);

static void member_read(page_source *p, member *into, size_t depth, str line)
{
	member m = { .line = p->line - 1 };
	str type;
	m.name = str_trim(str_cut(line, ':', &type));
	if (!is_name(m.name)) refuse(p, m.line, "%.*s: write «name: type», the name in small letters", STR_ARG(line));
	for (size_t i = 0; i < into->members.n; i++)
		if (str_eq(into->members.at[i].name, m.name)) refuse(p, m.line, "%.*s is there twice", STR_ARG(m.name));
	type_read(p, &m, str_trim(type));
	if (m.type == MEMBER_LIST) members_read(p, &m, depth + 1);
	if (m.type == MEMBER_LIST && m.members.n == 0)
		refuse(p, m.line, "a list needs the members of its item below it, one tab further in");
	PUSH(p->a, &into->members, m);
}

/* The members `depth` tabs in; stops before the first line that is less far in. */
static void members_read(page_source *p, member *into, size_t depth)
{
	while (p->rest.n) {
		str after, line = str_cut(p->rest, '\n', &after);
		bool include = str_starts(line, S("#include "));
		ptrdiff_t comment = include ? -1 : str_find_char(line, '#');
		if (comment >= 0) line = str_first(line, (size_t)comment);
		if (str_eq(str_trim(line), S("---"))) return;
		size_t tabs = tabs_before(line);
		bool empty = str_trim(line).n == 0;
		if (!empty && tabs < depth) return;
		next_line(p);
		if (empty) continue;
		if (tabs > depth) refuse(p, p->line - 1, "too far in: only the members of a list stand one tab further in");
		if (include) PUSH(p->a, &p->includes, line);
		else member_read(p, into, depth, str_trim(line));
	}
}

void head_read(page_source *p)
{
	if (!str_eq(str_trim(next_line(p)), S("---"))) refuse(p, 1, "a page begins with its head, between two lines ---");
	str line = STR_NONE;
	do line = str_trim(next_line(p));
	while (p->rest.n && (line.n == 0 || str_starts(line, S("# "))));
	p->name = str_trim(str_from(line, 5));
	if (!str_starts(line, S("page ")) || !is_name(p->name)) refuse(p, p->line - 1, "the head begins with «page NAME»");
	p->model.of = STR_NONE;
	members_read(p, &p->model, 0);
	if (!str_eq(str_trim(next_line(p)), S("---"))) refuse(p, p->line - 1, "the head ends with a line ---");
}

/* ---- the struct */

static void type_of_struct(const page_source *p, const member *m, buf *b)
{
	buf_str(b, p->name);
	buf_lit(b, "_page");
	if (m->of.n) buf_printf(b, "_%.*s", STR_ARG(m->of));
}

static void struct_write(const page_source *p, const member *m, buf *h)
{
	for (size_t i = 0; i < m->members.n; i++)
		if (m->members.at[i].type == MEMBER_LIST) struct_write(p, &m->members.at[i], h);
	buf_lit(h, "typedef struct {\n");
	for (size_t i = 0; i < m->members.n; i++) {
		const member *at = &m->members.at[i];
		if (at->type == MEMBER_LIST) {
			buf_lit(h, "\tLIST(");
			type_of_struct(p, at, h);
			buf_printf(h, ") %.*s;\n", STR_ARG(at->name));
		} else if (at->type == MEMBER_PAGE) {
			buf_printf(h, "\t%.*s_page %.*s;\n", STR_ARG(at->of), STR_ARG(at->name));
		} else {
			buf_printf(h, "\t%s %.*s;\n", types[at->type].c, STR_ARG(at->name));
		}
	}
	if (m->members.n == 0) buf_lit(h, "\tchar nothing;\n");
	buf_lit(h, "} ");
	type_of_struct(p, m, h);
	buf_lit(h, ";\n");
}

/* The header of another template: of the same folder where there is one, else of src/web/pages. */
static void other_includes(const page_source *p, const member *m, buf *h)
{
	for (size_t i = 0; i < m->members.n; i++) {
		const member *at = &m->members.at[i];
		other_includes(p, at, h);
		if (at->type != MEMBER_PAGE) continue;
		buf beside = BUF(p->a);
		const char *slash = strrchr(p->file, '/');
		buf_printf(&beside, "%.*s%.*s.html", slash ? (int)(slash - p->file) + 1 : 0, p->file, STR_ARG(at->of));
		const char *end = strrchr(p->included_as, '/');
		bool here = access(str_c(p->a, buf_view(&beside)), R_OK) == 0;
		if (here) buf_printf(h, "#include \"%.*s%.*s.h\"\n", end ? (int)(end - p->included_as) + 1 : 0, p->included_as, STR_ARG(at->of));
		else buf_printf(h, "#include \"web/pages/%.*s.h\"\n", STR_ARG(at->of));
	}
}

void head_write_header(const page_source *p, buf *h)
{
	str n = p->name;
	buf_printf(h, "/* Made by the build from %s. */\n#ifndef PAGE_%.*s_H\n#define PAGE_%.*s_H\n\n#include \"web/page.h\"\n",
	           p->file, STR_ARG(n), STR_ARG(n));
	other_includes(p, &p->model, h);
	buf_char(h, '\n');
	struct_write(p, &p->model, h);
	buf_printf(h, "void %.*s_html(buf *b, const %.*s_page *m);\n", STR_ARG(n), STR_ARG(n));
	buf_printf(h, "void %.*s_json(buf *b, const %.*s_page *m);\n", STR_ARG(n), STR_ARG(n));
	buf_printf(h, "html %.*s_as_html(arena *a, const %.*s_page *m);\n", STR_ARG(n), STR_ARG(n));
	buf_printf(h, "void %.*s_model(model *to, const %.*s_page *m);\n\n#endif\n", STR_ARG(n), STR_ARG(n));
}

/* ---- the JSON writer */

static void json_members(const page_source *p, const member *m, buf *c, const char *pointer, int depth)
{
	const char *separator = "{";
	for (size_t i = 0; i < m->members.n; i++) {
		const member *at = &m->members.at[i];
		if (at->type == MEMBER_HTML) continue;
		buf_printf(c, "\tbuf_lit(b, \"%s\\\"%.*s\\\":\");\n", separator, STR_ARG(at->name));
		separator = ",";
		if (at->type == MEMBER_LIST) {
			char item[24] = { 'i', 't', 'e', 'm', (char)('a' + depth), '\0' };
			buf_printf(c, "\tbuf_char(b, '[');\n\tEACH (%s, %s->%.*s) {\n\tif (%s != %s->%.*s.at) buf_char(b, ',');\n", item,
			           pointer, STR_ARG(at->name), item, pointer, STR_ARG(at->name));
			json_members(p, at, c, item, depth + 1);
			buf_lit(c, "\t}\n\tbuf_char(b, ']');\n");
		} else if (at->type == MEMBER_PAGE) {
			buf_printf(c, "\t%.*s_json(b, &%s->%.*s);\n", STR_ARG(at->of), pointer, STR_ARG(at->name));
		} else {
			buf_printf(c, "\t%s(b, %s->%.*s);\n", types[at->type].json, pointer, STR_ARG(at->name));
		}
	}
	buf_printf(c, "\tbuf_lit(b, \"%s}\");\n", *separator == '{' ? "{" : "");
}

void head_write_code(const page_source *p, buf *c)
{
	buf_printf(c, "/* Made by the build from %s. */\n#include \"%s\"\n", p->file, p->included_as);
	for (size_t i = 0; i < p->includes.n; i++) buf_printf(c, "%.*s\n", STR_ARG(p->includes.at[i]));
	buf_printf(c, "\nvoid %.*s_json(buf *b, const %.*s_page *m)\n{\n\t(void)m;\n", STR_ARG(p->name), STR_ARG(p->name));
	json_members(p, &p->model, c, "m", 0);
	buf_lit(c, "}\n");
}
