/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Writes down what was imagined, one step at a time, by whoever would write it. */
#include "demo/telling.h"

/* ---- people */

static str sex_of(const demo_child *c)
{
	return c->sex == 'F' ? S("F") : S("M");
}

/* What the record of a person says where a disability or an illness is found to play a part. */
static str disability_of(const telling *t, const demo_child *c, dice *d)
{
	static const char *const learning[] = { "LD", "AUT", "LD, COMM", "AUT, BEH" }, *const body[] = { "MOB", "CON", "DDA", "MOB, PC" };
	const rate *factors = rate_of(&t->m->rates, "factor");
	uint64_t roll = dice_roll(d, 4);
	for (size_t i = 0; i < factors->n; i++) {
		if (!(c->factors >> i & 1)) continue;
		if (str_eq(factors->at[i].as.at[0], S("5A"))) return str_of(learning[roll]);
		if (str_eq(factors->at[i].as.at[0], S("6A"))) return str_of(body[roll]);
	}
	return roll && !c->unborn ? S("NONE") : STR_NONE;
}

static err write_child(telling *t, demo_child *c)
{
	const family *f = t->f;
	arena *a = t->m->a;
	dice own = dice_make(t->m->seed ^ (uint64_t)f->number << 20 ^ (uint64_t)(c - f->children));
	bool english = str_eq(f->language, S("English")), numbered = dice_chance(&own, rate_share(&t->m->rates, "nhs_number"));
	bool pupil = !c->unborn && day_age(c->born, t->s->on) >= 5;
	demo_value v[] = {
		{ "given", c->unborn ? STR_NONE : c->given }, { "surname", f->surname }, { "known_as", c->unborn ? STR_NONE : c->known_as },
		{ c->unborn ? "expected" : "born", demo_day_text(a, c->born) }, { "sex", c->unborn ? STR_NONE : sex_of(c) },
		{ "local_id", c->local_id }, { "child", S("yes") }, { "lives_at", f->street }, { "postcode", f->postcode },
		{ "locality", demo_locality(f->team->locality) }, { "language", f->language },
		{ "interpreter", english ? S("no") : f->number % 5 ? S("yes") : S("no") },
		{ "nhs_number", numbered && !c->unborn ? demo_nhs_number(a, &own) : STR_NONE },
		{ "upn", pupil ? demo_upn(a, &own, c->born) : STR_NONE },
		{ "disability", disability_of(t, c, &own) },
	};
	return demo_correct(t->m, "person", NULL, 0, v, sizeof v / sizeof *v, (when){ 0 }, &c->is);
}

static err write_adult(telling *t, demo_adult *adult)
{
	arena *a = t->m->a;
	str sex = str_eq(str_of(adult->is), S("mother")) || str_starts(adult->called, S("Nan")) || str_eq(adult->called, S("Gran"))
	                  ? S("F") : S("M");
	demo_value v[] = { { "given", adult->given }, { "surname", adult->surname }, { "born", demo_day_text(a, adult->born) },
		           { "sex", sex }, { "lives_at", adult->at_home ? t->f->street : STR_NONE },
		           { "postcode", adult->at_home ? t->f->postcode : STR_NONE },
		           { "language", t->f->language }, { "child", S("no") } };
	return demo_record(t->m, "person", NULL, 0, v, sizeof v / sizeof *v, (when){ 0 }, &adult->record);
}

static err tell_met(telling *t)
{
	by_front_door(t, t->s->more);
	for (size_t i = 0; i < t->f->adult_n; i++) TRY(write_adult(t, &t->f->adults[i]));
	for (size_t i = 0; i < t->f->child_n; i++) TRY(write_child(t, &t->f->children[i]));
	return OK;
}

/* ---- who is who */

static unsigned born_by(const family *f, day on)
{
	unsigned whom = 0;
	for (size_t i = 0; i < f->child_n; i++)
		if (f->children[i].born.n <= on.n && !f->children[i].unborn) whom |= 1u << i;
	return whom;
}

/* The day since which the youngest who is born lives there. */
static day youngest(const family *f, unsigned whom)
{
	day born = f->children[0].born;
	for (size_t i = 0; i < f->child_n; i++)
		if (whom >> i & 1) born = f->children[i].born;
	return born;
}

