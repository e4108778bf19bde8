/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Arithmetic on points in time without a unit.
 * gcc: invalid operands to binary +
 * clang: invalid operands to binary expression */
#include "base/day.h"

instant later(instant now);

instant later(instant now)
{
#ifdef MISTAKE
	return now + 60;
#else
	return (instant){ now.ms + 60 * 1000 };
#endif
}
