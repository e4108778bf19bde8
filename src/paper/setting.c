/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Blocks become lines (pango), lines become pages, pages become a document (cairo). Every line is measured once; then the pages
 * are gone through twice: once to count them, once to draw them. */
#include "paper/paper_parts.h"
#include "paper/picture.h"
#include "paper/run.h"

#include <cairo-pdf.h>

/* Points. */
#define PAGE_WIDTH 595.28
#define PAGE_HEIGHT 841.89
#define SIDE 62.0
#define TOP 76.0
#define BOTTOM 72.0
#define EDGE 40.0 /* where the words on every page stand */
#define GAP 10.0  /* between columns */
#define RULE_AFTER 3.0
#define LINE_SPACING 1.25
#define FAMILY "Noto Sans, Noto Sans Arabic, DejaVu Sans"

typedef struct {
	const char *around, *tag; /* ISO 32000-1, 14.8.4; around may be NULL */
	double points, before, indent, grey;
	bool bold, leads; /* leads: not the last thing on a page */
	int outline;      /* level in the outline; 0 for none */
} look;

static const look looks[] = {
	[PAPER_TITLE]      = { .tag = "H1", .points = 20, .bold = true, .leads = true, .outline = 1 },
	[PAPER_HEADING]    = { .tag = "H2", .points = 13.5, .before = 18, .bold = true, .leads = true, .outline = 2 },
	[PAPER_SUBHEADING] = { .tag = "H3", .points = 11, .before = 12, .bold = true, .leads = true, .outline = 3 },
	[PAPER_TEXT]       = { .tag = "P", .points = 10, .before = 5 },
	[PAPER_QUOTE]      = { .around = "BlockQuote", .tag = "P", .points = 11.5, .before = 8, .indent = 14 },
	[PAPER_SMALL]      = { .tag = "P", .points = 8.5, .before = 3, .grey = 0.35 },
};

typedef struct {
	PangoLayoutLine *line; /* the layout's */
	double x, top, bottom, baseline;
} set_line;

typedef struct {
	LIST(set_line) lines;
	const char *text; /* the layout's */
	size_t next;      /* the first line that is not on a page yet */
	double x;
} set_cell;

typedef struct {
	const paper_block *block;
	const look *look;
	set_cell cell[PAPER_MOST_COLUMNS];
	picture *picture;          /* NULL: words */
	picture_words words;       /* of the picture */
	double wide, high;         /* of the picture, on the page */
	int page;                  /* on which it begins */
} set_row;

enum { OUTLINE_DEEPEST = 3 };

/* How far the pages are. */
typedef struct {
	int page;
	double y;
	bool fresh; /* nothing stands on the page but the heads of a table */
	int table;  /* the one whose tag is open; 0 for none */
	int outline[OUTLINE_DEEPEST + 1]; /* the newest entry of each level */
} place;

typedef struct {
	const paper *paper;
	arena *a;
	cairo_surface_t *surface;
	cairo_t *cairo;
	PangoContext *context;
	LIST(PangoLayout *) layouts;
	LIST(const paper_block *) blocks; /* with a row for each heading in place of the contents */
	set_row *rows;
	set_cell mark[2];     /* what must be told of it, and who made it */
	PangoLayout *behind;  /* the same behind the matter; NULL: nothing */
	err drawn;            /* of a picture: the first that could not be */
	bool draws;
	int pages;
	place at;
} setting;

/* ---- lines */

static PangoLayout *lay_out(setting *s, str text, double points, bool bold, double width)
{
	PangoLayout *l = pango_layout_new(s->context);
	PangoFontDescription *font = pango_font_description_from_string(FAMILY);
	pango_font_description_set_absolute_size(font, points * PANGO_SCALE);
	if (bold) pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
	pango_layout_set_font_description(l, font);
	pango_font_description_free(font);
	pango_layout_set_width(l, (int)(width * PANGO_SCALE));
	pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_line_spacing(l, (float)LINE_SPACING);
	pango_layout_set_text(l, text.at ? text.at : "", (int)text.n);
	PUSH(s->a, &s->layouts, l);
	return l;
}

