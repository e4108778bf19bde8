/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journey/area_journeys.h"

#include "base/clock.h"
#include "base/log.h"
#include "journey/area_parts.h"
#include "journey/own_measures.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* ---- what lives beside the area */

static void forget(area_journeys *all)
{
	answers_fall(all);
	kept_end(all->kept);
	arena_end(&all->a);
	all->a = arena_make();
	all->kept = NULL;
	all->journeys = (journeys){ 0 };
	all->numbers = (numbering){ 0 };
	all->words = (event_words){ 0 };
	all->later.n = all->later.cap = 0;
	all->known = -1;
}

static void *area_journeys_make(arena *a)
{
	area_journeys *all = TAKE(a, area_journeys);
	all->a = all->of_calendar = arena_make();
	all->known = -1;
	CHECK(pthread_mutex_init(&all->changing, NULL) == 0);
	CHECK(pthread_mutex_init(&all->answering, NULL) == 0);
	CHECK(pthread_rwlock_init(&all->lock, NULL) == 0);
	return all;
}

static void area_journeys_end(void *beside)
{
	area_journeys *all = beside;
	answers_end(all);
	kept_end(all->kept);
	arena_end(&all->a);
	arena_end(&all->of_calendar);
	pthread_rwlock_destroy(&all->lock);
	pthread_mutex_destroy(&all->answering);
	pthread_mutex_destroy(&all->changing);
}

static area_journeys *beside(reading *r)
{
	return area_beside(r->area, area_journeys_make, area_journeys_end);
}

/* ---- numbers in order */

typedef struct {
	str text;
	int64_t n;
	const event_meaning *event;
	uint16_t was;
} numbered_value;

static int value_order(const void *a, const void *b)
{
	const numbered_value *x = a, *y = b;
	int text = str_cmp(x->text, y->text);
	if (text) return text;
	if (!x->event) return (x->n > y->n) - (x->n < y->n);
	if ((text = str_cmp(x->event->moment, y->event->moment))) return text;
	if (x->event->stage != y->event->stage) return (x->event->stage > y->event->stage) - (x->event->stage < y->event->stage);
	return x->event->undated - y->event->undated;
}

static size_t *list_n(area_journeys *all, numbered which)
{
	switch (which) {
	case NUMBERED_KIND: return &all->words.events.n;
	case NUMBERED_LOCALITY: return &all->numbers.localities.n;
	case NUMBERED_SOURCE: return &all->numbers.sources.n;
	case NUMBERED_TEAM: return &all->numbers.teams.n;
	case NUMBERED_AGENCY: return &all->numbers.agencies.n;
	}
	CHECK(false);
	return NULL;
}

static numbered_value value_of(const area_journeys *all, numbered which, size_t i)
{
	numbered_value v = { .was = (uint16_t)(i + 1) };
	switch (which) {
	case NUMBERED_KIND: v.event = &all->words.events.at[i], v.text = v.event->kind; break;
	case NUMBERED_LOCALITY: v.text = all->numbers.localities.at[i]; break;
	case NUMBERED_SOURCE: v.text = all->numbers.sources.at[i]; break;
	case NUMBERED_TEAM: v.n = all->numbers.teams.at[i].n; break;
	case NUMBERED_AGENCY: v.n = all->numbers.agencies.at[i].n; break;
	}
	return v;
}

static void values_put(area_journeys *all, numbered which, const numbered_value *v, size_t count)
{
	numbering *n = &all->numbers;
	event_meaning *events = TAKE_N(&all->a, event_meaning, count + 1);
	for (size_t i = 0; i < count; i++) {
		switch (which) {
		case NUMBERED_KIND: events[i] = *v[i].event; break;
		case NUMBERED_LOCALITY: n->localities.at[i] = v[i].text; break;
		case NUMBERED_SOURCE: n->sources.at[i] = v[i].text; break;
		case NUMBERED_TEAM: n->teams.at[i].n = v[i].n; break;
		case NUMBERED_AGENCY: n->agencies.at[i].n = v[i].n; break;
		}
	}
	if (which == NUMBERED_KIND && count) memcpy(all->words.events.at, events, count * sizeof *events);
	*list_n(all, which) = n->ordered[which] = count;
}

/* So that an answer is the same however the area came to know what it holds. What is new, or gone, is seldom; answers that
 * stood before do not know it. */
