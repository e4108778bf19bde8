/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to db/: SQLite's log written in few calls. */
#ifndef WAYMARK_DB_SQLITE_LOG_H
#define WAYMARK_DB_SQLITE_LOG_H

#include <sqlite3.h>

/* For sqlite3_open_v2: the name of the way to the file system that gathers what a connection writes into the log until it is
 * synced. For connections with synchronous=FULL only: without it others would be told of what is not there yet. NULL: there
 * is none, and SQLite's own is meant. */
const char *sqlite_gathering(void);

#endif
