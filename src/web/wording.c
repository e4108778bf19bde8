/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/wording.h"

#include "access/identities.h"

enum { MONTHS_UNTIL_YEARS = 24 }; /* up to here an age is told in months */

str day_words(arena *a, day d)
{
	buf b = BUF(a);
	day_write_long(&b, d);
	return buf_view(&b);
}

str instant_words(arena *a, const zone *z, instant i)
{
	return when_words(a, z, (when){ .is = WHEN_INSTANT, .on = zone_day(z, i), .at = i });
}

str instant_day_words(arena *a, const zone *z, instant i)
{
	return day_words(a, zone_day(z, i));
}

str when_words(arena *a, const zone *z, when w)
{
	buf b = BUF(a);
	if (w.is == WHEN_NONE) return S("not known when");
	when_write_long(&b, z, w);
	return buf_view(&b);
}

str when_in_month(arena *a, const zone *z, when w)
{
	static const str weekdays[] = { STR("Monday "), STR("Tuesday "),  STR("Wednesday "), STR("Thursday "),
		                        STR("Friday "), STR("Saturday "), STR("Sunday ") };
	buf b = BUF(a);
	ymd on = day_parts(w.on);
	if (w.about) buf_lit(&b, "about ");
	switch (w.is) {
	case WHEN_NONE: buf_lit(&b, "not known when"); break;
	case WHEN_YEAR:
		if (!w.about) buf_lit(&b, "in ");
		buf_int(&b, on.year);
		break;
	case WHEN_MONTH:
		if (!w.about) buf_lit(&b, "in ");
		buf_str(&b, month_name(on.month));
		break;
	case WHEN_INSTANT:
	case WHEN_DAY:
		buf_str(&b, weekdays[day_weekday(w.on)]);
		buf_int(&b, on.dom);
		break;
	}
	if (w.is == WHEN_INSTANT) {
		int minutes = zone_minutes(z, w.at);
		buf_lit(&b, ", ");
		buf_int_padded(&b, minutes / 60, 2);
		buf_char(&b, ':');
		buf_int_padded(&b, minutes % 60, 2);
	}
	return buf_view(&b);
}

/* Whole months from one day to a later one. */
static int months_between(day from, day to)
{
	ymd f = day_parts(from), t = day_parts(to);
	return (t.year - f.year) * 12 + t.month - f.month - (t.dom < f.dom);
}

str age_words(arena *a, const value *born, day on)
{
	buf b = BUF(a);
	if (!born || born->is != VALUE_KNOWN || born->on.is == WHEN_NONE || on.n < born->on.on.n) return STR_NONE;
	bool exact = born->on.is >= WHEN_DAY && !born->on.about;
	int months = months_between(born->on.on, on), years = day_age(born->on.on, on);
	if (!exact) buf_lit(&b, "about ");
	if (months >= MONTHS_UNTIL_YEARS) {
		buf_int(&b, years);
		buf_lit(&b, " years old");
	} else if (months == 1) {
		buf_lit(&b, "1 month old");
	} else if (months == 0 && exact) {
		buf_int(&b, on.n - born->on.on.n);
		buf_lit(&b, " days old");
	} else {
		buf_int(&b, months);
		buf_lit(&b, " months old");
	}
	return buf_view(&b);
}

str value_words(const view *v, const field *f, const value *val)
{
	buf b = BUF(v->r->a);
	bool links = f->type == FIELD_PERSON || f->type == FIELD_PEOPLE || f->type == FIELD_RECORD;
	if (val->is == VALUE_ABSENT) return STR_NONE;
	if (val->is != VALUE_KNOWN || !links) {
		value_write_words(&b, area_zone(v->r->area), f, val);
		return buf_view(&b);
	}
	for (size_t i = 0; i < val->records.n; i++) {
		if (i) buf_str(&b, i + 1 == val->records.n ? S(" and ") : S(", "));
		buf_str(&b, access_name(v, val->records.at[i]));
	}
	return buf_view(&b);
}

str author_words(const view *v, record_id author, record_id agency, str batch)
{
	buf b = BUF(v->r->a);
	str source = author.n ? STR_NONE : access_source(v, batch);
	if (source.n) {
		buf_lit(&b, "According to ");
		buf_str(&b, source);
		return buf_view(&b);
	}
	if (author.n == 0) return S("The program");
	buf_str(&b, access_name_of(v, S("worker"), author));
	if (agency.n) {
		buf_lit(&b, ", ");
		buf_str(&b, access_name_of(v, S("agency"), agency));
	}
	return buf_view(&b);
}

str joined_words_of(const view *v, record_id of, str words)
{
	buf b = BUF(v->r->a);
	if (of.n == 0 || of.n == v->child.n) return words;
	buf_str(&b, words);
	buf_str(&b, words.n ? S(", in the record of ") : S("in the record of "));
	buf_str(&b, access_name(v, of));
	return buf_view(&b);
}

str joined_words(const view *v, const record *said, str words)
{
	return v->same.n > 1 ? joined_words_of(v, access_written_to(v, said), words) : words;
}

str joined_over_words(const view *v)
{
	buf b = BUF(v->r->a);
	if (v->same.n < 2) return STR_NONE;
	buf_lit(&b, "This comes from the records of ");
	for (size_t i = 0; i < v->same.n; i++) {
		if (i) buf_str(&b, i + 1 == v->same.n ? S(" and ") : S(", "));
		buf_str(&b, access_name(v, v->same.at[i]));
	}
	buf_lit(&b, ", which are joined.");
	return buf_view(&b);
}

str count_words(arena *a, size_t n, const char *one, const char *more)
{
	buf b = BUF(a);
	buf_printf(&b, "%zu %s", n, n == 1 ? one : more);
	return buf_view(&b);
}
