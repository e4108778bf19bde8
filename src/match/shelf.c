/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "match/shelf.h"

#include "match/fold.h"

#include <stdlib.h>
#include <string.h>

/* ---- one person */

void shelved_word(shelved *p, trait is, str text)
{
	if (!text.n || p->word_n == sizeof p->words / sizeof *p->words) return;
	p->words[p->word_n].is = is;
	p->words[p->word_n++].text = text;
}

void shelved_number(shelved *p, str text)
{
	if (text.n && p->identifier_n < sizeof p->identifiers / sizeof *p->identifiers) p->identifiers[p->identifier_n++] = text;
}

trait trait_of_tie(str is)
{
	return str_eq(is, S("mother")) ? TRAIT_MOTHER : str_eq(is, S("father")) ? TRAIT_FATHER : TRAIT_AROUND;
}

/* ---- gathering */

struct shelving {
	arena a; /* of all below */
	LIST(char) text;
	LIST(uint32_t) word_at;
	uint32_t *by_hash;
	uint32_t hash_cap; /* a power of two */
	LIST(record_id) record;
	LIST(record_id) person;
	LIST(int32_t) born;
	LIST(uint32_t) words_at;
	LIST(person_word) words;
	LIST(uint32_t) local_at;
	LIST(char) local;
	LIST(numbered) numbers;
	arena folding; /* of one person */
};

enum { HASH_FIRST_CAP = 1 << 12 };

shelving *shelving_start(arena *a)
{
	shelving *s = TAKE(a, shelving);
	*s = (shelving){ .a = arena_make(), .folding = arena_make(), .hash_cap = HASH_FIRST_CAP };
	s->by_hash = TAKE_N(&s->a, uint32_t, s->hash_cap);
	PUSH(&s->a, &s->word_at, 0);
	PUSH(&s->a, &s->words_at, 0);
	PUSH(&s->a, &s->local_at, 0);
	return s;
}

void shelving_end(shelving *s)
{
	if (!s) return;
	arena_end(&s->a);
	arena_end(&s->folding);
}

static str gathered_word(const shelving *s, uint32_t word)
{
	return (str){ s->text.at + s->word_at.at[word], s->word_at.at[word + 1] - s->word_at.at[word] };
}

static void put_hash(uint32_t *by_hash, uint32_t cap, str word, uint32_t number)
{
	uint32_t i = (uint32_t)str_hash(word) & (cap - 1);
	while (by_hash[i]) i = (i + 1) & (cap - 1);
	by_hash[i] = number + 1;
}

static void grow_hash(shelving *s)
{
	s->hash_cap *= 2;
	s->by_hash = TAKE_N(&s->a, uint32_t, s->hash_cap);
	for (uint32_t w = 0; w + 1 < s->word_at.n; w++) put_hash(s->by_hash, s->hash_cap, gathered_word(s, w), w);
}

#define PUSH_BYTES(a, list, bytes)                                                                                     \
	for (size_t push_ = 0; push_ < (bytes).n; push_++) PUSH((a), (list), (bytes).at[push_])

static uint32_t number_of_word(shelving *s, str word)
{
	uint32_t i = (uint32_t)str_hash(word) & (s->hash_cap - 1);
	for (; s->by_hash[i]; i = (i + 1) & (s->hash_cap - 1))
		if (str_eq(gathered_word(s, s->by_hash[i] - 1), word)) return s->by_hash[i] - 1;
	uint32_t number = (uint32_t)s->word_at.n - 1;
	CHECK(number < 1U << (32 - TRAIT_BITS));
	PUSH_BYTES(&s->a, &s->text, word);
	PUSH(&s->a, &s->word_at, (uint32_t)s->text.n);
	s->by_hash[i] = number + 1;
	if (number > s->hash_cap / 2) grow_hash(s);
	return number;
}

