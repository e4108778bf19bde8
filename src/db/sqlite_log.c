/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* SQLite gives its log to the file system in two pieces for each page, and every piece is a call. Here they are put together
 * until SQLite syncs them, which it does before it tells anybody, itself included, that they are there (synchronous=FULL). A
 * file of ours is one of SQLite's own whose table of functions is replaced. */
#include "db/sqlite_log.h"

#include "base/arena.h"

#include <stdint.h>
#include <string.h>

enum { GATHERED_BYTES = 128 * 1024, WRITE_LOCK = 0 /* its place among the log's locks: sqlite.org/walformat.html, 2.3 */ };

/* What stands behind a file's functions. */
typedef struct {
	sqlite3_io_methods methods; /* first: the file points here */
	const sqlite3_io_methods *real;
	arena memory;           /* holds this */
	sqlite3_file *database; /* of a log */
	sqlite3_file *log;      /* of a database: NULL while it is not open */
	char *gathered;         /* of a log: n bytes that belong at `at` */
	size_t n;
	sqlite3_int64 at;
} behind;

static behind *behind_of(sqlite3_file *f)
{
	return (behind *)(uintptr_t)f->pMethods;
}

static behind *put_behind(sqlite3_file *f)
{
	arena memory = arena_make();
	behind *b = TAKE(&memory, behind);
	*b = (behind){ .methods = *f->pMethods, .real = f->pMethods, .memory = memory };
	f->pMethods = &b->methods;
	return b;
}

/* ---- the log */

/* What could not be written is forgotten: SQLite gives it again, or gives it up. */
static int write_gathered(sqlite3_file *f)
{
	behind *b = behind_of(f);
	size_t n = b->n;
	b->n = 0;
	return n ? b->real->xWrite(f, b->gathered, (int)n, b->at) : SQLITE_OK;
}

static int log_write(sqlite3_file *f, const void *bytes, int n, sqlite3_int64 at)
{
	behind *b = behind_of(f);
	if (at != b->at + (sqlite3_int64)b->n || b->n + (size_t)n > GATHERED_BYTES) {
		int code = write_gathered(f);
		if (code != SQLITE_OK) return code;
		b->at = at;
	}
	if ((size_t)n > GATHERED_BYTES) return b->real->xWrite(f, bytes, n, at);
	memcpy(b->gathered + b->n, bytes, (size_t)n);
	b->n += (size_t)n;
	return SQLITE_OK;
}

static int log_read(sqlite3_file *f, void *bytes, int n, sqlite3_int64 at)
{
	int code = write_gathered(f);
	return code == SQLITE_OK ? behind_of(f)->real->xRead(f, bytes, n, at) : code;
}

static int log_truncate(sqlite3_file *f, sqlite3_int64 bytes)
{
	int code = write_gathered(f);
	return code == SQLITE_OK ? behind_of(f)->real->xTruncate(f, bytes) : code;
}

static int log_sync(sqlite3_file *f, int flags)
{
	int code = write_gathered(f);
	return code == SQLITE_OK ? behind_of(f)->real->xSync(f, flags) : code;
}

static int log_size(sqlite3_file *f, sqlite3_int64 *ret)
{
	int code = write_gathered(f);
	return code == SQLITE_OK ? behind_of(f)->real->xFileSize(f, ret) : code;
}

static int any_close(sqlite3_file *f)
{
	behind *b = behind_of(f);
	arena memory = b->memory;
	if (b->database) behind_of(b->database)->log = NULL;
	f->pMethods = b->real;
	int code = b->real->xClose(f);
	arena_end(&memory);
	return code;
}

static void put_behind_log(sqlite3_file *f, sqlite3_file *database)
{
	behind *b = put_behind(f);
	b->gathered = TAKE_N(&b->memory, char, GATHERED_BYTES);
	b->database = database;
	behind_of(database)->log = f;
	b->methods.xWrite = log_write;
	b->methods.xRead = log_read;
	b->methods.xTruncate = log_truncate;
	b->methods.xSync = log_sync;
	b->methods.xFileSize = log_size;
	b->methods.xClose = any_close;
}

/* ---- the database */

/* Whoever lets go of the log has synced what counts. The rest was given up, and must not be written over what another
 * process puts there. */
static int database_lock(sqlite3_file *f, int first, int n, int flags)
{
	behind *b = behind_of(f);
	if (b->log && first == WRITE_LOCK && (flags & SQLITE_SHM_UNLOCK)) behind_of(b->log)->n = 0;
	return b->real->xShmLock(f, first, n, flags);
}

static void put_behind_database(sqlite3_file *f)
{
	behind *b = put_behind(f);
	b->methods.xShmLock = database_lock;
	b->methods.xClose = any_close;
}

/* ---- SQLite's way to the file system, with that in between */

static int open_file(sqlite3_vfs *v, const char *name, sqlite3_file *f, int flags, int *ret_flags)
{
	sqlite3_vfs *real = v->pAppData;
	int code = real->xOpen(real, name, f, flags, ret_flags);
	if (code != SQLITE_OK) return code;
	if (flags & SQLITE_OPEN_MAIN_DB) put_behind_database(f);
	if (flags & SQLITE_OPEN_WAL) put_behind_log(f, sqlite3_database_file_object(name));
	return SQLITE_OK;
}

/* It stays for the life of the process. Two threads that come first at once make two, of which either will do. */
const char *sqlite_gathering(void)
{
	static const char name[] = "gathering";
	sqlite3_vfs *real = sqlite3_vfs_find(NULL);
	if (!real || sqlite3_vfs_find(name)) return real ? name : NULL;
	arena forever = arena_make();
	sqlite3_vfs *v = TAKE(&forever, sqlite3_vfs);
	*v = *real;
	v->pNext = NULL;
	v->zName = name;
	v->pAppData = real;
	v->xOpen = open_file;
	return sqlite3_vfs_register(v, 0) == SQLITE_OK ? name : NULL;
}
