/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A bare number as a day.
 * gcc: invalid initializer
 * clang: initializing 'day' with an expression of incompatible type 'int' */
#include "base/day.h"

day tomorrow(day today);

day tomorrow(day today)
{
#ifdef MISTAKE
	day next = today.n + 1;
	return next;
#else
	return day_add(today, 1);
#endif
}
