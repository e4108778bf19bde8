/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What was counted, in the columns of the published tables. */
#include "journey/returned.h"
#include "journey/statistics.h"
#include "wire/csv.h"

#include <stdlib.h>

typedef enum { CELL_COUNT, CELL_RATE, CELL_PERCENT, CELL_QUANTILE } cell_is;

/* A column after those that say of whom the row is; or, of a table with a row for each count, one of its rows. */
typedef struct {
	const char *column;
	cell_is is;
	returned_count of;
	int per; /* PERCENT: another count; QUANTILE: in a hundred */
} cell;

/* In the national tables each count is a row: what it is called, and whether it has a rate, or is a percentage of which count. */
typedef struct {
	const char *category, *type;
	returned_count of;
	bool has_rate;
	int percent_of; /* -1: none */
} row_of_count;

typedef struct {
	const char *name, *category;
	const cell *cells;
	size_t n;
	const row_of_count *rows;
	size_t row_n;
	size_t parts; /* so many cells after the first add up to it: what is left out of them must not be had by taking away */
} table_form;

static const cell b1[] = {
	{ "Anypoint_episodes", CELL_COUNT, N_ANY, 0 }, { "Anypoint_child", CELL_COUNT, N_ANY_CHILD, 0 },
	{ "Started_episodes", CELL_COUNT, N_STARTED, 0 }, { "Started_child", CELL_COUNT, N_STARTED_CHILD, 0 },
	{ "Ended_episodes", CELL_COUNT, N_ENDED, 0 }, { "Ended_child", CELL_COUNT, N_ENDED_CHILD, 0 },
	{ "At31_episodes", CELL_COUNT, N_AT31, 0 }, { "awaiting_assessment", CELL_COUNT, N_AWAITING, 0 },
};
static const cell c1[] = {
	{ "referral_count", CELL_COUNT, N_REFERRED, 0 }, { "rereferral_count", CELL_COUNT, N_AGAIN, 0 },
	{ "rereferral_percent", CELL_PERCENT, N_AGAIN, N_REFERRED }, { "no_further_action_count", CELL_COUNT, N_NO_ACTION, 0 },
	{ "no_further_action_percent", CELL_PERCENT, N_NO_ACTION, N_REFERRED }, { "not_in_need_count", CELL_COUNT, N_NOT_IN_NEED, 0 },
	{ "not_in_need_percent", CELL_PERCENT, N_NOT_IN_NEED, N_REFERRED }, { "referral_child_count", CELL_COUNT, N_REFERRED_CHILD, 0 },
	{ "rereferral_child_count", CELL_COUNT, N_AGAIN_CHILD, 0 },
	{ "rereferral_child_percent", CELL_PERCENT, N_AGAIN_CHILD, N_REFERRED_CHILD },
};
static const cell c2[] = {
	{ "Assessments_completed", CELL_COUNT, N_ASSESSED, 0 }, { "Assessments_completed_rate", CELL_RATE, N_ASSESSED, 0 },
	{ "Same_day", CELL_COUNT, N_SAME_DAY, 0 }, { "1-10_days", CELL_COUNT, N_TO_10, 0 }, { "11-20_days", CELL_COUNT, N_TO_20, 0 },
	{ "21-30_days", CELL_COUNT, N_TO_30, 0 }, { "31-40_days", CELL_COUNT, N_TO_40, 0 }, { "41-45_days", CELL_COUNT, N_TO_45, 0 },
	{ "46-50_days", CELL_COUNT, N_TO_50, 0 }, { "51-60_days", CELL_COUNT, N_TO_60, 0 }, { "61+_days", CELL_COUNT, N_OVER_60, 0 },
	{ "25th_Percentile_days", CELL_QUANTILE, N_ASSESSED, 25 }, { "Median_days", CELL_QUANTILE, N_ASSESSED, 50 },
	{ "75th_Percentile_days", CELL_QUANTILE, N_ASSESSED, 75 },
};
static const cell c5[] = {
	{ "Referrals", CELL_COUNT, N_REFERRED, 0 }, { "Individual", CELL_COUNT, N_BY_INDIVIDUAL, 0 }, { "Schools", CELL_COUNT, N_BY_SCHOOL, 0 },
	{ "Education_Services", CELL_COUNT, N_BY_EDUCATION, 0 }, { "Health_Services", CELL_COUNT, N_BY_HEALTH, 0 },
	{ "Housing", CELL_COUNT, N_BY_HOUSING, 0 }, { "LA_Services", CELL_COUNT, N_BY_LOCAL_AUTHORITY, 0 },
	{ "Police", CELL_COUNT, N_BY_POLICE, 0 }, { "Other_legal_agency", CELL_COUNT, N_BY_LAW, 0 }, { "Other", CELL_COUNT, N_BY_OTHER, 0 },
	{ "Anonymous", CELL_COUNT, N_BY_NOBODY_NAMED, 0 }, { "Unknown", CELL_COUNT, N_BY_NOT_KNOWN, 0 },
};
static const cell d1[] = {
	{ "CPP_start", CELL_COUNT, N_PLANS_STARTED, 0 }, { "CPP_start_rate", CELL_RATE, N_PLANS_STARTED, 0 },
	{ "CPP_child_start", CELL_COUNT, N_PLANS_STARTED_CHILD, 0 }, { "CPP_child_start_rate", CELL_RATE, N_PLANS_STARTED_CHILD, 0 },
	{ "CPP_end", CELL_COUNT, N_PLANS_ENDED, 0 }, { "CPP_end_rate", CELL_RATE, N_PLANS_ENDED, 0 },
	{ "CPP_child_end", CELL_COUNT, N_PLANS_ENDED_CHILD, 0 }, { "CPP_child_end_rate", CELL_RATE, N_PLANS_ENDED_CHILD, 0 },
	{ "CPP_anypoint", CELL_COUNT, N_PLANS_ANY, 0 }, { "CPP_anypoint_rate", CELL_RATE, N_PLANS_ANY, 0 },
	{ "CPP_child_anypoint", CELL_COUNT, N_PLANS_ANY_CHILD, 0 }, { "CPP_child_anypoint_rate", CELL_RATE, N_PLANS_ANY_CHILD, 0 },
	{ "CPP_At31", CELL_COUNT, N_PLANS_AT31, 0 }, { "CPP_At31_rate", CELL_RATE, N_PLANS_AT31, 0 },
};
static const cell d3[] = {
	{ "CPP_start", CELL_COUNT, N_PLANS_STARTED, 0 }, { "CPP_subsequent", CELL_COUNT, N_PLANS_AGAIN, 0 },
	{ "CPP_subsequent_percent", CELL_PERCENT, N_PLANS_AGAIN, N_PLANS_STARTED },
};
static const cell d5[] = {
	{ "CPP_At31", CELL_COUNT, N_PLANS_AT31, 0 }, { "3_months_or_less", CELL_COUNT, N_PLANS_3_MONTHS, 0 },
	{ "3_months_or_less_percent", CELL_PERCENT, N_PLANS_3_MONTHS, N_PLANS_AT31 },
	{ "more_than_3_months_6_months", CELL_COUNT, N_PLANS_6_MONTHS, 0 },
	{ "more_than_3_months_6_months_percent", CELL_PERCENT, N_PLANS_6_MONTHS, N_PLANS_AT31 },
	{ "more_than_6_months_less_than_1_year", CELL_COUNT, N_PLANS_1_YEAR, 0 },
	{ "more_than_6_months_less_than_1_year_percent", CELL_PERCENT, N_PLANS_1_YEAR, N_PLANS_AT31 },
	{ "1_year_less_than_2_years", CELL_COUNT, N_PLANS_2_YEARS, 0 },
	{ "1_year_less_than_2_years_percent", CELL_PERCENT, N_PLANS_2_YEARS, N_PLANS_AT31 },
	{ "2_years_or_more", CELL_COUNT, N_PLANS_LONGER, 0 }, { "2_years_or_more_percent", CELL_PERCENT, N_PLANS_LONGER, N_PLANS_AT31 },
};
static const row_of_count a1[] = {
	{ "Children in Need", "Episodes of need at any point in the year", N_ANY, true, -1 },
	{ "Children in Need", "Children in Need at any point during the year", N_ANY_CHILD, true, -1 },
	{ "Children in Need", "Episodes of need starting in the year", N_STARTED, true, -1 },
	{ "Children in Need", "Children starting an episode of need in the year", N_STARTED_CHILD, true, -1 },
	{ "Children in Need", "Episodes of need ending in the year", N_ENDED, true, -1 },
	{ "Children in Need", "Children ending an episode of need in the year", N_ENDED_CHILD, true, -1 },
	{ "Children in Need", "Children in Need at 31 March", N_AT31, true, -1 },
	{ "Children in Need", "Children awaiting assessment or assessment not required at 31 March", N_AWAITING, true, N_AT31 },
	{ "Referrals", "Referrals in the year", N_REFERRED, true, -1 },
	{ "Referrals", "Re-referrals within 12 months of a previous referral", N_AGAIN, false, N_REFERRED },
	{ "Referrals", "Referral - No Further Action", N_NO_ACTION, false, N_REFERRED },
	{ "Referrals", "Referral - Assessed as not in Need", N_NOT_IN_NEED, false, N_REFERRED },
	{ "Referrals", "Children referred in the year", N_REFERRED_CHILD, true, -1 },
	{ "Referrals", "Children re-referred within 12 months of a previous referral", N_AGAIN_CHILD, false, N_REFERRED_CHILD },
	{ "Assessments", "Assessments completed in the year", N_ASSESSED, true, -1 },
};
static const row_of_count a2[] = {
	{ "Section 47", "Section 47s in the year", N_ENQUIRIES, true, -1 },
	{ "Section 47", "Children subject to a Section 47 in the year", N_ENQUIRY_CHILD, true, -1 },
	{ "ICPC", "ICPCs in the year", N_CONFERENCES, true, -1 },
	{ "ICPC", "Children subject to an ICPC in the year", N_CONFERENCE_CHILD, true, -1 },
	{ "CPP", "CPP at 31 March", N_PLANS_AT31, true, -1 },
	{ "CPP", "Children subject to a CPP for 3 months or more", N_PLANS_TO_REVIEW, false, -1 },
	{ "CPP", "CPP for 3 months or more reviewed within timescales", N_PLANS_REVIEWED, false, N_PLANS_TO_REVIEW },
	{ "CPP", "CPPs starting in the year", N_PLANS_STARTED, true, -1 },
	{ "CPP", "CPPs starting which were a second or subsequent plan", N_PLANS_AGAIN, false, N_PLANS_STARTED },
	{ "CPP", "Children starting CPPs in the year", N_PLANS_STARTED_CHILD, true, -1 },
	{ "CPP", "CPPs ending in the year", N_PLANS_ENDED, true, -1 },
	{ "CPP", "CPPs ending that had lasted two years or more", N_PLANS_ENDED_LONG, false, N_PLANS_ENDED },
	{ "CPP", "Children ending CPPs in the year", N_PLANS_ENDED_CHILD, true, -1 },
};

