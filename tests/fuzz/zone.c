/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whatever a file says that is taken for a zone, its clock shows minutes of days, and no more than 26 hours from UTC.
 */
#include "fuzz/fuzz.h"
#include "base/day.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	ARENA(a);
	const zone *z;
	if (zone_parse(&a, (str){ (const char *)at, n }, &z) != OK) return 0;
	for (int64_t ms = -5364662400000; ms <= 7258118400000; ms += 97 * (int64_t)86400000 + 3661001) {
		instant i = { ms };
		int minutes = zone_minutes(z, i);
		CHECK(minutes >= 0 && minutes < 1440);
		int64_t wall_ms = ((int64_t)zone_day(z, i).n * 1440 + minutes) * 60000;
		CHECK(wall_ms - ms <= 26 * 3600000 && ms - wall_ms <= 26 * 3600000 + 60000);
		int64_t back = zone_instant(z, zone_day(z, i), minutes).ms;
		CHECK(back - ms <= 53 * 3600000 && ms - back <= 53 * 3600000);
	}
	return 0;
}
