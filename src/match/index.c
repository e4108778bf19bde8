/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "match/index.h"

#include "match/seek.h"
#include "match/why.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>

/* What was there at the start; what has changed since; and of these the last few, so that a change is cheap. */
enum { SHELF_START, SHELF_SINCE, SHELF_LATEST, SHELVES, LATEST_MOST = 256 };

/* How likely somebody looks for a person who is not here, before anything is typed. */
#define NOT_HERE 0.2
/* Log of how much worse than anybody's typing a hit may answer and still be shown. */
#define SHOWN_FROM (-3.0)

typedef struct {
	shelved p;    /* its texts in the index's memory */
	int on;       /* SHELF_SINCE or SHELF_LATEST */
} changed;

struct people_index {
	arena a;      /* of what changed: texts, and the table below; and of the shelves themselves */
	shelf *shelves[SHELVES];
	pthread_rwlock_t lock;
	struct { int64_t record; uint32_t at; } *by_record; /* places in `changes` + 1, open addressing */
	uint32_t by_record_cap, latest_n;
	LIST(changed) changes;
};

enum { BY_RECORD_FIRST_CAP = 1 << 10 };

people_index *index_make(arena *a, shelving *people)
{
	people_index *ix = TAKE(a, people_index);
	*ix = (people_index){ .a = arena_make(), .by_record_cap = BY_RECORD_FIRST_CAP };
	CHECK(pthread_rwlock_init(&ix->lock, NULL) == 0);
	ix->by_record = arena_take_n(&ix->a, ix->by_record_cap, sizeof *ix->by_record, alignof(max_align_t));
	ix->shelves[SHELF_START] = shelf_make(&ix->a, people);
	return ix;
}

void index_end(people_index *ix)
{
	if (!ix) return;
	for (int i = 0; i < SHELVES; i++) shelf_end(ix->shelves[i]);
	pthread_rwlock_destroy(&ix->lock);
	arena_end(&ix->a);
}

void index_endp(people_index **ix)
{
	index_end(*ix);
}

static void forget_changes(people_index *ix)
{
	for (int i = 0; i < SHELVES; i++) {
		shelf_end(ix->shelves[i]);
		ix->shelves[i] = NULL;
	}
	arena_end(&ix->a);
	ix->a = arena_make();
	ix->changes.at = NULL, ix->changes.n = ix->changes.cap = 0;
	ix->latest_n = 0;
	ix->by_record_cap = BY_RECORD_FIRST_CAP;
	ix->by_record = arena_take_n(&ix->a, ix->by_record_cap, sizeof *ix->by_record, alignof(max_align_t));
}

void index_replace(people_index *ix, shelving *people)
{
	CHECK(pthread_rwlock_wrlock(&ix->lock) == 0);
	forget_changes(ix);
	ix->shelves[SHELF_START] = shelf_make(&ix->a, people);
	pthread_rwlock_unlock(&ix->lock);
}

/* ---- changes */

static uint32_t slot_of(const people_index *ix, int64_t record)
{
	uint32_t i = (uint32_t)((uint64_t)record * 0x9E3779B97F4A7C15U >> 40) & (ix->by_record_cap - 1);
	while (ix->by_record[i].at && ix->by_record[i].record != record) i = (i + 1) & (ix->by_record_cap - 1);
	return i;
}

static uint32_t *place_of(people_index *ix, int64_t record)
{
	uint32_t i = slot_of(ix, record);
	ix->by_record[i].record = record;
	return &ix->by_record[i].at;
}

static void widen_places(people_index *ix)
{
	if (ix->changes.n * 2 < ix->by_record_cap) return;
	ix->by_record_cap *= 4;
	ix->by_record = arena_take_n(&ix->a, ix->by_record_cap, sizeof *ix->by_record, alignof(max_align_t));
	for (size_t i = 0; i < ix->changes.n; i++) *place_of(ix, ix->changes.at[i].p.record.n) = (uint32_t)i + 1;
}

static shelved shelved_copy(arena *a, const shelved *p)
{
	shelved copy = *p;
	copy.local_id = str_copy(a, p->local_id);
	for (size_t i = 0; i < p->word_n; i++) copy.words[i].text = str_copy(a, p->words[i].text);
	for (size_t i = 0; i < p->identifier_n; i++) copy.identifiers[i] = str_copy(a, p->identifiers[i]);
	return copy;
}

