/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An array on the stack whose size somebody else chooses.
 * gcc: ISO C90 forbids variable length array
 * clang: variable length array used */
#include "base/arena.h"

char last(arena *a, size_t n);

char last(arena *a, size_t n)
{
#ifdef MISTAKE
	(void)a;
	char room[n];
	room[n - 1] = 0;
#else
	char *room = TAKE_N(a, char, n);
#endif
	return room[n - 1];
}
