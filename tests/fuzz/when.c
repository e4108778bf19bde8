/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Days, instants and «when»: what reads can be written, and reads as the same. */
#include "fuzz/fuzz.h"
#include "base/day.h"

static const char utc[] =
	"TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\4\0\0\0\0\0\0UTC\0"
	"TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\4\0\0\0\0\0\0UTC\0"
	"\nGMT0BST,M3.5.0/1,M10.5.0\n";

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	ARENA(a);
	const zone *z;
	str s = { (const char *)at, n };
	when w, again;
	day d;
	CHECK(zone_parse(&a, (str){ utc, sizeof utc - 1 }, &z) == OK);
	if (day_read(s, &d)) {
		buf b = BUF(&a);
		day_write(&b, d);
		CHECK(str_eq(buf_view(&b), s));
	}
	if (!when_read(z, s, &w)) return 0;
	buf text = BUF(&a), words = BUF(&a);
	when_write(&text, w);
	when_write_long(&words, z, w);
	CHECK(w.is != WHEN_NONE && words.n >= 4);
	CHECK(when_read(z, buf_view(&text), &again) && when_cmp(w, again) == 0 && w.about == again.about);
	CHECK(when_sort_ms(z, w) == when_sort_ms(z, again));
	return 0;
}
