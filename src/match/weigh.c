/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How likely somebody who means this person types what was typed: each word is what one of the person's words may have
 * become, or says nothing of the person; names that were not typed were left out; the date came out as it did. */
#include "match/fold.h"
#include "match/likeness.h"
#include "match/seek.h"

#include <math.h>

/* ---- the day */

/* How often a date of birth comes out so, and how many other dates would be alike: from what is known of dates at desks
 * (seven in ten exact, most others swapped, a digit or a day or a year off). */
static double log_of_days(days_likeness is, double days)
{
	switch (is) {
	case DAYS_SAME: return log(0.78);
	case DAYS_SWAPPED: return log(0.07);
	case DAYS_ONE_DIGIT: return log(0.06 / 30);
	case DAYS_YEAR_OFF: return log(0.03 / 4);
	case DAYS_NEAR: return log(0.04 / 20);
	case DAYS_SAME_YEAR: return log(0.005 / 330);
	case DAYS_YEAR_NEAR: return log(0.005 / 366);
	case DAYS_OTHER: return log(0.005 / days);
	}
	return 0;
}

/* A year or an age: right, or one off, or wrong. */
static double log_of_stretch(const query *q, day from, day to, double days)
{
	int near = 366;
	if (from.n <= q->born_to.n && to.n >= q->born_from.n) return log(0.9);
	if (from.n <= q->born_to.n + near && to.n >= q->born_from.n - near) return log(0.06);
	return log(0.04 * (q->born_to.n - q->born_from.n + 1) / days);
}

double weigh_born(const query *q, int32_t born, int32_t day_n)
{
	double days = day_n > 365 ? day_n : 365, asked_days = q->born_to.n - q->born_from.n + 1;
	if (!q->has_born) return 0;
	if (born == BORN_NOT_KNOWN) return log(asked_days < days ? asked_days / days : 1);
	day on = born_day(born);
	precision is = born_precision(born);
	if (is == WHEN_DAY && asked_days <= 1) return log_of_days(days_between(on, q->born_from), days);
	int span = is == WHEN_YEAR ? 365 : is == WHEN_MONTH ? 30 : 0;
	double within = log_of_stretch(q, on, day_add(on, span), days);
	return asked_days > 1 ? within : within - log(span + 1);
}

/* ---- words */

#define COST_INITIAL 2.0F
#define COST_PART 2.5
enum { DIGITS_TELL_MOST = 7 };

static double cost_of_trait(const query_word *w, trait is)
{
	static const double costs[TRAIT_N] = { [TRAIT_KNOWN_AS] = 0.7, [TRAIT_FORMER] = 1.5, [TRAIT_POSTCODE] = 1, [TRAIT_STREET] = 2,
		                               [TRAIT_SCHOOL] = 2, [TRAIT_LIVES_WITH] = 2.5, [TRAIT_MOTHER] = 2.5, [TRAIT_FATHER] = 3,
		                               [TRAIT_AROUND] = 3 };
	if (!w->of_trait) return costs[is];
	bool of_family = (int)w->is >= TRAIT_LIVES_WITH && (int)is >= TRAIT_LIVES_WITH; /* said otherwise than it is recorded */
	bool other_parent = (w->is == TRAIT_MOTHER && is == TRAIT_FATHER) || (w->is == TRAIT_FATHER && is == TRAIT_MOTHER);
	return w->is == is ? 0.3 : of_family && !other_parent ? 1 : 7;
}

typedef struct {
	answered at[64];
	size_t n;
} possible_answers;

static void gather(const seeking *k, uint32_t person, possible_answers *to)
{
	for (uint32_t at = k->s->words_at[person]; at < k->s->words_at[person + 1]; at++) {
		uint32_t word = word_of(k->s->words[at]), i = word * 2654435761U & k->by_word_mask;
		while (k->by_word[i].sense && k->by_word[i].word != word) i = (i + 1) & k->by_word_mask;
		for (uint32_t m = k->by_word[i].sense; m && to->n < 64; m = k->senses[m].next) {
			const reading_of *r = &k->readings[k->senses[m].reading];
			const query_word *w = &k->q->words[__builtin_ctz(r->mask)];
			double cost = k->senses[m].cost + cost_of_trait(w, trait_of(k->s->words[at]));
			to->at[to->n++] = (answered){ .reading = k->senses[m].reading, .at = at, .cost = (float)cost };
		}
	}
}

