/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Counting a census child by child. */
#include "base/holiday.h"
#include "journey/returned.h"

#include <stdlib.h>

const returned_factor returned_factors[] = {
	{ "Alcohol_Misuse_child", "1A" }, { "Alcohol_Misuse_parent", "1B" }, { "Alcohol_Misuse_person", "1C" },
	{ "Drug_Misuse_child", "2A" }, { "Drug_Misuse_parent", "2B" }, { "Drug_Misuse_person", "2C" },
	{ "Domestic_Abuse_child", "3A" }, { "Domestic_Abuse_parent", "3B" }, { "Domestic_Abuse_person", "3C" },
	{ "Mental_Health_child", "4A" }, { "Mental_Health_parent", "4B" }, { "Mental_Health_person", "4C" },
	{ "Learning_Disability_child", "5A" }, { "Learning_Disability_parent", "5B" }, { "Learning_Disability_person", "5C" },
	{ "Physical_Disability_child", "6A" }, { "Physical_Disability_parent", "6B" }, { "Physical_Disability_person", "6C" },
	{ "Young_Carer", "7A" }, { "Privately_fostered", "8A 8B 8C 8D 8E 8F" }, { "Unaccompanied_asylum_seeker", "9A" },
	{ "Going_missing", "10A" }, { "Child_sexual_exploitation", "11A" }, { "Trafficking", "12A" }, { "Gangs", "13A" },
	{ "Socially_unacceptable_behaviour", "14A" }, { "Self_harm", "15A" }, { "Neglect", "16A" }, { "Emotional_Abuse", "17A" },
	{ "Physical_Abuse_unknown", "18A" }, { "Physical_Abuse_child_on_child", "18B" }, { "Physical_Abuse_adult_on_child", "18C" },
	{ "Sexual_Abuse_unknown", "19A" }, { "Sexual_Abuse_child_on_child", "19B" }, { "Sexual_Abuse_adult_on_child", "19C" },
	{ "Female_Genital_Mutilation", "22A" }, { "Faith_linked_abuse", "23A" }, { "Child_criminal_exploitation", "24A" },
	{ "Other", "20" }, { NULL, NULL },
};


returned returned_of_year(arena *a, int year)
{
	returned r = { .a = a };
	CHECK(day_make(year - 1, 4, 1, &r.from) && day_make(year, 3, 31, &r.until));
	return r;
}

/* ---- days */

#define NO_DAY ((day){ INT32_MIN })

static bool is_day(day d)
{
	return d.n != INT32_MIN;
}

static day day_of(const census_group *g, const char *element)
{
	day d;
	const census_value *v = census_value_of(g, str_of(element));
	return v && day_read(v->text, &d) ? d : NO_DAY;
}

static bool is_yes(const census_group *g, const char *element)
{
	const census_value *v = census_value_of(g, str_of(element));
	return v && (str_eq(v->text, S("1")) || str_eq(v->text, S("true")));
}

static bool in_year(const returned *r, day d)
{
	return is_day(d) && d.n >= r->from.n && d.n <= r->until.n;
}

/* The same day so many months on, or the last of that month. */
static day months_on(day d, int months)
{
	ymd p = day_parts(d);
	day is;
	int at = p.year * 12 + p.month - 1 + months;
	while (!day_make(at / 12, at % 12 + 1, p.dom, &is) && p.dom > 28) p.dom--;
	return is;
}

/* ---- referrals */

static void note_referrals(const census_group *child, day *days, size_t *n, size_t most)
{
	for (size_t i = 0; child && i < child->groups.n; i++) {
		day d = child->groups.at[i]->is == CENSUS_EPISODE ? day_of(child->groups.at[i], "CINreferralDate") : NO_DAY;
		if (is_day(d) && *n < most) days[(*n)++] = d;
	}
}

static bool comes_again(day on, const day *referrals, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (referrals[i].n < on.n && months_on(referrals[i], 12).n >= on.n) return true;
	return false;
}

static returned_count source_of(const census_group *episode)
{
	static const struct {
		const char *codes;
		returned_count as;
	} sources[] = {
		{ "1A 1B 1C 1D", N_BY_INDIVIDUAL }, { "2A", N_BY_SCHOOL }, { "2B", N_BY_EDUCATION },
		{ "3A 3B 3C 3D 3E 3F", N_BY_HEALTH }, { "4", N_BY_HOUSING }, { "5A 5B 5C 5D", N_BY_LOCAL_AUTHORITY }, { "6", N_BY_POLICE },
		{ "7", N_BY_LAW }, { "8", N_BY_OTHER }, { "9", N_BY_NOBODY_NAMED },
	};
	const census_value *v = census_value_of(episode, S("ReferralSource"));
	for (size_t i = 0; v && i < sizeof sources / sizeof *sources; i++)
		for (str code, rest = str_of(sources[i].codes); rest.n;)
			if (code = str_cut(rest, ' ', &rest), str_eq(code, v->text)) return sources[i].as;
	return N_BY_NOT_KNOWN;
}