static void set_lines(setting *s, set_cell *c, PangoLayout *l)
{
	PangoLayoutIter *at = pango_layout_get_iter(l);
	c->text = pango_layout_get_text(l);
	do {
		PangoRectangle logical;
		int top, bottom;
		pango_layout_iter_get_line_extents(at, NULL, &logical);
		pango_layout_iter_get_line_yrange(at, &top, &bottom);
		PUSH(s->a, &c->lines,
		     ((set_line){ .line = pango_layout_iter_get_line_readonly(at), .x = (double)logical.x / PANGO_SCALE,
		                  .top = (double)top / PANGO_SCALE, .bottom = (double)bottom / PANGO_SCALE,
		                  .baseline = (double)pango_layout_iter_get_baseline(at) / PANGO_SCALE }));
	} while (pango_layout_iter_next_line(at));
	pango_layout_iter_free(at);
}

static err set_picture(setting *s, set_row *row)
{
	double most_wide = PAGE_WIDTH - 2 * SIDE, most_high = PAGE_HEIGHT - TOP - BOTTOM - row->look->before - RULE_AFTER;
	TRY(picture_read(s->a, picture_without_words(s->a, row->block->picture, &row->words), &row->picture));
	row->wide = picture_width(row->picture);
	row->high = picture_height(row->picture);
	double across = row->wide > most_wide ? most_wide / row->wide : 1, down = row->high > most_high ? most_high / row->high : 1;
	double smaller = across < down ? across : down;
	row->wide *= smaller;
	row->high *= smaller;
	return OK;
}

static err set_block(setting *s, const paper_block *b, set_row *row)
{
	*row = (set_row){ .block = b, .look = &looks[b->style] };
	if (b->picture.n) return set_picture(s, row);
	int shares = 0;
	for (size_t i = 0; i < b->n; i++) shares += b->share[i];
	double x = SIDE + row->look->indent;
	double all = PAGE_WIDTH - SIDE - x - GAP * (double)(b->n - 1);
	for (size_t i = 0; i < b->n; i++) {
		double width = all * b->share[i] / shares;
		row->cell[i].x = x;
		set_lines(s, &row->cell[i], lay_out(s, b->text[i], row->look->points, row->look->bold || b->heads, width));
		x += width + GAP;
	}
	return OK;
}

/* ---- the contents */

enum { CONTENTS_WORDS = 11, CONTENTS_PAGE = 1 };

/* In place of the contents a row for each heading after it. */
static void list_blocks(setting *s)
{
	const paper *p = s->paper;
	for (size_t i = 0; i < p->blocks.n; i++) {
		if (!p->blocks.at[i].contents) {
			PUSH(s->a, &s->blocks, &p->blocks.at[i]);
			continue;
		}
		paper_block *last = NULL;
		for (size_t k = i + 1; k < p->blocks.n; k++) {
			const paper_block *heading = &p->blocks.at[k];
			if (heading->style != PAPER_HEADING || heading->n != 1) continue;
			paper_block *row = TAKE(s->a, paper_block);
			*row = (paper_block){ .style = PAPER_TEXT, .n = 2, .text = { heading->text[0], S("000") }, .share = { CONTENTS_WORDS, CONTENTS_PAGE },
				              .leads_to = heading, .begins_contents = !last };
			PUSH(s->a, &s->blocks, row);
			last = row;
		}
		if (last) last->ends_contents = true;
	}
}

static int page_of(const setting *s, const paper_block *b)
{
	for (size_t i = 0; i < s->blocks.n; i++)
		if (s->blocks.at[i] == b) return s->rows[i].page;
	return 0;
}

/* Once the pages are counted. A number takes the line that stood in for it. */
static void number_contents(setting *s)
{
	for (size_t i = 0; i < s->blocks.n; i++) {
		set_cell *c = &s->rows[i].cell[1];
		buf number = BUF(s->a);
		if (!s->blocks.at[i]->leads_to) continue;
		buf_int(&number, page_of(s, s->blocks.at[i]->leads_to));
		c->lines.n = 0;
		set_lines(s, c, lay_out(s, buf_view(&number), s->rows[i].look->points, false, PAGE_WIDTH));
	}
}

