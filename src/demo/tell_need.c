/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From the referral to a plan, in the words of whoever would write it. */
#include "demo/telling.h"

/* ---- the referral */

/* Who speaks decides how it is said: at the school's door, in a police report, at home. */
static const char *said_list(str source)
{
	if (source.at[0] == '2') return "said_school";
	if (source.at[0] == '3') return "said_health";
	if (str_eq(source, S("6"))) return "said_police";
	if (str_eq(source, S("1A"))) return "said_self";
	if (source.at[0] == '1' && source.n == 2) return "said_home";
	return "said_other";
}

/* The referral's values come from its own dice alone, so that a correction says the same again. */
static size_t referral_values(telling *t, const step *s, demo_value v[6])
{
	dice d;
	wording w = wording_of(t, s, &d);
	str source = rate_word(&t->m->rates, "source", &d);
	str said = demo_say(&w, said_list(source));
	v[0] = (demo_value){ "source", source };
	v[1] = (demo_value){ "primary_need", t->f->need };
	v[2] = (demo_value){ "said", said };
	v[3] = (demo_value){ "family_knows", dice_chance(&d, rate_share(&t->m->rates, "family_knows")) ? S("yes") : S("no") };
	return 4;
}

err tell_referred(telling *t)
{
	demo_value v[6];
	size_t n = referral_values(t, t->s, v);
	by_front_door(t, t->s->more);
	return write_first(t, "referral", v, n);
}

err tell_no_action(telling *t)
{
	demo_value v[7];
	size_t n = referral_values(t, t->to, v);
	TRY(tell_managed(t));
	about(t, t->s->who);
	v[n++] = (demo_value){ "no_further_action", S("yes") };
	v[n++] = (demo_value){ "decided_on", demo_day_text(t->m->a, t->s->on) };
	v[n++] = (demo_value){ "decided_why", demo_say(&t->w, "no_action") };
	return write_again(t, "referral", v, n);
}

err tell_closed(telling *t)
{
	str reason = t->s->more == CLOSED_ASSESSED ? S("RC8") : t->s->more == CLOSED_EARLY_HELP ? S("RC9") : S("RC7");
	bool long_work = t->s->more == CLOSED_NO_MORE && t->to->act == ACT_REFERRED;
	if (t->to->act == ACT_NO_ACTION) t->m->writer.author = t->f->team->manager;
	link_to(t, "episode", t->to->is.record);
	return WRITE_FIRST(t, "closure", { "reason", reason }, { "better", long_work ? demo_say(&t->w, "better_at_end") : STR_NONE },
	                   { "turn_to", demo_say(&t->w, "turn_to") }, { "told", long_work ? demo_say(&t->w, "goodbye") : STR_NONE });
}

/* ---- finding out */

err tell_assessed(telling *t)
{
	link_to(t, "episode", t->to->is.record);
	return WRITE_FIRST(t, "assessment", { "authorised", STR_NONE });
}

static str factor_codes(telling *t)
{
	const rate *factors = rate_of(&t->m->rates, "factor");
	uint64_t has = 0;
	for (size_t i = 0; i < t->f->child_n; i++)
		if (is_about(t->s, i)) has |= t->f->children[i].factors;
	buf b = BUF(t->m->a);
	for (size_t i = 0; i < factors->n; i++) {
		if (!(has >> i & 1)) continue;
		if (b.n) buf_lit(&b, ", ");
		buf_str(&b, factors->at[i].as.at[0]);
	}
	return b.n ? buf_view(&b) : S("21");
}

err tell_understood(telling *t)
{
	link_to(t, "episode", t->f->steps[t->to->to].is.record);
	bool asked = sometimes(t, "not_known_said"), told = sometimes(t, "shared_with_child");
	return WRITE_AGAIN(t, "assessment", { "authorised", demo_day_text(t->m->a, t->s->on) }, { "need", demo_say(&t->w, "need") },
	                   { "strengths", demo_say(&t->w, "strengths") }, { "know", demo_say(&t->w, "know") },
	                   { "not_known", asked ? demo_say(&t->w, "not_known") : STR_NONE }, { "factors", factor_codes(t) },
	                   { "shared_with_child", told ? demo_say(&t->w, "shared") : STR_NONE });
}

/* ---- whether the child is being harmed */

err tell_strategy(telling *t)
{
	link_to(t, "episode", t->to->is.record);
	return WRITE_FIRST(t, "strategy_discussion", { "who", demo_say(&t->w, "who_talked") },
	                   { "agreed", sometimes(t, "joint") ? S("joint") : S("enquiry") }, { "why", demo_say(&t->w, "feared") },
	                   { "safe_tonight", demo_say(&t->w, "safe_tonight") });
}

static size_t enquiry_values(telling *t, const step *s, demo_value v[6])
{
	dice d;
	wording w = wording_of(t, s, &d);
	v[0] = (demo_value){ "feared", demo_say(&w, "feared") };
	return 1;
}

err tell_enquired(telling *t)
{
	demo_value v[6];
	size_t n = enquiry_values(t, t->s, v);
	v[n++] = (demo_value){ "status", S("alleged") };
	link_to(t, "episode", t->to->is.record);
	return write_first(t, "section_47", v, n);
}

err tell_enquiry_ended(telling *t)
{
	demo_value v[6];
	bool conference = t->s->more, found = conference || sometimes(t, "found_all_the_same");
	size_t n = enquiry_values(t, t->to, v);
	v[n++] = (demo_value){ "status", found ? S("found") : S("not_found") };
	v[n++] = (demo_value){ "found", demo_say(&t->w, found ? "found" : "not_found") };
	v[n++] = (demo_value){ "ended", demo_day_text(t->m->a, t->s->on) };
	if (!conference) v[n++] = (demo_value){ "conference_not_required", S("yes") };
	v[n++] = (demo_value){ "child_told", sometimes(t, "told_child") ? demo_say(&t->w, "told_found") : STR_NONE };
	link_to(t, "episode", t->f->steps[t->to->to].is.record);
	return write_again(t, "section_47", v, n);
}

