/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The declarations that a command works on: what the program holds, with a folder's files laid over it. */
#ifndef WAYMARK_CMD_PRACTICE_FILES_H
#define WAYMARK_CMD_PRACTICE_FILES_H

#include "cmd/cmd.h"
#include "kind/capability.h"

typedef struct {
	kind_sources kinds;        /* kinds.yaml and overlay.yaml */
	kind_sources capabilities; /* capability.yaml and measures.yaml */
	size_t found;              /* files in the folder */
} practice_files;

/* Every kinds.yaml, overlay.yaml, capability.yaml and measures.yaml below the folder; each replaces the program's own
 * file of the same name in a folder of the same name. No folder: the program's own files alone. false after a message. */
bool practice_files_read(cmd *c, str folder, practice_files *ret);

/* Those of the measures.yaml files that stand in the folder and not in the program. */
kind_sources practice_files_own_measures(arena *a, const practice_files *files);

#endif