/* ---- one child on its way: what it has done at least once counts one child */

typedef struct {
	returned *r;
	bool seen[N_COUNTS];
	const day *referrals;
	size_t referral_n;
} counting;

static void count(counting *c, returned_count what)
{
	c->r->counts[what]++;
}

/* The event, and the child in the count that follows it. */
static void count_both(counting *c, returned_count what)
{
	count(c, what);
	if (!c->seen[what]) count(c, what + 1);
	c->seen[what] = true;
}

static void count_child(counting *c, returned_count what, returned_count child)
{
	count(c, what);
	if (!c->seen[child]) count(c, child);
	c->seen[child] = true;
}

/* Finished by the end of the year. */
static bool is_assessed(const returned *r, const census_group *episode)
{
	for (size_t i = 0; i < episode->groups.n; i++) {
		day done = day_of(episode->groups.at[i], "AssessmentAuthorisationDate");
		if (episode->groups.at[i]->is == CENSUS_ASSESSMENT && is_day(done) && done.n <= r->until.n) return true;
	}
	return false;
}

static bool not_in_need(const census_group *episode, day closed)
{
	const census_value *why = census_value_of(episode, S("ReasonForClosure"));
	return is_day(closed) && why && (str_eq(why->text, S("RC8")) || str_eq(why->text, S("RC9")));
}

static void count_need(counting *c, const census_group *episode, day referred, day closed)
{
	const returned *r = c->r;
	if (!is_day(referred) || referred.n > r->until.n || (is_day(closed) && closed.n < r->from.n)) return;
	count_both(c, N_ANY);
	if (in_year(r, referred)) count_both(c, N_STARTED);
	if (in_year(r, closed)) count_both(c, N_ENDED);
	if (is_day(closed) && closed.n <= r->until.n) return;
	count(c, N_AT31);
	if (!is_assessed(r, episode)) count(c, N_AWAITING);
}

static void count_referral(counting *c, const census_group *episode)
{
	const returned *r = c->r;
	day referred = day_of(episode, "CINreferralDate"), closed = day_of(episode, "CINclosureDate");
	bool no_action = is_yes(episode, "ReferralNFA");
	bool no_need = !no_action && not_in_need(episode, closed) && closed.n <= r->until.n;
	if (in_year(r, referred)) {
		count_child(c, N_REFERRED, N_REFERRED_CHILD);
		if (comes_again(referred, c->referrals, c->referral_n)) count_child(c, N_AGAIN, N_AGAIN_CHILD);
		if (no_action) count(c, N_NO_ACTION);
		if (no_need) count(c, N_NOT_IN_NEED);
		count(c, source_of(episode));
	}
	if (!no_action && !no_need) count_need(c, episode, referred, closed);
}

/* ---- assessments and what they found */

static void count_assessment(counting *c, const census_group *g, bool *factors)
{
	static const struct {
		uint32_t most;
		returned_count as;
	} bands[] = { { 0, N_SAME_DAY }, { 10, N_TO_10 }, { 20, N_TO_20 }, { 30, N_TO_30 }, { 40, N_TO_40 }, { 45, N_TO_45 },
		      { 50, N_TO_50 }, { 60, N_TO_60 }, { UINT32_MAX, N_OVER_60 } };
	day began = day_of(g, "AssessmentActualStartDate"), done = day_of(g, "AssessmentAuthorisationDate");
	if (!in_year(c->r, done)) return;
	count(c, N_ASSESSED);
	for (size_t i = 0; i < g->values.n; i++)
		for (size_t f = 0; str_eq(str_of(g->values.at[i].is->name), S("AssessmentFactors")) && returned_factors[f].column; f++)
			for (str code, rest = str_of(returned_factors[f].codes); rest.n;)
				if (code = str_cut(rest, ' ', &rest), str_eq(code, g->values.at[i].text)) factors[f] = true;
	if (!is_day(began) || began.n > done.n) return; /* it was completed, and nobody knows how long it took */
	uint32_t days = (uint32_t)working_days_between(began, done);
	PUSH(c->r->a, &c->r->assessment_days, days);
	for (size_t i = 0; i < sizeof bands / sizeof *bands; i++)
		if (days <= bands[i].most) {
			count(c, bands[i].as);
			return;
		}
}

