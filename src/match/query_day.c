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
	if (!number_of(year_first ? rest : first, 2, &dom)) return false;
	return day_of(year, month, dom, today, ret) || day_of(year, dom, month, today, ret); /* 3/15/2014 */
}

/* 05032014, 050314; where that is no day, 20140305. */
static bool run_together(str word, day today, day *ret)
{
	int month, dom;
	bool four = word.n == 8;
	if ((!four && word.n != 6) || !number_of(str_first(word, 2), 2, &dom) || !number_of(str_first(str_from(word, 2), 2), 2, &month)) return false;
	if (day_of(str_from(word, 4), month, dom, today, ret)) return true;
	return four && number_of(str_first(str_from(word, 4), 2), 2, &month) && number_of(str_from(word, 6), 2, &dom) &&
	       day_of(str_first(word, 4), month, dom, today, ret);
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

static day same_day_before(ymd now, int months)
{
	day on = { 0 };
	int from_year_0 = now.year * 12 + now.month - 1 - months;
	for (int dom = now.dom; dom > 0 && !day_make(from_year_0 / 12, from_year_0 % 12 + 1, dom, &on);) dom--;
	return on;
}

typedef enum { AGE_YEARS, AGE_MONTHS, AGE_WEEKS } age_unit;

/* Whoever is so old today was born on one of these days. */
static bool age_between(str digits, age_unit unit, day today, day *ret_from, day *ret_to)
{
	int age;
	ymd now = day_parts(today);
	if (!number_of(digits, 3, &age) || age > OLDEST_AGE) return false;
	int each = unit == AGE_YEARS ? 12 : 1;
	*ret_from = unit == AGE_WEEKS ? day_add(today, -7 * age - 6) : day_add(same_day_before(now, each * (age + 1)), 1);
	*ret_to = unit == AGE_WEEKS ? day_add(today, -7 * age) : same_day_before(now, each * age);
	return true;
}

static bool unit_of(str word, age_unit *ret)
{
	static const struct { const char *said; age_unit is; } units[] = {
		{ "years", AGE_YEARS }, { "year", AGE_YEARS }, { "yrs", AGE_YEARS }, { "yr", AGE_YEARS }, { "yo", AGE_YEARS }, { "y", AGE_YEARS },
		{ "y/o", AGE_YEARS }, { "months", AGE_MONTHS }, { "month", AGE_MONTHS }, { "mths", AGE_MONTHS }, { "mth", AGE_MONTHS },
		{ "mo", AGE_MONTHS }, { "weeks", AGE_WEEKS }, { "week", AGE_WEEKS }, { "wks", AGE_WEEKS }, { "wk", AGE_WEEKS },
	};
	if (str_ends(word, S("-old"))) word.n -= 4;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (str_eq(word, str_of(units[i].said))) {
			*ret = units[i].is;
			return true;
		}
	return false;
}

/* «aged 7», «7 years old», «7yo», «7-year-old», «age 8 months». */
static size_t age_words(arena *a, const str *words, size_t n, day today, day *ret_from, day *ret_to)
{
	age_unit unit = AGE_YEARS;
	str first = str_ascii_lower(a, words[0]);
	bool said = str_eq(first, S("age")) || str_eq(first, S("aged")) || str_eq(first, S("age:"));
	size_t used = said ? 1 : 0, digits = 0;
	if (used == n) return 0;
	str number = str_ascii_lower(a, words[used++]);
	while (digits < number.n && number.at[digits] >= '0' && number.at[digits] <= '9') digits++;
	str rest = str_from(number, digits);
	if (str_starts(rest, S("-"))) rest = str_from(rest, 1);
	if (!rest.n && used < n && unit_of(str_ascii_lower(a, words[used]), &unit)) used++;
	else if (rest.n ? !unit_of(rest, &unit) : !said) return 0;
	if (!age_between(str_first(number, digits), unit, today, ret_from, ret_to)) return 0;
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