void index_put(people_index *ix, const shelved *p)
{
	CHECK(pthread_rwlock_wrlock(&ix->lock) == 0);
	uint32_t *at = place_of(ix, p->record.n);
	changed c = { .p = shelved_copy(&ix->a, p), .on = SHELF_LATEST };
	if (*at) {
		ix->latest_n += ix->changes.at[*at - 1].on != SHELF_LATEST;
		ix->changes.at[*at - 1] = c;
	} else {
		PUSH(&ix->a, &ix->changes, c);
		*at = (uint32_t)ix->changes.n;
		ix->latest_n++;
		widen_places(ix);
	}
	pthread_rwlock_unlock(&ix->lock);
}

static bool is_gone(const shelved *p)
{
	return !p->word_n && !p->identifier_n && p->born.is == WHEN_NONE;
}

/* Changes that stand on that shelf; on both of the newer ones where `all`. */
static shelf *shelf_of_changes(people_index *ix, int on, bool all)
{
	shelving *s = shelving_start(&ix->a);
	for (size_t i = 0; i < ix->changes.n; i++)
		if ((all || ix->changes.at[i].on == on) && !is_gone(&ix->changes.at[i].p)) shelving_add(s, &ix->changes.at[i].p);
	return shelf_make(&ix->a, s);
}

static void put_shelf(people_index *ix, int which, shelf *s, shelf **ret_old)
{
	*ret_old = ix->shelves[which];
	ix->shelves[which] = s;
}

/* Shelves are made while others ask on those that stand; only the exchange keeps them waiting. */
void index_put_done(people_index *ix)
{
	bool many = ix->latest_n > LATEST_MOST;
	shelf *since = many ? shelf_of_changes(ix, SHELF_SINCE, true) : NULL, *latest = many ? NULL : shelf_of_changes(ix, SHELF_LATEST, false);
	shelf *old[2] = { NULL, NULL };
	CHECK(pthread_rwlock_wrlock(&ix->lock) == 0);
	put_shelf(ix, SHELF_LATEST, latest, &old[0]);
	if (many) {
		for (size_t i = 0; i < ix->changes.n; i++) ix->changes.at[i].on = SHELF_SINCE;
		ix->latest_n = 0;
		put_shelf(ix, SHELF_SINCE, since, &old[1]);
	}
	pthread_rwlock_unlock(&ix->lock);
	shelf_end(old[0]);
	shelf_end(old[1]);
}

/* ---- asking */

typedef struct {
	const people_index *ix;
	int shelf;
} standing;

/* Whether a newer shelf has the record. */
static bool passed_over(const void *context, record_id record)
{
	const standing *s = context;
	uint32_t at = s->ix->by_record[slot_of(s->ix, record.n)].at;
	return at && s->ix->changes.at[at - 1].on != s->shelf;
}

typedef struct {
	seeking on[SHELVES];
	standing standing[SHELVES];
	size_t n;
	double people;     /* of all shelves */
	double anybody;    /* log of: anybody types this */
} look_up;

/* Whoever is meant lives in an area, however few stand in the index: a name of one among twenty is no common name. */
#define AREA_LEAST 1000.0

/* Names that nobody here has: half a person's share of the area, and no more than of a large one. */
#define NOBODYS_MOST 2e-5

static double any_number(const query *q, size_t word)
{
	size_t digits = 0;
	for (size_t w = word; w == word || (w < q->word_n && q->words[w].goes_on); w++)
		for (size_t i = 0; i < q->words[w].text.n; i++) digits += (size_t)(q->words[w].text.at[i] >= '0' && q->words[w].text.at[i] <= '9');
	return exp(weigh_digits(digits));
}

/* Of a letter that stands for a name: the common ones begin more names than this, the rare ones fewer. */
#define INITIAL_OFTEN 0.05

static double frequency(const look_up *l, const query *q, size_t word)
{
	double people = 0, all = fmax(l->people, AREA_LEAST) + 1, nobodys = fmin(0.5 / all, any_number(q, word));
	for (size_t i = 0; i < l->n; i++) people += l->on[i].readings[word].people;
	if (q->words[word].text.n == 1 && people <= 0) return INITIAL_OFTEN;
	return fmin(people / all + fmin(nobodys, NOBODYS_MOST), 0.9);
}

