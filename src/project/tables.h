/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to project/: the tables of the projections. Four are fixed; a kind's is the union of the fields that any version
 * of the kind ever declared. */
#ifndef WAYMARK_PROJECT_TABLES_H
#define WAYMARK_PROJECT_TABLES_H

#include "db/table.h"
#include "kind/kind.h"

/* The columns that every p_<kind> begins with, in this order; `odd` is the last of them. */
enum {
	ROW_SEQ, ROW_RECORD, ROW_KNOWN_FROM, ROW_KNOWN_TO, ROW_HAPPENED_MS, ROW_HAPPENED, ROW_RECORDED, ROW_AUTHOR, ROW_AGENCY,
	ROW_ODD, ROW_HEAD_N
};

typedef struct {
	str kind;
	table table;          /* p_<kind> */
	map columns;          /* field name -> kind_column */
} kind_table;

/* Where a field stands: `first`, and first + 1 where the type has a second column (<field>_as). */
typedef struct {
	size_t first;
} kind_column;

/* In arena a. The kind must be one that p knows in some version. */
const kind_table *kind_table_make(arena *a, const practice *p, str kind_name);
bool field_has_text_form(field_type t); /* has the second column */

extern const table story_table, link_table, seal_table, person_now_table;

/* Every table of the projections, in order of name. */
typedef struct {
	const table **at;
	size_t n;
} table_list;
table_list project_tables(arena *a, const practice *p);
err project_dump_table(db *d, const table *t, err (*line)(void *context, str text), void *context) MUST_USE;

#endif
