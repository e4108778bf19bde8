/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The ways from what was typed to people. Each way has a bound of its own, so that no query takes long. */
#include "match/seek.h"

#include <math.h>
#include <stdlib.h>

enum { SEEN_FIRST_CAP = 1 << 12, PROBES_MOST = 40000, WALKED_MOST = 1000, LIST_MOST = 4000 };
#define PAIR_COST_MOST 14.0F

/* ---- weighing each once */

static bool note_seen(seeking *k, uint32_t person)
{
	uint32_t i = person * 2654435761U & (k->seen_cap - 1);
	for (; k->seen[i]; i = (i + 1) & (k->seen_cap - 1))
		if (k->seen[i] == person + 1) return false;
	k->seen[i] = person + 1;
	k->seen_n++;
	return true;
}

static void make_room(seeking *k)
{
	if (k->seen_n * 2 < k->seen_cap) return;
	uint32_t *old = k->seen, old_cap = k->seen_cap;
	k->seen_cap = old_cap ? old_cap * 4 : SEEN_FIRST_CAP;
	k->seen = TAKE_N(k->a, uint32_t, k->seen_cap);
	k->seen_n = 0;
	for (uint32_t i = 0; i < old_cap; i++)
		if (old[i]) (void)note_seen(k, old[i] - 1);
}

static void keep(seeking *k, uint32_t person, int number, double weight)
{
	size_t i = k->kept_n;
	if (i == k->kept_most) {
		if (k->kept[i - 1].weight >= weight) return;
		i--;
	} else {
		k->kept_n++;
	}
	for (; i > 0 && k->kept[i - 1].weight < weight; i--) k->kept[i] = k->kept[i - 1];
	k->kept[i] = (candidate){ person, number, weight };
}

void seek_weigh(seeking *k, uint32_t person, int number)
{
	make_room(k);
	if (!note_seen(k, person)) return;
	if (k->passed_over && k->passed_over(k->context, k->s->record[person])) return;
	double weight = weigh_person(k, person, number).weight;
	k->sum += exp(weight);
	keep(k, person, number, weight);
}

/* ---- by the day of birth: everybody born then, and with day and month swapped */

static void born_on(seeking *k, day on)
{
	int64_t i = (int64_t)on.n - k->s->first_day;
	if (i < 0 || i >= k->s->day_n) return;
	uint32_t from = k->s->day_at[i], to = k->s->day_at[i + 1];
	for (uint32_t p = from; p < to && p - from < LIST_MOST; p++) seek_weigh(k, p, -1);
}

/* A month and nothing else: everybody born in it, and those of whom no day is known, who stand last. */
static void by_month(seeking *k)
{
	for (day on = k->q->born_from; on.n <= k->q->born_to.n; on.n++) born_on(k, on);
	uint32_t from = k->s->day_n ? k->s->day_at[k->s->day_n] : 0;
	for (uint32_t p = from; p < k->s->person_n && p - from < LIST_MOST; p++) seek_weigh(k, p, -1);
}

static void by_day(seeking *k)
{
	const query *q = k->q;
	if (!q->has_born) return;
	if (!q->word_n && q->born_from.n != q->born_to.n) by_month(k);
	if (q->born_from.n != q->born_to.n) return;
	ymd on = day_parts(q->born_from);
	day swapped;
	born_on(k, q->born_from);
	if (on.dom != on.month && day_make(on.year, on.dom, on.month, &swapped)) born_on(k, swapped);
}

/* ---- what cannot come among the best any more */

/* The best weight of somebody whose words cost at least so much and who was not born on the day asked for, nor on the day
 * with day and month swapped: all of those were weighed. */
static bool too_late(const seeking *k, double cost)
{
	const query *q = k->q;
	double born = q->has_born ? (q->born_from.n == q->born_to.n ? SEEK_BEST_OTHER_DAY : 0) : 0;
	return k->kept_n == k->kept_most && k->kept[k->kept_n - 1].weight >= born - cost - SEEK_LEAST_COST;
}

