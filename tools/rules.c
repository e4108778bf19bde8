/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rules that stand as words in YAML and as predicates in C, bound in one table: rules RULES.yaml OUT.h OUT.c. The head of
 * the YAML gives a name and the header that declares its types; OUT.h declares a predicate for each rule, OUT.c has the table. A code with years of
 * its own (`until`) has a predicate of its own: cin_rule_4180_until_2024. */
#include "base/buf.h"
#include "base/file.h"
#include "wire/yaml.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct {
	arena *a;
	const char *file;
	str name, header; /* cin: cin_rules[] of cin_rule, predicates cin_child_rule and cin_return_rule */
} rule_source;

_Noreturn static void refuse(const rule_source *s, int line, const char *why)
{
	fprintf(stderr, "%s:%d: %s\n", s->file, line, why);
	exit(1);
}

static str text_of(const rule_source *s, const yaml *map, str name, bool needed)
{
	const yaml *y = yaml_get(map, name);
	if (!y && !needed) return STR_NONE;
	if (!y || y->is != YAML_TEXT || !y->text.n) {
		fprintf(stderr, "%.*s\n", STR_ARG(name));
		refuse(s, map->line, "a rule says code, at, says and mend; from, until, whole and reading as needed");
	}
	return y->text;
}

static void only_known(const rule_source *s, const yaml *rule)
{
	static const str known[] = { STR("code"), STR("from"), STR("until"), STR("whole"), STR("at"), STR("says"), STR("mend"), STR("reading") };
	for (size_t i = 0; i < rule->n; i++) {
		bool is = false;
		for (size_t k = 0; k < sizeof known / sizeof *known; k++) is |= str_eq(rule->items[i].key, known[k]);
		if (!is) refuse(s, rule->items[i].key_line, "nothing of a rule has this name");
	}
}

/* cin_rule_4180 or cin_rule_4180_until_2024 */
static str predicate_of(const rule_source *s, const yaml *rule)
{
	buf b = BUF(s->a);
	str until = text_of(s, rule, S("until"), false);
	buf_printf(&b, "%.*s_rule_%.*s", STR_ARG(s->name), STR_ARG(text_of(s, rule, S("code"), true)));
	if (until.n) buf_printf(&b, "_until_%.*s", STR_ARG(until));
	return buf_view(&b);
}

static void member(buf *c, const char *name, str text)
{
	buf_printf(c, ", .%s = ", name);
	buf_json(c, text);
}

static void write_places(const rule_source *s, buf *c, const yaml *rule)
{
	const yaml *at = yaml_get(rule, S("at"));
	if (!at || at->is != YAML_LIST || !at->n) refuse(s, rule->line, "`at` is a list of tables with their columns");
	buf_lit(c, ", .places = { ");
	for (size_t i = 0; i < at->n; i++) {
		str columns, table = str_cut(at->items[i].text, ' ', &columns);
		if (!columns.n) refuse(s, at->items[i].line, "a table and its columns");
		buf_lit(c, "{ ");
		buf_json(c, table);
		buf_lit(c, ", ");
		buf_json(c, columns);
		buf_lit(c, " }, ");
	}
	buf_lit(c, "}");
}

static void write_rule(const rule_source *s, buf *h, buf *c, const yaml *rule)
{
	only_known(s, rule);
	str code = text_of(s, rule, S("code"), true), predicate = predicate_of(s, rule);
	str from = text_of(s, rule, S("from"), false), until = text_of(s, rule, S("until"), false);
	bool whole = yaml_get(rule, S("whole")) != NULL;
	buf_printf(h, "%.*s_%s_rule %.*s;\n", STR_ARG(s->name), whole ? "return" : "child", STR_ARG(predicate));
	buf_lit(c, "\t{ .code = ");
	buf_json(c, code);
	buf_printf(c, ", .query = %s", str_ends(code, S("Q")) ? "true" : "false");
	buf_printf(c, ", .from = %.*s, .until = %.*s", STR_ARG(from.n ? from : S("0")), STR_ARG(until.n ? until : S("0")));
	write_places(s, c, rule);
	member(c, "says", text_of(s, rule, S("says"), true));
	member(c, "mend", text_of(s, rule, S("mend"), true));
	member(c, "reading", text_of(s, rule, S("reading"), false));
	buf_printf(c, ", .%s = %.*s },\n", whole ? "whole" : "child", STR_ARG(predicate));
}

static void write_whole(const rule_source *s, const char *path, const buf *b)
{
	FILE *f = fopen(path, "wb");
	if (!f || fwrite(b->at, 1, b->n, f) != b->n || fclose(f) != 0) refuse(s, 0, "the output cannot be written");
}

int main(int argc, char **argv)
{
	if (argc != 4) return fprintf(stderr, "rules RULES.yaml OUT.h OUT.c\n"), 2;
	ARENA(a);
	rule_source s = { .a = &a, .file = argv[1] };
	str bytes;
	const yaml *y = NULL;
	yaml_wrong wrong = { 0 };
	if (file_read(&a, argv[1], YAML_MAX_BYTES, &bytes) != OK) refuse(&s, 0, "cannot be read");
	if (yaml_read(&a, bytes, &y, &wrong) != OK) refuse(&s, wrong.line, str_c(&a, wrong.message));
	s.name = text_of(&s, y, S("name"), true);
	s.header = text_of(&s, y, S("header"), true);
	const yaml *rules = yaml_get(y, S("rules"));
	if (!rules || rules->is != YAML_LIST) refuse(&s, y->line, "`rules` is a list");
	buf h = BUF(&a), c = BUF(&a);
	buf_printf(&h, "/* Made by tools/rules.c from %s. Included by the header that it names. */\n", s.file);
	buf_printf(&c, "/* Made by tools/rules.c from %s. */\n#include \"%.*s\"\n\nconst %.*s_rule %.*s_rules[] = {\n", s.file,
	           STR_ARG(s.header), STR_ARG(s.name), STR_ARG(s.name));
	for (size_t i = 0; i < rules->n; i++) write_rule(&s, &h, &c, &rules->items[i]);
	buf_printf(&c, "};\nconst size_t %.*s_rule_n = %zu;\n", STR_ARG(s.name), rules->n);
	write_whole(&s, argv[2], &h);
	write_whole(&s, argv[3], &c);
	return 0;
}
