/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/day.h"

enum {
	DAYS_TO_1970 = 719468,        /* from 1 March of the year 0 */
	FIRST_MINUTE = -62091 * 1440, /* 1800-01-01T00:00Z */
	END_MINUTE = 84006 * 1440     /* 2200-01-01T00:00Z */
};

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
	static const signed char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	return days[month - 1] + (month == 2 && is_leap(year));
}

/* Howard Hinnant, «chrono-compatible low-level date algorithms»: years begin in March, so that the leap day is last. */
bool day_make(int year, int month, int dom, day *ret)
{
	if (year < DAY_FIRST_YEAR || year > DAY_LAST_YEAR || month < 1 || month > 12) return false;
	if (dom < 1 || dom > month_days(year, month)) return false;
	int y = year - (month <= 2);
	int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + dom - 1;
	*ret = (day){ y * 365 + y / 4 - y / 100 + y / 400 + day_of_year - DAYS_TO_1970 };
	return true;
}

ymd day_parts(day d)
{
	int64_t z = (int64_t)d.n + DAYS_TO_1970;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t of_era = z - era * 146097;
	int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t march_month = (5 * day_of_year + 2) / 153;
	int month = (int)(march_month < 10 ? march_month + 3 : march_month - 9);
	return (ymd){
		.year = (int)(year_of_era + era * 400) + (month <= 2),
		.month = month,
		.dom = (int)(day_of_year - (153 * march_month + 2) / 5 + 1),
	};
}

day day_add(day d, int days)
{
	int32_t n;
	CHECK(!__builtin_add_overflow(d.n, days, &n));
	return (day){ n };
}

int day_weekday(day d)
{
	int since_thursday = d.n % 7; /* 1 January 1970 was a Thursday */
	return (since_thursday + 7 + 3) % 7;
}

int day_age(day born, day on)
{
	ymd b = day_parts(born), o = day_parts(on);
	bool before_birthday = o.month < b.month || (o.month == b.month && o.dom < b.dom);
	return o.year - b.year - before_birthday;
}

/* n decimal digits at the start of *s, which is moved on past them. */
static bool read_digits(str *s, size_t n, int *ret)
{
	int value = 0;
	if (s->n < n) return false;
	for (size_t i = 0; i < n; i++) {
		if (s->at[i] < '0' || s->at[i] > '9') return false;
		value = value * 10 + (s->at[i] - '0');
	}
	*s = str_from(*s, n);
	*ret = value;
	return true;
}

static bool read_char(str *s, char c)
{
	if (s->n == 0 || s->at[0] != c) return false;
	*s = str_from(*s, 1);
	return true;
}

static bool read_ymd(str *s, day *ret)
{
	int year, month, dom;
	return read_digits(s, 4, &year) && read_char(s, '-') && read_digits(s, 2, &month) && read_char(s, '-') &&
	       read_digits(s, 2, &dom) && day_make(year, month, dom, ret);
}

bool day_read(str s, day *ret)
{
	day d;
	if (!read_ymd(&s, &d) || s.n) return false;
	*ret = d;
	return true;
}

void day_write(buf *b, day d)
{
	ymd parts = day_parts(d);
	buf_int_padded(b, parts.year, 4);
	buf_char(b, '-');
	buf_int_padded(b, parts.month, 2);
	buf_char(b, '-');
	buf_int_padded(b, parts.dom, 2);
}

str month_name(int month)
{
	static const char *const names[] = { "January", "February", "March",     "April",   "May",      "June",
		                             "July",    "August",   "September", "October", "November", "December" };
	CHECK(month >= 1 && month <= 12);
	return str_of(names[month - 1]);
}

void day_write_long(buf *b, day d)
{
	ymd parts = day_parts(d);
	buf_int(b, parts.dom);
	buf_char(b, ' ');
	buf_str(b, month_name(parts.month));
	buf_char(b, ' ');
	buf_int(b, parts.year);
}

/* ".7" is 700 milliseconds; digits beyond the third are read and dropped. */
static bool read_fraction(str *s, int *ret_ms)
{
	int ms = 0, digits = 0;
	for (int digit; read_digits(s, 1, &digit); digits++)
		if (digits < 3) ms = ms * 10 + digit;
	for (int i = digits; i < 3; i++) ms *= 10;
	*ret_ms = ms;
	return digits > 0 && digits <= 9;
}

static bool read_offset(str *s, int *ret_minutes)
{
	int hours = 0, minutes = 0, sign = 0;
	if (!read_char(s, 'Z')) {
		sign = read_char(s, '-') ? -1 : read_char(s, '+') ? 1 : 0;
		if (!sign || !read_digits(s, 2, &hours) || !read_char(s, ':') || !read_digits(s, 2, &minutes))
			return false;
	}
	*ret_minutes = sign * (hours * 60 + minutes);
	return hours <= 23 && minutes <= 59;
}

bool instant_read(str s, instant *ret)
{
	day d;
	int hour, minute, second, ms = 0, offset;
	if (!read_ymd(&s, &d) || !read_char(&s, 'T')) return false;
	if (!read_digits(&s, 2, &hour) || !read_char(&s, ':') || !read_digits(&s, 2, &minute)) return false;
	if (!read_char(&s, ':') || !read_digits(&s, 2, &second)) return false;
	if (read_char(&s, '.') && !read_fraction(&s, &ms)) return false;
	if (!read_offset(&s, &offset) || s.n || hour > 23 || minute > 59 || second > 59) return false;
	int64_t minutes = ((int64_t)d.n * 24 + hour) * 60 + minute - offset;
	if (minutes < FIRST_MINUTE || minutes >= END_MINUTE)
		return false; /* an offset may lead out of the range of years */
	*ret = (instant){ (minutes * 60 + second) * 1000 + ms };
	return true;
}

void instant_write(buf *b, instant i)
{
	int64_t ms = i.ms % 86400000;
	if (ms < 0) ms += 86400000;
	day_write(b, (day){ (int32_t)((i.ms - ms) / 86400000) });
	buf_printf(b, "T%02d:%02d:%02d.%03dZ", (int)(ms / 3600000), (int)(ms / 60000 % 60), (int)(ms / 1000 % 60),
	           (int)(ms % 1000));
}