/* A postcode is written together; its first part is a word as well. */
static void add_postcode(shelving *s, str text)
{
	name_parts p = name_fold(&s->folding, text);
	if (p.n == 0) return;
	str whole = name_run_together(&s->folding, &p);
	if (whole.n < 5) {
		PUSH(&s->a, &s->words, number_of_word(s, whole) << TRAIT_BITS | TRAIT_POSTCODE);
		return;
	}
	PUSH(&s->a, &s->words, number_of_word(s, whole) << TRAIT_BITS | TRAIT_POSTCODE);
	PUSH(&s->a, &s->words, number_of_word(s, str_first(whole, whole.n - 3)) << TRAIT_BITS | TRAIT_POSTCODE);
}

/* The same word twice under one trait says no more than once. */
static void add_word(shelving *s, size_t first, person_word w)
{
	for (size_t i = first; i < s->words.n; i++)
		if (s->words.at[i] == w) return;
	PUSH(&s->a, &s->words, w);
}

static int32_t born_packed(when born)
{
	if (born.is == WHEN_NONE) return BORN_NOT_KNOWN;
	precision is = born.is == WHEN_INSTANT ? WHEN_DAY : born.is;
	return (int32_t)((uint32_t)born.on.n << 2 | (uint32_t)(is - WHEN_YEAR));
}

/* A name's parts; particles with what follows them as well: Al-Sayed is «alsayed» and «sayed». */
static void add_text(shelving *s, size_t first, trait is, str text)
{
	name_parts parts = name_fold(&s->folding, text), whole = { 0 };
	for (size_t k = 0; k < parts.n; k++) {
		whole.at[whole.n++] = parts.at[k];
		if (k + 1 < parts.n && (int)is < NAME_TRAITS && name_is_particle(parts.at[k])) continue;
		str together = whole.n > 1 ? str_first(name_run_together(&s->folding, &whole), NAME_PART_BYTES) : STR_NONE;
		if (together.n) add_word(s, first, number_of_word(s, together) << TRAIT_BITS | is);
		add_word(s, first, number_of_word(s, parts.at[k]) << TRAIT_BITS | is);
		whole.n = 0;
	}
}

/* A telephone number as it is rung here: 447700900123 and 4407700900123 are 07700900123 (ITU-T E.164, country code 44), and so
 * they are with the 00 that is dialled before it. */
static str at_home(str key)
{
	if (str_starts(key, S("0044")) && key.n >= 14) key = str_from(key, 2);
	for (size_t i = 0; i < key.n; i++)
		if (key.at[i] < '0' || key.at[i] > '9') return key;
	bool zero_too = key.n == 13 && str_starts(key, S("440"));
	if (!zero_too && !(key.n == 12 && str_starts(key, S("44")))) return key;
	char *to = (char *)key.at + (zero_too ? 2 : 1);
	*to = '0';
	return (str){ to, 11 };
}

str number_key(arena *a, str text)
{
	char *to = TAKE_N(a, char, text.n + 1);
	size_t n = 0;
	bool digits = false;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.at[i] >= 'A' && text.at[i] <= 'Z' ? (char)(text.at[i] + 32) : text.at[i];
		bool digit = c >= '0' && c <= '9';
		if (digit || (c >= 'a' && c <= 'z')) to[n++] = c;
		digits |= digit;
	}
	return digits ? at_home((str){ to, n }) : STR_NONE;
}

void shelving_add(shelving *s, const shelved *p)
{
	arena_reset(&s->folding);
	size_t first = s->words.n;
	for (size_t i = 0; i < p->word_n; i++) {
		if (p->words[i].is == TRAIT_POSTCODE) add_postcode(s, p->words[i].text);
		else add_text(s, first, p->words[i].is, p->words[i].text);
	}
	for (size_t i = 0; i < p->identifier_n; i++) {
		str key = number_key(&s->folding, p->identifiers[i]);
		if (key.n) PUSH(&s->a, &s->numbers, ((numbered){ str_hash(key), (uint32_t)s->record.n }));
	}
	PUSH_BYTES(&s->a, &s->local, p->local_id);
	PUSH(&s->a, &s->local_at, (uint32_t)s->local.n);
	PUSH(&s->a, &s->record, p->record);
	PUSH(&s->a, &s->person, p->person);
	PUSH(&s->a, &s->born, born_packed(p->born));
	PUSH(&s->a, &s->words_at, (uint32_t)s->words.n);
}

