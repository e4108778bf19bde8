/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who lives together: an outline around those who stand side by side, joined to the next row where it stands below. Whoever lives
 * elsewhere is never within; where somebody stands between, the home has several pieces, each with its name. */
#include "kin/inside.h"

enum { AROUND = 2, JOIN_LEAST = 40, OVERLAP = 8 };

static bool lives_in(const kin_plan *p, size_t home, size_t node)
{
	const kin_home *h = &p->tree->homes.at[home];
	for (size_t i = 0; i < h->members.n; i++)
		if (p->nodes.at[node].who == h->members.at[i]) return true;
	return false;
}

static void add_run(const kin_plan *p, genogram *g, size_t home, size_t first, size_t last)
{
	const kin_node *from = &p->nodes.at[first], *to = &p->nodes.at[last];
	int y = g->spots[from->who].y - KIN_BAND / 2 - AROUND, x = from->x - KIN_LEFT + AROUND;
	PUSH(p->a, &g->outlines, ((kin_box){ x, y, to->x + KIN_RIGHT - AROUND - x, KIN_BAND + 2 * AROUND, home, true }));
}

static void outline_row(const kin_plan *p, genogram *g, size_t home, size_t row)
{
	const kin_row *list = &p->rows[row];
	for (size_t i = 0; i < list->n; i++) {
		size_t last = i;
		if (!lives_in(p, home, list->at[i])) continue;
		while (last + 1 < list->n && lives_in(p, home, list->at[last + 1])) last++;
		add_run(p, g, home, list->at[i], list->at[last]);
		i = last;
	}
}

/* Between two boxes of a home, one in the row above the other, where they stand over each other. */
static void join(const kin_plan *p, genogram *g, kin_box above, kin_box below, size_t at_below)
{
	int from = above.x > below.x ? above.x : below.x;
	int right_above = above.x + above.width, right_below = below.x + below.width, to = right_above < right_below ? right_above : right_below;
	if (to - from < JOIN_LEAST) return;
	g->outlines.at[at_below].tagged = false;
	PUSH(p->a, &g->outlines, ((kin_box){ from, above.y + above.height - OVERLAP, to - from, below.y - above.y - above.height + 2 * OVERLAP,
	                                       above.home, false }));
}

static void outline_home(const kin_plan *p, genogram *g, size_t home)
{
	size_t above = 0, above_end = 0; /* the boxes of the row before */
	for (size_t row = 0; row < p->row_n; row++) {
		size_t from = g->outlines.n;
		outline_row(p, g, home, row);
		size_t end = g->outlines.n;
		for (size_t i = above; i < above_end; i++)
			for (size_t j = from; j < end; j++) join(p, g, g->outlines.at[i], g->outlines.at[j], j);
		above = from;
		above_end = end;
	}
}

void kin_outline(const kin_plan *p, genogram *g)
{
	for (size_t home = 0; home < p->tree->homes.n; home++) outline_home(p, g, home);
}
