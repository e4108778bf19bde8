/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "wire/yaml.h"
#include "base/buf.h"
#include "base/map.h"

#include <yaml.h>

typedef struct {
	arena *a;
	yaml_wrong *wrong; /* may be NULL */
	str bytes;
	yaml_parser_t parser;
	yaml_event_t event; /* the newest one; this reader's to delete */
} reader;

static void reader_end(reader *r)
{
	yaml_event_delete(&r->event);
	yaml_parser_delete(&r->parser);
}

static err refuse(reader *r, err code, yaml_mark_t at, str message, str instead)
{
	if (r->wrong) *r->wrong = (yaml_wrong){ (int)at.line + 1, (int)at.column + 1, message, instead };
	return FAIL(&r->a->trail, code);
}

/* Bytes that are no text have an offset and no line. */
static yaml_mark_t mark_of_offset(str bytes, size_t offset)
{
	yaml_mark_t at = { 0 };
	for (size_t i = 0; i < offset && i < bytes.n; i++) {
		at.column++;
		if (bytes.at[i] == '\n') at = (yaml_mark_t){ .line = at.line + 1 };
	}
	return at;
}

static err refuse_by_parser(reader *r)
{
	const yaml_parser_t *p = &r->parser;
	if (p->error == YAML_READER_ERROR)
		return refuse(r, E_INVALID, mark_of_offset(r->bytes, p->problem_offset), S("this is not UTF-8 text"),
		              S("save the file as UTF-8, without control characters"));
	buf b = BUF(r->a);
	buf_str(&b, p->problem ? str_of(p->problem) : S("this is not YAML"));
	if (p->context) {
		buf_char(&b, ' ');
		buf_str(&b, str_of(p->context));
	}
	return refuse(
		r, E_INVALID, p->problem_mark, buf_view(&b),
		S("indent with spaces, and put a text that holds : or # or begins with a sign in quotation marks"));
}

static err next(reader *r)
{
	yaml_event_delete(&r->event);
	r->event = (yaml_event_t){ 0 };
	return yaml_parser_parse(&r->parser, &r->event) ? OK : refuse_by_parser(r);
}

/* What is YAML, and not for declarations. */
static err refuse_marks(reader *r, const void *anchor, const void *tag)
{
	if (anchor)
		return refuse(r, E_INVALID, r->event.start_mark, S("anchors (&name) are not read"), S("write it out"));
	if (tag)
		return refuse(r, E_INVALID, r->event.start_mark, S("tags (!name) are not read"),
		              S("leave the tag out"));
	return OK;
}

static err read_node(reader *r, int depth, yaml *to);

static err read_text(reader *r, yaml *to)
{
	const yaml_event_t *e = &r->event;
	str text = { (const char *)e->data.scalar.value, e->data.scalar.length };
	TRY(refuse_marks(r, e->data.scalar.anchor, e->data.scalar.tag));
	if (text.n && str_find_char(text, 0) >= 0)
		return refuse(r, E_INVALID, e->start_mark, S("the character U+0000 is not taken"), S("leave it out"));
	to->is = YAML_TEXT;
	to->text = str_copy(r->a, text);
	to->plain = e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	return OK;
}

static err read_list(reader *r, int depth, yaml *to)
{
	LIST(yaml) items = { 0 };
	TRY(refuse_marks(r, r->event.data.sequence_start.anchor, r->event.data.sequence_start.tag));
	TRY(next(r));
	while (r->event.type != YAML_SEQUENCE_END_EVENT) {
		PUSH(r->a, &items, (yaml){ 0 });
		TRY(read_node(r, depth + 1, &items.at[items.n - 1]));
		TRY(next(r));
	}
	*to = (yaml){ .is = YAML_LIST, .items = items.at, .n = items.n };
	return OK;
}

static err refuse_twice(reader *r, yaml_mark_t at, str key, int first_line)
{
	buf b = BUF(r->a);
	buf_str(&b, key);
	buf_printf(&b, " stands twice in this map, first on line %d", first_line);
	return refuse(r, E_INVALID, at, buf_view(&b), S("keep one of the two"));
}

