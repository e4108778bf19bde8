/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "project/project.h"
#include "project/tables.h"

/* REAL with as many digits as tell any two numbers apart, so that both engines write the same. */
static void write_cell(buf *b, const db_rows *r, int column, col_type type)
{
	if (db_is_null(r, column)) {
		buf_lit(b, "null");
		return;
	}
	switch (type) {
	case COL_INT: buf_int(b, db_int(r, column)); break;
	case COL_REAL: buf_printf(b, "%.17g", db_real(r, column)); break;
	case COL_TEXT: case COL_KEY: buf_json(b, db_text(r, column)); break;
	case COL_BYTES:
		buf_char(b, '"');
		buf_hex(b, db_bytes(r, column).at, db_bytes(r, column).n);
		buf_char(b, '"');
		break;
	}
}

/* ["link",7,"child",3,7,"voice",7,null] */
static void write_row(buf *b, const table *t, const db_rows *r)
{
	buf_char(b, '[');
	buf_json(b, t->name);
	for (size_t i = 0; i < t->col_n; i++) {
		buf_char(b, ',');
		write_cell(b, r, (int)i, t->cols[i].type);
	}
	buf_char(b, ']');
}

err project_dump_table(db *d, const table *t, err (*line)(void *context, str text), void *context)
{
	ARENA(texts);
	ARENA(row);
	ROWS(rows);
	TRY(db_scan(d, table_select_all(&texts, t, t->primary_key), NO_ARGS, &rows));
	while (db_next(&rows)) {
		arena_reset(&row);
		buf b = BUF(&row);
		write_row(&b, t, &rows);
		TRY(line(context, buf_view(&b)));
	}
	return db_end(&rows);
}

err project_dump(db *d, const practice *p, err (*line)(void *context, str text), void *context)
{
	ARENA(a);
	table_list tables = project_tables(&a, p);
	for (size_t i = 0; i < tables.n; i++) TRY(project_dump_table(d, tables.at[i], line, context));
	return OK;
}