static void number_in_order(area_journeys *all)
{
	for (numbered which = NUMBERED_KIND; which <= NUMBERED_AGENCY; which++) {
		const uint32_t *uses = kept_uses(all->kept, which);
		size_t count = *list_n(all, which), used = 0;
		for (size_t i = 0; i < count; i++) used += uses[i + 1] > 0;
		if (used == count && count == all->numbers.ordered[which]) continue;
		numbered_value *v = TAKE_N(&all->a, numbered_value, used + 1);
		uint16_t *to = TAKE_N(&all->a, uint16_t, (size_t)UINT16_MAX + 1);
		for (size_t i = 0, n = 0; i < count; i++)
			if (uses[i + 1]) v[n++] = value_of(all, which, i);
		if (used) qsort(v, used, sizeof *v, value_order);
		for (size_t i = 0; i < used; i++) to[v[i].was] = (uint16_t)(i + 1);
		kept_renumber(all->kept, which, to);
		values_put(all, which, v, used);
		answers_fall(all);
	}
}

/* ---- making and following */

static void note_later(area_journeys *all, event_reader *reader, record_id person)
{
	size_t kept_n = 0;
	for (size_t i = 0; i < all->later.n; i++)
		if (all->later.at[i].person.n != person.n) all->later.at[kept_n++] = all->later.at[i];
	all->later.n = kept_n;
	if (reader->later) PUSH(&all->a, &all->later, ((later_events){ person, reader->later, reader->later_day }));
	reader->later = 0;
}

typedef struct {
	area_journeys *all;
	event_reader reader;
	kept *into;
	reading *r;
	told_child about;     /* the person at hand; texts in arena `texts` */
	arena texts;
	record_id told;       /* the record that is told of */
	LIST(told_child) joined; /* the records of everybody who has several */
	LIST(told_child) people; /* everybody, by record */
} making;

static void put_events(making *m, record_id person, const child_events *events)
{
	kept_change to = kept_compare(m->into, person, events->at, events->n);
	note_later(m->all, &m->reader, person);
	standing_put(m->all->standing, m->into, &to);
}

static err put_child(making *m, const told_child *about)
{
	child_events events;
	TRY(event_reader_child(&m->reader, about, &events));
	put_events(m, about->person, &events);
	return OK;
}

static told_child child_copy(arena *a, const told_child *row)
{
	told_child copy = *row;
	copy.sex = str_copy(a, row->sex);
	copy.locality = str_copy(a, row->locality);
	return copy;
}

void told_child_add(told_child *to, const told_child *row)
{
	if (to->born.is == WHEN_NONE) to->born = row->born;
	if (!to->sex.n) to->sex = row->sex;
	if (!to->locality.n) to->locality = row->locality;
}

static err take_person(void *context, const told_child *row)
{
	making *m = context;
	PUSH(&m->texts, &m->people, child_copy(&m->texts, row));
	return OK;
}

static int by_record(const void *a, const void *b)
{
	const told_child *x = a, *y = b;
	return (x->record.n > y->record.n) - (x->record.n < y->record.n);
}

static const told_child *person_of(const making *m, record_id of)
{
	told_child key = { .record = of };
	return m->people.n ? bsearch(&key, m->people.at, m->people.n, sizeof key, by_record) : NULL;
}

/* Those who have several records come at the end: their rows stand apart. */
static void part_joined(making *m)
{
	size_t n = m->people.n;
	const told_child *p = m->people.at;
	for (size_t i = 0; i < n; i++)
		if ((i > 0 && p[i - 1].person.n == p[i].person.n) || (i + 1 < n && p[i + 1].person.n == p[i].person.n))
			PUSH(&m->texts, &m->joined, p[i]);
	if (n) qsort(m->people.at, n, sizeof *m->people.at, by_record);
}

static bool is_joined(const making *m, record_id person)
{
	for (size_t low = 0, high = m->joined.n; low < high;) {
		size_t mid = (low + high) / 2;
		int64_t at = m->joined.at[mid].person.n;
		if (at == person.n) return true;
		if (at < person.n) low = mid + 1;
		else high = mid;
	}
	return false;
}

static err end_of_record(making *m)
{
	const told_child *about = m->told.n ? person_of(m, m->told) : NULL;
	m->told = (record_id){ 0 };
	return about ? put_child(m, about) : OK;
}

static err take_told(void *context, const told_event *row)
{
	making *m = context;
	if (row->child.n != m->told.n) {
		TRY(end_of_record(m));
		const told_child *about = person_of(m, row->child);
		if (!about || is_joined(m, about->person)) return OK;
		m->told = row->child;
	}
	return event_reader_take(&m->reader, row);
}

static err take_row(void *context, const told_event *row)
{
	return event_reader_take(&((making *)context)->reader, row);
}

