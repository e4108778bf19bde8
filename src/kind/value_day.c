/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Days and times as people write them. */
#include "kind/value_read.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool only_digits(str s, size_t most, int *ret)
{
	int64_t n;
	if (s.n == 0 || s.n > most || !is_digit(s.at[0]) || !str_to_int(s, &n)) return false;
	*ret = (int)n;
	return true;
}

/* 3, 03, March, mar, sept. */
static bool month_read(arena *a, str s, int *ret)
{
	if (only_digits(s, 2, ret)) return *ret >= 1 && *ret <= 12;
	str lower = str_ascii_lower(a, s);
	if (lower.n && lower.at[lower.n - 1] == '.') lower.n--;
	for (int m = 1; m <= 12 && lower.n >= 3; m++)
		if (str_starts(str_ascii_lower(a, month_name(m)), lower)) {
			*ret = m;
			return true;
		}
	return false;
}

/* 5, 05, 5th. */
static bool dom_read(arena *a, str s, int *ret)
{
	str lower = str_ascii_lower(a, s);
	bool ordinal = str_ends(lower, S("st")) || str_ends(lower, S("nd"));
	ordinal |= str_ends(lower, S("rd")) || str_ends(lower, S("th"));
	return only_digits(ordinal ? str_first(lower, lower.n - 2) : lower, 2, ret) && *ret >= 1 && *ret <= 31;
}

static bool year_read(str s, int *ret, str *ret_why)
{
	if (s.n == 0) *ret_why = S("write the year");
	else if (s.n != 4 || !only_digits(s, 4, ret)) *ret_why = S("write the year with four digits, such as 2024");
	else if (*ret < DAY_FIRST_YEAR || *ret > DAY_LAST_YEAR) *ret_why = S("write a year from 1800 to 2199");
	else return true;
	return false;
}

static str no_such_day(arena *a, ymd p)
{
	buf b = BUF(a);
	buf_printf(&b, "there is no %d ", p.dom);
	buf_str(&b, month_name(p.month));
	buf_printf(&b, " %d", p.year);
	return buf_view(&b);
}

bool day_from_parts(arena *a, str dom, str month, str year, bool about, when *ret, str *ret_why)
{
	ymd p = { .month = 1, .dom = 1 };
	when w = { .is = dom.n ? WHEN_DAY : month.n ? WHEN_MONTH : WHEN_YEAR, .about = about };
	if (!year_read(year, &p.year, ret_why)) return false;
	if (dom.n && month.n == 0) *ret_why = S("write the month too, or leave the day empty");
	else if (month.n && !month_read(a, month, &p.month))
		*ret_why = S("write the month as a number from 1 to 12, or as its name");
	else if (dom.n && !dom_read(a, dom, &p.dom)) *ret_why = S("write the day as a number from 1 to 31");
	else if (!day_make(p.year, p.month, p.dom, &w.on)) *ret_why = no_such_day(a, p);
	else {
		*ret = w;
		return true;
	}
	return false;
}

bool time_from_parts(str hour, str minute, int *ret_minutes, str *ret_why)
{
	int h, m = 0;
	if (!only_digits(hour, 2, &h) || h > 23) *ret_why = S("write the hour as a number from 0 to 23");
	else if (minute.n && (!only_digits(minute, 2, &m) || m > 59))
		*ret_why = S("write the minutes as a number from 0 to 59");
	else {
		*ret_minutes = h * 60 + m;
		return true;
	}
	return false;
}

/* «about March 2024», «March 2024~» */
static str about_cut(arena *a, str s, bool *ret_about)
{
	static const char *const words[] = { "about ", "around ", "approximately ", "circa ", "c. " };
	str lower = str_ascii_lower(a, s);
	*ret_about = str_ends(s, S("~"));
	if (*ret_about) return str_trim(str_first(s, s.n - 1));
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_starts(lower, str_of(words[i]))) {
			*ret_about = true;
			return str_trim(str_from(s, str_of(words[i]).n));
		}
	return s;
}

/* At most three pieces parted by space, / . - or comma; 0 when there are more. */
static size_t pieces_cut(str s, str pieces[3])
{
	size_t n = 0;
	for (size_t i = 0; i < s.n;) {
		size_t end = i;
		while (end < s.n && str_find_char(S(" /.-,"), s.at[end]) < 0) end++;
		if (end > i) {
			if (n == 3) return 0;
			pieces[n++] = (str){ s.at + i, end - i };
		}
		i = end + 1;
	}
	return n;
}

bool day_from_text(arena *a, str text, when *ret, str *ret_why)
{
	str pieces[3] = { 0 };
	bool about;
	str s = about_cut(a, str_trim(text), &about);
	size_t n = pieces_cut(s, pieces);
	bool year_first = n > 1 && pieces[0].n == 4;
	if (n == 0) {
		*ret_why = S("write a day, such as 5 March 2024, or a month, or a year");
		return false;
	}
	str year = year_first ? pieces[0] : pieces[n - 1];
	str month = n == 1 ? STR_NONE : n == 2 && !year_first ? pieces[0] : pieces[1];
	str dom = n < 3 ? STR_NONE : year_first ? pieces[2] : pieces[0];
	return day_from_parts(a, dom, month, year, about, ret, ret_why);
}

bool instant_from_text(arena *a, const zone *z, str text, when *ret, str *ret_why)
{
	str s = str_trim(text);
	if (when_read(z, s, ret)) return true;
	size_t space = s.n;
	while (space > 0 && s.at[space - 1] != ' ') space--;
	str clock = str_from(s, space), minute;
	str hour = str_cut(clock, ':', &minute);
	bool timed = str_find_char(clock, ':') >= 0;
	int minutes;
	if (!day_from_text(a, timed ? str_first(s, space) : s, ret, ret_why)) return false;
	if (!timed) return true;
	if (ret->is != WHEN_DAY || ret->about) *ret_why = S("write the whole day before the time");
	else if (time_from_parts(hour, minute, &minutes, ret_why)) {
		ret->at = zone_instant(z, ret->on, minutes);
		ret->is = WHEN_INSTANT;
		return true;
	}
	return false;
}
