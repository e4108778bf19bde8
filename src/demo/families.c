/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Families: who belongs to them, what weighs on them, who works with them. */
#include "demo/family.h"

enum { BROTHERS_APART_DAYS = 290, MOTHER_LEAST_YEARS = 17 };

static const char *const languages[] = { "Polish", "Bengali", "Arabic", "Tigrinya", "Romanian", "British Sign Language" };

/* ---- children */

static int by_age(const demo_child *a, const demo_child *b)
{
	return (a->born.n > b->born.n) - (a->born.n < b->born.n);
}

/* Oldest first. Not of the same year, but for twins. */
static bool fits(const family *f, day born)
{
	for (size_t i = 0; i < f->child_n; i++) {
		int apart = f->children[i].born.n - born.n;
		if (apart != 0 && apart > -BROTHERS_APART_DAYS && apart < BROTHERS_APART_DAYS) return false;
	}
	return true;
}

static void put_in_order(family *f, demo_child c)
{
	size_t at = f->child_n++;
	for (; at > 0 && by_age(&f->children[at - 1], &c) > 0; at--) f->children[at] = f->children[at - 1];
	f->children[at] = c;
}

static void add_child(demo *m, dice *d, family *f, day first)
{
	demo_child c = { .sex = dice_chance(d, rate_share(&m->rates, "girl")) ? 'F' : 'M' };
	bool twin = f->child_n && dice_chance(d, rate_share(&m->rates, "twins"));
	do {
		c.born = day_add(first, -rate_days(&m->rates, "age", d));
	} while (!fits(f, c.born));
	if (twin) c.born = f->children[0].born;
	c.unborn = c.born.n > first.n;
	c.given = demo_given(m->whole, d);
	if (dice_chance(d, rate_share(&m->rates, "known_as"))) c.known_as = demo_given(m->whole, d);
	put_in_order(f, c);
}

static void number_children(demo *m, family *f, int64_t first_number)
{
	for (size_t i = 0; i < f->child_n; i++) {
		buf local = BUF(m->whole);
		buf_char(&local, 'W');
		buf_int_padded(&local, first_number + (int64_t)i, 6);
		f->children[i].local_id = buf_view(&local);
	}
}

/* ---- adults */

static void add_adult(demo *m, dice *d, family *f, const char *is, const char *called, day born, bool at_home)
{
	bool same_name = dice_chance(d, rate_share(&m->rates, "same_surname"));
	f->adults[f->adult_n++] = (demo_adult){ .given = demo_given(m->whole, d), .is = is, .called = str_of(called), .born = born,
		                                .surname = same_name ? f->surname : demo_surname(m->whole, d), .at_home = at_home };
}

static void add_adults(demo *m, dice *d, family *f)
{
	static const char *const mothers[] = { "Mum", "Mummy", "Mam", "Mama", "Mum" }, *const fathers[] = { "Dad", "Daddy", "Papa", "Dad" };
	static const char *const elders[] = { "Nan", "Gran", "Nana", "Grandad" };
	const char *mum = mothers[dice_roll(d, 5)], *dad = fathers[dice_roll(d, 4)], *elder = elders[dice_roll(d, 4)];
	day born = day_add(f->children[0].born, -dice_between(d, MOTHER_LEAST_YEARS * 365, 35 * 365));
	add_adult(m, d, f, "mother", mum, born, true);
	if (dice_chance(d, rate_share(&m->rates, "father_known")))
		add_adult(m, d, f, "father", dad, day_add(born, -dice_between(d, -400, 2500)), dice_chance(d, rate_share(&m->rates, "father_at_home")));
	if (dice_chance(d, rate_share(&m->rates, "elder_known")))
		add_adult(m, d, f, "grandparent", elder, day_add(born, -dice_between(d, 19 * 365, 34 * 365)), false);
}

/* ---- what plays a part */

/* The share of children of that age or more, as the rate «age» has it. */
static double share_from_age(const rates *r, int years)
{
	const rate *ages = rate_of(r, "age");
	double share = 0;
	for (size_t i = 0; i < ages->n; i++) {
		double least = ages->at[i].least / 365.25, most = ages->at[i].most / 365.25;
		double part = least >= years ? 1 : most <= years ? 0 : (most - years) / (most - least);
		share += ages->at[i].share * part;
	}
	return share;
}

