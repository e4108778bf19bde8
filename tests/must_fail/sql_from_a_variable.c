/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* SQL put together at run time.
 * gcc: expected .}. before .text.
 * clang: expected '}' */
#include "db/db.h"

err count(db *d, const char *text);

err count(db *d, const char *text)
{
	int64_t n;
#ifdef MISTAKE
	return db_one_int(d, SQL(text), NO_ARGS, &n);
#else
	(void)text;
	return db_one_int(d, SQL("SELECT COUNT(*) FROM entry"), NO_ARGS, &n);
#endif
}
