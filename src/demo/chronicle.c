/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Everything in the order of time. The area is new and nobody else writes to it, so the number of each entry is known before
 * it is written, and a thousand go to the journal at once. */
#include "base/hash.h"
#include "demo/area.h"

#include <stdlib.h>

when demo_on(day d)
{
	return (when){ .is = WHEN_DAY, .on = d };
}

str demo_day_text(arena *a, day d)
{
	buf b = BUF(a);
	day_write(&b, d);
	return buf_view(&b);
}

/* ---- what will be told */

bool demo_expect(demo *m, instant told, demo_teller *tell, void *of, size_t which)
{
	if (zone_day(m->zone, told).n >= m->today.n) return false;
	PUSH(m->whole, &m->expected,
	     ((demo_expected){ .told = told, .tell = tell, .of = of, .which = (uint32_t)which, .order = (uint32_t)m->expected.n }));
	return true;
}

static int earlier_first(const void *a, const void *b)
{
	const demo_expected *x = a, *y = b;
	if (x->told.ms != y->told.ms) return x->told.ms < y->told.ms ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

err demo_room(demo *m)
{
	return m->queued > BATCH_APPEND_MOST - DEMO_ENTRIES_AT_ONCE ? demo_flush(m) : OK;
}

err demo_tell_all(demo *m, demo_progress *progress, void *context)
{
	if (m->expected.n) qsort(m->expected.at, m->expected.n, sizeof *m->expected.at, earlier_first);
	for (size_t i = 0; i < m->expected.n; i++) {
		const demo_expected *e = &m->expected.at[i];
		m->told = e->told;
		m->on = zone_day(m->zone, e->told);
		TRY(demo_room(m));
		TRY(e->tell(m, e->of, e->which));
		if (progress && i % 1000 == 0) progress(context, (int64_t)i, (int64_t)m->expected.n);
	}
	return demo_flush(m);
}

/* ---- into the journal */

static void turn_to(demo *m, size_t turn)
{
	m->turn = turn;
	m->a = &m->writing[turn].a;
	m->queue = m->writing[turn].entries;
	m->queued = 0;
}

void demo_begin(demo *m)
{
	for (size_t i = 0; i < 2; i++)
		m->writing[i] = (demo_writing){ .a = arena_make(), .entries = TAKE_N(m->whole, batch_entry, BATCH_APPEND_MOST) };
	turn_to(m, 0);
}

static err write_down(demo_writing *w)
{
	problems wrong = { 0 };
	err e = journal_append_all(&w->w, w->entries, w->n, &w->a, &wrong);
	CHECK(wrong.n == 0); /* nobody typed any of it */
	for (size_t i = 0; e == OK && i < w->n; i++)
		if (w->entries[i].seq.n != w->first + (int64_t)i) e = FAIL(&w->a.trail, E_CONFLICT);
	return e;
}

static void *writing_thread(void *context)
{
	demo_writing *w = context;
	w->result = write_down(w);
	return NULL;
}

static err wait_for(demo *m, demo_writing *w)
{
	if (!w->running) return OK;
	w->running = false;
	CHECK(pthread_join(w->thread, NULL) == 0);
	const trail *t = &w->a.trail;
	if (w->result != OK) return trail_note(&m->whole->trail, w->result, t->detail, t->file, t->line);
	arena_reset(&w->a);
	return OK;
}

err demo_flush(demo *m)
{
	demo_writing *w = &m->writing[m->turn], *before = &m->writing[!m->turn];
	w->w = m->writer;
	w->n = m->queued;
	w->first = m->next - (int64_t)m->queued;
	TRY(wait_for(m, before));
	int code = pthread_create(&w->thread, NULL, writing_thread, w);
	if (code != 0) return FAIL_WITH(&m->whole->trail, E_LIMIT, code);
	w->running = true;
	turn_to(m, !m->turn);
	return OK;
}

err demo_end(demo *m)
{
	err e = OK;
	for (size_t i = 0; i < 2; i++) {
		err of_this = wait_for(m, &m->writing[i]);
		if (e == OK) e = of_this;
		arena_end(&m->writing[i].a);
	}
	return e;
}

/* ---- what is told */

/* The id follows from the seed and the entry's number, so that the same area has the same ids. */
static uuid entry_id(demo *m)
{
	buf name = BUF(m->a);
	buf_lit(&name, "demonstration ");
	buf_int(&name, (int64_t)m->seed);
	buf_char(&name, ' ');
	buf_int(&name, ++m->made);
	return uuid_of_name(buf_view(&name));
}

static const values *values_of_texts(demo *m, const kind *k, const demo_value *given, size_t n)
{
	values *v = TAKE(m->a, values);
	*v = values_make(m->a, k);
	for (size_t i = 0; i < n; i++) {
		const field *f = given[i].text.n ? kind_field(k, str_of(given[i].field)) : NULL;
		if (!f) continue;
		value_from_text(m->a, m->zone, f, given[i].text, values_of(v, f->name));
		CHECK(values_of(v, f->name)->is == VALUE_KNOWN);
	}
	return v;
}

err demo_correct(demo *m, const char *kind_name, const demo_link *links, size_t link_n, const demo_value *given, size_t value_n,
                 when happened, demo_written *io)
{
	const kind *k = practice_kind(m->practice, str_of(kind_name));
	if (!k) return OK;
	CHECK(m->queued < BATCH_APPEND_MOST);
	batch_entry one = { .k = k, .v = values_of_texts(m, k, given, value_n),
		            .head = { .id = entry_id(m), .record = io->record, .happened = happened, .told = m->told } };
	if (io->record.n) PUSH(m->a, &one.head.after, io->newest);
	for (size_t i = 0; i < link_n; i++)
		if (links[i].record.n && kind_about(k, str_of(links[i].role)))
			PUSH(m->a, &one.head.about, ((entry_link){ str_of(links[i].role), links[i].record }));
	writer *by = TAKE(m->a, writer);
	*by = m->writer;
	one.by = by;
	m->queue[m->queued++] = one;
	io->newest = (seq){ m->next++ };
	if (io->record.n == 0) io->record = (record_id){ io->newest.n };
	return OK;
}

err demo_record(demo *m, const char *kind_name, const demo_link *links, size_t link_n, const demo_value *given, size_t value_n,
                when happened, record_id *ret)
{
	demo_written made = { 0 };
	TRY(demo_correct(m, kind_name, links, link_n, given, value_n, happened, &made));
	if (ret) *ret = made.record;
	return OK;
}
