/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "wire/xml.h"
#include "base/buf.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

enum { PIECE_BYTES = 64 * 1024 };

#define WRONG_CHARACTER                                                                                                \
	"A character is not allowed in XML, or not in the encoding that the file claims: save it as UTF-8."

struct xml_reader {
	xml_visitor visitor;
	arena *a;
	xmlParserCtxt *parser;
	int depth;
	bool any;                 /* an element has been opened */
	buf texts[XML_MAX_DEPTH]; /* of each open element; their room is used again */
	size_t pieces[XML_MAX_DEPTH]; /* where the text since the last element inside begins */
	xml_attribute attributes[XML_MAX_ATTRIBUTES];
	buf values; /* of the attributes */
	int64_t bytes;
	err failed;
	xml_wrong wrong;
};

static int line_of(const xml_reader *r)
{
	return r->parser && r->parser->input ? r->parser->input->line : 0;
}

/* Ends the reading; the library calls nothing any more. */
static void stop(xml_reader *r, err code)
{
	r->failed = code;
	r->wrong.line = line_of(r);
	xmlStopParser(r->parser);
}

static void refuse(xml_reader *r, err code, str message)
{
	if (r->failed != OK) return;
	r->wrong.message = message;
	stop(r, FAIL(&r->a->trail, code));
}

static str str_of_xml(const xmlChar *c)
{
	return str_of((const char *)c);
}

/* Unless it replaces entities, the library leaves an ampersand in an attribute as «&#38;». */
static str plain_value(xml_reader *r, const xmlChar *from, const xmlChar *to)
{
	str s = { (const char *)from, (size_t)(to - from) };
	size_t start = r->values.n;
	for (;;) {
		str rest, before = str_cut(s, '&', &rest);
		buf_str(&r->values, before);
		if (before.n == s.n) return str_from(buf_view(&r->values), start);
		buf_char(&r->values, '&');
		s = str_starts(rest, S("#38;")) ? str_from(rest, 4) : rest;
	}
}

/* As libxml2 gives them: local name, prefix, address, begin and end of the value. */
static void take_attributes(xml_reader *r, const xmlChar **given, size_t n)
{
	size_t bytes = 0;
	for (size_t i = 0; i < n; i++) bytes += (size_t)(given[5 * i + 4] - given[5 * i + 3]);
	if (n > XML_MAX_ATTRIBUTES || bytes > XML_MAX_TEXT_BYTES) {
		refuse(r, E_LIMIT, S("The element has more than 100 attributes, or more than 1 MiB in them."));
		return;
	}
	r->values.n = 0;
	buf_reserve(&r->values, bytes + 1); /* once: the views into it stay */
	for (size_t i = 0; i < n; i++, given += 5) {
		str value = plain_value(r, given[3], given[4]);
		if (!str_is_utf8(value)) refuse(r, E_INVALID, S(WRONG_CHARACTER));
		r->attributes[i] = (xml_attribute){ str_of_xml(given[0]), str_of_xml(given[2]), value };
	}
}

/* White space between two elements is how a file is laid out: kept, it would grow with the number of elements. */
static void forget_layout(xml_reader *r)
{
	buf *text = &r->texts[r->depth - 1];
	size_t *piece = &r->pieces[r->depth - 1];
	if (!str_trim(str_from(buf_view(text), *piece)).n) text->n = *piece;
	*piece = text->n;
}

static void on_open(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *space, int space_n,
                    const xmlChar **spaces, int attribute_n, int default_n, const xmlChar **attributes)
{
	xml_reader *r = context;
	(void)prefix, (void)space_n, (void)spaces, (void)default_n;
	if (r->failed != OK) return;
	if (r->depth == XML_MAX_DEPTH) {
		refuse(r, E_LIMIT, S("Elements stand more than 64 deep in each other."));
		return;
	}
	take_attributes(r, attributes, (size_t)attribute_n);
	if (r->failed != OK) return;
	r->any = true;
	if (r->depth) forget_layout(r);
	r->pieces[r->depth] = 0;
	r->texts[r->depth++].n = 0;
	if (!r->visitor.open) return;
	xml_element e = { .name = str_of_xml(name),
		          .space = str_of_xml(space),
		          .line = line_of(r),
		          .depth = r->depth,
		          .attributes = r->attributes,
		          .attribute_n = (size_t)attribute_n };
	err failed = r->visitor.open(r->visitor.context, &e);
	if (failed != OK) stop(r, failed);
}

static void on_text(void *context, const xmlChar *at, int n)
{
	xml_reader *r = context;
	if (r->failed != OK || r->depth == 0) return;
	buf *text = &r->texts[r->depth - 1];
	if (text->n + (size_t)n > XML_MAX_TEXT_BYTES)
		refuse(r, E_LIMIT, S("The text of an element is longer than 1 MiB."));
	else buf_bytes(text, at, (size_t)n);
}

