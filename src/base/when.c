/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/day.h"

static bool read_period(str s, when *ret)
{
	day on;
	int64_t year, month = 1;
	if (day_read(s, &on)) {
		*ret = (when){ .is = WHEN_DAY, .on = on };
		return true;
	}
	bool has_month = s.n == 7 && s.at[4] == '-';
	if ((!has_month && s.n != 4) || !str_to_int(str_first(s, 4), &year)) return false;
	if (has_month && (!str_to_int(str_from(s, 5), &month) || month < 1)) return false;
	if (!day_make((int)year, (int)month, 1, &on)) return false;
	*ret = (when){ .is = has_month ? WHEN_MONTH : WHEN_YEAR, .on = on };
	return true;
}

bool when_read(const zone *z, str s, when *ret)
{
	instant at;
	bool long_enough = s.n > sizeof "2024-07-05~" - 1;
	if (long_enough && instant_read(s, &at)) {
		*ret = (when){ .is = WHEN_INSTANT, .on = zone_day(z, at), .at = at };
		return true;
	}
	bool about = str_ends(s, S("~"));
	if (!read_period(str_first(s, s.n - about), ret)) return false;
	ret->about = about;
	return true;
}

void when_write(buf *b, when w)
{
	ymd parts = day_parts(w.on);
	switch (w.is) {
	case WHEN_NONE: return;
	case WHEN_INSTANT: instant_write(b, w.at); return;
	case WHEN_DAY: day_write(b, w.on); break;
	case WHEN_MONTH: buf_printf(b, "%04d-%02d", parts.year, parts.month); break;
	case WHEN_YEAR: buf_printf(b, "%04d", parts.year); break;
	}
	if (w.about) buf_char(b, '~');
}

void when_write_long(buf *b, const zone *z, when w)
{
	ymd parts = day_parts(w.on);
	if (w.about) buf_lit(b, "about ");
	switch (w.is) {
	case WHEN_NONE: break;
	case WHEN_DAY: day_write_long(b, w.on); break;
	case WHEN_YEAR: buf_int(b, parts.year); break;
	case WHEN_MONTH:
		buf_str(b, month_name(parts.month));
		buf_printf(b, " %d", parts.year);
		break;
	case WHEN_INSTANT: {
		int minutes = zone_minutes(z, w.at);
		day_write_long(b, zone_day(z, w.at));
		buf_printf(b, " at %02d:%02d", minutes / 60, minutes % 60);
		break;
	}
	}
}

int when_cmp(when a, when b)
{
	if (a.is == WHEN_NONE || b.is == WHEN_NONE) return (a.is == WHEN_NONE) - (b.is == WHEN_NONE);
	if (a.on.n != b.on.n) return a.on.n < b.on.n ? -1 : 1;
	if (a.is != b.is) return a.is < b.is ? -1 : 1;
	if (a.is != WHEN_INSTANT) return 0;
	return (a.at.ms > b.at.ms) - (a.at.ms < b.at.ms);
}

int64_t when_sort_ms(const zone *z, when w)
{
	return w.is == WHEN_INSTANT ? w.at.ms : zone_instant(z, w.on, 0).ms;
}

static bool read_minute(str s, day *ret_on, int64_t *ret_minutes)
{
	int64_t hour, minute;
	bool shaped = s.n == sizeof "2024-03-05T14:20" - 1 && s.at[10] == 'T' && s.at[13] == ':';
	if (!shaped || !day_read(str_first(s, 10), ret_on)) return false;
	if (!str_to_int(str_first(str_from(s, 11), 2), &hour) || !str_to_int(str_from(s, 14), &minute)) return false;
	*ret_minutes = hour * 60 + minute;
	return hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
}

bool moment_read(const zone *z, str s, instant *ret)
{
	day on;
	int64_t minutes;
	if (day_read(s, &on)) *ret = (instant){ zone_instant(z, day_add(on, 1), 0).ms - 1 };
	else if (read_minute(s, &on, &minutes)) *ret = (instant){ zone_instant(z, on, (int)minutes).ms + 60 * 1000 - 1 };
	else return instant_read(s, ret);
	return true;
}
