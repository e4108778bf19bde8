/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "match/link_block.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

/* What a key is made of. A name with several parts gives two keys, of its first and its last. */
typedef enum {
	OF_GIVEN = 1,         /* its sound */
	OF_SURNAME = 2,       /* its sound */
	OF_BORN = 4,          /* the day, whichever of day and month stands first */
	OF_YEAR = 8,          /* of birth */
	OF_DAY_AND_MONTH = 16, /* whatever the year */
	OF_POSTCODE = 32,
	OF_ADDRESS = 64,
	OF_PLACE = 128,       /* the first place */
	OF_NUMBER = 256,      /* each in a pass of its own */
	OF_NAMES = 512,       /* given name and surname, or given and middle name, in any order */
	OF_INITIAL = 1024     /* of the given name */
} key_part;

static const unsigned passes[] = {
	OF_BORN | OF_GIVEN,
	OF_BORN | OF_SURNAME,
	OF_POSTCODE | OF_GIVEN,
	OF_POSTCODE | OF_ADDRESS,
	OF_BORN | OF_POSTCODE,
	OF_NAMES | OF_YEAR,
	OF_NAMES | OF_DAY_AND_MONTH,
	OF_GIVEN | OF_SURNAME | OF_YEAR,
	OF_GIVEN | OF_SURNAME | OF_DAY_AND_MONTH,
	OF_ADDRESS | OF_SURNAME,
	OF_ADDRESS | OF_GIVEN,
	OF_ADDRESS | OF_BORN,
	OF_POSTCODE | OF_SURNAME,
	OF_POSTCODE | OF_YEAR | OF_INITIAL,
	OF_NAMES,
	OF_PLACE | OF_GIVEN,
	OF_PLACE | OF_SURNAME,
	OF_PLACE | OF_BORN,
};
enum { PASS_N = sizeof passes / sizeof *passes, KEYS = 2, BLOCK_MOST = 60, NAMESAKES_MOST = 12 };

typedef struct {
	uint32_t key, record;
} keyed;

struct link_blocks {
	const link_records *r;
	size_t pass_n;
	uint32_t *keys; /* [record][pass][KEYS]; 0 is none */
};

typedef struct {
	link_visit *is;
	void *context;
} visitor;

/* ---- keys */

static const link_value *value_in(const link_records *r, link_kind is, uint32_t record)
{
	if (r->at[is] < 0) return NULL;
	const link_column *c = &r->column[r->at[is]];
	value_id v = link_cell(r, record, (size_t)r->at[is]);
	return v ? link_value_of(c, v) : NULL;
}

/* 0 stays 0: a key with a part missing is none. The finishing steps of MurmurHash3. */
static uint32_t mix(uint32_t key, uint32_t part)
{
	if (!key || !part) return 0;
	uint32_t h = (key * 31 + part) * 0x9E3779B1u;
	h ^= h >> 16;
	h *= 0x85EBCA6Bu;
	h ^= h >> 13;
	return h | 1;
}

static uint32_t id_in(const link_records *r, link_kind is, uint32_t record)
{
	return r->at[is] < 0 ? 0 : link_cell(r, record, (size_t)r->at[is]);
}

static uint32_t born_part(const link_records *r, unsigned part, uint32_t record)
{
	const link_value *v = value_in(r, LINK_BORN, record);
	if (!v) return 0;
	if (!v->is_day) return part == OF_BORN ? id_in(r, LINK_BORN, record) + 1 : 0;
	ymd d = day_parts(v->on);
	int low = d.dom < d.month ? d.dom : d.month, high = d.dom < d.month ? d.month : d.dom;
	uint32_t of_day = (uint32_t)(low * 32 + high), of_year = (uint32_t)d.year;
	return part == OF_BORN ? of_year * 1024 + of_day : part == OF_YEAR ? of_year : of_day;
}

/* The two names that a key of names has, so that their order does not matter. which 0: given and surname, 1: given and
 * middle name. */