/* The share of a factor among all, so that it comes out where some are too young for it, and where it goes with a need. */
static double factor_share(const rates *r, const rate_part *p, str need)
{
	double share = p->share;
	if (p->from_age) share /= share_from_age(r, p->from_age);
	if (!p->with.n) return share;
	if (str_eq(p->with, need)) return p->then;
	const rate *needs = rate_of(r, "need");
	for (size_t i = 0; i < needs->n; i++)
		if (str_eq(needs->at[i].as.at[0], p->with)) share = (share - needs->at[i].share * p->then) / (1 - needs->at[i].share);
	return share;
}

/* What concerns the child itself is its own; what concerns the adults, and what was done to the children, the family has. */
static bool is_of_child(const rate_part *p)
{
	return p->from_age || str_eq(p->as.at[0], S("5A")) || str_eq(p->as.at[0], S("6A"));
}

static void weigh(demo *m, dice *d, family *f, day first)
{
	const rate *factors = rate_of(&m->rates, "factor");
	CHECK(factors->n <= 64);
	f->need = rate_word(&m->rates, "need", d);
	for (size_t i = 0; i < factors->n; i++) {
		const rate_part *p = &factors->at[i];
		double share = factor_share(&m->rates, p, f->need);
		bool has = dice_chance(d, share);
		for (size_t c = 0; c < f->child_n; c++) {
			if (is_of_child(p)) has = day_age(f->children[c].born, first) >= p->from_age && dice_chance(d, share);
			if (has) f->children[c].factors |= UINT64_C(1) << i;
		}
	}
	uint64_t any = 0;
	for (size_t c = 0; c < f->child_n; c++) any |= f->children[c].factors;
	f->theme = demo_theme(m, d, f->need, any, day_age(f->children[0].born, first));
}

/* ---- the family */

static family *family_of(demo *m, dice *d, uint32_t number, int64_t children, day first, int64_t first_number)
{
	family *f = TAKE(m->whole, family);
	bool english = dice_chance(d, rate_share(&m->rates, "english"));
	*f = (family){ .number = number, .surname = demo_surname(m->whole, d), .street = demo_street(m->whole, d),
		       .language = english ? S("English") : str_of(languages[dice_roll(d, sizeof languages / sizeof *languages)]) };
	for (int64_t i = 0; i < children; i++) add_child(m, d, f, first);
	number_children(m, f, first_number);
	add_adults(m, d, f);
	weigh(m, d, f, first);
	return f;
}

/* The first families of an area go to the worker who signs in, so that there is something to read in the smallest. */
static fate fate_of(uint32_t number, bool last)
{
	if (number == 0) return FATE_PLAN;
	if (last) return FATE_NEW;
	return number == 1 ? FATE_HELPED : FATE_CHANCE;
}

static void give_to_team(demo *m, dice *d, family *f, fate is)
{
	bool first_team = is == FATE_PLAN || is == FATE_HELPED;
	f->team = &m->teams[first_team ? 0 : dice_roll(d, m->team_n)];
	f->lead = first_team ? 0 : dice_roll(d, f->team->worker_n);
	f->postcode = demo_postcode(m->whole, d, f->team->locality);
}

static day first_referral(demo *m, dice *d, fate is)
{
	switch (is) {
	case FATE_CHANCE: return day_add(m->since, 1 + (int)dice_roll(d, DEMO_DAYS - 2));
	case FATE_PLAN: return day_add(m->today, -dice_between(d, 250, 330));
	case FATE_HELPED: return day_add(m->today, -dice_between(d, 320, 420));
	case FATE_NEW: return day_add(m->today, -2);
	}
	return m->today;
}

err demo_families(demo *m, int64_t children)
{
	int64_t made = 0;
	for (uint32_t number = 0; made < children; number++) {
		dice d = dice_make(m->seed << 32 ^ number);
		int64_t n, left = children - made;
		bool said = str_to_int(rate_word(&m->rates, "children_in_a_family", &d), &n);
		CHECK(said);
		if (number < 2) n = 2 + number; /* brothers and sisters in the smallest area */
		if (n > left) n = left;
		fate is = fate_of(number, n == left);
		day first = first_referral(m, &d, is);
		family *f = family_of(m, &d, number, n, first, made + 1);
		give_to_team(m, &d, f, is);
		demo_plot(m, f, first, is);
		made += n;
	}
	return OK;
}
