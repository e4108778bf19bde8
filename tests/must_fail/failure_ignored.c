/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A failure that nobody looks at.
 * gcc: ignoring return value of .db_commit.
 * clang: ignoring return value of function declared with 'warn_unused_result' */
#include "db/db.h"

err keep(db *d);

err keep(db *d)
{
#ifdef MISTAKE
	db_commit(d);
	return OK;
#else
	return db_commit(d);
#endif
}
