/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Text where SQL is wanted.
 * gcc: incompatible type for argument 2 of .db_one_int.
 * clang: passing 'str' to parameter of incompatible type 'sql' */
#include "db/db.h"

err count(db *d, str text);

err count(db *d, str text)
{
	int64_t n;
#ifdef MISTAKE
	return db_one_int(d, text, NO_ARGS, &n);
#else
	return db_one_int(d, SQL("SELECT seq FROM chain WHERE kind = $1"), ARGS(ARG(text)), &n);
#endif
}