static bool is_taken(const answer_of *answer, uint32_t at)
{
	for (size_t i = 0; i < answer->n; i++)
		if (answer->at[i].at == at) return true;
	return false;
}

static double unexplained(const seeking *k, uint32_t mask)
{
	double sum = 0;
	for (; mask; mask &= mask - 1) sum += k->unexplained[__builtin_ctz(mask)];
	return sum;
}

static bool is_joint(const seeking *k, const answered *one)
{
	uint32_t mask = k->readings[one->reading].mask;
	return (mask & (mask - 1)) != 0;
}

/* The cheapest answer first; each word typed and each word of the person once. joint: two words typed may stand for one. */
static void choose_of(const seeking *k, const possible_answers *possible, bool joint, answer_of *answer)
{
	while (answer->n < ANSWERED_MOST) {
		const answered *best = NULL;
		double gain = 0;
		for (size_t i = 0; i < possible->n; i++) {
			const answered *one = &possible->at[i];
			uint32_t mask = k->readings[one->reading].mask;
			double gains = unexplained(k, mask) - one->cost;
			if (!joint && is_joint(k, one)) continue;
			if (gains > gain && !(mask & answer->mask) && !is_taken(answer, one->at)) best = one, gain = gains;
		}
		if (!best) return;
		answer->at[answer->n++] = *best;
		answer->mask |= k->readings[best->reading].mask;
		answer->weight -= best->cost;
	}
}

/* What is typed as two words mostly is two: «Henry Ly» is nearer to Henry and Ly than to Henry with two letters too many, though no
 * single word gains as much. So both are tried, and the better taken. */
static void choose(const seeking *k, const possible_answers *possible, answer_of *answer)
{
	answer_of one_by_one = *answer;
	bool any_joint = false;
	for (size_t i = 0; i < possible->n; i++) any_joint |= is_joint(k, &possible->at[i]);
	choose_of(k, possible, false, &one_by_one);
	if (any_joint) choose_of(k, possible, true, answer);
	bool joint = any_joint && answer->weight - unexplained(k, ~answer->mask & ((1U << k->q->word_n) - 1)) >
	                              one_by_one.weight - unexplained(k, ~one_by_one.mask & ((1U << k->q->word_n) - 1));
	if (!joint) *answer = one_by_one;
}

/* «Smithjones» for Smith-Jones: two names that stand side by side, written as one. */
static void choose_together(const seeking *k, uint32_t person, answer_of *answer)
{
	const shelf *s = k->s;
	for (uint32_t at = s->words_at[person]; at + 1 < s->words_at[person + 1]; at++) {
		char both[2 * NAME_PART_BYTES];
		str one = shelf_word(s, word_of(s->words[at])), two = shelf_word(s, word_of(s->words[at + 1]));
		bool names = (int)trait_of(s->words[at]) < NAME_TRAITS && trait_of(s->words[at]) == trait_of(s->words[at + 1]);
		if (!names || is_taken(answer, at) || is_taken(answer, at + 1)) continue;
		__builtin_memcpy(both, one.at, one.n);
		__builtin_memcpy(both + one.n, two.at, two.n);
		for (size_t w = 0; w < k->q->word_n; w++) {
			int slips = slips_between(k->q->words[w].text, (str){ both, one.n + two.n }, 1);
			if ((answer->mask >> w & 1) || slips > 1 || k->q->words[w].text.n < TWO_IN_ONE_FROM_BYTES) continue;
			answer->mask |= 1U << w;
			answer->weight -= SEEK_WRITTEN_AS_ONE + SEEK_SLIP_IN_ONE * slips;
			answer->at[answer->n++] = (answered){ .reading = (uint8_t)w, .at = at, .as_one = true };
			answer->at[answer->n++] = (answered){ .reading = (uint8_t)w, .at = at + 1, .as_one = true };
			return;
		}
	}
}

