/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The body of a page: follows the markup far enough to know where a value stands, and writes it accordingly. */
#include "template.h"

#include <string.h>

typedef enum { IN_TEXT, IN_TAG, IN_VALUE, IN_CODE /* of script and style */ } place;

typedef struct {
	page_source *p;
	buf *c;
	buf literal;       /* text not written out yet */
	place place;
	char quote;        /* IN_VALUE */
	str tag;           /* its name, with / for an end tag */
	str attribute;     /* the name last seen in the tag */
	buf value_start;   /* IN_VALUE: the literal text it begins with */
	bool value_begun;  /* IN_VALUE: something stands in it already */
	int open_ifs;      /* of {{:if}} on this line */
} body;

enum { LITERAL_BYTES = 1000 /* ISO C promises 4095 for a string */ };

/* ---- C out */

static void literal_flush(body *d)
{
	str s = buf_view(&d->literal);
	while (s.n) {
		str piece = str_first(s, LITERAL_BYTES);
		buf_lit(d->c, "\tbuf_bytes(b, \"");
		for (size_t i = 0; i < piece.n; i++) {
			unsigned char ch = (unsigned char)piece.at[i];
			if (ch == '"' || ch == '\\' || ch == '?') buf_printf(d->c, "\\%c", ch);
			else if (ch < 0x20 || ch > 0x7e) buf_printf(d->c, "\\%03o", ch);
			else buf_char(d->c, (char)ch);
		}
		buf_printf(d->c, "\", %zu);\n", piece.n);
		s = str_from(s, piece.n);
	}
	d->literal.n = 0;
}

static void code(body *d, const char *before, str text, const char *after)
{
	literal_flush(d);
	buf_printf(d->c, "#line %d \"%s\"\n\t%s", d->p->line, d->p->file, before);
	buf_str(d->c, text);
	buf_printf(d->c, "%s\n", after);
}

/* ---- where we are */

static bool is_letter(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
}

static bool one_of(str s, const char *const *names)
{
	for (; *names; names++)
		if (str_eq(s, str_of(*names))) return true;
	return false;
}

static bool tag_holds_code(str tag)
{
	return one_of(tag, (const char *const[]){ "script", "style", NULL });
}

static bool attribute_is_address(str name)
{
	return one_of(name, (const char *const[]){ "href", "src", "action", "formaction", "poster", "data", "xlink:href", NULL });
}

static bool attribute_is_code(str name)
{
	return str_starts(name, S("on")) || one_of(name, (const char *const[]){ "style", "srcdoc", "srcset", "ping", NULL });
}

static str name_at(str s)
{
	size_t n = 0;
	while (n < s.n && (is_letter(s.at[n]) || (s.at[n] >= '0' && s.at[n] <= '9') || strchr("-_:!/", s.at[n]))) n++;
	return str_first(s, n);
}

static void begin_tag(body *d, str from)
{
	if (str_starts(from, S("<!--")))
		refuse(d->p, d->p->line, "<!-- is not sent to people: write the comment as a line %% /* ... */");
	char after = from.n > 1 ? from.at[1] : ' ';
	if (!is_letter(after) && after != '/' && after != '!') return;
	d->place = IN_TAG;
	d->tag = name_at(str_from(from, 1));
	d->attribute = STR_NONE;
}

static void end_tag(body *d)
{
	d->place = tag_holds_code(d->tag) ? IN_CODE : IN_TEXT;
}

/* One byte of markup that is not a value; `from` begins with it. */
static void follow(body *d, str from)
{
	char ch = from.at[0];
	switch (d->place) {
	case IN_TEXT:
		if (ch == '<') begin_tag(d, from);
		return;
	case IN_CODE:
		if (str_starts(from, S("</"))) begin_tag(d, from);
		return;
	case IN_TAG:
		if (ch == '>') {
			end_tag(d);
		} else if (ch == '"' || ch == '\'') {
			d->place = IN_VALUE;
			d->quote = ch;
			d->value_begun = false;
			d->value_start = BUF(d->p->a);
		} else if (is_letter(ch) && !is_letter(from.at[-1])) {
			d->attribute = name_at(from);
		}
		return;
	case IN_VALUE:
		if (ch == d->quote) d->place = IN_TAG;
		else if (!d->value_begun) buf_char(&d->value_start, ch);
		return;
	}
}

/* ---- values */

static void address_value(body *d, str expression, char next)
{
	str start = buf_view(&d->value_start);
	if (start.n == 0 && !d->value_begun) {
		if (next != d->quote)
			refuse(d->p, d->p->line, "an address that begins with a value must be one url and nothing else: make it in C, or begin "
			       "it with literal text");
		code(d, "TEMPLATE_WHOLE_URL(b, ", expression, ");");
		return;
	}
	bool known = start.n && (strchr("/?#", start.at[0]) || str_starts(start, S("tel:")) || str_starts(start, S("mailto:")));
	if (!known || str_starts(start, S("//")))
		refuse(d->p, d->p->line, "an address with values in it begins with /, ?, #, tel: or mailto:");
	code(d, "TEMPLATE_IN_URL(b, ", expression, ");");
}

