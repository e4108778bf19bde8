/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "project/tables.h"

#include "base/hash.h"
#include "project/project.h"

#include <stdlib.h>

#define NAME(literal) { "" literal, sizeof(literal) - 1 }
#define INT(literal) { .name = NAME(literal), .type = COL_INT, .not_null = true }
#define INT_OR_NULL(literal) { .name = NAME(literal), .type = COL_INT }
#define KEY(literal) { .name = NAME(literal), .type = COL_KEY, .not_null = true }
#define KEY_OR_NULL(literal) { .name = NAME(literal), .type = COL_KEY }
#define COUNT(array) (sizeof(array) / sizeof *(array))

/* A child's story is one range of one tree: rows stand in the order in which it is read. */
static const col story_cols[] = {
	INT("child"), INT("happened_ms"), INT("seq"), INT("moment"), INT("record"), KEY("kind"), KEY("stage"),
	KEY_OR_NULL("happened"), INT("recorded"), INT("author"), INT("agency"), { .name = NAME("parts"), .type = COL_TEXT, .not_null = true },
	INT("known_from"), INT_OR_NULL("known_to"),
};
static const table_index story_indexes[] = { { .name = NAME("story_record"), .columns = NAME("record") } };
const table story_table = {
	.name = NAME("story"), .cols = story_cols, .col_n = COUNT(story_cols),
	.primary_key = NAME("child, happened_ms, seq, moment"), .indexes = story_indexes, .index_n = COUNT(story_indexes),
};

static const col link_cols[] = {
	INT("seq"), KEY("role"), INT("target"), INT("record"), KEY("kind"), INT("known_from"), INT_OR_NULL("known_to"),
};
static const table_index link_indexes[] = {
	{ .name = NAME("link_target"), .columns = NAME("target, kind, role, record") },
	{ .name = NAME("link_record"), .columns = NAME("record") },
};
const table link_table = {
	.name = NAME("link"), .cols = link_cols, .col_n = COUNT(link_cols),
	.primary_key = NAME("seq, role, target"), .indexes = link_indexes, .index_n = COUNT(link_indexes),
};

static const col seal_cols[] = {
	INT("seq"), INT("person"), INT("record"), INT("known_from"), INT_OR_NULL("known_to"),
};
static const table_index seal_indexes[] = {
	{ .name = NAME("seal_person"), .columns = NAME("person") },
	{ .name = NAME("seal_record"), .columns = NAME("record") },
};
const table seal_table = {
	.name = NAME("seal"), .cols = seal_cols, .col_n = COUNT(seal_cols),
	.primary_key = NAME("seq, person"), .indexes = seal_indexes, .index_n = COUNT(seal_indexes),
};

static const col person_now_cols[] = { INT("record"), INT("known_from"), INT_OR_NULL("known_to"), INT("person") };
static const table_index person_now_indexes[] = { { .name = NAME("person_now_person"), .columns = NAME("person") } };
const table person_now_table = {
	.name = NAME("person_now"), .cols = person_now_cols, .col_n = COUNT(person_now_cols),
	.primary_key = NAME("record, known_from"), .indexes = person_now_indexes, .index_n = COUNT(person_now_indexes),
};

static const col row_head[ROW_HEAD_N] = {
	[ROW_SEQ] = INT("seq"),
	[ROW_RECORD] = INT("record"),
	[ROW_KNOWN_FROM] = INT("known_from"),
	[ROW_KNOWN_TO] = INT_OR_NULL("known_to"),
	[ROW_HAPPENED_MS] = INT("happened_ms"),
	[ROW_HAPPENED] = KEY_OR_NULL("happened"),
	[ROW_RECORDED] = INT("recorded"),
	[ROW_AUTHOR] = INT("author"),
	[ROW_AGENCY] = INT("agency"),
	[ROW_ODD] = { .name = NAME("odd"), .type = COL_TEXT },
};

bool field_has_text_form(field_type t)
{
	return t == FIELD_DAY || t == FIELD_INSTANT || t == FIELD_NUMBER;
}