/* What a word costs that says nothing of the person: it is said of somebody else, or the name is not in the record. */
static void weigh_words(look_up *l, const query *q)
{
	int32_t days = 365;
	for (size_t w = 0; w < q->word_n; w++) {
		if (q->words[w].goes_on) continue;
		double log_of = log(frequency(l, q, w));
		l->anybody += log_of;
		for (size_t i = 0; i < l->n; i++) l->on[i].unexplained[w] = -log(0.015) - log_of;
	}
	for (size_t i = 0; i < l->n; i++)
		if (l->on[i].s->day_n > days) days = l->on[i].s->day_n;
	int32_t asked = q->born_to.n - q->born_from.n + 1;
	if (q->has_born && asked < days) l->anybody += log((double)asked / days);
	l->anybody -= 0.1; /* as for a person, the order of names */
}

static void start_on(look_up *l, people_index *ix, int which, const query *q, size_t most, arena *a)
{
	const shelf *s = ix->shelves[which];
	if (!s || !s->person_n) return;
	l->standing[l->n] = (standing){ ix, which };
	l->on[l->n] = (seeking){ .s = s, .q = q, .a = a, .kept_most = most };
	if (ix->changes.n && which != SHELF_LATEST) {
		l->on[l->n].passed_over = passed_over;
		l->on[l->n].context = &l->standing[l->n];
	}
	seek_words(&l->on[l->n]);
	l->people += s->person_n;
	l->n++;
}

typedef struct {
	const seeking *on;
	const candidate *c;
} found_on;

static int likeliest(const void *a, const void *b)
{
	const found_on *x = a, *y = b;
	return (x->c->weight < y->c->weight) - (x->c->weight > y->c->weight);
}

static bool has_person(const index_hits *list, record_id person)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->at[i].person.n == person.n) return true;
	return false;
}

/* Bayes: each person is as likely to be looked for as any other, or somebody is who is not here. */
static double sureness(const look_up *l, double weight)
{
	double sum = 0, each = (1 - NOT_HERE) / l->people;
	for (size_t i = 0; i < l->n; i++) sum += l->on[i].sum;
	return exp(weight) * each / (sum * each + NOT_HERE * exp(l->anybody));
}

static void take_hits(const look_up *l, size_t most, arena *a, index_hits *ret)
{
	found_on all[SHELVES * KEPT_MOST];
	size_t n = 0;
	for (size_t i = 0; i < l->n; i++)
		for (size_t m = 0; m < l->on[i].kept_n; m++) all[n++] = (found_on){ &l->on[i], &l->on[i].kept[m] };
	if (n) qsort(all, n, sizeof *all, likeliest);
	for (size_t i = 0; i < n && ret->n < most; i++) {
		const shelf *s = all[i].on->s;
		uint32_t p = all[i].c->person;
		if (all[i].c->weight < l->anybody + SHOWN_FROM || has_person(ret, s->person[p])) continue;
		index_hit hit = { .record = s->record[p], .person = s->person[p], .local_id = str_copy(a, shelf_local_id(s, p)),
			          .sure = sureness(l, all[i].c->weight), .why = why_found(all[i].on, all[i].c, a) };
		why_grounds(all[i].on, all[i].c, &hit);
		PUSH(a, ret, hit);
	}
}

void index_find(people_index *ix, const query *q, size_t most, arena *a, index_hits *ret)
{
	*ret = (index_hits){ 0 };
	ARENA(own);
	if (most < 1 || most > INDEX_MOST_HITS) most = INDEX_MOST_HITS;
	look_up *l = TAKE(&own, look_up);
	CHECK(pthread_rwlock_rdlock(&ix->lock) == 0);
	for (int i = 0; i < SHELVES; i++) start_on(l, ix, i, q, most, &own);
	weigh_words(l, q);
	for (size_t i = 0; i < l->n; i++) seek_people(&l->on[i]);
	take_hits(l, most, a, ret);
	pthread_rwlock_unlock(&ix->lock);
}

index_size index_size_of(people_index *ix)
{
	index_size size = { .bytes = (int64_t)ix->a.used_bytes };
	CHECK(pthread_rwlock_rdlock(&ix->lock) == 0);
	for (int i = 0; i < SHELVES; i++) {
		const shelf *s = ix->shelves[i];
		if (!s) continue;
		size.people += s->person_n;
		size.words += s->word_n;
		size.bytes += (int64_t)s->a.used_bytes;
	}
	pthread_rwlock_unlock(&ix->lock);
	return size;
}