/* list: the records of one or several persons, those of one together. */
static err tell_persons(making *m, const told_child *list, size_t n)
{
	for (size_t i = 0; i < n;) {
		told_child about = list[i];
		size_t k = i;
		for (; k < n && list[k].person.n == about.person.n; k++) {
			told_child_add(&about, &list[k]);
			TRY(project_told_of(m->r->db, list[k].record, take_row, m));
		}
		TRY(put_child(m, &about));
		i = k;
	}
	return OK;
}

static err make_all(making *m)
{
	TRY(event_reader_start(&m->texts, m->r->db, m->r->practice, area_zone(m->r->area), true, &m->all->a, &m->all->words, &m->all->numbers,
	                       &m->reader));
	m->reader.today = m->r->today;
	TRY(project_children(m->r->db, area_zone(m->r->area), take_person, m));
	part_joined(m);
	TRY(project_told(m->r->db, take_told, m));
	TRY(end_of_record(m));
	m->reader.all = false;
	TRY(tell_persons(m, m->joined.at, m->joined.n));
	return OK;
}

static void calendar_renew(area_journeys *all, day today)
{
	uint32_t days = (uint32_t)(today.n - all->first_day.n + 1);
	if (days == all->on.days && all->on.first_day.n == all->first_day.n) return;
	answers_fall(all);
	arena_end(&all->of_calendar);
	all->of_calendar = arena_make();
	all->on = calendar_make(&all->of_calendar, all->first_day, days);
}

/* The first day is 1 April of the year in which anything happened first; seconds were counted from `before` until now. */
static void settle_first_day(area_journeys *all, day before, day today)
{
	uint32_t earliest = kept_earliest(all->kept);
	day first = earliest == UINT32_MAX ? today : day_add(before, (int)journey_day(earliest));
	ymd parts = day_parts(first);
	CHECK(day_make(parts.year - (parts.month < 4), 4, 1, &all->first_day));
	if (all->first_day.n == before.n || earliest == UINT32_MAX) return;
	answers_fall(all);
	kept_bring_forward(all->kept, (uint32_t)(all->first_day.n - before.n) * (uint32_t)JOURNEY_SECONDS_A_DAY);
}

static err make_again(reading *r, area_journeys *all)
{
	CHECK(pthread_rwlock_wrlock(&all->lock) == 0);
	forget(all);
	all->practice = r->practice;
	err e = area_measures(r, &all->a, &all->measures);
	making m = { .all = all, .r = r, .texts = arena_make() };
	m.texts.max_bytes = all->a.max_bytes = SIZE_MAX;
	event_words_for(&all->a, r->practice, &all->measures, &all->words);
	all->kept = m.into = kept_start(all->words.said_n);
	if (e == OK) e = make_all(&m);
	arena_end(&m.texts);
	if (e == OK) {
		settle_first_day(all, JOURNEY_EARLIEST, r->today);
		number_in_order(all);
		calendar_renew(all, r->today);
		journeys_settle(all);
	}
	CHECK(pthread_rwlock_unlock(&all->lock) == 0);
	return e;
}

/* Whom the changed records belong to now, and whom they belonged to: every record of all of them, those of one person together. */
static err persons_again(reading *r, making *m, const record_list *changed)
{
	for (size_t i = 0; i < changed->n; i++) {
		m->people.n = 0;
		TRY(project_child(r->db, area_zone(r->area), changed->at[i], take_person, m));
		size_t n = m->people.n;
		TRY(tell_persons(m, m->people.at, n));
		if (n && m->people.at[0].person.n == changed->at[i].n) continue;
		put_events(m, changed->at[i], &(child_events){ 0 }); /* stands for nobody now */
	}
	return OK;
}

static err follow(reading *r, area_journeys *all, const record_list *changed, bool *ret_again)
{
	making m = { .all = all, .r = r, .into = all->kept, .texts = arena_make() };
	CHECK(pthread_rwlock_wrlock(&all->lock) == 0);
	err e = event_reader_start(&m.texts, r->db, r->practice, area_zone(r->area), false, &all->a, &all->words, &all->numbers, &m.reader);
	m.reader.today = r->today;
	m.reader.first_day = all->first_day;
	if (e == OK) e = persons_again(r, &m, changed);
	arena_end(&m.texts);
	if (e == OK && !m.reader.too_early) {
		settle_first_day(all, all->first_day, r->today);
		number_in_order(all);
		calendar_renew(all, r->today);
		journeys_settle(all);
	} else {
		all->journeys = (journeys){ 0 }; /* half of it may be there, or stand elsewhere */
	}
	*ret_again = m.reader.too_early;
	CHECK(pthread_rwlock_unlock(&all->lock) == 0);
	return e;
}