static void count_factors(counting *c, const bool *factors)
{
	bool any = false;
	for (unsigned f = 0; returned_factors[f].column; f++) {
		if (factors[f]) count(c, (returned_count)(N_FACTOR_FIRST + f));
		any |= factors[f];
	}
	if (any) count(c, N_FACTORS);
}

/* ---- plans */

static int by_day(const void *x, const void *y)
{
	const day *a = x, *b = y;
	return (a->n > b->n) - (a->n < b->n);
}

/* The first review within three months, each further one within six of the one before, until the end of the year (Working
 * Together to Safeguard Children 2023, paragraph on review conferences). */
static bool is_reviewed(const returned *r, const census_group *plan, day started)
{
	day reviews[200], due = months_on(started, 3);
	size_t n = 0;
	for (size_t i = 0; i < plan->values.n && n < sizeof reviews / sizeof *reviews; i++)
		if (str_eq(str_of(plan->values.at[i].is->name), S("CPPreviewDate")) && day_read(plan->values.at[i].text, &reviews[n])) n++;
	qsort(reviews, n, sizeof *reviews, by_day);
	for (size_t i = 0; i < n && reviews[i].n <= r->until.n; i++) {
		if (reviews[i].n > due.n) return false;
		due = months_on(reviews[i], 6);
	}
	return due.n >= r->until.n;
}

static void count_standing_plan(counting *c, const census_group *g, day started)
{
	const returned *r = c->r;
	int until = r->until.n;
	count(c, N_PLANS_AT31);
	count(c, until <= months_on(started, 3).n ? N_PLANS_3_MONTHS : until <= months_on(started, 6).n ? N_PLANS_6_MONTHS :
	         until < months_on(started, 12).n ? N_PLANS_1_YEAR : until < months_on(started, 24).n ? N_PLANS_2_YEARS : N_PLANS_LONGER);
	if (until < months_on(started, 3).n) return;
	count(c, N_PLANS_TO_REVIEW);
	if (is_reviewed(r, g, started)) count(c, N_PLANS_REVIEWED);
}

static void count_plan(counting *c, const census_group *g)
{
	const returned *r = c->r;
	int64_t before = 0;
	day started = day_of(g, "CPPstartDate"), ended = day_of(g, "CPPendDate");
	const census_value *earlier = census_value_of(g, S("NumberOfPreviousCPP"));
	if (!is_day(started) || started.n > r->until.n || (is_day(ended) && ended.n < r->from.n)) return;
	count_both(c, N_PLANS_ANY);
	if (in_year(r, started)) {
		count_both(c, N_PLANS_STARTED);
		if (earlier && str_to_int(earlier->text, &before) && before > 0) count(c, N_PLANS_AGAIN);
	}
	if (in_year(r, ended)) {
		count_both(c, N_PLANS_ENDED);
		if (months_on(started, 24).n <= ended.n) count(c, N_PLANS_ENDED_LONG);
	} else count_standing_plan(c, g, started);
}

/* ---- all of it */

static void count_conference(counting *c, const census_group *g)
{
	if (in_year(c->r, day_of(g, "DateOfInitialCPC"))) count_both(c, N_CONFERENCES);
}

static void count_inside(counting *c, const census_group *g, bool *factors)
{
	switch (g->is) {
	case CENSUS_ASSESSMENT: count_assessment(c, g, factors); return;
	case CENSUS_PROTECTION_PLAN: count_plan(c, g); return;
	case CENSUS_SECTION_47:
		if (in_year(c->r, day_of(g, "S47ActualStartDate"))) count_both(c, N_ENQUIRIES);
		count_conference(c, g);
		return;
	case CENSUS_HEADER:
	case CENSUS_CHILD:
	case CENSUS_EPISODE:
	case CENSUS_IN_NEED_PLAN:
	case CENSUS_PRE_PROCEEDINGS: return;
	}
}

void returned_add(returned *r, const census_group *child, const census_group *before)
{
	size_t most = child->groups.n + (before ? before->groups.n : 0);
	day *referrals = TAKE_N(r->a, day, most + 1);
	counting c = { .r = r, .referrals = referrals };
	note_referrals(child, referrals, &c.referral_n, most);
	note_referrals(before, referrals, &c.referral_n, most);
	for (size_t i = 0; i < child->groups.n; i++) {
		const census_group *episode = child->groups.at[i];
		bool factors[N_COUNTS - N_FACTOR_FIRST] = { false };
		if (episode->is != CENSUS_EPISODE) continue;
		count_referral(&c, episode);
		count_conference(&c, episode);
		for (size_t k = 0; k < episode->groups.n; k++) count_inside(&c, episode->groups.at[k], factors);
		count_factors(&c, factors);
	}
}
