/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The groups of a census, as a file or as records make them, to the rows that the rules are asked of. */
#ifndef WAYMARK_RETURNS_CIN_GROUP_ROWS_H
#define WAYMARK_RETURNS_CIN_GROUP_ROWS_H

#include "capabilities/returns_cin/child.h"
#include "wire/census.h"

/* For each of census_elements the column that it is; NULL: the rules do not ask for it. In arena a. */
const cin_column *const *cin_element_columns(arena *a);
void cin_header_row_of(const cin_column *const *columns, const census_group *header, cin_child *to);
/* Texts are the group's. Each row has the line of its group, or of the value that made it. */
void cin_rows_of_child(const cin_column *const *columns, const census_group *child, cin_child *to);

/* The line of a row of that child, then those of the other values that stand in it. */
typedef LIST(int) cin_lines;
void cin_lines_of_row(arena *a, const census_group *child, const cin_row *row, cin_lines *ret);
/* The line of the first of these columns that the row says; else the row's own. */
int cin_line_that_says(const census_group *child, const cin_row *row, str columns);

#endif