/* Something that was dated later than today may have happened since. */
static void add_ripe(area_journeys *all, day today, arena *a, record_list *into)
{
	for (size_t i = 0; i < all->later.n; i++)
		if (all->later.at[i].day.n <= today.n) PUSH(a, into, all->later.at[i].person);
}

static err catch_up(reading *r, area_journeys *all, int64_t size)
{
	int64_t begun = clock_monotonic_us();
	bool again = all->known < 0;
	record_list changed = { 0 };
	if (!again) TRY(own_measures_changed(r->db, (seq){ all->known }, &again));
	if (!again) TRY(project_told_changed(r->db, r->a, (seq){ all->known }, &again, &changed));
	if (!again) {
		add_ripe(all, r->today, r->a, &changed);
		err e = follow(r, all, &changed, &again);
		if (e != OK) all->known = -1; /* half of it may be there */
		if (e != OK) return e;
		all->caught_up_us = clock_monotonic_us() - begun;
	}
	if (again) {
		all->known = -1;
		TRY(make_again(r, all));
		all->made_us = clock_monotonic_us() - begun;
	}
	all->known = size;
	all->today = r->today;
	return OK;
}

/* To look whether there is something new. While they are made as a whole, nobody's worker stands still for it. */
static err turn_to_change(trail *t, area_journeys *all, bool patient)
{
	enum { WAIT_SECONDS = 2 };
	int64_t until_us = clock_monotonic_us() + WAIT_SECONDS * 1000000;
	struct timespec until = { .tv_sec = until_us / 1000000, .tv_nsec = until_us % 1000000 * 1000 };
	if (patient) {
		CHECK(pthread_mutex_lock(&all->changing) == 0);
		return OK;
	}
	int e = pthread_mutex_clocklock(&all->changing, CLOCK_MONOTONIC, &until);
	CHECK(e == 0 || e == ETIMEDOUT);
	return e == 0 ? OK : FAIL(t, E_BUSY);
}

static err hold(reading *r, bool patient, journeys_held *ret)
{
	area_journeys *all = beside(r);
	int64_t size;
	err e = OK;
	TRY(journal_size(r->db, &size));
	TRY(turn_to_change(&r->a->trail, all, patient));
	if (all->known < size || all->today.n < r->today.n) e = catch_up(r, all, size);
	if (e == OK) CHECK(pthread_rwlock_rdlock(&all->lock) == 0);
	CHECK(pthread_mutex_unlock(&all->changing) == 0);
	if (e != OK) return e;
	*ret = (journeys_held){ .journeys = &all->journeys, .words = &all->words, .measures = &all->measures, .of = all, .r = r };
	for (size_t i = 0; i < all->later.n; i++) ret->later += all->later.at[i].events;
	ret->names = journeys_names(ret);
	return OK;
}

err journeys_hold(reading *r, journeys_held *ret)
{
	return hold(r, false, ret);
}

static err make_ahead(area *ar, arena *a, db *d)
{
	JOURNEYS_HELD(held);
	const viewer nobody = { 0 };
	instant now = clock_now();
	reading r = { .area = ar, .db = d, .a = a, .who = &nobody, .now = now, .today = zone_day(area_zone(ar), now) };
	TRY(db_begin(d, DB_SNAPSHOT));
	TRY(area_practice(ar, d, &r.practice));
	TRY(hold(&r, true, &held));
	journeys_size is = journeys_size_of(&held);
	log_event(clock_now(), "journeys_made", (log_number[]){ LOG_NUMBER("children", is.children), LOG_NUMBER("events", is.events),
	          LOG_NUMBER("bytes", is.bytes), LOG_NUMBER("ms", is.made_us / 1000) }, 4);
	return OK;
}

void journeys_make_ahead(area *ar)
{
	ARENA(a);
	db *d CLEANUP(db_closep) = NULL;
	a.max_bytes = SIZE_MAX;
	err e = area_connect(ar, &a.trail, &d);
	if (e == OK) e = make_ahead(ar, &a, d);
	if (e != OK) log_trail(clock_now(), "journeys_not_made", &a.trail);
}

void journeys_let_go(journeys_held *held)
{
	if (held->of) CHECK(pthread_rwlock_unlock(&held->of->lock) == 0);
	*held = (journeys_held){ 0 };
}

err journeys_make_again(reading *r)
{
	area_journeys *all = beside(r);
	CHECK(pthread_mutex_lock(&all->changing) == 0);
	all->known = -1;
	CHECK(pthread_mutex_unlock(&all->changing) == 0);
	JOURNEYS_HELD(held);
	return journeys_hold(r, &held);
}

unsigned journeys_threads(void)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	return processors < 1 ? 1 : processors > 8 ? 8 : (unsigned)processors;
}
