/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Zone files as RFC 8536 describes them: a table of changes, and a rule (POSIX TZ, in the footer) for the years after
 * it. */
#include "base/day.h"
#include "base/file.h"

enum { ZONE_MAX_BYTES = 256 * 1024, MAX_CHANGES = 4000, MAX_OFFSET_SECONDS = 26 * 3600, DAY_SECONDS = 86400 };

typedef struct {
	int64_t from;   /* seconds since 1970, UTC */
	int32_t offset; /* seconds east of UTC from then on */
} change;

/* The day of a year on which the clock changes: Jn, n or Mm.w.d. */
typedef struct {
	enum { RULE_JULIAN, RULE_ZERO_BASED, RULE_WEEKDAY } is;
	int n;                    /* RULE_JULIAN 1..365, 29 February never counted; RULE_ZERO_BASED 0..365 */
	int month, week, weekday; /* week 5 is the last; weekday 0 Sunday */
	int32_t seconds;          /* after local midnight, may be negative or beyond the day */
} yearly;

struct zone {
	int32_t first_offset; /* before the first change */
	change *changes;
	size_t change_n;
	bool has_rule, has_summer;
	int32_t standard, summer; /* offsets of the rule */
	yearly starts, ends;      /* of summer time */
};

/* ---- the footer */

static bool skip(str *s, char c)
{
	bool there = s->n && s->at[0] == c;
	if (there) *s = str_from(*s, 1);
	return there;
}

static bool read_number(str *s, int most, int *ret)
{
	int n = 0;
	size_t i = 0;
	for (; i < s->n && s->at[i] >= '0' && s->at[i] <= '9'; i++) {
		n = n * 10 + (s->at[i] - '0');
		if (n > most) return false;
	}
	*s = str_from(*s, i);
	*ret = n;
	return i > 0;
}

static bool read_name(str *s)
{
	bool quoted = skip(s, '<');
	size_t n = 0;
	for (; n < s->n; n++) {
		char c = s->at[n];
		bool letter = (c | 32) >= 'a' && (c | 32) <= 'z', digit = c >= '0' && c <= '9';
		if (!letter && !(quoted && (digit || c == '+' || c == '-'))) break;
	}
	*s = str_from(*s, n);
	return n >= 3 && (!quoted || skip(s, '>'));
}

static bool read_hms(str *s, int most_hours, int32_t *ret_seconds)
{
	int hours, minutes = 0, seconds = 0;
	int sign = skip(s, '-') ? -1 : 1;
	if (sign == 1) skip(s, '+');
	if (!read_number(s, most_hours, &hours)) return false;
	if (skip(s, ':') && !read_number(s, 59, &minutes)) return false;
	if (skip(s, ':') && !read_number(s, 59, &seconds)) return false;
	*ret_seconds = sign * (hours * 3600 + minutes * 60 + seconds);
	return true;
}

static bool read_yearly(str *s, yearly *ret)
{
	yearly y = { .seconds = 2 * 3600 };
	if (skip(s, 'M')) {
		y.is = RULE_WEEKDAY;
		if (!read_number(s, 12, &y.month) || !skip(s, '.') || !read_number(s, 5, &y.week) || !skip(s, '.'))
			return false;
		if (!read_number(s, 6, &y.weekday) || y.month < 1 || y.week < 1) return false;
	} else {
		y.is = skip(s, 'J') ? RULE_JULIAN : RULE_ZERO_BASED;
		if (!read_number(s, 365, &y.n) || (y.is == RULE_JULIAN && y.n < 1)) return false;
	}
	if (skip(s, '/') && !read_hms(s, 167, &y.seconds)) return false;
	*ret = y;
	return true;
}

/* "GMT0BST,M3.5.0/1,M10.5.0": offsets are written west of UTC. */
static bool read_rule(str s, zone *z)
{
	if (s.n == 0) return true;
	if (!read_name(&s) || !read_hms(&s, 24, &z->standard)) return false;
	z->standard = -z->standard;
	z->has_rule = true;
	if (s.n == 0) return true;
	if (!read_name(&s)) return false;
	z->summer = z->standard + 3600;
	if (s.n && s.at[0] != ',') {
		if (!read_hms(&s, 24, &z->summer)) return false;
		z->summer = -z->summer;
	}
	z->has_summer = true;
	return skip(&s, ',') && read_yearly(&s, &z->starts) && skip(&s, ',') && read_yearly(&s, &z->ends) && s.n == 0;
}

