/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A referral, from its day to the end of the episode that it began. */
#include "base/holiday.h"
#include "capabilities/returns_cin/rule.h"

/* ---- one episode by itself */

RULE(8600)
{
	EACH (e, in->episodes)
		if (!e->referral.read || after_reference(in->year, e->referral)) FOUND(&e->is);
}

RULE(8866)
{
	cin_day since = cin_day_of(S("2013-04-01"));
	EACH (e, in->episodes)
		if (e->referral.read && !earlier(e->referral, since) &&
		    !cin_one_of(e->source, S("1A 1B 1C 1D 2A 2B 3A 3B 3C 3D 3E 3F 4 5A 5B 5C 5D 6 7 8 9 10")))
			FOUND(&e->is);
}

RULE(8568)
{
	EACH (e, in->episodes) {
		str flag = e->no_further_action.text;
		if (!cin_one_of(flag, S("0 1")) && !cin_same_word(flag, S("true")) && !cin_same_word(flag, S("false"))) FOUND(&e->is);
	}
}

RULE(8569Q)
{
	if (!in->year->known) return;
	cin_day earliest = { .read = true, .on = working_days_from(in->year->start, -1) };
	EACH (e, in->episodes)
		if (dropped(e) && earlier(e->referral, earliest)) FOUND(&e->is);
}

RULE(8610)
{
	EACH (e, in->episodes)
		if (taken_further(e) && !e->need.n) FOUND(&e->is);
}

RULE(8650)
{
	EACH (e, in->episodes)
		if (e->need.n && !cin_one_of(e->need, S("N0 N1 N2 N3 N4 N5 N6 N7 N8 N9"))) FOUND(&e->is);
}

RULE(8620)
{
	EACH (e, in->episodes)
		if (outside_year(in->year, e->closure)) FOUND(&e->is);
}

RULE(8630)
{
	EACH (e, in->episodes)
		if (earlier(e->closure, e->referral)) FOUND(&e->is);
}

RULE(8640)
{
	EACH (e, in->episodes)
		if (e->reason.n && !cin_one_of(e->reason, S("RC1 RC2 RC3 RC4 RC5 RC6 RC7 RC8 RC9"))) FOUND(&e->is);
}

RULE(8805)
{
	EACH (e, in->episodes)
		if (given(e->closure) && !e->reason.n) FOUND(&e->is);
}

RULE(8810)
{
	EACH (e, in->episodes)
		if (e->reason.n && !given(e->closure)) FOUND(&e->is);
}

/* ---- an episode and what it holds */

static void push_if(cin_findings *to, cin_rows *rows, bool wrong, const cin_row *row)
{
	if (wrong) PUSH(to->a, rows, row);
}

RULE(8565)
{
	EACH (e, in->episodes) {
		cin_rows later = { 0 };
		PUSH(to->a, &later, &e->is);
		push_if(to, &later, earlier(e->closure, e->conference), &e->is);
		EACH_OF (a, in->assessments, e)
			push_if(to, &later, earlier(e->closure, a->start) || earlier(e->closure, a->end), &a->is);
		EACH_OF (q, in->enquiries, e)
			push_if(to, &later, earlier(e->closure, q->start) || earlier(e->closure, q->conference), &q->is);
		EACH_OF (p, in->protection, e) push_if(to, &later, earlier(e->closure, p->end), &p->is);
		EACH_OF (p, in->plans, e) push_if(to, &later, earlier(e->closure, p->start) || earlier(e->closure, p->end), &p->is);
		if (later.n > 1) cin_found_rows(to, &later);
	}
}

RULE(2990)
{
	EACH (e, in->episodes) {
		cin_rows rows = { 0 };
		if (!closed_after_assessment(e)) continue;
		PUSH(to->a, &rows, &e->is);
		EACH_OF (q, in->enquiries, e) PUSH(to->a, &rows, &q->is);
		EACH_OF (p, in->protection, e) PUSH(to->a, &rows, &p->is);
		EACH_OF (p, in->plans, e) PUSH(to->a, &rows, &p->is);
		if (rows.n > 1 || given(e->conference)) cin_found_rows(to, &rows);
	}
}

RULE(8825Q)
{
	EACH (e, in->episodes) {
		size_t assessments = 0;
		EACH_OF (a, in->assessments, e) assessments++;
		if (closed_after_assessment(e) && !assessments) FOUND(&e->is);
	}
}

RULE(8831)
{
	EACH (e, in->episodes) {
		cin_rows rows = { 0 };
		if (!dropped(e)) continue;
		PUSH(to->a, &rows, &e->is);
		push_if(to, &rows, given(e->conference), &e->is);
		EACH_OF (a, in->assessments, e) push_if(to, &rows, given(a->start) || given(a->end), &a->is);
		EACH_OF (q, in->enquiries, e) push_if(to, &rows, given(q->start) || given(q->conference), &q->is);
		if (rows.n > 1) cin_found_rows(to, &rows);
	}
}

RULE(8832)
{
	EACH (p, in->protection)
		EACH_OF (e, in->episodes, p)
			if (dropped(e)) FOUND(&p->is, &e->is);
}

/* ---- the episodes of a child beside each other */

RULE(8815)
{
	cin_rows open = { 0 };
	EACH (e, in->episodes) push_if(to, &open, open_and_taken_further(e), &e->is);
	if (open.n > 1) cin_found_rows(to, &open);
}

/* The latest referral; of several on one day one that is open and taken further, the first of them in the file. */
static const cin_episode *latest_of(const cin_child *in)
{
	const cin_episode *latest = NULL;
	EACH (e, in->episodes) {
		if (!e->referral.read || (latest && earlier(e->referral, latest->referral))) continue;
		bool later = !latest || earlier(latest->referral, e->referral);
		if (later || (open_and_taken_further(e) && !open_and_taken_further(latest))) latest = e;
	}
	return latest;
}

RULE(8816)
{
	const cin_episode *latest = latest_of(in);
	EACH (e, in->episodes)
		if (e != latest && e->referral.read && open_and_taken_further(e)) FOUND(&e->is, &latest->is);
}

/* A referral that nobody took further and nobody closed runs for no time. */
static bool runs_on(const cin_year *y, const cin_episode *e, cin_day d)
{
	if (earlier(d, e->referral) || !d.read || !e->referral.read) return false;
	if (given(e->closure)) return earlier(d, e->closure);
	return taken_further(e) && y->known && d.on.n <= y->end.n;
}

RULE(8820)
{
	EACH (inner, in->episodes)
		EACH (outer, in->episodes) {
			bool said_already = inner < outer && same_day(inner->referral, outer->referral) && runs_on(in->year, inner, outer->referral);
			if (inner != outer && !said_already && runs_on(in->year, outer, inner->referral)) FOUND(&inner->is, &outer->is);
		}
}

/* ---- a child who died */

RULE(8555Q)
{
	EACH (i, in->identifiers)
		EACH (e, in->episodes)
			if (earlier(i->died, e->referral)) FOUND(&e->is, &i->is);
}

RULE(8585Q)
{
	EACH (i, in->identifiers)
		EACH (e, in->episodes)
			if (cin_same_word(e->reason, S("RC2")) && !given(i->died)) FOUND(&e->is, &i->is);
}