/* ---- what must be told on every page */

#define MARK_POINTS 9.5
#define MADE_POINTS 8.5
#define BEHIND_POINTS 84.0
#define BEHIND_TURNED -0.95 /* radians: up the page */
#define BEHIND_GREY 0.94

static void set_mark(setting *s)
{
	const paper_about *about = &s->paper->about;
	double wide = PAGE_WIDTH - 2 * SIDE;
	if (!about->mark.n) return;
	set_lines(s, &s->mark[0], lay_out(s, about->mark, MARK_POINTS, true, wide));
	set_lines(s, &s->mark[1], lay_out(s, about->made_by, MADE_POINTS, false, wide));
	s->behind = lay_out(s, S("Not released"), BEHIND_POINTS, true, PAGE_HEIGHT);
	pango_layout_set_alignment(s->behind, PANGO_ALIGN_CENTER);
}

/* Drawn as a shape: whoever takes the words out of the page gets those of the mark once. */
static void draw_behind(const setting *s)
{
	int high;
	pango_layout_get_size(s->behind, NULL, &high);
	cairo_save(s->cairo);
	cairo_translate(s->cairo, PAGE_WIDTH / 2, PAGE_HEIGHT / 2);
	cairo_rotate(s->cairo, BEHIND_TURNED);
	cairo_move_to(s->cairo, -PAGE_HEIGHT / 2, -(double)high / PANGO_SCALE / 2);
	pango_cairo_layout_path(s->cairo, s->behind);
	cairo_set_source_rgb(s->cairo, BEHIND_GREY, BEHIND_GREY, BEHIND_GREY);
	cairo_fill(s->cairo);
	cairo_restore(s->cairo);
}

/* ---- pages */

static void grey(const setting *s, double level)
{
	cairo_set_source_rgb(s->cairo, level, level, level);
}

static void rule(const setting *s, double level)
{
	if (!s->draws) return;
	grey(s, level);
	cairo_set_line_width(s->cairo, 0.5);
	cairo_move_to(s->cairo, SIDE, s->at.y);
	cairo_line_to(s->cairo, PAGE_WIDTH - SIDE, s->at.y);
	cairo_stroke(s->cairo);
}

static void draw_bar(const setting *s, double height)
{
	if (!s->draws) return;
	grey(s, 0.6);
	cairo_rectangle(s->cairo, SIDE, s->at.y, 2, height);
	cairo_fill(s->cairo);
}

/* What stands on every page is no part of the matter, so it has no tag. */
static void draw_edge(setting *s, str text, double y, PangoAlignment align)
{
	if (text.n == 0) return;
	PangoLayout *l = lay_out(s, text, 8.5, false, PAGE_WIDTH - 2 * SIDE);
	pango_layout_set_alignment(l, align);
	pango_layout_set_ellipsize(l, PANGO_ELLIPSIZE_END);
	grey(s, 0.35);
	cairo_move_to(s->cairo, SIDE, y);
	pango_cairo_show_layout(s->cairo, l);
}

static void end_page(setting *s)
{
	if (!s->draws) return;
	buf number = BUF(s->a);
	buf_printf(&number, "Page %d of %d", s->at.page, s->pages);
	draw_edge(s, s->paper->about.above, EDGE, PANGO_ALIGN_LEFT);
	draw_edge(s, s->paper->about.below, PAGE_HEIGHT - EDGE - 8.5, PANGO_ALIGN_LEFT);
	draw_edge(s, buf_view(&number), PAGE_HEIGHT - EDGE - 8.5, PANGO_ALIGN_RIGHT);
	cairo_show_page(s->cairo);
}

static void tag(const setting *s, const char *name, bool begins)
{
	if (!s->draws) return;
	if (begins) cairo_tag_begin(s->cairo, name, NULL);
	else cairo_tag_end(s->cairo, name);
}

