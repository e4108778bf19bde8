/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A table of people (CSV, its first row the names of columns) as records to be linked. Columns are known by their names in
 * any usual spelling; what is not known is not read. */
#ifndef WAYMARK_MATCH_LINK_FILE_H
#define WAYMARK_MATCH_LINK_FILE_H

#include "match/link_record.h"

typedef struct link_file link_file;

link_file *link_file_start(arena *a);
/* The next bytes of it. E_INVALID, E_LIMIT: link_file_wrong says what. */
err link_file_feed(link_file *f, str chunk) MUST_USE;
/* No more bytes; *ret, in the arena, is closed. The same errors; a table without any column that is known is one. */
err link_file_finish(link_file *f, link_records **ret) MUST_USE;

/* One sentence, in the arena, and its line from 1. */
str link_file_wrong(const link_file *f, int64_t *ret_line);
/* "given (given name), dob (birth date)" and "noise": what is compared, and what is not. */
str link_file_compared(const link_file *f);
str link_file_left_out(const link_file *f);
/* Without a column of ids the number of the row stands for it. */
bool link_file_has_ids(const link_file *f);

#endif
