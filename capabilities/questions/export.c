/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A figure that leaves the area: never without its caveat and what was said of it, and without small numbers. */
#include "capabilities/questions/drawn.h"
#include "capabilities/questions/pages.h"
#include "capabilities/questions/pages/exported.h"
#include "capabilities/questions/table.h"
#include "web/table_file.h"
#include "web/wording.h"

static str made_on(const asked *x)
{
	buf b = BUF(x->r->a);
	buf_lit(&b, "as it was recorded on ");
	day_write_long(&b, x->r->today);
	return buf_view(&b);
}

static void put_table(const asked *x, const told_table *t, exported_page *m)
{
	size_t columns = t->columns.n;
	EACH (c, t->columns) PUSH(x->r->a, &m->columns, ((exported_page_exported_column){ c->name }));
	for (size_t row = 0; columns && row < t->cells.n / columns; row++) {
		exported_page_exported_row line = { 0 };
		for (size_t c = 0; c < columns; c++) PUSH(x->r->a, &line.cells, ((exported_page_exported_cell){ t->cells.at[row * columns + c] }));
		PUSH(x->r->a, &m->rows, line);
	}
}

static void send_page(const asked *x, const thread *said, model *to)
{
	arena *a = x->r->a;
	buf b = BUF(a), name = BUF(a);
	told_table t = asked_table(x, true);
	pictured p = asked_picture(x);
	bool shown = !t.small && p.picture.text.n;
	exported_page m = { .asks = x->m->asks, .area = area_settings(x->r->area)->area_name, .made = made_on(x), .answer = words_outside(x, &t),
		            .style = picture_style(), .picture = shown ? p.picture : HTML(""), .caption = shown ? p.caption : S("No picture: small numbers could be read from it."),
		            .denominator = denominator_words(x), .caveat = caveat_words(x) };
	for (size_t i = 0; shown && i < p.keys.n; i++) PUSH(a, &m.keys, ((exported_page_exported_key){ p.keys.at[i], (int64_t)(i % 6) + 1 }));
	put_table(x, &t, &m);
	str_list left_out = not_counted(x);
	EACH (one, left_out) PUSH(a, &m.not_counted, ((exported_page_exported_left_out){ *one }));
	EACH (one, *said) PUSH(a, &m.thread, ((exported_page_exported_thread){ one->what, one->words, one->by }));
	exported_html(&b, &m);
	buf_str(&name, x->m->name);
	buf_lit(&name, ".html");
	to->file = buf_view(&b);
	to->file_as = LEAVES_COUNTED;
	to->file_media = S("text/html; charset=utf-8");
	to->file_name = buf_view(&name);
}

static void send_table(const asked *x, const thread *said, model *to)
{
	told_table t = asked_table(x, true);
	table_file file = table_begin(x->r, LEAVES_COUNTED);
	str_list head = { 0 };
	TABLE_ROW(&file, x->m->asks, words_outside(x, &t));
	TABLE_ROW(&file, S("Counted"), denominator_words(x));
	str_list left_out = not_counted(x);
	EACH (one, left_out) TABLE_ROW(&file, S("Not in it"), *one);
	TABLE_ROW(&file, S("Caveat"), caveat_words(x));
	EACH (one, *said) TABLE_ROW(&file, one->what, one->words, one->by);
	TABLE_ROW(&file, S("c: left out, as it is under 5 or would give away what is"));
	EACH (c, t.columns) PUSH(x->r->a, &head, c->name);
	table_row(&file, head.at, head.n);
	for (size_t row = 0; head.n && row < t.cells.n / head.n; row++) table_row(&file, &t.cells.at[row * head.n], head.n);
	table_send(&file, str_c(x->r->a, x->m->name), to);
}

err figure_export(const asked *x, const thread *said, str as, model *to)
{
	asked outside = *x;
	if (!said->n) return FAIL(&x->r->a->trail, E_NOT_FOUND);
	outside.to_publish = true;
	asked_settle(&outside);
	if (str_eq(as, S("csv"))) send_table(&outside, said, to);
	else send_page(&outside, said, to);
	to->title = x->m->asks;
	return OK;
}
