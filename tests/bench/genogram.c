/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How long families take to lay out: the thirty of the tests, and made up ones of sixty people who are tied at random. */
#include "kin/genogram.h"

#include "support/families.h"

#include <stdio.h>
#include <time.h>

enum { MADE_UP = 200, PEOPLE = 60, GOAL_US = 5000 };

static int64_t cpu_us(void)
{
	struct timespec t;
	CHECK(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) == 0);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int64_t lay_us(kin_tree *t, arena *a, genogram *ret)
{
	int64_t before = cpu_us();
	*ret = genogram_lay(a, t);
	return cpu_us() - before;
}

int main(void)
{
	int64_t sum = 0, worst = 0, hardest = 0;
	genogram g;
	for (size_t n = 0; family_text(n); n++) {
		ARENA(a);
		kin_tree t = family_read(&a, family_text(n));
		int64_t us = lay_us(&t, &a, &g);
		if (us > hardest) hardest = us;
	}
	for (uint64_t seed = 1; seed <= MADE_UP; seed++) {
		ARENA(a);
		kin_tree t = family_any(&a, seed, PEOPLE);
		int64_t us = lay_us(&t, &a, &g);
		sum += us;
		if (us > worst) worst = us;
	}
	printf("genogram, CPU time: the slowest of thirty families (45 people) %.2f ms; %d made up families of %d people: mean %.2f ms, "
	       "slowest %.2f ms (goal: mean under %d ms)\n", (double)hardest / 1000, MADE_UP, PEOPLE, (double)sum / MADE_UP / 1000,
	       (double)worst / 1000, GOAL_US / 1000);
	return sum / MADE_UP < GOAL_US ? 0 : 1;
}
