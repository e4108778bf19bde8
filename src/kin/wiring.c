/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "kin/wiring.h"

enum { PORT_STEP = 10, PORT_ROOM = 28, TOP_STEP = 12, TOP_ROOM = 24, CLEAR = 6, TRUNK_STEP = 2, GAP = 8, GAP_COUPLES = 16 };

static knot *knot_at(const kin_plan *p, size_t row, size_t i)
{
	return &p->knots.at[p->channels[row].at[i]];
}

/* ---- where lines leave a symbol below, and come to it above */

typedef struct {
	knot *k;
	size_t end;  /* of ends; for what comes from above, of children */
	int64_t rank; /* from left to right */
} line_end;
typedef LIST(line_end) line_ends;

static void put_by_rank(arena *a, line_ends *list, line_end one)
{
	PUSH(a, list, one);
	size_t i = list->n - 1;
	for (; i > 0 && list->at[i - 1].rank > one.rank; i--) list->at[i] = list->at[i - 1];
	list->at[i] = one;
}

/* From left to right: partners to the left, the nearest first; then who has no other; then to the right, the nearest last. So
 * the lines to several partners lie within each other and do not cross. */
static int64_t rank_of(const kin_plan *p, const knot *k, size_t end)
{
	enum { MIDDLE = 1 << 20 };
	if (k->end_n < 2) return MIDDLE;
	int64_t apart = p->nodes.at[k->ends[1 - end]].x - p->nodes.at[k->ends[end]].x;
	return apart < 0 ? -apart : 2 * MIDDLE - apart;
}

static int spread(size_t i, size_t n, int step, int room)
{
	if (n < 2) return 0;
	int even = room / (int)(n - 1), apart = even < step ? even : step, x = (2 * (int)i - (int)(n - 1)) * apart / 2;
	return apart < 4 ? x : x / 2 * 2;
}

static void place_ports(kin_plan *p, size_t row, size_t node)
{
	line_ends list = { 0 };
	for (size_t i = 0; i < p->channels[row].n; i++) {
		knot *k = knot_at(p, row, i);
		for (size_t e = 0; e < k->end_n; e++)
			if (k->ends[e] == node) put_by_rank(p->a, &list, (line_end){ k, e, rank_of(p, k, e) });
	}
	for (size_t i = 0; i < list.n; i++)
		list.at[i].k->ports[list.at[i].end] = p->nodes.at[node].x + spread(i, list.n, PORT_STEP, PORT_ROOM);
}

static int64_t parents_x(const kin_plan *p, const knot *k)
{
	int64_t sum = 0;
	for (size_t e = 0; e < k->end_n; e++) sum += p->nodes.at[k->ends[e]].x;
	return k->end_n ? sum / (int64_t)k->end_n : 0;
}

static void place_tops(kin_plan *p, size_t row, size_t node)
{
	line_ends list = { 0 };
	for (size_t i = 0; i < p->channels[row].n; i++) {
		knot *k = knot_at(p, row, i);
		for (size_t c = 0; c < k->children.n; c++)
			if (k->children.at[c].node == node) put_by_rank(p->a, &list, (line_end){ k, c, parents_x(p, k) });
	}
	for (size_t i = 0; i < list.n; i++) {
		knot_child *c = &list.at[i].k->children.at[list.at[i].end];
		c->drop = c->top = p->nodes.at[node].x + spread(i, list.n, TOP_STEP, TOP_ROOM);
	}
}

/* ---- upright lines, each at an x of its own */

static bool near(int x, int y, int clear)
{
	return x - y < clear && y - x < clear;
}

/* Whether an upright line of another knot stands so near to x, however high. */
static bool taken(const kin_plan *p, size_t row, const knot *k, int x, int clear)
{
	for (size_t i = 0; i < p->channels[row].n; i++) {
		const knot *other = knot_at(p, row, i);
		if (other == k) continue;
		for (size_t e = 0; e < other->end_n; e++)
			if (near(other->ports[e], x, clear)) return true;
		if (other->children.n && other->end_n && near(other->trunk, x, clear)) return true;
		EACH (c, other->children)
			if (near(c->drop, x, clear) || near(c->top, x, clear)) return true;
	}
	return false;
}

/* The nearest free x to `wanted` between the two: as clear of other lines as it can be. */
static int free_near(const kin_plan *p, size_t row, const knot *k, int wanted, int least, int most)
{
	for (int clear = CLEAR; clear > 0; clear--)
		for (int step = 0; step <= most - least; step += clear > 1 ? TRUNK_STEP : 1)
			for (int side = -1; side <= 1; side += 2) {
				int x = wanted + side * step;
				if (x >= least && x <= most && !taken(p, row, k, x, clear)) return x;
			}
	return wanted;
}

/* Twins leave the bar together, above the middle between them. */
static void fork_twins(const kin_plan *p, size_t row, knot *k)
{
	for (size_t i = 0; i < k->children.n; i++) {
		int least = k->children.at[i].top, most = least, twins = k->children.at[i].twins;
		if (!twins || is_later_twin(k, i)) continue;
		EACH (d, k->children) {
			if (d->twins != twins) continue;
			if (d->top < least) least = d->top;
			if (d->top > most) most = d->top;
		}
		int x = least == most ? least : free_near(p, row, k, (least + most) / 4 * 2, least + GAP, most - GAP);
		EACH (d, k->children)
			if (d->twins == twins) d->drop = x;
	}
}

