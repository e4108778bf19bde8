/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "access/find_query.h"

#include "access/fold.h"

enum { TEXT_MOST_BYTES = 200, MOST_WORDS = 32 };

/* ---- dates */

static bool number_of(str s, int most_digits, int *ret)
{
	int64_t n;
	if (s.n == 0 || s.n > (size_t)most_digits || s.at[0] == '-' || !str_to_int(s, &n)) return false;
	*ret = (int)n;
	return true;
}

static bool day_of(str y, int month, int dom, day today, day *ret)
{
	int year;
	if (!number_of(y, 4, &year) || (y.n != 2 && y.n != 4)) return false;
	if (y.n == 4) return day_make(year, month, dom, ret);
	return (day_make(2000 + year, month, dom, ret) && ret->n <= today.n) || day_make(1900 + year, month, dom, ret);
}

static bool parted_day(str word, char sign, day today, day *ret)
{
	int month, dom;
	str rest, first = str_cut(word, sign, &rest), second = str_cut(rest, sign, &rest);
	if (!number_of(second, 2, &month)) return false;
	bool year_first = first.n == 4;
	str year = year_first ? first : rest;
	return number_of(year_first ? rest : first, 2, &dom) && day_of(year, month, dom, today, ret);
}

static bool run_together(str word, day today, day *ret)
{
	int month, dom;
	return word.n == 8 && number_of(str_first(word, 2), 2, &dom) && number_of(str_first(str_from(word, 2), 2), 2, &month) &&
	       day_of(str_from(word, 4), month, dom, today, ret);
}

static bool one_word_day(str word, day today, day *ret)
{
	return parted_day(word, '/', today, ret) || parted_day(word, '.', today, ret) || parted_day(word, '-', today, ret) ||
	       run_together(word, today, ret);
}

static bool month_of(arena *a, str word, int *ret)
{
	static const char *const names[] = { "january", "february", "march",     "april",   "may",      "june",
		                             "july",    "august",   "september", "october", "november", "december" };
	str lower = str_ascii_lower(a, word);
	if (str_ends(lower, S(",")) || str_ends(lower, S("."))) lower.n--;
	for (int m = 0; m < 12 && lower.n >= 3; m++)
		if (str_starts(str_of(names[m]), lower)) {
			*ret = m + 1;
			return true;
		}
	return false;
}

/* "5", "5th": the day of a date in words. */
static bool dom_of(str word, int *ret)
{
	size_t digits = 0;
	while (digits < word.n && word.at[digits] >= '0' && word.at[digits] <= '9') digits++;
	str ending = str_from(word, digits);
	bool ordinal = str_eq(ending, S("st")) || str_eq(ending, S("nd")) || str_eq(ending, S("rd")) || str_eq(ending, S("th"));
	return (ending.n == 0 || ordinal) && number_of(str_first(word, digits), 2, ret);
}

static bool three_word_day(arena *a, const str *words, day today, day *ret)
{
	int dom, month;
	return dom_of(words[0], &dom) && month_of(a, words[1], &month) && day_of(words[2], month, dom, today, ret);
}

/* How many words from here on are a date of birth; 0: none. */
static size_t day_words(arena *a, const str *words, size_t n, day today, day *ret)
{
	if (one_word_day(words[0], today, ret)) return 1;
	return n >= 3 && three_word_day(a, words, today, ret) ? 3 : 0;
}

/* ---- the whole */

static size_t words_of(str text, str *words)
{
	size_t n = 0;
	while (text.n && n < MOST_WORDS) {
		str word = str_cut(text, ' ', &text);
		if (word.n) words[n++] = word;
	}
	return n;
}

static bool is_plain_text(str text)
{
	return text.n > 0 && text.n <= TEXT_MOST_BYTES && str_is_utf8(text) && !str_has_control(text, false);
}

err find_query_read(arena *a, str text, day today, find_query *ret)
{
	str words[MOST_WORDS];
	find_query q = { .text = str_trim(text) };
	buf names = BUF(a);
	if (!is_plain_text(q.text)) return FAIL(&a->trail, E_INVALID);
	size_t n = words_of(q.text, words);
	for (size_t i = 0; i < n;) {
		size_t used = q.has_born ? 0 : day_words(a, &words[i], n - i, today, &q.born);
		q.has_born |= used > 0;
		if (used == 0) {
			buf_str(&names, words[i++]);
			buf_char(&names, ' ');
		}
		i += used;
	}
	q.names = fold_name(a, buf_view(&names));
	if (!q.has_born && q.names.n < 2) return FAIL(&a->trail, E_INVALID);
	*ret = q;
	return OK;
}

bool find_born_fits(day asked, when born)
{
	ymd want = day_parts(asked), have = day_parts(born.on);
	switch (born.is) {
	case WHEN_NONE: return false;
	case WHEN_YEAR: return want.year == have.year;
	case WHEN_MONTH: return want.year == have.year && want.month == have.month;
	case WHEN_DAY: case WHEN_INSTANT: return asked.n == born.on.n;
	}
	return false;
}
