/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Years from April, quarters, months, working days and ages: what a day is to statistics. */
#include "journey/columns.h"

#include "base/holiday.h"

static uint16_t year_of(ymd on, ymd begins)
{
	return (uint16_t)(on.year - (on.month < 4) - begins.year + (begins.month < 4));
}

static uint16_t months_of(ymd on)
{
	return (uint16_t)(on.year * 12 + on.month - 1);
}

calendar calendar_make(arena *a, day first_day, uint32_t days)
{
	calendar c = { .first_day = first_day, .days = days };
	bool dated = first_day.n != JOURNEY_NO_CALENDAR;
	uint16_t *period[CALENDAR_PERIODS] = { 0 };
	uint32_t *working = dated ? TAKE_N(a, uint32_t, (size_t)days + 1) : NULL;
	ymd begins = dated ? day_parts(first_day) : (ymd){ 0 };
	for (int p = 0; p < (dated ? CALENDAR_PERIODS : 1); p++) c.period[p] = period[p] = TAKE_N(a, uint16_t, (size_t)days + 1);
	for (uint32_t d = 0; d < days; d++) {
		day at = { dated ? first_day.n + (int32_t)d : 0 };
		ymd on = day_parts(at);
		uint16_t month = (uint16_t)(months_of(on) - months_of(begins));
		period[PERIOD_YEAR][d] = dated ? year_of(on, begins) : (uint16_t)(d * 4 / 1461);
		if (!dated) continue;
		period[PERIOD_MONTH][d] = month;
		period[PERIOD_QUARTER][d] = (uint16_t)(months_of(on) / 3 - months_of(begins) / 3);
		working[d + 1] = working[d] + working_day(at);
	}
	for (int p = 0; p < CALENDAR_PERIODS; p++) c.periods[p] = period[p] && days ? period[p][days - 1] + 1u : 0;
	c.working = working;
	return c;
}

void calendar_period_name(buf *b, const calendar *c, calendar_period p, uint32_t value)
{
	if (c->first_day.n == JOURNEY_NO_CALENDAR) {
		buf_int(b, value);
		return;
	}
	ymd begins = day_parts(c->first_day);
	int month = begins.year * 12 + begins.month - 1, year = begins.year - (begins.month < 4) + (int)value;
	switch (p) {
	case PERIOD_YEAR: buf_printf(b, "%d-%02d", year, (year + 1) % 100); return;
	case PERIOD_QUARTER:
		month = (month / 3 + (int)value) * 3;
		year = month / 12 - (month % 12 < 3);
		buf_printf(b, "%d-%02d quarter %d", year, (year + 1) % 100, (month % 12 + 9) % 12 / 3 + 1);
		return;
	case PERIOD_MONTH: buf_printf(b, "%d-%02d", (month + (int)value) / 12, (month + (int)value) % 12 + 1); return;
	}
}

uint8_t age_band(bool known, day born, day on)
{
	enum { NOT_KNOWN, UNBORN, UNDER_1, FROM_1, FROM_5, FROM_10, FROM_16 };
	if (!known) return NOT_KNOWN;
	if (on.n < born.n) return UNBORN;
	int age = day_age(born, on);
	return age < 1 ? UNDER_1 : age < 5 ? FROM_1 : age < 10 ? FROM_5 : age < 16 ? FROM_10 : FROM_16;
}

str age_band_name(uint32_t band)
{
	static const char *const names[AGE_BANDS] = { "not known", "unborn", "under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over" };
	CHECK(band < AGE_BANDS);
	return str_of(names[band]);
}
