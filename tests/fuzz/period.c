/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whatever the text, a period begins no later than it ends, and its words stand in the text, one after another. */
#include "fuzz/fuzz.h"
#include "wire/period.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	ARENA(a);
	str text = { (const char *)at, n };
	period_list all;
	if (!str_is_utf8(text)) return 0;
	periods_read(&a, text, &all);
	const char *from = text.at;
	for (size_t i = 0; i < all.n; i++) {
		const period *p = &all.at[i];
		CHECK(p->first.n <= p->last.n);
		CHECK(p->words.at >= from && p->words.n > 0 && p->words.at + p->words.n <= text.at + text.n);
		from = p->words.at;
	}
	return 0;
}
