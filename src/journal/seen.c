/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journal/seen.h"

#include <string.h>

static size_t place(record_id r)
{
	return (size_t)r.n % SEEN_RECORDS;
}

str seen_kind(const seen_list *s, record_id r, str batch_name)
{
	const seen_record *one = &s->at[place(r)];
	if (r.n <= 0 || one->record.n != r.n) return STR_NONE;
	bool for_all = !one->batch[0];
	return for_all || str_eq(str_of(one->batch), batch_name) ? str_of(one->kind) : STR_NONE;
}

static bool put_text(char *at, size_t room, str text)
{
	if (text.n >= room) return false;
	if (text.n) memcpy(at, text.at, text.n);
	at[text.n] = 0;
	return true;
}

void seen_put(seen_list *s, record_id r, str kind_name, str batch_name)
{
	seen_record one = { .record = r };
	if (put_text(one.kind, sizeof one.kind, kind_name) && put_text(one.batch, sizeof one.batch, batch_name)) s->at[place(r)] = one;
}

void seen_forget(seen_list *s)
{
	*s = (seen_list){ 0 };
}
