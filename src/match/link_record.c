/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "match/link_record.h"

#include "match/fold.h"

#include <math.h>
#include <string.h>

enum { RECORDS_MOST = 1 << 22 };

/* ---- the different values of a column */

typedef struct {
	str text;
	value_id is;
	uint32_t digest;
} word_slot;

typedef struct {
	word_slot *slots;
	size_t n, cap; /* a power of two */
} word_table;

struct link_words {
	LIST(link_value) values; /* [0] is nothing */
	word_table written, normal;
};

static uint32_t digest_of(str s)
{
	uint64_t h = str_hash(s);
	return (uint32_t)(h ^ h >> 32) | 1;
}

static word_slot *slot_for(const word_table *t, str text, uint32_t digest)
{
	size_t i = digest & (t->cap - 1);
	while (t->slots[i].digest && (t->slots[i].digest != digest || !str_eq(t->slots[i].text, text))) i = (i + 1) & (t->cap - 1);
	return &t->slots[i];
}

/* The slot of a text; an empty one, to be filled, where it is new. */
static word_slot *word_find(arena *a, word_table *t, str text, uint32_t digest)
{
	if ((t->n + 1) * 4 > t->cap * 3) {
		word_table wider = { .n = t->n, .cap = t->cap ? t->cap * 4 : 256 };
		wider.slots = TAKE_N(a, word_slot, wider.cap);
		for (size_t i = 0; i < t->cap; i++)
			if (t->slots[i].digest) *slot_for(&wider, t->slots[i].text, t->slots[i].digest) = t->slots[i];
		*t = wider;
	}
	return slot_for(t, text, digest);
}

static void word_fill(word_table *t, word_slot *slot, str text, uint32_t digest, value_id is)
{
	*slot = (word_slot){ .text = text, .digest = digest, .is = is };
	t->n++;
}

static link_words *words_make(arena *a)
{
	link_words *w = TAKE(a, link_words);
	PUSH(a, &w->values, ((link_value){ 0 }));
	return w;
}

/* ---- normal forms */

static bool is_one_of(str s, const char *const *list)
{
	for (; *list; list++)
		if (str_eq(s, str_of(*list))) return true;
	return false;
}

/* What people type where they know nothing. */
static bool says_nothing(str folded)
{
	static const char *const nothing[] = { "unknown", "not known", "not stated", "not recorded", "none", "null", "nan", "na",
		                               "n a", "nk", "n k", "tbc", "tba", "no fixed abode", "nfa", NULL };
	return is_one_of(folded, nothing);
}

/* "b", "2", "two", "second" and "ii" are 2; 0: something else. */
static uint8_t place_in_order(str word)
{
	static const char *const said[][6] = { { "a", "1", "one", "first", "i", NULL }, { "b", "2", "two", "second", "ii", NULL },
		                               { "c", "3", "three", "third", "iii", NULL }, { "d", "4", "four", "fourth", "iv", NULL } };
	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		if (is_one_of(word, said[i])) return (uint8_t)(i + 1);
	return 0;
}

/* «Unborn», «Baby Boy», «Twin 2», «Unborn baby B»: what is written while nobody has given a name. */
static bool stands_for_unborn(str folded, uint8_t *ret_in_order)
{
	static const char *const not_named[] = { "unborn", "baby", "newborn", "infant", "foetus", "twin", "triplet", NULL };
	static const char *const beside[] = { "child", "boy", "girl", "male", "female", NULL };
	bool first = true, all = true;
	*ret_in_order = 0;
	for (str rest = folded; rest.n; first = false) {
		str word = str_cut(rest, ' ', &rest);
		uint8_t place = first ? 0 : place_in_order(word);
		if (first && !is_one_of(word, not_named)) return false;
		if (place) *ret_in_order = place;
		all &= place || is_one_of(word, not_named) || is_one_of(word, beside);
	}
	return (folded.n && all) || str_starts(folded, S("unborn ")) || str_starts(folded, S("baby of "));
}

static str folded_text(arena *a, str s)
{
	name_parts p = name_fold(a, s);
	buf b = BUF(a);
	for (size_t i = 0; i < p.n; i++) {
		if (i) buf_char(&b, ' ');
		buf_str(&b, p.at[i]);
	}
	return buf_view(&b);
}

/* Letters and digits alone, in lower case: SO1 6AL and so16al are one postcode. */
static str letters_and_digits(arena *a, str s)
{
	buf b = BUF(a);
	for (size_t i = 0; i < s.n; i++) {
		char c = s.at[i];
		if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80) buf_char(&b, c);
	}
	return buf_view(&b);
}

