/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WAYMARK_JOURNEY_SORT_H
#define WAYMARK_JOURNEY_SORT_H

#include <stddef.h>
#include <stdint.h>

/* Sorts n keys, all below 2^bits, smallest first, by counting digits of twelve bits or less (least significant first); bits up to 64. spare has
 * room for n; the result stands in one of the two, and is returned. */
uint64_t *sort_u64(uint64_t *keys, uint64_t *spare, size_t n, unsigned bits);

#endif
