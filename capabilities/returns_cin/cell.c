/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What one cell of a census says, in every form that systems write it in. */
#include "capabilities/returns_cin/child.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool cin_same_word(str a, str b)
{
	if (a.n != b.n) return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.at[i]) != lower(b.at[i])) return false;
	return true;
}

/* The digits at the start of *s, at most four, which is moved on past them; how many there were. */
static size_t take_number(str *s, int *ret)
{
	size_t n = 0;
	*ret = 0;
	while (n < s->n && n < 4 && is_digit(s->at[n])) *ret = *ret * 10 + (s->at[n++] - '0');
	*s = str_from(*s, n);
	return n;
}

/* Nothing, or a time or an offset: «T00:00:00», « 00:00», «Z», «+01:00». */
static bool only_time_follows(str s)
{
	if (s.n == 0) return true;
	if (s.at[0] != 'T' && s.at[0] != ' ' && s.at[0] != 'Z' && s.at[0] != '+' && s.at[0] != '-') return false;
	for (size_t i = 1; i < s.n; i++)
		if (!is_digit(s.at[i]) && str_find_char(S(":.+-Z "), s.at[i]) < 0) return false;
	return s.n == 1 ? s.at[0] == 'Z' : is_digit(s.at[1]);
}

/* A day of a year that nobody here counts (systems write 0001-01-01 for none) stands as far off as days go, so that rules about
 * order and years find it. */
static bool make_day(int year, int month, int dom, day *ret)
{
	int counted = year < DAY_FIRST_YEAR ? DAY_FIRST_YEAR : year > DAY_LAST_YEAR ? DAY_LAST_YEAR : year;
	return day_make(counted, month, dom, ret);
}

/* 20260331 */
static bool read_compact(str s, day *ret)
{
	int year, month, dom;
	str year_and = str_first(s, 4), month_and = str_first(str_from(s, 4), 2), dom_and = str_first(str_from(s, 6), 2);
	if (take_number(&year_and, &year) != 4 || take_number(&month_and, &month) != 2 || take_number(&dom_and, &dom) != 2) return false;
	return only_time_follows(str_from(s, 8)) && make_day(year, month, dom, ret);
}

/* Three numbers with the same mark between; the one of four digits is the year, and the month stands in the middle. */
static bool read_marked(str s, day *ret)
{
	int first, month, last;
	size_t first_n = take_number(&s, &first);
	char mark = s.n ? s.at[0] : '\0';
	if (str_find_char(S("-/."), mark) < 0 || !mark) return false;
	s = str_from(s, 1);
	size_t month_n = take_number(&s, &month);
	if (s.n == 0 || s.at[0] != mark || month_n < 1 || month_n > 2) return false;
	s = str_from(s, 1);
	size_t last_n = take_number(&s, &last);
	if (!only_time_follows(s)) return false;
	if (first_n == 4) return last_n >= 1 && last_n <= 2 && make_day(first, month, last, ret);
	return last_n == 4 && first_n >= 1 && first_n <= 2 && make_day(last, month, first, ret);
}

cin_day cin_day_of(str text)
{
	cin_day d = { .text = text };
	d.read = day_read(text, &d.on) || read_compact(text, &d.on) || read_marked(text, &d.on);
	return d;
}

cin_flag cin_flag_of(str text)
{
	static const struct {
		str word;
		cin_answer is;
	} words[] = { { STR("0"), CIN_NO },    { STR("1"), CIN_YES },  { STR("false"), CIN_NO }, { STR("true"), CIN_YES },
		      { STR("no"), CIN_NO },   { STR("yes"), CIN_YES }, { STR("n"), CIN_NO },     { STR("y"), CIN_YES } };
	cin_flag f = { .text = text, .is = text.n ? CIN_UNREADABLE : CIN_NOT_GIVEN };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (cin_same_word(words[i].word, text)) f.is = words[i].is;
	return f;
}