/* yyyymmdd of 2016-02-03, 20160203, 3/2/2016 and 03.02.2016; other text as its letters and digits. */
static str day_text(arena *a, str s)
{
	str rest = str_trim(s), piece[3] = { 0 };
	int64_t n[3] = { 0 };
	size_t at = 0, k = 0;
	for (; k < 3 && at < rest.n; k++) {
		size_t end = at;
		while (end < rest.n && !strchr("-/. T", rest.at[end])) end++;
		piece[k] = str_first(str_from(rest, at), end - at);
		at = end + 1;
	}
	for (size_t i = 0; i < k; i++)
		if (!str_to_int(piece[i], &n[i]) || n[i] < 0) k = 0;
	if (k != 3) return letters_and_digits(a, s);
	bool year_first = piece[0].n == 4;
	buf b = BUF(a);
	buf_int_padded(&b, n[year_first ? 0 : 2], 4);
	buf_int_padded(&b, n[1], 2);
	buf_int_padded(&b, n[year_first ? 2 : 0], 2);
	return buf_view(&b);
}

static str sex_text(str folded)
{
	static const char *const male[] = { "m", "male", "boy", "1", NULL }, *const female[] = { "f", "female", "girl", "2", NULL },
	                         *const nothing[] = { "u", "x", "0", "9", "indeterminate", NULL };
	if (is_one_of(folded, male)) return S("m");
	if (is_one_of(folded, female)) return S("f");
	return is_one_of(folded, nothing) ? STR_NONE : folded;
}

static str normal_form(arena *a, link_kind is, str s)
{
	str folded = folded_text(a, s);
	if (says_nothing(folded)) return STR_NONE;
	switch (is) {
	case LINK_GIVEN:
	case LINK_MIDDLE:
	case LINK_SURNAME:
	case LINK_ADDRESS:
	case LINK_PLACE: return folded;
	case LINK_BORN: return day_text(a, s);
	case LINK_SEX: return sex_text(folded);
	case LINK_ORDER:
	case LINK_POSTCODE:
	case LINK_NUMBER: break;
	}
	return letters_and_digits(a, s);
}

/* ---- what is told from a value once */

static uint32_t letters_of(str s)
{
	uint32_t set = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.at[i];
		if (c >= 'a' && c <= 'z') set |= (uint32_t)1 << (c - 'a');
		else if (c >= '0' && c <= '9') set |= (uint32_t)1 << (22 + c - '0'); /* w to z share their bits with digits */
	}
	return set;
}

static uint32_t sound_of(str part)
{
	char sound[NAME_PART_BYTES];
	return part.n ? digest_of((str){ sound, name_sound(part, sound) }) : 0;
}

/* A particle at the beginning («van der Berg») is passed over. */
static void tell_name(link_value *v)
{
	str last = STR_NONE;
	for (str rest = v->text; rest.n;) {
		last = str_cut(rest, ' ', &rest);
		if (!v->first.n && !(rest.n && name_is_particle(last))) v->first = last;
	}
	v->sound = sound_of(v->first);
	v->last_sound = sound_of(last);
	v->unborn = stands_for_unborn(v->text, &v->in_order);
}

static void tell_day(link_value *v)
{
	int64_t n;
	v->is_day = v->text.n == 8 && str_to_int(v->text, &n) &&
	            day_make((int)(n / 10000), (int)(n / 100 % 100), (int)(n % 100), &v->on);
}

static link_value value_make(arena *a, link_kind is, str text)
{
	link_value v = { .text = str_copy(a, text), .letters = letters_of(text) };
	switch (is) {
	case LINK_GIVEN:
	case LINK_MIDDLE:
	case LINK_SURNAME: tell_name(&v); break;
	case LINK_BORN: tell_day(&v); break;
	case LINK_SEX:
	case LINK_ORDER:
	case LINK_ADDRESS:
	case LINK_POSTCODE:
	case LINK_PLACE:
	case LINK_NUMBER: break;
	}
	return v;
}

static value_id value_for(arena *a, link_words *w, link_kind is, str written)
{
	uint32_t digest = digest_of(written);
	word_slot *seen = word_find(a, &w->written, written, digest);
	if (seen->digest) return seen->is;
	ARENA(scratch);
	str text = normal_form(&scratch, is, written);
	value_id v = 0;
	if (text.n) {
		uint32_t normal_digest = digest_of(text);
		word_slot *slot = word_find(a, &w->normal, text, normal_digest);
		if (!slot->digest) {
			PUSH(a, &w->values, value_make(a, is, text));
			word_fill(&w->normal, slot, w->values.at[w->values.n - 1].text, normal_digest, (value_id)(w->values.n - 1));
		}
		v = slot->is;
	}
	str kept = v && str_eq(written, w->values.at[v].text) ? w->values.at[v].text : str_copy(a, written);
	word_fill(&w->written, seen, kept, digest, v);
	return v;
}

