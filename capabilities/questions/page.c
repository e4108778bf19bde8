/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One question: the answer in words, in a picture and as a table; who is not in it; what is said of it. */
#include "capabilities/questions/pages.h"
#include "capabilities/questions/pages/question.h"
#include "capabilities/questions/table.h"
#include "web/parts.h"
#include "web/wording.h"

enum { ROWS_MOST = 120, YEARS_OFFERED = 10, PARTS_MOST = 60 };

/* ---- the parts of a split, in the order of its values */

static bool has_cases(const asked *x)
{
	question_shape s = x->q.shape;
	bool board_alone = !(x->r->who->roles & (ROLE_PRACTITIONER | ROLE_MANAGER | ROLE_PARTNER));
	return !board_alone && (s == SHAPE_INTERVAL || s == SHAPE_SHARE || s == SHAPE_COUNT || s == SHAPE_REPEAT || s == SHAPE_STOCK);
}

static url cases_of(const asked *x, uint32_t at)
{
	url to;
	buf b = BUF(x->r->a);
	buf_str(&b, asked_address(x, "/children", x->by).text);
	buf_printf(&b, "%scell=%u", str_find_char(buf_view(&b), '?') < 0 ? "?" : "&", at);
	CHECK(url_local(buf_view(&b), &to));
	return to;
}

static void put_parts(const asked *x, question_page *m)
{
	for (uint32_t at = 0; x->q.by_n && at < x->is.cells && m->parts.n < PARTS_MOST; at++)
		if (part_counted(x, at))
			PUSH(x->r->a, &m->parts, ((question_page_part_line){ value_words_of(x, at), answer_words(x, &x->q, &x->is, at), part_signal_words(x, at),
			                                                     asked_picture_of(x, at), cases_of(x, at), has_cases(x) }));
}

/* ---- picture and table */

static void put_picture(const asked *x, question_page *m)
{
	pictured p = asked_picture(x);
	m->picture = p.picture;
	m->caption = p.caption;
	m->bands = asked_bands(x);
	m->has_bands = m->bands.text.n > 0;
	m->may_stop = may_stop(x->m);
	for (size_t i = 0; i < p.keys.n; i++) PUSH(x->r->a, &m->keys, ((question_page_key){ p.keys.at[i], (int64_t)(i % 6) + 1 }));
	m->signals = p.signals;
}

static void put_table(const asked *x, question_page *m)
{
	told_table t = asked_table(x, false);
	size_t columns = t.columns.n, rows = columns ? t.cells.n / columns : 0;
	EACH (c, t.columns) PUSH(x->r->a, &m->columns, ((question_page_column){ c->name, c->number }));
	for (size_t row = 0; row < rows && row < ROWS_MOST; row++) {
		question_page_table_line line = { 0 };
		for (size_t c = 0; c < columns; c++) PUSH(x->r->a, &line.cells, ((question_page_table_cell){ t.cells.at[row * columns + c] }));
		PUSH(x->r->a, &m->rows, line);
	}
	m->cut = rows > ROWS_MOST ? (int64_t)(rows - ROWS_MOST) : 0;
}

/* ---- ask another */

static void offer(buf *b, const char *name, const char *label, str chosen, const control_item *items, size_t n)
{
	control_item *all = TAKE_N(b->a, control_item, n);
	for (size_t i = 0; i < n; i++) {
		all[i] = items[i];
		all[i].chosen = str_eq(items[i].value, chosen);
	}
	write_select(b, &(control){ .name = str_of(name), .label = { .text = str_of(label) }, .items = all, .item_n = n });
}

static void offer_ways(const asked *x, buf *b)
{
	LIST(control_item) items = { 0 };
	if (!x->per.asked || !x->q.by_n) PUSH(b->a, &items, ((control_item){ .value = STR_NONE, .text = S("All together") }));
	EACH (way, x->m->by) PUSH(b->a, &items, ((control_item){ .value = *way, .text = way_words(b->a, x, *way) }));
	if (items.n > 1) offer(b, "by", "By", x->by, items.at, items.n);
}