static err tell_relationship(telling *t, const demo_adult *adult)
{
	bool elder = str_eq(str_of(adult->is), S("grandparent"));
	demo_value v[] = { { "is", str_of(adult->is) }, { "child_calls", adult->called },
		           { "matters", elder ? demo_say(&t->w, "matters") : STR_NONE } };
	link_to(t, "person", adult->record);
	return demo_record(t->m, "relationship", t->links, t->link_n, v, 3, (when){ 0 }, NULL);
}

static err tell_home(telling *t, const demo_adult *adult, unsigned whom)
{
	if (!adult->at_home || !whom) return OK;
	about(t, whom);
	link_to(t, "person", adult->record);
	demo_value v[] = { { "place", t->f->street }, { "kind_of", S("home") } };
	return demo_record(t->m, "lives_with", t->links, t->link_n, v, 2, demo_on(youngest(t->f, whom)), NULL);
}

/* A mother has it; a father whose name is on the birth certificate, or who was married to her. */
static err tell_responsibility(telling *t, const demo_adult *adult, unsigned whom)
{
	bool mother = str_eq(str_of(adult->is), S("mother")), father = str_eq(str_of(adult->is), S("father"));
	if (!mother && (!father || sometimes(t, "father_no_responsibility"))) return OK;
	str by = mother ? S("mother") : sometimes(t, "parents_married") ? S("married") : S("registered");
	for (size_t i = 0; i < t->f->child_n; i++) {
		if (!(whom >> i & 1)) continue;
		about(t, 1u << i);
		link_to(t, "holder", adult->record);
		TRY(demo_record(t->m, "responsibility", t->links, t->link_n, &(demo_value){ "by", by }, 1, demo_on(t->f->children[i].born), NULL));
	}
	return OK;
}

static err tell_brothers_and_sisters(telling *t)
{
	unsigned born = born_by(t->f, t->s->on);
	for (size_t i = 0; i < t->f->child_n; i++) {
		unsigned others = born & ~(1u << i);
		if (!(born >> i & 1) || !others) continue;
		about(t, others);
		link_to(t, "person", t->f->children[i].is.record);
		TRY(demo_record(t->m, "relationship", t->links, t->link_n, &(demo_value){ "is", S("brother_or_sister") }, 1, (when){ 0 }, NULL));
	}
	return OK;
}

static err tell_kin(telling *t)
{
	unsigned born = born_by(t->f, t->s->on);
	TRY(tell_brothers_and_sisters(t));
	for (size_t i = 0; i < t->f->adult_n; i++) {
		about(t, t->s->who);
		TRY(tell_relationship(t, &t->f->adults[i]));
		TRY(tell_home(t, &t->f->adults[i], born));
		TRY(tell_responsibility(t, &t->f->adults[i], born));
	}
	return OK;
}

/* From then on there is a name, and somebody to live with, as far as anybody works with the family. */
static err tell_born(telling *t)
{
	bool works = t->f->leads.from.n != 0;
	if (!works) by_front_door(t, false);
	for (size_t i = 0; i < t->f->child_n; i++) {
		if (!is_about(t->s, i)) continue;
		t->f->children[i].unborn = false;
		TRY(write_child(t, &t->f->children[i]));
	}
	for (size_t i = 0; works && i < t->f->adult_n; i++) {
		TRY(tell_home(t, &t->f->adults[i], t->s->who));
		TRY(tell_responsibility(t, &t->f->adults[i], t->s->who));
	}
	return OK;
}

/* ---- who works with the children */

static err tell_relation(telling *t, demo_relation *r, day until, const char *why)
{
	arena *a = t->m->a;
	about(t, t->s->who);
	link_to(t, "worker", r->worker);
	t->m->writer.author = t->f->team->manager;
	demo_value v[] = { { "as", str_of(r->as) }, { "from", demo_day_text(a, r->from) },
		           { "until", until.n ? demo_day_text(a, until) : STR_NONE }, { "why", str_of(why) } };
	return demo_correct(t->m, "works_with", t->links, t->link_n, v, 4, demo_on(r->from), &r->is);
}

static err begin_relation(telling *t, demo_relation *r, record_id worker, const char *as)
{
	if (r->from.n) return OK; /* works with them already */
	*r = (demo_relation){ .worker = worker, .as = as, .from = t->s->on };
	return tell_relation(t, r, (day){ 0 }, NULL);
}