static void end_table(setting *s)
{
	if (s->at.table) tag(s, "Table", false);
	s->at.table = 0;
}

static void draw_line(const setting *s, const char *text, const set_line *line, double x, double y)
{
	for (GSList *run = line->line->runs; run; run = run->next) {
		PangoLayoutRun *is = run->data;
		run_draw(s->a, s->cairo, text, is, x, y);
		x += (double)pango_glyph_string_get_width(is->glyphs) / PANGO_SCALE;
	}
}

/* First on the page, so that it is heard before what it is said of. */
static void put_mark(setting *s)
{
	double y = EDGE;
	if (!s->draws || !s->behind) return;
	draw_behind(s);
	grey(s, 0);
	tag(s, "P", true);
	for (size_t i = 0; i < sizeof s->mark / sizeof *s->mark; i++)
		EACH (line, s->mark[i].lines) {
			draw_line(s, s->mark[i].text, line, SIDE, y + line->baseline - line->top);
			y += line->bottom - line->top;
		}
	tag(s, "P", false);
}

/* A table's tag ends with the page: the next page repeats the heads, and is a table by itself to whoever hears it read. */
static void begin_page(setting *s)
{
	end_table(s);
	if (s->at.page) end_page(s);
	s->at.page++;
	s->at.y = TOP;
	s->at.fresh = true;
	put_mark(s);
}

static double room(const setting *s)
{
	return PAGE_HEIGHT - BOTTOM - s->at.y;
}

/* How many of the cell's lines have room, from its next. */
static size_t fits(const set_cell *c, double room_points)
{
	size_t n = c->next;
	while (n < c->lines.n && c->lines.at[n].bottom - c->lines.at[c->next].top <= room_points) n++;
	return n - c->next;
}

static double height_of(const set_row *row)
{
	double most = 0;
	for (size_t i = 0; i < row->block->n; i++) {
		const set_cell *c = &row->cell[i];
		if (c->next == c->lines.n) continue;
		double height = c->lines.at[c->lines.n - 1].bottom - c->lines.at[c->next].top;
		if (height > most) most = height;
	}
	return most;
}

/* A page is turned rather than leave one line of several behind, or a heading with nothing under it. */
static bool wants_new_page(const setting *s, const set_row *row, bool is_last)
{
	if (s->at.fresh) return false;
	double space = room(s) - row->look->before;
	if (height_of(row) > space)
		for (size_t i = 0; i < row->block->n; i++) {
			const set_cell *c = &row->cell[i];
			size_t rest = c->lines.n - c->next;
			if (rest && fits(c, space) < (rest < 2 ? rest : 2)) return true;
		}
	if (is_last || !(row->look->leads || row->block->heads)) return false;
	double follows = row[1].look->before + 2 * row[1].look->points * LINE_SPACING * 1.4;
	return height_of(row) + follows > space;
}

static void draw_cell(const setting *s, const set_row *row, const set_cell *c, size_t n)
{
	double top = c->lines.at[c->next].top;
	grey(s, row->look->grey);
	for (size_t i = c->next; i < c->next + n; i++) {
		const set_line *line = &c->lines.at[i];
		draw_line(s, c->text, line, c->x + line->x, s->at.y + line->baseline - top);
	}
}

/* As much of the row as there is room for. */
static void put_part(setting *s, set_row *row)
{
	const char *around = row->block->table ? "TR" : row->block->leads_to ? "TOCI" : row->look->around;
	const char *cell_tag = row->block->heads ? "TH" : row->block->table ? "TD" : row->look->tag;
	double tallest = 0;
	if (around) tag(s, around, true);
	for (size_t i = 0; i < row->block->n; i++) {
		set_cell *c = &row->cell[i];
		size_t n = fits(c, room(s));
		if (n == 0 && s->at.fresh && c->next < c->lines.n) n = 1; /* a line taller than a page */
		tag(s, cell_tag, true);
		if (n && s->draws) draw_cell(s, row, c, n);
		tag(s, cell_tag, false);
		if (n == 0) continue;
		double height = c->lines.at[c->next + n - 1].bottom - c->lines.at[c->next].top;
		if (height > tallest) tallest = height;
		c->next += n;
	}
	if (around) tag(s, around, false);
	if (row->block->style == PAPER_QUOTE) draw_bar(s, tallest);
	s->at.y += tallest;
	if (row->block->table) {
		s->at.y += RULE_AFTER;
		rule(s, row->block->heads ? 0.5 : 0.85);
	}
}

