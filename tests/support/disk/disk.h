/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The disk under SQLite in this process: fails when told to, and remembers what was written, so that a power cut can be
 * played at any write. Stands in for libc's pwrite64, fdatasync, ftruncate64 and unlink in a program that links it; only
 * files whose name ends in .db or .db-wal, and their folder, are treated so. */
#ifndef WAYMARK_TESTS_SUPPORT_DISK_H
#define WAYMARK_TESTS_SUPPORT_DISK_H

#include "base/str.h"

typedef enum { DISK_WRITE, DISK_SYNC } disk_call;

/* After so many calls that pass, so many fail with that errno (INT64_MAX: for ever). A failing write has written half. */
void disk_fail(disk_call what, int64_t after, int64_t times, int error);
void disk_heal(void);
int64_t disk_failures(void); /* since disk_fail */

/* From now on every write is remembered; what stands in the folder now is taken as durable. */
void disk_remember(const char *folder);
int64_t disk_position(void); /* operations remembered so far */
void disk_forget(void);

/* Makes `into` what might be found there after a power cut right after that operation: of each page written since its
 * file was last synced, any version since then, the last one perhaps torn between sectors; of a file made or removed since
 * its folder was synced, either. The same dice, the same find. */
void disk_after_power_cut(int64_t position, unsigned dice, const char *into);

#endif
