/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Imagines a family's journey, whole: referral, assessment, enquiry, conference, plan and reviews, visits, what the children
 * said, help that was offered and came or did not, what changed, the end; and perhaps another referral. How often and how long:
 * rates.yaml. */
#include "base/holiday.h"
#include "demo/family.h"

enum { MORNING = 8 * 60 + 35, EVENING = 17 * 60 + 40, NIGHT = 23 * 60 + 20, ELEVEN_MONTHS = 330, YEAR = 365 };

typedef struct {
	demo *m;
	family *f;
	dice d;
	steps steps;
	fate is;
	bool met, kin; /* the family's records are begun; who is who in it is known */
} plot;

/* One referral and what follows from it. */
typedef struct {
	int referral, plan; /* steps; plan 0: no child in need plan */
	day from, allocated, understood, until;
	bool in_need;
} episode;

/* ---- steps */

static int days(plot *p, const char *wait)
{
	return rate_days(&p->m->rates, wait, &p->d);
}

static day after(plot *p, day d, const char *wait)
{
	return day_add(d, days(p, wait));
}

static instant written(plot *p, day on, int16_t to)
{
	int minute = dice_between(&p->d, MORNING, EVENING);
	day d = after(p, on, "written_late");
	if (!working_day(d)) d = working_days_from(d, 1);
	instant told = zone_instant(p->m->zone, d, minute);
	instant first = to >= 0 ? p->steps.at[to].told : (instant){ 0 };
	return told.ms > first.ms ? told : (instant){ first.ms + 1000 };
}

/* A step that follows `to` (STEP_NONE: nothing). The number of the step. */
static int then_of(plot *p, act a, int to, unsigned whom, day on, int more)
{
	bool any_day = a == ACT_MET || a == ACT_REFERRED || a == ACT_BORN;
	if (!any_day && !working_day(on)) on = working_days_from(on, 1);
	step s = { .act = (uint8_t)a, .who = (uint8_t)whom, .to = (int16_t)to, .on = on, .more = more,
		   .seed = (uint32_t)dice_roll(&p->d, UINT32_MAX), .told = written(p, on, (int16_t)to) };
	CHECK(p->steps.n < INT16_MAX);
	PUSH(p->m->a, &p->steps, s);
	return (int)p->steps.n - 1;
}

static day grown_up(const demo_child *c)
{
	return day_add(c->born, 18 * YEAR);
}

/* Who is not grown up by then. */
static unsigned children_on(const family *f, day on)
{
	unsigned are = 0;
	for (size_t i = 0; i < f->child_n; i++)
		if (on.n < grown_up(&f->children[i]).n) are |= 1u << i;
	return are;
}

/* About the children that the step before it was about; or about all, the grown up only where nobody else is left. */
static int then(plot *p, act a, int to, day on, int more)
{
	unsigned whom = to >= 0 ? p->steps.at[to].who : children_on(p->f, on);
	return then_of(p, a, to, whom ? whom : (1u << p->f->child_n) - 1, on, more);
}

static void write_at(plot *p, int which, instant told)
{
	p->steps.at[which].told = told;
}

static bool chance(plot *p, const char *rate_name)
{
	return dice_chance(&p->d, rate_share(&p->m->rates, rate_name));
}

static str word(plot *p, const char *rate_name)
{
	return rate_word(&p->m->rates, rate_name, &p->d);
}

static int least_of(int a, int b)
{
	return a < b ? a : b;
}

/* The place of what was picked among the parts of the rate, for the teller. */
static int picked(plot *p, const char *rate_name)
{
	const rate *of = rate_of(&p->m->rates, rate_name);
	const rate_part *part = rate_pick(&p->m->rates, rate_name, &p->d);
	return part ? (int)(part - of->at) : 0;
}

/* ---- the referral */