static col_type field_col_type(field_type t)
{
	switch (t) {
	case FIELD_TEXT: case FIELD_LINE: case FIELD_FILE: case FIELD_CHOICES: case FIELD_PEOPLE: return COL_TEXT;
	case FIELD_CHOICE: case FIELD_IDENTIFIER: return COL_KEY;
	case FIELD_DAY: case FIELD_INSTANT: case FIELD_YES_NO: case FIELD_PERSON: case FIELD_RECORD: return COL_INT;
	case FIELD_NUMBER: return COL_REAL;
	}
	return COL_TEXT;
}

static str joined(arena *a, str before, str between, str after)
{
	buf b = BUF(a);
	buf_str(&b, before);
	buf_str(&b, between);
	buf_str(&b, after);
	return buf_view(&b);
}

static int by_field_name(const void *a, const void *b)
{
	return str_cmp((*(const field *const *)a)->name, (*(const field *const *)b)->name);
}

/* Kind and field together may be longer than an engine takes. */
static str find_index_name(arena *a, str kind_name, str field_name)
{
	sha256 digest = sha256_of(joined(a, kind_name, S("."), field_name));
	buf b = BUF(a);
	buf_lit(&b, "find_");
	buf_hex(&b, &digest, 8);
	return buf_view(&b);
}

typedef LIST(col) col_list;
typedef LIST(table_index) index_list;

/* In order of name, so that it does not matter how a practice came to know its fields. */
static void add_fields(arena *a, kind_table *t, field_union fields, col_list *cols, index_list *indexes)
{
	if (fields.n) qsort(fields.at, fields.n, sizeof *fields.at, by_field_name);
	for (size_t i = 0; i < fields.n; i++) {
		const field *f = fields.at[i];
		kind_column *c = TAKE(a, kind_column);
		c->first = cols->n;
		map_put(a, &t->columns, f->name, c);
		PUSH(a, cols, (col){ .name = f->name, .type = field_col_type(f->type) });
		if (field_has_text_form(f->type))
			PUSH(a, cols, (col){ .name = joined(a, f->name, S("_as"), STR_NONE), .type = COL_KEY });
		if (f->type == FIELD_IDENTIFIER)
			PUSH(a, indexes, (table_index){ .name = find_index_name(a, t->kind, f->name), .columns = f->name });
	}
}

const kind_table *kind_table_make(arena *a, const practice *p, str kind_name)
{
	kind_table *t = TAKE(a, kind_table);
	*t = (kind_table){ .kind = str_copy(a, kind_name) };
	t->table = (table){ .name = joined(a, S("p_"), kind_name, STR_NONE), .primary_key = S("seq") };
	col_list cols = { 0 };
	index_list indexes = { 0 };
	for (size_t i = 0; i < ROW_HEAD_N; i++) PUSH(a, &cols, row_head[i]);
	PUSH(a, &indexes, (table_index){ .name = joined(a, S("record_of_"), kind_name, STR_NONE), .columns = S("record") });
	field_union declared = practice_columns(p, kind_name);
	field_union fields = { TAKE_N(a, const field *, declared.n), declared.n };
	for (size_t i = 0; i < declared.n; i++) fields.at[i] = declared.at[i];
	add_fields(a, t, fields, &cols, &indexes);
	t->table.cols = cols.at;
	t->table.col_n = cols.n;
	t->table.indexes = indexes.at;
	t->table.index_n = indexes.n;
	return t;
}

static int by_table_name(const void *a, const void *b)
{
	return str_cmp((*(const table *const *)a)->name, (*(const table *const *)b)->name);
}

table_list project_tables(arena *a, const practice *p)
{
	static const table *const fixed[] = { &link_table, &person_now_table, &seal_table, &story_table };
	size_t kinds = practice_kind_count(p);
	table_list list = { TAKE_N(a, const table *, COUNT(fixed) + kinds), 0 };
	for (size_t i = 0; i < COUNT(fixed); i++) list.at[list.n++] = fixed[i];
	for (size_t i = 0; i < kinds; i++) list.at[list.n++] = &kind_table_make(a, p, practice_kind_at(p, i)->name)->table;
	qsort(list.at, list.n, sizeof *list.at, by_table_name);
	return list;
}

err project_make(db *d, const practice *p)
{
	ARENA(a);
	table_list tables = project_tables(&a, p);
	for (size_t i = 0; i < tables.n; i++) TRY(table_make(d, &a, tables.at[i]));
	return OK;
}