/* A name and its value; `lines` remembers where each name of this map stands. */
static err read_pair(reader *r, int depth, map *lines, yaml *to)
{
	yaml name = { 0 };
	yaml_mark_t at = r->event.start_mark;
	if (r->event.type == YAML_ALIAS_EVENT) return read_node(r, depth, &name);
	if (r->event.type != YAML_SCALAR_EVENT)
		return refuse(r, E_INVALID, at, S("a name in a map must be a text"), S("write NAME: VALUE"));
	TRY(read_text(r, &name));
	if (name.plain && str_eq(name.text, S("<<")))
		return refuse(r, E_INVALID, at, S("merge keys (<<) are not read"), S("write it out"));
	int *line = map_get(lines, name.text);
	if (line) return refuse_twice(r, at, name.text, *line);
	line = TAKE(r->a, int);
	*line = (int)at.line + 1;
	map_put(r->a, lines, name.text, line);
	TRY(next(r));
	TRY(read_node(r, depth + 1, to));
	to->key = name.text;
	to->key_line = *line;
	to->key_column = (int)at.column + 1;
	return OK;
}

static err read_map(reader *r, int depth, yaml *to)
{
	LIST(yaml) items = { 0 };
	map lines = { 0 };
	TRY(refuse_marks(r, r->event.data.mapping_start.anchor, r->event.data.mapping_start.tag));
	TRY(next(r));
	while (r->event.type != YAML_MAPPING_END_EVENT) {
		PUSH(r->a, &items, (yaml){ 0 });
		TRY(read_pair(r, depth, &lines, &items.at[items.n - 1]));
		TRY(next(r));
	}
	*to = (yaml){ .is = YAML_MAP, .items = items.at, .n = items.n };
	return OK;
}

/* The node that begins with the newest event; ends with its last event as the newest. */
static err read_node(reader *r, int depth, yaml *to)
{
	yaml_mark_t at = r->event.start_mark;
	if (depth > YAML_MAX_DEPTH)
		return refuse(r, E_LIMIT, at, S("maps and lists stand more than 32 deep in each other"),
		              S("write it flatter"));
	if (r->event.type == YAML_ALIAS_EVENT)
		return refuse(r, E_INVALID, at, S("aliases (*name) are not read"), S("write it out"));
	if (r->event.type == YAML_SEQUENCE_START_EVENT) TRY(read_list(r, depth, to));
	else if (r->event.type == YAML_MAPPING_START_EVENT) TRY(read_map(r, depth, to));
	else TRY(read_text(r, to));
	to->line = (int)at.line + 1;
	to->column = (int)at.column + 1;
	return OK;
}

static err read_document(reader *r, yaml *to)
{
	TRY(next(r)); /* the stream's start */
	TRY(next(r));
	yaml_mark_t at = r->event.start_mark;
	if (r->event.type == YAML_STREAM_END_EVENT) return refuse(r, E_INVALID, at, S("nothing stands here"), STR_NONE);
	bool tags =
		r->event.data.document_start.tag_directives.start != r->event.data.document_start.tag_directives.end;
	if (r->event.data.document_start.version_directive || tags)
		return refuse(r, E_INVALID, at, S("directives (%YAML, %TAG) are not read"), S("leave the line out"));
	TRY(next(r));
	TRY(read_node(r, 1, to));
	TRY(next(r)); /* the document's end */
	TRY(next(r));
	if (r->event.type == YAML_STREAM_END_EVENT) return OK;
	return refuse(r, E_INVALID, r->event.start_mark, S("a second document (---) begins here"),
	              S("write it in a file of its own"));
}

err yaml_read(arena *a, str bytes, const yaml **ret, yaml_wrong *ret_wrong)
{
	reader r CLEANUP(reader_end) = { .a = a, .wrong = ret_wrong, .bytes = bytes };
	yaml *top = TAKE(a, yaml);
	if (bytes.n > YAML_MAX_BYTES)
		return refuse(&r, E_LIMIT, (yaml_mark_t){ 0 }, S("the file is longer than 1 MiB"),
		              S("write it as several files"));
	CHECK(yaml_parser_initialize(&r.parser));
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.parser, (const unsigned char *)(bytes.n ? bytes.at : ""), bytes.n);
	TRY(read_document(&r, top));
	*ret = top;
	return OK;
}

const yaml *yaml_get(const yaml *y, str name)
{
	if (!y || y->is != YAML_MAP) return NULL;
	for (size_t i = 0; i < y->n; i++)
		if (str_eq(y->items[i].key, name)) return &y->items[i];
	return NULL;
}