/* A line that passes through the next row may come a little aside there; where it leaves the row, it may step aside again. */
static void place_passing(kin_plan *p, size_t row, knot *k)
{
	EACH (c, k->children) {
		kin_node *node = &p->nodes.at[c->node];
		if (node->who != KIN_NONE) continue;
		c->drop = c->top = node->x = free_near(p, row, k, node->x, node->x - KIN_PASS + CLEAR / 2, node->x + KIN_PASS - CLEAR / 2);
	}
}

static int clamp(int x, int least, int most)
{
	if (least > most) return (least + most) / 2;
	return x < least ? least : x > most ? most : x;
}

static void place_trunk(kin_plan *p, size_t row, knot *k)
{
	int from, to;
	if (k->children.n == 0 || k->end_n == 0) return;
	if (k->end_n == 1) {
		size_t node = k->ends[0];
		int room = p->nodes.at[node].who == KIN_NONE ? KIN_PASS - CLEAR / 2 : KIN_SYMBOL / 2 - 4;
		int x = p->nodes.at[node].x;
		int wanted = k->children.n == 1 ? clamp(k->children.at[0].drop, x - room, x + room) : k->ports[0]; /* straight down, if it can be */
		k->trunk = k->ports[0] = free_near(p, row, k, wanted, x - room, x + room);
		return;
	}
	int left = k->ports[0] < k->ports[1] ? k->ports[0] : k->ports[1], right = k->ports[0] < k->ports[1] ? k->ports[1] : k->ports[0];
	k->trunk = k->children.at[0].drop;
	knot_reach(k, &from, &to);
	int wanted = clamp((from + to) / 4 * 2, left + GAP, right - GAP);
	k->trunk = free_near(p, row, k, wanted, left + GAP, right - GAP);
}

void knot_reach(const knot *k, int *ret_from, int *ret_to)
{
	int from = k->end_n ? k->trunk : k->children.at[0].drop, to = from;
	EACH (c, k->children) {
		if (c->drop < from) from = c->drop;
		if (c->drop > to) to = c->drop;
	}
	*ret_from = from;
	*ret_to = to;
}

bool is_later_twin(const knot *k, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (k->children.at[at].twins && k->children.at[i].twins == k->children.at[at].twins) return true;
	return false;
}

/* ---- tracks */

typedef struct {
	knot *k;
	int from, to;
} stretch;
typedef LIST(stretch) stretches;

static int length_of(const stretch *s)
{
	return s->to - s->from;
}

static void put_by_length(arena *a, stretches *list, stretch one, bool longest_first)
{
	PUSH(a, list, one);
	size_t i = list->n - 1;
	for (; i > 0 && (longest_first ? length_of(&list->at[i - 1]) < length_of(&one) : length_of(&list->at[i - 1]) > length_of(&one)); i--)
		list->at[i] = list->at[i - 1];
	list->at[i] = one;
}

static bool beside(const stretch *one, const stretch *other, int gap)
{
	return one->from - gap < other->to && other->from - gap < one->to;
}

/* The first track on which nothing lies beside it yet; those before `at` have theirs. The lines of one person to two partners are
 * never one line. */
static size_t first_free(const stretches *list, size_t at, bool bars)
{
	size_t track = 0;
	for (size_t i = 0; i < at; i++) {
		size_t of = bars ? list->at[i].k->bar : list->at[i].k->level;
		if (of == track && beside(&list->at[i], &list->at[at], bars ? GAP : GAP_COUPLES)) {
			track++;
			i = (size_t)-1; /* from the first again */
		}
	}
	return track;
}

/* Short ones on top: what spans others lies below them. */
static void track_couples(kin_plan *p, size_t row)
{
	stretches list = { 0 };
	for (size_t i = 0; i < p->channels[row].n; i++) {
		knot *k = knot_at(p, row, i);
		if (k->end_n < 2) continue;
		stretch s = { k, k->ports[0], k->ports[1] };
		if (s.from > s.to) s = (stretch){ k, k->ports[1], k->ports[0] };
		put_by_length(p->a, &list, s, false);
	}
	for (size_t i = 0; i < list.n; i++) list.at[i].k->level = first_free(&list, i, false);
}

/* Long ones on top: their few lines down pass beside the short. */
static void track_bars(kin_plan *p, size_t row)
{
	stretches list = { 0 };
	for (size_t i = 0; i < p->channels[row].n; i++) {
		knot *k = knot_at(p, row, i);
		stretch s = { k, 0, 0 };
		if (k->children.n == 0) continue;
		knot_reach(k, &s.from, &s.to);
		k->has_bar = s.from != s.to || k->end_n == 0;
		if (k->has_bar) put_by_length(p->a, &list, s, true);
	}
	for (size_t i = 0; i < list.n; i++) list.at[i].k->bar = first_free(&list, i, true);
}

void kin_wire(kin_plan *p, size_t row)
{
	for (size_t i = 0; i < p->rows[row].n; i++) place_ports(p, row, p->rows[row].at[i]);
	for (size_t i = 0; row + 1 < p->row_n && i < p->rows[row + 1].n; i++) place_tops(p, row, p->rows[row + 1].at[i]);
	for (size_t i = 0; i < p->channels[row].n; i++) fork_twins(p, row, knot_at(p, row, i));
	for (size_t i = 0; i < p->channels[row].n; i++) place_passing(p, row, knot_at(p, row, i));
	for (size_t i = 0; i < p->channels[row].n; i++) place_trunk(p, row, knot_at(p, row, i));
	track_couples(p, row);
	track_bars(p, row);
}