/* At night and at the weekend it is written down at once, by whoever is on call. */
static void refer(plot *p, episode *e)
{
	bool at_night = !working_day(e->from) || chance(p, "at_night");
	int minute = at_night ? dice_between(&p->d, 18 * 60, NIGHT) : dice_between(&p->d, MORNING, EVENING);
	instant told = zone_instant(p->m->zone, e->from, minute);
	if (!p->met) write_at(p, then(p, ACT_MET, STEP_NONE, e->from, at_night), told);
	p->met = true;
	e->referral = then(p, ACT_REFERRED, STEP_NONE, e->from, at_night);
	write_at(p, e->referral, (instant){ told.ms + 60 * 1000 });
}

static void no_action(plot *p, episode *e)
{
	day on = after(p, e->from, "deciding");
	int decided = then(p, ACT_NO_ACTION, e->referral, on, 0);
	e->until = on;
	then(p, ACT_CLOSED, decided, on, CLOSED_NO_MORE);
}

/* ---- people around the child */

static void allocate(plot *p, episode *e)
{
	e->allocated = p->is == FATE_NEW ? p->m->today : working_days_from(e->from, days(p, "allocating"));
	int allocated = then(p, ACT_ALLOCATED, STEP_NONE, e->allocated, 0);
	write_at(p, allocated, zone_instant(p->m->zone, e->allocated, dice_between(&p->d, MORNING, 11 * 60)));
	if (!p->kin) then(p, ACT_KIN, allocated, after(p, e->allocated, "kin_known"), 0);
	p->kin = true;
}

/* Who else works with the children: a health visitor or school nurse, the school, a colleague. more: the agency. */
static void others_join(plot *p, const episode *e)
{
	bool small = day_age(p->f->children[p->f->child_n - 1].born, e->from) < 5;
	bool pupil = day_age(p->f->children[0].born, e->from) >= 5;
	if (p->is == FATE_PLAN || (small && chance(p, "health_joins")))
		then(p, ACT_JOINED, STEP_NONE, after(p, e->allocated, "joining"), AGENCY_HEALTH);
	if (pupil && chance(p, "school_joins")) then(p, ACT_JOINED, STEP_NONE, after(p, e->allocated, "joining"), AGENCY_SCHOOLS);
}

/* Workers leave, and another one has to be got to know. */
static void hand_over(plot *p, const episode *e)
{
	double years = (e->until.n - e->allocated.n) / (double)YEAR;
	if (p->is != FATE_CHANCE || p->f->team->worker_n < 2 || !dice_chance(&p->d, rate_share(&p->m->rates, "turnover") * years)) return;
	day on = day_add(e->allocated, dice_between(&p->d, 30, least_of(e->until.n - e->allocated.n, 2 * YEAR) + 30));
	if (on.n < e->until.n) then(p, ACT_HANDED_OVER, STEP_NONE, on, (int)p->steps.n);
}

/* ---- finding out */

static void assess_each(plot *p, const episode *e, day begun, day authorised)
{
	for (size_t i = 0; i < p->f->child_n; i++) {
		if (!(children_on(p->f, begun) >> i & 1)) continue;
		int assessed = then_of(p, ACT_ASSESSED, e->referral, 1u << i, begun, 0);
		then_of(p, ACT_UNDERSTOOD, assessed, 1u << i, authorised, 0);
	}
}

static void assess(plot *p, episode *e)
{
	e->understood = working_days_from(e->allocated, days(p, "assessment_days"));
	assess_each(p, e, e->allocated, e->understood);
	if (chance(p, "account")) then(p, ACT_ACCOUNT, STEP_NONE, after(p, e->understood, "accounting"), 0);
	int lasted = e->understood.n - e->allocated.n;
	for (int i = 0, n = days(p, "visits_to_assess"); i < n; i++)
		then(p, ACT_VISITED, STEP_NONE, day_add(e->allocated, 1 + lasted * i / n), picked(p, "visit_seen"));
}

/* ---- keeping safe */

/* How long a plan goes on, from how long the open ones had gone on: so many begin in a year, so many are open, so the mean share
 * still open in each stretch is known (Little's law), and it falls in a straight line from one end of a stretch to the other. */
