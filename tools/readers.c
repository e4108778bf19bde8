/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Makes the readers of kinds: readers OUT.h OUT.c FILE... For each kind K of the declarations a struct K_row with a typed
 * member for each role and field, and err read_K(view, arena, list): what capability code reads records with. */
#include "base/file.h"
#include "base/hash.h"
#include "kind/kind.h"

#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>

typedef LIST(kind_source) source_list;

static const char *type_of(const field *f)
{
	switch (f->type) {
	case FIELD_TEXT: case FIELD_LINE: case FIELD_CHOICE: case FIELD_IDENTIFIER: return "typed_text";
	case FIELD_CHOICES: return "typed_codes";
	case FIELD_DAY: case FIELD_INSTANT: return "typed_when";
	case FIELD_NUMBER: return "typed_number";
	case FIELD_YES_NO: return "typed_yes_no";
	case FIELD_PERSON: case FIELD_RECORD: return "typed_record";
	case FIELD_PEOPLE: return "typed_records";
	case FIELD_FILE: return "typed_files";
	}
	return "";
}

/* A word that C keeps for itself gets a _ at its end. */
static str member(arena *a, str name)
{
	static const char *const words[] = {
		"auto", "bool", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum", "extern",
		"float", "for", "goto", "if", "inline", "int", "long", "register", "restrict", "return", "short", "signed", "sizeof",
		"static", "struct", "switch", "typedef", "union", "unsigned", "void", "volatile", "while", "asm", "typeof",
	};
	buf b = BUF(a);
	buf_str(&b, name);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq(name, str_of(words[i]))) buf_char(&b, '_');
	return buf_view(&b);
}

static void row_write(buf *h, const kind *k)
{
	buf_lit(h, "\ntypedef struct {\n\tconst record *entry;\n");
	for (size_t i = 0; i < k->about_n; i++) buf_printf(h, "\trecord_list %.*s;\n", STR_ARG(member(h->a, k->about[i].role)));
	for (size_t i = 0; i < k->field_n; i++)
		buf_printf(h, "\t%s %.*s;\n", type_of(&k->fields[i]), STR_ARG(member(h->a, k->fields[i].name)));
	buf_printf(h, "} %.*s_row;\ntypedef LIST(%.*s_row) %.*s_list;\n", STR_ARG(k->name), STR_ARG(k->name), STR_ARG(k->name));
	buf_printf(h, "err read_%.*s(const view *v, arena *a, %.*s_list *ret) MUST_USE;\n", STR_ARG(k->name), STR_ARG(k->name));
}

static void reader_write(buf *c, const kind *k)
{
	buf_printf(c, "\nstatic %.*s_row %.*s_of(arena *a, const record *r)\n{\n\t%.*s_row row = { .entry = r };\n\t(void)a;\n",
	           STR_ARG(k->name), STR_ARG(k->name), STR_ARG(k->name));
	for (size_t i = 0; i < k->about_n; i++)
		buf_printf(c, "\trow.%.*s = linked(a, r, S(\"%.*s\"));\n", STR_ARG(member(c->a, k->about[i].role)), STR_ARG(k->about[i].role));
	for (size_t i = 0; i < k->field_n; i++)
		buf_printf(c, "\trow.%.*s = %s_of(&r->values, S(\"%.*s\"));\n", STR_ARG(member(c->a, k->fields[i].name)),
		           type_of(&k->fields[i]), STR_ARG(k->fields[i].name));
	buf_printf(c, "\treturn row;\n}\n\nerr read_%.*s(const view *v, arena *a, %.*s_list *ret)\n{\n", STR_ARG(k->name), STR_ARG(k->name));
	buf_printf(c, "\trecords all = { 0 };\n\t%.*s_list list = { 0 };\n", STR_ARG(k->name));
	buf_printf(c, "\tTRY(all_of(v, S(\"%.*s\"), &all));\n", STR_ARG(k->name));
	buf_printf(c, "\tfor (size_t i = 0; i < all.n; i++) PUSH(a, &list, %.*s_of(a, &all.at[i]));\n", STR_ARG(k->name));
	buf_lit(c, "\t*ret = list;\n\treturn OK;\n}\n");
}

static const char preamble[] =
	"/* Made by tools/readers.c. */\n"
	"#include \"read.h\"\n\n"
	"static record_list linked(arena *a, const record *r, str named)\n{\n"
	"\trecord_list list = { 0 };\n"
	"\tfor (size_t i = 0; i < r->about.n; i++)\n"
	"\t\tif (str_eq(r->about.at[i].role, named)) PUSH(a, &list, r->about.at[i].record);\n"
	"\treturn list;\n}\n\n"
	"/* A kind that is not in force in this area has no records. */\n"
	"static err all_of(const view *v, str kind_name, records *ret)\n{\n"
	"\tconst kind *k = practice_kind(v->r->practice, kind_name);\n"
	"\treturn k ? access_records(v, k, 0, ret) : OK;\n}\n";

static const practice *practice_read(arena *a, int n, char **files)
{
	source_list sources = { 0 };
	findings found = { 0 };
	const practice *p = NULL;
	for (int i = 0; i < n; i++) {
		kind_source s = { .file = str_of(files[i]) };
		if (file_read(a, files[i], 4 * 1024 * 1024, &s.bytes) != OK) {
			fprintf(stderr, "%s: cannot be read\n", files[i]);
			exit(1);
		}
		PUSH(a, &sources, s);
	}
	err e = hash_start() == OK ? practice_load(a, sources.at, sources.n, &found, &p) : E_IO;
	for (size_t i = 0; i < found.n; i++)
		fprintf(stderr, "%.*s:%d: %.*s; write: %.*s\n", STR_ARG(found.at[i].file), found.at[i].line, STR_ARG(found.at[i].message),
		        STR_ARG(found.at[i].instead));
	if (e != OK) exit(1);
	return p;
}

static void write_whole(const char *path, str text)
{
	FILE *f = fopen(path, "wb");
	if (f && fwrite(text.at, 1, text.n, f) == text.n && fclose(f) == 0) return;
	fprintf(stderr, "%s: cannot be written\n", path);
	exit(1);
}

int main(int argc, char **argv)
{
	if (argc < 4) {
		fprintf(stderr, "readers OUT.h OUT.c FILE...\n");
		return 2;
	}
	ARENA(a);
	const practice *p = practice_read(&a, argc - 3, argv + 3);
	buf h = BUF(&a), c = BUF(&a);
	buf_lit(&h, "/* Made by tools/readers.c. Newest entry of each record, without what is sealed from the viewer; fields that\n"
	            " * the viewer may not read are absent. Lists in arena a, entries in the reading's. */\n"
	            "#ifndef WAYMARK_READ_H\n#define WAYMARK_READ_H\n\n#include \"access/access.h\"\n#include \"kind/typed.h\"\n");
	buf_str(&c, str_of(preamble));
	for (size_t i = 0; i < practice_kind_count(p); i++) {
		row_write(&h, practice_kind_at(p, i));
		reader_write(&c, practice_kind_at(p, i));
	}
	buf_lit(&h, "\n#endif\n");
	write_whole(argv[1], buf_view(&h));
	write_whole(argv[2], buf_view(&c));
	return 0;
}