/* ---- the table */

typedef struct {
	uint32_t is_utc, is_standard, leaps, changes, types, name_bytes;
} counts;

static uint64_t big_endian(const char *at, size_t n)
{
	uint64_t value = 0;
	for (size_t i = 0; i < n; i++) value = value << 8 | (unsigned char)at[i];
	return value;
}

/* Takes n bytes off the front of *s. */
static bool take(str *s, size_t n, str *ret)
{
	if (s->n < n) return false;
	*ret = str_first(*s, n);
	*s = str_from(*s, n);
	return true;
}

static bool read_header(str *s, counts *ret)
{
	str head;
	if (!take(s, 44, &head) || !str_starts(head, S("TZif")) || head.at[4] < '2') return false;
	uint32_t n[6];
	for (size_t i = 0; i < 6; i++) {
		n[i] = (uint32_t)big_endian(head.at + 20 + 4 * i, 4);
		if (n[i] > ZONE_MAX_BYTES) return false;
	}
	*ret = (counts){ n[0], n[1], n[2], n[3], n[4], n[5] };
	return true;
}

/* The block of 32-bit times stands first, for old readers. */
static bool skip_old_block(str *s)
{
	counts c;
	str block;
	if (!read_header(s, &c)) return false;
	size_t table = (size_t)c.changes * 5 + (size_t)c.types * 6, rest = (size_t)c.leaps * 8 + c.is_standard + c.is_utc;
	return take(s, table + c.name_bytes + rest, &block);
}

static bool offset_of_type(str types, size_t i, int32_t *ret)
{
	if (i >= types.n / 6) return false;
	int32_t offset = (int32_t)(uint32_t)big_endian(types.at + 6 * i, 4);
	if (offset < -MAX_OFFSET_SECONDS || offset > MAX_OFFSET_SECONDS) return false;
	*ret = offset;
	return true;
}

static bool read_table(arena *a, str *s, zone *z)
{
	counts c;
	str times, indexes, types, rest;
	/* Leap seconds are not counted here, and files that count them («right/») are not for us. */
	if (!read_header(s, &c) || c.types == 0 || c.leaps || c.changes > MAX_CHANGES) return false;
	if (!take(s, (size_t)c.changes * 8, &times) || !take(s, c.changes, &indexes)) return false;
	if (!take(s, (size_t)c.types * 6, &types)) return false;
	if (!take(s, (size_t)c.name_bytes + c.is_standard + c.is_utc, &rest)) return false;
	if (!offset_of_type(types, 0, &z->first_offset)) return false;
	z->changes = TAKE_N(a, change, c.changes);
	z->change_n = c.changes;
	for (size_t i = 0; i < c.changes; i++) {
		z->changes[i].from = (int64_t)big_endian(times.at + 8 * i, 8);
		if (!offset_of_type(types, (unsigned char)indexes.at[i], &z->changes[i].offset)) return false;
		if (i && z->changes[i].from <= z->changes[i - 1].from) return false;
	}
	return true;
}

err zone_parse(arena *a, str bytes, const zone **ret)
{
	zone *z = TAKE(a, zone);
	str s = bytes, rule;
	if (bytes.n > ZONE_MAX_BYTES || !skip_old_block(&s) || !read_table(a, &s, z)) return FAIL(&a->trail, E_INVALID);
	if (!skip(&s, '\n') || str_find_char(s, '\n') < 0) return FAIL(&a->trail, E_INVALID);
	rule = str_cut(s, '\n', &s);
	if (!read_rule(rule, z)) return FAIL(&a->trail, E_INVALID);
	*ret = z;
	return OK;
}

/* The name becomes a path: letters, digits and _ + - / only, so it stays inside the folder. */
static bool is_zone_name(str name)
{
	for (size_t i = 0; i < name.n; i++) {
		char c = name.at[i];
		bool letter = (c | 32) >= 'a' && (c | 32) <= 'z', digit = c >= '0' && c <= '9';
		if (!letter && !digit && c != '_' && c != '+' && c != '-' && c != '/') return false;
	}
	return name.n > 0 && name.n <= 100 && name.at[0] != '/';
}