/* ---- ways to people */

static void *copied(arena *a, const void *list, size_t n, size_t item_bytes)
{
	void *to = arena_take_n(a, n + 1, item_bytes, alignof(max_align_t));
	if (n) memcpy(to, list, n * item_bytes);
	return to;
}
#define COPIED(a, list) copied((a), (list).at, (list).n, sizeof *(list).at)

/* From counts in at[1..n] to where each list begins. */
static void begin_lists(uint32_t *at, size_t n)
{
	for (size_t i = 0; i < n; i++) at[i + 1] += at[i];
}

static bool is_name(person_word w)
{
	return (int)trait_of(w) < NAME_TRAITS;
}

static void list_people(shelf *s)
{
	uint32_t *at = TAKE_N(&s->a, uint32_t, (size_t)s->word_n + 2), *people = TAKE_N(&s->a, uint32_t, s->words_at[s->person_n] + 1);
	for (uint32_t i = 0; i < s->words_at[s->person_n]; i++) at[word_of(s->words[i]) + 2]++;
	begin_lists(at + 1, s->word_n);
	for (uint32_t p = 0; p < s->person_n; p++)
		for (uint32_t i = s->words_at[p]; i < s->words_at[p + 1]; i++) people[at[word_of(s->words[i]) + 1]++] = p;
	bool *only_name = TAKE_N(&s->a, bool, (size_t)s->word_n + 1);
	memset(only_name, true, s->word_n);
	for (uint32_t i = 0; i < s->words_at[s->person_n]; i++)
		if (!is_name(s->words[i])) only_name[word_of(s->words[i])] = false;
	s->people_at = at, s->people = people, s->only_name = only_name;
}


/* The first place where the person has the word as a name; past the end where they have not. */
static uint32_t place_of_name(const shelf *s, uint32_t p, uint32_t word)
{
	uint32_t i = s->words_at[p];
	while (i < s->words_at[p + 1] && (word_of(s->words[i]) != word || !is_name(s->words[i]))) i++;
	return i;
}

/* How many names that differ from each other stand beside the i-th word of its person; 0 for a word that is no name. */
static uint32_t names_beside(const shelf *s, uint32_t p, uint32_t i)
{
	uint32_t n = 0;
	if (!is_name(s->words[i])) return 0;
	for (uint32_t k = s->words_at[p]; k < s->words_at[p + 1]; k++)
		n += k != i && is_name(s->words[k]) && place_of_name(s, p, word_of(s->words[k])) == k;
	return n;
}

/* Going through the words in order puts each name's companions in order as well. */
static void list_companions(shelf *s)
{
	uint32_t *at = TAKE_N(&s->a, uint32_t, (size_t)s->word_n + 2);
	for (uint32_t p = 0; p < s->person_n; p++)
		for (uint32_t i = s->words_at[p]; i < s->words_at[p + 1]; i++) at[word_of(s->words[i]) + 2] += names_beside(s, p, i);
	begin_lists(at + 1, s->word_n);
	companion *list = TAKE_N(&s->a, companion, (size_t)at[s->word_n + 1] + 1);
	for (uint32_t w = 0; w < s->word_n; w++)
		for (uint32_t k = s->people_at[w]; k < s->people_at[w + 1]; k++) {
			uint32_t p = s->people[k], here = place_of_name(s, p, w);
			if (here == s->words_at[p + 1] || (k > s->people_at[w] && s->people[k - 1] == p)) continue;
			for (uint32_t i = s->words_at[p]; i < s->words_at[p + 1]; i++)
				if (is_name(s->words[i]) && i != here)
					list[at[word_of(s->words[i]) + 1]++] = (companion){ w, p };
		}
	s->companions_at = at;
	s->companions = list;
}

static bool has_day(int32_t born)
{
	return born != BORN_NOT_KNOWN && born_precision(born) == WHEN_DAY;
}

