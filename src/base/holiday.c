/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/holiday.h"

enum { JANUARY = 1, MAY = 5, JUNE, AUGUST = 8, DECEMBER = 12 };
enum { MONDAY, FRIDAY = 4, SATURDAY, SUNDAY };

/* ---- days that stood once: moved away from where the law has them, or given besides */

typedef struct {
	int16_t year;
	int8_t month, dom;
} once;

static const once moved_away[] = {
	{ 1995, MAY, 1 }, { 2002, MAY, 27 }, { 2012, MAY, 28 }, { 2020, MAY, 4 }, { 2022, MAY, 30 },
};

static const once given[] = {
	{ 1995, MAY, 8 },        { 1999, DECEMBER, 31 }, { 2002, JUNE, 3 }, { 2002, JUNE, 4 }, { 2011, 4, 29 }, { 2012, JUNE, 4 },
	{ 2012, JUNE, 5 }, { 2020, MAY, 8 },       { 2022, JUNE, 2 }, { 2022, JUNE, 3 }, { 2022, 9, 19 }, { 2023, MAY, 8 },
};

static bool stands_in(const once *list, size_t n, ymd d)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].year == d.year && list[i].month == d.month && list[i].dom == d.dom) return true;
	return false;
}
#define STANDS_IN(list, d) stands_in((list), sizeof(list) / sizeof *(list), (d))

/* ---- days that stand every year */

/* Easter Sunday of the Gregorian calendar (J.-M. Oudin, in the Explanatory Supplement to the Astronomical Almanac). */
static day easter(int year)
{
	int century = year / 100, golden = year % 19;
	int correction = (century - 17) / 25;
	int moon = (century - century / 4 - (century - correction) / 3 + 19 * golden + 15) % 30;
	moon -= (moon / 28) * (1 - (29 / (moon + 1)) * ((21 - golden) / 11));
	int weekday = (year + year / 4 + moon + 2 - century + century / 4) % 7;
	int from_march = moon - weekday; /* days after 28 March */
	day d;
	CHECK(day_make(year, 3, 28, &d));
	return day_add(d, from_march);
}

/* 1 January, or the Monday after a weekend. */
static bool new_year(ymd d, int weekday)
{
	if (d.month != JANUARY) return false;
	return (d.dom == 1 && weekday <= FRIDAY) || ((d.dom == 2 || d.dom == 3) && weekday == MONDAY);
}

/* 25 and 26 December; where one of them is no weekday, the 27th or 28th besides: whichever is left of the two first weekdays. */
static bool christmas(ymd d, int weekday)
{
	if (d.month != DECEMBER || d.dom < 25 || d.dom > 28 || weekday > FRIDAY) return false;
	if (d.dom <= 26) return true;
	int twenty_fifth = (weekday - (d.dom - 25) + 7) % 7;
	if (twenty_fifth == SATURDAY) return true;              /* Monday 27 and Tuesday 28 */
	if (twenty_fifth == SUNDAY) return d.dom == 27;         /* Tuesday 27, after Boxing Day on Monday */
	return twenty_fifth == FRIDAY && d.dom == 28;           /* Monday 28, for Boxing Day on Saturday */
}

/* The first Monday in May, the last in May and in August. */
static bool monday_holiday(ymd d, int weekday)
{
	if (weekday != MONDAY) return false;
	return (d.month == MAY && (d.dom <= 7 || d.dom >= 25)) || (d.month == AUGUST && d.dom >= 25);
}

bool bank_holiday(day d)
{
	ymd parts = day_parts(d);
	int weekday = day_weekday(d), from_easter = d.n - easter(parts.year).n;
	if (STANDS_IN(given, parts)) return true;
	if (STANDS_IN(moved_away, parts)) return false;
	return from_easter == -2 || from_easter == 1 || new_year(parts, weekday) || christmas(parts, weekday) ||
	       monday_holiday(parts, weekday);
}

bool working_day(day d)
{
	return day_weekday(d) <= FRIDAY && !bank_holiday(d);
}

day working_days_from(day d, int n)
{
	int step = n < 0 ? -1 : 1;
	while (n) {
		d = day_add(d, step);
		if (working_day(d)) n -= step;
	}
	return d;
}

int working_days_between(day from, day to)
{
	int n = 0;
	for (day d = day_add(from, 1); d.n <= to.n; d = day_add(d, 1)) n += working_day(d);
	return n;
}
