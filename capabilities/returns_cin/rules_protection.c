/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Child protection plans and their reviews. */
#include "capabilities/returns_cin/rule.h"

static const char categories[] = "NEG PHY SAB EMO MUL";

/* ---- one plan by itself */

/* A row of a flat table that has neither number nor start is no plan. */
RULE(8720)
{
	EACH (p, in->protection)
		if (after_reference(in->year, p->start) || (!p->start.read && (p->is.part || given(p->start)))) FOUND(&p->is);
}

RULE(8840)
{
	EACH (p, in->protection)
		if (same_day(p->start, p->end)) FOUND(&p->is);
}

RULE(8925)
{
	EACH (p, in->protection)
		if (earlier(p->end, p->start)) FOUND(&p->is);
}

RULE(8930)
{
	EACH (p, in->protection)
		if (outside_year(in->year, p->end)) FOUND(&p->is);
}

RULE(8905)
{
	EACH (p, in->protection)
		if (!cin_one_of(p->first_category, str_of(categories))) FOUND(&p->is);
}

RULE(8910)
{
	EACH (p, in->protection)
		if (!cin_one_of(p->latest_category, str_of(categories))) FOUND(&p->is);
}

RULE(8730)
{
	EACH (p, in->protection) {
		int64_t n;
		if (!str_to_int(p->previous, &n) || n < 0) FOUND(&p->is);
	}
}

/* ---- and its referral */

RULE(1105)
{
	EACH (p, in->protection)
		EACH_OF (e, in->episodes, p)
			if (earlier(p->start, e->referral)) FOUND(&p->is, &e->is);
}

/* The conference of an enquiry counts, whatever its flag; the episode's own only where no enquiry asks for one. */
RULE(2885)
{
	EACH (p, in->protection) {
		bool held = false, asked = false;
		cin_rows rows = { 0 };
		if (!in_year(in->year, p->start)) continue;
		PUSH(to->a, &rows, &p->is);
		EACH_OF (q, in->enquiries, p) {
			held |= same_day(q->conference, p->start);
			asked |= q->not_required.is != CIN_YES;
			PUSH(to->a, &rows, &q->is);
		}
		EACH_OF (e, in->episodes, p) {
			held |= !asked && same_day(e->conference, p->start);
			PUSH(to->a, &rows, &e->is);
		}
		if (!held && p->is.episode) cin_found_rows(to, &rows);
	}
}

/* ---- the plans of a child beside each other */

RULE(8935)
{
	cin_rows open = { 0 };
	EACH (p, in->protection)
		if (!given(p->end)) PUSH(to->a, &open, &p->is);
	if (open.n > 1) cin_found_rows(to, &open);
}

RULE(8940)
{
	EACH (inner, in->protection)
		EACH (outer, in->protection)
			if (inner != outer && begins_during(in->year, inner->start, outer->start, outer->end, inner < outer))
				FOUND(&inner->is, &outer->is);
}

/* ---- reviews */

static bool of_plan(const cin_review *r, const cin_protection *p)
{
	return together(&r->is, &p->is) && r->is.part == p->is.part;
}

RULE(8842Q)
{
	EACH (r, in->reviews)
		if (!r->on.read) FOUND(&r->is);
}

RULE(8841)
{
	EACH (r, in->reviews)
		EACH (p, in->protection)
			if (of_plan(r, p) && r->on.read && p->start.read && !earlier(p->start, r->on)) FOUND(&r->is, &p->is);
}

static const cin_protection *plan_of(const cin_child *in, const cin_review *r)
{
	EACH (p, in->protection)
		if (of_plan(r, p)) return p;
	return NULL;
}

RULE(4003)
{
	EACH (r, in->reviews) {
		const cin_protection *protection = plan_of(in, r);
		if (!protection || same_day(r->on, protection->end)) continue;
		EACH_OF (p, in->plans, r)
			if (r->on.read && p->start.read && !earlier(r->on, p->start) && (!given(p->end) || earlier(r->on, p->end)))
				FOUND(&r->is, &p->is, &protection->is);
	}
}

/* ---- a child who died */

RULE(8915)
{
	EACH (i, in->identifiers)
		EACH (p, in->protection)
			if (earlier(i->died, p->start)) FOUND(&p->is, &i->is);
}

RULE(8920)
{
	EACH (i, in->identifiers)
		EACH (p, in->protection)
			if (earlier(i->died, p->end)) FOUND(&p->is, &i->is);
}