static bool is_done(const set_row *row)
{
	for (size_t i = 0; i < row->block->n; i++)
		if (row->cell[i].next < row->cell[i].lines.n) return false;
	return true;
}

static void put_outline(setting *s, const set_row *row)
{
	int level = row->look->outline;
	if (!s->draws || !level) return;
	buf where = BUF(s->a);
	buf_printf(&where, "page=%d pos=[%.1f %.1f]", s->at.page, SIDE, s->at.y);
	s->at.outline[level] = cairo_pdf_surface_add_outline(s->surface, s->at.outline[level - 1], str_c(s->a, row->block->text[0]),
	                                                     str_c(s->a, buf_view(&where)), CAIRO_PDF_OUTLINE_FLAG_OPEN);
	for (int deeper = level + 1; deeper <= OUTLINE_DEEPEST; deeper++) s->at.outline[deeper] = s->at.outline[level];
}

/* Opens the table's tag where it is not open: at its beginning, and on each page that it goes on to, with the heads again. */
static void go_on_with_table(setting *s, const set_row *row, set_row *heads)
{
	if (!row->block->table || s->at.table == row->block->table) return;
	tag(s, "Table", true);
	s->at.table = row->block->table;
	if (row == heads) return;
	for (size_t i = 0; i < heads->block->n; i++) heads->cell[i].next = 0;
	put_part(s, heads);
}

static double width_of(PangoLayout *l)
{
	int width;
	pango_layout_get_size(l, &width, NULL);
	return (double)width / PANGO_SCALE;
}

static PangoLayout *lay_out_word(setting *s, str text, double points)
{
	PangoLayout *l = lay_out(s, text, points, false, PAGE_WIDTH);
	pango_layout_set_width(l, -1);
	pango_layout_set_auto_dir(l, FALSE); /* begins where the picture says, whichever way it runs */
	return l;
}

static void draw_words(setting *s, const set_row *row)
{
	double scale = row->wide / picture_width(row->picture) * PICTURE_POINTS;
	grey(s, 0.1);
	EACH (word, row->words) {
		PangoLayout *l = lay_out_word(s, word->text, word->size * scale);
		double width = width_of(l), most = word->most_wide * scale;
		if (most > 0 && width > most) {
			l = lay_out_word(s, word->text, word->size * scale * most / width);
			width = width_of(l);
		}
		double x = SIDE + word->x * scale - (word->anchor == PICTURE_START ? 0 : word->anchor == PICTURE_END ? width : width / 2);
		draw_line(s, pango_layout_get_text(l), &(set_line){ .line = pango_layout_get_line_readonly(l, 0) }, x, s->at.y + word->y * scale);
	}
}

static void put_picture(setting *s, set_row *row)
{
	end_table(s);
	if (!s->at.fresh && row->look->before + row->high > room(s)) begin_page(s);
	if (s->at.y > TOP) s->at.y += row->look->before;
	tag(s, "Figure", true);
	if (s->draws && s->drawn == OK) s->drawn = picture_draw(s->a, row->picture, s->cairo, SIDE, s->at.y, row->wide, row->high);
	if (s->draws) draw_words(s, row);
	tag(s, "Figure", false);
	s->at.y += row->high + RULE_AFTER;
	s->at.fresh = false;
}

