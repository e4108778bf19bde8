/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The channels between rows: each level line has a track of its own wherever two would lie beside each other, each upright one an
 * x of its own. From the number of tracks follows how high a channel is, and so where the rows stand. */
#include "kin/inside.h"
#include "kin/wiring.h"

enum { TRACK = 14, FIRST = 10, BETWEEN = 12, LAST = 14, FORK = 20 };

typedef struct {
	int top;      /* of the channel: the foot of the row above */
	int bars_top; /* the first track of the bars to the children */
	int fork;     /* where lines to twins part */
	int bottom;   /* the top of the row below */
} channel_heights;

static channel_heights heights_of(const kin_plan *p, size_t row, int top)
{
	size_t couples = 0, bars = 0;
	bool twins = false;
	for (size_t i = 0; i < p->channels[row].n; i++) {
		const knot *k = &p->knots.at[p->channels[row].at[i]];
		if (k->end_n == 2 && k->level + 1 > couples) couples = k->level + 1;
		if (k->has_bar && k->bar + 1 > bars) bars = k->bar + 1;
		EACH (c, k->children) twins |= c->twins != 0;
	}
	channel_heights h = { .top = top, .bars_top = top + FIRST };
	if (couples) h.bars_top += (int)(couples - 1) * TRACK + BETWEEN;
	h.fork = h.bars_top + (bars ? (int)(bars - 1) * TRACK + LAST : BETWEEN);
	h.bottom = h.fork + (twins ? FORK : 0);
	return h;
}

/* ---- the lines of one knot */

typedef struct {
	const kin_plan *p;
	genogram *g;
	channel_heights h;
	const int *middles; /* of the rows */
} drawing;

static void add_line(drawing *d, kin_line l)
{
	if (l.x1 != l.x2 || l.y1 != l.y2) PUSH(d->p->a, &d->g->lines, l);
}

/* How far from the middle of its symbol a line ends that comes upright, so many units beside the middle. */
static int reach_of(const kin_person *who, int beside)
{
	int r = KIN_SYMBOL / 2, y = r;
	if (beside < 0) beside = -beside;
	if (who->unborn || who->sex == KIN_MALE) return r;
	if (who->sex == KIN_SEX_NOT_KNOWN) return r - beside;
	while (y > 0 && y * y + beside * beside > r * r) y--;
	return y;
}

static int foot_of(const drawing *d, size_t node, int x)
{
	const kin_node *n = &d->p->nodes.at[node];
	int y = d->middles[n->row];
	return n->who == KIN_NONE ? y : y + reach_of(&d->p->tree->people.at[n->who], x - n->x);
}

static int head_of(const drawing *d, size_t node, int x)
{
	const kin_node *n = &d->p->nodes.at[node];
	int y = d->middles[n->row];
	if (n->who == KIN_NONE) return y;
	const kin_person *who = &d->p->tree->people.at[n->who];
	if (who->unborn) { /* a triangle: its top is its point */
		int beside = x < n->x ? n->x - x : x - n->x;
		return y - KIN_SYMBOL / 2 + 2 * beside;
	}
	return y - reach_of(who, x - n->x);
}

static int level_y(const drawing *d, const knot *k)
{
	return d->h.top + FIRST + (int)k->level * TRACK;
}

static int bar_y(const drawing *d, const knot *k)
{
	return d->h.bars_top + (int)k->bar * TRACK;
}

/* All children alike: so are the bar and the line that leads to it. Otherwise they are drawn as for birth. */
static child_how how_of_all(const knot *k)
{
	child_how how = k->children.n ? k->children.at[0].how : CHILD_BY_BIRTH;
	EACH (c, k->children)
		if (c->how != how) return CHILD_BY_BIRTH;
	return how;
}