/* ---- records */

link_records *link_records_start(arena *a)
{
	link_records *r = TAKE(a, link_records);
	r->a = a;
	for (size_t k = 0; k < LINK_KIND_N; k++) r->at[k] = -1;
	return r;
}

bool link_is_name(link_kind is)
{
	return is == LINK_GIVEN || is == LINK_MIDDLE || is == LINK_SURNAME;
}

err link_add_column(link_records *r, link_kind is, str label, size_t *ret)
{
	if (r->column_n == LINK_COLUMNS_MOST) return FAIL(&r->a->trail, E_LIMIT);
	CHECK(r->n == 0);
	link_words *words = NULL;
	for (size_t i = 0; i < r->column_n; i++)
		if (link_is_name(is) && link_is_name(r->column[i].is)) words = r->column[i].words;
	r->column[r->column_n] = (link_column){ .is = is, .label = label, .words = words ? words : words_make(r->a) };
	if (r->at[is] < 0) r->at[is] = (int)r->column_n;
	*ret = r->column_n++;
	return OK;
}

err link_add_record(link_records *r, str id)
{
	if (r->n == RECORDS_MOST) return FAIL(&r->a->trail, E_LIMIT);
	PUSH(r->a, &r->id, str_copy(r->a, id));
	for (size_t i = 0; i < r->column_n; i++) PUSH(r->a, &r->cells, 0);
	r->n++;
	return OK;
}

void link_set(link_records *r, size_t column, str text)
{
	CHECK(column < r->column_n && r->n);
	link_column *c = &r->column[column];
	text = str_trim(text);
	if (text.n) r->cells.at[(r->n - 1) * r->column_n + column] = value_for(r->a, c->words, c->is, text);
}

/* How often two people have the same, where a table is too small to say: it counts as many records as USUAL_RECORDS. The
 * record that is compared does not count for its own value. */
enum { USUAL_RECORDS = 200, NUMBER_SHARED = 12 };
static const double usual_alike[LINK_KIND_N] = {
	[LINK_GIVEN] = .005, [LINK_MIDDLE] = .005,   [LINK_SURNAME] = .002, [LINK_BORN] = .0002, [LINK_SEX] = .5,
	[LINK_ORDER] = .5,   [LINK_ADDRESS] = .0005, [LINK_POSTCODE] = .001, [LINK_PLACE] = .02, [LINK_NUMBER] = 1e-6,
};

/* How many other people have the value, as far as the table tells. A number that a few records have is one person's; one
 * that many have was made up to fill the cell. */
static double others_with(const link_column *c, value_id v)
{
	if (c->is == LINK_NUMBER && c->count[v] <= NUMBER_SHARED) return 0;
	return c->count[v] - 1;
}

static void count_values(link_records *r, size_t column)
{
	link_column *c = &r->column[column];
	size_t n = c->words->values.n;
	c->count = TAKE_N(r->a, uint32_t, n);
	c->rarity = TAKE_N(r->a, float, n);
	for (uint32_t i = 0; i < r->n; i++) c->count[link_cell(r, i, column)]++;
	double known = (double)(r->n - c->count[0]), sum = 0;
	for (size_t v = 1; v < n; v++) {
		if (!c->count[v]) continue; /* of another column that shares the words */
		c->rarity[v] = (float)log((known - 1 + USUAL_RECORDS) / (others_with(c, (value_id)v) + USUAL_RECORDS * usual_alike[c->is]));
		sum += (double)c->count[v] * (double)c->count[v];
		const link_value *value = &c->words->values.at[v];
		if (c->is == LINK_BORN && value->is_day && value->on.n > r->newest.n) r->newest = value->on;
	}
	c->known = r->n ? known / (double)r->n : 0;
	c->alike = known > 0 ? sum / (known * known) : 0;
}

void link_records_close(link_records *r)
{
	for (size_t i = 0; i < r->column_n; i++) count_values(r, i);
}

bool link_is_of_household(link_kind is)
{
	return is == LINK_SURNAME || is == LINK_ADDRESS || is == LINK_POSTCODE || is == LINK_PLACE;
}

const link_value *link_value_of(const link_column *c, value_id v)
{
	return &c->words->values.at[v];
}

size_t link_value_count(const link_column *c)
{
	return c->words->values.n;
}