static err end_relation(telling *t, demo_relation *r, const char *why)
{
	if (!r->from.n) return OK;
	TRY(tell_relation(t, r, t->s->on, why));
	r->from = (day){ 0 };
	return OK;
}

err tell_managed(telling *t)
{
	demo_relation manager = { 0 };
	t->m->writer.author = t->f->team->manager;
	if (t->f->managed) return OK;
	t->f->managed = true;
	return begin_relation(t, &manager, t->f->team->manager, "manager");
}

static err tell_allocated(telling *t)
{
	demo_team *team = t->f->team;
	bool again = t->f->managed && t->f->number > 1;
	if (again) t->f->lead = dice_roll(&t->d, team->worker_n);
	TRY(begin_relation(t, &t->f->leads, team->workers[t->f->lead], "lead"));
	return tell_managed(t);
}

static err tell_handed_over(telling *t)
{
	TRY(end_relation(t, &t->f->leads, "Left for another post"));
	t->f->lead = (t->f->lead + 1) % t->f->team->worker_n;
	return begin_relation(t, &t->f->leads, t->f->team->workers[t->f->lead], "lead");
}

static err tell_left(telling *t)
{
	TRY(end_relation(t, &t->f->leads, "Our work ended"));
	for (size_t i = 0; i < DEMO_AGENCIES; i++) TRY(end_relation(t, &t->f->others[i], "Our work ended"));
	return OK;
}

err tell_joined(telling *t, demo_agency_number agency, const char *as)
{
	demo_relation *r = &t->f->others[agency];
	demo_team *team = t->f->team;
	size_t colleague = (t->f->lead + 1) % team->worker_n;
	if (agency != AGENCY_COUNCIL) return begin_relation(t, r, t->m->partners[agency], as);
	bool already = r->from.n != 0;
	TRY(begin_relation(t, r, team->workers[colleague], as));
	if (!already) r->of_team = colleague;
	return OK;
}

static err tell_joined_step(telling *t)
{
	return tell_joined(t, (demo_agency_number)t->s->more, "co_worker");
}

/* ---- one step */

static err (*const tellers[ACTS])(telling *t) = {
	[ACT_MET] = tell_met, [ACT_BORN] = tell_born, [ACT_KIN] = tell_kin, [ACT_REFERRED] = tell_referred,
	[ACT_NO_ACTION] = tell_no_action, [ACT_ALLOCATED] = tell_allocated, [ACT_HANDED_OVER] = tell_handed_over,
	[ACT_LEFT] = tell_left, [ACT_JOINED] = tell_joined_step, [ACT_ASSESSED] = tell_assessed, [ACT_UNDERSTOOD] = tell_understood,
	[ACT_STRATEGY] = tell_strategy, [ACT_ALLEGED] = tell_alleged, [ACT_STANDS] = tell_stands, [ACT_ENQUIRED] = tell_enquired,
	[ACT_ENQUIRY_ENDED] = tell_enquiry_ended, [ACT_DANGER] = tell_danger, [ACT_CONFERENCE] = tell_conference,
	[ACT_PROTECTED] = tell_protected, [ACT_REVIEWED] = tell_reviewed, [ACT_PROTECTION_ENDED] = tell_protection_ended,
	[ACT_IN_NEED_PLAN] = tell_in_need_plan, [ACT_IN_NEED_ENDED] = tell_in_need_ended, [ACT_VISITED] = tell_visited,
	[ACT_SAID] = tell_said, [ACT_ANSWERED] = tell_answered, [ACT_CHOSEN] = tell_chosen, [ACT_OFFERED] = tell_offered,
	[ACT_RECEIVED] = tell_received, [ACT_HELP_ENDED] = tell_help_ended, [ACT_NOT_THERE] = tell_not_there,
	[ACT_CHANGED] = tell_changed, [ACT_PROMISED] = tell_promised, [ACT_KEPT] = tell_kept, [ACT_ACCOUNT] = tell_account,
	[ACT_CLOSED] = tell_closed,
};

err demo_family_tell(demo *m, void *of, size_t which)
{
	telling t = telling_of(m, of, &((family *)of)->steps[which]);
	t.w.d = &t.d;
	about(&t, t.s->who);
	return tellers[t.s->act](&t);
}
