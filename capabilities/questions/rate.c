/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* For each 10,000 children who live here: how many these are stands in the published populations, and nowhere else. */
#include "capabilities/questions/asked.h"
#include "journey/published.h"
#include "web/wording.h"

enum { PER = 10000 };

static uint32_t year_now(const asked *x)
{
	const calendar *on = &x->held->journeys->on;
	return on->period[PERIOD_YEAR] && on->days ? on->period[PERIOD_YEAR][on->days - 1] : 0;
}

/* The calendar's years begin on 1 April, and the middle of the first stands in it. */
static int64_t middle_of(const asked *x, uint32_t year)
{
	ymd first = day_parts(x->held->journeys->on.first_day);
	return first.year - (first.month < 4) + (int64_t)year;
}

/* From the newest on: a table that is older than the year stands for those before it too, as long as it is not of later. */
static err read_years(asked *x, published *p)
{
	rates *to = &x->per;
	p->year = INT64_MAX;
	for (uint32_t year = year_now(x) + 1; year-- > 0 && year_now(x) - year < RATE_YEARS;) {
		int64_t middle = middle_of(x, year);
		if (p->year > middle) {
			err e = published_newest(x->r->db, x->r->a, x->r->practice, area_zone(x->r->area), S("population"), middle, p);
			if (e != OK) return e == E_NOT_FOUND ? OK : e;
			to->any = true;
			to->read_in = to->read_in.ms ? to->read_in : p->taken;
		}
		to->years[year % RATE_YEARS].aged_0_to_17 = published_figure(p, to->authority, STR_NONE, S("population_estimate")).number;
		to->years[year % RATE_YEARS].mid_year = p->year;
		if (!to->name.n) to->name = str_copy(x->r->a, published_words(p, to->authority, S("la_name")));
	}
	return OK;
}

err population_read(asked *x)
{
	published p = { 0 };
	x->per = (rates){ .asked = x->m->per.n > 0, .authority = area_settings(x->r->area)->local_authority };
	return x->per.asked ? read_years(x, &p) : OK;
}

static double people_of(const asked *x, uint32_t year)
{
	return year <= year_now(x) && year_now(x) - year < RATE_YEARS ? x->per.years[year % RATE_YEARS].aged_0_to_17 : 0;
}

/* The first year that has any, where so many months before the first are empty that chance alone would leave them so less than once in
 * a hundred (Poisson: exp(-4.6)). */
static bool records_begin_in(const asked *x, uint32_t year)
{
	const tally *month = x->months.tallies;
	uint32_t first = 0, from = year * 12, until = from + 12; /* the calendar begins with a year */
	double counted = 0;
	while (x->has_months && first < x->months.cells && month[first].n == 0) first++;
	if (!x->has_months || first < from || first >= until) return false;
	for (uint32_t m = first; m < until && m < x->months.cells; m++) counted += (double)month[m].n;
	return counted / (until - first) * (first - from) > 4.6;
}

/* Of what is open, every day is. */
static bool is_whole(const asked *x, uint32_t year)
{
	return x->q.shape == SHAPE_STOCK || (year < year_now(x) && !records_begin_in(x, year));
}

bool rate_per_10000(const asked *x, uint32_t year, uint64_t n, rate *ret)
{
	double people = people_of(x, year);
	limits by_chance = count_limits(n);
	if (!x->per.asked || people <= 0 || !is_whole(x, year)) return false;
	*ret = (rate){ (double)n * PER / people, { by_chance.low * PER / people, by_chance.high * PER / people } };
	return true;
}

bool rate_year(const asked *x, uint32_t *ret)
{
	uint32_t now = year_now(x), year = now;
	for (uint32_t i = 0; x->year.n && i <= now; i++) {
		buf b = BUF(x->r->a);
		calendar_period_name(&b, &x->held->journeys->on, PERIOD_YEAR, i);
		if (str_eq(buf_view(&b), x->year)) year = i;
	}
	if (!x->year.n && x->q.shape != SHAPE_STOCK && now > 0) year = now - 1;
	*ret = year;
	return is_whole(x, year);
}

str rate_year_words(const asked *x, uint32_t year)
{
	buf b = BUF(x->r->a);
	calendar_period_name(&b, &x->held->journeys->on, PERIOD_YEAR, year);
	return buf_view(&b);
}

