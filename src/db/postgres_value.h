/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to db/: values in PostgreSQL's binary formats (network byte order). */
#ifndef WAYMARK_DB_POSTGRES_VALUE_H
#define WAYMARK_DB_POSTGRES_VALUE_H

#include "db/db.h"

/* a as the server's type (an Oid) wants it: *ret borrows from a or from *number; at is NULL for null. false where the
 * column's type takes no such argument, as STRICT tables of SQLite refuse it. */
bool postgres_encode(const arg *a, unsigned type, uint64_t *number, str *ret);
/* CHECK: the type is a number. SUM gives numeric here where SQLite gives an integer. */
int64_t postgres_int(unsigned type, str bytes);
double postgres_real(unsigned type, str bytes);
bool postgres_is_text(unsigned type);
bool postgres_is_bytes(unsigned type);

#endif
