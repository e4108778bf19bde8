/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any family from bytes, two for each person and four for each tie: it is laid out, and the drawing is never wrong. */
#include "fuzz/fuzz.h"
#include "support/geometry.h"

static void tie(kin_tree *t, const uint8_t *at)
{
	size_t n = t->people.n, one = at[0] % n, other = at[1] % n;
	size_t u = at[3] & 1 ? kin_couple(t, one, KIN_NONE) : at[3] & 2 ? kin_no_parents(t) : kin_couple(t, one, other);
	if (u == KIN_NONE) return;
	t->unions.at[u].is = (couple_is)(at[3] / 4 % 3);
	t->unions.at[u].end = (couple_end)(at[3] / 16 % 3);
	(void)kin_child_of(t, u, (kin_child){ .who = at[2] % n, .how = (child_how)(at[3] / 64 % 3), .twins = at[3] / 128, .identical = at[0] & 1 });
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	ARENA(a);
	kin_tree t = KIN_TREE(&a);
	kin_home home = { .name = S("Home") };
	size_t people = n ? at[0] % 40 + 1u : 0;
	if (n < 1 + 2 * people) return 0;
	for (size_t i = 0; i < people; i++) {
		uint8_t is = at[1 + 2 * i];
		(void)kin_add(&t, (kin_person){ .sex = (kin_sex)(is % 3), .died = is & 8, .unborn = is & 16, .generation = is % 5 - 2,
		                                .born = { .is = is & 32 ? WHEN_DAY : WHEN_NONE, .on = { at[2 + 2 * i] } } });
		if (is & 64) PUSH(&a, &home.members, i);
	}
	PUSH(&a, &t.homes, home);
	for (size_t i = 1 + 2 * people; i + 4 <= n; i += 4) tie(&t, at + i);
	genogram g = genogram_lay(&a, &t);
	CHECK(geometry_wrong(&a, &t, &g).n == 0);
	return 0;
}
