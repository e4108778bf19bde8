/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/table_file.h"

#include "wire/csv.h"

bool asks_for_table(const request *r)
{
	return str_eq(request_query(r, S("as")), S("csv"));
}

table_file table_begin(const reading *r, leaves_as as)
{
	return (table_file){ .a = r->a, .text = BUF(r->a), .as = as, .made_by = as == LEAVES_WORKING ? working_words(r) : STR_NONE };
}

void table_row(table_file *t, const str *cells, size_t n)
{
	bool first = t->rows++ == 0;
	str *all = TAKE_N(t->a, str, n + 1);
	for (size_t i = 0; i < n; i++) all[i] = cells[i];
	all[n] = first ? S(WORKING_MARK) : t->made_by;
	csv_write_row(&t->text, CSV_FOR_SPREADSHEET, all, n + (t->as == LEAVES_WORKING));
}

void table_send(const table_file *t, const char *name, model *to)
{
	buf file_name = BUF(t->a);
	if (t->as == LEAVES_WORKING) buf_lit(&file_name, "working-copy-");
	buf_str(&file_name, str_of(name));
	buf_lit(&file_name, ".csv");
	to->file = buf_view(&t->text);
	to->file_as = t->as;
	to->file_media = S("text/csv; charset=utf-8");
	to->file_name = buf_view(&file_name);
}