#define CELLS(list) (list), sizeof(list) / sizeof *(list), NULL, 0
#define ROWS_OF(list) NULL, 0, (list), sizeof(list) / sizeof *(list)
static const table_form forms[] = {
	{ "a1", "", ROWS_OF(a1), 0 },
	{ "a2", "", ROWS_OF(a2), 0 },
	{ "b1", "Children in Need", CELLS(b1), 0 },
	{ "c1", "Referrals and Re-referrals", CELLS(c1), 0 },
	{ "c2", "Duration of assessment", CELLS(c2), 9 },
	{ "c3", "Factors identified at the end of assessment", NULL, 0, NULL, 0, 0 },
	{ "c5", "Source of referral", CELLS(c5), 11 },
	{ "d1", "Child Protection Plans", CELLS(d1), 0 },
	{ "d3", "Child Protection Plans which are a second or subsequent plan", CELLS(d3), 0 },
	{ "d5", "Child Protection Plans by length of time", CELLS(d5), 5 },
};
const char *const returned_tables[] = { "a1", "a2", "b1", "c1", "c2", "c3", "c5", "d1", "d3", "d5", NULL };

/* ---- one cell */

typedef struct {
	returned *r;
	const returned_place *place;
	bool to_publish;
	const bool *out; /* counts that stay out */
} writing;

