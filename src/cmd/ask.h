/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Inside cmd/: the two ways to ask. */
#ifndef WAYMARK_CMD_ASK_H
#define WAYMARK_CMD_ASK_H

#include "cmd/cmd.h"

/* waymark ask --events: no area, no content. */
int ask_of_file(cmd *c);

#endif