/* The parent's partner, or the father, where there is one; otherwise it is not said by whom. */
static record_id who_harms(const family *f)
{
	for (size_t i = 0; i < f->adult_n; i++)
		if (str_eq(str_of(f->adults[i].is), S("father"))) return f->adults[i].record;
	return (record_id){ 0 };
}

static size_t allegation_values(telling *t, const step *s, demo_value v[5])
{
	dice d;
	wording w = wording_of(t, s, &d);
	v[0] = (demo_value){ "what", demo_say(&w, "alleged") };
	v[1] = (demo_value){ "who_says", demo_say(&w, "who_says") };
	return 2;
}

err tell_alleged(telling *t)
{
	demo_value v[5];
	size_t n = allegation_values(t, t->s, v);
	v[n++] = (demo_value){ "status", S("alleged") };
	return write_first(t, "allegation", v, n);
}

err tell_stands(telling *t)
{
	demo_value v[5];
	bool found = t->s->more && sometimes(t, "allegation_found");
	size_t n = allegation_values(t, t->to, v);
	v[n++] = (demo_value){ "status", found ? S("found") : S("not_found") };
	v[n++] = (demo_value){ "stands_on", demo_say(&t->w, found ? "rests_on" : "rests_on_nothing") };
	return write_again(t, "allegation", v, n);
}

err tell_danger(telling *t)
{
	record_id whom = who_harms(t->f);
	if (!whom.n) return OK;
	link_to(t, "person", whom);
	return WRITE_FIRST(t, "danger", { "status", S("found") }, { "why", demo_say(&t->w, "danger") },
	                   { "agreed", demo_say(&t->w, "danger_agreed") });
}

/* ---- conference, plans */

err tell_conference(telling *t)
{
	bool plan = t->s->more, disagreed = sometimes(t, "disagreed");
	link_to(t, "episode", t->f->steps[t->to->to].is.record);
	link_to(t, "enquiry", t->to->is.record);
	t->m->writer.author = t->f->team->manager;
	return WRITE_FIRST(t, "conference", { "decided", plan ? S("plan") : S("in_need") },
	                   { "why", demo_say(&t->w, plan ? "why_plan" : "why_no_plan") },
	                   { "disagreed", disagreed ? demo_say(&t->w, "disagreed") : S("Nobody.") },
	                   { "child_part", demo_say(&t->w, "child_part") }, { "came", demo_say(&t->w, "came") },
	                   { "missing", sometimes(t, "somebody_missing") ? demo_say(&t->w, "missing") : STR_NONE });
}

static str category(telling *t)
{
	str own = demo_say(&t->w, "category");
	return own.n ? own : S("EMO");
}

static err write_plan(telling *t, step *s, str ended, str why)
{
	dice d;
	wording w = wording_of(t, s, &d);
	const step *enquiry = &t->f->steps[t->f->steps[s->to].to];
	str to_change = demo_say(&w, "to_change"), how = demo_say(&w, "how"), knows = demo_say(&w, "child_knows"), what = category(t);
	about(t, s->who);
	link_to(t, "episode", t->f->steps[enquiry->to].is.record);
	demo_value v[] = { { "first_category", what }, { "category", what }, { "previous_plans", s->more ? S("1") : S("0") },
		           { "to_change", to_change }, { "how", how }, { "child_knows", knows }, { "ended", ended }, { "ended_why", why } };
	size_t n = sizeof v / sizeof *v;
	return s == t->s ? write_first(t, "protection_plan", v, n) : write_again(t, "protection_plan", v, n);
}

err tell_protected(telling *t)
{
	return write_plan(t, t->s, STR_NONE, STR_NONE);
}

err tell_reviewed(telling *t)
{
	bool last = t->s->more;
	link_to(t, "to", t->to->is.record);
	t->m->writer.author = t->f->team->manager;
	return WRITE_FIRST(t, "protection_review",
	                   { "decided", last ? S("ends") : sometimes(t, "plan_changed") ? S("changed") : S("goes_on") },
	                   { "different", demo_say(&t->w, last ? "different_at_end" : "different") },
	                   { "child_part", demo_say(&t->w, "child_part") });
}

err tell_protection_ended(telling *t)
{
	t->m->writer.author = t->f->team->manager;
	return write_plan(t, t->to, demo_day_text(t->m->a, t->s->on), demo_say(&t->w, "plan_ended"));
}

static err write_in_need_plan(telling *t, step *s, str ended, str why)
{
	dice d;
	wording w = wording_of(t, s, &d);
	link_to(t, "episode", t->f->steps[s->to].is.record);
	demo_value v[] = { { "to_change", demo_say(&w, "to_change") }, { "how", demo_say(&w, "how") },
		           { "family_part", demo_say(&w, "family_part") }, { "child_knows", demo_say(&w, "child_knows") },
		           { "ended", ended }, { "ended_why", why } };
	size_t n = sizeof v / sizeof *v;
	return s == t->s ? write_first(t, "child_in_need_plan", v, n) : write_again(t, "child_in_need_plan", v, n);
}

err tell_in_need_plan(telling *t)
{
	return write_in_need_plan(t, t->s, STR_NONE, STR_NONE);
}

err tell_in_need_ended(telling *t)
{
	return write_in_need_plan(t, t->to, demo_day_text(t->m->a, t->s->on), demo_say(&t->w, "plan_ended"));
}