/* "22,650" */
static void put_thousands(buf *b, int64_t n)
{
	if (n >= 1000) put_thousands(b, n / 1000);
	if (n >= 1000) buf_printf(b, ",%03lld", (long long)(n % 1000));
	else buf_printf(b, "%lld", (long long)n);
}

static void say_missing(buf *b, const rates *per)
{
	if (!per->any)
		buf_lit(b, "It cannot be told for each 10,000 children who live here, as nobody read in how many these are: waymark import stats with the "
		           "published populations (mid-year estimates of those aged 0 to 17, by local authority).");
	else if (!per->authority.n)
		buf_lit(b, "It cannot be told for each 10,000 children who live here, as nobody said which local authority this is: the setting "
		           "local_authority, its number in the published tables.");
	else {
		buf_lit(b, "It cannot be told for each 10,000 children who live here: the populations that were read in have no local authority ");
		buf_str(b, per->authority);
		buf_lit(b, ", which the setting local_authority says that this is.");
	}
}

str rate_source(const asked *x)
{
	uint32_t year;
	buf b = BUF(x->r->a);
	const rates *per = &x->per;
	if (!per->asked) return STR_NONE;
	if (!rate_year(x, &year)) return S("A year that is not over, or in which the records begin, has no rate.");
	if (people_of(x, year) <= 0) {
		say_missing(&b, per);
		return buf_view(&b);
	}
	buf_lit(&b, "The population: ");
	put_thousands(&b, (int64_t)people_of(x, year));
	buf_printf(&b, " aged 0 to 17 in the middle of %lld", (long long)per->years[year % RATE_YEARS].mid_year);
	if (per->name.n) buf_lit(&b, " in ");
	buf_str(&b, per->name);
	buf_lit(&b, ", as published; read in on ");
	buf_str(&b, instant_day_words(x->r->a, area_zone(x->r->area), per->read_in));
	buf_str(&b, x->q.shape == SHAPE_STOCK ? S(".") : S(". Each year has its own."));
	return buf_view(&b);
}

/* ---- in a table */

/* The year of the calendar that a row is of: its name, or a day in it. */
static bool year_of_row(const asked *x, str first, uint32_t *ret)
{
	day d;
	const calendar *on = &x->held->journeys->on;
	if (day_read(first, &d)) {
		if (d.n < on->first_day.n || d.n >= on->first_day.n + (int32_t)on->days) return false;
		*ret = on->period[PERIOD_YEAR][d.n - on->first_day.n];
		return true;
	}
	for (uint32_t year = 0; year <= year_now(x); year++) {
		*ret = year;
		if (str_eq(rate_year_words(x, year), first)) return true;
	}
	return false;
}

static void put_rate(const asked *x, answer_table *to, str first, str count)
{
	rate r;
	int64_t n;
	uint32_t year;
	bool has = str_to_int(count, &n) && year_of_row(x, first, &year) && rate_per_10000(x, year, (uint64_t)n, &r);
	for (int i = 0; i < 3; i++) {
		buf b = BUF(x->r->a);
		if (has) buf_printf(&b, "%.1f", i == 0 ? r.is : i == 1 ? r.by_chance.low : r.by_chance.high);
		PUSH(x->r->a, &to->cells, buf_view(&b));
	}
}

bool rate_columns(const asked *x, answer_table *io)
{
	arena *a = x->r->a;
	answer_table to = { 0 };
	size_t n = io->columns.n;
	bool by_year = x->q.shape == SHAPE_STOCK ? !x->q.by_n : x->q.by_n == 1 && x->q.by[0] == SPLIT_YEAR;
	if (!x->per.asked || !x->per.any || !by_year || n < 2) return x->per.asked && by_year;
	EACH (c, io->columns) PUSH(a, &to.columns, *c);
	static const char *const names[] = { "per_10000", "per_10000_low", "per_10000_high" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) PUSH(a, &to.columns, ((answer_column){ str_of(names[i]), true }));
	for (size_t i = 0; i + n <= io->cells.n; i += n) {
		for (size_t c = 0; c < n; c++) PUSH(a, &to.cells, io->cells.at[i + c]);
		put_rate(x, &to, io->cells.at[i], io->cells.at[i + 1]);
	}
	*io = to;
	return true;
}
