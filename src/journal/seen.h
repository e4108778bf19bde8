/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to journal/: of which kind the records are that were written or linked to lately. Entries link to the same few records
 * again and again, and each asking is a query. What stands here is so as long as nobody else writes, nothing is disposed of and
 * no transaction is undone: else it is forgotten. */
#ifndef WAYMARK_JOURNAL_SEEN_H
#define WAYMARK_JOURNAL_SEEN_H

#include "base/seq.h"
#include "base/str.h"

enum { SEEN_RECORDS = 4096, SEEN_KIND_BYTES = 64, SEEN_BATCH_BYTES = 40 };

typedef struct {
	record_id record;              /* 0: nothing */
	char kind[SEEN_KIND_BYTES];    /* ended by a zero, as is the next */
	char batch[SEEN_BATCH_BYTES];  /* empty, or the incomplete batch that alone may link to it */
} seen_record;

/* The newest at its place wins. */
typedef struct {
	int64_t size; /* of the journal when it was so */
	seen_record at[SEEN_RECORDS];
} seen_list;

/* The kind, borrowed until the next call; none where it is not known here, or not for that batch. */
str seen_kind(const seen_list *s, record_id r, str batch_name);
/* batch_name: empty where the record is known to everybody. Names that are too long are left out. */
void seen_put(seen_list *s, record_id r, str kind_name, str batch_name);
void seen_forget(seen_list *s);

#endif
