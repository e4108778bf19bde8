/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "support/geometry.h"

enum { HALF = KIN_SYMBOL / 2, NEAR = 3 };

static str wrong(arena *a, const char *what, size_t one, size_t other)
{
	buf b = BUF(a);
	buf_printf(&b, "%s: %zu, %zu", what, one, other);
	return buf_view(&b);
}

/* ---- people */

static bool overlap(kin_box x, kin_box y)
{
	return x.x < y.x + y.width && y.x < x.x + x.width && x.y < y.y + y.height && y.y < x.y + x.height;
}

static str people_overlap(arena *a, const kin_tree *t, const genogram *g)
{
	for (size_t i = 0; i < t->people.n; i++) {
		kin_box one = genogram_box(g, i);
		if (one.x < 0 || one.y < 0 || one.x + one.width > g->width || one.y + one.height > g->height) return wrong(a, "outside", i, i);
		for (size_t j = i + 1; j < t->people.n; j++)
			if (overlap(one, genogram_box(g, j))) return wrong(a, "these overlap", i, j);
	}
	return STR_NONE;
}

/* Within the symbol, not on its edge. */
static bool in_symbol(const kin_person *p, kin_spot at, int x, int y)
{
	int dx = x < at.x ? at.x - x : x - at.x, dy = y < at.y ? at.y - y : y - at.y, in = HALF - 1;
	if (dx >= in || dy >= in) return false;
	if (p->unborn) return 2 * dx < y - (at.y - HALF) - 2;
	switch (p->sex) {
	case KIN_MALE: return true;
	case KIN_FEMALE: return dx * dx + dy * dy < in * in;
	case KIN_SEX_NOT_KNOWN: return dx + dy < in;
	}
	return true;
}

static bool in_name(kin_spot at, int x, int y)
{
	int dy = y < at.y ? at.y - y : y - at.y;
	return x > at.x + HALF + KIN_LABEL_GAP && x < at.x + HALF + KIN_LABEL_GAP + KIN_LABEL && dy <= KIN_LABEL_LINES * KIN_LABEL_LINE / 2;
}

static int between(int from, int to, int step, int steps)
{
	return steps ? from + (to - from) * step / steps : from;
}

static int length_of(const kin_line *l)
{
	int x = l->x2 > l->x1 ? l->x2 - l->x1 : l->x1 - l->x2, y = l->y2 > l->y1 ? l->y2 - l->y1 : l->y1 - l->y2;
	return x > y ? x : y;
}

static kin_box box_around(const kin_line *l)
{
	int left = l->x1 < l->x2 ? l->x1 : l->x2, top = l->y1 < l->y2 ? l->y1 : l->y2;
	return (kin_box){ left, top, l->x1 + l->x2 - 2 * left + 1, l->y1 + l->y2 - 2 * top + 1, 0, false };
}

static bool goes_through(const kin_line *l, const kin_person *p, kin_spot at)
{
	int steps = length_of(l);
	for (int step = 0; step <= steps; step++) {
		int x = between(l->x1, l->x2, step, steps), y = between(l->y1, l->y2, step, steps);
		if (in_symbol(p, at, x, y) || in_name(at, x, y)) return true;
	}
	return false;
}

static str line_through_person(arena *a, const kin_tree *t, const genogram *g)
{
	for (size_t i = 0; i < g->lines.n; i++)
		for (size_t who = 0; who < t->people.n; who++)
			if (overlap(box_around(&g->lines.at[i]), genogram_box(g, who)) &&
			    goes_through(&g->lines.at[i], &t->people.at[who], g->spots[who]))
				return wrong(a, "a line goes through somebody", i, who);
	return STR_NONE;
}

/* ---- lines */

/* Twice the signed area of the triangle. */
static int64_t turn(int x1, int y1, int x2, int y2, int x, int y)
{
	return (int64_t)(x2 - x1) * (y - y1) - (int64_t)(y2 - y1) * (x - x1);
}

