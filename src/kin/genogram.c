/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "kin/inside.h"

genogram genogram_lay(arena *a, kin_tree *t)
{
	kin_plan p = { .a = a, .tree = t };
	size_t *rows = TAKE_N(a, size_t, t->people.n + 1);
	genogram g = { .spots = TAKE_N(a, kin_spot, t->people.n + 1) };
	p.row_n = kin_rows(a, t, rows);
	if (p.row_n == 0) return g;
	kin_tie(&p, rows);
	kin_order(&p);
	kin_across(&p);
	kin_draw(&p, &g);
	kin_outline(&p, &g);
	return g;
}

kin_box genogram_box(const genogram *g, size_t who)
{
	return (kin_box){ g->spots[who].x - KIN_SYMBOL / 2, g->spots[who].y - KIN_BAND / 2,
		          KIN_SYMBOL + KIN_LABEL_GAP + KIN_LABEL, KIN_BAND, 0, false };
}
