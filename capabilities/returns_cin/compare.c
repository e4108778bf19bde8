/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The return's totals beside those that the department published for the area. */
#include "capabilities/returns_cin/whole.h"
#include "journey/published.h"

static const struct {
	const char *label, *table, *column;
	returned_count count;
} compared[] = {
	{ "Referrals", "c1", "referral_count", N_REFERRED },
	{ "Referrals within a year of another", "c1", "rereferral_count", N_AGAIN },
	{ "Episodes of need that began", "b1", "Started_episodes", N_STARTED },
	{ "Episodes of need at the end of the year", "b1", "At31_episodes", N_AT31 },
	{ "Assessments completed", "c2", "Assessments_completed", N_ASSESSED },
	{ "Child protection plans that began", "d1", "CPP_start", N_PLANS_STARTED },
	{ "Child protection plans at the end of the year", "d1", "CPP_At31", N_PLANS_AT31 },
};

err cin_compare(reading *r, int year, str authority, const returned *ours, cin_comparison *ret)
{
	*ret = (cin_comparison){ 0 };
	for (size_t i = 0; i < sizeof compared / sizeof *compared; i++) {
		published p;
		cin_compared one = { .label = compared[i].label, .ours = (int64_t)ours->counts[compared[i].count] };
		err e = published_newest(r->db, r->a, r->practice, area_zone(r->area), str_of(compared[i].table), year, &p);
		if (e != OK && e != E_NOT_FOUND) return e;
		figure f = e == OK ? published_figure(&p, authority, STR_NONE, str_of(compared[i].column)) : (figure){ 0 };
		if (f.is == FIGURE_NUMBER) one.published = f.text;
		if (f.is == FIGURE_SYMBOL) one.published = symbol_words(f.text);
		if (e == OK) one.year = p.year;
		one.same_year = e == OK && p.year == year;
		PUSH(r->a, ret, one);
	}
	return OK;
}
