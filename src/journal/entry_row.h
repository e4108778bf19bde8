/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Entries as rows of a query that joins the tables `entry` and `body`: for reading many with one statement. */
#ifndef WAYMARK_JOURNAL_ENTRY_ROW_H
#define WAYMARK_JOURNAL_ENTRY_ROW_H

#include "journal/journal.h"

/* SQL: the columns that entry_row reads, from position 0 on. The body is joined with LEFT JOIN: it may be gone. */
#define ENTRY_ROW "entry.seq, entry.recorded, body.header, body.bytes"
enum { ENTRY_ROW_COLUMNS = 4 };
#define ENTRY_ROW_OF(seq) " JOIN entry ON entry.seq = " seq " LEFT JOIN body ON body.seq = " seq " "
/* *ret in arena a. E_IO a header that does not read. */
err entry_row(const db_rows *r, arena *a, entry *ret) MUST_USE;

#endif
