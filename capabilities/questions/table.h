/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The same as a table: for the page exact, for what leaves the area without small numbers. */
#ifndef WAYMARK_CAPABILITIES_QUESTIONS_TABLE_H
#define WAYMARK_CAPABILITIES_QUESTIONS_TABLE_H

#include "capabilities/questions/asked.h"

typedef struct {
	LIST(answer_column) columns; /* names as people read them */
	str_list cells;              /* row after row; of a split, all together come last */
	bool small;                  /* something was left out, or all together is too small to be told in words */
} told_table;
/* to_publish: small numbers are «c», and what would give them away. */
told_table asked_table(const asked *x, bool to_publish);
/* The answer in words, for outside, of a table that is to be published; or that it is too small to be told. */
str words_outside(const asked *x, const told_table *t);

#endif
