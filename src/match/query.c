/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "match/query.h"

#include "match/fold.h"
#include "match/query_day.h"

enum { TYPED_MOST = 40, MONTH_DAYS_MOST = 31 };

typedef struct {
	arena *a;
	query q;
	str typed[TYPED_MOST];
	size_t n;
	bool has_next;      /* the next word is said of whom */
	trait next;
} query_reader;

/* ---- single words */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool has_digit(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (is_digit(s.at[i])) return true;
	return false;
}

/* PL4, E1W, SW1A: the first part of a postcode. */
static bool is_outward(str s)
{
	size_t letters = 0;
	while (letters < s.n && is_letter(s.at[letters])) letters++;
	if (letters < 1 || letters > 2 || s.n < letters + 1 || s.n > letters + 2) return false;
	return is_digit(s.at[letters]) && (s.n == letters + 1 || is_digit(s.at[s.n - 1]) || is_letter(s.at[s.n - 1]));
}

static bool is_inward(str s)
{
	return s.n == 3 && is_digit(s.at[0]) && is_letter(s.at[1]) && is_letter(s.at[2]);
}

static bool is_number(str s)
{
	int64_t n;
	return s.n > 2 && str_to_int(s, &n);
}

static void add_word(query_reader *r, str folded)
{
	if (r->q.word_n == QUERY_WORDS_MOST) {
		r->q.more_words = true;
		return;
	}
	r->q.words[r->q.word_n++] = (query_word){ .text = folded, .of_trait = r->has_next, .is = r->next };
	r->has_next = false;
}

static void add_number(query_reader *r, str text)
{
	str key = number_key(r->a, text);
	if (key.n && r->q.number_n < QUERY_NUMBERS_MOST) r->q.numbers[r->q.number_n++] = key;
}

/* ---- what stands at a place, and how many typed words it takes; 0: something else */

static size_t read_postcode(query_reader *r, size_t i)
{
	str one = r->typed[i];
	bool two = i + 1 < r->n && is_outward(one) && is_inward(r->typed[i + 1]);
	bool whole = one.n > 4 && is_outward(str_first(one, one.n - 3)) && is_inward(str_from(one, one.n - 3));
	if (!two && !whole && !is_outward(one)) return 0;
	buf b = BUF(r->a);
	buf_str(&b, one);
	if (two) buf_str(&b, r->typed[i + 1]);
	add_word(r, str_ascii_lower(r->a, buf_view(&b)));
	add_number(r, buf_view(&b)); /* a local number may look like one */
	return two ? 2 : 1;
}

/* Numbers in groups, as they are read out: each group and all that stand together. */
static size_t read_numbers(query_reader *r, size_t i)
{
	buf together = BUF(r->a);
	size_t n = 0;
	while (i + n < r->n && has_digit(r->typed[i + n])) {
		name_parts p = name_fold(r->a, r->typed[i + n]);
		for (size_t k = 0; k < p.n; k++) {
			size_t before = r->q.word_n;
			add_word(r, p.at[k]);
			if (r->q.word_n > before) r->q.words[before].goes_on = n + k > 0;
		}
		add_number(r, r->typed[i + n]);
		buf_str(&together, r->typed[i + n++]);
	}
	if (n > 1) add_number(r, buf_view(&together));
	return n;
}

/* Words that say what comes next, or nothing. */
static size_t read_marker(query_reader *r, size_t i)
{
	static const struct { const char *said; bool of_trait; trait is; } markers[] = {
		{ "mother", true, TRAIT_MOTHER }, { "mum", true, TRAIT_MOTHER }, { "mam", true, TRAIT_MOTHER },
		{ "father", true, TRAIT_FATHER }, { "dad", true, TRAIT_FATHER }, { "lives", true, TRAIT_LIVES_WITH },
		{ "living", true, TRAIT_LIVES_WITH }, { "brother", true, TRAIT_AROUND }, { "sister", true, TRAIT_AROUND },
		{ "grandmother", true, TRAIT_AROUND }, { "gran", true, TRAIT_AROUND }, { "grandfather", true, TRAIT_AROUND },
		{ "aunt", true, TRAIT_AROUND }, { "uncle", true, TRAIT_AROUND }, { "carer", true, TRAIT_AROUND },
		{ "with", false, 0 }, { "dob", false, 0 }, { "born", false, 0 }, { "nhs", false, 0 }, { "upn", false, 0 },
		{ "tel", false, 0 }, { "aka", false, 0 },
	};
	str lower = str_ascii_lower(r->a, r->typed[i]);
	if (str_ends(lower, S(":"))) lower.n--;
	for (size_t m = 0; m < sizeof markers / sizeof *markers; m++)
		if (str_eq(lower, str_of(markers[m].said)) && (i + 1 < r->n || !markers[m].of_trait)) {
			r->has_next = markers[m].of_trait || r->has_next;
			if (markers[m].of_trait) r->next = markers[m].is;
			return 1;
		}
	return 0;
}

static void read_word(query_reader *r, size_t i)
{
	name_parts p = name_fold(r->a, r->typed[i]);
	for (size_t k = 0; k < p.n; k++) add_word(r, p.at[k]);
}

/* ---- the whole */

static void split(query_reader *r)
{
	str rest = r->q.text;
	while (rest.n && r->n < TYPED_MOST) {
		size_t n = 0;
		while (n < rest.n && rest.at[n] != ' ' && rest.at[n] != ',' && rest.at[n] != ';' && rest.at[n] != '\t') n++;
		if (n) r->typed[r->n++] = str_first(rest, n);
		rest = str_from(rest, n + 1);
	}
	r->q.more_words = rest.n > 0;
}

static size_t read_born(query_reader *r, size_t i, day today)
{
	return r->q.has_born ? 0 : query_day(r->a, &r->typed[i], r->n - i, today, &r->q.born_from, &r->q.born_to);
}

/* A day or a month of birth will do; a year or an age alone would go through everybody. */
static bool enough(const query *q)
{
	size_t letters = 0;
	for (size_t i = 0; i < q->word_n; i++) letters += q->words[i].text.n;
	return letters > 1 || (q->has_born && q->born_to.n - q->born_from.n < MONTH_DAYS_MOST);
}

err query_read(arena *a, str text, day today, query *ret)
{
	query_reader r = { .a = a, .q.text = str_trim(text) };
	if (r.q.text.n > QUERY_TEXT_BYTES) return FAIL(&a->trail, E_LIMIT);
	if (!str_is_utf8(r.q.text) || str_has_control(r.q.text, false)) return FAIL(&a->trail, E_INVALID);
	split(&r);
	for (size_t i = 0; i < r.n;) {
		size_t used = read_born(&r, i, today);
		if (used) {
			r.q.has_born = true;
			if (is_number(r.typed[i])) add_number(&r, r.typed[i]); /* 05032014 may be a local number as well */
		}
		if (!used) used = read_marker(&r, i);
		if (!used) used = read_postcode(&r, i);
		if (!used) used = read_numbers(&r, i);
		if (!used) read_word(&r, i);
		i += used ? used : 1;
	}
	if (!enough(&r.q)) return FAIL(&a->trail, E_INVALID);
	*ret = r.q;
	return OK;
}
