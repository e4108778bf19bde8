/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WAYMARK_BASE_SEQ_H
#define WAYMARK_BASE_SEQ_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* An entry: its leaf in the journal's tree, counted from 1 (leaf index + 1). 0 is none. */
typedef struct {
	int64_t n;
} seq;

/* A record: the seq of its first entry. 0 is none. */
typedef struct {
	int64_t n;
} record_id;

typedef LIST(seq) seq_list;
typedef LIST(record_id) record_list;

/* Looks at one after another: for short lists. */
bool records_hold(const record_list *list, record_id id);
void records_sort(record_list *list); /* in order, each once */

#endif