static bool on_line(const kin_line *l, int x, int y)
{
	int left = l->x1 < l->x2 ? l->x1 : l->x2, right = l->x1 < l->x2 ? l->x2 : l->x1;
	int top = l->y1 < l->y2 ? l->y1 : l->y2, foot = l->y1 < l->y2 ? l->y2 : l->y1;
	return turn(l->x1, l->y1, l->x2, l->y2, x, y) == 0 && x >= left && x <= right && y >= top && y <= foot;
}

static bool touch(const kin_line *l, const kin_line *m)
{
	return on_line(l, m->x1, m->y1) || on_line(l, m->x2, m->y2) || on_line(m, l->x1, l->y1) || on_line(m, l->x2, l->y2);
}

static bool cross(const kin_line *l, const kin_line *m)
{
	int64_t a = turn(l->x1, l->y1, l->x2, l->y2, m->x1, m->y1), b = turn(l->x1, l->y1, l->x2, l->y2, m->x2, m->y2);
	int64_t c = turn(m->x1, m->y1, m->x2, m->y2, l->x1, l->y1), d = turn(m->x1, m->y1, m->x2, m->y2, l->x2, l->y2);
	return ((a < 0 && b > 0) || (a > 0 && b < 0)) && ((c < 0 && d > 0) || (c > 0 && d < 0));
}

static bool slants(const kin_line *l)
{
	return l->x1 != l->x2 && l->y1 != l->y2;
}

static bool bridged(const genogram *g, size_t i, size_t j)
{
	EACH (c, g->crossings)
		if ((c->upright == i || c->upright == j) && on_line(&g->lines.at[i], c->x, c->y) && on_line(&g->lines.at[j], c->x, c->y)) return true;
	return false;
}

static str lines_confused(arena *a, const genogram *g)
{
	for (size_t i = 0; i < g->lines.n; i++)
		for (size_t j = i + 1; j < g->lines.n; j++) {
			const kin_line *l = &g->lines.at[i], *m = &g->lines.at[j];
			if (l->union_at == m->union_at) continue;
			if (touch(l, m)) return wrong(a, "lines of two relations touch", i, j);
			if (cross(l, m) && !slants(l) && !slants(m) && l->is != KIN_LINE_IDENTICAL && m->is != KIN_LINE_IDENTICAL && !bridged(g, i, j))
				return wrong(a, "lines cross without a bridge", i, j);
		}
	return STR_NONE;
}

/* ---- children and parents */

/* Marks what hangs together with that line of the union. */
static void follow(const genogram *g, size_t from, bool *marked)
{
	marked[from] = true;
	for (size_t i = 0; i < g->lines.n; i++)
		if (!marked[i] && g->lines.at[i].union_at == g->lines.at[from].union_at && touch(&g->lines.at[i], &g->lines.at[from])) follow(g, i, marked);
}

static bool ends_at(const kin_line *l, kin_spot at, bool below)
{
	for (int end = 0; end < 2; end++) {
		int x = end ? l->x2 : l->x1, y = end ? l->y2 : l->y1, dx = x < at.x ? at.x - x : x - at.x, dy = below ? y - at.y : at.y - y;
		if (dx <= HALF && dy >= -HALF && dy <= HALF + NEAR) return true;
	}
	return false;
}

static bool hangs(const genogram *g, size_t union_at, const bool *marked, kin_spot at, bool below)
{
	for (size_t i = 0; i < g->lines.n; i++)
		if (g->lines.at[i].union_at == union_at && marked[i] && ends_at(&g->lines.at[i], at, below)) return true;
	return false;
}

static str union_untied(arena *a, const kin_tree *t, const genogram *g, size_t at)
{
	const kin_union *u = &t->unions.at[at];
	bool *marked = TAKE_N(a, bool, g->lines.n + 1);
	size_t drawn = 0;
	EACH (c, u->children) drawn += !c->left_out;
	size_t first = 0;
	while (first < g->lines.n && g->lines.at[first].union_at != at) first++;
	if (first < g->lines.n) follow(g, first, marked);
	for (size_t i = 0; i < u->parent_n && (drawn || u->parent_n == 2); i++)
		if (!hangs(g, at, marked, g->spots[u->parents[i]], true)) return wrong(a, "a parent is not tied to the union", u->parents[i], at);
	EACH (c, u->children) {
		if (c->left_out) continue;
		for (size_t i = 0; i < u->parent_n; i++)
			if (g->spots[c->who].y <= g->spots[u->parents[i]].y) return wrong(a, "a child is not below its parent", c->who, u->parents[i]);
		if ((u->parent_n || u->children.n > 1) && !hangs(g, at, marked, g->spots[c->who], false)) return wrong(a, "a child is not tied to the union", c->who, at);
	}
	return STR_NONE;
}