static void draw_couple(drawing *d, const knot *k)
{
	int y = level_y(d, k);
	kin_line l = { .is = KIN_LINE_COUPLE, .union_at = k->union_at };
	for (size_t e = 0; e < 2; e++) {
		l.x1 = l.x2 = k->ports[e];
		l.y1 = foot_of(d, k->ends[e], k->ports[e]);
		l.y2 = y;
		add_line(d, l);
	}
	l.x1 = k->ports[0] < k->ports[1] ? k->ports[0] : k->ports[1];
	l.x2 = k->ports[0] < k->ports[1] ? k->ports[1] : k->ports[0];
	l.y1 = l.y2 = y;
	add_line(d, l);
}

/* A line slants as far as the symbol; where twins stand further apart it comes upright, past the name beside it, and where it does
 * not come to the symbol's middle, past its edge. */
static int slant_end(const drawing *d, const knot_child *c)
{
	int across = c->drop < c->top ? c->top - c->drop : c->drop - c->top;
	bool aside = c->top != d->p->nodes.at[c->node].x;
	return aside || across > (KIN_LEFT + KIN_RIGHT) / 2 + TRACK ? d->h.bottom : head_of(d, c->node, c->top);
}

static void draw_child(drawing *d, const knot *k, const knot_child *c, int from_y)
{
	kin_line l = { .x1 = c->drop, .y1 = from_y, .x2 = c->drop, .is = k->of_couple ? KIN_LINE_COUPLE : KIN_LINE_DESCENT,
		       .how = c->how, .union_at = k->union_at };
	int top = c->top;
	l.y2 = c->drop == top ? head_of(d, c->node, top) : d->h.fork;
	add_line(d, l);
	if (c->drop == top) return;
	l.x1 = c->drop;
	l.y1 = d->h.fork;
	l.x2 = top;
	l.y2 = slant_end(d, c);
	add_line(d, l);
	l.x1 = top;
	l.y1 = l.y2;
	l.y2 = head_of(d, c->node, top);
	add_line(d, l);
}

/* Between the lines to identical twins, half way down. */
static void draw_identical(drawing *d, const knot *k, size_t at)
{
	const knot_child *one = &k->children.at[at];
	for (size_t i = at + 1; i < k->children.n; i++) {
		const knot_child *other = &k->children.at[i];
		if (!one->twins || one->twins != other->twins || !one->identical || !other->identical) continue;
		int y = (d->h.fork + slant_end(d, one)) / 2;
		add_line(d, (kin_line){ (one->drop + one->top) / 2, y, (other->drop + other->top) / 2, y, KIN_LINE_IDENTICAL, one->how, k->union_at });
		return;
	}
}

/* Within the row that it passes through, from where it came to where it leaves. */
static void step_aside(drawing *d, const knot *k, kin_line l)
{
	const kin_node *from = k->end_n == 1 ? &d->p->nodes.at[k->ends[0]] : NULL;
	if (!from || from->who != KIN_NONE) return;
	l.x1 = from->x < k->trunk ? from->x : k->trunk;
	l.x2 = from->x < k->trunk ? k->trunk : from->x;
	l.y2 = l.y1;
	add_line(d, l);
}

static void draw_children(drawing *d, const knot *k)
{
	kin_line l = { .x1 = k->trunk, .x2 = k->trunk, .is = k->of_couple ? KIN_LINE_COUPLE : KIN_LINE_DESCENT, .how = how_of_all(k),
		       .union_at = k->union_at };
	int y = bar_y(d, k), from = y;
	if (k->children.n == 0) return;
	l.y1 = k->end_n == 2 ? level_y(d, k) : k->end_n ? foot_of(d, k->ends[0], k->trunk) : y;
	step_aside(d, k, l);
	l.y2 = y;
	if (k->has_bar) {
		add_line(d, l);
		knot_reach(k, &l.x1, &l.x2);
		l.y1 = y;
		add_line(d, l);
	} else {
		from = l.y1; /* straight down */
	}
	for (size_t i = 0; i < k->children.n; i++) {
		draw_child(d, k, &k->children.at[i], is_later_twin(k, i) ? d->h.fork : from);
		draw_identical(d, k, i);
	}
}

