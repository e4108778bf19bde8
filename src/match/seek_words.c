/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a typed word may stand for. */
#include "match/fold.h"
#include "match/likeness.h"
#include "match/seek.h"

#include <math.h>
#include <stdlib.h>

enum { BEGINNINGS_MOST = 300, FORMS_MOST = 48, BY_WORD_CAP = 1 << 13, BEGINNING_BYTES = 3, ENDING_BYTES = 4, SENSES_EACH_MOST = 600 };

/* One in about six names is mistyped somewhere; where, and into what, is shared among its letters. */
static float cost_of_slips(str typed, str meant, int slips)
{
	double each = 1.8 + log((double)meant.n) + 0.9;
	return (float)(each * slips + (typed.at[0] != meant.at[0] ? 1.0 : 0.0));
}

static float cost_of_sound(str typed, str meant)
{
	return (float)(3.2 + 12 * (1 - name_likeness(typed, meant)));
}

enum { COST_FORM = 4, COST_SAME = 0, COST_PET_FORM = 5 };

static uint32_t *slot_of(seeking *k, uint32_t word)
{
	uint32_t i = word * 2654435761U & k->by_word_mask;
	while (k->by_word[i].sense && k->by_word[i].word != word) i = (i + 1) & k->by_word_mask;
	k->by_word[i].word = word;
	return &k->by_word[i].sense;
}

/* Whether the reading has the word already, at no higher cost; a dearer one is made cheaper. */
static bool has_sense(seeking *k, uint32_t first, size_t reading, float cost)
{
	for (uint32_t i = first; i; i = k->senses[i].next)
		if (k->senses[i].reading == reading) {
			if (cost < k->senses[i].cost) k->senses[i].cost = cost;
			return true;
		}
	return false;
}

static void add_sense(seeking *k, size_t reading, uint32_t word, float cost)
{
	uint32_t *first = slot_of(k, word);
	bool full = k->sense_n + 1 >= SENSES_MOST || k->sense_n + 1 - k->readings[reading].first >= SENSES_EACH_MOST;
	if (has_sense(k, *first, reading, cost) || full) return;
	uint32_t i = ++k->sense_n;
	k->senses[i] = (sense){ .word = word, .cost = cost, .next = *first, .reading = (uint8_t)reading };
	*first = i;
}

static bool known_to(seeking *k, size_t reading, uint32_t word)
{
	for (uint32_t i = *slot_of(k, word); i; i = k->senses[i].next)
		if (k->senses[i].reading == reading) return true;
	return false;
}

/* ---- each way in which a word may be meant */

static void add_slips(seeking *k, size_t reading, str text)
{
	bool joint = (k->readings[reading].mask & (k->readings[reading].mask - 1)) != 0;
	uint32_t keys[SLIP_KEYS_MOST];
	size_t n = slip_keys(text, keys);
	int most = text.n < TWO_SLIPS_FROM_BYTES ? 1 : 2;
	for (size_t i = 0; i < n; i++) {
		uint32_t first, of_key = spellings_find(&k->s->slips, keys[i], &first);
		for (uint32_t m = first; m < first + of_key; m++) {
			uint32_t word = k->s->slips.at[m].word;
			if (known_to(k, reading, word)) continue;
			str meant = shelf_word(k->s, word);
			if (joint && (str_starts(text, meant) || str_ends(text, meant))) continue; /* one of the two, and the other says nothing */
			int slips = slips_between(text, meant, most);
			if (slips > 0 && slips <= most) add_sense(k, reading, word, cost_of_slips(text, meant, slips));
		}
	}
}

static void add_sounds(seeking *k, size_t reading, str text)
{
	uint32_t first, n = spellings_find(&k->s->sounds, sound_key(text), &first);
	for (uint32_t i = first; i < first + n; i++) {
		str meant = shelf_word(k->s, k->s->sounds.at[i].word);
		if (!str_eq(meant, text) && name_likeness(text, meant) > 0.7)
			add_sense(k, reading, k->s->sounds.at[i].word, cost_of_sound(text, meant));
	}
}

static void add_forms(seeking *k, size_t reading, str text)
{
	str forms[FORMS_MOST];
	uint32_t word;
	size_t n = name_forms(text, forms, FORMS_MOST);
	for (size_t i = 0; i < n; i++)
		if (shelf_has_word(k->s, forms[i], &word) && !str_eq(forms[i], text)) add_sense(k, reading, word, COST_FORM);
}

/* Words that begin so (or end so: by_end), each letter that is not there at a cost of its own. */
static void add_longer(seeking *k, size_t reading, str text, bool ends, double cost)
{
	const uint32_t *words = ends ? k->s->by_end : k->s->in_order;
	uint32_t low = 0, high = k->s->in_order_n, n = 0;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		str there = shelf_word(k->s, words[middle]);
		if ((ends ? shelf_cmp_ends(there, text) : str_cmp(there, text)) < 0) low = middle + 1;
		else high = middle;
	}
	for (; low < k->s->in_order_n && n < BEGINNINGS_MOST; low++, n++) {
		str meant = shelf_word(k->s, words[low]);
		if (!(ends ? str_ends(meant, text) : str_starts(meant, text))) return;
		if (meant.n > text.n) add_sense(k, reading, words[low], (float)(cost + 0.6 * (double)(meant.n - text.n)));
	}
}

