/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/table_file.h"

#include "wire/csv.h"

bool asks_for_table(const request *r)
{
	return str_eq(request_query(r, S("as")), S("csv"));
}

table_file table_begin(arena *a)
{
	return (table_file){ .a = a, .text = BUF(a) };
}

void table_row(table_file *t, const str *cells, size_t n)
{
	csv_write_row(&t->text, CSV_FOR_SPREADSHEET, cells, n);
}

void table_send(const table_file *t, const char *name, model *to)
{
	buf file_name = BUF(t->a);
	buf_str(&file_name, str_of(name));
	buf_lit(&file_name, ".csv");
	to->file = buf_view(&t->text);
	to->file_media = S("text/csv; charset=utf-8");
	to->file_name = buf_view(&file_name);
}
