/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What of the children behind a number somebody may not know: what is kept from them, and the children in whom they have an
 * interest. A list that names nobody would still say when it was. */
#include "access/rights.h"

static err add_person(reading *r, record_id of, record_list *into)
{
	record_id person;
	err e = project_person(r->db, of, PROJECT_NOW, &person);
	if (e == OK) PUSH(r->a, into, person);
	return e == E_NOT_FOUND ? OK : e;
}

err access_counted_without(reading *r, record_list *ret_partly, record_list *ret_wholly)
{
	kept_entries kept;
	record_list partly = { 0 }, wholly = { 0 };
	TRY(seal_read(r, &kept));
	for (size_t i = 0; i < kept.n; i++) {
		record_list children;
		TRY(children_of_record(r, kept.at[i].record, PROJECT_NOW, &children));
		for (size_t c = 0; c < children.n; c++) TRY(add_person(r, children.at[c], &partly));
		TRY(add_person(r, kept.at[i].record, &partly)); /* a person's own record may be what is kept */
	}
	if (r->who->worker.n && practice_kind(r->practice, S("interest"))) TRY(records_of_interest(r, &wholly));
	records_sort(&partly);
	records_sort(&wholly);
	*ret_partly = partly;
	*ret_wholly = wholly;
	return OK;
}

err access_keeps(reading *r, seq s, record_id id, bool *ret)
{
	kept_entries kept;
	TRY(seal_read(r, &kept));
	*ret = seal_hides(&kept, s, id);
	return OK;
}