static uint32_t names_part(const link_records *r, uint32_t record, size_t which)
{
	const link_value *v = value_in(r, LINK_GIVEN, record);
	uint32_t given = id_in(r, LINK_GIVEN, record), other = id_in(r, which ? LINK_MIDDLE : LINK_SURNAME, record);
	if (!given || !other || v->unborn) return 0;
	uint32_t low = given < other ? given : other, high = given < other ? other : given;
	return mix(low + 7, high + 7);
}

static uint32_t sound_part(const link_value *v, size_t which)
{
	return !v || v->unborn ? 0 : which == 0 ? v->sound : v->last_sound;
}

static uint32_t number_key(const link_records *r, uint32_t record, size_t nth)
{
	for (size_t i = 0; i < r->column_n; i++)
		if (r->column[i].is == LINK_NUMBER && nth-- == 0) return link_cell(r, record, i);
	return 0;
}

/* which: the first or the last part of a name that has several. */
static uint32_t key_of(const link_records *r, unsigned parts, uint32_t record, size_t which)
{
	uint32_t key = parts + 1;
	const link_value *given = value_in(r, LINK_GIVEN, record), *surname = value_in(r, LINK_SURNAME, record);
	if (parts & OF_GIVEN) key = mix(key, sound_part(given, parts & OF_SURNAME ? 0 : which));
	if (parts & OF_SURNAME) key = mix(key, sound_part(surname, which));
	if (parts & OF_NAMES) key = mix(key, names_part(r, record, which));
	if (parts & OF_INITIAL) key = mix(key, given && given->text.n ? (uint32_t)(unsigned char)given->text.at[0] : 0);
	for (unsigned part = OF_BORN; part <= OF_DAY_AND_MONTH; part <<= 1)
		if (parts & part) key = mix(key, born_part(r, part, record));
	if (parts & OF_POSTCODE) key = mix(key, id_in(r, LINK_POSTCODE, record));
	if (parts & OF_ADDRESS) key = mix(key, id_in(r, LINK_ADDRESS, record));
	if (parts & OF_PLACE) key = mix(key, id_in(r, LINK_PLACE, record));
	return key;
}

static uint32_t *keys_of(const link_blocks *b, size_t pass, uint32_t record)
{
	return b->keys + (record * b->pass_n + pass) * KEYS;
}

static void make_keys(const link_blocks *b, size_t pass)
{
	size_t numbers = b->pass_n - PASS_N;
	for (uint32_t i = 0; i < b->r->n; i++) {
		uint32_t *k = keys_of(b, pass, i);
		if (pass < numbers) {
			k[0] = number_key(b->r, i, pass);
			continue;
		}
		unsigned parts = passes[pass - numbers];
		k[0] = key_of(b->r, parts, i, 0);
		if (parts & (OF_GIVEN | OF_SURNAME | OF_NAMES)) k[1] = key_of(b->r, parts, i, 1);
		if (k[1] == k[0]) k[1] = 0;
	}
}

/* ---- one pass */

/* Least significant digit first, 11 bits at a time: three rounds, so the result stands in the room. */
static keyed *sort_by_key(keyed *from, keyed *to, size_t n)
{
	for (int shift = 0; shift < 33; shift += 11) {
		size_t start[2049] = { 0 };
		for (size_t i = 0; i < n; i++) start[(from[i].key >> shift & 2047) + 1]++;
		for (size_t d = 1; d < 2049; d++) start[d] += start[d - 1];
		for (size_t i = 0; i < n; i++) to[start[from[i].key >> shift & 2047]++] = from[i];
		keyed *other = from;
		from = to, to = other;
	}
	return from;
}

static bool shares_key(const link_blocks *b, size_t pass, uint32_t one, uint32_t other)
{
	const uint32_t *x = keys_of(b, pass, one), *y = keys_of(b, pass, other);
	return (x[0] && (x[0] == y[0] || x[0] == y[1])) || (x[1] && (x[1] == y[0] || x[1] == y[1]));
}