static void list_days(shelf *s)
{
	uint32_t n = 0;
	while (n < s->person_n && has_day(s->born[n])) n++;
	s->first_day = n ? born_day(s->born[0]).n : 0;
	s->day_n = n ? born_day(s->born[n - 1]).n - s->first_day + 1 : 0;
	uint32_t *at = TAKE_N(&s->a, uint32_t, (size_t)s->day_n + 1);
	for (uint32_t p = 0; p < n; p++) at[born_day(s->born[p]).n - s->first_day + 1]++;
	begin_lists(at, (size_t)s->day_n);
	s->day_at = at;
}

bool shelf_day_of(const shelf *s, uint32_t person, day *ret)
{
	int32_t low = 0, high = s->day_n;
	if (!s->day_n || person >= s->day_at[s->day_n]) return false;
	while (high - low > 1) { /* born on first_day + low, or later, and before first_day + high */
		int32_t middle = low + (high - low) / 2;
		if (s->day_at[middle] <= person) low = middle;
		else high = middle;
	}
	*ret = (day){ s->first_day + low };
	return true;
}

/* ---- spellings */

static int by_hash_then_person(const void *a, const void *b)
{
	const numbered *x = a, *y = b;
	return x->hash != y->hash ? (x->hash > y->hash) - (x->hash < y->hash) : (x->person > y->person) - (x->person < y->person);
}

static int by_text(const void *a, const void *b, void *context)
{
	const shelf *s = context;
	return str_cmp(shelf_word(s, *(const uint32_t *)a), shelf_word(s, *(const uint32_t *)b));
}

int shelf_cmp_ends(str a, str b)
{
	while (a.n && b.n) {
		unsigned char x = (unsigned char)a.at[--a.n], y = (unsigned char)b.at[--b.n];
		if (x != y) return x < y ? -1 : 1;
	}
	return (a.n > 0) - (b.n > 0);
}

static int by_end(const void *a, const void *b, void *context)
{
	const shelf *s = context;
	return shelf_cmp_ends(shelf_word(s, *(const uint32_t *)a), shelf_word(s, *(const uint32_t *)b));
}

static void list_spellings(shelf *s)
{
	uint32_t keys[SLIP_KEYS_MOST], *order = TAKE_N(&s->a, uint32_t, (size_t)s->word_n + 1);
	size_t slips = 0, n = 0, slip_n = 0;
	for (uint32_t w = 0; w < s->word_n; w++)
		if (spelling_counts(shelf_word(s, w))) {
			order[n++] = w;
			slips += slip_keys(shelf_word(s, w), keys);
		}
	spelling *slip = TAKE_N(&s->a, spelling, slips + 1), *sound = TAKE_N(&s->a, spelling, n + 1);
	for (size_t i = 0; i < n; i++) {
		size_t key_n = slip_keys(shelf_word(s, order[i]), keys);
		for (size_t k = 0; k < key_n; k++) slip[slip_n++] = (spelling){ keys[k], order[i] };
		sound[i] = (spelling){ sound_key(shelf_word(s, order[i])), order[i] };
	}
	s->slips = spellings_make(&s->a, slip, slip_n);
	s->sounds = spellings_make(&s->a, sound, n);
	uint32_t *ends = copied(&s->a, order, n, sizeof *order);
	if (n) qsort_r(order, n, sizeof *order, by_text, s);
	if (n) qsort_r(ends, n, sizeof *ends, by_end, s);
	s->by_end = ends;
	s->in_order = order, s->in_order_n = (uint32_t)n;
}

/* ---- the shelf */

static int by_day(const void *a, const void *b, void *context)
{
	const int32_t *born = context;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	bool x_has = has_day(born[x]), y_has = has_day(born[y]);
	if (x_has != y_has) return x_has ? -1 : 1;
	if (x_has && born[x] != born[y]) return (born[x] > born[y]) - (born[x] < born[y]);
	return (x > y) - (x < y);
}