static void on_close(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *space)
{
	xml_reader *r = context;
	(void)prefix;
	if (r->failed != OK) return;
	CHECK(r->depth > 0);
	xml_element e = { .name = str_of_xml(name),
		          .space = str_of_xml(space),
		          .line = line_of(r),
		          .depth = r->depth,
		          .text = buf_view(&r->texts[r->depth - 1]) };
	r->depth--;
	if (!str_is_utf8(e.text))
		refuse(r, E_INVALID, S(WRONG_CHARACTER)); /* the library takes overlong forms in CDATA */
	if (r->failed != OK) return;
	err failed = r->visitor.close ? r->visitor.close(r->visitor.context, &e) : OK;
	if (failed != OK) stop(r, failed);
}

/* Comes before anything inside the DOCTYPE is read: no entity is ever declared. */
static void on_doctype(void *context, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
	(void)name, (void)public_id, (void)system_id;
	refuse(context, E_INVALID, S("A DOCTYPE stands here: leave it out, no entities are read."));
}

xml_reader *xml_start(arena *a, const xml_visitor *v)
{
	xml_reader *r = TAKE(a, xml_reader);
	xmlSAXHandler calls = {
		.initialized = XML_SAX2_MAGIC,
		.internalSubset = on_doctype,
		.startElementNs = on_open,
		.endElementNs = on_close,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_text,
	};
	r->visitor = *v;
	r->a = a;
	r->values = BUF(a);
	for (size_t i = 0; i < XML_MAX_DEPTH; i++) r->texts[i] = BUF(a);
	r->parser = xmlCreatePushParserCtxt(&calls, r, NULL, 0, NULL);
	CHECK(r->parser);
	xmlCtxtUseOptions(r->parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	return r;
}

void xml_end(xml_reader **r)
{
	if (!*r) return;
	xmlFreeParserCtxt((*r)->parser);
	(*r)->parser = NULL;
}

static str sentence_of(const xml_reader *r)
{
	switch (r->parser->wellFormed && r->parser->nsWellFormed ? XML_ERR_INVALID_ENCODING
	                                                         : r->parser->lastError.code) {
	case XML_ERR_DOCUMENT_EMPTY:
	case XML_ERR_DOCUMENT_END:
	case XML_ERR_TAG_NOT_FINISHED:
	case XML_ERR_GT_REQUIRED:
		if (!r->any) return S("No element begins here: this is not XML.");
		if (r->depth) return S("The file is cut: an element is not closed.");
		return S("Something follows after the last element.");
	case XML_ERR_TAG_NAME_MISMATCH: return S("A closing tag has another name than the one it closes.");
	case XML_ERR_UNDECLARED_ENTITY:
		return S("An entity is used that XML does not have: write the character itself.");
	case XML_ERR_ATTRIBUTE_REDEFINED: return S("An attribute stands twice in one element.");
	case XML_ERR_INVALID_CHAR:
	case XML_ERR_INVALID_CHARREF:
	case XML_ERR_INVALID_ENCODING:
	case XML_ERR_UNKNOWN_ENCODING:
	case XML_ERR_UNSUPPORTED_ENCODING: return S(WRONG_CHARACTER);
	case XML_NS_ERR_UNDEFINED_NAMESPACE: return S("A prefix is used that no xmlns declares.");
	default: return S("This is not well-formed XML.");
	}
}

/* Some of the library's messages come by no parser's own handler, and would stand on standard error with bytes of the
 * input. Its handlers are kept for each thread, and the next piece may come in another one. */
static void be_silent(void *context, const char *format, ...)
{
	(void)context, (void)format;
}

static void be_silent_structured(void *context, xmlError *e)
{
	(void)context, (void)e;
}

static err parse(xml_reader *r, str piece, bool last)
{
	xmlSetGenericErrorFunc(NULL, be_silent);
	xmlSetStructuredErrorFunc(NULL, be_silent_structured);
	/* Where bytes cannot be converted, the answer alone says so: the parser still calls the file well-formed. */
	int answer = xmlParseChunk(r->parser, piece.n ? piece.at : "", (int)piece.n, last);
	bool good =
		answer == 0 && r->parser->wellFormed && r->parser->nsWellFormed && (!last || (r->any && r->depth == 0));
	if (!good) refuse(r, E_INVALID, sentence_of(r));
	return r->failed;
}

err xml_feed(xml_reader *r, str chunk)
{
	if (r->failed != OK) return r->failed;
	r->bytes += (int64_t)chunk.n;
	if (r->bytes > XML_MAX_BYTES) refuse(r, E_LIMIT, S("The file is longer than 8 GiB."));
	for (; r->failed == OK && chunk.n; chunk = str_from(chunk, PIECE_BYTES))
		TRY(parse(r, str_first(chunk, PIECE_BYTES), false));
	return r->failed;
}

err xml_finish(xml_reader *r)
{
	return r->failed == OK ? parse(r, STR_NONE, true) : r->failed;
}

xml_wrong xml_wrong_of(const xml_reader *r)
{
	return r->wrong;
}

str xml_attribute_of(const xml_element *e, str name)
{
	for (size_t i = 0; i < e->attribute_n; i++)
		if (e->attributes[i].space.n == 0 && str_eq(e->attributes[i].name, name)) return e->attributes[i].value;
	return STR_NONE;
}