static void value(body *d, str expression, char next)
{
	switch (d->place) {
	case IN_TEXT: code(d, "TEMPLATE_VALUE(b, ", expression, ");"); return;
	case IN_CODE:
		refuse(d->p, d->p->line, "no value can stand in <%.*s>: give it as an attribute that the script reads", STR_ARG(d->tag));
	case IN_TAG:
		refuse(d->p, d->p->line, "a value in a tag stands in a quoted attribute: name=\"{{...}}\"");
	case IN_VALUE:
		if (attribute_is_code(d->attribute))
			refuse(d->p, d->p->line, "no value can stand in the attribute %.*s", STR_ARG(d->attribute));
		if (attribute_is_address(d->attribute)) address_value(d, expression, next);
		else code(d, "TEMPLATE_VALUE(b, ", expression, ");");
		d->value_begun = true;
		return;
	}
}

static void markup(body *d, str expression)
{
	if (d->place != IN_TEXT) refuse(d->p, d->p->line, "{{{ }}} stands between tags only");
	code(d, "TEMPLATE_HTML(b, ", expression, ");");
}

static void condition(body *d, str word)
{
	str rest, name = str_cut(word, ' ', &rest);
	if (str_eq(name, S("if"))) {
		code(d, "if (", str_trim(rest), ") {");
		d->open_ifs++;
	} else if (d->open_ifs && str_eq(name, S("else"))) {
		code(d, "} else {", STR_NONE, "");
	} else if (d->open_ifs && str_eq(name, S("end"))) {
		code(d, "}", STR_NONE, "");
		d->open_ifs--;
	} else {
		refuse(d->p, d->p->line, "{{:%.*s}}: write {{:if condition}} ... {{:else}} ... {{:end}} within one line", STR_ARG(word));
	}
}

static void other_page(body *d, str words)
{
	str pointer, name = str_cut(str_trim(words), ' ', &pointer);
	if (d->place != IN_TEXT) refuse(d->p, d->p->line, "{{> }} stands between tags only");
	literal_flush(d);
	buf_printf(d->c, "#line %d \"%s\"\n\t%.*s_html(b, %.*s);\n", d->p->line, d->p->file, STR_ARG(name), STR_ARG(pointer));
}

/* What stands at {{; returns how many bytes it takes. */
static size_t braces(body *d, str from)
{
	bool triple = str_starts(from, S("{{{"));
	size_t width = triple ? 3 : 2;
	ptrdiff_t end = str_find(from, triple ? S("}}}") : S("}}"));
	if (end < 0) refuse(d->p, d->p->line, "%s is not closed on its line", triple ? "{{{" : "{{");
	str inside = str_trim((str){ from.at + width, (size_t)end - width });
	size_t taken = (size_t)end + width;
	if (inside.n == 0) refuse(d->p, d->p->line, "nothing stands between the braces");
	if (triple) markup(d, inside);
	else if (inside.at[0] == ':') condition(d, str_trim(str_from(inside, 1)));
	else if (inside.at[0] == '>') other_page(d, str_from(inside, 1));
	else value(d, inside, taken < from.n ? from.at[taken] : '\n');
	return taken;
}

/* ---- lines */

static void line_write(body *d, str line)
{
	while (line.n && line.at[0] == '\t') line = str_from(line, 1);
	if (line.n == 0) return;
	if (line.at[0] == '%') {
		code(d, "", str_from(line, 1), "");
		return;
	}
	d->open_ifs = 0;
	while (line.n) {
		size_t taken = 1;
		if (str_starts(line, S("{{"))) {
			taken = braces(d, line);
		} else {
			follow(d, line);
			buf_char(&d->literal, line.at[0]);
		}
		line = str_from(line, taken);
	}
	if (d->open_ifs) refuse(d->p, d->p->line, "{{:if}} needs its {{:end}} on the same line; over several lines write %% if (...) {");
	buf_char(&d->literal, '\n');
}

static void model_functions(const page_source *p, buf *c)
{
	str n = p->name;
	buf_printf(c, "\nhtml %.*s_as_html(arena *a, const %.*s_page *m)\n{\n\tbuf b = BUF(a);\n\t%.*s_html(&b, m);\n"
	              "\treturn (html){ buf_view(&b) };\n}\n", STR_ARG(n), STR_ARG(n), STR_ARG(n));
	buf_printf(c, "\nstatic void write_html(buf *b, const void *m)\n{\n\t%.*s_html(b, m);\n}\n", STR_ARG(n));
	buf_printf(c, "\nstatic void write_json(buf *b, const void *m)\n{\n\t%.*s_json(b, m);\n}\n", STR_ARG(n));
	buf_printf(c, "\nvoid %.*s_model(model *to, const %.*s_page *m)\n{\n\tto->data = m;\n\tto->write_html = write_html;\n"
	              "\tto->write_json = write_json;\n}\n", STR_ARG(n), STR_ARG(n));
}

void body_write(page_source *p, buf *c)
{
	body d = { .p = p, .c = c, .literal = BUF(p->a) };
	model_functions(p, c);
	buf_printf(c, "\nvoid %.*s_html(buf *b, const %.*s_page *m)\n{\n\t(void)m;\n", STR_ARG(p->name), STR_ARG(p->name));
	while (p->rest.n) {
		str line = str_cut(p->rest, '\n', &p->rest);
		line_write(&d, line);
		p->line++;
	}
	if (d.place != IN_TEXT) refuse(p, p->line, "the page ends within a tag");
	literal_flush(&d);
	buf_lit(c, "}\n");
}