/* A letter that begins a name of theirs: «William T». It leads to nobody. */
static void choose_initials(const seeking *k, uint32_t person, answer_of *answer)
{
	for (size_t w = 0; w < k->q->word_n; w++) {
		if (k->q->words[w].text.n != 1 || (answer->mask >> w & 1)) continue;
		for (uint32_t at = k->s->words_at[person]; at < k->s->words_at[person + 1] && answer->n < ANSWERED_MOST; at++) {
			str name = shelf_word(k->s, word_of(k->s->words[at]));
			if ((int)trait_of(k->s->words[at]) >= NAME_TRAITS || name.at[0] != k->q->words[w].text.at[0] || is_taken(answer, at)) continue;
			answer->at[answer->n++] = (answered){ .reading = (uint8_t)w, .at = at, .cost = COST_INITIAL };
			answer->mask |= 1U << w;
			answer->weight -= COST_INITIAL;
			break;
		}
	}
}

/* Names of the person that nobody typed, and the order in which names stand. */
static double cost_of_the_rest(const seeking *k, uint32_t person, bool by_number, const answer_of *answer, bool *ret_surname_first)
{
	int has[NAME_TRAITS] = { 0 }, typed[NAME_TRAITS] = { 0 };
	uint32_t first[NAME_TRAITS];
	for (size_t t = 0; t < NAME_TRAITS; t++) first[t] = UINT32_MAX;
	for (uint32_t at = k->s->words_at[person]; at < k->s->words_at[person + 1]; at++)
		if ((int)trait_of(k->s->words[at]) < NAME_TRAITS) has[trait_of(k->s->words[at])]++;
	for (size_t i = 0; i < answer->n; i++) {
		trait is = trait_of(k->s->words[answer->at[i].at]);
		if ((int)is >= NAME_TRAITS) continue;
		uint32_t place = (uint32_t)__builtin_ctz(k->readings[answer->at[i].reading].mask);
		typed[is]++;
		if (place < first[is]) first[is] = place;
	}
	double cost = 0;
	bool other = by_number || typed[TRAIT_KNOWN_AS] || typed[TRAIT_FORMER]; /* whoever has a number needs no name */
	if (has[TRAIT_GIVEN]) cost += typed[TRAIT_GIVEN] ? 0.4 * (has[TRAIT_GIVEN] - typed[TRAIT_GIVEN]) : other ? 0.5 : 2.3;
	if (has[TRAIT_SURNAME]) cost += typed[TRAIT_SURNAME] ? 1.2 * (has[TRAIT_SURNAME] - typed[TRAIT_SURNAME]) : other ? 0.5 : 2.5;
	bool both = typed[TRAIT_GIVEN] && typed[TRAIT_SURNAME];
	*ret_surname_first = both && first[TRAIT_SURNAME] < first[TRAIT_GIVEN];
	return cost + (both ? (*ret_surname_first ? 2.4 : 0.1) : 0);
}

double weigh_digits(size_t digits)
{
	return -log(10) * (double)(digits < DIGITS_TELL_MOST ? digits : DIGITS_TELL_MOST);
}

/* A group of a number that as a whole is nobody's here: its other digits say nothing of the person. */
static double cost_of_part(const query_number *number)
{
	size_t own = number->key.n;
	return number->beside ? COST_PART + weigh_digits(own) - weigh_digits(own + number->beside) : 0;
}

static void finish(const seeking *k, uint32_t person, bool by_number, answer_of *answer)
{
	choose_initials(k, person, answer);
	answer->weight -= unexplained(k, ~answer->mask & ((1U << k->q->word_n) - 1));
	answer->weight -= cost_of_the_rest(k, person, by_number, answer, &answer->surname_first);
}

answer_of weigh_person(const seeking *k, uint32_t person, int number)
{
	static const query_number none = { 0 };
	const query_number *of = number >= 0 ? &k->q->numbers[number] : &none;
	answer_of answer = { .mask = of->words, .weight = -cost_of_part(of) };
	possible_answers possible;
	possible.n = 0;
	gather(k, person, &possible);
	answer_of as_one = answer;
	choose(k, &possible, &answer);
	finish(k, person, number >= 0, &answer);
	choose_together(k, person, &as_one);
	if (as_one.n) {
		choose(k, &possible, &as_one);
		finish(k, person, number >= 0, &as_one);
		if (as_one.weight > answer.weight) answer = as_one;
	}
	if (!of->is_day) answer.weight += weigh_born(k->q, k->s->born[person], k->s->day_n);
	return answer;
}
