/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An entry taken back by its writer: from the withdrawal on its record shows nowhere, as where a record ends without anything
 * after it. Nothing is deleted: before that position it is there, and a later entry of the record would show again. */
#include "project/projector.h"

/* What other rows rest on is not taken back but corrected. */
static bool may_end(str kind_name)
{
	static const char *const never[] = { "declaration", "disposal", "person", "same_person", "import", "withdrawal" };
	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		if (str_eq(kind_name, str_of(never[i]))) return false;
	return true;
}

/* Empty where all of it is lawfully gone, or it stays. Who may take back what is access/'s to say: what was appended holds. */
static err kind_ended(const step *s, record_id of, str *ret)
{
	ROWS(rows);
	*ret = STR_NONE;
	TRY(db_query(s->d, SQL("SELECT kind FROM chain WHERE record = $1 LIMIT 1"), ARGS(ARG(of.n)), &rows));
	if (db_next(&rows)) *ret = db_text_copy(&rows, 0, s->a);
	TRY(db_end(&rows));
	if (!may_end(*ret)) *ret = STR_NONE;
	return OK;
}

err step_withdrawal(const step *s)
{
	for (size_t i = 0; i < s->e->about.n; i++) {
		str kind_name;
		record_id of = s->e->about.at[i].record;
		if (!str_eq(s->e->about.at[i].role, S("of"))) continue;
		TRY(kind_ended(s, of, &kind_name));
		if (kind_name.n) TRY(close_record(s, projector_table(s->pr, kind_name), of));
	}
	return OK;
}
