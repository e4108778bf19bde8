/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The only place that reads the machine's clock. Requests and jobs read it once and carry the instant along. */
#ifndef WAYMARK_BASE_CLOCK_H
#define WAYMARK_BASE_CLOCK_H

#include "base/day.h"

instant clock_now(void);
/* For measuring spans: never goes back, no relation to the calendar. */
int64_t clock_monotonic_us(void);

#endif
