/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "match/query_day.h"

enum { OLDEST_AGE = 120 };

static bool number_of(str s, size_t most_digits, int *ret)
{
	int64_t n;
	if (s.n == 0 || s.n > most_digits || s.at[0] == '-' || !str_to_int(s, &n)) return false;
	*ret = (int)n;
	return true;
}

static bool year_of(str s, day today, int *ret)
{
	if ((s.n != 2 && s.n != 4) || !number_of(s, 4, ret)) return false;
	if (s.n == 2) *ret += 2000 + *ret > day_parts(today).year ? 1900 : 2000;
	return true;
}

static bool day_of(str y, int month, int dom, day today, day *ret)
{
	int year;
	if (!year_of(y, today, &year)) return false;
	return (day_make(year, month, dom, ret) && (y.n == 4 || ret->n <= today.n)) || (y.n == 2 && day_make(year - 100, month, dom, ret));
}

static bool month_of(arena *a, str word, int *ret)
{
	str lower = str_ascii_lower(a, word);
	if (str_ends(lower, S("."))) lower.n--;
	for (int m = 1; m <= 12 && lower.n >= 3; m++)
		if (str_starts(str_ascii_lower(a, month_name(m)), lower)) {
			*ret = m;
			return true;
		}
	return false;
}

/* 5-3-2014, 2014-03-05, 5-Mar-14. */
static bool parted_day(arena *a, str word, char sign, day today, day *ret)
{
	int month, dom;
	str rest, first = str_cut(word, sign, &rest), second = str_cut(rest, sign, &rest);
	if (!number_of(second, 2, &month) && !month_of(a, second, &month)) return false;
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

static bool one_word_day(arena *a, str word, day today, day *ret)
{
	return parted_day(a, word, '/', today, ret) || parted_day(a, word, '.', today, ret) || parted_day(a, word, '-', today, ret) ||
	       run_together(word, today, ret);
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
	if (!dom_of(words[0], &dom) || (!month_of(a, words[1], &month) && !number_of(words[1], 2, &month))) return false;
	return day_of(words[2], month, dom, today, ret);
}

/* A whole month: the last day is the one before the next month's first. */
static bool month_between(str year_text, int month, day *ret_from, day *ret_to)
{
	int year;
	if (year_text.n != 4 || !number_of(year_text, 4, &year) || !day_make(year, month, 1, ret_from)) return false;
	if (!day_make(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1, ret_to)) return false;
	*ret_to = day_add(*ret_to, -1);
	return true;
}

/* 2014-03, 3/2014, Mar-2014. */
static bool month_in_one_word(arena *a, str word, day *ret_from, day *ret_to)
{
	int month;
	char sign = str_find_char(word, '/') >= 0 ? '/' : '-';
	str second, first = str_cut(word, sign, &second);
	bool year_first = first.n == 4;
	str said = year_first ? second : first;
	return (number_of(said, 2, &month) || month_of(a, said, &month)) && month_between(year_first ? first : second, month, ret_from, ret_to);
}

static bool year_between(str word, day today, day *ret_from, day *ret_to)
{
	int year;
	if (word.n != 4 || !number_of(word, 4, &year) || year < 1900 || year > day_parts(today).year + 1) return false;
	return day_make(year, 1, 1, ret_from) && day_make(year, 12, 31, ret_to);
}

/* Whoever is so old today was born on one of these days. */
static bool age_between(str digits, day today, day *ret_from, day *ret_to)
{
	int age;
	ymd now = day_parts(today);
	if (!number_of(digits, 3, &age) || age > OLDEST_AGE) return false;
	if (!day_make(now.year - age - 1, now.month, now.month == 2 && now.dom == 29 ? 28 : now.dom, ret_from)) return false;
	*ret_from = day_add(*ret_from, 1);
	return day_make(now.year - age, now.month, now.month == 2 && now.dom == 29 ? 28 : now.dom, ret_to);
}

static bool one_of(str word, const char *const *list)
{
	for (; *list; list++)
		if (str_eq(word, str_of(*list))) return true;
	return false;
}

static size_t age_words(arena *a, const str *words, size_t n, day today, day *ret_from, day *ret_to)
{
	static const char *const before[] = { "age", "aged", NULL };
	static const char *const after[] = { "years", "year", "yrs", "yo", "y", "yr", NULL };
	str first = str_ascii_lower(a, words[0]);
	size_t digits = 0;
	while (digits < first.n && first.at[digits] >= '0' && first.at[digits] <= '9') digits++;
	if (n > 1 && one_of(first, before)) return age_between(words[1], today, ret_from, ret_to) ? 2 : 0;
	if (digits == 0) return 0;
	bool apart = digits == first.n && n > 1 && one_of(str_ascii_lower(a, words[1]), after);
	if (!apart && !one_of(str_from(first, digits), after)) return 0;
	if (!age_between(str_first(first, digits), today, ret_from, ret_to)) return 0;
	size_t used = apart ? 2 : 1;
	return used + (used < n && str_eq(str_ascii_lower(a, words[used]), S("old")));
}

size_t query_day(arena *a, const str *words, size_t n, day today, day *ret_from, day *ret_to)
{
	int month;
	bool whole = one_word_day(a, words[0], today, ret_from);
	size_t used = whole ? 1 : n >= 3 && three_word_day(a, words, today, ret_from) ? 3 : 0;
	if (used) {
		*ret_to = *ret_from;
		return used;
	}
	if (n >= 2 && month_of(a, words[0], &month) && month_between(words[1], month, ret_from, ret_to)) return 2;
	if (month_in_one_word(a, words[0], ret_from, ret_to) || year_between(words[0], today, ret_from, ret_to)) return 1;
	return age_words(a, words, n, today, ret_from, ret_to);
}
