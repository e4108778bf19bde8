/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A list as a table to be kept: the rows that the page shows, and no others. The page was opened for it like any other, so
 * the looks are noted as for the page. */
#ifndef WAYMARK_WEB_TABLE_FILE_H
#define WAYMARK_WEB_TABLE_FILE_H

#include "web/page.h"

/* The address asks for it: ?as=csv. */
bool asks_for_table(const request *r);
typedef struct {
	arena *a;
	buf text;
	leaves_as as;
	str made_by;   /* of a working copy */
	size_t rows;
} table_file;
/* A working copy's last column says of each row that it is one, and whose: rows that are sorted or cut out keep it. */
table_file table_begin(const reading *r, leaves_as as);
/* A row of exactly these texts; the first has the names of the columns. */
void table_row(table_file *t, const str *cells, size_t n);
#define TABLE_ROW(t, ...) table_row((t), (const str[]){ __VA_ARGS__ }, sizeof((const str[]){ __VA_ARGS__ }) / sizeof(str))
/* In the page's place: to be kept as NAME.csv, or working-copy-NAME.csv. */
void table_send(const table_file *t, const char *name, model *to);

#endif