/* What is kept of each person, in the order of `order`; a number's person is then its place in it. */
static void take_people(shelf *s, shelving *from, const uint32_t *order)
{
	record_id *record = TAKE_N(&s->a, record_id, s->person_n + 1), *person = TAKE_N(&s->a, record_id, s->person_n + 1);
	int32_t *born = TAKE_N(&s->a, int32_t, s->person_n + 1);
	uint32_t *words_at = TAKE_N(&s->a, uint32_t, s->person_n + 1), *local_at = TAKE_N(&s->a, uint32_t, s->person_n + 1);
	person_word *words = TAKE_N(&s->a, person_word, from->words.n + 1);
	char *local = TAKE_N(&s->a, char, from->local.n + 1);
	for (uint32_t i = 0; i < s->person_n; i++) {
		uint32_t p = order[i], word_n = from->words_at.at[p + 1] - from->words_at.at[p];
		uint32_t local_n = from->local_at.at[p + 1] - from->local_at.at[p];
		record[i] = from->record.at[p], person[i] = from->person.at[p], born[i] = from->born.at[p];
		words_at[i + 1] = words_at[i] + word_n, local_at[i + 1] = local_at[i] + local_n;
		if (word_n) memcpy(words + words_at[i], from->words.at + from->words_at.at[p], word_n * sizeof *words);
		if (local_n) memcpy(local + local_at[i], from->local.at + from->local_at.at[p], local_n);
	}
	s->record = record, s->person = person, s->born = born;
	s->words_at = words_at, s->words = words, s->local_at = local_at, s->local = local;
}

static void take_numbers(shelf *s, shelving *from, const uint32_t *order)
{
	uint32_t *place = TAKE_N(&from->a, uint32_t, s->person_n + 1);
	for (uint32_t i = 0; i < s->person_n; i++) place[order[i]] = i;
	numbered *numbers = COPIED(&s->a, from->numbers);
	for (size_t i = 0; i < from->numbers.n; i++) numbers[i].person = place[numbers[i].person];
	if (from->numbers.n) qsort(numbers, from->numbers.n, sizeof *numbers, by_hash_then_person);
	s->numbers = numbers, s->number_n = from->numbers.n;
}

static void take_over(shelf *s, shelving *from)
{
	s->word_n = (uint32_t)from->word_at.n - 1;
	s->person_n = (uint32_t)from->record.n;
	s->text = COPIED(&s->a, from->text);
	s->word_at = COPIED(&s->a, from->word_at);
	uint32_t *by_hash = TAKE_N(&s->a, uint32_t, from->hash_cap), *order = TAKE_N(&from->a, uint32_t, s->person_n + 1);
	memcpy(by_hash, from->by_hash, from->hash_cap * sizeof *by_hash);
	s->by_hash = by_hash, s->hash_mask = from->hash_cap - 1;
	for (uint32_t i = 0; i < s->person_n; i++) order[i] = i;
	if (s->person_n) qsort_r(order, s->person_n, sizeof *order, by_day, from->born.at);
	take_people(s, from, order);
	take_numbers(s, from, order);
}

shelf *shelf_make(arena *a, shelving *from)
{
	shelf *s = TAKE(a, shelf);
	s->a = arena_make();
	take_over(s, from);
	shelving_end(from);
	list_people(s);
	list_companions(s);
	list_days(s);
	list_spellings(s);
	return s;
}

void shelf_end(shelf *s)
{
	if (s) arena_end(&s->a);
}

str shelf_word(const shelf *s, uint32_t word)
{
	return (str){ s->text + s->word_at[word], s->word_at[word + 1] - s->word_at[word] };
}

str shelf_local_id(const shelf *s, uint32_t person)
{
	return (str){ s->local + s->local_at[person], s->local_at[person + 1] - s->local_at[person] };
}

bool shelf_has_word(const shelf *s, str text, uint32_t *ret)
{
	for (uint32_t i = (uint32_t)str_hash(text) & s->hash_mask; s->by_hash[i]; i = (i + 1) & s->hash_mask)
		if (str_eq(shelf_word(s, s->by_hash[i] - 1), text)) {
			*ret = s->by_hash[i] - 1;
			return true;
		}
	return false;
}
