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

static size_t digits_in(str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) n += is_digit(s.at[i]);
	return n;
}

static bool has_digit(str s)
{
	return digits_in(s) > 0;
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

static void add_number(query_reader *r, query_number number)
{
	number.key = number_key(r->a, number.key);
	if (number.key.n && r->q.number_n < QUERY_NUMBERS_MOST) r->q.numbers[r->q.number_n++] = number;
}

/* The words that were added since there were `before`. */
static uint32_t words_since(const query_reader *r, size_t before)
{
	return (1U << r->q.word_n) - (1U << before);
}

/* ---- what stands at a place, and how many typed words it takes; 0: something else */

static size_t read_postcode(query_reader *r, size_t i)
{
	str one = r->typed[i];
	bool two = i + 1 < r->n && is_outward(one) && is_inward(r->typed[i + 1]);
	bool whole = one.n > 4 && is_outward(str_first(one, one.n - 3)) && is_inward(str_from(one, one.n - 3));
	if (!two && !whole && !is_outward(one)) return 0;
	buf b = BUF(r->a);
	size_t before = r->q.word_n;
	buf_str(&b, one);
	if (two) buf_str(&b, r->typed[i + 1]);
	add_word(r, str_ascii_lower(r->a, buf_view(&b)));
	add_number(r, (query_number){ .key = buf_view(&b), .words = words_since(r, before) }); /* a local number may look like one */
	return two ? 2 : 1;
}

/* A date with signs in it, or a postcode, is no further group of a number. */
static bool goes_on(query_reader *r, size_t i, day today)
{
	day from, to;
	str one = r->typed[i];
	bool signs = str_find_char(one, '/') >= 0 || str_find_char(one, '.') >= 0 || str_find_char(one, '-') >= 0;
	bool whole = one.n > 4 && is_outward(str_first(one, one.n - 3)) && is_inward(str_from(one, one.n - 3));
	bool postcode = whole || (i + 1 < r->n && is_outward(one) && is_inward(r->typed[i + 1]));
	return has_digit(one) && !postcode && !(signs && query_day(r->a, &r->typed[i], 1, today, &from, &to));
}

/* Numbers in groups, as they are read out: all that stand together, and each group. */
static size_t read_numbers(query_reader *r, size_t i, day today)
{
	buf together = BUF(r->a);
	size_t n = 0, digits, before = r->q.word_n;
	if (!has_digit(r->typed[i])) return 0;
	do {
		name_parts p = name_fold(r->a, r->typed[i + n]);
		for (size_t k = 0; k < p.n; k++) {
			size_t at = r->q.word_n;
			add_word(r, p.at[k]);
			if (r->q.word_n > at) r->q.words[at].goes_on = n + k > 0;
		}
		buf_str(&together, r->typed[i + n++]);
	} while (i + n < r->n && goes_on(r, i + n, today));
	query_number whole = { .key = buf_view(&together), .words = words_since(r, before) };
	add_number(r, whole);
	digits = digits_in(buf_view(&together));
	for (size_t k = 0; k < n && n > 1; k++)
		add_number(r, (query_number){ .key = r->typed[i + k], .words = whole.words, .beside = digits - digits_in(r->typed[i + k]) });
	return n;
}

/* ---- words that say what comes next, or nothing */

/* None that is a name in any tradition: Nana Osei is a child. */
static const struct {
	const char *said;
	bool of_trait;
	trait is;
} markers[] = {
	{ "mother", true, TRAIT_MOTHER }, { "mum", true, TRAIT_MOTHER }, { "mam", true, TRAIT_MOTHER }, { "mummy", true, TRAIT_MOTHER },
	{ "father", true, TRAIT_FATHER }, { "dad", true, TRAIT_FATHER }, { "daddy", true, TRAIT_FATHER },
	{ "lives", true, TRAIT_LIVES_WITH }, { "living", true, TRAIT_LIVES_WITH }, { "brother", true, TRAIT_AROUND },
	{ "sister", true, TRAIT_AROUND }, { "sibling", true, TRAIT_AROUND }, { "twin", true, TRAIT_AROUND },
	{ "grandmother", true, TRAIT_AROUND }, { "gran", true, TRAIT_AROUND }, { "grandfather", true, TRAIT_AROUND }, { "grandad", true, TRAIT_AROUND },
	{ "aunt", true, TRAIT_AROUND }, { "auntie", true, TRAIT_AROUND }, { "uncle", true, TRAIT_AROUND },
	{ "carer", true, TRAIT_AROUND }, { "parent", true, TRAIT_AROUND },
	{ "stepmother", true, TRAIT_AROUND }, { "stepmum", true, TRAIT_AROUND }, { "stepfather", true, TRAIT_AROUND },
	{ "stepdad", true, TRAIT_AROUND }, { "partner", true, TRAIT_AROUND },
	{ .said = "with" }, { .said = "dob" }, { .said = "d.o.b" }, { .said = "born" }, { .said = "nhs" }, { .said = "upn" },
	{ .said = "tel" }, { .said = "telephone" }, { .said = "phone" }, { .said = "mobile" }, { .said = "aka" }, { .said = "name" },
	{ .said = "names" }, { .said = "named" }, { .said = "called" }, { .said = "surname" }, { .said = "forename" }, { .said = "is" },
	{ .said = "of" }, { .said = "the" }, { .said = "mr" }, { .said = "mrs" }, { .said = "ms" },
};
/* Words that are names of people or places as well: of these only with a colon. */
static const char *const labels[] = { "child", "given", "first", "last", "family", "address", "street", "school", "postcode", "number", "age", "sex", "id" };

static bool is_label(str lower)
{
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		if (str_eq(lower, str_of(labels[i]))) return true;
	return false;
}

static bool stands(const query_reader *r, size_t i, const char *word)
{
	return i < r->n && str_eq(str_ascii_lower(r->a, r->typed[i]), str_of(word));
}

/* «date of birth», «first name», «lives at», «NHS no.»: 0 where they are something else. */
static size_t read_phrase(const query_reader *r, size_t i)
{
	if (stands(r, i, "date") && stands(r, i + 1, "of")) return stands(r, i + 2, "birth") || stands(r, i + 2, "birth:") ? 3 : 0;
	bool which = stands(r, i, "first") || stands(r, i, "last") || stands(r, i, "given") || stands(r, i, "family");
	if (which && (stands(r, i + 1, "name") || stands(r, i + 1, "name:") || stands(r, i + 1, "names:"))) return 2;
	bool lives = stands(r, i, "lives") || stands(r, i, "living");
	if (lives && (stands(r, i + 1, "at") || stands(r, i + 1, "in") || stands(r, i + 1, "on"))) return 2;
	bool number = stands(r, i, "no") || stands(r, i, "number") || stands(r, i, "no:") || stands(r, i, "number:");
	return number && i + 1 < r->n && has_digit(r->typed[i + 1]) ? 1 : 0;
}

static size_t read_marker(query_reader *r, size_t i)
{
	size_t phrase = read_phrase(r, i);
	if (phrase) return phrase;
	str lower = str_ascii_lower(r->a, r->typed[i]);
	bool colon = str_ends(lower, S(":"));
	if (colon) lower.n--;
	if (str_ends(lower, S("'s"))) lower.n -= 2;
	if (colon && is_label(lower)) return 1;
	bool of_somebody = i + 1 < r->n && !has_digit(r->typed[i + 1]); /* Max Partner 5/3/2014 is no partner */
	for (size_t m = 0; m < sizeof markers / sizeof *markers; m++)
		if (str_eq(lower, str_of(markers[m].said)) && (of_somebody || !markers[m].of_trait)) {
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

/* «(dob 17/05/2012).»: without what stands around a word; the point after «Jr» says nothing either. */
static str bared(str word)
{
	while (word.n && str_find_char(S("(['\""), word.at[0]) >= 0) word = str_from(word, 1);
	while (word.n && str_find_char(S(")]'\".!?"), word.at[word.n - 1]) >= 0) word.n--;
	return word;
}

static void split(query_reader *r)
{
	str rest = r->q.text;
	while (rest.n && r->n < TYPED_MOST) {
		size_t n = 0;
		while (n < rest.n && rest.at[n] != ' ' && rest.at[n] != ',' && rest.at[n] != ';' && rest.at[n] != '\t') n++;
		str word = bared(str_first(rest, n));
		if (word.n) r->typed[r->n++] = word;
		rest = str_from(rest, n + 1);
	}
	r->q.more_words = rest.n > 0;
}

/* «Trewartha 14»: at the end and after a name it is an age; «Flat 3» and «14 Oak Drive» are addresses. */
static bool bare_age(query_reader *r, size_t i, day today)
{
	int64_t years;
	if (i + 1 < r->n || !i || r->typed[i].at[0] == '0' || !str_to_int(r->typed[i], &years) || years < 1 || years > AGE_BARE_MOST) return false;
	if (has_digit(r->typed[i - 1]) || stands(r, i - 1, "flat") || stands(r, i - 1, "unit") || stands(r, i - 1, "room")) return false;
	return query_day(r->a, (str[]){ S("age"), r->typed[i] }, 2, today, &r->q.born_from, &r->q.born_to) == 2;
}

static size_t read_born(query_reader *r, size_t i, day today)
{
	if (r->q.has_born) return 0;
	size_t used = query_day(r->a, &r->typed[i], r->n - i, today, &r->q.born_from, &r->q.born_to);
	if (!used && r->q.word_n && bare_age(r, i, today)) used = 1;
	r->q.has_born = used > 0;
	/* 05032014 may be a local number as well */
	if (used && is_number(r->typed[i])) add_number(r, (query_number){ .key = r->typed[i], .is_day = true });
	return used;
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
		if (!used) used = read_marker(&r, i);
		if (!used) used = read_postcode(&r, i);
		if (!used) used = read_numbers(&r, i, today);
		if (!used) read_word(&r, i);
		i += used ? used : 1;
	}
	if (!enough(&r.q)) return FAIL(&a->trail, E_INVALID);
	*ret = r.q;
	return OK;
}
