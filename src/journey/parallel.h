/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The same work on several threads, each with a part of its own. */
#ifndef WAYMARK_JOURNEY_PARALLEL_H
#define WAYMARK_JOURNEY_PARALLEL_H

#include <stddef.h>

enum { PARALLEL_MOST = 16 };

/* Calls part(context, 0) .. part(context, n - 1), n from 1 to PARALLEL_MOST, each on a thread, and waits for all. Where a
 * thread cannot be had, its part is done on this one. */
void parallel(unsigned n, void (*part)(void *context, unsigned at), void *context);

#endif
