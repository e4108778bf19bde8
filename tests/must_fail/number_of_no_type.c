/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A record where a number is bound: its field must be named, so that nobody binds another struct.
 * gcc: incompatible type for argument 1 of .arg_int.
 * clang: passing 'record_id' to parameter of incompatible type */
#include "base/seq.h"
#include "db/db.h"

err entries(db *d, record_id id, int64_t *ret);

err entries(db *d, record_id id, int64_t *ret)
{
#ifdef MISTAKE
	return db_one_int(d, SQL("SELECT COUNT(*) FROM chain WHERE record = $1"), ARGS(ARG(id)), ret);
#else
	return db_one_int(d, SQL("SELECT COUNT(*) FROM chain WHERE record = $1"), ARGS(ARG(id.n)), ret);
#endif
}
