/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A run of glyphs with the letters that they stand for, so that who copies from the page or hears it read gets the letters
 * in their order. Where a script that runs to the left joins several letters into one glyph (lam and alef), readers of PDF
 * give them out left to right, which is backwards. There the glyph stands for its first letter, and each further one has an
 * unseen glyph of its own, at the place where a reader looks for it. */
#include "paper/run.h"

#include <hb.h>
#include <stdbool.h>

#define STEP 0.01 /* points from one unseen glyph to the next: their order is their place */

typedef struct {
	arena *a;
	LIST(cairo_glyph_t) glyphs;
	LIST(cairo_text_cluster_t) clusters; /* both from left to right */
	cairo_glyph_t unseen;
	double x, y;
} gathered;

static double points(int units)
{
	return (double)units / PANGO_SCALE;
}

/* Of a cluster in a run to the left, its glyphs lie right of end_glyph, up to start_glyph. */
static bool is_joined(const PangoGlyphItemIter *at)
{
	return at->end_char - at->start_char > 1 && at->start_glyph - at->end_glyph == 1;
}

static bool has_joined(PangoLayoutRun *run, const char *text)
{
	PangoGlyphItemIter at;
	if (run->item->analysis.level % 2 == 0) return false;
	for (int i = 0; i < run->glyphs->num_glyphs; i++)
		if (run->glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG) return false; /* drawn as a box with its number */
	for (gboolean more = pango_glyph_item_iter_init_start(&at, run, text); more; more = pango_glyph_item_iter_next_cluster(&at))
		if (is_joined(&at)) return true;
	return false;
}

/* The letters after the first, the last one leftmost. */
static void put_unseen(gathered *g, const char *from, const char *end)
{
	const char *first_end = g_utf8_next_char(from);
	long n = g_utf8_strlen(first_end, end - first_end);
	for (const char *at = end; at > first_end;) {
		const char *letter = g_utf8_prev_char(at);
		cairo_glyph_t unseen = g->unseen;
		unseen.x = g->x - STEP * (double)n--;
		unseen.y = g->y;
		PUSH(g->a, &g->glyphs, unseen);
		PUSH(g->a, &g->clusters, ((cairo_text_cluster_t){ (int)(at - letter), 1 }));
		at = letter;
	}
}

static void put_cluster(gathered *g, const PangoGlyphItemIter *at, const PangoGlyphString *glyphs)
{
	const char *from = at->text + at->start_index, *end = at->text + at->end_index;
	bool joined = is_joined(at);
	if (joined) put_unseen(g, from, end);
	int n = 0;
	for (int i = at->end_glyph + 1; i <= at->start_glyph; i++) {
		const PangoGlyphInfo *is = &glyphs->glyphs[i];
		if (is->glyph != PANGO_GLYPH_EMPTY) {
			PUSH(g->a, &g->glyphs, ((cairo_glyph_t){ is->glyph, g->x + points(is->geometry.x_offset),
			                                         g->y + points(is->geometry.y_offset) }));
			n++;
		}
		g->x += points(is->geometry.width);
	}
	PUSH(g->a, &g->clusters, ((cairo_text_cluster_t){ (int)((joined ? g_utf8_next_char(from) : end) - from), n }));
}

static void draw_joined(arena *a, cairo_t *cairo, const char *text, PangoLayoutRun *run, double x, double y)
{
	PangoFont *font = run->item->analysis.font;
	hb_codepoint_t space = 0;
	hb_font_get_nominal_glyph(pango_font_get_hb_font(font), ' ', &space);
	gathered g = { .a = a, .unseen = { .index = space }, .x = x, .y = y };
	PangoGlyphItemIter at;
	for (gboolean more = pango_glyph_item_iter_init_end(&at, run, text); more; more = pango_glyph_item_iter_prev_cluster(&at))
		put_cluster(&g, &at, run->glyphs);
	for (size_t i = 0, k = g.clusters.n; i + 1 < k; i++) { /* cairo wants them as the text runs */
		cairo_text_cluster_t left = g.clusters.at[i];
		g.clusters.at[i] = g.clusters.at[--k];
		g.clusters.at[k] = left;
	}
	cairo_set_scaled_font(cairo, pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font)));
	cairo_show_text_glyphs(cairo, text + run->item->offset, run->item->length, g.glyphs.at, (int)g.glyphs.n, g.clusters.at,
	                       (int)g.clusters.n, CAIRO_TEXT_CLUSTER_FLAG_BACKWARD);
}

void run_draw(arena *a, cairo_t *cairo, const char *text, PangoLayoutRun *run, double x, double y)
{
	if (has_joined(run, text)) {
		draw_joined(a, cairo, text, run, x, y);
		return;
	}
	cairo_move_to(cairo, x, y);
	pango_cairo_show_glyph_item(cairo, text, run);
}
