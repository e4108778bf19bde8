/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Families as they are drawn, from the easiest to the hardest, and families that nobody would make up. */
#include "kin/genogram.h"

#include "support/expect.h"
#include "support/families.h"
#include "support/geometry.h"

enum { ANY_FAMILIES = 600, ANY_MOST = 60 };

static void test_thirty_families(void **state)
{
	(void)state;
	size_t n = 0;
	for (; family_text(n); n++) {
		ARENA(a);
		kin_tree t = family_read(&a, family_text(n));
		genogram g = genogram_lay(&a, &t);
		str wrong = geometry_wrong(&a, &t, &g);
		if (!wrong.n) wrong = geometry_apart(&a, &t, &g);
		if (wrong.n) print_error("%s: %.*s\n", family_title(n), STR_ARG(wrong));
		assert_int_equal(wrong.n, 0);
	}
	assert_int_equal(n, 30);
}

static void test_any_family(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= ANY_FAMILIES; seed++) {
		ARENA(a);
		kin_tree t = family_any(&a, seed, 1 + seed % ANY_MOST);
		genogram g = genogram_lay(&a, &t);
		str wrong = geometry_wrong(&a, &t, &g);
		if (wrong.n) print_error("seed %llu: %.*s\n", (unsigned long long)seed, STR_ARG(wrong));
		assert_int_equal(wrong.n, 0);
	}
}

/* ---- somebody comes to the family */

static size_t in_fewer(size_t at, size_t who)
{
	return at < who ? at : at - 1;
}

static int place(const genogram *g, size_t who)
{
	return g->spots[who].row - g->spots[0].row;
}

/* How many stand on the other side of somebody than before; all where some changed rows. */
static size_t changed_sides(const kin_tree *t, const genogram *with, const genogram *without, size_t who)
{
	size_t n = 0;
	for (size_t i = 0; i < t->people.n; i++) {
		bool changed = false;
		for (size_t j = 0; j < t->people.n; j++) {
			if (i == who || j == who || i == j || place(with, i) != place(with, j)) continue;
			size_t x = in_fewer(i, who), y = in_fewer(j, who);
			if (place(without, x) != place(with, i)) return t->people.n;
			changed |= (with->spots[i].x < with->spots[j].x) != (without->spots[x].x < without->spots[y].x);
		}
		n += changed;
	}
	return n;
}

static void test_somebody_is_added(void **state)
{
	(void)state;
	size_t additions = 0, unmoved = 0, moved = 0, others = 0;
	for (size_t n = 0; family_text(n); n++) {
		ARENA(a);
		kin_tree t = family_read(&a, family_text(n));
		genogram with = genogram_lay(&a, &t);
		for (size_t who = 1; who < t.people.n; who++) {
			kin_tree less = family_without(&a, &t, who);
			genogram without = genogram_lay(&a, &less);
			size_t changed = changed_sides(&t, &with, &without, who);
			if (changed == t.people.n) continue; /* they tied the family together: it had other generations */
			additions++;
			unmoved += changed == 0;
			moved += changed;
			others += t.people.n - 1;
		}
	}
	print_message("%zu additions: in %zu nobody changed sides; %zu of %zu others did\n", additions, unmoved, moved, others);
	assert_true(additions > 200);
	assert_true(unmoved * 20 >= additions * 17);
	assert_true(moved * 100 <= others * 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_thirty_families), cmocka_unit_test(test_any_family),
		cmocka_unit_test(test_somebody_is_added),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
