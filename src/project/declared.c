/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "project/project.h"
#include "wire/json.h"

typedef struct {
	arena *a; /* of the practice: a visit's own arena does not last */
	LIST(old_declaration) list;
} declarations;

static err note(void *context, arena *a, const entry *e)
{
	declarations *d = context;
	const json *said;
	err r = json_read(a, e->bytes, &said, NULL);
	if (r != OK) return r;
	PUSH(d->a, &d->list, ((old_declaration){ str_copy(d->a, json_get_text(said, S("source"))), e->seq }));
	return OK;
}

err project_practice(db *d, arena *a, const practice **ret, seq *ret_newest)
{
	declarations in_order = { .a = a };
	TRY(journal_scan_declarations(d, (seq){ 1 }, note, &in_order));
	TRY(practice_from_history(a, in_order.list.at, in_order.list.n, ret));
	*ret_newest = in_order.list.n ? in_order.list.at[in_order.list.n - 1].applied : (seq){ 0 };
	return OK;
}