err zone_load(arena *a, str name, const zone **ret)
{
	str bytes;
	if (!is_zone_name(name)) return FAIL(&a->trail, E_NOT_FOUND);
	buf path = BUF(a);
	buf_lit(&path, "/usr/share/zoneinfo/");
	buf_str(&path, name);
	err e = file_read(a, str_c(a, buf_view(&path)), ZONE_MAX_BYTES, &bytes);
	if (e == E_LIMIT) return E_INVALID;
	TRY(e);
	return zone_parse(a, bytes, ret);
}

/* ---- asking */

/* Years outside the range of day_make are taken as its ends: no record reaches there. */
static int32_t first_of(int year, int month)
{
	day d = { 0 };
	int within = year < DAY_FIRST_YEAR ? DAY_FIRST_YEAR : year > DAY_LAST_YEAR ? DAY_LAST_YEAR : year;
	CHECK(day_make(within, month, 1, &d));
	return d.n;
}

static int32_t yearly_day(const yearly *y, int year)
{
	int32_t first = first_of(year, y->is == RULE_WEEKDAY ? y->month : 1);
	int32_t february_days = first_of(year, 3) - first_of(year, 2);
	switch (y->is) {
	case RULE_ZERO_BASED: return first + y->n;
	case RULE_JULIAN: return first + y->n - 1 + (y->n >= 60 && february_days == 29);
	case RULE_WEEKDAY: break;
	}
	int from_sunday = (day_weekday((day){ first }) + 1) % 7;
	int32_t d = first + (y->weekday - from_sunday + 7) % 7 + 7 * (y->week - 1);
	while (day_parts((day){ d }).month != y->month) d -= 7;
	return d;
}

static int64_t floor_div(int64_t n, int64_t by)
{
	return n / by - (n % by < 0);
}

static int32_t rule_offset(const zone *z, int64_t t)
{
	if (!z->has_summer) return z->standard;
	int year = day_parts((day){ (int32_t)floor_div(t + z->standard, DAY_SECONDS) }).year;
	int64_t starts = (int64_t)yearly_day(&z->starts, year) * DAY_SECONDS + z->starts.seconds - z->standard;
	int64_t ends = (int64_t)yearly_day(&z->ends, year) * DAY_SECONDS + z->ends.seconds - z->summer;
	bool summer = starts < ends ? starts <= t && t < ends : !(ends <= t && t < starts);
	return summer ? z->summer : z->standard;
}

static int32_t offset_at(const zone *z, int64_t t)
{
	size_t low = 0, high = z->change_n; /* the changes before `low` are not after t */
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (z->changes[middle].from <= t) low = middle + 1;
		else high = middle;
	}
	if (low == z->change_n && z->has_rule) return rule_offset(z, t);
	return low ? z->changes[low - 1].offset : z->first_offset;
}

/* Seconds since 1970 as the clock on the wall shows them. */
static int64_t wall_seconds(const zone *z, instant i)
{
	int64_t t = floor_div(i.ms, 1000);
	return t + offset_at(z, t);
}

day zone_day(const zone *z, instant i)
{
	return (day){ (int32_t)floor_div(wall_seconds(z, i), DAY_SECONDS) };
}

int zone_minutes(const zone *z, instant i)
{
	int64_t wall = wall_seconds(z, i);
	return (int)((wall - floor_div(wall, DAY_SECONDS) * DAY_SECONDS) / 60);
}

instant zone_instant(const zone *z, day d, int minutes)
{
	CHECK(minutes >= 0 && minutes < 24 * 60);
	int64_t wall = (int64_t)d.n * DAY_SECONDS + minutes * 60;
	int32_t before = offset_at(z, wall - DAY_SECONDS), after = offset_at(z, wall + DAY_SECONDS);
	/* The greater offset gives the earlier instant. Where neither is right, the clock was moved forward over this
	 * minute, and the offset from before gives the instant as far behind the change as the minute is in the gap. */
	int32_t greater = before > after ? before : after, lesser = before > after ? after : before;
	int64_t t = wall - before;
	if (offset_at(z, wall - greater) == greater) t = wall - greater;
	else if (offset_at(z, wall - lesser) == lesser) t = wall - lesser;
	return (instant){ t * 1000 };
}