/* Weighs somebody whose words cost at least so much, unless the day of birth says already that it is too late. */
static void weigh_unless_late(seeking *k, uint32_t person, double cost)
{
	day on;
	if (k->kept_n == k->kept_most && k->q->has_born && shelf_day_of(k->s, person, &on)) {
		double born = weigh_born(k->q, born_exactly(on), k->s->day_n);
		if (k->kept[k->kept_n - 1].weight >= born - cost - SEEK_LEAST_COST) return;
	}
	seek_weigh(k, person, -1);
}

/* ---- by two names */

/* The first of the word's companions whose number is `with` or more. */
static uint32_t companion_from(const shelf *s, uint32_t word, uint32_t with)
{
	uint32_t low = s->companions_at[word], high = s->companions_at[word + 1];
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (s->companions[middle].with < with) low = middle + 1;
		else high = middle;
	}
	return low;
}

typedef struct {
	const reading_of *one, *other;
	uint32_t people;  /* whose names are just these two, exactly */
	double beside;    /* what words cost that would have led to these people before, if they were theirs */
} pair;

/* Companions of a word that one of the other reading's senses stands for. */
static void pair_with(seeking *k, const sense *of, const pair *p, int64_t *budget)
{
	const shelf *s = k->s;
	uint32_t end = s->companions_at[of->word + 1];
	if (s->companions_at[of->word] == end) return;
	for (uint32_t m = 0; m < p->other->n; m++) {
		const sense *with = &k->senses[p->other->first + m];
		double cost = with->cost + of->cost + p->beside;
		if (with->cost + of->cost > PAIR_COST_MOST || *budget <= 0 || too_late(k, cost)) return;
		--*budget;
		for (uint32_t i = companion_from(s, of->word, with->word); i < end && s->companions[i].with == with->word; i++) {
			if (too_late(k, cost)) break;
			weigh_unless_late(k, s->companions[i].person, cost);
		}
	}
}

static bool is_one_word(const reading_of *r)
{
	return (r->mask & (r->mask - 1)) == 0;
}

static uint32_t people_of_both(const seeking *k, const reading_of *one, const reading_of *other)
{
	if (!one->n || !other->n) return 0;
	uint32_t word = k->senses[one->first].word, with = k->senses[other->first].word;
	return companion_from(k->s, word, with + 1) - companion_from(k->s, word, with);
}

static int fewest_first(const void *a, const void *b)
{
	const pair *x = a, *y = b;
	bool x_one = is_one_word(x->one) && is_one_word(x->other), y_one = is_one_word(y->one) && is_one_word(y->other);
	if (x_one != y_one) return x_one ? -1 : 1;
	return (x->people > y->people) - (x->people < y->people);
}

static size_t list_pairs(const seeking *k, pair *pairs)
{
	size_t n = 0;
	for (size_t i = 0; i < k->reading_n; i++)
		for (size_t o = i + 1; o < k->reading_n; o++) {
			const reading_of *one = &k->readings[i], *other = &k->readings[o];
			if (!(one->mask & other->mask)) pairs[n++] = (pair){ one, other, people_of_both(k, one, other), 0 };
		}
	if (n) qsort(pairs, n, sizeof *pairs, fewest_first);
	return n;
}

/* Whoever answers to a third word as well was found by a pair with it, where there was one: then for those found only now
 * the third word says nothing. */
static void by_two_names(seeking *k)
{
	pair pairs[READINGS_MOST * READINGS_MOST / 2];
	uint32_t met[QUERY_WORDS_MOST] = { 0 };
	int64_t budget = PROBES_MOST;
	size_t n = list_pairs(k, pairs);
	for (size_t i = 0; i < n; i++) {
		pair *p = &pairs[i];
		uint32_t both = p->one->mask | p->other->mask;
		bool words = is_one_word(p->one) && is_one_word(p->other);
		for (size_t w = 0; w < k->q->word_n && words; w++)
			if (!(both >> w & 1) && met[w] & both) p->beside += k->unexplained[w];
		for (uint32_t m = 0; m < p->one->n; m++) pair_with(k, &k->senses[p->one->first + m], p, &budget);
		if (!words) continue;
		met[__builtin_ctz(p->one->mask)] |= p->other->mask;
		met[__builtin_ctz(p->other->mask)] |= p->one->mask;
	}
}

