/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Files: who may read an entry that names one, and the field that it stands in, may have its bytes. */
#include "access/access.h"

static const file_value *named_in(const record *one, const sha256 *digest)
{
	for (size_t i = 0; i < one->kind->field_n; i++)
		for (size_t n = 0; n < one->values.at[i].files.n; n++)
			if (sha256_eq(one->values.at[i].files.at[n].digest, *digest)) return &one->values.at[i].files.at[n];
	return NULL;
}

err access_file_named(const view *v, record_id id, const sha256 *digest, file_value *ret)
{
	records versions;
	const file_value *named = NULL;
	TRY(access_versions(v, id, &versions));
	for (size_t i = 0; i < versions.n && !named; i++) named = named_in(&versions.at[i], digest);
	if (!named) return FAIL(&v->r->a->trail, E_NOT_FOUND);
	*ret = *named;
	return OK;
}

err access_file(const view *v, record_id id, const sha256 *digest, file_value *ret)
{
	file_value whole;
	TRY(access_file_named(v, id, digest, &whole));
	TRY(journal_attachment(v->r->db, v->r->a, digest, &whole.bytes));
	*ret = whole;
	return OK;
}