static void put_row(setting *s, set_row *row, set_row *heads, bool is_last)
{
	for (size_t i = 0; i < row->block->n; i++) row->cell[i].next = 0;
	if (row->block->table != s->at.table) end_table(s);
	if (wants_new_page(s, row, is_last)) begin_page(s);
	row->page = s->at.page;
	put_outline(s, row);
	if (row->block->begins_contents) tag(s, "TOC", true);
	for (;;) {
		go_on_with_table(s, row, heads);
		if (s->at.y > TOP) s->at.y += row->look->before;
		put_part(s, row);
		s->at.fresh = false;
		if (is_done(row)) break;
		begin_page(s);
	}
	if (row->block->ends_contents) tag(s, "TOC", false);
}

/* From the first page to the last. */
static void put_pages(setting *s, bool draws)
{
	s->draws = draws;
	s->at = (place){ 0 };
	tag(s, "Document", true); /* the first tag: without it the library does not call the document tagged */
	begin_page(s);
	set_row *heads = NULL;
	for (size_t i = 0; i < s->blocks.n; i++) {
		if (s->rows[i].block->heads) heads = &s->rows[i];
		if (s->rows[i].picture) put_picture(s, &s->rows[i]);
		else put_row(s, &s->rows[i], heads, i + 1 == s->blocks.n);
	}
	end_table(s);
	tag(s, "Document", false);
	end_page(s);
	s->pages = s->at.page;
}

/* ---- the document */

static cairo_status_t take_bytes(void *to, const unsigned char *bytes, unsigned int n)
{
	buf_bytes(to, bytes, n);
	return CAIRO_STATUS_SUCCESS;
}

/* On paper a letter stands where its face puts it, not on a screen's dots. The faces are the document's own, and go with it. */
static PangoContext *context_of(cairo_t *cairo)
{
	PangoFontMap *faces = pango_cairo_font_map_new();
	PangoContext *context = pango_font_map_create_context(faces);
	g_object_unref(faces);
	pango_cairo_update_context(cairo, context);
	cairo_font_options_t *options = cairo_font_options_create();
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(context, options);
	cairo_font_options_destroy(options);
	pango_context_set_round_glyph_positions(context, FALSE);
	return context;
}

static void say_about(const setting *s)
{
	const paper_about *about = &s->paper->about;
	buf made = BUF(s->a);
	instant_write(&made, about->made);
	str day_and_time = str_first(buf_view(&made), 19); /* the library reads no milliseconds */
	buf text = BUF(s->a);
	buf_str(&text, day_and_time);
	buf_char(&text, 'Z');
	cairo_pdf_surface_set_metadata(s->surface, CAIRO_PDF_METADATA_TITLE, str_c(s->a, about->title));
	cairo_pdf_surface_set_metadata(s->surface, CAIRO_PDF_METADATA_CREATOR, "Waymark");
	cairo_pdf_surface_set_metadata(s->surface, CAIRO_PDF_METADATA_CREATE_DATE, str_c(s->a, buf_view(&text)));
}

static err set_all(setting *s)
{
	set_mark(s);
	for (size_t i = 0; i < s->blocks.n; i++) TRY(set_block(s, s->blocks.at[i], &s->rows[i]));
	put_pages(s, false);
	number_contents(s);
	put_pages(s, true);
	return s->drawn;
}

err paper_finish(paper *p, buf *ret)
{
	setting s = { .paper = p, .a = p->a };
	list_blocks(&s);
	s.rows = TAKE_N(p->a, set_row, s.blocks.n + 1);
	s.surface = cairo_pdf_surface_create_for_stream(take_bytes, ret, PAGE_WIDTH, PAGE_HEIGHT);
	s.cairo = cairo_create(s.surface);
	s.context = context_of(s.cairo);
	say_about(&s);
	err e = set_all(&s);
	EACH (l, s.layouts) g_object_unref(*l);
	for (size_t i = 0; i < s.blocks.n; i++) picture_end(s.rows[i].picture);
	g_object_unref(s.context);
	cairo_destroy(s.cairo);
	cairo_surface_finish(s.surface);
	cairo_status_t status = cairo_surface_status(s.surface);
	cairo_surface_destroy(s.surface);
	if (e != OK) return e;
	return status == CAIRO_STATUS_SUCCESS ? OK : FAIL_WITH(&p->a->trail, E_IO, (int)status);
}
