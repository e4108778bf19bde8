/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to match/: people as find keeps them in memory. A shelf is made once from all its people and never changed; what
 * changes stands on a newer, smaller shelf (index.h).
 *
 * Everything that may be typed of a person is a word of one vocabulary, which is compared with what was typed; people are
 * reached from its words alone. Numbers of words and people are 4 bytes; lists of people stand one after another. */
#ifndef WAYMARK_MATCH_SHELF_H
#define WAYMARK_MATCH_SHELF_H

#include "base/day.h"
#include "base/seq.h"

/* What a word is to a person. The first four are names. */
typedef enum {
	TRAIT_GIVEN, TRAIT_SURNAME, TRAIT_KNOWN_AS, TRAIT_FORMER, TRAIT_POSTCODE, TRAIT_STREET, TRAIT_SCHOOL, TRAIT_LIVES_WITH,
	TRAIT_MOTHER, TRAIT_FATHER, TRAIT_AROUND
} trait;
enum { TRAIT_N = TRAIT_AROUND + 1, TRAIT_BITS = 4, NAME_TRAITS = TRAIT_FORMER + 1 };

/* One person as somebody may read them now. Texts as written; borrowed for the call. Lists may be empty. */
typedef struct {
	record_id record, person;     /* person: the record that stands for them (project.h) */
	str local_id;
	struct { trait is; str text; } words[32];
	size_t word_n;
	str identifiers[16];          /* NHS number, UPN, local number, telephone */
	size_t identifier_n;
	when born;                    /* or expected */
} shelved;

/* Something that may be typed of them; nothing is put for an empty text, and what there is no more room for is left out. */
void shelved_word(shelved *p, trait is, str text);
void shelved_number(shelved *p, str text);
/* By a relationship's code: mother, father, or somebody around the child. */
trait trait_of_tie(str is);

/* A word of a person: the word's number and its trait in the lowest TRAIT_BITS. */
typedef uint32_t person_word;
static inline uint32_t word_of(person_word w) { return w >> TRAIT_BITS; }
static inline trait trait_of(person_word w) { return (trait)(w & ((1U << TRAIT_BITS) - 1)); }

typedef struct {
	uint32_t key, word;
} spelling;

/* Words by a key, in order of key; those whose key >> shift is b stand from begins[b] up to begins[b + 1]. */
typedef struct {
	const spelling *at;
	const uint32_t *begins;
	unsigned shift;
} spellings;

typedef struct {
	uint32_t with, person;
} companion;

typedef struct {
	uint64_t hash;
	uint32_t person;
} numbered;

typedef struct {
	arena a;
	/* words: text of word i at text[word_at[i]] up to word_at[i + 1]; by_hash has number + 1, 0 is empty */
	const char *text;
	const uint32_t *word_at, *by_hash;
	uint32_t word_n, hash_mask;
	const bool *only_name;    /* of a word: it is a name to everybody whose word it is */
	const uint32_t *in_order; /* words that are compared by spelling, by bytes: for beginnings */
	const uint32_t *by_end;   /* the same words by their bytes from the last on: for endings */
	uint32_t in_order_n;
	spellings slips, sounds;
	/* people, in order of the day of birth; those of whom no day is known last */
	uint32_t person_n;
	const record_id *record, *person;
	const int32_t *born;      /* day << 2 | precision; BORN_NOT_KNOWN */
	const uint32_t *words_at; /* words of person i: words[words_at[i]] up to words_at[i + 1] */
	const person_word *words;
	const uint32_t *local_at;
	const char *local;
	/* ways to them */
	const uint32_t *people_at, *people;     /* of a word, people in order */
	const uint32_t *companions_at;          /* of a name: other names of its people, in order of `with` */
	const companion *companions;
	int32_t first_day, day_n;
	const uint32_t *day_at;                 /* people born on first_day + i: from day_at[i] up to day_at[i + 1] */
	const numbered *numbers;                /* by hash */
	size_t number_n;
} shelf;

#define BORN_NOT_KNOWN INT32_MIN
static inline precision born_precision(int32_t born) { return (precision)((born & 3) + 1); } /* WHEN_YEAR .. */
static inline day born_day(int32_t born) { return (day){ born >> 2 }; }
static inline int32_t born_exactly(day on) { return (int32_t)((uint32_t)on.n << 2 | (WHEN_DAY - WHEN_YEAR)); }

/* People are added one by one and shelved at the end. The builder is in arena a and grows in memory of its own, which
 * shelf_make gives back; a shelf lives until shelf_end. */
typedef struct shelving shelving;
shelving *shelving_start(arena *a);
void shelving_add(shelving *s, const shelved *p);
void shelving_end(shelving *s);                 /* NULL is allowed */
shelf *shelf_make(arena *a, shelving *s);       /* ends s too */
void shelf_end(shelf *s);                       /* NULL is allowed */

str shelf_word(const shelf *s, uint32_t word);
str shelf_local_id(const shelf *s, uint32_t person);
/* As str_cmp, from the last byte on: what ends alike stands together. */
int shelf_cmp_ends(str a, str b);
bool shelf_has_word(const shelf *s, str text, uint32_t *ret);
/* The day that the person was born on, without touching what is kept of the person; false where no day is known. */
bool shelf_day_of(const shelf *s, uint32_t person, day *ret);
/* How many people have the word. */
static inline uint32_t shelf_count(const shelf *s, uint32_t word) { return s->people_at[word + 1] - s->people_at[word]; }
/* A number as it is compared: small letters and digits alone, a telephone number as it is rung here. Empty where there is no
 * digit. In arena a. */
str number_key(arena *a, str text);
/* Whether words of that text are compared by spelling: names, streets; not numbers and postcodes. */
bool spelling_counts(str word);

/* Keys under which a word stands, and under which what was typed is looked for: itself and what is left of it without one
 * or two of its bytes. ret has room for SLIP_KEYS_MOST. */
enum { SLIP_KEYS_MOST = 140, TWO_SLIPS_FROM_BYTES = 6 };
size_t slip_keys(str word, uint32_t *ret);
uint32_t sound_key(str word);
/* list has n items in any order; ordered in place. */
spellings spellings_make(arena *a, spelling *list, size_t n);
/* The stretch of list with that key: how many from *ret_first on. */
uint32_t spellings_find(const spellings *list, uint32_t key, uint32_t *ret_first);

#endif