static void add_beginnings(seeking *k, size_t reading, str text)
{
	if (text.n >= BEGINNING_BYTES) add_longer(k, reading, text, false, 3.5);
}

/* Pet forms that no list has: Caity of Caitlin and Sammy of Samson (a beginning, with -y or -ie), Rissa of Marissa (an ending), and
 * Theodore for whom the record calls Theo. */
static void add_pet_forms(seeking *k, size_t reading, str text)
{
	str stem = text;
	uint32_t word;
	if (str_ends(text, S("ie")) || str_ends(text, S("ey"))) stem.n -= 2;
	else if (str_ends(text, S("y")) || str_ends(text, S("i"))) stem.n--;
	if (stem.n > 3 && stem.at[stem.n - 1] == stem.at[stem.n - 2]) stem.n--;
	if (stem.n < text.n && stem.n >= BEGINNING_BYTES) add_longer(k, reading, stem, false, COST_PET_FORM);
	if (text.n >= ENDING_BYTES) add_longer(k, reading, text, true, COST_PET_FORM);
	for (size_t n = BEGINNING_BYTES; n + 2 <= text.n; n++)
		if (shelf_has_word(k->s, str_first(text, n), &word))
			add_sense(k, reading, word, (float)(COST_PET_FORM + 0.6 * (double)(text.n - n)));
}

/* ---- readings */

static int by_cost(const void *a, const void *b)
{
	const sense *x = a, *y = b;
	return (x->cost > y->cost) - (x->cost < y->cost);
}

/* The cheapest first, and the chains of one word through their new places. */
static void put_in_order(seeking *k)
{
	for (size_t i = 0; i < k->reading_n; i++)
		if (k->readings[i].n) qsort(&k->senses[k->readings[i].first], k->readings[i].n, sizeof *k->senses, by_cost);
	for (uint32_t i = 0; i <= k->by_word_mask; i++) k->by_word[i].sense = 0;
	for (uint32_t i = 1; i <= k->sense_n; i++) {
		uint32_t *first = slot_of(k, k->senses[i].word);
		k->senses[i].next = *first;
		*first = i;
	}
}

static void read_as(seeking *k, str text, uint32_t mask)
{
	uint32_t word;
	size_t reading = k->reading_n;
	reading_of *r = &k->readings[k->reading_n++];
	*r = (reading_of){ .text = text, .mask = mask, .first = k->sense_n + 1, .only_names = true };
	if (shelf_has_word(k->s, text, &word)) add_sense(k, reading, word, COST_SAME);
	bool one_word = (mask & (mask - 1)) == 0;
	if (spelling_counts(text)) add_slips(k, reading, text);
	if (spelling_counts(text) && one_word) {
		add_sounds(k, reading, text);
		add_forms(k, reading, text);
		add_beginnings(k, reading, text);
		add_pet_forms(k, reading, text);
	}
	r->n = k->sense_n + 1 - r->first;
	for (uint32_t i = r->first; i < r->first + r->n; i++) {
		r->people += shelf_count(k->s, k->senses[i].word) * exp(-(double)k->senses[i].cost);
		r->only_names &= k->s->only_name[k->senses[i].word];
	}
}

/* «Mc Donald», «Anna Lise», «de la Cruz»: n words that may be one. */
static void read_as_one(seeking *k, size_t first, size_t n)
{
	buf b = BUF(k->a);
	for (size_t i = first; i < first + n; i++) buf_str(&b, k->q->words[i].text);
	if (b.n > NAME_PART_BYTES || !spelling_counts(buf_view(&b))) return;
	read_as(k, buf_view(&b), ((1U << n) - 1) << first);
	if (k->readings[k->reading_n - 1].n == 0) k->reading_n--;
}

/* How many particles stand there, as a name has them before it. */
static size_t particles_at(const query *q, size_t at)
{
	size_t n = 0;
	while (at + n < q->word_n && name_is_particle(q->words[at + n].text)) n++;
	return n;
}

void seek_words(seeking *k)
{
	k->senses = TAKE_N(k->a, sense, SENSES_MOST);
	k->by_word_mask = BY_WORD_CAP - 1;
	k->by_word = arena_take_n(k->a, BY_WORD_CAP, sizeof *k->by_word, alignof(max_align_t));
	for (size_t i = 0; i < k->q->word_n; i++) read_as(k, k->q->words[i].text, 1U << i);
	for (size_t i = 0; i + 1 < k->q->word_n; i++) {
		size_t particles = particles_at(k->q, i);
		read_as_one(k, i, 2);
		if (particles > 1 && i + particles < k->q->word_n) read_as_one(k, i, particles + 1);
	}
	put_in_order(k);
}
