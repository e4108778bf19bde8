/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "match/likeness.h"

#include <string.h>

enum { WORD_BYTES = 64 };

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* Three rows are enough: a swap of neighbours looks back two. */
int slips_between(str a, str b, int most)
{
	int rows[3][WORD_BYTES + 1];
	int *row = rows[0], *before = rows[1], *before_that = rows[2];
	a = str_first(a, WORD_BYTES), b = str_first(b, WORD_BYTES);
	if ((a.n > b.n ? a.n - b.n : b.n - a.n) > (size_t)most) return most + 1;
	for (size_t k = 0; k <= b.n; k++) before[k] = (int)k;
	for (size_t i = 1; i <= a.n; i++) {
		int best = row[0] = (int)i;
		for (size_t k = 1; k <= b.n; k++) {
			int changed = before[k - 1] + (a.at[i - 1] != b.at[k - 1]);
			row[k] = least(changed, least(before[k], row[k - 1]) + 1);
			if (i > 1 && k > 1 && a.at[i - 1] == b.at[k - 2] && a.at[i - 2] == b.at[k - 1])
				row[k] = least(row[k], before_that[k - 2] + 1);
			best = least(best, row[k]);
		}
		if (best > most) return most + 1;
		int *oldest = before_that;
		before_that = before, before = row, row = oldest;
	}
	return least(before[b.n], most + 1);
}

/* Letters of a that stand in b at most `reach` away, each of b's taken once; *ret_moved counts those out of order. */
static int letters_shared(str a, str b, size_t reach, int *ret_moved)
{
	uint64_t of_a = 0, of_b = 0;
	int shared = 0;
	for (size_t i = 0; i < a.n; i++) {
		size_t from = i > reach ? i - reach : 0, to = i + reach + 1 < b.n ? i + reach + 1 : b.n;
		for (size_t k = from; k < to; k++)
			if (!(of_b >> k & 1) && a.at[i] == b.at[k]) {
				of_a |= (uint64_t)1 << i, of_b |= (uint64_t)1 << k;
				shared++;
				break;
			}
	}
	*ret_moved = 0;
	for (size_t i = 0, k = 0; i < a.n; i++) {
		if (!(of_a >> i & 1)) continue;
		while (!(of_b >> k & 1)) k++;
		*ret_moved += a.at[i] != b.at[k++];
	}
	return shared;
}

double name_likeness(str a, str b)
{
	a = str_first(a, WORD_BYTES), b = str_first(b, WORD_BYTES);
	if (!a.n || !b.n) return a.n == b.n;
	size_t longer = a.n > b.n ? a.n : b.n, reach = longer / 2 ? longer / 2 - 1 : 0, prefix = 0;
	int moved, shared = letters_shared(a, b, reach, &moved);
	if (!shared) return 0;
	double m = shared;
	double jaro = (m / (double)a.n + m / (double)b.n + (m - moved / 2) / m) / 3;
	while (prefix < 4 && prefix < a.n && prefix < b.n && a.at[prefix] == b.at[prefix]) prefix++;
	return jaro + 0.1 * (double)prefix * (1 - jaro);
}

/* ---- days */

/* ddmmyyyy, four bits a digit. */
static uint32_t digits_of(ymd d)
{
	int year = d.year % 100, century = d.year / 100;
	return (uint32_t)((d.dom / 10 << 28) | (d.dom % 10 << 24) | (d.month / 10 << 20) | (d.month % 10 << 16) | (century / 10 << 12) |
	                  (century % 10 << 8) | (year / 10 << 4) | (year % 10));
}

static bool one_digit_off(ymd a, ymd b)
{
	uint32_t x = digits_of(a), y = digits_of(b), differ = x ^ y, first = 0;
	int n = 0;
	for (uint32_t i = 0; i < 8; i++)
		if (differ >> 4 * i & 15) n++, first = n == 1 ? i : first;
	if (n != 2 || !(differ >> 4 * (first + 1) & 15)) return n == 1;
	uint32_t two_x = x >> 4 * first & 255, two_y = y >> 4 * first & 255;
	return (two_x >> 4 | (two_x & 15) << 4) == two_y;
}

days_likeness days_between(day a, day b)
{
	if (a.n == b.n) return DAYS_SAME;
	ymd x = day_parts(a), y = day_parts(b);
	int years = x.year > y.year ? x.year - y.year : y.year - x.year, apart = a.n > b.n ? a.n - b.n : b.n - a.n;
	int months = (x.year - y.year) * 12 + x.month - y.month;
	bool same_day = x.dom == y.dom && x.month == y.month;
	if (x.year == y.year && x.dom == y.month && x.month == y.dom) return DAYS_SWAPPED;
	if (same_day && (years == 1 || years == 10)) return DAYS_YEAR_OFF;
	if (one_digit_off(x, y)) return DAYS_ONE_DIGIT;
	if (apart <= 10 || apart == 365 || apart == 366 || (x.dom == y.dom && (months == 1 || months == -1))) return DAYS_NEAR;
	if (years == 0) return DAYS_SAME_YEAR;
	return apart <= 366 ? DAYS_YEAR_NEAR : DAYS_OTHER;
}

str days_likeness_words(days_likeness is)
{
	switch (is) {
	case DAYS_SAME: return S("the same");
	case DAYS_SWAPPED: return S("with day and month swapped");
	case DAYS_ONE_DIGIT: return S("one digit off");
	case DAYS_YEAR_OFF: return S("of another year");
	case DAYS_NEAR: return S("near it");
	case DAYS_SAME_YEAR: return S("in the same year");
	case DAYS_YEAR_NEAR: return S("less than a year off");
	case DAYS_OTHER: break;
	}
	return S("another one");
}