static void offer_years(const asked *x, buf *b)
{
	LIST(control_item) items = { 0 };
	const calendar *on = &x->held->journeys->on;
	uint32_t n = on->period[PERIOD_YEAR] ? on->periods[PERIOD_YEAR] : 0;
	PUSH(b->a, &items, ((control_item){ .value = STR_NONE, .text = S("All years") }));
	for (uint32_t i = 0; i < n && i < YEARS_OFFERED; i++) {
		buf name = BUF(b->a);
		calendar_period_name(&name, on, PERIOD_YEAR, n - 1 - i);
		PUSH(b->a, &items, ((control_item){ .value = buf_view(&name), .text = buf_view(&name) }));
	}
	if (x->q.shape != SHAPE_STOCK && x->q.shape != SHAPE_FLOW) offer(b, "year", "Begun in the year from April", x->year, items.at, items.n);
}

static void offer_cohorts(const asked *x, buf *b)
{
	LIST(control_item) items = { 0 };
	PUSH(b->a, &items, ((control_item){ .value = STR_NONE, .text = S("All children") }));
	for (size_t code = 1; code <= x->held->words->events.n; code++) {
		buf number = BUF(b->a), name = BUF(b->a);
		buf_int(&number, (int64_t)code);
		journeys_event(x->held, &name, (uint8_t)code);
		bool told = !x->held->words->events.at[code - 1].undated && name.n;
		for (size_t i = 0; told && i < items.n; i++) told = !str_eq(items.at[i].text, buf_view(&name));
		if (told) PUSH(b->a, &items, ((control_item){ .value = buf_view(&number), .text = buf_view(&name) }));
	}
	if (x->q.shape == SHAPE_FLOW) offer(b, "cohort", "Only children with", x->cohort, items.at, items.n);
}

static err offer_authorities(const asked *x, buf *b)
{
	LIST(control_item) items = { 0 };
	authority_names all = { 0 };
	TRY(asked_authorities(x, &all));
	PUSH(b->a, &items, ((control_item){ .value = STR_NONE, .text = S("England") }));
	EACH (one, all) PUSH(b->a, &items, ((control_item){ .value = one->code, .text = one->name }));
	if (all.n && (x->m->item.n || x->m->per.n)) offer(b, "authority", "Beside the neighbours of", x->authority, items.at, items.n);
	return OK;
}

static err put_ask(const asked *x, question_page *m)
{
	buf b = BUF(x->r->a);
	TRY(offer_authorities(x, &b));
	offer_ways(x, &b);
	offer_years(x, &b);
	offer_cohorts(x, &b);
	m->ask = controls_html(&b);
	return OK;
}

/* ---- all of it */

static str entry_words(request *r)
{
	buf b = BUF(r->a);
	uuid_write(&b, request_entry(r));
	return buf_view(&b);
}

static url export_as(const asked *x, const char *as)
{
	url to;
	buf b = BUF(x->r->a);
	buf_str(&b, asked_address(x, "", x->by).text);
	buf_printf(&b, "%sas=%s", str_find_char(buf_view(&b), '?') < 0 ? "?" : "&", as);
	CHECK(url_local(buf_view(&b), &to));
	return to;
}

static err put_answer(const asked *x, question_page *m)
{
	compared_list elsewhere = { 0 };
	m->answer = answer_words(x, &x->whole_q, &x->whole, 0);
	m->denominator = denominator_words(x);
	m->caveat = caveat_words(x);
	m->by_label = x->by.n ? way_words(x->r->a, x, x->by) : STR_NONE;
	m->cases = cases_of(x, EVERY_CELL);
	m->has_cases = has_cases(x);
	str_list left_out = not_counted(x);
	EACH (one, left_out) PUSH(x->r->a, &m->not_counted, ((question_page_left_out){ *one }));
	put_picture(x, m);
	put_parts(x, m);
	put_table(x, m);
	TRY(put_ask(x, m));
	m->export_page = export_as(x, "page");
	m->export_table = export_as(x, "csv");
	TRY(asked_compared(x, &elsewhere, &m->source));
	EACH (c, elsewhere) PUSH(x->r->a, &m->compared, ((question_page_compared_line){ c->who, c->figure, c->words }));
	return OK;
}

