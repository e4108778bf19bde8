/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who of those found may be taken for another: twins, brothers and sisters, namesakes. */
#ifndef WAYMARK_MATCH_MISTAKEN_H
#define WAYMARK_MATCH_MISTAKEN_H

#include "access/access.h"

/* Sets beware and alike of each that may be taken for another of the list, and puts the two one below the other; otherwise the
 * order stays. By name and date of birth as they stand in the list, and by nothing that is not shown. Texts in arena a. */
void mistaken_warn(arena *a, found_list *list);

#endif