static int plan_days(plot *p)
{
	const rate *open = rate_of(&p->m->rates, "plan_days");
	double years = rate_share(&p->m->rates, "plans_open"), still = 1, at = dice_unit(&p->d);
	for (size_t i = 0; i < open->n; i++) {
		int length = open->at[i].most - open->at[i].least;
		double mean = open->at[i].share * years * YEAR / length, end = 2 * mean - still;
		end = end < 0 ? 0 : end > still ? still : end;
		if (at >= end && still > end) return open->at[i].least + (int)((still - at) / (still - end) * length);
		still = end;
	}
	return open->at[open->n - 1].most;
}

/* The first within three months, then within six; some late. The last one ends the plan. */
static void review(plot *p, int plan, day from, day until)
{
	day on = after(p, from, chance(p, "review_in_time") ? "first_review" : "late_review");
	bool first = true;
	for (; on.n < until.n - (first ? 8 : 45) && on.n < p->m->today.n; on = after(p, on, "next_review"), first = false)
		then(p, ACT_REVIEWED, plan, on, 0);
	int last = then(p, ACT_REVIEWED, plan, until, 1);
	then(p, ACT_PROTECTION_ENDED, plan, until, last);
}

static void protect(plot *p, episode *e, int enquiry, day on)
{
	int conference = then(p, ACT_CONFERENCE, enquiry, on, 0);
	bool plan = p->is == FATE_PLAN || chance(p, "plan");
	p->steps.at[conference].more = plan;
	e->until = after(p, on, "without_plan");
	if (!plan) return;
	day until = p->is == FATE_PLAN ? day_add(p->m->today, 60) : day_add(on, plan_days(p));
	int began = then(p, ACT_PROTECTED, conference, on, chance(p, "second_plan"));
	review(p, began, on, until);
	e->until = after(p, until, "stepping_down");
	e->plan = then(p, ACT_IN_NEED_PLAN, e->referral, until, 1);
}

/* Whether a child is being harmed. */
static void enquire(plot *p, episode *e)
{
	bool is = p->is == FATE_PLAN;
	double assessed = 1 - rate_share(&p->m->rates, "outcome"), in_need = assessed - rate_of(&p->m->rates, "outcome")->at[1].share;
	if (!is && !dice_chance(&p->d, rate_share(&p->m->rates, "section_47") / assessed)) return;
	day begun = day_add(e->allocated, least_of(days(p, "alarm"), e->understood.n - e->allocated.n));
	then(p, ACT_STRATEGY, e->referral, begun, 0);
	int enquiry = then(p, ACT_ENQUIRED, e->referral, begun, 0);
	int alleged = chance(p, "allegation") ? then(p, ACT_ALLEGED, enquiry, begun, 0) : STEP_NONE;
	bool conference = is || (e->in_need && dice_chance(&p->d, rate_share(&p->m->rates, "conference") * assessed / in_need));
	day held = working_days_from(begun, days(p, "conference_days"));
	day ended = conference ? day_add(held, -2) : working_days_from(begun, days(p, "enquiring"));
	int found = then(p, ACT_ENQUIRY_ENDED, enquiry, ended, conference);
	if (alleged >= 0) then(p, ACT_STANDS, alleged, ended, conference);
	if (conference && chance(p, "danger")) then(p, ACT_DANGER, found, ended, 0);
	if (conference) protect(p, e, enquiry, held);
}

/* ---- help */

static void change(plot *p, int help, day from, day until)
{
	int how = picked(p, "changed");
	day on = after(p, from, "changing");
	if (!str_eq(rate_of(&p->m->rates, "changed")->at[how].as.at[0], S("not_asked")) && on.n < until.n)
		then(p, ACT_CHANGED, help, on, how);
	day ended = after(p, from, "helping");
	if (ended.n < until.n && chance(p, "help_ends")) then(p, ACT_HELP_ENDED, help, ended, 0);
}

/* Offered and came, soon or late; offered and did not come; or was not there. more: which of the theme's helps. */
static void help(plot *p, const episode *e, day on, int which)
{
	if (on.n < e->allocated.n) on = e->allocated; /* no assessment has to come first, but somebody to offer it */
	if (on.n >= e->until.n) return;
	str became = p->is == FATE_HELPED ? S("came") : word(p, "help");
	if (str_eq(became, S("was_not_there"))) {
		then(p, ACT_NOT_THERE, STEP_NONE, on, which);
		return;
	}
	bool late = str_eq(became, S("came_late")), never = str_eq(became, S("did_not_come"));
	int offered = then(p, ACT_OFFERED, STEP_NONE, on, which << 1 | (int)never);
	day came = after(p, on, late ? "help_late" : "help_soon");
	if (never || came.n >= e->until.n) return;
	change(p, then(p, ACT_RECEIVED, offered, came, which), came, e->until);
}

