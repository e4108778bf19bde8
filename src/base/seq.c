/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/seq.h"

#include <stdlib.h>

bool records_hold(const record_list *list, record_id id)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->at[i].n == id.n) return true;
	return false;
}

static int by_number(const void *a, const void *b)
{
	int64_t x = ((const record_id *)a)->n, y = ((const record_id *)b)->n;
	return (x > y) - (x < y);
}

void records_sort(record_list *list)
{
	size_t kept = 0;
	if (list->n) qsort(list->at, list->n, sizeof *list->at, by_number);
	for (size_t i = 0; i < list->n; i++)
		if (kept == 0 || list->at[kept - 1].n != list->at[i].n) list->at[kept++] = list->at[i];
	list->n = kept;
}
