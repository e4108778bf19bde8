/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The children behind a number, as somebody may know of them: the journeys of those of whom something is kept from the reader are
 * made once more, without it, so that neither when nor how often says that there was something. */
#include "journey/area_parts.h"

#include <stdlib.h>

typedef struct {
	reading *r;
	event_reader reader;
	LIST(told_child) records; /* of the person at hand */
} making;

/* Copies, as a reader adds what it has not seen to what others are reading. */
typedef struct {
	event_words words;
	numbering numbers;
} own_words;

#define COPY_LIST(a, to, from)                                                                                         \
	do {                                                                                                           \
		(to).n = (to).cap = 0;                                                                                 \
		EACH (one_, from) PUSH(a, &(to), *one_);                                                               \
	} while (0)

static own_words words_copied(arena *a, const area_journeys *all)
{
	own_words w = { all->words, all->numbers };
	COPY_LIST(a, w.words.events, all->words.events);
	COPY_LIST(a, w.numbers.localities, all->numbers.localities);
	COPY_LIST(a, w.numbers.sources, all->numbers.sources);
	COPY_LIST(a, w.numbers.teams, all->numbers.teams);
	COPY_LIST(a, w.numbers.agencies, all->numbers.agencies);
	return w;
}

static err take_record(void *context, const told_child *row)
{
	making *m = context;
	told_child copy = *row;
	copy.sex = str_copy(m->r->a, row->sex);
	copy.locality = str_copy(m->r->a, row->locality);
	PUSH(m->r->a, &m->records, copy);
	return OK;
}

static err take_unless_kept(void *context, const told_event *row)
{
	bool keeps;
	making *m = context;
	TRY(access_keeps(m->r, row->seq, row->record, &keeps));
	return keeps ? OK : event_reader_take(&m->reader, row);
}

/* Nothing where every record of the person is kept from the reader. */
static err put_person(making *m, record_id person, kept *into)
{
	child_events events;
	told_child about = { .person = person };
	m->records.n = 0;
	TRY(project_child(m->r->db, area_zone(m->r->area), person, take_record, m));
	EACH (one, m->records) {
		bool hidden;
		TRY(access_keeps(m->r, (seq){ 0 }, one->record, &hidden));
		if (hidden) continue;
		told_child_add(&about, one);
		TRY(project_told_of(m->r->db, one->record, take_unless_kept, m));
	}
	TRY(event_reader_child(&m->reader, &about, &events));
	kept_change to = kept_compare(into, person, events.at, events.n);
	kept_put(into, &to);
	return OK;
}

static err make_without(const journeys_held *held, own_words *words, const record_list *persons, kept *into)
{
	reading *r = held->r;
	making m = { .r = r };
	TRY(event_reader_start(r->a, r->db, r->practice, area_zone(r->area), false, r->a, &words->words, &words->numbers, &m.reader));
	m.reader.today = r->today;
	m.reader.first_day = held->of->first_day;
	for (size_t i = 0; i < persons->n; i++) TRY(put_person(&m, persons->at[i], into));
	return OK;
}

static int by_number(const void *x, const void *y)
{
	const record_id *a = x, *b = y;
	return (a->n > b->n) - (a->n < b->n);
}

static bool holds(const record_list *sorted, record_id person)
{
	return sorted->n && bsearch(&person, sorted->at, sorted->n, sizeof person, by_number);
}

static err add_cases(reading *r, const journeys *j, const question *q, uint32_t cell, const record_list *without[2], known_cases *into)
{
	question_cases cases;
	TRY(question_cases_of(r->a, j, q, cell, &cases));
	EACH (c, cases) {
		uint32_t last = j->end[c->child] - 1;
		known_case is = { *c, j->person[c->child], j->locality[last], j->team[last] };
		if (!holds(without[0], is.person) && !holds(without[1], is.person)) PUSH(r->a, into, is);
	}
	return OK;
}

static int longest_first(const void *x, const void *y)
{
	const known_case *a = x, *b = y;
	if (a->is.days != b->is.days) return a->is.days < b->is.days ? 1 : -1;
	if (a->is.begun != b->is.begun) return a->is.begun > b->is.begun ? 1 : -1;
	return by_number(&a->person, &b->person);
}

static err add_partly_known(const journeys_held *held, const question *q, uint32_t cell, const record_list *partly, const record_list *wholly,
                            known_cases *into)
{
	static const record_list none = { 0 };
	own_words words = words_copied(held->r->a, held->of);
	kept *without = kept_start(words.words.said_n);
	err e = make_without(held, &words, partly, without);
	if (e == OK) {
		journeys j = kept_columns(without);
		journeys_mean(held->of, &j);
		e = add_cases(held->r, &j, q, cell, (const record_list *[]){ wholly, &none }, into);
	}
	kept_end(without);
	return e;
}

err journeys_known_cases(const journeys_held *held, const question *q, uint32_t cell, known_cases *ret)
{
	record_list partly, wholly;
	known_cases list = { 0 };
	TRY(access_counted_without(held->r, &partly, &wholly));
	TRY(add_cases(held->r, held->journeys, q, cell, (const record_list *[]){ &partly, &wholly }, &list));
	if (partly.n) TRY(add_partly_known(held, q, cell, &partly, &wholly, &list));
	if (list.n) qsort(list.at, list.n, sizeof *list.at, longest_first);
	*ret = list;
	return OK;
}