/* ---- homes */

static bool lives_in(const kin_home *h, size_t who)
{
	for (size_t i = 0; i < h->members.n; i++)
		if (h->members.at[i] == who) return true;
	return false;
}

static str homes_wrong(arena *a, const kin_tree *t, const genogram *g)
{
	for (size_t home = 0; home < t->homes.n; home++)
		for (size_t who = 0; who < t->people.n; who++) {
			kin_box of = genogram_box(g, who);
			bool in = false, lives = lives_in(&t->homes.at[home], who);
			EACH (box, g->outlines)
				if (box->home == home && overlap(*box, of)) in = true;
			if (in != lives) return wrong(a, lives ? "outside of a home" : "in a home that is not theirs", home, who);
		}
	return STR_NONE;
}

str geometry_wrong(arena *a, const kin_tree *t, const genogram *g)
{
	str found = people_overlap(a, t, g);
	if (!found.n) found = line_through_person(a, t, g);
	if (!found.n) found = lines_confused(a, g);
	for (size_t i = 0; !found.n && i < t->unions.n; i++) found = union_untied(a, t, g, i);
	return found.n ? found : homes_wrong(a, t, g);
}

/* ---- together */

/* Everybody whom couples of that row tie to `who`, over others too. */
static void tie(const kin_tree *t, const genogram *g, size_t who, bool *tied)
{
	tied[who] = true;
	EACH (u, t->unions) {
		if (u->parent_n < 2 || (u->parents[0] != who && u->parents[1] != who)) continue;
		size_t other = u->parents[u->parents[0] == who];
		if (!tied[other] && g->spots[other].row == g->spots[who].row) tie(t, g, other, tied);
	}
}

static bool is_between(const genogram *g, size_t who, size_t one, size_t other)
{
	int x = g->spots[who].x, y = g->spots[one].x, z = g->spots[other].x;
	return g->spots[who].row == g->spots[one].row && ((y < x && x < z) || (z < x && x < y));
}

static bool stands_beside(const kin_tree *t, const genogram *g, size_t one, size_t other)
{
	for (size_t i = 0; i < t->people.n; i++)
		if (is_between(g, i, one, other)) return false;
	return true;
}

static bool has_near_partner(const kin_tree *t, const genogram *g, size_t who, size_t *ret_n)
{
	bool near = false;
	size_t n = 0;
	EACH (u, t->unions) {
		if (u->parent_n < 2 || (u->parents[0] != who && u->parents[1] != who)) continue;
		size_t other = u->parents[u->parents[0] == who];
		if (g->spots[other].row != g->spots[who].row) continue;
		near |= stands_beside(t, g, who, other);
		n++;
	}
	*ret_n = n;
	return near;
}

str geometry_apart(arena *a, const kin_tree *t, const genogram *g)
{
	for (size_t i = 0; i < t->people.n; i++) {
		size_t n;
		if (!has_near_partner(t, g, i, &n) && n > 1) return wrong(a, "stands beside no partner", i, n);
	}
	EACH (u, t->unions) {
		bool *tied = TAKE_N(a, bool, t->people.n);
		if (u->parent_n < 2 || g->spots[u->parents[0]].row != g->spots[u->parents[1]].row) continue;
		tie(t, g, u->parents[0], tied);
		for (size_t i = 0; i < t->people.n; i++)
			if (!tied[i] && is_between(g, i, u->parents[0], u->parents[1])) return wrong(a, "a stranger between partners", u->parents[0], i);
	}
	return STR_NONE;
}
