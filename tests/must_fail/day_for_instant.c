/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A calendar day where a point in time is wanted: which midnight, of which zone?
 * gcc: incompatible type for argument 2 of .zone_minutes.
 * clang: passing 'day' to parameter of incompatible type 'instant' */
#include "base/day.h"

int minutes(const zone *z, day d);

int minutes(const zone *z, day d)
{
#ifdef MISTAKE
	return zone_minutes(z, d);
#else
	return zone_minutes(z, zone_instant(z, d, 9 * 60));
#endif
}