/* ---- by one word that may be two names: «Smithjones», and «Avaemae» with a letter in place of the hyphen */

static void with_both(seeking *k, uint32_t one, uint32_t other, double cost)
{
	const shelf *s = k->s;
	uint32_t first = companion_from(s, one, other), end = s->companions_at[one + 1];
	for (uint32_t i = first; i < end && s->companions[i].with == other && i - first < WALKED_MOST; i++) {
		if (too_late(k, cost)) return;
		weigh_unless_late(k, s->companions[i].person, cost);
	}
}

static void by_two_in_one(seeking *k)
{
	for (size_t w = 0; w < k->q->word_n; w++) {
		str text = k->q->words[w].text;
		for (size_t i = 2; text.n >= TWO_IN_ONE_FROM_BYTES && i + 2 <= text.n; i++) {
			uint32_t one, other;
			if (!shelf_has_word(k->s, str_first(text, i), &one)) continue;
			for (size_t wrong = 0; wrong < 2 && i + wrong + 2 <= text.n; wrong++)
				if (shelf_has_word(k->s, str_from(text, i + wrong), &other))
					with_both(k, one, other, SEEK_WRITTEN_AS_ONE + SEEK_SLIP_IN_ONE * (double)wrong);
		}
	}
}

/* ---- by one word: the cheapest senses first, of these the rarest */

static bool sooner(const shelf *s, const sense *one, const sense *other)
{
	if (one->cost < other->cost || one->cost > other->cost) return one->cost < other->cost;
	return shelf_count(s, one->word) < shelf_count(s, other->word);
}

/* The reading whose next sense comes soonest; reading_n where there is none. */
static size_t soonest(const seeking *k, const uint32_t *at)
{
	size_t best = k->reading_n;
	const sense *first = NULL;
	for (size_t i = 0; i < k->reading_n; i++) {
		const sense *next = &k->senses[k->readings[i].first + at[i]];
		if (at[i] == k->readings[i].n || (first && !sooner(k->s, next, first))) continue;
		best = i, first = next;
	}
	return best;
}

/* Whoever answers to two names was found by the two, so that for those found only now the other words say nothing; except
 * words that are a street or a mother's name to somebody. */
static double cost_beside(const seeking *k, const reading_of *r)
{
	double cost = 0;
	for (size_t w = 0; w < k->q->word_n; w++)
		if (!(r->mask >> w & 1) && k->readings[w].only_names) cost += k->unexplained[w];
	return cost;
}

static void by_one_word(seeking *k)
{
	uint32_t at[READINGS_MOST] = { 0 }, walked = 0;
	while (walked < WALKED_MOST) {
		size_t reading = soonest(k, at);
		if (reading == k->reading_n) return;
		const sense *of = &k->senses[k->readings[reading].first + at[reading]++];
		double cost = of->cost + cost_beside(k, &k->readings[reading]);
		uint32_t first = k->s->people_at[of->word], end = k->s->people_at[of->word + 1];
		for (; first < end && walked < WALKED_MOST && !too_late(k, cost); first++, walked++)
			weigh_unless_late(k, k->s->people[first], cost);
	}
}

/* ---- by a number */

/* Where a number as a whole is somebody's, its groups are nobody's. */
static void by_number(seeking *k)
{
	uint32_t whole = 0;
	for (size_t i = 0; i < k->q->number_n; i++) {
		const query_number *number = &k->q->numbers[i];
		if (number->beside && (number->words & whole)) continue;
		uint64_t hash = str_hash(number->key);
		size_t low = 0, high = k->s->number_n;
		while (low < high) {
			size_t middle = low + (high - low) / 2;
			if (k->s->numbers[middle].hash < hash) low = middle + 1;
			else high = middle;
		}
		for (; low < k->s->number_n && k->s->numbers[low].hash == hash; low++) {
			seek_weigh(k, k->s->numbers[low].person, (int)i);
			if (!number->beside) whole |= number->words;
		}
	}
}

void seek_people(seeking *k)
{
	by_number(k);
	by_day(k);
	by_two_names(k);
	by_two_in_one(k);
	by_one_word(k);
}