static str number_text(arena *a, double n)
{
	buf b = BUF(a);
	int64_t tenths = (int64_t)(n * 10 + .5); /* half away from zero, as the department rounds; none is negative */
	buf_int(&b, tenths / 10);
	if (tenths % 10) buf_printf(&b, ".%lld", (long long)(tenths % 10));
	return buf_view(&b);
}

static str count_text(const writing *w, returned_count of)
{
	buf b = BUF(w->r->a);
	buf_int(&b, (int64_t)w->r->counts[of]);
	return w->out[of] ? S("c") : buf_view(&b);
}

static str rate_text(const writing *w, returned_count of)
{
	if (w->out[of]) return S("c");
	if (w->place->population <= 0) return S("x");
	return number_text(w->r->a, (double)w->r->counts[of] / w->place->population * 10000);
}

static str percent_text(const writing *w, returned_count of, returned_count per)
{
	if (w->out[of] || w->out[per]) return S("c");
	if (w->r->counts[per] == 0) return S("z");
	return number_text(w->r->a, (double)w->r->counts[of] / (double)w->r->counts[per] * 100);
}

static int by_days(const void *x, const void *y)
{
	const uint32_t *a = x, *b = y;
	return (*a > *b) - (*a < *b);
}

/* By nearest rank. */
static str quantile_text(const writing *w, int in_hundred)
{
	size_t n = w->r->assessment_days.n;
	if (n == 0) return S("z");
	if (w->to_publish && n < SMALL_NUMBER) return S("c");
	qsort(w->r->assessment_days.at, n, sizeof(uint32_t), by_days);
	return number_text(w->r->a, w->r->assessment_days.at[(n * (size_t)in_hundred + 99) / 100 - 1]);
}