/* ---- crossings, and where a couple's line is struck through */

static bool crosses(const kin_line *upright, const kin_line *level)
{
	if (upright->x1 != upright->x2 || level->y1 != level->y2 || level->is == KIN_LINE_IDENTICAL) return false;
	int top = upright->y1 < upright->y2 ? upright->y1 : upright->y2, foot = upright->y1 < upright->y2 ? upright->y2 : upright->y1;
	return level->x1 < upright->x1 && upright->x1 < level->x2 && top < level->y1 && level->y1 < foot;
}

static void find_crossings(arena *a, genogram *g)
{
	for (size_t i = 0; i < g->lines.n; i++)
		for (size_t j = 0; j < g->lines.n; j++)
			if (crosses(&g->lines.at[i], &g->lines.at[j]))
				PUSH(a, &g->crossings, ((kin_crossing){ g->lines.at[i].x1, g->lines.at[j].y1, i }));
}

/* The middle of the longest part of the line that nothing leads away from or across. */
static int free_part(const genogram *g, const kin_line *level)
{
	int from = level->x1, best = from, longest = 0;
	while (from < level->x2) {
		int next = level->x2;
		EACH (l, g->lines)
			if (l->x1 == l->x2 && l->x1 > from && l->x1 < next && ((l->y1 <= level->y1 && level->y1 <= l->y2) || (l->y2 <= level->y1 && level->y1 <= l->y1)))
				next = l->x1;
		if (next - from > longest) {
			longest = next - from;
			best = (from + next) / 2;
		}
		from = next;
	}
	return best;
}

static const kin_line *longest_of(const genogram *g, size_t union_at)
{
	const kin_line *longest = NULL;
	EACH (l, g->lines)
		if (l->is == KIN_LINE_COUPLE && l->union_at == union_at && l->y1 == l->y2 && (!longest || l->x2 - l->x1 > longest->x2 - longest->x1)) longest = l;
	return longest;
}

static void mark_ends(const kin_plan *p, genogram *g)
{
	for (size_t i = 0; i < p->tree->unions.n; i++) {
		couple_end end = p->tree->unions.at[i].end;
		const kin_line *l = end == COUPLE_LASTS ? NULL : longest_of(g, i);
		if (l) PUSH(p->a, &g->marks, ((kin_mark){ free_part(g, l), l->y1, end }));
	}
}

/* ---- all of it */

static bool has_people(const kin_plan *p, size_t row)
{
	return p->rows[row].n > 0;
}

void kin_draw(kin_plan *p, genogram *g)
{
	channel_heights *h = TAKE_N(p->a, channel_heights, p->row_n + 1);
	int *middles = TAKE_N(p->a, int, p->row_n + 1), y = KIN_MARGIN;
	for (size_t row = 0; row < p->row_n; row++) {
		int band = has_people(p, row) ? KIN_BAND : 0;
		middles[row] = y + band / 2;
		kin_wire(p, row);
		h[row] = heights_of(p, row, y + band);
		y = p->channels[row].n ? h[row].bottom : y + band + BETWEEN;
	}
	for (size_t row = 0; row < p->row_n; row++) {
		drawing d = { p, g, h[row], middles };
		for (size_t i = 0; i < p->channels[row].n; i++) {
			const knot *k = &p->knots.at[p->channels[row].at[i]];
			if (k->end_n == 2) draw_couple(&d, k);
			draw_children(&d, k);
		}
	}
	EACH (node, p->nodes) {
		if (node->who != KIN_NONE) g->spots[node->who] = (kin_spot){ node->x, middles[node->row], (int)node->row };
		if (node->x + KIN_RIGHT + KIN_MARGIN > g->width) g->width = node->x + KIN_RIGHT + KIN_MARGIN;
	}
	g->height = y + KIN_MARGIN;
	find_crossings(p->a, g);
	mark_ends(p, g);
}