static void put_thread(request *r, const thread *said, str wrong_what, str wrong_words, question_page *m)
{
	EACH (t, *said) PUSH(r->a, &m->thread, ((question_page_thread_line){ t->what, t->words, t->by, t->about, t->record.n }));
	m->may_explain = thread_may_write(r);
	m->may_export = said->n > 0;
	if (!m->may_explain) return;
	buf summary = BUF(r->a);
	error_link links[2];
	size_t n = 0;
	if (wrong_what.n) links[n++] = (error_link){ wrong_what, S("#is") };
	if (wrong_words.n) links[n++] = (error_link){ wrong_words, S("#words") };
	if (n) write_error_summary(&summary, STR_NONE, STR_NONE, links, n);
	m->summary = controls_html(&summary);
	m->fields = thread_fields(r, wrong_what, wrong_words);
}

static err show(request *r, const asked *x, str wrong_what, str wrong_words, model *to)
{
	thread said = { 0 };
	question_page *m = TAKE(r->a, question_page);
	*m = (question_page){ .measure = x->m->name, .asks = x->m->asks, .notice = x->notice, .why = x->why, .by = x->by, .csrf = r->session.csrf,
		              .entry = entry_words(r), .export_page = URL("/"), .export_table = URL("/"), .cases = URL("/"), .picture = HTML(""), .bands = HTML("") };
	if (request_query(r, S("said")).n) {
		buf banner = BUF(r->a);
		write_notification_banner(&banner, S("It is recorded, and stands with the number."), true);
		m->banner = controls_html(&banner);
	}
	if (!x->why.n) TRY(put_answer(x, m));
	EACH (one, x->m->ask_locally) PUSH(r->a, &m->ask_locally, ((question_page_local_question){ *one }));
	TRY(thread_read(&r->read, x->m->name, &said));
	str as = request_query(r, S("as"));
	if (as.n && !x->why.n) return figure_export(x, &said, as, to);
	put_thread(r, &said, wrong_what, wrong_words, m);
	to->title = x->m->asks;
	to->status = wrong_what.n || wrong_words.n ? 422 : 0;
	question_model(to, m);
	return OK;
}

asked_way way_asked(const request *r)
{
	str authority = request_query(r, S("authority"));
	return (asked_way){ .by = request_query(r, S("by")), .year = request_query(r, S("year")), .cohort = request_query(r, S("cohort")),
		            .authority = authority.n ? authority : area_settings(r->read.area)->local_authority };
}

static err ask_page(request *r, const journeys_held *held, asked *ret)
{
	asked_way way = way_asked(r);
	return asked_read(&r->read, held, r->params[0], &way, ret);
}

err question_show(request *r, const view *none, model *to)
{
	JOURNEYS_HELD(held);
	asked x;
	(void)none;
	TRY(questions_may(&r->read));
	TRY(journeys_hold(&r->read, &held));
	TRY(ask_page(r, &held, &x));
	return show(r, &x, STR_NONE, STR_NONE, to);
}

/* "By locality", where somebody speaks of the number split so. */
static str about_words(const request *r, const asked *x)
{
	buf b = BUF(r->a);
	str by = request_form(r, S("by"));
	EACH (way, x->m->by) {
		if (!str_eq(*way, by)) continue;
		buf_lit(&b, "by ");
		buf_str(&b, way_words(x->r->a, x, by));
	}
	return buf_view(&b);
}

err question_take(request *r, const view *none, model *to)
{
	JOURNEYS_HELD(held);
	asked x;
	str wrong_what = STR_NONE, wrong_words = STR_NONE;
	(void)none;
	TRY(questions_may(&r->read));
	TRY(journeys_hold(&r->read, &held));
	TRY(ask_page(r, &held, &x));
	str about = about_words(r, &x);
	if (about.n) x.by = request_form(r, S("by"));
	str said = asked_address(&x, "", x.by).text;
	err e = thread_take(r, x.m->name, about, &wrong_what, &wrong_words);
	if (e == E_INVALID) {
		r->a->trail = (trail){ 0 };
		TRY(ask_page(r, &held, &x));
		return show(r, &x, wrong_what, wrong_words, to);
	}
	TRY(e);
	buf back = BUF(r->a);
	buf_str(&back, said);
	buf_str(&back, str_find_char(said, '?') < 0 ? S("?said=yes#thread") : S("&said=yes#thread"));
	to->redirect = buf_view(&back);
	return OK;
}