/* A pair is visited in the first pass that has it, at the first key that it shares there. */
static bool was_visited(const link_blocks *b, size_t pass, uint32_t key, uint32_t one, uint32_t other)
{
	for (size_t before = 0; before < pass; before++)
		if (shares_key(b, before, one, other)) return true;
	const uint32_t *x = keys_of(b, pass, one), *y = keys_of(b, pass, other);
	uint32_t second = x[1] && (x[1] == y[0] || x[1] == y[1]) ? x[1] : 0;
	return x[0] && (x[0] == y[0] || x[0] == y[1]) && second == key && second != x[0];
}

static void visit_block(const link_blocks *b, size_t pass, const keyed *block, size_t n, visitor v)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++)
			if (block[i].record != block[k].record && !was_visited(b, pass, block[0].key, block[k].record, block[i].record))
				v.is(v.context, block[k].record, block[i].record);
}

/* What many share is no key, so that a later pass may still find its pairs. */
static void forget_block(const link_blocks *b, size_t pass, const keyed *block, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < KEYS; k++)
			if (keys_of(b, pass, block[i].record)[k] == block[0].key) keys_of(b, pass, block[i].record)[k] = 0;
}

/* Names alone lead together only those whose names are rare. */
static size_t block_most(const link_blocks *b, size_t pass)
{
	size_t numbers = b->pass_n - PASS_N;
	return pass >= numbers && passes[pass - numbers] == OF_NAMES ? NAMESAKES_MOST : BLOCK_MOST;
}

/* All keys of a pass in order, then each block of records with the same one: visited, or forgotten where it is huge. */
static void run_pass(const link_blocks *b, size_t pass, const visitor *v)
{
	ARENA(a);
	keyed *all = TAKE_N(&a, keyed, b->r->n * KEYS), *room = TAKE_N(&a, keyed, b->r->n * KEYS);
	size_t n = 0, end, most = block_most(b, pass);
	for (uint32_t i = 0; i < b->r->n; i++)
		for (size_t k = 0; k < KEYS; k++)
			if (keys_of(b, pass, i)[k]) all[n++] = (keyed){ keys_of(b, pass, i)[k], i };
	const keyed *sorted = sort_by_key(all, room, n);
	for (size_t start = 0; start < n; start = end) {
		for (end = start; end < n && sorted[end].key == sorted[start].key;) end++;
		if (v) visit_block(b, pass, sorted + start, end - start, *v);
		else if (end - start > most) forget_block(b, pass, sorted + start, end - start);
	}
}

/* Passes are keyed by two threads: none looks at the keys of another. */
typedef struct {
	const link_blocks *b;
	atomic_size_t next;
} keying;

static void *key_passes(void *context)
{
	keying *k = context;
	size_t pass;
	while ((pass = atomic_fetch_add(&k->next, 1)) < k->b->pass_n) {
		make_keys(k->b, pass);
		run_pass(k->b, pass, NULL);
	}
	return NULL;
}

link_blocks *link_blocks_make(arena *a, const link_records *r)
{
	link_blocks *b = TAKE(a, link_blocks);
	*b = (link_blocks){ .r = r, .pass_n = PASS_N };
	for (size_t i = 0; i < r->column_n; i++) b->pass_n += r->column[i].is == LINK_NUMBER;
	b->keys = TAKE_N(a, uint32_t, b->pass_n * r->n * KEYS);
	keying k = { .b = b };
	pthread_t beside;
	bool two = pthread_create(&beside, NULL, key_passes, &k) == 0;
	key_passes(&k);
	if (two) CHECK(pthread_join(beside, NULL) == 0);
	return b;
}

size_t link_blocks_passes(const link_blocks *b)
{
	return b->pass_n;
}

void link_blocks_visit(const link_blocks *b, size_t pass, link_visit *visit, void *context)
{
	run_pass(b, pass, &(visitor){ visit, context });
}
