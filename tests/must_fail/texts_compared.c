/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Two texts compared by their addresses.
 * gcc: invalid operands to binary ==
 * clang: invalid operands to binary expression */
#include "base/str.h"

bool same(str a, str b);

bool same(str a, str b)
{
#ifdef MISTAKE
	return a == b;
#else
	return str_eq(a, b);
#endif
}