static str cell_text(const writing *w, const cell *c)
{
	switch (c->is) {
	case CELL_COUNT: return count_text(w, c->of);
	case CELL_RATE: return rate_text(w, c->of);
	case CELL_PERCENT: return percent_text(w, c->of, (returned_count)c->per);
	case CELL_QUANTILE: return quantile_text(w, c->per);
	}
	return STR_NONE;
}

/* ---- what stays out */

static void leave_out_parts(const writing *w, const table_form *t, bool *out)
{
	returned_count at[16];
	uint64_t counts[16];
	size_t n = 0;
	for (size_t i = 1; i < t->n && n < t->parts; i++)
		if (t->cells[i].is == CELL_COUNT) at[n++] = t->cells[i].of;
	at[n++] = t->cells[0].of;
	for (size_t i = 0; i < n; i++) counts[i] = w->r->counts[at[i]];
	const bool *is_out = suppressed(w->r->a, &(published_table){ 1, n, counts });
	for (size_t i = 0; i < n; i++) out[at[i]] |= is_out[i];
}

static const bool *left_out(const writing *w)
{
	bool *out = TAKE_N(w->r->a, bool, N_COUNTS);
	for (size_t i = 0; w->to_publish && i < N_COUNTS; i++) out[i] = w->r->counts[i] > 0 && w->r->counts[i] < SMALL_NUMBER;
	for (size_t i = 0; w->to_publish && i < sizeof forms / sizeof *forms; i++)
		if (forms[i].parts) leave_out_parts(w, &forms[i], out);
	return out;
}

/* ---- rows */

static void write_row(buf *b, const str_list *row)
{
	csv_write_row(b, CSV_EXACT, row->at, row->n);
}

static str year_text(const returned *r)
{
	buf b = BUF(r->a);
	buf_int(&b, day_parts(r->until).year);
	return buf_view(&b);
}

static void write_counts(const writing *w, const table_form *t, buf *b)
{
	static const str head[] = { STR("time_period"), STR("time_identifier"), STR("geographic_level"), STR("country_code"),
		                    STR("country_name"), STR("category"), STR("category_type"), STR("number"), STR("rate"),
		                    STR("percent") };
	csv_write_row(b, CSV_EXACT, head, sizeof head / sizeof *head);
	for (size_t i = 0; i < t->row_n; i++) {
		const row_of_count *row = &t->rows[i];
		csv_write_row(b, CSV_EXACT, (str[]){ year_text(w->r), S("Reporting year"), S("Local authority"), S("E92000001"), S("England"),
		                                     str_of(row->category), str_of(row->type), count_text(w, row->of),
		                                     row->has_rate ? rate_text(w, row->of) : S("z"),
		                                     row->percent_of < 0 ? S("z") : percent_text(w, row->of, (returned_count)row->percent_of) },
		              sizeof head / sizeof *head);
	}
}

static void put_factors(const writing *w, str_list *head, str_list *row)
{
	PUSH(w->r->a, head, S("Episodes_with_assessment_factor"));
	PUSH(w->r->a, row, count_text(w, N_FACTORS));
	for (unsigned f = 0; returned_factors[f].column; f++) {
		PUSH(w->r->a, head, str_of(returned_factors[f].column));
		PUSH(w->r->a, row, count_text(w, (returned_count)(N_FACTOR_FIRST + f)));
	}
}

static void write_place(const writing *w, const table_form *t, buf *b)
{
	static const char *const head_of[] = { "time_period", "time_identifier", "geographic_level", "country_code", "country_name",
		                               "region_code", "region_name", "old_la_code", "new_la_code", "la_name", "category" };
	const returned_place *p = w->place;
	const str is[] = { year_text(w->r), S("Reporting year"), S("Local authority"), S("E92000001"), S("England"), p->region_code,
		           p->region, p->authority, p->new_code, p->name, str_of(t->category) };
	str_list head = { 0 }, row = { 0 };
	for (size_t i = 0; i < sizeof head_of / sizeof *head_of; i++) {
		PUSH(w->r->a, &head, str_of(head_of[i]));
		PUSH(w->r->a, &row, is[i]);
	}
	if (!t->cells) put_factors(w, &head, &row);
	for (size_t i = 0; i < t->n; i++) {
		PUSH(w->r->a, &head, str_of(t->cells[i].column));
		PUSH(w->r->a, &row, cell_text(w, &t->cells[i]));
	}
	write_row(b, &head);
	write_row(b, &row);
}

void returned_write(returned *r, const char *table, const returned_place *place, bool to_publish, buf *b)
{
	writing w = { .r = r, .place = place, .to_publish = to_publish };
	w.out = left_out(&w);
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		if (!str_eq(str_of(forms[i].name), str_of(table))) continue;
		if (forms[i].rows) write_counts(&w, &forms[i], b);
		else write_place(&w, &forms[i], b);
		return;
	}
	CHECK(str_of(table).n == 0); /* a table of returned_tables */
}