/* ---- words */

static void answer(plot *p, int said, unsigned whom, day on)
{
	bool sure = p->is != FATE_CHANCE; /* there is something on top of the page */
	if (sure || chance(p, "answered")) then_of(p, ACT_ANSWERED, said, whom, after(p, on, "answering"), 0);
	if (sure || chance(p, "chosen")) then_of(p, ACT_CHOSEN, said, whom, day_add(on, 1), 0);
}

/* A child is heard in the assessment, months later, or not at all; and after the first time perhaps again. more: how often the
 * child was heard before, so that it does not say the same again. */
static void listen(plot *p, const episode *e, size_t child)
{
	str first = (p->is == FATE_PLAN || p->is == FATE_HELPED) && child == 0 ? S("soon") : word(p, "heard");
	if (str_eq(first, S("never"))) return;
	bool soon = str_eq(first, S("soon"));
	if (!(children_on(p->f, e->allocated) >> child & 1)) return;
	day on = soon ? day_add(e->allocated, dice_between(&p->d, 1, 1 + e->understood.n - e->allocated.n)) : after(p, e->understood, "heard_late");
	bool kept = p->f->child_n && day_age(p->f->children[child].born, e->from) >= 8 && chance(p, "kept_from");
	if (kept) then(p, ACT_JOINED, STEP_NONE, e->allocated, AGENCY_COUNCIL);
	for (int times = 0; on.n < e->until.n && on.n < p->m->today.n; times++, on = after(p, on, "heard_next")) {
		if (on.n <= p->f->children[child].born.n) continue;
		if (times && !chance(p, "heard_again")) continue;
		int said = then_of(p, ACT_SAID, STEP_NONE, 1u << child, on, times << 1 | (kept && times == 1));
		if (!(kept && times == 1)) answer(p, said, 1u << child, on);
	}
}

static void promise(plot *p, const episode *e)
{
	day on = after(p, e->understood, "promising"), kept = after(p, on, "keeping");
	if (!chance(p, "promise") || on.n >= e->until.n) return;
	int said = then(p, ACT_PROMISED, STEP_NONE, on, 0);
	if (chance(p, "promise_looked_at") && kept.n < e->until.n) then(p, ACT_KEPT, said, kept, chance(p, "promise_kept"));
}

/* ---- being in need */

static void visit(plot *p, const episode *e)
{
	bool plan = e->until.n - e->understood.n > 0 && p->is == FATE_PLAN;
	for (size_t i = 0; i < p->steps.n && !plan; i++) plan = p->steps.at[i].act == ACT_PROTECTED && p->steps.at[i].on.n >= e->from.n;
	day on = after(p, e->understood, "first_visit");
	for (; on.n < e->until.n && on.n < p->m->today.n; on = after(p, on, plan ? "visit_with_plan" : "visit_in_need"))
		then(p, ACT_VISITED, STEP_NONE, on, picked(p, "visit_seen"));
}

/* A step on average: who becomes in need in a year, and who is at its end, say how long. Those with a plan take their part of it. */
static int need_days(plot *p)
{
	const rate *outcome = rate_of(&p->m->rates, "outcome");
	double in_need = 1 - outcome->at[0].share - outcome->at[1].share;
	double plans = rate_share(&p->m->rates, "section_47") * rate_share(&p->m->rates, "conference") * rate_share(&p->m->rates, "plan") / in_need;
	double mean = rate_share(&p->m->rates, "in_need_open") * YEAR, with_plan = rate_share(&p->m->rates, "plans_open") * YEAR + 150;
	double without = (mean - plans * with_plan) / (1 - plans);
	const int least = 75; /* the assessment is in it */
	double rest = (without - least) / 2; /* the sum of two exponential waits: few are very short or very long */
	double u = dice_unit(&p->d), v = dice_unit(&p->d);
	return least + (int)(-rest * (__builtin_log(1 - u) + __builtin_log(1 - v)));
}

