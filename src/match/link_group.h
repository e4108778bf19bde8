/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From pairs to people: who hangs together hangs together whole. */
#ifndef WAYMARK_MATCH_LINK_GROUP_H
#define WAYMARK_MATCH_LINK_GROUP_H

#include "match/link.h"

typedef LIST(link_pair) link_pairs;

/* Fills result->found from pairs that are worth a look, by the model in result. */
void link_group(link_result *result, link_comparer *c, const link_pairs *pairs, double threshold);

#endif
