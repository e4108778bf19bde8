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
		"auto", "bool", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum",
		"extern", "float", "for", "goto", "if", "inline", "int", "long", "register", "restrict", "return", "short",
		"signed", "sizeof", "static", "struct", "switch", "typedef", "union", "unsigned", "void", "volatile", "while", "asm", "typeof",
	};
	buf b = BUF(a);
	buf_str(&b, name);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq(name, str_of(words[i]))) buf_char(&b, '_');
	return buf_view(&b);
}

/* A piece of C, with $k for the kind's name, $m for a member, $n for what it is named in the declaration, $t for its type. */
typedef struct {
	str kind, member, named;
	const char *type;
} names;

static void piece_write(buf *b, const char *piece, const names *n)
{
	for (const char *c = piece; *c; c++) {
		if (*c != '$') {
			buf_char(b, *c);
			continue;
		}
		c++;
		buf_str(b, *c == 'k' ? n->kind : *c == 'm' ? n->member : *c == 'n' ? n->named : str_of(n->type));
	}
}

static void each_member(buf *b, const kind *k, const char *of_role, const char *of_field)
{
	for (size_t i = 0; i < k->about_n; i++) {
		str name = k->about[i].role;
		piece_write(b, of_role, &(names){ .member = member(b->a, name), .named = name });
	}
	for (size_t i = 0; i < k->field_n; i++) {
		str name = k->fields[i].name;
		const char *type = type_of(&k->fields[i]);
		piece_write(b, of_field, &(names){ .member = member(b->a, name), .named = name, .type = type });
	}
}

static void row_write(buf *h, const kind *k)
{
	const names n = { .kind = k->name };
	piece_write(h, "\ntypedef struct {\n\tconst record *entry;\n", &n);
	each_member(h, k, "\trecord_list $m;\n", "\t$t $m;\n");
	piece_write(h, "} $k_row;\ntypedef LIST($k_row) $k_list;\n", &n);
	piece_write(h, "err read_$k(const view *v, arena *a, $k_list *ret) MUST_USE;\n", &n);
}

static void reader_write(buf *c, const kind *k)
{
	const names n = { .kind = k->name };
	piece_write(c, "\nstatic $k_row $k_of(arena *a, const record *r)\n{\n\t$k_row row = { .entry = r };\n\t(void)a;\n", &n);
	each_member(c, k, "\trow.$m = linked(a, r, S(\"$n\"));\n", "\trow.$m = $t_of(&r->values, S(\"$n\"));\n");
	piece_write(c, "\treturn row;\n}\n\nerr read_$k(const view *v, arena *a, $k_list *ret)\n{\n", &n);
	piece_write(c, "\trecords all = { 0 };\n\t$k_list list = { 0 };\n\tTRY(all_of(v, S(\"$k\"), &all));\n", &n);
	piece_write(c, "\tfor (size_t i = 0; i < all.n; i++) PUSH(a, &list, $k_of(a, &all.at[i]));\n", &n);
	piece_write(c, "\t*ret = list;\n\treturn OK;\n}\n", &n);
}

static const char head[] =
	"/* Made by tools/readers.c. Newest entry of each record, without what is sealed from the viewer; fields that\n"
	" * the viewer may not read are absent. Lists in arena a, entries in the reading's. */\n"
	"#ifndef WAYMARK_READ_H\n#define WAYMARK_READ_H\n\n#include \"access/access.h\"\n#include \"kind/typed.h\"\n";

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
		fprintf(stderr, "%.*s:%d: %.*s; write: %.*s\n", STR_ARG(found.at[i].file), found.at[i].line,
		        STR_ARG(found.at[i].message), STR_ARG(found.at[i].instead));
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
	buf_str(&h, str_of(head));
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