static void be_in_need(plot *p, episode *e)
{
	bool decided = e->until.n > 0; /* by a conference */
	if (!decided) e->until = day_add(e->from, need_days(p));
	if (p->is == FATE_HELPED) e->until = day_add(p->m->today, 40);
	day grown = grown_up(&p->f->children[p->f->child_n - 1]);
	if (e->until.n > grown.n) e->until = grown;
	if (e->until.n < e->understood.n + 14) e->until = day_add(e->understood, 14);
	if (!decided && chance(p, "in_need_plan"))
		e->plan = then(p, ACT_IN_NEED_PLAN, e->referral, after(p, e->understood, "planning"), 0);
	if (e->plan) then(p, ACT_IN_NEED_ENDED, e->plan, e->until, 0);
	int first = (int)dice_roll(&p->d, 100);
	help(p, e, after(p, e->understood, "offering"), first);
	if (chance(p, "second_help")) help(p, e, after(p, e->understood, "offering_again"), first + 1);
	visit(p, e);
	promise(p, e);
	hand_over(p, e);
	if (e->until.n - e->understood.n > 120 && chance(p, "assessed_again"))
		assess_each(p, e, after(p, e->understood, "again_begun"), after(p, e->understood, "again_done"));
}

static void be_born(plot *p)
{
	for (size_t i = 0; i < p->f->child_n; i++)
		if (p->f->children[i].unborn) then_of(p, ACT_BORN, STEP_NONE, 1u << i, p->f->children[i].born, 0);
}

/* ---- whole */

static episode live_through(plot *p, day from)
{
	episode e = { .from = from };
	const rate_part *outcome = p->is == FATE_CHANCE ? rate_pick(&p->m->rates, "outcome", &p->d) : NULL;
	refer(p, &e);
	if (outcome && str_eq(outcome->as.at[0], S("nothing"))) return no_action(p, &e), e;
	e.in_need = outcome == NULL;
	allocate(p, &e);
	others_join(p, &e);
	assess(p, &e);
	enquire(p, &e);
	if (e.in_need) be_in_need(p, &e);
	else e.until = after(p, e.understood, "closing");
	for (size_t i = 0; i < p->f->child_n; i++) listen(p, &e, i);
	bool early_help = !e.in_need && chance(p, "early_help");
	if (early_help) help(p, &e, e.understood, (int)dice_roll(&p->d, 100));
	then(p, ACT_CLOSED, e.referral, e.until, e.in_need ? CLOSED_NO_MORE : early_help ? CLOSED_EARLY_HELP : CLOSED_ASSESSED);
	then(p, ACT_LEFT, STEP_NONE, day_add(e.until, 1), 0);
	return e;
}

void demo_plot(demo *m, family *f, day first, fate is)
{
	ARENA(work);
	arena *kept = m->a;
	m->a = &work;
	plot p = { .m = m, .f = f, .d = dice_make(m->seed << 32 ^ f->number ^ UINT64_C(0x51ED) << 48), .is = is };
	double again = rate_share(&m->rates, "again") / rate_share(&m->rates, "may_come_again");
	for (day on = first; on.n < m->today.n;) {
		episode e = live_through(&p, on);
		int lasted = e.until.n - on.n;
		p.is = is == FATE_NEW ? FATE_NEW : FATE_CHANCE;
		if (lasted > ELEVEN_MONTHS || !dice_chance(&p.d, again)) break;
		on = day_add(e.until, dice_between(&p.d, 10, YEAR - 1 - lasted));
		if (!children_on(f, on)) break;
	}
	be_born(&p);
	m->a = kept;
	f->steps = TAKE_N(m->whole, step, p.steps.n);
	f->step_n = p.steps.n;
	for (size_t i = 0; i < f->step_n; i++) {
		f->steps[i] = p.steps.at[i];
		demo_expect(m, f->steps[i].told, demo_family_tell, f, i);
	}
}
