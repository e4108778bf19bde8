/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WAYMARK_BASE_FILE_H
#define WAYMARK_BASE_FILE_H

#include "base/str.h"

/* The whole file in arena a. E_NOT_FOUND, E_LIMIT (over max_bytes), E_IO. */
err file_read(arena *a, const char *path, size_t max_bytes, str *ret) MUST_USE;
/* Written beside it, synced, renamed, folder synced: all or nothing. mode as for open(2). E_IO. */
err file_write(arena *a, const char *path, str bytes, unsigned mode) MUST_USE;

#endif
