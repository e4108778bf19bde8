/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The children-in-need census in its flat form, as councils pass it around: one CSV table for each group, joined by LAchildID
 * and by the numbers of what stands inside (CINdetailsID, AssessmentID, CPPID). What comes out is what wire/census.h makes of
 * XML. A table is known by its columns, not by its file's name; in what order tables come does not matter.
 *
 *   census_tables *t = census_tables_start(a);
 *   each file: TRY(census_tables_add(t, text, lines_before));
 *   TRY(census_tables_read(t, &visitor));       on a failure census_tables_wrong(t) says where and why */
#ifndef WAYMARK_WIRE_CENSUS_TABLES_H
#define WAYMARK_WIRE_CENSUS_TABLES_H

#include "wire/census.h"

enum { CENSUS_TABLE_COLUMNS_MOST = 100 };

typedef struct census_tables census_tables;

/* Whether a file that begins like this is such a table. */
bool census_is_table(str begins);
census_tables *census_tables_start(arena *a);
/* text is borrowed until the reading ends. Its lines are told as lines_before + 1 and on. E_INVALID no column is an element
 * of the census, or a row has no children's numbers at all; E_LIMIT. */
err census_tables_add(census_tables *t, str text, int lines_before) MUST_USE;
/* Header, then child by child, in the order of the table of children; may be called again. A child of whom several rows of
 * that table tell comes several times. A row that belongs to no other is an oddity of its child. As census_feed. */
err census_tables_read(census_tables *t, const census_visitor *v) MUST_USE;
xml_wrong census_tables_wrong(const census_tables *t);

#endif
